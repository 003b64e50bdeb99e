"""«Создать сайт школы»: what plone.distribution asks, and what it makes of the answers."""

from Acquisition import aq_parent
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core import shipped
from collective.schoolrecords.core.dates import read_date
from collective.schoolrecords.retention.file_plan import draft_from_regulation
from collective.schoolrecords.school.regulation import Basis
from collective.schoolrecords.setup.demo.school import fill
from collective.schoolrecords.setup.regulations import own_basis
from collective.schoolrecords.setup.regulations import put_in_force
from plone import api
from plone.distribution.handler import default_handler
from zExceptions import BadRequest
from zope.component.hooks import setSite

import transaction


LANGUAGE = "ru"
MONDAY = "0"


def check_answers(answers):
    """Pre-handler: the answers, completed, or all that is wrong with them.

    Without an order the one that the regulation names itself counts. Raises `BadRequest` with
    one sentence for each fault; nothing has been made then.
    """
    faults = []
    name = answers.get("regulation")
    if name not in shipped.names():
        faults.append("Выберите положение школы.")
    elif basis_of(answers) is None:
        faults.append(
            "Укажите номер и дату приказа, которым утверждено положение: в самом положении "
            "они не названы или даны не полностью."
        )
    day = answers.get("regulation_date")
    if day and read_date(day).value is None:
        faults.append(f"Такого дня нет: {day}. Пример: 2025-09-01.")
    if faults:
        raise BadRequest(" ".join(faults))
    return {**answers, "default_language": LANGUAGE}


def basis_of(answers):
    """The order (`Basis`) of the answers, else of the regulation itself, else None."""
    number = (answers.get("regulation_order") or "").strip()
    day = read_date(answers.get("regulation_date") or "").value
    if number and day:
        return Basis(number, day)
    if number or answers.get("regulation_date"):
        return None
    return own_basis(answers["regulation"])


def create_school(distribution, site, answers):
    """Handler: the profiles, the regulation in force, the file plan, and the demo if asked."""
    try:
        _fill(distribution, site, answers)
    except BaseException:
        # The transaction is taken back with the half-made site still set as the current one;
        # whoever then asks that site for utilities would hide this error behind another.
        setSite(None)
        raise
    # The last thing before the commit, when the site's own hooks, the indexing queue's among
    # them, have run. The queue asks the current site for utilities once more while the commit
    # ends: a site that is being stored just then, and of which a large demo has pushed parts out
    # of the cache at a savepoint, cannot be read until the next transaction begins.
    transaction.get().addBeforeCommitHook(setSite, (None,))
    return site


def _fill(distribution, site, answers):
    # The demo makes its own content; the default handler would look for an export of a site.
    default_handler(distribution, site, {**answers, "setup_content": False})
    api.portal.set_registry_record("plone.first_weekday", MONDAY)
    try:
        put_in_force(site, answers["regulation"], basis_of(answers))
    except Refusal as refusal:
        words = [refusal.message, *(one["message"] for one in refusal.reasons)]
        raise BadRequest(" ".join(words)) from refusal
    draft_from_regulation(site, school_today().year)
    forbid_undo(aq_parent(site))
    if answers.get("setup_content"):
        fill(site)


def forbid_undo(application):
    """Take undo from everybody at the root too: it would reach into the site from above."""
    application.manage_permission("Undo changes", [], 0)
