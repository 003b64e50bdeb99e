"""The inner inventory of a record as its readers may see it.

Numbers and sheets are those of the paper inventory, whoever asks; documents that the reader may
not see are left out, and the totals are those of the lines shown.
"""

from AccessControl import getSecurityManager
from collective.schoolrecords.core import inventory as rules
from collective.schoolrecords.core.lifecycle import VIEW
from collective.schoolrecords.lifecycle.describe import state_title
from collective.schoolrecords.records.document.interfaces import IFileDocument
from plone.restapi.serializer.converters import json_compatible


def documents_of(record):
    """Return the documents of a record in the order in which they were filed."""
    found = [one for one in record.objectValues() if IFileDocument.providedBy(one)]
    return sorted(found, key=lambda one: (one.created(), one.getId()))


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


def inventory_json(record, pairs, request):
    """Return lines and totals as JSON-ready data; addresses and titles in the reader's language."""
    totals = rules.totals(row for row, _document in pairs)
    return {
        "@id": f"{record.absolute_url()}/@inner-inventory",
        "rows": [_row(row, document, request) for row, document in pairs],
        "totals": {
            "documents": totals.documents,
            "sheets": totals.sheets,
            "elsewhere": totals.elsewhere,
            "drafts": totals.drafts,
        },
    }


def _paper(document):
    return rules.Paper(
        key=document.getId(),
        kind=document.kind,
        state=document.state,
        index=document.index,
        dated_on=document.dated_on,
        sheets=document.doc_sheets,
        original=bool(document.original),
        on_paper=bool(document.on_paper),
        place=document.place,
        note=document.note,
        handed_out_on=document.handed_out_on,
        receiver=document.receiver,
    )


def _row(row, document, request):
    paper = row.paper
    return {
        "@id": document.absolute_url(),
        "number": row.number,
        "kind": paper.kind,
        "index": paper.index,
        "dated_on": json_compatible(paper.dated_on),
        "sheets": paper.sheets,
        "first_sheet": row.first_sheet,
        "last_sheet": row.last_sheet,
        "original": paper.original,
        "on_paper": paper.on_paper,
        "place": paper.place,
        "elsewhere": row.elsewhere,
        "present": row.present,
        "handed_out_on": json_compatible(paper.handed_out_on),
        "receiver": paper.receiver,
        "note": paper.note,
        "state": {"id": paper.state, "title": state_title(paper.state, request)},
    }
