"""The pupil behind a portfolio: what it takes over from the personal file, and when.

Who may see a portfolio follows from the class and the child, so both stand on the portfolio itself:
permission checks wake nothing else. Past registration the file changes class and name in one way
each, and tells of it.
"""

from Acquisition import aq_base
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.access.plugin import forget_groups
from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.core import portfolio as rules
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.records.inventory import documents_of
from collective.schoolrecords.records.personal_file.interfaces import IPersonalFile
from collective.schoolrecords.records.portfolio.claims import portfolios_of_file
from collective.schoolrecords.retention.due import GONE
from collective.schoolrecords.retention.due import put_record
from collective.schoolrecords.school.regulation import regulation_on
from collective.schoolrecords.school.storage import get_school
from plone import api
from zope.component.hooks import getSite

import transaction


#: States of a personal file whose pupil has left.
_LEFT = life.FINISHED - {life.ANNULLED}


def file_of(uid):
    """Return the personal file with a UID, whoever asks; ``None`` when there is none."""
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(UID=uid or "-", portal_type="personal_file"):
        record = brain._unrestrictedGetObject()
        if IPersonalFile.providedBy(record):
            return record
    return None


def cycles_today():
    """Return the cycles of the regulation in force today."""
    regulation = regulation_on(getSite(), school_today())
    document = regulation.documents.get("portfolio") if regulation is not None else None
    spans = getattr(getattr(document, "cycles", None), "grades", None)
    return rules.read_cycles(spans)


def grade_today(cohort_id):
    """Return the grade in which a class is today; ``None`` for no class and an ended one."""
    school = get_school()
    cohort = school.cohorts.get(cohort_id) if school is not None else None
    return cohort.grade_on(school_today()) if cohort is not None else None


def take_pupil(record, event):
    """Subscriber: what a new portfolio takes from the personal file that it names."""
    file = file_of(record.pupil_file)
    base = aq_base(record)
    base._fixed_pupil = record.pupil_file
    if file is None:
        return
    base.pupil_name, base.cohort_id = file.full_name, file.cohort_id
    base.pupil_number = file.file_number
    if not base.cycle:
        cycle = rules.cycle_of(grade_today(file.cohort_id), cycles_today())
        base.cycle = cycle.id if cycle is not None else None


def guard_pupil(record, event):
    """Refuse to give a portfolio to another child, or another cycle once it is registered."""
    base = aq_base(record)
    if aq_base(event.object) is not base:
        return
    changed = [] if base.pupil_file == base._fixed_pupil else ["pupil_file"]
    if base._fixed_cycle is not None and base.cycle != base._fixed_cycle:
        changed.append("cycle")
    if changed:
        transaction.doom()
        raise StepRefused(record, [Reason("field_locked", name) for name in changed])


def left_on(file):
    """Return the day on which the pupil of a personal file left; ``None`` while they are here."""
    if file is None or file.state not in _LEFT:
        return None
    return file.left_on or file.closed_on


def tell_leaving(file, event):
    """Subscriber: the pupil has left, so that the terms of the portfolios kept here may begin."""
    if event.former in _LEFT or file.state not in _LEFT:
        return
    day = left_on(file)
    for record in portfolios_of_file(file):
        if record.state in GONE or aq_base(record)._pupil_left_on == day:
            continue
        aq_base(record)._pupil_left_on = day
        record_event(record, "term_event", payload={"event": "leaving", "day": day})
        put_record(record)


def follow_pupil(event):
    """Subscriber: the pupil went to another class or has another name."""
    file = event.object
    for record in portfolios_of_file(file):
        base, payload = aq_base(record), {}
        for name, value in (("cohort_id", file.cohort_id), ("pupil_name", file.full_name)):
            if getattr(base, name) != value:
                payload[name] = value
                setattr(base, name, value)
        if not payload:
            continue
        moved = "cohort_id" in payload
        record_event(record, "moved_to_cohort" if moved else "name_changed", payload=payload)
        record.reindexObject(
            idxs=["Title", "SearchableText", "allowedRolesAndUsers", "record_cohort", "record_sort"]
        )
        if moved:
            forget_groups()
            for document in documents_of(record):
                document.reindexObject(idxs=["allowedRolesAndUsers"])
