"""Rows of an act whose records a hold came over: as long as it lasts, the act leaves them out.

The due index answers, so that an act of thousands of rows wakes no record. What an execution does
is asked of the record itself, in its own transaction (see :mod:`.items`).
"""

from collective.schoolrecords.core.destruction import DESTROY
from collective.schoolrecords.retention import due


def holds_of_row(row):
    """Return how many holds are in force on a row's record; 0 for one that is decided or gone."""
    index = due.find_index()
    if index is None or row.result is not None or row.decision != DESTROY:
        return 0
    facts = index.get(row.uid)
    return 0 if facts is None else facts.holds


def held_positions(act):
    """Return the positions of the rows that the act would leave out because of a hold, in order."""
    return [position for position, row in act.rows.items() if holds_of_row(row)]
