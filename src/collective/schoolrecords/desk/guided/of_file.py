"""What the guided acts on one pupil's file share: whose it is, its open work, what was entered."""

from collective.schoolrecords.desk.guided.base import GuidedPage
from collective.schoolrecords.desk.record_base import RecordBase
from collective.schoolrecords.records.year_work import orders
from collective.schoolrecords.records.year_work import storage
from collective.schoolrecords.records.year_work.rights import may_work
from functools import cached_property


class FilePage(GuidedPage, RecordBase):
    """A guided act on a personal file; what was entered stays until the work is done."""

    #: Kind of the work (``storage.KINDS``).
    kind = None

    def trail(self):
        """See :class:`Page`."""
        return self.under_record()

    @property
    def line(self):
        """Whose file it is."""
        return self.record_title

    @property
    def back(self):
        """See :class:`DeedsMixin`."""
        return f"{self.context.absolute_url()}/@@{self.__name__}"

    @cached_property
    def work(self):
        """The open work on the file, ``None`` before the first step and after the last one."""
        return storage.open_on_file(self.context.UID(), self.kind)

    @cached_property
    def values(self):
        """What was entered so far."""
        return dict(self.work.values) if self.work is not None else {}

    def forms_of(self, *ids):
        """Return the forms of the deeds that are offered now, each by itself."""
        return [one for one in map(self.form_of, ids) if one is not None]


def work_that_leads(record, kind):
    """Return the open work of a kind on a file that the reader may go on with now, or ``None``.

    Nobody goes on while the director has the order.
    """
    if record.family_id != "personal_file" or not may_work():
        return None
    work = storage.open_on_file(record.UID(), kind)
    return None if work is None or orders.waits_for_director(work) else work
