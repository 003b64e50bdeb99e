"""The pupil behind a case file: a certificate in custody, or a recording of what somebody did.

A certificate and the personal file meet in the chain of the file: whoever takes one into custody
and whoever registers that the pupil leaves both write there, so that of two computers one waits
for the other and no certificate misses the leaving.
"""

from Acquisition import aq_base
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import case_kinds as kinds
from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.core.case_headings import filing_reasons
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.ledger.storage import notice_change
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.records.case.filing import sent_anew
from collective.schoolrecords.records.personal_file.interfaces import IPersonalFile
from collective.schoolrecords.school.appointments import holders_of
from collective.schoolrecords.school.storage import get_school
from plone import api
from plone.uuid.interfaces import IUUID

import transaction


#: States of a personal file in which its pupil has not left.
_HERE = (rules.DRAFT, rules.CURRENT, rules.ANNULLED)
#: States of a certificate in which it lies in the school.
HELD = (rules.CURRENT, rules.CLOSED, rules.ARCHIVED)


def file_of(record):
    """Return the personal file that a case file names, whoever asks; ``None`` without one."""
    if not record.pupil_file:
        return None
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(UID=record.pupil_file):
        found = brain._unrestrictedGetObject()
        if IPersonalFile.providedBy(found):
            return found
    return None


def pupil_facts(record):
    """Return what the rules ask of the pupil and of the keeper's office."""
    school, today = get_school(), school_today()
    file = file_of(record)
    cohort = school.cohorts.get(file.cohort_id) if school is not None and file is not None else None
    keepers = () if school is None else holders_of(school, "certificate_keeper", today)
    return {
        "pupil_grade": cohort.grade_on(today) if cohort is not None else None,
        "keeper_appointed": bool(keepers),
        "original_held": _original_held(record),
    }


def _original_held(record):
    """Return the number of another original of the same pupil that the school holds, or ``None``.

    Two that are registered at one moment write in the chain of the pupil's file (see above): the
    later one is asked again and finds the first.
    """
    if not record.pupil_file:
        return None
    found = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        record_pupils=record.pupil_file, record_doc_type=kinds.CERTIFICATE, review_state=list(HELD)
    )
    others = (brain._unrestrictedGetObject() for brain in found if IUUID(record) != brain.UID)
    return next((one.registration_number or "—" for one in others if one.original), None)


def left_on(file):
    """Return since when what the school keeps for a pupil waits; ``None`` while they are here.

    The certificate goes back at once after the order (S20-3.4.4), so the order's day counts, even
    while the file is not closed yet.
    """
    if file is None:
        return None
    if file.state in _HERE:
        return getattr(aq_base(file), "_leaving_ordered_on", None)
    return file.leaving_order_date or file.left_on or file.closed_on or school_today()


def take_into_custody(record):
    """A certificate is registered: tell the pupil's file, and since when it waits, if it does."""
    file = file_of(record)
    record.return_due_on = left_on(file)
    record.reindexObject(idxs=["record_deadline"])
    if file is not None:
        notice_change(file)
        record_event(file, "custody_began", payload={"certificate": IUUID(record)})


def call_back(file, event):
    """Subscriber: a pupil has left, so that their certificates wait to be given back."""
    if event.former != rules.CURRENT or file.state in _HERE:
        return
    _call_certificates(file, left_on(file))


def leaving_ordered(file, day):
    """The order by which a pupil leaves has force from ``day``; ``None``: it was annulled.

    The file's chain tells of it, so that a certificate taken at the same moment misses nothing.
    """
    base = aq_base(file)
    if getattr(base, "_leaving_ordered_on", None) == day:
        return
    notice_change(file)
    base._leaving_ordered_on = day
    record_event(file, "leaving_ordered" if day else "leaving_withdrawn", payload={"day": day})
    if file.state in _HERE:
        _call_certificates(file, day)


def _call_certificates(file, day):
    catalog = api.portal.get_tool("portal_catalog")
    found = catalog.unrestrictedSearchResults(
        record_pupils=IUUID(file),
        record_doc_type=kinds.CERTIFICATE,
        review_state=rules.CURRENT,
    )
    for brain in found:
        certificate = brain._unrestrictedGetObject()
        if certificate.return_due_on == day:
            continue
        notice_change(certificate)
        certificate.return_due_on = day
        record_event(
            certificate, "custody_ended" if day else "custody_resumed", payload={"day": day}
        )
        certificate.reindexObject(idxs=["record_deadline"])


def guard_kind(record, event):
    """Refuse a pupil's file that is none, and a certificate by whoever would not see it."""
    if aq_base(event.object) is not aq_base(record):
        return
    reasons = []
    if record.pupil_file and file_of(record) is None:
        reasons.append(Reason("pupil_file_unknown", "pupil_file"))
    if not _may_file(record.doc_type):
        reasons.append(Reason("kind_not_yours", "doc_type"))
    if sent_anew(event):
        reasons += filing_reasons(record.doc_type)
    if reasons:
        transaction.doom()
        raise StepRefused(record, reasons)


def _may_file(doc_type):
    """Certificates are for few, and the keeper for certificates; else the workflow decides."""
    held = api.user.get_current().getRoles()
    kind = kinds.kind_of(doc_type)
    if (kind is not None and kind.readers) or rules.CERTIFICATE_KEEPER in held:
        return kinds.may_file(doc_type, held)
    return True
