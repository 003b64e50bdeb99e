"""Signatures on records: simple and cryptographic, their checks, seals, familiarisation sheets."""
