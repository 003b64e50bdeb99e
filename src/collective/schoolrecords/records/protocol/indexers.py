"""What the catalog knows of a protocol beyond every record: classes, pupils, who is still to be told.

UIDs of files and ids of classes only. Names stand in ``record_row_words`` alone: whoever sees a
protocol because of one class does not find it by a name of another.
"""

from collective.schoolrecords.core import lifecycle as states
from collective.schoolrecords.lifecycle.indexers import with_plain_letters
from collective.schoolrecords.records.protocol.interfaces import IProtocol
from plone.indexer import indexer


#: Rows of pupils whose class nobody knows.
UNKNOWN = "unknown"
#: States in which pupils are to be familiarised.
AWAITS = frozenset((states.APPROVED, states.SIGNED))


@indexer(IProtocol)
def record_cohorts(record):
    """Ids of all classes in the protocol."""
    return list(record.cohorts)


@indexer(IProtocol)
def record_pupils(record):
    """UIDs of the personal files in its rows: a pupil's results are found by them."""
    if record.is_council:
        return []
    return sorted({row.file for row in record.rows().values() if row.file})


@indexer(IProtocol)
def record_row_words(record):
    """All words of the protocol with the names in its rows; Ё also as Е."""
    return with_plain_letters((*record.search_words(), *record.names_in_rows()))


@indexer(IProtocol)
def record_awaiting(record):
    """Ids of the classes of which somebody has not been familiarised; waits for their teachers."""
    return awaiting(record)


def awaiting(record):
    """Return the classes whose teachers the protocol waits for, sorted."""
    if record.state not in AWAITS or not record.asks_familiarisation:
        return []
    rows = record.rows()
    return sorted({rows[position].cohort or UNKNOWN for position in record.unfamiliar()})


def index_awaiting(record, event):
    """Subscriber: a step has changed whether pupils are to be told."""
    record.reindexObject(idxs=["record_awaiting"])
