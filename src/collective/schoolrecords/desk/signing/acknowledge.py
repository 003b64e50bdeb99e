"""Getting to know a document: the person's own page, their list, and the list of who is late."""

from collective.schoolrecords.core import sheets as rules
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.deeds import DeedsMixin
from collective.schoolrecords.desk.desk_matters import item
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.signing import fields
from collective.schoolrecords.desk.signing.page import WrongPassword
from collective.schoolrecords.desk.signing.sheet_page import standing_badge
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.signing import sheets
from collective.schoolrecords.signing import tries
from collective.schoolrecords.signing.adding import title_of
from collective.schoolrecords.signing.form import covers
from collective.schoolrecords.signing.form import form_of
from collective.schoolrecords.signing.refusals import in_words
from collective.schoolrecords.signing.sheet_services import lines_of
from collective.schoolrecords.signing.sheet_storage import find_waiting
from collective.schoolrecords.signing.sheet_storage import sheet_of
from plone.namedfile.interfaces import INamedBlobFile
from plone.namedfile.utils import set_headers
from plone.namedfile.utils import stream_data
from Products.Five.browser import BrowserView
from zExceptions import NotFound
from zExceptions import Unauthorized


MINE = _("desk_to_acknowledge", default="Documents to get to know")
LATE = _("desk_sheets_title", default="Familiarisation with documents")
COLUMNS = (
    ("", _("desk_col_what", default="What")),
    ("sr-lead", _("desk_col_value", default="Value")),
)
MY_COLUMNS = (
    ("sr-lead", _("desk_sheet_col_document", default="Document")),
    ("sr-nowrap", _("desk_sheet_col_until", default="Until")),
    ("", _("desk_sheet_col_standing", default="Familiarisation")),
)
LATE_COLUMNS = (
    ("sr-lead", _("desk_sheet_col_document", default="Document")),
    ("sr-num", _("desk_sheet_col_waiting", default="Not yet")),
    ("sr-num", _("desk_sheet_col_late", default="Overdue")),
)


class AcknowledgePage(DeedsMixin, Page):
    """``acknowledge`` of a document, for whoever stands on its sheet."""

    title = _("desk_acknowledge", default="Get to know the document")

    def trail(self):
        """See :class:`Page`."""
        return [(MINE, f"{self.site.absolute_url()}/@@to-acknowledge")]

    @property
    def back(self):
        """See :class:`DeedsMixin`."""
        return f"{self.context.absolute_url()}/@@acknowledge"

    def render(self):
        """Show the document to whoever is asked to know it; nobody else learns of it here."""
        if not sheets.is_listed(self.context):
            raise Unauthorized("acknowledge")
        return super().render()

    @property
    def result(self):
        """What the template shows."""
        record = self.context
        forms = [self.form_of("acknowledge")]
        return Values(
            title=title_of(record),
            line=self.title,
            links=self._file(),
            tables=[
                Values(
                    title=self.title,
                    columns=[Values(css=css, title=title) for css, title in COLUMNS],
                    rows=[_fact(title, self.say(text)) for title, text in self._facts()],
                    foot=self._done(),
                )
            ],
            forms=[self._bound(one) for one in forms if one is not None],
        )

    def _facts(self):
        text = getattr(self.context, "text", None)
        for title, shown in covers(self.context):
            # Of a long text the words of a signature show the beginning; here it is read.
            cut = text and len(text) > len(shown) and shown.endswith("…")
            yield title, text if cut and text.startswith(shown[:-1].rstrip()) else shown

    def _file(self):
        if not INamedBlobFile.providedBy(getattr(self.context, "scan", None)):
            return []
        title = _("desk_acknowledge_file", default="Open the file")
        url = f"{self.context.absolute_url()}/@@acknowledge-file"
        return [Values(title=title, url=url, css="btn-secondary")]

    def _done(self):
        noted = sheet_of(self.context).noted().get(sheets.person_id_now())
        if noted is not None:
            return _(
                "desk_acknowledged",
                default="You got to know the document on ${day}.",
                mapping={"day": day_text(noted.day)},
            )
        found = sheets.reasons_against_own(self.context)
        return " ".join(in_words(one)["message"] for one in found) or None

    def _bound(self, bag):
        bag.hidden = [Values(name="digest", value=form_of(self.context).digest)]
        return bag

    def deeds(self):
        """See :class:`DeedsMixin`."""
        if not sheets.reasons_against_own(self.context):
            yield Deed(
                "acknowledge",
                _("desk_acknowledge_do", default="I have read it"),
                self._acknowledge,
                fields.password(),
                text=sheets.statement(self.context),
            )

    def _do(self):
        """See :class:`DeedsMixin`: a wrong password is told beside its field and stays counted."""
        try:
            return super()._do()
        except WrongPassword as wrong:
            self.field_errors[fields.AGAIN] = wrong.args[0]
            return False

    def _acknowledge(self, values):
        sent = self.request.form.get("digest")
        seen = sent if isinstance(sent, str) else ""
        sheets.check_own(self.context, seen)
        fault = tries.fault_of(values[fields.AGAIN])
        if fault is not None:
            raise WrongPassword(in_words(fault)["message"])
        sheets.acknowledge(self.context, seen)
        return _("desk_acknowledge_done", default="Noted: you have read the document.")


class AcknowledgeFile(BrowserView):
    """``acknowledge-file`` of a document: its file, for whoever stands on the sheet."""

    def __call__(self):
        if not sheets.is_listed(self.context):
            raise Unauthorized("acknowledge-file")
        file = getattr(self.context, "scan", None)
        if not INamedBlobFile.providedBy(file):
            raise NotFound("acknowledge-file")
        set_headers(file, self.request.response, filename=file.filename)
        self.request.response.setHeader("X-Content-Type-Options", "nosniff")
        self.request.response.setHeader("Cache-Control", "private, no-store")
        return stream_data(file)


class ToAcknowledgePage(Page):
    """``to-acknowledge`` of the site: what waits for the reader."""

    title = MINE
    current = "desk"

    @property
    def result(self):
        """What the template shows."""
        rows = [self._row(one) for one in sheets.waiting_for_me()]
        return Values(
            title=MINE,
            tables=[_table(MINE, MY_COLUMNS, rows)] if rows else [],
            empty=None if rows else _("desk_acknowledge_none", default="Nothing waits for you."),
        )

    def _row(self, record):
        listed = sheet_of(record).listed()[sheets.person_id_now()]
        return Values(
            cells=[
                Values(
                    text=title_of(record),
                    css="sr-lead",
                    url=f"{record.absolute_url()}/@@acknowledge",
                ),
                Values(text=day_text(listed.until), css="sr-nowrap"),
                Values(state=standing_badge(rules.standing(listed, None, self.today))),
            ]
        )


class SheetsPage(Page):
    """``sheets`` of the site: the documents that still wait for somebody, for those who keep them."""

    title = LATE
    current = "orders"

    def render(self):
        """Show the list to those who keep sheets."""
        if not keeps(self.reader):
            raise Unauthorized("sheets")
        return self.index()

    @property
    def result(self):
        """What the template shows."""
        rows = [_late_row(*one) for one in late_documents()]
        return Values(
            title=LATE,
            tables=[_table(LATE, LATE_COLUMNS, rows)] if rows else [],
            empty=None if rows else _("desk_sheets_none", default="Everybody has read everything."),
        )


def keeps(reader):
    """Whether the reader is one of those who keep sheets."""
    return bool(set(rules.KEEPERS) & reader.role_names)


def late_documents():
    """Return (document, people it waits for, of them overdue), most overdue first."""
    found = []
    for record in sheets.waiting_documents():
        standings = [line[3] for line in lines_of(record)]
        late = standings.count(rules.OVERDUE)
        found.append((record, late + standings.count(rules.WAITING), late))
    return sorted(found, key=lambda one: -one[2])


def sheet_matters(reader, say):
    """Return the lines of the desk: what the reader has to know, and who is late."""
    found, base = [], reader.site.absolute_url()
    index, person = find_waiting(reader.site), reader.school and reader.school.person_of(reader.id)
    if index is None:
        return found
    if person is not None and index.people.get(person.id):
        count = len(sheets.waiting_for_me())
        if count:
            end = _("desk_end_acknowledge", default="to read")
            found.append(item(count, MINE, f"{base}/@@to-acknowledge", end, "wait", say))
    if keeps(reader) and index.records:
        late = sum(one[2] for one in late_documents())
        if late:
            title = _("desk_wait_sheets", default="People who have not read a document in time")
            end = _("desk_end_remind", default="to remind")
            found.append(item(late, title, f"{base}/@@sheets", end, "stop", say))
    return found


def _late_row(record, waiting, late):
    url = f"{record.absolute_url()}/@@familiarisation-sheet"
    return Values(
        cells=[
            Values(text=title_of(record), css="sr-lead", url=url),
            Values(text=number_text(waiting), css="sr-num"),
            Values(text=number_text(late), css="sr-num"),
        ]
    )


def _table(title, columns, rows):
    return Values(
        title=title,
        columns=[Values(css=css, title=text) for css, text in columns],
        rows=rows,
    )


def _fact(title, text):
    return Values(cells=[Values(text=title), Values(text=text, css="sr-lead")])
