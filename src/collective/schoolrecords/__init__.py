"""collective.schoolrecords: a school's records, kept as long as the law asks, destroyed only by act.

This module stays free of Zope: `collective.schoolrecords.core` and the `schoolrecords due`
command are imported by programs that must not load it.
"""

import logging


__version__ = "1.0.0.dev0"

PACKAGE_NAME = "collective.schoolrecords"

logger = logging.getLogger(PACKAGE_NAME)
