"""The school's day can be set in the tests of this room."""

from schoolrecords_town import on_day
from schoolrecords_town import town


__all__ = ["on_day", "town"]
