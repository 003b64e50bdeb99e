"""Versions of the school's local regulations."""
