"""The place of an accepted document: said anew, with the former one in its history."""

from AccessControl import Unauthorized
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.desk.form_page import FormMixin
from collective.schoolrecords.desk.record_base import RecordBase
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.document.interfaces import IFileDocument
from collective.schoolrecords.records.document.place import may_move_document
from collective.schoolrecords.records.document.place import MOST_BASIS
from collective.schoolrecords.records.document.place import move_document
from functools import cached_property
from zope import schema


TITLE = _("desk_document_place", default="Change the place of storage")


def place_link(record):
    """Return the link to this page, for whoever may say where an accepted document lies."""
    if record.family_id != "file_document" or not may_move_document(record):
        return []
    return [Values(icon="place", url=f"{record.absolute_url()}/@@change-place", title=TITLE)]


class ChangePlace(FormMixin, RecordBase):
    """``change-place`` of a document that was accepted into a record."""

    title = TITLE

    def trail(self):
        """See :class:`Page`."""
        return self.under_record()

    @cached_property
    def _fields(self):
        return [
            IFileDocument["place"],
            schema.TextLine(__name__="basis", title=texts.DETAILS["basis"], max_length=MOST_BASIS),
        ]

    def form_fields(self):
        """See :class:`FormMixin`."""
        return self._fields

    def render(self):
        """Show the form, or keep the place and go back to the document."""
        if not may_move_document(self.context):
            raise Unauthorized("change-place")
        if self.posted() and self.saves and self._move():
            self.note(_("desk_document_moved", default="The place of storage was changed."))
            return self.go(self.context.absolute_url())
        return self.index()

    def _move(self):
        values = self.read_all()
        if self.field_errors:
            return False
        try:
            move_document(self.context, values["place"], values["basis"])
        except Refusal as refusal:
            self.keep_refusal(refusal)
            return False
        return True

    @property
    def form(self):
        """What the template shows."""
        text = _(
            "desk_document_place_text",
            default="Leave the place empty when the paper lies in the file itself. The former place "
            "stays in the history.",
        )
        known = {"place": self.context.place}
        return Values(
            title=self.title,
            line=self.record_title,
            texts=[text],
            action=f"{self.context.absolute_url()}/@@change-place",
            groups=[Values(fields=self.inputs(self.form_fields(), known))],
            save=self.title,
            cancel=self.context.absolute_url(),
        )
