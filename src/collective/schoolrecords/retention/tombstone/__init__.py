"""Tombstones: what stays at a record's address after its destruction by act."""
