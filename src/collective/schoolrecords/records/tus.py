"""Uploads in pieces (TUS) into records and registers: what is refused leaves nothing behind.

The stock services keep the pieces of an upload that was refused until somebody uploads something
else an hour later, accept any announced length, never finish an upload of nothing, and file a
document of which nothing is known but its file. Here ``Upload-Metadata`` carries the document's
fields as well; they are read when the upload is announced, so that nobody sends a film in vain.
"""

from Acquisition import aq_base
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.core.uploads import Refused
from collective.schoolrecords.records.file_texts import refusal_text
from collective.schoolrecords.records.files import ICheckedFile
from collective.schoolrecords.records.files import limit_bytes
from collective.schoolrecords.school.rest import Body
from plone.dexterity.utils import iterSchemataForType
from plone.restapi.interfaces import IDeserializeFromJson
from plone.restapi.services.content import tus
from plone.restapi.services.content.utils import add
from plone.restapi.services.content.utils import create
from zExceptions import BadRequest
from ZODB.POSException import ConflictError
from zope.component import getMultiAdapter
from zope.event import notify
from zope.lifecycleevent import ObjectCreatedEvent
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IBool
from zope.schema.interfaces import IDate
from zope.schema.interfaces import IInt
from zope.schema.interfaces import IText

import base64
import binascii
import os


DOCUMENT = "file_document"
FLAGS = {"true": True, "1": True, "false": False, "0": False}


def fields_of(type_name):
    """Return the fields of a type that a person may fill in: name → field."""
    return {
        name: field
        for schema in iterSchemataForType(type_name)
        for name, field in getFieldsInOrder(schema)
        if not field.readonly
    }


def said_of(type_name, metadata):
    """Return what an upload's metadata say of the object's fields, as values of JSON.

    Keys that are no field are passed over: clients send names and types of their own. Raises
    ``SchoolRefused`` (400) with every fault, a required field that is missing included.
    """
    fields, said = fields_of(type_name), {}
    plain = {name: _plain(fields[name], text) for name, text in metadata.items() if name in fields}
    body = Body(plain)
    for name, field in fields.items():
        if IInt.providedBy(field):
            found = body.number(name, required=field.required)
        elif IBool.providedBy(field):
            found = body.flag(name) if body.given(name) else None
        elif IDate.providedBy(field):
            day = body.day(name, required=field.required)
            found = day and day.isoformat()
        elif IText.providedBy(field):
            found = body.text(name, required=field.required, default=None)
        else:
            plain.pop(name, None)
            continue
        if found is not None:
            said[name] = found
    body.done()
    return said


def _plain(field, text):
    """The value that a text of the header stands for; what it is not is told by ``Body``."""
    if IInt.providedBy(field) and text.isdecimal():
        return int(text)
    if IBool.providedBy(field):
        return FLAGS.get(text.lower(), text)
    return text


def metadata_of(request):
    """Return ``Upload-Metadata`` as a mapping; raises ``BadRequest`` for one that is unreadable."""
    found = {}
    for item in request.getHeader("Upload-Metadata", "").split(","):
        name, _blank, value = item.strip().partition(" ")
        try:
            found[name.lower()] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, ValueError) as error:
            raise BadRequest(f"Upload-Metadata: {name[:40]}") from error
    return found


class RecordUploadPost(tus.UploadPost):
    """``POST @tus-upload`` and ``@tus-replace``: refuse before any piece what is known by then."""

    def reply(self):
        """Start an upload of at least one byte and at most the limit."""
        announced = self.request.getHeader("Upload-Length", "")
        if announced.isdecimal():
            size, limit = int(announced), limit_bytes()
            reason = None
            if not size:
                reason = Reason("empty")
            elif size > limit:
                reason = Reason("too_large", data={"size": size, "limit": limit})
            if reason is not None:
                raise BadRequest(refusal_text(Refused((reason,), "")))
        metadata = metadata_of(self.request)
        if not self.__name__.endswith("@tus-replace"):
            said_of(metadata.get("@type", DOCUMENT), metadata)
        return super().reply()


class RecordUploadPatch(tus.UploadPatch):
    """``PATCH @tus-upload/<id>``: the last piece files the upload or takes it away."""

    def create_or_modify_content(self, tus_upload):
        """File the upload; a refusal removes its pieces, a conflict keeps them for the next try."""
        # A request that is tried again appends its piece once more.
        os.truncate(tus_upload.filepath, tus_upload.length())
        try:
            if tus_upload.metadata().get("mode", "create") == "create":
                self._file(tus_upload)
            else:
                super().create_or_modify_content(tus_upload)
        except ConflictError:
            raise
        except Exception:
            tus_upload.close()
            tus_upload.cleanup()
            raise

    def _file(self, tus_upload):
        """File a new object, a document unless ``@type`` says another, as ``POST`` of JSON does."""
        metadata = tus_upload.metadata()
        type_name = metadata.get("@type", DOCUMENT)
        field_name = metadata.get("fieldname") or _file_field(type_name)
        values = {**said_of(type_name, metadata), field_name: tus_upload}
        made = create(self.context, type_name)
        deserializer = getMultiAdapter(
            (made.__of__(self.context), self.request), IDeserializeFromJson
        )
        deserializer(validate_all=True, data=values, create=True)
        made = aq_base(made)
        if not getattr(deserializer, "notifies_create", False):
            notify(ObjectCreatedEvent(made))
        made = add(self.context, made)
        tus_upload.close()
        tus_upload.cleanup()
        self.request.response.setHeader("Location", made.absolute_url())


def _file_field(type_name):
    """Return the name of the type's first field for a file."""
    for name, field in fields_of(type_name).items():
        if ICheckedFile.providedBy(field):
            return name
    raise BadRequest("Fieldname required")
