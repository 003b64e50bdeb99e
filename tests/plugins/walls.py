"""What an attack on a record must leave unchanged, read with nothing cached."""

from AccessControl.PermissionRole import rolesForPermissionOn
from collective.schoolrecords.core.lifecycle import PERMISSIONS
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import digest_of
from dataclasses import dataclass
from dataclasses import fields as parts_of
from plone import api
from zope.component.hooks import setSite

import transaction


@dataclass(frozen=True)
class Picture:
    """Object, catalog row, permissions, chain and digest of one record."""

    uid: str
    path: str
    portal_type: str
    state: str
    fields: tuple
    row: tuple
    indexed: tuple
    contents: tuple
    annotations: tuple
    permissions: tuple
    chain: tuple
    faults: tuple
    digest: str


def _comparable(value):
    """Keywords come in any order."""
    return tuple(sorted(map(str, value))) if isinstance(value, list | tuple | set) else str(value)


def picture(portal, path):
    """Take the picture of the record at ``path`` (relative to the portal) as it is stored."""
    transaction.begin()
    portal._p_jar.cacheMinimize()
    setSite(portal)
    record = portal.unrestrictedTraverse(path)
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(UID=record.UID())
    chain = chain_of(record)
    fields = {
        name: repr(value)
        for name, value in vars(record.aq_base).items()
        if not name.startswith(("_v_", "_p_", "__annotations__"))
        and name not in ("_chain", "_record", "_tree", "_count", "_mt_index")
    }
    return Picture(
        uid=record.UID(),
        path="/".join(record.getPhysicalPath()),
        portal_type=record.portal_type,
        state=record.state,
        fields=tuple(sorted(fields.items())),
        row=tuple(
            (brain.getPath(), brain.review_state, brain.portal_type, brain.Title)
            for brain in brains
        ),
        indexed=tuple(
            (name, _comparable(value))
            for brain in brains
            for name, value in sorted(catalog.getIndexDataForRID(brain.getRID()).items())
        ),
        contents=tuple(sorted(getattr(record, "objectIds", tuple)())),
        annotations=tuple(sorted(getattr(record.aq_base, "__annotations__", {}))),
        permissions=tuple(
            (name, tuple(sorted(rolesForPermissionOn(name, record)))) for name in PERMISSIONS
        ),
        chain=chain.head(),
        faults=tuple(problem for problem in chain.verify() if problem.is_fault),
        digest=digest_of(record),
    )


def changes(before, after):
    """What differs between two pictures, as a list of ``part: before → after``."""
    found = []
    for part in parts_of(Picture):
        old, new = getattr(before, part.name), getattr(after, part.name)
        if old == new:
            continue
        if isinstance(old, tuple) and isinstance(new, tuple):
            gone = [value for value in old if value not in new]
            come = [value for value in new if value not in old]
            found.append(f"{part.name}: {gone or old} → {come or new}")
        else:
            found.append(f"{part.name}: {old} → {new}")
    return found
