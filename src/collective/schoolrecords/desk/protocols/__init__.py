"""Protocols on the screen: the record's page, one row, the pasted table, who is still to be told."""
