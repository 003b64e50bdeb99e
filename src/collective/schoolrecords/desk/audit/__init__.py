"""Pages of the data protection officer and of the auditor."""
