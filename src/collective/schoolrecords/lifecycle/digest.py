"""What a record's digest covers: every field, its state, holds, signatures and files."""

from Acquisition import aq_base
from collective.schoolrecords.ledger.interfaces import IDigestible
from collective.schoolrecords.lifecycle.interfaces import IRecord
from DateTime import DateTime
from datetime import datetime
from plone.dexterity.utils import iterSchemata
from plone.namedfile.interfaces import INamedBlobFile
from zope.component import adapter
from zope.interface import implementer
from zope.schema import getFieldNames


@implementer(IDigestible)
@adapter(IRecord)
class RecordDigest:
    """See :class:`IDigestible`.

    A family whose values lie outside its schemata adds them in ``digest_extra``.
    """

    def __init__(self, record):
        self.record = record

    def digestible(self):
        """Return the mapping; file contents stand in it as size and SHA-256."""
        record = self.record
        result = {"portal_type": record.portal_type, "state": record.state}
        for schema in iterSchemata(record):
            for name in getFieldNames(schema):
                value = plain_value(getattr(record, name, None))
                if value is not None:
                    # A field that a later edition of the product adds changes no digest of before.
                    result[name] = value
        holds = getattr(aq_base(record), "_holds", ())
        if holds:
            # A hold that vanishes past the chain would let a record go to destruction.
            result["holds"] = [hold.as_dict() for hold in holds]
        signatures = getattr(aq_base(record), "_signatures", None)
        if signatures is not None:
            result["signatures"] = signatures.digestible()
        familiarised = getattr(aq_base(record), "_sheet", None)
        if familiarised is not None:
            result["sheet"] = familiarised.digestible()
        sheet = getattr(aq_base(record), "_certifying_sheet", None)
        if sheet is not None:
            result["certifying_sheet"] = sheet
        if hasattr(aq_base(record), "digest_extra"):
            # Never the one of the file around a document: that file changes without it.
            result["extra"] = record.digest_extra()
        return result


def plain_value(value):
    """Return a field's value in the form that digests and payloads take; a file as its sums."""
    if INamedBlobFile.providedBy(value):
        return {"sha256": value.checked.sha256, "size": value.checked.size}
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.isoformat()
    if isinstance(value, float | DateTime):
        return str(value)
    return value
