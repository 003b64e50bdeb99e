"""What every record shares: its behavior, states, steps, and the two walls that keep it."""
