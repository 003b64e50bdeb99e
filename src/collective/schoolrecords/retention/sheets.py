"""How many sheets of a record the school still holds: what an act and an inventory may count."""

from Acquisition import aq_base
from collective.schoolrecords.core.inventory import sheets_held
from collective.schoolrecords.retention.tombstone.remains import documents_of


def sheets_of(record):
    """Return the sheets of a record, ``None`` where nobody counted any.

    What somebody entered for the whole record stands (a bound journal, a book); else the papers
    inside that are accepted, on paper and not handed out are counted.
    """
    if record.sheets is not None:
        return record.sheets
    papers = map(aq_base, documents_of(record))
    return sheets_held((one.state, one.doc_sheets, one.on_paper) for one in papers)
