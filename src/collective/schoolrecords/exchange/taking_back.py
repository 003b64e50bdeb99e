"""Taking a whole import back while all its records are drafts.

Records past draft never vanish, so one of them is enough to refuse. Personal files are taken out
of the register, their representatives unlinked and, when nobody else needs them, removed; classes
that only this import used are removed too. Appointments are ended as if they had never begun; who
takes them back must have the right to give them.
"""

from AccessControl import getSecurityManager
from AccessControl.security import checkPermission
from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.exchange import journal
from collective.schoolrecords.exchange.filing import IMPORT
from collective.schoolrecords.exchange.filing import PREFIX
from collective.schoolrecords.exchange.filing import RIGHT_MISSING
from collective.schoolrecords.jobs import storage as jobs
from collective.schoolrecords.jobs.interfaces import CANCELLED
from collective.schoolrecords.jobs.interfaces import DONE
from collective.schoolrecords.jobs.interfaces import FAILED
from collective.schoolrecords.jobs.interfaces import JobFailed
from collective.schoolrecords.jobs.interfaces import Progress
from collective.schoolrecords.jobs.kinds import find_kind
from collective.schoolrecords.jobs.kinds import JobKind
from collective.schoolrecords.ledger.actor import working_as
from collective.schoolrecords.lifecycle.bulk import withdraw
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.due import remove_record
from collective.schoolrecords.retention.hold.words import REASONS
from collective.schoolrecords.retention.holds import forget
from collective.schoolrecords.retention.holds import is_held
from collective.schoolrecords.school.appointments import dismiss
from collective.schoolrecords.school.cohorts import withdraw_cohort
from collective.schoolrecords.school.families import unlink_family
from collective.schoolrecords.school.refusals import SchoolRefused
from collective.schoolrecords.school.rights import check_may_give
from collective.schoolrecords.school.rights import check_may_touch
from collective.schoolrecords.school.staff import forget_person
from collective.schoolrecords.school.storage import get_school
from datetime import timedelta
from Products.CMFCore.indexing import processQueue
from zExceptions import Unauthorized
from zope.globalrequest import getRequest
from zope.i18n import translate


UNDO = "import_undo"


class UndoRefused(Refusal):
    """The import cannot be taken back; nothing was changed."""


def start_undo(site, one, user_id):
    """Queue the job that takes an import back, and return it.

    Raises :class:`UndoRefused` while the import still runs, when it is taken back already, and
    with the number of records that are past draft; `SchoolForbidden` when it gave offices that
    the current user may not give; ``Unauthorized`` for a list that the user may not load either.
    """
    check_may_take_back(site, one)
    state = journal.state_of(site, one)
    if state not in (DONE, FAILED, CANCELLED):
        _refuse("import_state", _("import_undo_state", default="The import is not at rest."))
    count = past_draft(site, one)
    if count:
        message = _(
            "import_undo_past_draft",
            default="${count} records of the import are past draft: they stay, and so does the "
            "import.",
            mapping={"count": count},
        )
        _refuse("past_draft", message)
    job = jobs.submit(site, UNDO, {"import": one.uid}, started_by=user_id)
    one.undo_job = job.uid
    return job


def check_may_take_back(site, one):
    """Raise ``Unauthorized`` or `SchoolForbidden` unless the current user may take an import back."""
    for permission in find_kind(PREFIX + one.kind).also_needed:
        if not checkPermission(permission, site):
            raise Unauthorized(permission)
    school = get_school(site)
    given = [school.appointments[key] for key in one.things("appointment")]
    check_may_give(site, [made.role for made in given])
    check_may_touch(school, {made.person_id for made in given})


def may_take_back(site, one):
    """Whether the current user has the rights to take an import back."""
    try:
        check_may_take_back(site, one)
    except (SchoolRefused, Unauthorized):
        return False
    return True


def past_draft(site, one):
    """Return how many of an import's records, and of the documents in them, are past draft."""
    processQueue()
    catalog = site.portal_catalog
    count = 0
    for uid in one.uids.values():
        for brain in catalog.unrestrictedSearchResults(UID=uid):
            if brain.review_state != "draft":
                count += 1
                continue
            inside = catalog.unrestrictedSearchResults(path=brain.getPath())
            count += any(one.review_state != "draft" for one in inside)
    return count


class UndoImport(JobKind):
    """Takes an import back: records from the last one to the first, then people and classes."""

    title = _("import_undo_title", default="Taking an import back")
    permission = IMPORT

    def step(self, site, job, budget):
        """Withdraw records until the budget is spent; the last step takes the rest."""
        imports = journal.imports_of(site)
        one = imports.get(job.parameters["import"])
        first = done = job.cursor
        total = done + len(one.uids)
        with working_as("import"):
            while one.uids and (done == first or not budget.spent(done - first)):
                self._withdraw_last(site, imports, one)
                done += 1
            if not one.uids:
                self._take_back_school(site, one)
                one.undone_at = now()
                one.undone_by = getSecurityManager().getUser().getId()
                one.forget_file()
        job.cursor = done
        return Progress(done, total, not one.uids)

    def finish(self, site, job):
        """Return how many records were taken back."""
        one = journal.imports_of(site).get(job.parameters["import"])
        return {"withdrawn": job.done, "people": len(one.things("person"))}

    def _withdraw_last(self, site, imports, one):
        number = one.uids.maxKey()
        uid, key = one.uids.pop(number), one.keys.pop(number)
        if imports.filed.get(key) == uid:
            del imports.filed[key]
        record = _record(site, uid)
        if record is None:
            return
        if record.past_draft or any(paper.past_draft for paper in record.objectValues()):
            raise JobFailed(
                _("import_undo_stopped", default="A record has left draft; the rest was kept.")
            )
        if is_held(record):
            raise JobFailed(REASONS["hold_not_to_be_deleted"])
        forget(record)
        unlink_family(get_school(site), uid)
        if record.objectCount():
            aq_parent(aq_inner(record))._delObject(record.getId())
        else:
            withdraw([record])
        remove_record(uid)

    def _take_back_school(self, site, one):
        try:
            check_may_take_back(site, one)
        except (SchoolRefused, Unauthorized) as missing:
            raise JobFailed(RIGHT_MISSING) from missing
        school = get_school(site)
        for appointment_id in one.things("appointment"):
            _annul_appointment(school, appointment_id)
        for person_id in one.things("person"):
            if person_id in school.people:
                _forget(school, person_id)
        used = set(site.portal_catalog._catalog.getIndex("record_cohort").uniqueValues())
        for cohort_id in one.things("cohort"):
            if cohort_id not in used:
                withdraw_cohort(school, cohort_id)


def _annul_appointment(school, appointment_id):
    """End an appointment the day before its first one, by the order that made it."""
    made = school.appointments[appointment_id]
    if made.end is not None and made.end < made.start:
        return
    dismiss(
        school,
        appointment_id,
        made.start - timedelta(days=1),
        order_number=made.order_number,
        order_date=made.order_date,
    )


def _forget(school, person_id):
    """Remove a person who holds and held nothing; others stay."""
    try:
        forget_person(school, person_id)
    except SchoolRefused:
        return


def _record(site, uid):
    catalog = site.portal_catalog
    for brain in catalog.unrestrictedSearchResults(UID=uid):
        return brain._unrestrictedGetObject()
    return None


def _refuse(code, message):
    text = translate(message, context=getRequest())
    raise UndoRefused(text, [{"code": code, "field": None, "message": text}])
