"""What all pages of one book share."""

from collective.schoolrecords.desk.record import RecordBase
from collective.schoolrecords.messages import _


class BookBase(RecordBase):
    """A book is called by its number, its volume and its title."""

    @property
    def record_title(self):
        """«№ 3, том 2 Книга …»."""
        book = self.context
        parts = [f"№ {book.registration_number}" if book.registration_number else ""]
        if book.record_volume:
            data = {"volume": book.record_volume}
            parts.append(self.say(_("desk_volume_n", default="vol. ${volume}", mapping=data)))
        return " ".join(part for part in (", ".join(filter(None, parts)), book.title) if part)
