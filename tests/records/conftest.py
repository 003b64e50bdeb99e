"""People with accounts and offices, for the tests of this room."""

from schoolrecords_town import on_day


__all__ = ["on_day"]
