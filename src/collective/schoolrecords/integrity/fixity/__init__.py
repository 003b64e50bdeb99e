"""Fixity runs: every file and all canonical metadata against what the chains hold."""
