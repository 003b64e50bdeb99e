"""Deleting a draft: a page that says what goes, in place of Plone's own confirmation.

A draft is nobody's decision yet, so it may vanish, and only an event without a word of it stays
(core/deletions.py); who may do it, and that nobody may past draft,
is said by the lives of the families (core/lifecycle.py). The page asks the same permission.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core.states import DELETE
from collective.schoolrecords.desk.form_page import FormMixin
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.record_base import RecordBase
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _


#: Name of the view: that of Plone's own page, so that every link to it leads here.
NAME = "delete_confirmation"
TITLE = _("desk_delete_draft", default="Delete the draft")
FOR_GOOD = _("desk_delete_for_good", default="This is for good")


def delete_links(record):
    """Return the link to the page for whoever may delete the record now, else nothing."""
    if not getSecurityManager().checkPermission(DELETE, record):
        return []
    return [Values(icon="refused", url=f"{record.absolute_url()}/@@{NAME}", title=TITLE)]


class DeleteDraft(FormMixin, RecordBase):
    """``delete_confirmation`` of a record: GET says what goes, POST deletes it."""

    title = TITLE
    errors_title = _("desk_delete_refused", default="The draft is not deleted:")

    def trail(self):
        """See :class:`Page`."""
        return self.under_record()

    def form_fields(self):
        """See :class:`FormMixin`; nothing is asked."""
        return []

    def render(self):
        """Ask, or delete and go to what the draft stood in; a GET never changes anything."""
        if self.posted() and self.saves and self._delete():
            return self.go(self.parent_url)
        return self.index()

    @property
    def parent_url(self):
        """Address of the register, or of the record that holds the document."""
        return aq_parent(aq_inner(self.context)).absolute_url()

    def _delete(self):
        record, data = self.context, {"title": self.record_title}
        try:
            aq_parent(aq_inner(record)).manage_delObjects([record.getId()])
        except Refusal as refusal:
            self.keep_refusal(refusal)
            return False
        self.note(_("desk_draft_deleted", default="Draft deleted: ${title}.", mapping=data))
        return True

    @property
    def form(self):
        """What the template shows."""
        record = self.context
        count = len(record.objectIds()) if self.family != "file_document" else 0
        text = _(
            "desk_delete_text",
            default="What the draft says goes. That it was deleted, when and by whom, stays in the "
            "school's history.",
        )
        within = _(
            "desk_delete_within",
            default="What it holds goes with it, documents: ${n}.",
            mapping={"n": number_text(count)},
        )
        return Values(
            title=self.title,
            line=self.record_title,
            texts=[within] if count else (),
            danger=Values(title=FOR_GOOD, text=text),
            action=f"{record.absolute_url()}/@@{NAME}",
            save=TITLE,
            cancel=record.absolute_url(),
        )
