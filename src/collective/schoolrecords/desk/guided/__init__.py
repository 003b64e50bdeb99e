"""Guided acts of the school year: admission, leaving, graduation, moving up."""
