"""Where a portfolio is, and how it leaves the school together with the personal file.

S20-3.5.5, N1-2.15.2: with the pupil or in the classroom. S20-3.5.4, N1-2.15.3: on transfer it is
given to the parents against signature, together with the personal file, if the school keeps it.
"""

from Acquisition import aq_base
from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.core import portfolio as rules
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.interfaces import IRecordFacts
from collective.schoolrecords.lifecycle.interfaces import RecordSteppedEvent
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.lifecycle.steps import enter_state
from collective.schoolrecords.records.inventory import documents_of
from collective.schoolrecords.records.portfolio.claims import portfolios_of_file
from collective.schoolrecords.retention.membership import act_of
from collective.schoolrecords.retention.receipts import journal
from zope.event import notify


#: States from which a portfolio is handed out; in others it has left, or there is none.
KEPT = (life.CURRENT, life.CLOSED, life.ARCHIVED, life.SELECTED)
#: Days that say whether an open portfolio may be closed by its leaving.
_DAYS = ("opened_on", "closed_on", "newest_content")
#: What a catalog row says of the state, the holder and the end.
_INDEXES = (
    "review_state",
    "allowedRolesAndUsers",
    "record_closed_on",
    "record_year",
    "record_place",
)
#: What the portfolio's chain keeps; papers of the receiver stand in that of the file alone.
_TOLD = ("receiver", "basis", "handed_out_on", "signature_fact", "receipt_number")


def give_to_pupil(record):
    """Note that the pupil has the portfolio now; refused when somebody has it already."""
    _check(record, rules.WITH_PUPIL)
    base = aq_base(record)
    base._with_pupil, base.holder, base.held_until = True, record.pupil_name, None
    _moved(record, rules.WITH_PUPIL)


def take_into_classroom(record, storage_place=None):
    """Note that the portfolio is at school again; ``storage_place``: where, if it changed."""
    _check(record, rules.CLASSROOM)
    base = aq_base(record)
    base._with_pupil, base.holder = False, None
    if storage_place:
        base.storage_place = storage_place
    _moved(record, rules.CLASSROOM)


def _check(record, place):
    reasons = []
    if record.state != life.CURRENT:
        reasons.append(Reason("portfolio_not_current"))
    if record.kept_by == place:
        reasons.append(Reason("portfolio_with_pupil_already", "kept_by"))
    elif place == rules.WITH_PUPIL and record.holder:
        reasons.append(Reason("held_by", "holder", {"holder": record.holder}))
    if reasons:
        raise StepRefused(record, reasons)


def _moved(record, place):
    payload = {"kept_by": place, "storage_place": record.storage_place}
    record_event(record, "carrier_moved", payload=payload)
    record.reindexObject(idxs=["record_place"])


def kept_with(file):
    """Return the portfolios of a personal file that the school keeps, whoever asks."""
    return [
        one
        for one in portfolios_of_file(file)
        if one.state in KEPT and one.kept_by == rules.CLASSROOM
    ]


def facts_of(file):
    """Return what the personal file's hand-out must know of its portfolios."""
    return [
        {
            "cycle": one.cycle,
            "drafts": sum(1 for paper in documents_of(one) if paper.state == life.DRAFT),
            "holder": one.holder,
            "in_act": act_of(one) is not None or one.state == life.SELECTED,
            **_days(one),
        }
        for one in kept_with(file)
    ]


def _days(record):
    facts = IRecordFacts(record).facts()
    return {name: facts[name] for name in _DAYS}


def hand_out_with(file, details):
    """Take the portfolios along when the personal file is handed out, on the same receipt.

    Called inside the file's step, whose rules have asked about them (``portfolios_go_too``): who
    may hand the file out hands out what belongs to it. Returns the cycles that went along, which
    the file's chain keeps with the step.
    """
    gone = kept_with(file)
    for record in gone:
        step, former = record.family.step("hand_out"), record.state
        base = aq_base(record)
        base.holder, base.held_until = details["receiver"], None
        if base.closed_on is None:
            base.closed_on = details["handed_out_on"]
        enter_state(record, step.target)
        payload = {name: details[name] for name in _TOLD if name in details}
        payload["with_file"] = file.UID()
        record_event(record, "transition", transition=step.id, payload=payload)
        journal.name_also(file, record)
        record.reindexObject(idxs=list(_INDEXES))
        for document in documents_of(record):
            document.reindexObject(idxs=["allowedRolesAndUsers"])
        notify(RecordSteppedEvent(record, step, former, payload))
    return [one.cycle for one in gone]


def on_receipt_of(file):
    """Return the portfolios that the receipt of a personal file names: gone with it, or to go."""
    receipt = journal.last_receipt(file)
    if receipt is None or file.state != life.HANDED_OUT:
        return kept_with(file)
    known = journal.find_journal()
    return [one for one in portfolios_of_file(file) if receipt in known.of(one.UID())]
