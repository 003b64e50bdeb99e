"""Terms, the due list and what leaves the archive, by act only."""
