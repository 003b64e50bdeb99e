"""Pupils of the senior classes whose certificate of grade 9 is still to be taken into custody."""

from AccessControl import Unauthorized
from collective.schoolrecords.access.log.requests import note_shown
from collective.schoolrecords.core.case_kinds import CERTIFICATE
from collective.schoolrecords.core.case_kinds import may_file
from collective.schoolrecords.desk.desk_matters import item
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.navigation import REGISTER_IDS
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.case.custody import is_asked
from collective.schoolrecords.records.case.custody import not_taken
from functools import cached_property
from urllib.parse import urlencode


NAME = "certificates-to-take"
TITLE = _("desk_custody", default="Certificates to take into custody")
COLUMNS = (
    ("sr-lead", _("desk_col_pupil", default="Pupil")),
    ("sr-nowrap", _("desk_col_class", default="Class")),
    ("sr-nowrap", _("desk_custody_take", default="Take the certificate")),
)
NOBODY = _(
    "desk_custody_none", default="The certificates of all pupils of the senior classes are here."
)
NOT_ASKED = _(
    "desk_custody_not_asked",
    default="The regulation of the school takes no certificates into custody.",
)


def custody_matters(reader, today, say):
    """Return the line of "Waits for you" for whoever takes certificates, none without any."""
    files = not_taken(reader.site, today) if may_take(reader) else ()
    if not files:
        return []
    end = _("desk_end_take", default="to take")
    return [item(len(files), TITLE, f"{reader.site.absolute_url()}/@@{NAME}", end, "wait", say)]


def may_take(reader):
    """Return whether the reader registers certificates in custody."""
    return may_file(CERTIFICATE, reader.role_names)


class CertificatesToTake(Page):
    """``certificates-to-take`` of the site, for whoever registers certificates in custody."""

    title = TITLE
    current = "cases"

    def trail(self):
        """See :class:`Page`."""
        return ((TITLES["cases"], self.register),)

    @property
    def register(self):
        """Address of the register of cases."""
        return f"{self.site.absolute_url()}/{REGISTER_IDS['case_file']}"

    @cached_property
    def files(self):
        """Files of the pupils."""
        return not_taken(self.site, self.today)

    def render(self):
        """Show the list; it changes nothing."""
        if not may_take(self.reader):
            raise Unauthorized(NAME)
        return self.index()

    @property
    def result(self):
        """What the template shows."""
        note_shown(one.UID() for one in self.files)
        empty = None
        if not self.files:
            empty = NOBODY if is_asked(self.site, self.today) else NOT_ASKED
        columns = [Values(css=css, title=title) for css, title in COLUMNS]
        table = Values(title=TITLE, columns=columns, rows=[self._row(one) for one in self.files])
        return Values(
            title=TITLE,
            line=number_text(len(self.files)) if self.files else None,
            empty=empty,
            tables=[table] if self.files else [],
        )

    def _row(self, file):
        cohort = self.reader.school.cohorts[file.cohort_id]
        asked = urlencode({"doc_type": CERTIFICATE, "file_number": file.file_number or ""})
        return Values(
            cells=[
                Values(
                    text=file.full_name,
                    sub=file.file_number,
                    css="sr-lead",
                    url=file.absolute_url(),
                ),
                Values(text=cohort.nearest_label(self.today), css="sr-nowrap"),
                Values(
                    text=self.say(COLUMNS[2][1]),
                    css="sr-nowrap",
                    url=f"{self.register}/@@add-record?{asked}",
                ),
            ]
        )
