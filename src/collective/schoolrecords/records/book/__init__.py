"""Books of registration and their numbered entries."""
