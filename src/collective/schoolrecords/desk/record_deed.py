"""A page of one record with one form for one deed that is no step: a place, a name, a debt."""

from abc import abstractmethod
from AccessControl import Unauthorized
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.desk.form_page import FormMixin
from collective.schoolrecords.desk.record_base import RecordBase
from collective.schoolrecords.desk.values import Values
from functools import cached_property


class RecordDeed(FormMixin, RecordBase):
    """Asks, does, tells, and goes back to the record.

    ``button``: the words on it where they are not the title. ``anchor``: the part of the record's
    page that shows what was done (``#id``).
    """

    button = None
    anchor = ""

    @abstractmethod
    def may(self):
        """Return whether the current user may do the deed with the record as it is."""

    @abstractmethod
    def deed_fields(self):
        """Return the fields that are asked, in order."""

    @abstractmethod
    def do(self, values):
        """Do the deed and return the message that tells of it; a ``Refusal`` has all reasons.

        Where a field could not be read its value is ``None`` and nothing of the deed stays.
        """

    def known(self):
        """Return field name → what it shows at first."""
        return {}

    def text(self):
        """Return what stands above the fields, ``None`` for nothing."""
        return None

    def trail(self):
        """See :class:`Page`."""
        return self.under_record()

    @cached_property
    def _fields(self):
        return list(self.deed_fields())

    def form_fields(self):
        """See :class:`FormMixin`."""
        return self._fields

    def render(self):
        """Show the form, or do the deed and go back to the record."""
        if not self.may():
            raise Unauthorized(self.__name__)
        if self.posted() and self.saves and self._done():
            return self.go(self.context.absolute_url() + self.anchor)
        return self.index()

    def _done(self):
        values = {**dict.fromkeys(self.field_titles), **self.read_all()}
        if self.field_errors:
            self.judge(lambda: self.do(values))
            return False
        try:
            message = self.do(values)
        except Refusal as refusal:
            self.keep_refusal(refusal)
            return False
        self.note(message)
        return True

    @property
    def form(self):
        """What the template shows."""
        url, text = self.context.absolute_url(), self.text()
        return Values(
            title=self.title,
            line=self.record_title,
            texts=[] if text is None else [text],
            action=f"{url}/@@{self.__name__}",
            groups=[Values(fields=self.inputs(self.form_fields(), self.known()))],
            save=self.button or self.title,
            cancel=url,
        )
