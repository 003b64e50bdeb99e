"""Fixity runs over a FileStorage of their own: faults are really made in files and objects."""

from builders import order
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.fixity import Finding
from collective.schoolrecords.integrity.fixity import disk
from collective.schoolrecords.integrity.fixity import job as fixity_job
from collective.schoolrecords.integrity.fixity import runs
from collective.schoolrecords.integrity.fixity.job import KIND
from collective.schoolrecords.jobs.interfaces import JobStateError
from collective.schoolrecords.jobs.storage import cancel
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.storage import pause
from collective.schoolrecords.jobs.storage import resume
from collective.schoolrecords.jobs.storage import submit
from collective.schoolrecords.jobs.storage import utcnow
from collective.schoolrecords.jobs.worker import run_now
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.lifecycle.steps import reasons
from collective.schoolrecords.records.case.interfaces import ICaseFile
from collective.schoolrecords.records.files import examine
from collective.schoolrecords.retention.execution.evidence import evidence_of
from collective.schoolrecords.retention.file_plan import draft_from_regulation
from executing import old_file
from hashlib import sha256
from planting import pdf
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.namedfile.file import NamedBlobFile
from site_database import copy_site
from site_database import in_child
from site_database import opened
from zExceptions import Unauthorized
from zope.event import notify
from zope.lifecycleevent import Attributes
from zope.lifecycleevent import ObjectModifiedEvent

import csv
import io
import json
import pathlib
import pytest
import time
import transaction


OFFICE = ["Secretary", "Archivist", "Director"]
LEASE_SECONDS = 0.01


@pytest.fixture
def folder(functional, tmp_path):
    copy_site(functional["portal"], tmp_path)
    return tmp_path


def scan(word):
    value = NamedBlobFile(pdf(word), "application/pdf", f"{word}.pdf")
    examine(value)
    return value


def file_orders(count):
    """Orders with a scan each; return their UIDs."""
    found = [order(registration_number=str(n), scan=scan(f"Word{n}")) for n in range(count)]
    transaction.commit()
    return [one.UID() for one in found]


def begin(site):
    job = submit(site, KIND, started_by=TEST_USER_ID)
    transaction.commit()
    return job


def go_on(site, uid, **options):
    job = get_jobs(site).get(uid)
    while job.leased(utcnow()):
        time.sleep(LEASE_SECONDS)
    return run_now(site, job, **{"lease_seconds": LEASE_SECONDS, **options})


def found_by(site, uid):
    return list(runs.find_runs(site).by_uid[uid].findings())


def check(site, **options):
    """Run a whole check; return what it found."""
    uid = begin(site).uid
    assert go_on(site, uid, **options) == "done"
    return found_by(site, uid)


def record_of(site, uid):
    (brain,) = site.portal_catalog.unrestrictedSearchResults(UID=uid)
    return brain._unrestrictedGetObject()


def blob_of(site, uid):
    """The file of an order's scan on the disk, and the path of the order."""
    record = record_of(site, uid)
    blob = record.scan._blob
    blob._p_activate()
    return pathlib.Path(blob.committed()), "/".join(record.getPhysicalPath())


def test_planted_faults_are_found_each_with_both_sums(folder):
    with opened(folder, role=None) as site:
        setRoles(site, TEST_USER_ID, OFFICE)
        uids = file_orders(6)
        old_file()
        transaction.commit()
        assert check(site) == []
        sums = {uid: record_of(site, uid).scan.checked.sha256 for uid in uids}
        files = {uid: blob_of(site, uid) for uid in uids}
        run = runs.last_run(site)
        assert run.totals.records >= 9
        assert run.totals.files >= 6
        assert run.totals.disk >= 6
        bare = record_of(site, uids[5])
        bare._p_activate()
        helper = site._p_jar.db().storage.fshelper
        beside = pathlib.Path(helper.getBlobFilename(bare._p_oid, bare._p_serial))

    # Behind the back of the server: bytes, names and folders on the disk.
    changed, missing, folderised, *_rest = uids
    data = bytearray(files[changed][0].read_bytes())
    data[len(data) // 2] ^= 1
    files[changed][0].chmod(0o600)
    files[changed][0].write_bytes(data)
    files[missing][0].unlink()
    files[folderised][0].unlink()
    files[folderised][0].mkdir()
    stray = files[uids[4]][0].parent / "0x0000000000000001.blob"
    stray.write_bytes(b"nobody filed this")
    (folder / "blobs" / "=1+1.txt").write_bytes(b"nor this")
    # Its name is that of an object that is there and has no file.
    beside.parent.mkdir(parents=True)
    beside.write_bytes(b"nor that")

    with opened(folder, role=None) as site:
        setRoles(site, TEST_USER_ID, OFFICE)
        # And in the database, past the chain.
        edited = record_of(site, uids[3])
        edited.title = "Приказ, который переписали"
        transaction.commit()
        found = {(one.kind, one.subject, one.uid): one for one in check(site)}

        assert set(found) == {
            ("changed", "file", changed),
            ("missing", "file", missing),
            ("unreadable", "file", folderised),
            ("changed", "metadata", uids[3]),
            ("extra", "file", ""),
        }
        one = found["changed", "file", changed]
        assert (one.expected, one.found) == (sums[changed], sha256(data).hexdigest())
        assert (one.path, one.name) == (files[changed][1], "scan")
        assert found["missing", "file", missing].expected == sums[missing]
        assert found["missing", "file", missing].found == ""
        assert found["unreadable", "file", folderised].detail == "IsADirectoryError"
        one = found["changed", "metadata", uids[3]]
        assert len(one.expected) == len(one.found) == 64
        assert one.expected != one.found
        extras = [one for one in found_by(site, runs.last_run(site).uid) if one.kind == "extra"]
        assert {one.name.rpartition("/")[2]: one.found for one in extras} == {
            stray.name: sha256(b"nobody filed this").hexdigest(),
            "=1+1.txt": sha256(b"nor this").hexdigest(),
            beside.name: sha256(b"nor that").hexdigest(),
        }
        the_report_is_a_record(site, runs.last_run(site))


def the_report_is_a_record(site, run):
    """A case file with the sheet, the table and the data; all of it is under fixity, too."""
    record = record_of(site, run.report)
    assert (record.portal_type, record.doc_type) == ("case_file", "integrity_report")
    # No check of journals, and no day among theirs.
    [brain] = site.portal_catalog.unrestrictedSearchResults(UID=run.report)
    assert (brain.record_doc_type, brain.record_dated_on) == ("integrity_report", None)
    the_report_goes_by_act_alone(site, record)
    assert "7" in record.findings
    assert record.scan.contentType == "application/pdf"
    evidence = evidence_of(record)
    assert set(evidence) == {"findings.csv", "findings.json"}
    rows = list(
        csv.reader(io.StringIO(evidence["findings.csv"].read().decode("utf-8-sig")), delimiter=";")
    )
    assert rows[0][:2] == ["Что найдено", "Предмет"]
    assert {row[0] for row in rows[1:]} == {"изменено", "отсутствует", "лишнее", "не читается"}
    assert len(rows) == 1 + 7
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")]
    data = json.loads(evidence["findings.json"].read())
    assert data["totals"]["found"] == {"changed": 2, "missing": 1, "extra": 3, "unreadable": 1}
    evidence["findings.csv"].blob._p_activate()
    place = pathlib.Path(evidence["findings.csv"].blob.committed())
    place.chmod(0o600)
    place.write_bytes(b"all was well")
    again = [one for one in check(site) if one.name == "evidence/findings.csv"]
    assert [(one.kind, one.uid) for one in again] == [("changed", run.report)]


def the_report_goes_by_act_alone(site, record):
    """Registered by the server; open while its faults are, and nobody deletes it."""
    catalog = site.portal_catalog
    [brain] = catalog.unrestrictedSearchResults(UID=record.UID())
    assert (record.state, brain.review_state) == ("current", "current")
    assert record.past_draft
    assert not api.user.has_permission("Delete objects", obj=record)
    with pytest.raises(Unauthorized):
        record.aq_parent.manage_delObjects([record.getId()])
    for name, value in (("findings", "Расхождений нет"), ("scan", None)):
        setattr(record, name, value)
        with pytest.raises(StepRefused) as refused:
            notify(ObjectModifiedEvent(record, Attributes(ICaseFile, name)))
        assert [(one.code, one.field) for one in refused.value.core_reasons] == [
            ("field_locked", name)
        ]
        transaction.abort()
    assert [one.code for one in reasons(record, "close", {"closed_on": school_today()})] == [
        "findings_not_mended"
    ]


def test_the_report_of_a_clean_run_is_closed_at_once_where_a_plan_has_its_place(folder):
    with opened(folder, role=None) as site:
        setRoles(site, TEST_USER_ID, ["Director"])
        assert check(site) == []
        # No plan of the year: the office gives the index and closes it.
        bare = record_of(site, runs.last_run(site).report)
        assert (bare.state, bare.case_index) == ("current", None)
        plan = draft_from_regulation(site, school_today().year)
        index = plan.item_for("integrity_report").index
        assert check(site) == []
        drafted = record_of(site, runs.last_run(site).report)
        assert (drafted.state, drafted.case_index) == ("current", index)
        plan.state = "approved"
        record_event(plan, "file_plan_approved")
        transaction.commit()
        assert check(site) == []
        closed = record_of(site, runs.last_run(site).report)
        assert (closed.state, closed.case_index, closed.closed_on) == (
            "closed",
            index,
            school_today(),
        )
        assert closed.term_snapshot["term"]["article"]
        [brain] = site.portal_catalog.unrestrictedSearchResults(UID=closed.UID())
        assert brain.review_state == "closed"
        assert not api.user.has_permission("Modify portal content", obj=closed)


def test_a_chain_is_held_against_the_last_checkpoint_and_told_by_what_stands_there(folder):
    with opened(folder, role=None) as site:
        setRoles(site, TEST_USER_ID, OFFICE)
        back, told, gap, whole = file_orders(4)
        for uid in (back, told, gap, whole):
            record = record_of(site, uid)
            record.title, former = f"{record.title} (исправлено)", record.title
            record_event(record, "changed", payload={"title": record.title})
            record_event(record, "changed", payload={})
        transaction.commit()
        checkpoint = submit(site, "checkpoint", started_by=TEST_USER_ID)
        transaction.commit()
        assert go_on(site, checkpoint.uid) == "done"
        assert check(site) == []
        chains = {uid: chain_of(record_of(site, uid)) for uid in (back, told, gap)}
        rows = {uid: list(chain.entries()) for uid, chain in chains.items()}

        # Both corrections are taken back as if they had never been: value and entries together.
        record = record_of(site, back)
        record.title = former
        for seq in [one.seq for one in rows[back][-2:]]:
            del chains[back]._entries[seq]
            chains[back]._payloads.pop(seq, None)
        one, cut = rows[told][-2], rows[gap][-2].seq
        chains[told]._payloads[one.seq] = {**chains[told]._payloads[one.seq], "title": "Другое"}
        del chains[gap]._entries[cut]
        chains[gap]._payloads.pop(cut)
        transaction.commit()

        found = {(one.uid, one.detail): (one.expected, one.found) for one in check(site)}
        head = rows[back][-1]
        assert found.pop((back, f"wrong_head {head.seq}")) == (head.hash, rows[back][-3].hash)
        fixed = dict(one.commitments)["title"]
        wanted, stands = found.pop((told, f"payload_mismatch {one.seq} title"))
        assert wanted == fixed != stands
        before = (rows[gap][-2].hash, rows[gap][-3].hash)
        assert found.pop((gap, f"gap {cut + 1}")) == before
        assert found.pop((gap, f"wrong_previous {cut + 1}")) == before
        assert found == {}


def test_a_run_can_be_paused_cancelled_and_throttled(folder):
    with opened(folder, role=None) as site:
        setRoles(site, TEST_USER_ID, OFFICE)
        file_orders(4)
        waits = []
        uid = begin(site).uid
        job = get_jobs(site).get(uid)
        pause(site, job)
        transaction.commit()
        resume(site, job)
        transaction.commit()
        assert go_on(site, uid, items=2) == "done"
        job = get_jobs(site).get(uid)
        assert job.percent() == 100
        assert job.chunks > 4
        assert found_by(site, uid) == []

        second = begin(site)
        cancel(site, second)
        transaction.commit()
        assert runs.last_run(site).uid == uid

        api.portal.set_registry_record("collective.schoolrecords.fixity_mb_per_second", 1)
        transaction.commit()
        reading = fixity_job.Reading(io.BytesIO(bytes(3 * 1024 * 1024)))
        budget = type("Budget", (), {"spent": lambda self, done: False})()
        reading.go_on(budget, 1, waits.append)
        # Three megabytes at one in a second.
        assert reading.ended
        assert sum(waits[-1:]) == pytest.approx(3, abs=0.5)


def test_a_file_that_takes_several_steps_is_one_file(folder, monkeypatch):
    with opened(folder, role=None) as site:
        setRoles(site, TEST_USER_ID, OFFICE)
        uids = file_orders(2)
        monkeypatch.setattr("collective.schoolrecords.integrity.fixity.reading.BLOCK", 64)
        assert check(site, seconds=0) == []
        assert runs.last_run(site).totals.files >= 2
        path = blob_of(site, uids[0])[0]
        path.chmod(0o600)
        path.write_bytes(path.read_bytes() + b" ")
        assert [one.uid for one in check(site, seconds=0)] == [uids[0]]


@pytest.mark.slow
def test_a_killed_run_goes_on_and_tells_nothing_twice(folder):
    with opened(folder, role=None) as site:
        setRoles(site, TEST_USER_ID, OFFICE)
        uids = file_orders(30)
        for uid in uids[::3]:
            path = blob_of(site, uid)[0]
            path.chmod(0o600)
            path.write_bytes(b"changed")
        job_uid = begin(site).uid

    def work():
        with opened(folder, role=None) as site:
            go_on(site, job_uid, items=1, seconds=60)

    def finish():
        try:
            work()
        except JobStateError:
            # On a busy machine all five die before their first chunk; who comes next says so and
            # leaves the job to a person.
            with opened(folder, role=None) as site:
                resume(site, get_jobs(site).get(job_uid))
                transaction.commit()
            work()

    reached = []
    for seconds in (0.15, 0.3, 0.2, 0.25, 0.3):
        in_child(work, kill_after=seconds)
        with opened(folder, role=None) as site:
            job = get_jobs(site).get(job_uid)
            run = (runs.find_runs(site).by_uid if runs.find_runs(site) else {}).get(job_uid)
            told = [one.uid for one in run.findings()] if run is not None else []
            assert len(told) == len(set(told))
            reached.append(job.done)
    assert reached == sorted(reached)
    assert in_child(finish) == 0

    with opened(folder, role=None) as site:
        assert get_jobs(site).get(job_uid).state == "done"
        # Who dies while the report is committed leaves its files behind, and they are told as well.
        told = [one.uid for one in found_by(site, job_uid) if one.kind != "extra"]
        assert sorted(told) == sorted(uids[::3])
        assert runs.find_runs(site).by_uid[job_uid].report


def test_the_walk_of_the_disk_goes_on_behind_any_name(tmp_path):
    names = ["a/b/0x1.blob", "a/b/0x2.blob", "a/c", "a.txt", "b/0x3.blob/inside", "z"]
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (tmp_path / "tmp").mkdir()
    (tmp_path / "tmp" / "half").write_bytes(b"x")
    (tmp_path / ".layout").write_bytes(b"bushy")
    everything = list(disk.files_after(tmp_path, ""))

    assert set(everything) == {
        "a/b/0x1.blob",
        "a/b/0x2.blob",
        "a/c",
        "a.txt",
        "b/0x3.blob",
        "z",
    }
    for place, name in enumerate(everything):
        assert list(disk.files_after(tmp_path, name)) == everything[place + 1 :]


def test_a_finding_of_a_run_is_kept_as_it_was():
    run = runs.Run("u", None, "anna")
    findings = [Finding("changed", "file", str(n), expected="a", found="b") for n in range(5)]
    run.add(findings[:2])
    run.add(findings[2:])

    assert list(run.findings()) == findings
    assert list(run.findings(1, 3)) == findings[1:3]
    assert (len(run), run.totals.faults) == (5, 5)
