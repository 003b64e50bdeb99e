"""Importing in tests: start, run to the end, look at what came of it."""

from collective.schoolrecords.exchange import journal
from collective.schoolrecords.exchange.starting import start_import
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now
from collective.schoolrecords.school.storage import get_school
from lists_data import pupil_book
from pathlib import Path
from plone import api


ARCHIVE = Path(__file__).parent.parent / "data" / "archive"

ORDER = {"order_number": "15-к", "order_date": "2025-08-29"}


def run_import(kind, data, filename, options=None, again=False, **chunks):
    """Import a file as the current user; return the journal entry. Commits.

    ``chunks``: ``items`` and ``seconds`` of one, where the usual ones take too many.
    """
    site = api.portal.get()
    one = start_import(site, kind, data, filename, options, again)
    job = get_jobs(site).get(one.job)
    run_now(site, job, **chunks)
    return one


def run_undo(one):
    """Run the job that takes an import back."""
    site = api.portal.get()
    run_now(site, get_jobs(site).get(one.undo_job))


def state(one):
    """State of an import."""
    return journal.state_of(api.portal.get(), one)


def record_of(one, number):
    """The record made of the ``number``-th row."""
    return by_uid(one.uids[number])


def by_uid(uid):
    """The object with a UID."""
    catalog = api.portal.get_tool("portal_catalog")
    (brain,) = catalog.unrestrictedSearchResults(UID=uid)
    return brain._unrestrictedGetObject()


def codes(findings):
    """(row, code) of findings."""
    return [(finding.row, finding.code) for finding in findings]


SIBLINGS = (
    {"Имя": "Пётр", "Буква личного дела": "И", "Номер личного дела": 12},
    {"Имя": "Павел", "Буква личного дела": "И", "Номер личного дела": 13, "Класс": "5Б"},
)


def load_pupils(*changes, **options):
    """Import a list of pupils; ``options`` are those of the import."""
    return run_import("contingent", pupil_book(*changes), "список.xlsx", {"year": 2025, **options})


def snapshot(portal):
    """What an import may change: records, people, classes, journal."""
    school = get_school(portal)
    return (
        sorted(portal["personal-files"].objectIds()),
        sorted(school.people),
        sorted(school.cohorts),
        sorted(school.guardianships),
        len(portal.portal_catalog),
    )
