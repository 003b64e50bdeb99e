"""The access log: who had which personal data before them. Never a write in ZODB."""
