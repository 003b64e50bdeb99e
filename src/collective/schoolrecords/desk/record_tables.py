"""Tables inside a personal file or a case: its documents and its yearly results."""

from AccessControl import getSecurityManager
from collective.schoolrecords.core import inventory
from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.core import year_results as results
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import STATES
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.inventory import inventory_of
from collective.schoolrecords.records.inventory import visible_inventory
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.records.protocol.council import minutes_url
from plone import api


CERTIFY = "School Records: Certify"
ORIGINALITY = {
    True: _("desk_doc_original", default="original"),
    False: _("desk_doc_copy", default="copy"),
}
YEAR_STATES = {
    results.DRAFT: Values(
        icon="state-in_review",
        tone="wait",
        title=_("desk_results_unsigned", default="Not signed"),
    ),
    results.SIGNED_BY_TEACHER: Values(
        icon="pen", tone="wait", title=_("desk_results_signed", default="Signed, no seal yet")
    ),
    results.CERTIFIED: Values(
        icon="lock", tone="done", title=_("desk_results_certified", default="Certified")
    ),
}
DECISIONS = {
    results.PROMOTED: _("desk_decision_promoted", default="Promoted to the next grade"),
    results.CONDITIONAL: _("desk_decision_conditional", default="Promoted conditionally"),
    results.REPEATED: _("desk_decision_repeated", default="Left to repeat the year"),
    results.GRADUATED: _("desk_decision_graduated", default="Graduated"),
}


def _columns(*pairs):
    return [Values(css=css, title=title) for css, title in pairs]


def documents_section(record):
    """Return the section of a record's documents that the reader may see.

    Their numbers are those of the inner inventory, whoever looks; a draft has none yet.
    """
    pairs, seen = inventory_of(record), visible_inventory(record)
    rows = [_document(row.number, one) for row, one in seen]
    title = _("desk_section_documents", default="Documents")
    may_add = getSecurityManager().checkPermission(rules.ADD, record)
    table = Values(
        title=title,
        columns=_columns(
            ("sr-side", "№"),
            ("sr-lead", _("desk_col_document", default="Document")),
            ("", _("desk_col_date", default="Date")),
            ("sr-num", _("desk_col_sheets", default="Sheets")),
            ("", _("desk_col_original", default="Original")),
            ("sr-side", _("desk_col_place", default="Place of storage")),
            ("", _("desk_col_state", default="State")),
        ),
        rows=rows,
    )
    return Values(
        id="documents",
        title=title,
        count=_count(len(seen), len(pairs)),
        edit=f"{record.absolute_url()}/@@add-document" if may_add else None,
        edit_title=_("desk_section_documents_add", default="Add a document"),
        table=table if rows else None,
        empty=None if rows else _("desk_documents_none", default="There are no documents yet."),
        foot=_foot(seen, len(pairs)) if pairs else None,
    )


def _count(seen, all_of_them):
    """How many documents are shown; of how many, when the reader may not see the others."""
    if seen == all_of_them:
        return str(seen) if seen else None
    return _(
        "desk_documents_count", default="${n} of ${all}", mapping={"n": seen, "all": all_of_them}
    )


def _foot(seen, all_of_them):
    """What the lines are to the inner inventory, which names whatever was accepted."""
    totals = inventory.totals(row for row, _document in seen)
    data = {"sheets": totals.sheets, "drafts": totals.drafts}
    if len(seen) < all_of_them:
        return _(
            "desk_documents_foot_part",
            default="Sheets of the documents shown: ${sheets}. The others are papers that the "
            "school works with (drafts, annulled and medical ones): only those see them who keep "
            "them. The inner inventory of the file is kept by the office.",
            mapping=data,
        )
    if totals.drafts:
        return _(
            "desk_documents_foot_drafts",
            default="Sheets in the file: ${sheets}. The numbered lines are the inner inventory; "
            "drafts, not in it yet: ${drafts}.",
            mapping=data,
        )
    return _(
        "desk_documents_foot",
        default="Sheets in the file: ${sheets}. These lines are the inner inventory.",
        mapping=data,
    )


def _document(number, document):
    label = _("desk_label_sheets", default="sheets:")
    return Values(
        cells=[
            Values(text="—" if number is None else str(number), css="sr-side"),
            Values(text=document.title, css="sr-lead", url=document.absolute_url()),
            Values(text=day_text(document.dated_on)),
            Values(
                text=str(document.doc_sheets or ""),
                css="sr-num",
                label=label if document.doc_sheets else None,
            ),
            Values(text=ORIGINALITY[bool(document.original)]),
            Values(text=document.place or "", css="sr-side"),
            Values(state=STATES[document.state]),
        ]
    )


def results_section(record, say):
    """Return the section of a personal file's yearly results, the latest year first."""
    years = years_of(record)
    rows = [_year(record, years.get(label), say) for label in reversed(years.labels())]
    title = _("desk_section_results", default="Yearly results")
    may_enter = api.user.has_permission(CERTIFY, obj=record)
    return Values(
        id="results",
        title=title,
        count=str(len(rows)) if rows else None,
        edit=f"{record.absolute_url()}/@@year" if may_enter else None,
        edit_title=_("desk_section_results_add", default="Enter a year"),
        empty=None if rows else _("desk_results_none", default="No year is entered yet."),
        table=Values(
            title=title,
            columns=_columns(
                ("sr-lead", _("desk_col_year", default="School year")),
                ("", _("desk_col_decision", default="Decision")),
                ("sr-side", _("desk_col_minutes", default="Minutes of the council")),
                ("", _("desk_col_certified", default="Certification")),
            ),
            rows=rows,
        )
        if rows
        else None,
    )


def _year(record, result, say):
    cited = (result.minutes_number, result.minutes_date, result.minutes_point)
    minutes = say(_minutes(*cited)) if result.minutes_number else ""
    return Values(
        cells=[
            Values(
                text=result.year,
                css="sr-lead",
                url=f"{record.absolute_url()}/@@year?year={result.year}",
            ),
            Values(text=DECISIONS.get(result.decision, "")),
            Values(
                text=minutes,
                css="sr-side",
                url=minutes_url(*cited),
            ),
            Values(state=YEAR_STATES[result.state]),
        ]
    )


def _minutes(number, day, point):
    data = {"number": number, "day": day_text(day), "point": point}
    if point is None:
        return _("desk_minutes", default="No. ${number} of ${day}", mapping=data)
    return _("desk_minutes_point", default="No. ${number} of ${day}, point ${point}", mapping=data)
