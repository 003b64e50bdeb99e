"""Making a school's site, keeping it up to date, and the command line."""
