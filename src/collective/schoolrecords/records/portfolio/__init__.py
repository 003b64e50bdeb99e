"""Portfolios: what a pupil achieved."""
