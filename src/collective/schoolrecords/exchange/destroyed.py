"""What the journal of imports keeps about rows whose records are destroyed by an act.

A finding tells the value that stood in the list, which may be a name; the key of an archive's row
is a sum over what the row said. Both go. That the row was filed, and as which record, stays.
"""

from collective.schoolrecords.exchange import journal
from collective.schoolrecords.exchange.findings import Finding
from collective.schoolrecords.ledger.storage import chain_of
from dataclasses import astuple
from dataclasses import replace
from zope.component.hooks import getSite


def forget_rows(event):
    """Subscriber: take the values of the destroyed records' rows out of the journal."""
    imports = journal.imports_of(getSite())
    if imports is None:
        return
    rows = {}
    for record, stone in zip(event.records, event.tombstones, strict=True):
        source = chain_of(record).payload(0)
        if source.get("import"):
            rows.setdefault(source["import"], {})[stone.uid] = _place(source)
    for uid, places in rows.items():
        one = imports.get(uid)
        if one is not None:
            _forget(imports, one, places)


def _place(source):
    return source.get("sheet", ""), source.get("row")


def _forget(imports, one, places):
    """Blank the findings of ``places`` (UID → (sheet, row)) and drop the keys of archive rows."""
    gone = set(places.values())
    for number, kept in list(one.findings.items()):
        finding = Finding(*kept)
        if finding.detail and (finding.sheet, finding.row) in gone:
            one.findings[number] = astuple(replace(finding, detail=""))
    for number, uid in one.uids.items():
        key = one.keys.get(number)
        if uid in places and key is not None and key[0] == "archive":
            del one.keys[number]
            if imports.filed.get(key) == uid:
                del imports.filed[key]
