"""Where the access log lies, and what the school sets about it.

The place is the operator's: environment ``SCHOOLRECORDS_ACCESS_LOG``, or in zope.conf ::

    <product-config collective.schoolrecords>
      access-log postgresql://schoolrecords@localhost/access
    </product-config>

as a URL of SQLAlchemy or the path of a file of SQLite. Without either it is a file beside the
instance's own (``access-log.sqlite`` in its var). ``off`` keeps none; the status page then says so.
Two instances that serve one school name one place.

The rest are records of the site's registry, for its administrator.
"""

from collective.schoolrecords import PACKAGE_NAME
from collective.schoolrecords.core.access_log import Thresholds
from pathlib import Path
from plone.registry.interfaces import IRegistry
from zope.component import queryUtility

import os


ENVIRONMENT_KEY = "SCHOOLRECORDS_ACCESS_LOG"
OFF = "off"
FILE_NAME = "access-log.sqlite"
PREFIX = "collective.schoolrecords.access_log_"
THRESHOLDS = ("children", "refusals", "minutes", "night_from", "night_until")


def place():
    """Return the URL of the log for this process, ``None`` when the operator wants none."""
    from App.config import getConfiguration

    configuration = getConfiguration()
    told = os.environ.get(ENVIRONMENT_KEY)
    if told is None:
        products = getattr(configuration, "product_config", None) or {}
        told = products.get(PACKAGE_NAME, {}).get("access-log", "")
    told = told.strip()
    if told.lower() == OFF:
        return None
    if "://" in told:
        return told
    return f"sqlite:///{told or Path(configuration.clienthome) / FILE_NAME}"


def keeps_address():
    """Return whether entries name the client's address."""
    return _setting("keeps_address", True)


def stops_reading():
    """Return whether personal data is not shown while the log cannot be written."""
    return _setting("stops_reading", False)


def thresholds():
    """Return the :class:`Thresholds` of the site."""
    usual = Thresholds()
    return Thresholds(**{name: _setting(name, getattr(usual, name)) for name in THRESHOLDS})


def _setting(name, usual):
    registry = queryUtility(IRegistry)
    value = registry.get(PREFIX + name) if registry is not None else None
    return usual if value is None else value
