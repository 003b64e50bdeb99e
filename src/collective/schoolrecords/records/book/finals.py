"""The marks that a pupil's file and the protocols of the exams propose for a certificate.

Nobody who writes a book needs to see protocols for it: the mark of an exam is one of the two that
the certificate itself is reckoned from, so it is read here whoever asks.
"""

from collective.schoolrecords.core.book_fields import CERTIFICATES_9
from collective.schoolrecords.core.book_fields import CERTIFICATES_11
from collective.schoolrecords.core.certificate_marks import EXAM
from collective.schoolrecords.core.certificate_marks import propose
from collective.schoolrecords.core.certificate_marks import propose_11
from collective.schoolrecords.core.certificate_marks import Source
from collective.schoolrecords.core.late_results import LEAVING_MONTHS
from collective.schoolrecords.core.protocols import counting
from collective.schoolrecords.core.protocols import later
from collective.schoolrecords.core.protocols import STATE_EXAM_9
from collective.schoolrecords.core.states import APPROVED
from collective.schoolrecords.core.states import ARCHIVED
from collective.schoolrecords.core.states import CLOSED
from collective.schoolrecords.core.states import SIGNED
from collective.schoolrecords.core.year_results import GRADUATED
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.school.storage import get_school
from plone import api


#: States of a protocol whose results the school stands for.
_STANDING = (APPROVED, SIGNED, CLOSED, ARCHIVED)


def proposals_of(file, kind):
    """Return the core proposals for a certificate of a pupil, whoever asks; none before grade 9.

    ``kind``: of the book. Certificates of grade 11 are reckoned from the half-year and year marks
    of grades 10 and 11.
    """
    if file is None or kind is None or kind.id not in (CERTIFICATES_9, CERTIFICATES_11):
        return ()
    years = years_of(file)
    taught = [years.get(label) for label in years.labels()]
    if kind.id == CERTIFICATES_11:
        return propose_11(
            (one.grade, one.year, one.current_marks(), one.current_halves()) for one in taught
        )
    marks = [(one.grade, one.year, one.current_marks()) for one in taught]
    return propose(marks, exams_of(file.UID()))


def has_graduated(file, kind):
    """Whether the file says that its pupil has finished the grade that a kind of book is for.

    The council's decision of that grade's year decides; where none is entered, the pupil left the
    school from that grade at the end of a year. ``None`` for kinds that no grade ends with.
    """
    if kind is None or kind.grade is None:
        return None
    years = years_of(file)
    decided = [
        year.decision
        for year in map(years.get, years.labels())
        if year.grade == kind.grade and year.decision
    ]
    if decided:
        return decided[-1] == GRADUATED
    school, left = get_school(), file.left_on
    cohort = school.cohorts.get(file.cohort_id) if school is not None else None
    if left is None or cohort is None or left.month not in LEAVING_MONTHS:
        return False
    return cohort.grade_on(left) == kind.grade


def exams_of(uid):
    """Return the exam results that count, as core sources, of the pupil with this file."""
    found = {}
    for protocol in _protocols(uid):
        for row in counting(protocol.rows(), protocol.rulings()).values():
            if row.file == uid:
                days = found.setdefault(protocol.school_subject, [])
                days.append((protocol.dated_on, row, protocol.registration_number))
    return [
        Source(EXAM, subject, row.mark, number or "", day)
        for subject, results in found.items()
        for day, row, number in _that_counts(results)
    ]


def _that_counts(results):
    row = later([(day, row) for day, row, _number in results])
    return [one for one in results if one[1] is row]


def _protocols(uid):
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(
        portal_type="protocol", record_pupils=uid, review_state=_STANDING
    )
    found = (brain._unrestrictedGetObject() for brain in brains)
    return [one for one in found if one.kind == STATE_EXAM_9 and one.dated_on is not None]


def proposed_marks(proposals):
    """Return subject → mark of the proposals that have one."""
    return {one.subject: one.mark for one in proposals if one.mark is not None}


def plain(proposals):
    """Return proposals as an entry keeps them: where its marks come from."""
    return [
        {
            "subject": one.subject,
            "mark": one.mark,
            "sources": [
                {
                    "kind": source.kind,
                    "subject": source.subject,
                    "mark": source.mark,
                    "label": source.label,
                    "day": source.day.isoformat() if source.day else None,
                }
                for source in one.sources
            ],
        }
        for one in proposals
    ]
