"""A process that is killed while it takes a checkpoint, at each point that matters."""

from builders import order
from collective.schoolrecords.core import checkpoint as rules
from collective.schoolrecords.integrity.checkpoints import KIND
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.storage import submit
from collective.schoolrecords.jobs.worker import run_now
from collective.schoolrecords.ledger.log import find_ledger
from collective.schoolrecords.ledger.log import Log
from collective.schoolrecords.ledger.storage import chain_of
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from site_database import copy_site
from site_database import in_child
from site_database import opened

import os
import pytest
import signal
import transaction


OFFICE = ["Secretary", "Archivist", "Director"]
RECORDS = 6
LEASE_SECONDS = 0.01


def die(*_ignored):
    os.kill(os.getpid(), signal.SIGKILL)


def dies_at(point):
    """Let this process die: in the third chunk of heads, or around the closing."""
    append, close, chunks = Log.append, Log.close, []

    def appends(log, heads):
        append(log, heads)
        chunks.append(heads)
        if point == "among the heads" and len(chunks) == 3:
            die()

    def closes(log, moment):
        made = close(log, moment)
        if point == "before the commit":
            transaction.get().addBeforeCommitHook(die)
        elif point == "after the commit":
            transaction.get().addAfterCommitHook(die)
        return made

    Log.append, Log.close = appends, closes


@pytest.fixture
def folder(functional, tmp_path):
    copy_site(functional["portal"], tmp_path)
    return tmp_path


def begin(site):
    """File orders that no checkpoint knows and ask for one; return their UIDs and the job's."""
    made = [order(registration_number=f"{n}-у") for n in range(RECORDS)]
    transaction.commit()
    job = submit(site, KIND, started_by=TEST_USER_ID)
    transaction.commit()
    return [one.UID() for one in made], job.uid


def go_on(site, uid):
    """Run the job to its end, one head in a chunk."""
    return run_now(site, get_jobs(site).get(uid), items=1, lease_seconds=LEASE_SECONDS)


@pytest.mark.parametrize(
    "point, checkpoints",
    [("among the heads", 1), ("before the commit", 1), ("after the commit", 2)],
)
def test_a_killed_checkpoint_is_taken_whole_or_not_at_all(folder, point, checkpoints):
    """The one before it stays as it was, and every head of the killed run is in the next one."""
    with opened(folder, role=None) as site:
        setRoles(site, TEST_USER_ID, OFFICE)
        _uids, first = begin(site)
        assert go_on(site, first) == "done"
        kept = find_ledger(site).log.last()
        uids, uid = begin(site)

    def work():
        dies_at(point)
        with opened(folder, role=None) as site:
            go_on(site, uid)

    assert in_child(work) == signal.SIGKILL

    with opened(folder, role=None) as site:
        log = find_ledger(site).log
        assert len(log) == checkpoints
        assert log.checkpoint(kept.number) == kept
        if get_jobs(site).get(uid).state != "done":
            assert go_on(site, uid) == "done"
        made = log.last()
        assert (made.number, made.previous, len(log)) == (2, kept.hash(), 2)
        path = log.consistency(kept.size, made.size)
        assert rules.check_growth(kept, made, path) == ()
        for one in uids:
            (row,) = site.portal_catalog.unrestrictedSearchResults(UID=one)
            chain = chain_of(row._unrestrictedGetObject())
            known = log.head(log.index_of(chain.uid, made.size))
            assert (known.length, known.hash) == chain.head()
        assert made.size == kept.size + RECORDS
        assert len(find_ledger(site).marks) == 0
