"""The place of an accepted document: said anew, with the former one in its history."""

from collective.schoolrecords.desk.record_deed import RecordDeed
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.document.interfaces import IFileDocument
from collective.schoolrecords.records.document.place import may_move_document
from collective.schoolrecords.records.document.place import MOST_BASIS
from collective.schoolrecords.records.document.place import move_document
from zope import schema


TITLE = _("desk_document_place", default="Change the place of storage")


def place_link(record):
    """Return the link to this page, for whoever may say where an accepted document lies."""
    if record.family_id != "file_document" or not may_move_document(record):
        return []
    return [Values(icon="place", url=f"{record.absolute_url()}/@@change-place", title=TITLE)]


class ChangePlace(RecordDeed):
    """``change-place`` of a document that was accepted into a record."""

    title = TITLE

    def may(self):
        """See :class:`RecordDeed`."""
        return may_move_document(self.context)

    def deed_fields(self):
        """See :class:`RecordDeed`."""
        basis = texts.DETAILS["basis"]
        return [
            IFileDocument["place"],
            schema.TextLine(__name__="basis", title=basis, max_length=MOST_BASIS),
        ]

    def known(self):
        """See :class:`RecordDeed`."""
        return {"place": self.context.place}

    def text(self):
        """See :class:`RecordDeed`."""
        return _(
            "desk_document_place_text",
            default="Leave the place empty when the paper lies in the file itself. The former place "
            "stays in the history.",
        )

    def do(self, values):
        """Move the document."""
        move_document(self.context, values["place"], values["basis"])
        return _("desk_document_moved", default="The place of storage was changed.")
