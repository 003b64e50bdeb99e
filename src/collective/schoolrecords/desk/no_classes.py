"""What the pages of classes show to the office of a school that has opened no class yet."""

from AccessControl.security import checkPermission
from collective.schoolrecords.desk.navigation import IMPORT
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _


NO_CLASSES = _(
    "desk_no_classes",
    default="The school has no classes yet. They come with the list of pupils when it is loaded.",
)


def no_classes(site, title):
    """Return what the template shows instead of a class, with the way to load the list."""
    links = []
    if checkPermission(IMPORT, site):
        url = f"{site.absolute_url()}/@@import"
        links = [Values(url=url, css="btn-primary", title=TITLES["import"])]
    return Values(title=title, links=links, empty=NO_CLASSES)
