"""The rows of a protocol as a table of its page: columns by kind, states in words."""

from collective.schoolrecords.core import lifecycle as states
from collective.schoolrecords.core import protocols as rules
from collective.schoolrecords.core.names import full_name
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle.protocol_texts import PROTOCOL_DETAILS
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.protocol.words import ROW_STATE_TITLES
from collective.schoolrecords.records.protocol.words import WAY_TITLES


NUMBER = ("sr-num sr-nowrap", _("desk_col_order_number", default="No."))
LABEL = ("sr-nowrap", _("desk_col_class", default="Class"))
PUPIL = ("sr-lead", _("desk_col_pupil", default="Pupil"))
FORM = ("sr-side", _("desk_col_exam_form", default="Form"))
VARIANT = ("sr-nowrap", PROTOCOL_DETAILS["variant"])
TICKET = ("sr-nowrap", PROTOCOL_DETAILS["ticket"])
PRIMARY = ("sr-num", _("desk_col_primary", default="Score"))
TEST = ("sr-num", _("desk_col_test_score", default="Test score"))
MARK = ("sr-num", _("desk_col_mark", default="Mark"))
YEAR_MARK = ("sr-num", PROTOCOL_DETAILS["year_mark"])
FINAL_MARK = ("sr-num", PROTOCOL_DETAILS["final_mark"])
STATE = ("", _("desk_col_row_state", default="Result"))
TOLD = ("sr-nowrap", _("desk_col_familiarised", default="Familiarised"))
NOTE = ("sr-side", _("desk_col_note", default="Note"))
COLUMNS = {
    rules.STATE_EXAM_9: (NUMBER, LABEL, PUPIL, FORM, PRIMARY, MARK, STATE, TOLD),
    rules.STATE_EXAM_11: (NUMBER, LABEL, PUPIL, FORM, PRIMARY, TEST, MARK, STATE, TOLD),
    rules.INTERIM: (
        NUMBER,
        LABEL,
        PUPIL,
        VARIANT,
        TICKET,
        MARK,
        YEAR_MARK,
        FINAL_MARK,
        STATE,
        NOTE,
    ),
    rules.INDEPENDENT: (NUMBER, LABEL, PUPIL, PRIMARY, MARK, STATE, TOLD),
    rules.INTERNAL: (NUMBER, LABEL, PUPIL, PRIMARY, MARK, STATE, NOTE),
    rules.COUNCIL: (
        NUMBER,
        ("sr-lead", _("desk_col_question", default="Question")),
        ("", _("desk_col_council_decided", default="Decided")),
        ("sr-nowrap", _("desk_col_votes", default="For / against / abstained")),
    ),
}
#: States in which a pupil who was not told stands out.
TELLING = frozenset((states.APPROVED, states.SIGNED, states.CLOSED))
BADGES = {
    rules.EFFECTIVE: ("check", "done"),
    rules.REJECTED: ("check", "done"),
    rules.CHANGED: ("move", "past"),
    rules.ANNULLED: ("state-annulled", "stop"),
}
NOT_TOLD = Values(
    icon="warning", tone="wait", title=_("desk_row_not_told", default="not familiarised")
)
UNKNOWN_PUPIL = _("desk_row_no_file", default="no personal file chosen")


def columns_of(record):
    """Return the columns of a protocol's kind."""
    shown = COLUMNS.get(record.kind) or COLUMNS[rules.INTERNAL]
    return [Values(css=css, title=title) for css, title in shown]


class Rows:
    """Turns rows of one protocol into rows of a table."""

    def __init__(self, record, say):
        self.record = record
        self.say = say
        self.url = record.absolute_url()
        self.states = record.states()
        self.told = record.told()
        self.unfamiliar = set(record.unfamiliar()) if record.state in TELLING else set()
        self.rulings = {one.position: one for one in record.rulings()}
        self.columns = COLUMNS.get(record.kind) or COLUMNS[rules.INTERNAL]

    def row(self, position, row, picked=True):
        """Return the bag of one row; ``picked``: it has a box to choose it by."""
        if self.record.is_council:
            cells, name = self._point(position, row), row.question
        else:
            cells, name = self._result(position, row), full_name(*names_of(row))
        return Values(pick=str(position) if picked else None, label=name, cells=cells)

    def _point(self, position, point):
        votes = (point.votes_for, point.votes_against, point.abstained)
        shown = " / ".join("—" if one is None else str(one) for one in votes)
        return [
            self._number(position, point.line),
            Values(text=point.question, css="sr-lead", sub=point.speakers or None),
            Values(text=point.decision),
            Values(text=shown if any(one is not None for one in votes) else "", css="sr-nowrap"),
        ]

    def _number(self, position, line):
        return Values(
            text=str(line or position),
            css="sr-num sr-nowrap",
            url=f"{self.url}/@@entry?number={position}",
        )

    def _result(self, position, row):
        cells = {
            NUMBER: lambda: self._number(position, row.line),
            LABEL: lambda: Values(text=row.label, css="sr-nowrap"),
            PUPIL: lambda: Values(
                text=full_name(*names_of(row)),
                css="sr-lead",
                sub=None if row.file else row.outside or UNKNOWN_PUPIL,
            ),
            FORM: lambda: Values(text=row.form, css="sr-side"),
            VARIANT: lambda: Values(text=row.variant, css="sr-nowrap"),
            TICKET: lambda: Values(text=row.ticket, css="sr-nowrap"),
            PRIMARY: lambda: _score(row.primary, row.criteria),
            TEST: lambda: _score(row.test),
            MARK: lambda: Values(text=row.mark, css="sr-num", sub=self._written(row)),
            YEAR_MARK: lambda: Values(text=row.year_mark, css="sr-num"),
            FINAL_MARK: lambda: Values(text=row.final_mark, css="sr-num"),
            STATE: lambda: Values(state=self.badge(position), sub=self.ruling(position, row)),
            TOLD: lambda: self._told(position),
            NOTE: lambda: Values(text=row.note, css="sr-side"),
        }
        return [cells[column]() for column in self.columns]

    def _written(self, row):
        """The mark in words, as an attestation has it beside the figure."""
        return rules.WRITTEN.get(row.mark) if self.record.kind == rules.INTERIM else None

    def badge(self, position):
        """Return the badge of a row's state."""
        state = self.states[position]
        icon, tone = BADGES[state]
        return Values(icon=icon, tone=tone, title=ROW_STATE_TITLES[state])

    def ruling(self, position, row):
        """Return by which protocol a row was decided on or which row it replaces."""
        ruling = self.rulings.get(position)
        if ruling is not None:
            return _(
                "desk_row_ruling",
                default="protocol ${number} of ${day}",
                mapping={"number": ruling.number, "day": day_text(ruling.day)},
            )
        if row.replaces is not None:
            return _(
                "desk_row_replaces", default="instead of row ${n}", mapping={"n": row.replaces}
            )
        return None

    def _told(self, position):
        one = self.told.get(position)
        if one is not None:
            return Values(text=day_text(one.day), css="sr-nowrap", sub=WAY_TITLES[one.way])
        return Values(state=NOT_TOLD if position in self.unfamiliar else None, css="sr-nowrap")


def names_of(row):
    """Return last, first and middle name of a result."""
    return row.last_name, row.first_name, row.middle_name


def _score(score, criteria=""):
    points = _("desk_row_criteria", default="by criteria: ${points}", mapping={"points": criteria})
    return Values(
        text="" if score is None else str(score), css="sr-num", sub=points if criteria else None
    )
