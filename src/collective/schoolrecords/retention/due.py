"""The site's due index: kept right with every change of a record, in the same transaction.

A record stands in the index from the day it leaves draft (an archival description as soon as it
has a closing date) until it has left the school: handed out, transferred or destroyed. What is
closed is judged by its snapshot; an archival description without one by the regulation in force,
so that another regulation gives other days after :func:`rebuild`.
"""

from Acquisition import aq_base
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.core.holds import in_force
from collective.schoolrecords.core.terms import decide
from collective.schoolrecords.core.terms import DUE
from collective.schoolrecords.core.terms import ERROR
from collective.schoolrecords.core.terms import NEEDS_DECISION
from collective.schoolrecords.core.terms import NEVER
from collective.schoolrecords.core.terms import OPEN
from collective.schoolrecords.core.terms import PERMANENT
from collective.schoolrecords.core.terms import term_text
from collective.schoolrecords.core.terms import WAITING
from collective.schoolrecords.lifecycle.interfaces import IRegister
from collective.schoolrecords.retention.due_facts import Facts
from collective.schoolrecords.retention.due_index import DueIndex
from collective.schoolrecords.retention.hold.kept import holds_of
from collective.schoolrecords.retention.terms import first_day
from collective.schoolrecords.retention.terms import take_snapshot
from collective.schoolrecords.retention.terms import term_of
from collective.schoolrecords.school.regulation import version_on
from collective.schoolrecords.school.storage import get_school
from plone.uuid.interfaces import IUUID
from zope.annotation.interfaces import IAnnotations
from zope.component.hooks import getSite


KEY = "collective.schoolrecords.due"
#: States in which the school has nothing left to destroy.
GONE = frozenset((rules.HANDED_OUT, rules.TRANSFERRED, rules.DESTROYED))
#: States in which work on a record has ended: without a closing date it stands among the errors.
OVER = frozenset((rules.CLOSED, rules.ARCHIVED, rules.SELECTED))
#: Type under which records without a document type are listed.
NO_TYPE = "unknown"
#: Grows when records come to stand otherwise in the index: sites count theirs anew by themselves.
COUNTING = 5


def find_index(site=None):
    """Return the site's ``DueIndex`` or ``None`` before the first record; never writes."""
    annotations = IAnnotations(getSite() if site is None else site, None)
    return None if annotations is None else annotations.get(KEY)


def due_index(site=None):
    """Return the site's ``DueIndex``, made when there is none."""
    site = getSite() if site is None else site
    index = find_index(site)
    if index is None:
        index = IAnnotations(site)[KEY] = DueIndex()
        index.counted_by = basis(site)
    return index


def is_listed(record):
    """Whether the record belongs into the index."""
    if record.state in GONE:
        return False
    return record.state != rules.DRAFT or record.closed_on is not None


def facts_of_record(record, today=None):
    """Return the ``Facts`` of a record as it is now; no title and no other personal data.

    ``holds`` are those in force today. The daily job puts anew what begins or ends by its date.
    """
    today = today or school_today()
    term = term_of(record)
    status, day = _standing(record, term, today)
    carriers = sorted({item["carrier"] for item in record.carriers or ()})
    return Facts(
        doc_type=record.doc_type or NO_TYPE,
        status=status,
        day=day,
        cohort=getattr(record, "cohort_id", None),
        year=record.closed_on.year if record.closed_on else None,
        place=record.storage_place or "",
        carrier=", ".join(carriers),
        term="" if term is None else term_text(term),
        holds=len(in_force(holds_of(record), today)),
        state=record.state,
    )


def _standing(record, term, today):
    """(status, day) as the index keeps them: independent of the day that is asked about.

    Dates that cannot be true stand in a set of their own: no day of destruction comes from them.
    So does what is over and has no closing date; what is still worked on is simply open.
    """
    closed = record.closed_on
    if term is None or getattr(record, "archive_error", None):
        return ERROR, None
    if closed is not None and closed > today:
        return ERROR, None
    verdict = decide(term, closed, (), today)
    if verdict.status == OPEN and record.state in OVER:
        return ERROR, None
    if verdict.status in (NEVER, OPEN):
        return verdict.status, None
    day = first_day(record, term)
    if day is None:
        # The event that the term waits for has not happened, or nobody told its day.
        return (NEVER if term.kind == PERMANENT else WAITING), None
    return (NEEDS_DECISION if term.ended_by_people else DUE), day


def put_record(record, today=None):
    """Bring the index up to date with one record (put, put anew or take out)."""
    uid = IUUID(record)
    if is_listed(record):
        due_index().put(uid, facts_of_record(record, today))
    else:
        remove_record(uid)


def put_records(records):
    """Bring the index up to date with many new records at once; return how many are listed."""
    today = school_today()
    pairs = [(IUUID(one), facts_of_record(one, today)) for one in records if is_listed(one)]
    return due_index().put_many(pairs)


def remove_record(uid):
    """Forget a record; return whether it was known."""
    index = find_index()
    return index is not None and index.remove(uid)


# -- subscribers ----------------------------------------------------------------------------------


def on_filed(record, event):
    """A record was filed: drafts are not listed, an archival description may be."""
    if event.object is record and is_listed(record):
        put_record(record)


def on_changed(record, event):
    """Fields of a record were changed."""
    if aq_base(event.object) is aq_base(record):
        put_record(record)


def on_step(record, event):
    """A step was taken: the term is kept first, then the index learns of it."""
    take_snapshot(record, event)
    put_record(record)


def on_removed(record, event):
    """A draft was deleted."""
    uid = IUUID(record, None)
    if uid:
        remove_record(uid)


# -- counting anew --------------------------------------------------------------------------------


def basis(site):
    """Return what days are counted by today: digest of the regulation in force, our own rules."""
    school = get_school(site)
    version = None if school is None else version_on(school, school_today())
    return None if version is None else f"{version.digest}/{COUNTING}"


def is_stale(site):
    """Whether the index was counted by another regulation, or by other rules, than today's."""
    index = find_index(site)
    counted_by = getattr(index, "counted_by", None)
    return counted_by is not None and counted_by != basis(site)


def registers(site):
    """Return the site's registers by id, sorted."""
    found = [(name, one) for name, one in site.objectItems() if IRegister.providedBy(one)]
    return sorted(found)


def rebuild_chunk(site, cursor, spent):
    """Put the records behind ``cursor`` anew until ``spent(count)``; return (cursor, count).

    ``cursor`` is ``(register id, id of the last record)``; ``None`` begins, and comes back as
    ``None`` when everything is done. Memory stays flat over a million records: the connection's
    cache is trimmed by the caller between chunks (jobs do).
    """
    done, today = 0, school_today()
    index = due_index(site)
    if cursor is None:
        index.counted_by = basis(site)
    for name, register in registers(site):
        if cursor is not None and name < cursor[0]:
            continue
        last = cursor[1] if cursor is not None and name == cursor[0] else None
        for key in register._tree.keys(min=last, excludemin=last is not None):
            record = register[key]
            put_record(record, today)
            done += 1
            aq_base(record)._p_deactivate()
            if spent(done):
                return (name, key), done
    return None, done


def rebuild(site):
    """Count the whole index anew in one transaction; return how many records were read."""
    annotations = IAnnotations(site)
    annotations[KEY] = DueIndex()
    return rebuild_chunk(site, None, lambda done: False)[1]
