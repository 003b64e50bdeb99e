"""The receipt for the papers that were brought with a child: ``@@print-papers-taken`` of a file.

It is given on the day of the admission, before the director's order too, so that papers that are
drafts stand on it. Whoever files them gives it: the family has its own copy.
"""

from AccessControl import getSecurityManager
from AccessControl.unauthorized import Unauthorized
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.printing.answer import PrintView
from collective.schoolrecords.printing.forms import InnerLine
from collective.schoolrecords.printing.school import school_name
from collective.schoolrecords.printing.school import signature_of_reader
from collective.schoolrecords.printing.taken_forms import TakenForm
from collective.schoolrecords.records.inventory import inventory_of
from collective.schoolrecords.records.year_work.class_change import label_of
from datetime import timedelta
from zExceptions import NotFound


#: States of a file in which papers are taken into it.
OPEN = (life.DRAFT, life.CURRENT)
#: Days after the admission in which the receipt is given; later the file holds papers of its own.
GIVEN_WITHIN = timedelta(days=31)
ORIGINAL = {True: "подлинник", False: "копия"}


class PapersTaken(PrintView):
    """``@@print-papers-taken``: what lies in the file of a child who is being admitted."""

    name = "papers-taken"

    @property
    def offered(self):
        """See :class:`PrintView`."""
        return self._given_by_reader() and self._is_new()

    def _given_by_reader(self):
        return bool(getSecurityManager().checkPermission(life.ADD, self.context))

    def _is_new(self):
        record, today = self.context, school_today()
        since = record.admitted_on or today
        return record.state in OPEN and today - since <= GIVEN_WITHIN

    def form(self):
        """See :class:`TakenForm`; 403 for who files nothing here, 404 for a file of long ago."""
        if not self._given_by_reader():
            raise Unauthorized(self.__name__)
        if not self._is_new():
            raise NotFound(self.__name__)
        record, may = self.context, getSecurityManager().checkPermission
        papers = [
            row.paper
            for row, document in inventory_of(record)
            if document.state in (life.DRAFT, life.APPROVED) and may(life.VIEW, document)
        ]
        return TakenForm(
            school=school_name(),
            name=record.full_name,
            label=label_of(record.cohort_id),
            number=record.file_number,
            rows=tuple(_line(place, paper) for place, paper in enumerate(papers, 1)),
            dated_on=school_today(),
            taker=signature_of_reader(),
        )


def _line(place, paper):
    return InnerLine(
        str(place),
        paper.kind or "",
        dated_on=paper.dated_on,
        sheets=str(paper.sheets or ""),
        note=ORIGINAL[bool(paper.original)],
    )
