"""Case files (дела): every other type of document and the descriptions of the archive."""
