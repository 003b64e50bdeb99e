"""The inner inventory of a record as its readers may see it.

Numbers and sheets are those of the paper inventory, whoever asks; documents that the reader may
not see are left out, and the totals are those of the lines shown. What the office noted about a
document is for the office: families read the line without it.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from collective.schoolrecords.core import inventory as rules
from collective.schoolrecords.core.lifecycle import VIEW
from collective.schoolrecords.core.lifecycle import VIEW_NOTES
from collective.schoolrecords.lifecycle.describe import state_title
from collective.schoolrecords.records.document.interfaces import IFileDocument


def documents_of(record):
    """Return the documents of a record in the order in which they were filed."""
    found = [one for one in record.objectValues() if IFileDocument.providedBy(one)]
    return sorted(found, key=lambda one: (aq_base(one).creation_date, one.getId()))


def inventory_of(record):
    """Return pairs (core ``Row``, document) of everything in the record."""
    documents = documents_of(record)
    by_key = {one.getId(): one for one in documents}
    rows = rules.build(map(_paper, documents), record.storage_place)
    return [(row, by_key[row.paper.key]) for row in rows]


def visible_inventory(record):
    """Return the pairs of :func:`inventory_of` that the current user may see."""
    may = getSecurityManager().checkPermission
    return [(row, document) for row, document in inventory_of(record) if may(VIEW, document)]


def note_of(row, document):
    """Return the note on a document, ``None`` without one and for who may not read notes."""
    note = row.paper.note
    return note if note and getSecurityManager().checkPermission(VIEW_NOTES, document) else None


def inventory_json(record, pairs, request):
    """Return lines and totals as JSON-ready data; addresses and titles in the reader's language."""
    totals = rules.totals(row for row, _document in pairs)
    url = record.absolute_url()
    states = {row.paper.state for row, _document in pairs}
    titles = {state: {"id": state, "title": state_title(state, request)} for state in states}
    return {
        "@id": f"{url}/@inner-inventory",
        "rows": [_row(row, document, url, titles) for row, document in pairs],
        "totals": {
            "documents": totals.documents,
            "sheets": totals.sheets,
            "elsewhere": totals.elsewhere,
            "drafts": totals.drafts,
        },
    }


def _paper(document):
    # Straight from the object: Dexterity looks up a schema for each attribute that is not set.
    document = aq_base(document)
    document._p_activate()
    kept = document.__dict__.get
    return rules.Paper(
        key=document.getId(),
        kind=document.kind,
        state=document.state,
        index=kept("index"),
        dated_on=kept("dated_on"),
        sheets=kept("doc_sheets"),
        original=bool(kept("original")),
        on_paper=bool(kept("on_paper", True)),
        place=kept("place"),
        note=kept("note"),
        handed_out_on=kept("handed_out_on"),
        receiver=kept("receiver"),
    )


def _row(row, document, url, titles):
    paper = row.paper
    return {
        "@id": f"{url}/{paper.key}",
        "number": row.number,
        "kind": paper.kind,
        "index": paper.index,
        "dated_on": _iso(paper.dated_on),
        "sheets": paper.sheets,
        "first_sheet": row.first_sheet,
        "last_sheet": row.last_sheet,
        "original": paper.original,
        "on_paper": paper.on_paper,
        "place": paper.place,
        "elsewhere": row.elsewhere,
        "present": row.present,
        "handed_out_on": _iso(paper.handed_out_on),
        "receiver": paper.receiver,
        "note": note_of(row, document),
        "state": titles[paper.state],
    }


def _iso(day):
    return None if day is None else day.isoformat()
