"""Pages of local regulations: the record, what everybody sees, and the list of repealed acts."""
