"""A site that an earlier version made: what its catalog lacks is added, then filled by a job."""

from builders import case_file
from builders import document
from builders import order
from builders import personal_file
from builders import step
from collective.schoolrecords.jobs.interfaces import Budget
from collective.schoolrecords.jobs.kinds import find_kind
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.retention import due
from collective.schoolrecords.setup.upgrades import complete_catalog
from collective.schoolrecords.setup.upgrades import REWRITTEN
from dataclasses import replace
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from Products.CMFCore.indexing import processQueue


PROFILE = "collective.schoolrecords:default"
#: The newest ones; every later one is added by the same step.
INDEXES = (
    "record_awaiting",
    "record_book_letters",
    "record_codes",
    "record_cohorts",
    "record_pupils",
    "record_school_year",
    "record_signing",
)
COLUMNS = (
    "record_awaiting",
    "record_carriers",
    "record_cohorts",
    "record_place",
    "record_signing",
)


def rows(catalog):
    """Path → what the catalog says of it, in indexes and columns."""
    processQueue()
    return {
        path: (catalog.getIndexDataForUID(path), catalog.getMetadataForUID(path))
        for path in catalog._catalog.uids
    }


def work_off(site, size):
    """Run the first queued job in chunks of so many objects; return how many there were."""
    job = get_jobs(site).open_jobs()[0]
    assert (job.kind, job.started_by) == ("catalog-fill", "system")
    kind, chunks, finished = find_kind(job.kind), 0, False
    while not finished:
        progress = kind.step(site, job, Budget(size, 60))
        job.done, finished, chunks = progress.done, progress.finished, chunks + 1
    assert kind.finish(site, job) == {"objects": job.done}
    return chunks


def test_an_older_site_gets_the_newer_indexes_and_they_are_filled_in_chunks(portal):
    setRoles(portal, TEST_USER_ID, ["Manager", "Secretary", "Archivist"])
    file = personal_file(number=73)
    document(file)
    order(registration_number="12-у")
    case_file(doc_type="class_journal", school_year="2024/25", storage_place="Архив")
    catalog, setup = (api.portal.get_tool(name) for name in ("portal_catalog", "portal_setup"))
    wanted = rows(catalog)
    for name in INDEXES:
        catalog.delIndex(name)
    for name in COLUMNS:
        catalog.delColumn(name)
    setup.setLastVersionForProfile(PROFILE, "1000")

    setup.upgradeProfile(PROFILE)

    assert setup.getLastVersionForProfile(PROFILE) == (setup.getVersionForProfile(PROFILE),)
    assert {*INDEXES} <= {*catalog.indexes()}
    assert {*COLUMNS} <= {*catalog.schema()}
    # What is filed before the job has come so far is found at once.
    late = case_file(doc_type="class_journal", school_year="2023/24")
    (found,) = catalog.unrestrictedSearchResults(record_school_year="2023/24")
    assert late.UID() == found.UID
    assert not catalog.unrestrictedSearchResults(record_school_year="2024/25")

    assert work_off(portal, 2) > 2

    filled = rows(catalog)
    for path, (indexes, columns) in wanted.items():
        assert {name: filled[path][0][name] for name in indexes} == indexes
        assert {name: filled[path][1][name] for name in COLUMNS} == {
            name: columns[name] for name in COLUMNS
        }


def test_a_site_that_lacks_nothing_gets_no_job(portal):
    setRoles(portal, TEST_USER_ID, ["Manager"])
    before = rows(api.portal.get_tool("portal_catalog"))
    complete_catalog(api.portal.get_tool("portal_setup"))

    assert not (jobs := get_jobs(portal)) or not jobs.open_jobs()
    assert rows(api.portal.get_tool("portal_catalog")) == before


def test_what_is_indexed_otherwise_now_is_indexed_anew(portal):
    """Numbers and words of a site of before 1003 are found after the jobs; so are the terms."""
    setRoles(portal, TEST_USER_ID, ["Manager", "Secretary", "Archivist"])
    file = step(personal_file(number=73), "register")
    document(file)
    catalog, setup = (api.portal.get_tool(name) for name in ("portal_catalog", "portal_setup"))
    wanted = rows(catalog)
    for name in REWRITTEN:
        catalog._catalog.getIndex(name).clear()
    index = due.due_index(portal)
    index.put(file.UID(), replace(index.get(file.UID()), state=""))
    index.counted_by = "another/3"
    assert not catalog.unrestrictedSearchResults(record_codes="К-73", UID=file.UID())
    setup.setLastVersionForProfile(PROFILE, "1002")

    setup.upgradeProfile(PROFILE)

    assert [one.kind for one in get_jobs(portal).open_jobs()] == ["catalog-fill", "due-rebuild"]
    work_off(portal, 100)
    rebuild = get_jobs(portal).open_jobs()[1]
    assert find_kind(rebuild.kind).step(portal, rebuild, Budget(100, 60)).finished
    assert rows(catalog) == wanted
    assert index.get(file.UID()).state == "current"
    assert not due.is_stale(portal)
