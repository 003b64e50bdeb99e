"""What pages say where no class is open yet, and who opens one."""

from AccessControl.security import checkPermission
from collective.schoolrecords.desk.navigation import IMPORT
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.cohorts import cohorts_on
from collective.schoolrecords.school.rights import MANAGE_SCHOOL
from plone import api


OPEN_CLASS = _("desk_open_class", default="Open a class")
#: To whoever may open one, and to everybody else.
NO_CLASSES = _(
    "desk_no_classes",
    default="No class of this school year is open yet. Open the classes, or load the list of "
    "pupils: its classes are opened with it.",
)
ASK_OFFICE = _(
    "desk_no_classes_ask",
    default="No class of this school year is open yet. The secretary, the deputy and the director "
    "open classes.",
)


def may_open(site):
    """Return whether the reader may open classes."""
    return bool(api.user.has_permission(MANAGE_SCHOOL, obj=site))


def lacks_classes(school, today):
    """Return whether no class lives on a day, so that a choice of classes is empty."""
    return school is None or not cohorts_on(school, today)


def open_link(site, css="btn-primary"):
    """Return the link to opening a class, as a list that is empty for who may not."""
    if not may_open(site):
        return []
    return [Values(url=f"{site.absolute_url()}/@@open-class", css=css, title=OPEN_CLASS)]


def words(site):
    """Return what is said to the reader where no class is open."""
    return NO_CLASSES if may_open(site) else ASK_OFFICE


def lacking(page):
    """Return what a form with a choice of classes says and offers while none is open.

    ``texts`` and ``links`` for the template, empty while there is a class.
    """
    if not lacks_classes(page.reader.school, page.today):
        return {"texts": [], "links": []}
    return {"texts": [words(page.site)], "links": open_link(page.site, "btn-secondary")}


def no_classes(site, title):
    """Return what the template shows instead of a class, with the ways to one."""
    links = open_link(site)
    if links and checkPermission(IMPORT, site):
        url = f"{site.absolute_url()}/@@import"
        links.append(Values(url=url, css="btn-secondary", title=TITLES["import"]))
    return Values(title=title, links=links, empty=words(site))
