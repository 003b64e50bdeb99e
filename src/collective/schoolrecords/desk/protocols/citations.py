"""Citations of the council's minutes on pages: what a record rests on, and what rests on minutes."""

from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.formats import state_badge
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.protocol.council import citations_of
from collective.schoolrecords.records.protocol.council import citing
from collective.schoolrecords.records.protocol.council import points_cited


#: Citing records on the page of minutes; those of a whole school's promotion are counted.
SHOWN = 50
TITLE = _("desk_cited", default="Rest on these decisions")
KINDS = {
    "personal_file": _("desk_cited_file", default="Personal file"),
    "order": _("desk_cited_order", default="Order"),
    "local_regulation": _("desk_cited_regulation", default="Local regulation"),
}
COLUMNS = (
    ("sr-lead", _("desk_col_record", default="Record")),
    ("sr-side", _("desk_col_cited_kind", default="Kind of record")),
    ("sr-nowrap", _("desk_col_cited_points", default="Points")),
    ("", _("desk_col_state", default="State")),
)


def citation_links(record):
    """Return links to the minutes that a record cites, as far as the reader may see them."""
    return [
        Values(url=one.url, title=_cited(one))
        for one in citations_of(record)
        if one.url is not None
    ]


def _cited(one):
    data = {"number": one.number, "day": day_text(one.day), "point": one.point}
    if one.point is None:
        return _(
            "desk_cites_minutes",
            default="Minutes of the council No. ${number} of ${day}",
            mapping=data,
        )
    return _(
        "desk_cites_point",
        default="Minutes of the council No. ${number} of ${day}, point ${point}",
        mapping=data,
    )


def citing_section(record):
    """Return the section of a council's minutes with what cites them, ``None`` where nothing does."""
    brains = citing(record)
    if not brains:
        return None
    shown, more = brains[:SHOWN], len(brains) - SHOWN
    points = points_cited(record, shown)
    return Values(
        id="cited",
        title=TITLE,
        count=number_text(len(brains)),
        table=Values(
            title=TITLE,
            columns=[Values(css=css, title=title) for css, title in COLUMNS],
            rows=[_row(brain, points[brain.UID]) for brain in shown],
        ),
        foot=_("desk_cited_more", default="And more: ${n}.", mapping={"n": number_text(more)})
        if more > 0
        else None,
    )


def _row(brain, points):
    # The title of a personal file begins with its number.
    number = brain.record_number if brain.portal_type != "personal_file" else None
    return Values(
        cells=[
            Values(
                text=f"№ {number} {brain.Title}" if number else brain.Title,
                css="sr-lead",
                url=brain.getURL(),
            ),
            Values(text=KINDS.get(brain.portal_type, ""), css="sr-side"),
            Values(text=", ".join(map(str, points)), css="sr-nowrap"),
            Values(state=state_badge(brain.review_state, brain.portal_type)),
        ]
    )
