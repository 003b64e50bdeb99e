"""Which papers a record can be printed as: links to the previews of what the rooms make."""

from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from zope.component import queryMultiAdapter


#: Name of the view → what the paper is called; those that the record has are offered.
PRINTS = {
    "print-act": _("desk_print_act", default="Print the act"),
    "print-act-protocol": _("desk_print_minutes", default="Print the minutes"),
    "print-inventory": _("desk_print_inventory", default="Print the inventory"),
    "print-order": _("desk_print_order", default="Print the order"),
    "print-protocol": _("desk_print_protocol", default="Print the protocol"),
    "print-local-regulation": _("desk_print_regulation", default="Print the local regulation"),
    "print-case-file": _("desk_print_case", default="Print the case"),
    "print-book": _("desk_print_book", default="Print the book"),
    "print-cover": _("desk_print_cover", default="Print the cover"),
    "print-inner-inventory": _("desk_print_inner", default="Print the inner inventory"),
    "print-certifying-sheet": _("desk_print_sheet", default="Print the certifying sheet"),
    "print-papers-taken": _("desk_print_taken", default="Print the receipt for papers taken"),
    "print-receipt": _("desk_print_receipt", default="Print the receipt"),
    "print-achievements": _("desk_print_achievements", default="Print the list of achievements"),
    "print-statement-studies": _(
        "desk_print_statement_studies", default="Statement: studies at the school"
    ),
    "print-statement-admitted": _(
        "desk_print_statement_admitted", default="Statement: admitted to the school"
    ),
    "print-statement-period": _(
        "desk_print_statement_period", default="Statement: period of study"
    ),
}
#: Step → the papers that are printed before it is taken: it asks for what stands on them.
BEFORE = {
    "hand_out": ("print-receipt", "print-inner-inventory"),
    "transfer": ("print-receipt", "print-inner-inventory"),
}
#: Name of the view → key of the page in the rail that offers it, and what the paper is called.
SITE_PRINTS = {
    "print-file-plan": ("file_plan", _("desk_print_plan", default="Print the file plan")),
    "print-calendar": ("calendar", _("desk_print_calendar", default="Print the calendar of terms")),
    "print-class-list": ("class_list", _("desk_print_class", default="Print the class list")),
}


def prints_of(record, request, names=tuple(PRINTS)):
    """Return links to the previews of the papers that the reader may print of a record."""
    url, views = record.absolute_url(), {}
    for name in names:
        views[name] = queryMultiAdapter((record, request), name=name)
    return [
        Values(icon="print", url=f"{url}/@@paper?name={name}", title=PRINTS[name])
        for name, view in views.items()
        if view is not None and view.offered
    ]


def papers_before(record, request, step_id):
    """Return buttons for the papers that a step of a record needs before it is taken."""
    found = prints_of(record, request, BEFORE.get(step_id, ()))
    return [Values(url=one.url, title=one.title, css="btn-secondary") for one in found]
