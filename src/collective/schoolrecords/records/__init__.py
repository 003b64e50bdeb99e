"""The record types, one room a family."""
