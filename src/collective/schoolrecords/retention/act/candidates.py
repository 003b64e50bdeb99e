"""Which records go into a draft act: nominated by the system, chosen by a person."""

from AccessControl import getSecurityManager
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.destruction import item_reasons
from collective.schoolrecords.core.destruction import open_questions
from collective.schoolrecords.core.lifecycle import DRAFT
from collective.schoolrecords.core.lifecycle import MODIFY
from collective.schoolrecords.core.lifecycle import VIEW
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.core.terms import DUE
from collective.schoolrecords.core.terms import NEEDS_DECISION
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.retention.act.items import item_of
from collective.schoolrecords.retention.act.items import records_by_uid
from collective.schoolrecords.retention.act.items import SummarySheets
from collective.schoolrecords.retention.act.permits import require
from collective.schoolrecords.retention.act.permits import require_state
from collective.schoolrecords.retention.act.rows import make_row
from collective.schoolrecords.retention.act.words import with_row
from collective.schoolrecords.retention.due import find_index
from collective.schoolrecords.retention.interfaces import IInventoriesOf
from collective.schoolrecords.retention.membership import claim
from collective.schoolrecords.retention.membership import release
from collective.schoolrecords.retention.overview import type_labels
from dataclasses import dataclass
from zope.component import queryUtility
from zope.component.hooks import getSite


#: Rows of one act, and records added at a time.
MAX_ROWS = 10_000
MAX_AT_ONCE = 5_000
#: So many reasons of one refusal are told.
MAX_REASONS = 100


@dataclass(frozen=True)
class Added:
    """What became of candidates: positions of new rows, and (uid, reasons) of those left out."""

    positions: range
    left_out: tuple = ()


def add_candidates(act, uids, *, fitting_only=False):
    """Put records into a draft act and claim them; return :class:`Added`.

    All or nothing, unless ``fitting_only``: then what may not go in is left out and told. Costs
    about 1 ms a record. Raises ``StepRefused`` with all reasons (the first hundred), numbered by
    the place in ``uids``; nothing is written then.
    """
    _in_draft(act)
    uids = list(dict.fromkeys(uids))
    reasons = list(_too_many(act, uids))
    if reasons:
        raise StepRefused(act, reasons)
    today, act_uid = school_today(), act.UID()
    records, summaries = records_by_uid(uids), SummarySheets()
    fit, left_out = [], []
    for place, uid in enumerate(uids, 1):
        record = records.get(uid)
        item = None if record is None else item_of(record, today, summaries)
        found = _against(act, act_uid, uid, record, item, today)
        if found:
            left_out.append((uid, tuple(with_row(one, place) for one in found)))
        else:
            fit.append((uid, record, item))
    if left_out and not fitting_only:
        raise StepRefused(act, [one for _uid, found in left_out for one in found][:MAX_REASONS])
    return Added(_enter(act, act_uid, fit), tuple(left_out))


def add_from_due(act, filters, limit=MAX_AT_ONCE):
    """Put what the due list offers under ``filters`` into the act; return :class:`Added`.

    ``filters``: those of ``DueIndex.query``; without ``status`` ended terms without a hold are
    taken. What may not go in is left out and told. The oldest come first.
    """
    _in_draft(act)
    index = find_index(getSite())
    if index is None:
        return Added(range(0))
    filters = {"status": (DUE, NEEDS_DECISION), **filters}
    room = max(0, min(limit, MAX_AT_ONCE, MAX_ROWS - len(act.rows)))
    _total, rows = index.query(school_today(), filters, "day", 0, room)
    return add_candidates(act, [row.uid for row in rows], fitting_only=True)


def remove_rows(act, positions):
    """Take rows out of a draft act; their records are free for another one."""
    _in_draft(act)
    positions = sorted(set(positions))
    unknown = [one for one in positions if one not in act.rows]
    if unknown:
        raise StepRefused(act, [Reason("item_unknown", None, {"row": one}) for one in unknown])
    records = records_by_uid([act.rows[position].uid for position in positions])
    for position in positions:
        row = act.drop(position)
        if row.uid in records:
            release(records[row.uid], act.UID())
    record_event(act, "act_rows", payload={"removed": len(positions)})


def release_all(act):
    """Let go of every record of an act that ceases to be."""
    for record in records_by_uid([row.uid for row in act.rows.values()]).values():
        release(record, act.UID())


def _in_draft(act):
    require_state(act, DRAFT)
    require(act, MODIFY)


def _too_many(act, uids):
    if len(uids) > MAX_AT_ONCE or len(act.rows) + len(uids) > MAX_ROWS:
        yield Reason("act_full", None, {"most": MAX_ROWS})


def _against(act, act_uid, uid, record, item, today):
    """Reasons against one candidate; a record that the person may not see does not exist."""
    if record is None or not getSecurityManager().checkPermission(VIEW, record):
        return (Reason("item_unknown"),)
    if act.row_of(uid) is not None:
        return (Reason("item_twice"),)
    return item_reasons(item, act_uid, today)


def _enter(act, act_uid, fit):
    if not fit:
        return range(0)
    labels = type_labels(getSite(), school_today())
    inventories = queryUtility(IInventoriesOf)
    rows = []
    for uid, record, item in fit:
        claim(record, act_uid)
        rows.append(make_row(record, uid, item, open_questions(item), labels, inventories))
    positions = act.append(rows)
    record_event(act, "act_rows", payload={"added": len(rows), "first": positions.start})
    return positions
