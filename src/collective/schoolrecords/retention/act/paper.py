"""The paper half of an act: how it was destroyed, by whom, before whom, and how much it was."""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import lifecycle as states
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.retention.act.permits import require
from collective.schoolrecords.retention.act.permits import require_state


#: What can be entered; people are named by name and post as on paper.
NAMES = (
    "method",
    "weight",
    "handed_over_by",
    "received_by",
    "destroyed_on",
    "witnesses",
    "media_note",
)
#: Who enters it: whoever executes the act, then whoever closes it.
PERMISSIONS = {states.CURRENT: states.EXECUTE, states.CLOSED: states.ARCHIVE}


def enter_paper(act, **values):
    """Enter how the paper was destroyed; ``values`` are those of NAMES, missing ones stay.

    ``destroyed_on``: date, not in the future; ``witnesses``: tuple of texts; the others texts,
    ``weight`` in kilograms. While the act is executed or its traces are cleared.
    """
    require_state(act, *PERMISSIONS)
    require(act, PERMISSIONS[act.state])
    day = values.get("destroyed_on")
    if day is not None and day > school_today():
        raise StepRefused(act, [Reason("day_in_future", "destroyed_on", {"day": day})])
    given = {name: values[name] for name in NAMES if values.get(name)}
    act.paper = {**act.paper, **given}
    record_event(act, "act_paper", payload=given)


def sheets(act):
    """Return how many sheets of paper the rows to be destroyed have; ``None`` without paper."""
    counts = [
        row.sheets or 0
        for row in act.rows.values()
        if row.decision == "destroy" and row.result != "skipped" and on_paper(row)
    ]
    return sum(counts) if counts else None


def on_paper(row):
    """Whether the record of a row of an act was on paper; it was when nothing is known."""
    return not row.carriers or any(one != "electronic" for one in row.carriers)
