"""Who has not been familiarised with results: the class teacher's list, and its line on the desk."""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.names import full_name
from collective.schoolrecords.core.states import DEPUTY
from collective.schoolrecords.core.states import SECRETARY
from collective.schoolrecords.desk.desk_matters import item
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.protocols.table import names_of
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import filled
from collective.schoolrecords.records.protocol.people import familiarises
from collective.schoolrecords.records.protocol.people import last_day_to_tell
from collective.schoolrecords.records.protocol.people import viewer_of
from plone import api
from zExceptions import Unauthorized


TITLE = _("desk_familiarisation", default="Familiarisation with results")
OFFICES = frozenset((DEPUTY, SECRETARY))
COLUMNS = (
    ("sr-lead", _("desk_col_pupil", default="Pupil")),
    ("sr-nowrap", _("desk_col_class", default="Class")),
    ("sr-num", _("desk_col_mark", default="Mark")),
    ("", _("desk_col_tell_by", default="To be told by")),
)
LATE = _("desk_familiarisation_late", default="overdue since ${day}")
UNTIL = _("desk_familiarisation_until", default="until ${day}")


def awaiting(reader):
    """Return the rows of the catalog of protocols that wait for this reader to tell pupils."""
    query = {}
    if not OFFICES & reader.role_names:
        own = reader.own("class_teacher")
        if not own:
            return []
        query = {"record_awaiting": list(own)}
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog(portal_type="protocol", sort_on="record_dated_on", **query)
    return [brain for brain in brains if brain.record_awaiting]


def waiting(reader, say):
    """Return the line of the desk: pupils who have not been familiarised with their results."""
    if "class_teacher" not in reader.keys:
        return []
    found = awaiting(reader)
    if not found:
        return []
    records = [brain.getObject() for brain in found]
    count = sum(len(_untold(record)) for record in records)
    if not count:
        return []
    title = _(
        "desk_wait_untold",
        default="Your pupils who have not been familiarised with results",
    )
    url = f"{reader.site.absolute_url()}/@@familiarisation"
    late = sum(len(_untold(one)) for one in records if _is_late(one, school_today()))
    if late:
        end = _("desk_end_overdue", default="overdue: ${n}", mapping={"n": number_text(late)})
        return [item(count, title, url, end, "stop", say)]
    end = _("desk_end_familiarise", default="to familiarise")
    return [item(count, title, url, end, "wait", say)]


def _untold(record):
    """Return (place, row) of the pupils of a protocol whom the reader is still to tell."""
    rows = viewer_of(record).own(record.rows())
    return [
        (at, rows[at])
        for at in record.unfamiliar()
        if at in rows and familiarises(record, rows[at])
    ]


def _is_late(record, today):
    """Whether the day until which pupils are to be told has passed."""
    day = last_day_to_tell(record)
    return day is not None and day < today


class FamiliarisationPage(Page):
    """``familiarisation`` of the site: every pupil who is still to be told, by protocol."""

    title = TITLE
    current = "protocols"

    def render(self):
        """Show the list to class teachers and those who keep protocols."""
        if not (OFFICES & self.reader.role_names or self.reader.own("class_teacher")):
            raise Unauthorized("familiarisation")
        return self.index()

    @property
    def result(self):
        """What the template shows."""
        tables = [table for table in map(self._table, awaiting(self.reader)) if table]
        return Values(
            title=TITLE,
            line=_(
                "desk_familiarisation_line",
                default="Open the protocol, choose the pupils and note the day.",
            )
            if tables
            else None,
            tables=tables,
            empty=None
            if tables
            else _("desk_familiarisation_none", default="Everybody has been familiarised."),
        )

    def _table(self, brain):
        record = brain.getObject()
        pairs = _untold(record)
        if not pairs:
            return None
        due = last_day_to_tell(record)
        number = record.registration_number
        return Values(
            id=f"p-{record.getId()}",
            title=record.title,
            head=f"№ {number} {record.title}" if number else record.title,
            count=number_text(len(pairs)),
            columns=[Values(css=css, title=title) for css, title in COLUMNS],
            rows=[self._row(record, row, due) for _at, row in pairs],
            more=f"{record.absolute_url()}?missing=1#rows",
            more_title=_("desk_familiarisation_open", default="Open the protocol"),
        )

    def _row(self, record, row, due):
        return Values(
            cells=[
                Values(text=full_name(*names_of(row)), css="sr-lead"),
                Values(text=row.label, css="sr-nowrap"),
                Values(text=row.mark, css="sr-num"),
                Values(state=self._due(due)),
            ]
        )

    def _due(self, due):
        if due is None:
            return None
        late = due < self.today
        message = LATE if late else UNTIL
        title = filled(message, {"day": day_text(due)})
        return Values(
            icon="warning" if late else "calendar", tone="stop" if late else "wait", title=title
        )
