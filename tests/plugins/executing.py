"""Records that an act has selected, and the act in the state in which it is carried out."""

from builders import case_file
from builders import document
from builders import LEAVING
from builders import personal_file
from builders import step
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.lifecycle import by_act
from collective.schoolrecords.lifecycle.bulk import BulkFiling
from collective.schoolrecords.lifecycle.steps import enter_state
from collective.schoolrecords.retention import membership
from collective.schoolrecords.retention.act.items import item_of
from collective.schoolrecords.retention.act.rows import make_row
from collective.schoolrecords.retention.due import put_records
from dataclasses import replace
from datetime import date
from plone import api
from plone.dexterity.utils import createContentInContainer


OFFICE = ["Secretary", "Archivist", "Director"]


def old_case(**values):
    """A case file of five years, closed in 2012 and archived."""
    record = case_file(
        **{"doc_type": "internal_monitoring", "opened_on": date(2011, 9, 1), **values}
    )
    step(record, "register")
    step(record, "close", closed_on=date(2012, 5, 31))
    return step(record, "archive")


def old_file(**values):
    """A personal file of a pupil who left long ago, with two documents, archived."""
    record = personal_file(
        **{
            "birth_date": date(1995, 5, 17),
            "admitted_on": date(2002, 9, 1),
            "admission_order_date": date(2002, 8, 28),
            **values,
        }
    )
    step(record, "register")
    for number in range(2):
        step(document(record, dated_on=date(2002, 8, 20 + number)), "approve")
    left = date(2011, 6, 25)
    step(record, "close", **{**LEAVING, "left_on": left, "leaving_order_date": left})
    return step(record, "archive")


def many_cases(count, state="archived"):
    """So many archived case files of five years, filed at once; they hold no documents."""
    bulk = BulkFiling(api.portal.get()["cases"], "case_file")
    values = {
        "doc_type": "internal_monitoring",
        "opened_on": date(2011, 9, 1),
        "closed_on": date(2012, 5, 31),
        "storage_place": "Архив, стеллаж 3",
        "carriers": [{"carrier": "paper"}],
        "sheets": 40,
    }
    for number in range(1, count + 1):
        bulk.file({**values, "title": f"Журнал Козловой {number}"}, state=state)
    put_records(bulk.finish())
    return bulk.records


def act_over(*records, keep=()):
    """An act in state "current" whose rows have selected ``records``; those in ``keep`` are kept.

    Votes, approval and waiting are not gone through: they have tests of their own.
    """
    portal = api.portal.get()
    act = createContentInContainer(
        portal["destruction-acts"], "destruction_act", title="Акт за 2012 год"
    )
    rows = [_row(record) for record in records]
    rows = [
        replace(
            row,
            former=record.state,
            **({"decision": "keep", "kept_by": "x", "reason": "спор"} if record in keep else {}),
        )
        for row, record in zip(rows, records, strict=True)
    ]
    act.append(rows)
    selected = [record for record in records if record not in keep]
    for record in selected:
        membership.claim(record, act.UID())
    by_act.take(selected, "select", act.UID())
    act.registration_number = "1"
    act.registered_on = school_today()
    enter_state(act, "current")
    act.reindexObject()
    return act


def _row(record):
    return make_row(record, record.UID(), item_of(record, school_today()), (), {}, None)
