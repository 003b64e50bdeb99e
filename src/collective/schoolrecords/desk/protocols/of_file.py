"""The results of a pupil in all protocols, as a section of the personal file's page."""

from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.protocols.table import Rows
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.protocol.of_file import protocols_of
from collective.schoolrecords.records.protocol.words import KIND_TITLES


COLUMNS = (
    ("sr-nowrap", _("desk_col_date", default="Date")),
    ("sr-lead", _("desk_col_subject", default="Subject")),
    ("sr-side", _("desk_col_kind", default="Kind")),
    ("sr-num", _("desk_col_primary", default="Score")),
    ("sr-num", _("desk_col_mark", default="Mark")),
    ("", _("desk_col_row_state", default="Result")),
)
TITLE = _("desk_section_protocols", default="Exams and attestation")


def protocols_section(record, say):
    """Return the section of a pupil's file, ``None`` when no protocol names the pupil."""
    rows = []
    for protocol, pairs in protocols_of(record):
        words = Rows(protocol, say)
        rows += [_row(protocol, words, *pair) for pair in pairs]
    if not rows:
        return None
    return Values(
        id="protocols",
        title=TITLE,
        count=str(len(rows)),
        table=Values(
            title=TITLE,
            columns=[Values(css=css, title=title) for css, title in COLUMNS],
            rows=rows,
        ),
    )


def _row(protocol, words, position, row):
    url = f"{protocol.absolute_url()}/@@entry?number={position}"
    score = row.test if row.test is not None else row.primary
    return Values(
        cells=[
            Values(text=day_text(protocol.dated_on), css="sr-nowrap"),
            Values(text=protocol.school_subject or protocol.title, css="sr-lead", url=url),
            Values(text=KIND_TITLES.get(protocol.kind, ""), css="sr-side"),
            Values(text="" if score is None else str(score), css="sr-num"),
            Values(text=row.mark, css="sr-num"),
            Values(state=words.badge(position), sub=words.ruling(position, row)),
        ]
    )
