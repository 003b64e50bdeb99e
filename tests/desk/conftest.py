"""The school's day can be set where a test asks for it."""

from schoolrecords_town import on_day


__all__ = ["on_day"]
