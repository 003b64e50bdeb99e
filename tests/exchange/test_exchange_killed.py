"""Processes that are killed in the middle of an import, and two imports at once."""

from collections import Counter
from collective.schoolrecords.exchange import journal
from collective.schoolrecords.exchange.filing_contingent import ContingentFiling
from collective.schoolrecords.exchange.filing_contingent import ContingentImport
from collective.schoolrecords.exchange.starting import ImportRefused
from collective.schoolrecords.exchange.starting import start_import
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.storage import install_jobs
from collective.schoolrecords.jobs.storage import submit
from collective.schoolrecords.jobs.worker import run_now
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.school.storage import get_school
from lists_data import pupil_book
from site_database import copy_site
from site_database import die
from site_database import in_child
from site_database import opened
from ZODB.POSException import ConflictError

import pytest
import signal
import time
import transaction


PUPILS = 90  # four chunks of 25, the last one shorter
CHUNK = 25
LEASE_SECONDS = 0.2
NAMES = "абвгдежзик"


def pupil(number):
    """A line of the list; every two pupils are brothers."""
    return {
        "Буква личного дела": "И",
        "Номер личного дела": number,
        "Имя": f"Пётр{NAMES[number % 10]}{NAMES[number // 10]}",
        "Класс": f"{number % 9 + 1}А",
        "Телефон 1": f"+7 (907) 418-55-{number // 2 + 10:02}",
        "СНИЛС": None,
    }


@pytest.fixture(scope="module")
def book():
    return pupil_book(*(pupil(number) for number in range(1, PUPILS + 1)))


@pytest.fixture
def folder(functional, tmp_path):
    copy_site(functional["portal"], tmp_path)
    return tmp_path


def start(folder, data):
    with opened(folder) as site:
        one = start_import(site, "contingent", data, "список.xlsx", {"year": 2025})
        transaction.commit()
        return one.uid


def go_on(folder, uid):
    """Run the import's job to its end in chunks of 25."""
    with opened(folder, role=None) as site:
        job = get_jobs(site).get(journal.imports_of(site).get(uid).job)
        run_now(site, job, items=CHUNK, seconds=60, lease_seconds=LEASE_SECONDS)


def look(folder):
    """What the database holds."""
    with opened(folder, role=None) as site:
        one = journal.imports_of(site).newest_first()[-1]
        register = site["personal-files"]
        rows = site.portal_catalog.unrestrictedSearchResults(portal_type="personal_file")
        return {
            "state": journal.state_of(site, one),
            "numbers": dict(one.numbers),
            "records": Counter(record.number for record in register.objectValues()),
            "counts": (register.objectCount(), len(rows), len(one.uids)),
            "faults": [chain_of(record).verify() for record in register.objectValues()],
            "school": [
                len(kept)
                for kept in (
                    get_school(site).people,
                    get_school(site).cohorts,
                    get_school(site).guardianships,
                )
            ],
        }


class Suicidal(ContingentFiling):
    """Dies at ``point`` of the second chunk."""

    point = None
    chunks = 0

    def __init__(self, *args):
        super().__init__(*args)
        Suicidal.chunks += 1
        self.taken = 0

    def take(self, number, row):
        super().take(number, row)
        self.taken += 1
        if (self.point, self.chunks, self.taken) == ("in the middle", 2, CHUNK // 2):
            die()

    def finish(self):
        super().finish()
        if self.chunks == 2:
            if self.point == "before the commit":
                transaction.get().addBeforeCommitHook(die)
            elif self.point == "after the commit":
                transaction.get().addAfterCommitHook(die)


@pytest.mark.parametrize(
    "point, chunks_kept",
    [("in the middle", 1), ("before the commit", 1), ("after the commit", 2)],
)
def test_a_killed_import_goes_on_without_a_row_lost_or_twice(
    folder, book, monkeypatch, point, chunks_kept
):
    uid = start(folder, book)
    monkeypatch.setattr(ContingentImport, "filing", Suicidal)
    monkeypatch.setattr(Suicidal, "point", point)
    monkeypatch.setattr(Suicidal, "chunks", 0)

    assert in_child(lambda: go_on(folder, uid)) == signal.SIGKILL

    half = look(folder)
    kept = chunks_kept * CHUNK
    assert half["state"] == "running"
    assert half["counts"] == (kept, kept, kept)
    assert half["numbers"]["filed"] == kept
    assert half["records"] == Counter(range(1, kept + 1))

    monkeypatch.undo()
    time.sleep(2 * LEASE_SECONDS)
    assert in_child(lambda: go_on(folder, uid)) == 0

    whole = look(folder)
    assert whole["state"] == "done"
    assert whole["records"] == Counter(range(1, PUPILS + 1))
    assert whole["counts"] == (PUPILS, PUPILS, PUPILS)
    assert whole["numbers"]["filed"] == PUPILS
    # Families and classes were not entered twice either: pupils 2 and 3 are brothers, 4 and 5 …
    assert whole["school"] == [PUPILS // 2 + 1, 9, PUPILS]
    assert whole["faults"] == [()] * PUPILS


def test_of_two_who_load_one_file_at_once_one_is_refused(folder, book):
    with opened(folder) as site:
        # The journal is there; the two meet at the key of the file itself.
        journal.install_imports(site)
        install_jobs(site)
        transaction.commit()
        database = site._p_jar.db()
        other_manager = transaction.TransactionManager()
        other = database.open(other_manager)
        other_site = other.root()["Application"].plone

        start_import(site, "contingent", book, "список.xlsx", {"year": 2025})
        rival = journal.Import("contingent", "other", "копия.xlsx", book, {})
        journal.imports_of(other_site).add(rival)
        parameters = {"import": rival.uid}
        rival.job = submit(other_site, "import_contingent", parameters, started_by="other").uid
        other_manager.commit()
        other.close()

        with pytest.raises(ConflictError):
            transaction.commit()
        transaction.abort()
        site._p_jar.sync()
        with pytest.raises(ImportRefused):
            start_import(site, "contingent", book, "список.xlsx", {"year": 2025})
        transaction.abort()


def test_of_two_lists_with_one_pupil_one_files_the_pupil(folder):
    """Two imports run at once on two connections: the row is filed by one of them only."""
    lines = [pupil(number) for number in range(1, 4)]
    first = start(folder, pupil_book(*lines))
    second = start(folder, pupil_book(*lines, pupil(4)))
    with opened(folder, role=None) as site:
        imports = journal.imports_of(site)
        one, two = imports.get(first), imports.get(second)
        manager = transaction.TransactionManager()
        other = site._p_jar.db().open(manager)
        rival = journal.imports_of(other.root()["Application"].plone)
        key = ("personal_file", "1", "И", 1)
        rival.filed[key] = "f" * 32

        job = get_jobs(site).get(one.job)
        run_now(site, job)
        with pytest.raises(ConflictError):
            manager.commit()
        manager.abort()
        other.close()
        run_now(site, get_jobs(site).get(two.job))

        assert one.numbers["filed"] == 3
        assert two.numbers["already"] == 3
        assert two.numbers["filed"] == 1
        assert site["personal-files"].objectCount() == 4
