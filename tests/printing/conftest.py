"""Fixtures of the printed papers."""

from schoolrecords_town import on_day
from schoolrecords_town import town


__all__ = ["on_day", "town"]
