"""Documents inside a personal file or a case file, each with its own carrier, place and state."""
