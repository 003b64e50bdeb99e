"""Which files a record keeps: those of its fields, and the forms that were signed."""

from collective.schoolrecords.integrity.fixity.interfaces import IKeptFiles
from collective.schoolrecords.lifecycle.interfaces import IRecord
from collective.schoolrecords.signing.storage import signatures_of
from plone.dexterity.utils import iterSchemata
from plone.namedfile.interfaces import INamedBlobFile
from zope.component import adapter
from zope.component import subscribers
from zope.interface import implementer
from zope.schema import getFieldNames


def files_of(record):
    """Return everything that a record keeps as (name, blob, SHA-256), in a fixed order."""
    return [one for kept in subscribers((record,), IKeptFiles) for one in kept.files()]


@implementer(IKeptFiles)
@adapter(IRecord)
class FieldFiles:
    """The files of a record's fields; the check at their upload wrote the sum down."""

    def __init__(self, record):
        self.record = record

    def files(self):
        """See :class:`IKeptFiles`."""
        for schema in iterSchemata(self.record):
            for name in sorted(getFieldNames(schema)):
                value = getattr(self.record, name, None)
                if INamedBlobFile.providedBy(value):
                    checked = getattr(value, "checked", None)
                    yield name, value._blob, getattr(checked, "sha256", "")


@implementer(IKeptFiles)
@adapter(IRecord)
class SignedForms:
    """The exact bytes that signatures are made over; each lies under its own digest."""

    def __init__(self, record):
        self.record = record

    def files(self):
        """See :class:`IKeptFiles`."""
        signatures = signatures_of(self.record)
        for digest, blob in signatures.forms() if signatures is not None else ():
            yield f"signed/{digest}", blob, digest
