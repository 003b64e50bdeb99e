"""What the registers keep about their records beside them, when records are destroyed by an act.

The alphabet book keeps its claims: letter and number name nobody, and a number is never given
twice. The number of an order, and number and volume of a book, were typed by somebody and may hold
a name; then the claim goes.
"""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.schoolrecords.core.tombstones import number_of
from collective.schoolrecords.records import numbering
from collective.schoolrecords.signing.sheet_storage import forget_sheet


def forget_sheets(event):
    """Subscriber: nobody is asked any more to get to know what is destroyed."""
    for record in event.records:
        forget_sheet(record)


def forget_numbers(event):
    """Subscriber: drop claims on numbers that may name somebody."""
    for record in event.records:
        if _may_name(record):
            numbering.release(aq_parent(aq_inner(record)), record)


def _may_name(record):
    typed = (record.registration_number, record.record_volume)
    return any(text and number_of(text) is None for text in typed)
