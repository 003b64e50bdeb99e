"""Putting one of the shipped regulations in force: by a profile, by the form of a new school."""

from AccessControl import getSecurityManager
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core import shipped
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.regulation import Basis
from collective.schoolrecords.school.regulation import latest_version
from collective.schoolrecords.school.regulation import new_version
from collective.schoolrecords.school.storage import get_school
from zope.component.hooks import getSite
from zope.globalrequest import getRequest
from zope.i18n import translate


class RegulationWithoutOrder(Refusal):
    """The regulation names no order, and nobody has given one."""

    status = 400


def own_basis(name):
    """The order (`Basis`) that a shipped regulation names itself, or None (soch12, ftl)."""
    header = shipped.shipped(name).regulation
    if not header.order_no or not header.date:
        return None
    return Basis(header.order_no, header.date)


def put_in_force(site, name, basis=None, in_force_from=None):
    """Keep a shipped regulation as a version of the site's school. Returns the version.

    Without a `basis` the regulation's own order counts, without a day the day of the order. The
    text that is the newest version already is left as it is. Raises `RegulationWithoutOrder`,
    `SchoolRefused`, and KeyError for an unknown name.
    """
    school = get_school(site)
    text = shipped.text(name)
    latest = latest_version(school)
    if latest is not None and latest.text == text:
        return latest
    basis = basis or own_basis(name)
    if basis is None:
        message = _(
            "setup_regulation_without_order",
            default="This regulation names no order. Create the school with the form, or put the "
            "regulation in force on its page, where the order is asked.",
        )
        raise RegulationWithoutOrder(translate(message, context=getRequest()))
    return new_version(
        school,
        text,
        in_force_from=in_force_from or basis.order_date,
        author=getSecurityManager().getUser().getId() or "",
        basis=basis,
    )


# Post-handlers of the profiles `regulation-<name>`: GenericSetup wants a function for each.


def apply_soch12(tool):
    """Put the regulation of СОШ № 12 in force; it names no order, so it is refused here."""
    put_in_force(getSite(), "soch12")


def apply_school20(tool):
    """Put the regulation of Школа № 20 in force by its own order."""
    put_in_force(getSite(), "school20")


def apply_soch90(tool):
    """Put the regulation of СОШ № 90 in force by its own order."""
    put_in_force(getSite(), "soch90")


def apply_neman1(tool):
    """Put the regulation of СОШ № 1 of Неман in force by its own order."""
    put_in_force(getSite(), "neman1")


def apply_ftl(tool):
    """Put the regulation of the лицей in force; it names no order, so it is refused here."""
    put_in_force(getSite(), "ftl")
