"""Screens for people: one frame, desks, registers, records and guided acts."""
