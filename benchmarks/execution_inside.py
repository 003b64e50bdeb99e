"""Inside Zope: an act of many records, and its execution by the job as the server runs it."""

from benchmarks.harness import calibration
from datetime import date

import time
import transaction


#: Documents of every tenth record: a file with papers takes longer than a bare one.
EVERY, DOCUMENTS = 10, 3


def selected_act(site, size):
    """File ``size`` archived cases, some with documents, and an act that has selected them."""
    from collective.schoolrecords.access.clock import school_today
    from collective.schoolrecords.core.lifecycle import ARCHIVED
    from collective.schoolrecords.lifecycle import by_act
    from collective.schoolrecords.lifecycle.bulk import BulkFiling
    from collective.schoolrecords.lifecycle.steps import enter_state
    from collective.schoolrecords.retention import membership
    from collective.schoolrecords.retention.act.items import item_of
    from collective.schoolrecords.retention.act.rows import make_row
    from collective.schoolrecords.retention.due import put_records
    from dataclasses import replace
    from plone.dexterity.utils import createContentInContainer

    today = school_today()
    filing = BulkFiling(site["cases"], "case_file")
    for number in range(size):
        filing.file(_case(number), state="current")
    records = filing.finish()
    for record in records[::EVERY]:
        for number in range(DOCUMENTS):
            createContentInContainer(
                record, "file_document", kind="Заявление", dated_on=date(2009, 9, 1 + number)
            )
    for record in records:
        enter_state(record, ARCHIVED)
    put_records(records)
    act = createContentInContainer(site["destruction-acts"], "destruction_act", title="За 2010 год")
    rows = [make_row(one, one.UID(), item_of(one, today), (), {}, None) for one in records]
    act.append([replace(row, former=ARCHIVED) for row in rows])
    for record in records:
        membership.claim(record, act.UID())
    by_act.take(records, "select", act.UID())
    act.registration_number, act.registered_on = "1", today
    enter_state(act, "current")
    act.reindexObject()
    transaction.commit()
    return act


def execute(site, act):
    """Run the job to its end; return items, seconds (clock, processor) and milliseconds of ``calib``."""
    from collective.schoolrecords.jobs.storage import submit
    from collective.schoolrecords.jobs.worker import run_now

    job = submit(site, "act-execute", {"act": act.UID()}, started_by="archivist0")
    transaction.commit()
    before = calibration()
    started, worked = time.perf_counter(), time.process_time()
    state = run_now(site, job)
    spent, worked = time.perf_counter() - started, time.process_time() - worked
    if state != "done" or job.result["removed"] != len(act.rows):
        raise AssertionError(f"{state}: {job.result} {list(job.messages.values())}")
    return {
        "items": len(act.rows),
        "seconds": spent,
        "worked": worked,
        "chunks": job.chunks,
        "calib": (before + calibration()) / 2,
    }


def _case(number):
    return {
        "title": f"Результаты мониторинга № {number}",
        "doc_type": "internal_monitoring",
        "case_index": "02-14",
        "opened_on": date(2009, 9, 1),
        "closed_on": date(2010, 8, 31),
        "storage_place": "Архив, стеллаж 3",
        "carriers": [{"carrier": "paper"}],
    }
