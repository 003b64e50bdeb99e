"""Certificates that are to be taken into custody: pupils of the senior classes without one.

They are taken when a pupil is admitted to secondary education (S20-3.4.2), so whoever is taught
there and has none in the safe is asked for it. Only where the regulation in force says so.
"""

from collective.schoolrecords.core.case_kinds import CERTIFICATE
from collective.schoolrecords.core.case_kinds import FIRST_CUSTODY_GRADE
from collective.schoolrecords.core.states import CURRENT
from collective.schoolrecords.records.case.pupils import HELD
from collective.schoolrecords.records.case.pupils import left_on
from collective.schoolrecords.school.cohorts import cohorts_on
from collective.schoolrecords.school.regulation import regulation_on
from collective.schoolrecords.school.storage import get_school
from plone import api


INTAKE = "admission_to_grade_10"
#: What a certificate is called as a record, as the paper calls itself.
TITLE = "Аттестат об основном общем образовании"


def is_asked(site, today):
    """Return whether the regulation in force has certificates taken into custody."""
    regulation = regulation_on(site, today)
    documents = regulation.documents if regulation is not None else {}
    intake = getattr(documents.get(CERTIFICATE), "intake", None)
    return intake is not None and intake.event == INTAKE


def not_taken(site, today):
    """Return the personal files of senior pupils whose certificate the school does not hold.

    By class and name; files that the reader does not see are left out, and who leaves by an order
    in force brings none any more.
    """
    school = get_school(site)
    if school is None or not is_asked(site, today):
        return []
    living = cohorts_on(school, today)
    cohorts = [one.id for one in living if one.grade_on(today) >= FIRST_CUSTODY_GRADE]
    if not cohorts:
        return []
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog(
        portal_type="personal_file",
        record_cohort=cohorts,
        review_state=CURRENT,
        sort_on="record_sort",
    )
    held = _held(catalog, [brain.UID for brain in brains])
    files = [brain.getObject() for brain in brains if brain.UID not in held]
    files.sort(key=lambda file: cohorts.index(file.cohort_id))
    return [file for file in files if left_on(file) is None]


def _held(catalog, uids):
    """Return those of the files whose certificate the school holds; no certificate is woken."""
    pupils = catalog.Indexes["record_pupils"]
    found = catalog.unrestrictedSearchResults(
        record_pupils=uids, record_doc_type=CERTIFICATE, review_state=list(HELD)
    )
    return {uid for brain in found for uid in pupils.getEntryForObject(brain.getRID(), ())}
