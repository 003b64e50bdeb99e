"""What all pages of one record share: its title and the way back."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.schoolrecords.desk.navigation import NAV_KEYS
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.page import Page
from functools import cached_property


class RecordBase(Page):
    """What all pages of one record share: their title and the way back."""

    @cached_property
    def family(self):
        """Id of the record's family."""
        return self.context.family_id

    @cached_property
    def owner(self):
        """The record in a register: the context, or the one around a document."""
        if self.family == "file_document":
            return aq_parent(aq_inner(self.context))
        return self.context

    @property
    def current(self):
        """See :class:`Page`."""
        return NAV_KEYS[self.owner.family_id]

    @property
    def record_title(self):
        """Number and name, as the title line has it."""
        record = self.context
        if self.family == "order" and record.registration_number:
            return f"№ {record.registration_number} {record.title}"
        if self.family == "protocol" and record.registration_number:
            return f"№ {record.registration_number} {record.title}"
        if self.family == "case_file" and record.case_index:
            return f"{record.case_index} {record.title}"
        return record.title

    @property
    def title(self):
        """See :class:`Page`."""
        return self.record_title

    def trail(self):
        """See :class:`Page`."""
        register = aq_parent(aq_inner(self.owner))
        found = [(TITLES[NAV_KEYS[self.owner.family_id]], register.absolute_url())]
        if self.owner is not self.context:
            found.append((self.owner.title, self.owner.absolute_url()))
        return found

    def under_record(self):
        """Return the way back for a page below the record's own."""
        return [*RecordBase.trail(self), (self.record_title, self.context.absolute_url())]
