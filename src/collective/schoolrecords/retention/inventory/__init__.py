"""Inventories (описи дел): what the archive keeps, by year and class of term."""
