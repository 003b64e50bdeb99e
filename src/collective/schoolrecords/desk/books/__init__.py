"""Pages of the books of registration: entries, their forms, closing."""
