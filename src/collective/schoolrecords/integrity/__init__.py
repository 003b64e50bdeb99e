"""Checkpoints of the ledger, their proofs, and the search for what a destruction left behind."""
