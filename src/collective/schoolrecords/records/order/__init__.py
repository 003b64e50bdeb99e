"""Orders (приказы) and the people they concern."""
