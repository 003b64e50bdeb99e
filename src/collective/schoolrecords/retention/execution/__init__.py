"""Execution of an act: each record is judged once more, then destroyed, and a tombstone stays."""
