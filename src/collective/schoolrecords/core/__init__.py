"""The rules: standard library only, no clock, no user; days, actors and bytes come in as arguments."""
