"""Checks a school's records without the server that keeps them, and without Plone."""
