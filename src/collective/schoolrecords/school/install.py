"""Makes the school of a site, and takes it away again."""

from .storage import create_school
from .storage import KEY
from zope.annotation.interfaces import IAnnotations


def install(portal):
    """Give the site an empty school; one that is there stays as it is."""
    return create_school(portal)


def uninstall(portal):
    """Take the school with its people and its chain out of the site.

    Whoever calls this has made sure that no record past draft is left.
    """
    IAnnotations(portal).pop(KEY, None)
