"""Graduates of the last school year who stand in no book of certificates, one press from their entry."""

from AccessControl import Unauthorized
from collective.schoolrecords.access.log.requests import note_shown
from collective.schoolrecords.desk.books.base import BookBase
from collective.schoolrecords.desk.books.pupil import cohort_of
from collective.schoolrecords.desk.desk_lists import school_year_before
from collective.schoolrecords.desk.form_page import KIND
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.formats import state_badge
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.book import rights
from collective.schoolrecords.records.book.graduates import without_entry
from functools import cached_property
from urllib.parse import urlencode


TITLE = _("desk_graduates", default="Graduates without an entry")
COLUMNS = (
    ("sr-lead", _("desk_col_pupil", default="Pupil")),
    ("sr-nowrap", _("desk_col_class", default="Class")),
    ("", _("desk_col_state", default="State")),
    ("sr-nowrap", _("desk_graduates_entry", default="Entry")),
)


class GraduatesPage(BookBase):
    """``graduates`` of a book of certificates, for whoever writes its entries."""

    title = TITLE

    def trail(self):
        """See :class:`Page`."""
        return self.under_record()

    @cached_property
    def files(self):
        """Files of the graduates."""
        return without_entry(self.context, school_year_before(self.today))

    def render(self):
        """Show the list; it changes nothing."""
        if not rights.may_write(self.context):
            raise Unauthorized("graduates")
        return self.index()

    @property
    def result(self):
        """What the template shows."""
        year = school_year_before(self.today)
        note_shown(one.UID() for one in self.files)
        table = Values(
            title=TITLE,
            columns=[Values(css=css, title=title) for css, title in COLUMNS],
            rows=[self._row(one) for one in self.files],
        )
        return Values(
            title=TITLE,
            line=_(
                "desk_graduates_line",
                default="${book} · ${year} · ${n}",
                mapping={
                    "book": self.record_title,
                    "year": year,
                    "n": number_text(len(self.files)),
                },
            ),
            empty=None
            if self.files
            else _(
                "desk_graduates_none",
                default="Every graduate of ${year} has an entry.",
                mapping={"year": year},
            ),
            tables=[table] if self.files else [],
        )

    def _row(self, file):
        cohort = cohort_of(file)
        asked = urlencode({"file_number": file.file_number or "", KIND: "1"})
        return Values(
            cells=[
                Values(
                    text=file.full_name,
                    sub=file.file_number,
                    css="sr-lead",
                    url=file.absolute_url(),
                ),
                Values(text=cohort.nearest_label(self.today) if cohort else "", css="sr-nowrap"),
                Values(state=state_badge(file.state, file.family_id)),
                Values(
                    text=self.say(_("desk_entry_add", default="Write an entry")),
                    css="sr-nowrap",
                    url=f"{self.context.absolute_url()}/@@add-entry?{asked}",
                ),
            ]
        )
