"""How the school decides on acts, read and changed by order."""
