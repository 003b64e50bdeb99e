"""An entry as JSON. A family is told what was done, not by whose account."""

from collective.schoolrecords.core import books as rules
from collective.schoolrecords.records.book.certifying import is_whole
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.records.book.rights import sees_book
from collective.schoolrecords.records.book.store import version_of
from collective.schoolrecords.records.book.words import SIGNER_TITLES
from collective.schoolrecords.records.book.words import STATE_TITLES
from plone import api
from zope.i18n import translate


def entry_url(book, number):
    """Return the address of an entry's data."""
    return f"{book.absolute_url()}/@entries/{number}"


def entry_json(book, entry, request):
    """Return an entry as plain values: what it says now, what was written, what was done."""
    staff, number = sees_book(book), entry["number"]
    entries = entries_of(book)
    block = entries.store.block_with(number)
    shown = {
        "@id": entry_url(book, number),
        "number": number,
        "state": titled(STATE_TITLES, rules.state_of(entry), request),
        "values": rules.current_values(entry),
        "written": entry["values"],
        "corrections": entry["corrections"],
        "issue": entry["issue"],
        "annulled": entry["annulled"],
        "duplicate": entry["duplicate"],
        "duplicates": [_place(uid, of) for uid, of in entries.duplicates_of(number)],
        "certification": block and block_json(block, request),
        "entered": entry["entered"],
        "file": entry["file"],
        "version": version_of(entry),
    }
    return shown if staff else _for_family(shown)


def block_json(block, request):
    """Return a certification as plain values."""
    signatures = {
        signer: {**fact, "title": translate(SIGNER_TITLES[signer], context=request)}
        for signer, fact in block["signatures"].items()
    }
    return {
        "class_label": block["label"],
        "numbers": block["numbers"],
        "signatures": signatures,
        "certified": is_whole(block),
        "waits_for": [one for one in block["signers"] if one not in signatures],
    }


def row_json(book, entry, request):
    """Return an entry as a row of a list."""
    return {
        "@id": entry_url(book, entry["number"]),
        "number": entry["number"],
        "state": titled(STATE_TITLES, rules.state_of(entry), request),
        "values": rules.current_values(entry),
        "duplicate": rules.is_duplicate(entry),
        "corrected": bool(entry["corrections"]),
        "issued_on": (entry["issue"] or {}).get("issued_on"),
    }


def titled(titles, name, request):
    """Return an id with its word."""
    return {"id": name, "title": translate(titles[name], context=request)}


def _place(uid, number):
    found = api.portal.get_tool("portal_catalog")(UID=uid)
    url = f"{found[0].getURL()}/@entries/{number}" if found else None
    return {"@id": url, "number": number}


def _for_family(shown):
    """Drop accounts, and numbers of other people's entries."""
    shown = {name: _without_actor(value) for name, value in shown.items()}
    if shown["certification"]:
        shown["certification"].pop("numbers")
    return shown


def _without_actor(value):
    if isinstance(value, dict):
        return {name: _without_actor(one) for name, one in value.items() if name != "actor"}
    return [_without_actor(one) for one in value] if isinstance(value, list) else value
