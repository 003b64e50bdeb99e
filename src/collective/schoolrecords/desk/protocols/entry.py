"""One row of a protocol at its own address: for the staff, and for the family it belongs to."""

from collective.schoolrecords.core import protocols as rules
from collective.schoolrecords.core.names import full_name
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.protocols.table import names_of
from collective.schoolrecords.desk.protocols.table import Rows
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle.protocol_texts import PROTOCOL_DETAILS
from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import filled
from collective.schoolrecords.records.protocol.people import viewer_of
from collective.schoolrecords.records.protocol.words import KIND_TITLES
from collective.schoolrecords.records.protocol.words import WAY_TITLES
from functools import cached_property
from zExceptions import NotFound


TITLE = _("desk_entry_title", default="Row ${n} of protocol ${number}")
COLUMNS = (
    ("", _("desk_col_what", default="What")),
    ("sr-lead", _("desk_col_value", default="Value")),
)
RESULT = (
    "label",
    "form",
    "variant",
    "ticket",
    "primary",
    "test",
    "criteria",
    "mark",
    *rules.GRADES,
    "document",
    "outside",
)
POINT = ("question", "speakers", "votes_for", "votes_against", "abstained")


class EntryPage(Page):
    """``entry?number=n`` of a protocol: a row that the reader may see; 404 for any other."""

    current = "protocols"

    @cached_property
    def position(self):
        """The number of the row in the address."""
        text = self.request.form.get("number")
        fits = isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 10
        return int(text) if fits else 0

    @cached_property
    def row(self):
        """The row; nothing tells a row of somebody else from one that does not exist."""
        found = viewer_of(self.context).own(self.context.rows()).get(self.position)
        if found is None:
            raise NotFound("entry")
        return found

    @property
    def title(self):
        """See :class:`Page`."""
        number = self.context.registration_number or "—"
        mapping = {"n": self.position, "number": number}
        return filled(TITLE, mapping)

    def trail(self):
        """See :class:`Page`: the protocol, for whoever sees it whole."""
        if not viewer_of(self.context).everything:
            return ()
        return [(self.context.title, self.context.absolute_url())]

    @property
    def result(self):
        """What the template shows."""
        row, words = self.row, Rows(self.context, self.say)
        facts = self._point(row) if self.context.is_council else self._result(row, words)
        line = [self.say(KIND_TITLES.get(self.context.kind, "")), self.context.school_subject]
        line += [day_text(self.context.dated_on)]
        return Values(
            title=self.title,
            line=" · ".join(part for part in line if part),
            state=None if self.context.is_council else words.badge(self.position),
            tables=[
                Values(
                    title=self.say(self.title),
                    columns=[Values(css=css, title=title) for css, title in COLUMNS],
                    rows=[
                        Values(cells=[Values(text=label), Values(text=value, css="sr-lead")])
                        for label, value in facts
                        if value not in (None, "")
                    ],
                )
            ],
        )

    def _point(self, point):
        for name in POINT:
            yield PROTOCOL_DETAILS[name], getattr(point, name)
        yield _("desk_col_council_decided", default="Decided"), point.decision

    def _result(self, row, words):
        yield _("desk_col_pupil", default="Pupil"), full_name(*names_of(row))
        for name in RESULT:
            value = getattr(row, name)
            if name == "mark" and self.context.kind == rules.INTERIM:
                value = rules.written_mark(value)
            yield PROTOCOL_DETAILS[name], None if value is None else str(value)
        ruling = words.ruling(self.position, row)
        yield _("desk_col_row_state", default="Result"), ruling and self.say(ruling)
        one = words.told.get(self.position)
        if one is not None:
            shown = f"{day_text(one.day)}, {self.say(WAY_TITLES[one.way])}"
            yield _("desk_col_familiarised", default="Familiarised"), shown
        yield _("desk_col_note", default="Note"), row.note
