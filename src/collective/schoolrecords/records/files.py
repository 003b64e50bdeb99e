"""Files of records: one check by content for every way in.

``CheckedFile`` is the field that all types use. Its validation is asked by forms, JSON, TUS and
imports; ``guard_files`` asks the same check again when a record is added or modified, so that a
way in that validates nothing is caught as well. It is asked before the chain writes its entry. The result of the check lies on the file's value
and is part of the record's digest. Blobs are never scaled, transformed or read into the text
index.
"""

from collective.schoolrecords.core import uploads
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.lifecycle.interfaces import IRecord
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.records.file_texts import refusal_text
from plone.dexterity.utils import iterSchemata
from plone.namedfile.field import NamedBlobFile as NamedBlobFileField
from plone.namedfile.interfaces import INamedBlobFile
from plone.namedfile.interfaces import INamedBlobFileField
from plone.registry.interfaces import IRegistry
from ZODB.utils import z64
from zope.component import queryUtility
from zope.interface import implementer
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import ValidationError

import transaction


LIMIT_RECORD = "collective.schoolrecords.upload_limit_mb"
DEFAULT_LIMIT_MB = 512
MEGABYTE = 1024 * 1024


class UploadRefused(ValidationError):
    """The content check refused the file; ``reasons`` are codes of core/uploads.py."""

    def __init__(self, refused, title):
        super().__init__(title)
        self.refused = refused

    def doc(self):
        """Return the sentence that a form shows beside the field."""
        return refusal_text(self.refused)

    def __str__(self):
        """Return the same sentence: REST answers with it."""
        return self.doc()


def limit_bytes():
    """Return the size limit of one file in bytes (a setting, in megabytes)."""
    registry = queryUtility(IRegistry)
    value = registry.get(LIMIT_RECORD) if registry is not None else None
    return (value or DEFAULT_LIMIT_MB) * MEGABYTE


def examine(value):
    """Check a named file by content once; return the core verdict.

    An accepted value carries the verdict as ``checked`` and gets the cleaned name and the media
    type that its content has. The verdict belongs to one content: another blob in the value, or
    another revision of the blob, is checked again.
    """
    content = _content_of(value)
    known = getattr(value, "checked", None)
    if known is not None and content is not None and value.checked_content == content:
        return known
    with value.open() as stream:
        verdict = uploads.examine(stream, value.filename or "", limit=limit_bytes())
    if isinstance(verdict, uploads.Accepted):
        value.checked = verdict
        value.checked_content = content
        value.filename = verdict.clean_name
        value.contentType = verdict.media_type
    return verdict


def _content_of(value):
    """Return what names the content of a stored file for ever; ``None`` while it is not stored.

    A blob's serial is the transaction that wrote it. It changes with every write, whatever the
    size, and a blob that is being written has no name yet: such a file is checked each time.
    """
    blob = value._blob
    blob._p_activate()
    if blob._p_oid is None or blob._p_changed or blob._p_serial == z64:
        return None
    return blob._p_oid, blob._p_serial


class ICheckedFile(INamedBlobFileField):
    """A file field whose value has passed the content check."""


@implementer(ICheckedFile)
class CheckedFile(NamedBlobFileField):
    """A file field whose value has passed the content check."""

    def _validate(self, value):
        super()._validate(value)
        if value is None:
            return
        verdict = examine(value)
        if isinstance(verdict, uploads.Refused):
            raise UploadRefused(verdict, self.title)


def guard_files(record, event):
    """Refuse a record whose file has not passed the check, whichever way it came in."""
    if event.object is not record or not IRecord.providedBy(record):
        return
    for schema in iterSchemata(record):
        for name, field in getFieldsInOrder(schema):
            if not isinstance(field, NamedBlobFileField):
                continue
            value = getattr(record, name, None)
            if INamedBlobFile.providedBy(value):
                verdict = examine(value)
                if isinstance(verdict, uploads.Refused):
                    transaction.doom()
                    raise StepRefused(
                        record, [Reason("upload_refused", name, {"why": refusal_text(verdict)})]
                    )
