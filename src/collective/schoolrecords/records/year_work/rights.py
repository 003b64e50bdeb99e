"""Who does the year's work: the office that files personal files (the secretary), nobody else."""

from AccessControl import getSecurityManager
from collective.schoolrecords.core import lifecycle as life
from plone import api


def may_work():
    """Whether the reader admits pupils and lets them go; each step asks for its own right too."""
    register = api.portal.get().get("personal-files")
    return register is not None and bool(getSecurityManager().checkPermission(life.ADD, register))
