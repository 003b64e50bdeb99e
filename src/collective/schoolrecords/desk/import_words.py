"""What an import would do, did, and cannot undo, in whole sentences."""

from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.exchange.journal import BACKLOG
from collective.schoolrecords.exchange.journal import CONTINGENT
from collective.schoolrecords.exchange.journal import PROTOCOLS
from collective.schoolrecords.exchange.journal import STAFF
from collective.schoolrecords.exchange.samples import columns_wanted
from collective.schoolrecords.messages import _
from zope.i18nmessageid import Message


FILED = {
    CONTINGENT: _(
        "desk_import_plan_contingent",
        default="Drafts of personal files that will be made: ${n}.",
    ),
    STAFF: _("desk_import_plan_staff", default="People who will be entered: ${n}."),
    BACKLOG: _(
        "desk_import_plan_backlog",
        default="Files of the archive that will be entered: ${n}.",
    ),
    PROTOCOLS: _("desk_import_plan_protocols", default="Protocols that will be made: ${n}."),
}
#: What is said of other kinds of lists.
FILED_ELSE = _("desk_import_plan_filed", default="Rows that will be entered: ${n}.")
#: Number of a dry run → the sentence that says what it means, in order.
SAID = {
    "results": _(
        "desk_import_plan_results",
        default="Rows of the file that will be entered in them: ${n}.",
    ),
    "appeals": _(
        "desk_import_plan_appeals",
        default="Rulings on appeals: ${n}. The former row stays, the new one replaces it.",
    ),
    "registered": _(
        "desk_import_plan_registered",
        default="Of these a number of the alphabet book will be given at once to: ${n}.",
    ),
    "appointments": _(
        "desk_import_plan_appointments", default="Appointments that the order will make: ${n}."
    ),
    "waiting": _(
        "desk_import_plan_waiting",
        default="Offices of the school that wait for the director: ${n}. The people are entered; "
        "the director loads this same file once more or appoints under “Classes and people”.",
    ),
    "cohorts": _("desk_import_plan_cohorts", default="New classes that will be opened: ${n}."),
    "errors": _(
        "desk_import_plan_errors",
        default="Files entered with a fault: ${n}. Their term does not run until the fault is "
        "mended in the file.",
    ),
    "held": _(
        "desk_import_plan_held",
        default="Files that must not be destroyed, as the list says: ${n}.",
    ),
    "already": _("desk_import_plan_already", default="Here already, not entered again: ${n}."),
    "refused": _(
        "desk_import_plan_refused",
        default="Rows that will not be entered: ${n}. The reasons are below, with the address of "
        "the cell. Mend them in the file and check it again; or load the rest now and the mended "
        "file later: what is here already is not entered twice.",
    ),
}
#: Numbers that are told by sentences.
SENTENCES = ("filed", *SAID)
NOTHING = _("desk_import_plan_nothing", default="Nothing would be entered from this file.")
REFUSED_FILE = _(
    "desk_import_plan_file",
    default="Nothing of the file is read. Mend what is said below and check the file again.",
)
CLEAN = _("desk_import_plan_clean", default="There are no remarks.")
FIRST_FINDINGS = _("desk_import_plan_first", default="Of ${all} remarks the first ${n} are shown.")
#: What is said before a list is loaded about taking it back.
BACK = {
    CONTINGENT: _(
        "desk_import_back_contingent",
        default="The import can be taken back as a whole while all its files are drafts.",
    ),
    STAFF: _(
        "desk_import_back_staff",
        default="The import can be taken back: its appointments are then void.",
    ),
    BACKLOG: _(
        "desk_import_back_backlog",
        default="Files of the archive cannot be taken back: they are no drafts from the start, and "
        "what is no draft leaves only by act. A file entered by mistake as kept now is annulled "
        "by the director, one by one or the whole import at once, and stays marked; a closed one "
        "stays until its term ends. So look through the remarks first.",
    ),
}


def plan(kind, told, shown):
    """Return the sentences on a dry run (plain data of `describe_dry_run`), as messages.

    ``shown``: how many findings stand on the page.
    """
    if told["refused"]:
        return [REFUSED_FILE]
    counts = {one["name"]: one["count"] for one in told["numbers"]}
    filed = counts.get("filed", 0)
    found = [_with(FILED.get(kind, FILED_ELSE), n=filed)] if filed else [NOTHING]
    found += [_with(text, n=counts[name]) for name, text in SAID.items() if counts.get(name)]
    if not told["findings_total"]:
        found.append(CLEAN)
    elif told["findings_total"] > shown:
        found.append(first_findings(shown, told["findings_total"]))
    return [*found, BACK[kind]] if filed and kind in BACK else found


def first_findings(shown, total):
    """Return the sentence that a page shows the first of more findings."""
    return _with(FIRST_FINDINGS, n=shown, all=total)


def column_words(kind, say):
    """Return what is said of the columns of a kind of list: those it needs, and the others."""
    needed, others = [], []
    for one in columns_wanted(kind):
        if one.required:
            needed.append(_titled(one, say))
        else:
            others.append(one.title)
    return [
        _(
            "desk_import_needed",
            default="Columns that the list needs: ${titles}.",
            mapping={"titles": ", ".join(needed)},
        ),
        _(
            "desk_import_also",
            default="Columns that are read where the list has them: ${titles}.",
            mapping={"titles": ", ".join(others)},
        ),
    ]


def _titled(one, say):
    """Return the title of a needed column, with what may stand instead of it."""
    if not one.instead:
        return one.title
    mapping = {"title": one.title, "others": " + ".join(one.instead)}
    return say(_("desk_import_or", default="${title} (or ${others})", mapping=mapping))


def _with(message, **numbers):
    mapping = {name: number_text(number) for name, number in numbers.items()}
    return Message(str(message), message.domain, message.default, mapping)
