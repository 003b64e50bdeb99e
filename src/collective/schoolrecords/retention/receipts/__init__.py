"""Receipts (журнал выдачи): what left the school against a signature, for good or for a time."""
