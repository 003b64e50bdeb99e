"""Uploads in pieces (TUS) into records and registers: what is refused leaves nothing behind.

The stock services keep the pieces of an upload that was refused until somebody uploads something
else an hour later, accept any announced length, and never finish an upload of nothing.
"""

from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.core.uploads import Refused
from collective.schoolrecords.records.file_texts import refusal_text
from collective.schoolrecords.records.files import limit_bytes
from plone.restapi.services.content import tus
from zExceptions import BadRequest
from ZODB.POSException import ConflictError

import os


class RecordUploadPost(tus.UploadPost):
    """``POST @tus-upload`` and ``@tus-replace``: refuse by the announced length, before any piece."""

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
        return super().reply()


class RecordUploadPatch(tus.UploadPatch):
    """``PATCH @tus-upload/<id>``: the last piece files the upload or takes it away."""

    def create_or_modify_content(self, tus_upload):
        """File the upload; a refusal removes its pieces, a conflict keeps them for the next try."""
        # A request that is tried again appends its piece once more.
        os.truncate(tus_upload.filepath, tus_upload.length())
        try:
            super().create_or_modify_content(tus_upload)
        except ConflictError:
            raise
        except Exception:
            tus_upload.close()
            tus_upload.cleanup()
            raise
