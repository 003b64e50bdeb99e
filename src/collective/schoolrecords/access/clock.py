"""The school's own day and the moment in UTC, for the rooms that stand above lifecycle.

Days are days of the school's own time zone (`plone.portal_timezone`, asked when the site is
created): 31 December 23:30 in Kaliningrad is 1 January in Yakutsk.
"""

from datetime import datetime
from datetime import UTC
from plone.registry.interfaces import IRegistry
from zoneinfo import ZoneInfo
from zoneinfo import ZoneInfoNotFoundError
from zope.component import queryUtility


def now():
    """Return the moment as an aware `datetime` in UTC."""
    return datetime.now(UTC)


def school_timezone():
    """Return the school's time zone; Moscow time when the site names none that is known."""
    registry = queryUtility(IRegistry)
    name = registry.get("plone.portal_timezone") if registry is not None else None
    try:
        return ZoneInfo(name or "Europe/Moscow")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("Europe/Moscow")


def day_of(moment):
    """Return the day it was at the school at a moment, given as ISO text with its time zone."""
    return datetime.fromisoformat(moment).astimezone(school_timezone()).date()


def school_today():
    """Return the day (a `date`) it is now at the school."""
    return now().astimezone(school_timezone()).date()
