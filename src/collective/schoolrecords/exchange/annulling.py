"""Annulling what an import filed past draft: the way to mend it, since nothing is taken back.

A record past draft never vanishes, so an archive's list that was loaded by mistake stays. What is
still kept ("current") and was not touched since the import is annulled in one job, by whoever may
annul each of the records, with one reason: the records stay, marked, with the reason in their
chains. What people have worked on since is left to them. A closed file knows no annulment: its
term runs, and it leaves by act, like every other one.
"""

from AccessControl import getSecurityManager
from collections import Counter
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.exchange import journal
from collective.schoolrecords.exchange.filing import IMPORT
from collective.schoolrecords.jobs import storage as jobs
from collective.schoolrecords.jobs.interfaces import CANCELLED
from collective.schoolrecords.jobs.interfaces import DONE
from collective.schoolrecords.jobs.interfaces import FAILED
from collective.schoolrecords.jobs.interfaces import JobFailed
from collective.schoolrecords.jobs.interfaces import Progress
from collective.schoolrecords.jobs.kinds import JobKind
from collective.schoolrecords.ledger.actor import working_as
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import notice_change
from collective.schoolrecords.lifecycle import steps
from collective.schoolrecords.lifecycle.details import MAX_TEXT
from collective.schoolrecords.messages import _
from Products.CMFCore.indexing import processQueue
from zExceptions import Unauthorized
from zope.globalrequest import getRequest
from zope.i18n import translate


STEP = "annul"
#: Kind of list → family of the records that it makes.
FAMILIES = {journal.CONTINGENT: "personal_file", journal.BACKLOG: "case_file"}
#: Source of the chain entries that an import writes.
SOURCE = "import"


class AnnulRefused(Refusal):
    """The records of the import are not annulled; nothing was written."""


def states_of(site, one):
    """Return how many of an import's records stand in which state (a Counter); wakes no record."""
    processQueue()
    catalog = site.portal_catalog._catalog
    rows, states = catalog.getIndex("UID")._index, catalog.getIndex("review_state")._unindex
    found = (rows.get(uid) for uid in one.uids.values())
    return Counter(states.get(row) for row in found if row is not None)


def may_annul(site, one):
    """Whether the current user's roles may annul the records of such an import."""
    family = rules.FAMILIES.get(FAMILIES.get(one.kind))
    if family is None:
        return False
    roles = family.roles_for(rules.CURRENT, family.step(STEP).permission)
    return bool(getSecurityManager().getUser().has_role(roles, site))


def start_annulling(site, one, user_id, reason):
    """Queue the job that annuls what is current of an import, and return it.

    Raises ``Unauthorized`` for who may not annul such records, :class:`AnnulRefused` while the
    import works, without a reason, and when nothing of it is current.
    """
    if not may_annul(site, one):
        raise Unauthorized("annul")
    wrong = []
    if journal.state_of(site, one) not in (DONE, FAILED, CANCELLED):
        wrong.append(("import_state", None, NOT_AT_REST))
    reason = reason.strip() if isinstance(reason, str) else ""
    if not 0 < len(reason) <= MAX_TEXT:
        wrong.append(("reason", "reason", REASON_NEEDED))
    if not states_of(site, one)[rules.CURRENT]:
        wrong.append(("nothing_current", None, NOTHING))
    if wrong:
        told = [{"code": code, "field": name, "message": _say(text)} for code, name, text in wrong]
        raise AnnulRefused(_say(REFUSED), told)
    parameters = {"import": one.uid, "reason": reason}
    job = jobs.submit(site, journal.ANNUL, parameters, started_by=user_id)
    one.annul_job = job.uid
    return job


class AnnulImport(JobKind):
    """Annuls the untouched current records of an import, in the order of its rows.

    The cursor is the number of the next row. ``annulled`` and ``left`` of the import's numbers
    grow with each chunk.
    """

    title = _("import_annul_title", default="Annulling the records of an import")
    permission = IMPORT

    def step(self, site, job, budget):
        """Annul records until the budget is spent."""
        one = journal.imports_of(site).get(job.parameters["import"])
        if not may_annul(site, one):
            raise JobFailed(FORBIDDEN)
        catalog, counts, done = site.portal_catalog, Counter(), 0
        with working_as(SOURCE):
            for number, uid in one.uids.items(job.cursor):
                for brain in catalog.unrestrictedSearchResults(UID=uid):
                    counts[self._annul(brain, job.parameters["reason"])] += 1
                job.cursor = number + 1
                done += 1
                if budget.spent(done):
                    break
        ended = not one.uids or job.cursor > one.uids.maxKey()
        for name in ("annulled", "left"):
            one.count(name, counts[name])
        if ended:
            one.annulled = {
                "at": now().isoformat(),
                "by": getSecurityManager().getUser().getId(),
                "reason": job.parameters["reason"],
            }
        return Progress(job.done + done, len(one.uids), ended)

    def finish(self, site, job):
        """Return the numbers."""
        one = journal.imports_of(site).get(job.parameters["import"])
        return {name: one.numbers.get(name, 0) for name in ("annulled", "left")}

    def _annul(self, brain, reason):
        """Annul one record; return the name under which it is counted."""
        if brain.review_state == rules.ANNULLED:
            return None
        if brain.review_state != rules.CURRENT:
            return "left"
        record = brain._unrestrictedGetObject()
        if any(entry.source != SOURCE for entry in chain_of(record).entries()):
            return "left"
        notice_change(record)
        try:
            steps.perform(record, STEP, {"reason": reason})
        except Refusal:
            return "left"
        return "annulled"


NOT_AT_REST = _("import_undo_state", default="The import is not at rest.")
REASON_NEEDED = _("import_annul_reason", default="Say why the records are annulled.")
NOTHING = _(
    "import_annul_nothing",
    default="No record of the import is still kept as current: none is annulled.",
)
REFUSED = _("import_annul_refused", default="Nothing was annulled.")
FORBIDDEN = _("import_annul_forbidden", default="The right to annul these records is missing.")


def _say(message):
    return translate(message, context=getRequest())
