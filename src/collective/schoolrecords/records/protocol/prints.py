"""``@@print-protocol``: a protocol on paper, with the list of who was familiarised.

Who sees the protocol whole prints it whole. A class teacher sees the rows of the own class, so that
the page is an extract, which is neither stitched nor sealed.
"""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import lifecycle as states
from collective.schoolrecords.core import protocols as rules
from collective.schoolrecords.core.names import full_name
from collective.schoolrecords.core.protocol_steps import on_sheets
from collective.schoolrecords.printing.answer import PrintView
from collective.schoolrecords.printing.forms import Minutes
from collective.schoolrecords.printing.page_protocol import ELECTRONICALLY
from collective.schoolrecords.printing.protocol_forms import CouncilPoint
from collective.schoolrecords.printing.protocol_forms import ProtocolForm
from collective.schoolrecords.printing.protocol_forms import ResultLine
from collective.schoolrecords.printing.protocol_forms import Stitching
from collective.schoolrecords.printing.school import DIRECTOR
from collective.schoolrecords.printing.school import school_name
from collective.schoolrecords.printing.school import signature_of_office
from collective.schoolrecords.printing.school import signature_of_reader
from collective.schoolrecords.printing.stamps import stamps_of
from collective.schoolrecords.records.protocol.people import viewer_of
from collective.schoolrecords.records.protocol.words import STUDY_FORM_TITLES
from dataclasses import asdict
from zope.i18n import translate


MARKS = {
    states.DRAFT: "ПРОЕКТ",
    states.IN_REVIEW: "ПРОЕКТ",
    states.ANNULLED: "АННУЛИРОВАН",
}
_TEXTS = (
    "school_year",
    "subject_code",
    "exam_day",
    "organisation",
    "organisation_code",
    "teacher",
    "assistants",
    "chair",
    "clerk",
    "opinions",
)


class PrintProtocol(PrintView):
    """See the module's text."""

    name = "protocol"

    def form(self):
        """See :class:`ProtocolForm`."""
        record, viewer = self.context, viewer_of(self.context)
        rows = viewer.own(record.rows())
        extract = not viewer.everything
        return ProtocolForm(
            school=school_name(),
            kind=record.kind or "",
            title=record.title or "",
            rows=tuple(_points(rows) if record.is_council else _results(record, rows)),
            number=record.registration_number or "",
            subject=record.school_subject or "",
            dated_on=record.dated_on,
            commission_on=record.commission_on,
            received_on=record.received_on,
            study_form=_study_form(record),
            present=record.present,
            extract=extract,
            certifier=signature_of_reader() if extract else None,
            familiarised=record.asks_familiarisation,
            stitching=_stitching(record),
            mark=MARKS.get(record.state, ""),
            **{name: getattr(record, name) or "" for name in _TEXTS},
        )

    def stamps(self):
        """See :class:`PrintView`; an extract was signed by nobody."""
        whole = viewer_of(self.context).everything
        return stamps_of(self.context) if whole else ()


def _points(rows):
    for position, point in rows.items():
        values = asdict(point)
        number = values.pop("line") or position
        yield CouncilPoint(number=str(number), **values)


def _results(record, rows):
    now, told = record.states(), record.told()
    rulings = {one.position: one for one in record.rulings()}
    numbers = {position: str(row.line or position) for position, row in rows.items()}
    for position, row in rows.items():
        ruling, shown = rulings.get(position), told.get(position)
        yield ResultLine(
            number=numbers[position],
            name=full_name(row.last_name, row.first_name, row.middle_name),
            outside=row.outside,
            label=row.label,
            document=row.document,
            form=row.form,
            variant=row.variant,
            ticket=row.ticket,
            primary=row.primary,
            criteria=row.criteria,
            test=row.test,
            mark=row.mark,
            year_mark=row.year_mark,
            final_mark=row.final_mark,
            note=row.note,
            state=now[position],
            ruling=Minutes(ruling.number, ruling.day) if ruling is not None else None,
            replaces=numbers.get(row.replaces, ""),
            told_on=shown.day if shown is not None else None,
            told_fact=_told(shown),
        )


def _told(one):
    """How it was noted that a pupil was familiarised; the signature on paper is on its own sheet."""
    if one is None:
        return ""
    return one.fact or (ELECTRONICALLY if one.way == rules.ELECTRONIC else "")


def _study_form(record):
    title = STUDY_FORM_TITLES.get(record.study_form)
    return translate(title, target_language="ru") if title is not None else ""


def _stitching(record):
    """What the stitched paper bears, ``None`` for a protocol that is kept electronically only."""
    if not on_sheets(record.carriers):
        return None
    day = record.stitched_on or record.dated_on or school_today()
    return Stitching(
        director=signature_of_office(DIRECTOR, day),
        sheets=record.sheets or None,
        stitched_on=record.stitched_on,
        signature_fact=record.signature_fact or "",
        seal_fact=record.seal_fact or "",
    )
