"""After its execution an act's records are cleared out of storage, index and caches, and verified.

Every text field, every file and file name, notes, holds and the history of a record hold a word that
stands nowhere else. At the end the raw bytes of everything that the storage writes are searched.
"""

from Acquisition import aq_base
from builders import document
from builders import LEAVING
from builders import personal_file
from builders import step
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.destruction import ActRules
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.lifecycle.steps import perform
from collective.schoolrecords.retention import holds
from collective.schoolrecords.retention.act.handlers import start
from collective.schoolrecords.retention.execution import clearing
from collective.schoolrecords.retention.execution import stages
from collective.schoolrecords.retention.execution.destroy import find_record
from collective.schoolrecords.retention.execution.traces import traces_of
from dataclasses import replace
from datetime import date
from executing import act_over
from executing import OFFICE
from executing import old_case
from jobs_databases import own_postgresql
from planting import file
from planting import raw_search
from planting import Words
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.namedfile.file import NamedBlobFile
from site_database import copy_site
from site_database import opened
from zope.lifecycleevent import Attributes
from zope.lifecycleevent import modified

import os
import psycopg2
import pytest
import transaction


KINDS = ("FileStorage", "SQLite", "PostgreSQL")


TEXTS = (
    "former_number",
    "last_name",
    "first_name",
    "middle_name",
    "citizenship",
    "address",
    "medical_group",
    "study_form",
    "admission_order_number",
    "came_from",
    "note",
    "storage_place",
    "responsible",
    "case_index",
)


def planted_file(words):
    """An archived personal file with a word in everything that takes one."""
    values = {name: words.plant(name) for name in TEXTS}
    record = personal_file(
        **{
            **values,
            "letter": "К",
            "number": 7,
            "birth_date": date(1995, 5, 17),
            "admitted_on": date(2002, 9, 1),
            "admission_order_date": date(2002, 8, 28),
            "snils": words.plant("snils")[:20],
            "representatives": [
                {name: words.plant(name) for name in ("name", "relation", "phone", "email")}
            ],
            "former_names": [
                {"last_name": words.plant("former"), "basis": words.plant("basis")},
            ],
            "carriers": [{"carrier": "paper", "note": words.plant("carrier note")}],
        }
    )
    step(record, "register")
    transaction.commit()
    record.address = words.plant("changed address")
    modified(record, Attributes(None, "address"))
    for number in range(2):
        paper = document(
            record,
            kind=f"Заявление {words.plant('kind')}",
            index=words.plant("document index"),
            place=words.plant("document place"),
            note=words.plant("document note"),
            dated_on=date(2002, 8, 20 + number),
            scan=file(words, "scan"),
            signature=None,
        )
        if number:
            # A file that was replaced is a blob of its own.
            transaction.commit()
            paper.scan = file(words, "replaced scan")
            modified(paper, Attributes(None, "scan"))
        step(paper, "approve")
    leaving = {name: words.plant(name) for name in ("leaving_reason", "leaving_order_number")}
    left = date(2011, 6, 25)
    step(
        record,
        "close",
        **{**LEAVING, **leaving, "left_on": left, "leaving_order_date": left},
    )
    step(record, "archive")
    hold = holds.place(record, reason=words.plant("hold"), basis=words.plant("hold basis"))
    holds.lift(record, hold.id, words.plant("hold lifted"))
    transaction.commit()
    return record


@pytest.fixture(params=KINDS)
def folder(request, functional, tmp_path):
    """A folder with a copy of the layer's site in a storage of each kind."""
    if request.param == "PostgreSQL":
        dsn = os.environ.get("SCHOOLRECORDS_TEST_DSN")
        if not dsn:
            pytest.skip("SCHOOLRECORDS_TEST_DSN names no PostgreSQL: erasure not tested on it")
        with own_postgresql(dsn) as own_dsn:
            store_uncompressed(own_dsn)
            (tmp_path / "storage").write_text(own_dsn)
            copy_site(functional["portal"], tmp_path)
            yield tmp_path
        return
    if request.param == "SQLite":
        (tmp_path / "storage").write_text("SQLite")
    copy_site(functional["portal"], tmp_path)
    yield tmp_path


def store_uncompressed(dsn):
    """Have tables made from now on keep binary values as they are.

    Otherwise the server compresses values above 2 kB, and no word in them could be found: neither
    before the destruction nor, what matters, after it.
    """
    connection = psycopg2.connect(dsn)
    with connection, connection.cursor() as cursor:
        cursor.execute("ALTER TYPE bytea SET (STORAGE = external)")
    connection.close()


def run(site, act, kind):
    job = get_jobs(site).get(act.jobs[kind])
    assert run_now(site, job) == "done", list(job.messages.values())
    return job


@pytest.mark.slow
def test_nothing_of_a_destroyed_record_is_left_in_the_raw_storage(folder):
    words = Words()
    with opened(folder, role=None) as site:
        setRoles(site, TEST_USER_ID, OFFICE)
        record = planted_file(words)
        uid = record.UID()
        act = act_over(record, old_case())
        start(act, "act-execute")
        transaction.commit()
        # A pack that keeps what it packs away: its leavings must go as well.
        site._p_jar.db().pack(days=0)
        everywhere = set().union(*raw_search(folder, words).values())
        assert everywhere >= {"last_name", "scan", "scan name", "hold", "address", "document note"}

        run(site, act, "act-execute")
        assert stages.days_of(act) == {"removed": school_today()}
        oids = sorted(traces_of(act).oids())
        assert len(oids) > 10
        with pytest.raises(StepRefused):
            stages.verify(act)
        stages.pack(act)
        run(site, act, "act-pack")
        assert list(stages.days_of(act)) == ["removed", "packed", "caches_cleared"]
        left = act.stages["packed"]["left"]

        found = clearing.look(site, act)
        nothing = dict.fromkeys(("objects", "blobs", "files", "shared", "rows"), [])
        assert found.as_dict() == {**nothing, "words": 0, "left": left}
        assert find_record(site, uid).portal_type == "tombstone"

        # The backups are confirmed by a person, not before their time.
        act.rules = replace(ActRules(), backup_days=30)
        assert [one.code for one in stages.reasons_against(act, "backups_expired")] == [
            "backups_not_expired"
        ]
        with pytest.raises(StepRefused):
            stages.confirm_backups(act, school_today())
        act.rules = replace(ActRules(), backup_days=0)
        stages.confirm_backups(act, school_today())
        assert act.stages["backups_expired"]["confirmed_by"] == TEST_USER_ID
        with pytest.raises(StepRefused):
            perform(act, "verify")
        stages.verify(act)
        transaction.commit()
        assert run(site, act, "act-verify").result == {"clean": True}
        perform(act, "verify")
        transaction.commit()
        assert act.state == "archived"
        assert [reason.code for reason in stages.reasons_against(act, "packed")] == [
            "stage_verified_already"
        ]
    remains = raw_search(folder, words)
    if "write_ahead_log" in left:
        # Said on the act: the segments of PostgreSQL's log are not wiped.
        remains = {name: one for name, one in remains.items() if not name.startswith("pg_wal")}
    assert remains == {}


@pytest.mark.parametrize("folder", ["FileStorage"], indirect=True)
def test_what_is_left_is_told_and_the_stage_is_not_reached(folder):
    words = Words()
    scan = file(words, "scan")
    with opened(folder, role=None) as site:
        setRoles(site, TEST_USER_ID, OFFICE)
        record = planted_file(words)
        same = [one.scan.data for one in record.objectValues()]
        # Another record holds the very same file, and something still points at the destroyed one.
        other = personal_file(number=8)
        twin = document(other, scan=NamedBlobFile(same[0], "application/pdf", scan.filename))
        site.stray = aq_base(record.objectValues()[1])
        act = act_over(record)
        act.rules = replace(ActRules(), backup_days=0)
        start(act, "act-execute")
        transaction.commit()
        run(site, act, "act-execute")
        stages.pack(act)
        run(site, act, "act-pack")
        stages.confirm_backups(act, school_today())
        stages.verify(act)
        transaction.commit()

        assert run(site, act, "act-verify").result == {"clean": False}

        found = stages.findings_of(act)
        assert found["objects"]
        assert len(found["shared"]) == 1
        assert found["shared"][0][1] == "/".join(twin.getPhysicalPath())
        assert "verified" not in act.stages
        with pytest.raises(StepRefused):
            perform(act, "verify")

        # Whoever finds it takes it away and packs again.
        del site.stray
        stages.pack(act)
        run(site, act, "act-pack")
        assert "backups_expired" not in act.stages
        stages.confirm_backups(act, school_today())
        stages.verify(act)
        transaction.commit()
        assert run(site, act, "act-verify").result == {"clean": True}
