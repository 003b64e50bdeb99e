"""The other lists of a desk: what falls due soon, what was touched last, and the big actions."""

from AccessControl.security import checkPermission
from calendar import monthrange
from collective.schoolrecords.access.clock import day_of
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.access.log.requests import note_shown
from collective.schoolrecords.core.case_kinds import CERTIFICATE
from collective.schoolrecords.core.case_kinds import CHECK_REPORT
from collective.schoolrecords.core.case_kinds import INTEGRITY_REPORT
from collective.schoolrecords.core.case_kinds import NOTEBOOKS
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.desk import navigation
from collective.schoolrecords.desk.add_person import BEGIN
from collective.schoolrecords.desk.books.first_book import first_book_url
from collective.schoolrecords.desk.check_rhythm import watched
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import state_badge
from collective.schoolrecords.desk.no_classes import lacks_classes
from collective.schoolrecords.desk.no_classes import may_open
from collective.schoolrecords.desk.no_classes import NO_CLASSES
from collective.schoolrecords.desk.no_classes import OPEN_CLASS
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.integrity.access_names import FAMILIES
from collective.schoolrecords.integrity.fixity.runs import report_uids
from collective.schoolrecords.jobs.interfaces import QUEUED
from collective.schoolrecords.jobs.interfaces import RUNNING
from collective.schoolrecords.jobs.overview import visible_jobs
from collective.schoolrecords.ledger.worked_on import worked_on
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.file_plan import METHODS
from collective.schoolrecords.retention.file_plan import TEACHING
from collective.schoolrecords.school.regulation import regulation_on
from collective.schoolrecords.school.rights import may_begin
from datetime import date
from datetime import timedelta
from plone import api
from textwrap import shorten


SOON_DAYS = 14
RECENT = 6
#: Letters of a title among what is recent, whose column is narrow; some take ten lines of it.
LONGEST_TITLE = 90
#: Families whose titles are alike and which people tell apart by their numbers.
NUMBERED = ("order", "protocol", "local_regulation")
#: Types of the cases in which a check of files and metadata filed its report, now and before.
REPORTS = (INTEGRITY_REPORT, CHECK_REPORT)
MOST_ACTIONS = 4
ACTIONS = {
    "director": ("approve", "people"),
    "deputy": ("add_protocol", "add_order", "personal_files", "people"),
    "class_teacher": ("results", "class_portfolios", "class", "notebooks"),
    "subject_teacher": ("notebooks",),
    "secretary": ("year_works", "add_personal_file", "add_order", "add_case"),
    "archivist": ("due", "acts", "add_case", "import"),
    "commission_chair": ("acts", "due", "cases"),
    "commission_member": ("acts", "due", "cases"),
    "certificate_keeper": ("open_book", "books", "take_certificate", "personal_files", "cases"),
    "data_officer": ("access_log", "personal_files", "due", "people"),
    "auditor": ("archive_status", "access_log", "personal_files", "due"),
    "method_head": ("methods", "people"),
    "journal_admin": ("journals", "people"),
    "guardian": ("personal_files", "portfolios"),
    "pupil": ("personal_files", "portfolios"),
}
#: What an office that has little to do here can do; other desks speak by their numbers.
ABOUT = {
    "method_head": _(
        "desk_about_method_head",
        default="Here you see who teaches which subjects and classes, and under which index and "
        "term the papers of the methodical association are kept. The secretary opens the cases.",
    ),
    "journal_admin": _(
        "desk_about_journal_admin",
        default="Here you see who leads which class, and under which index and term journals and "
        "summary sheets are kept. The secretary opens the cases, the archivist takes them over.",
    ),
    "subject_teacher": _(
        "desk_about_subject_teacher",
        default="Here you see the control notebooks of your classes: hand them out to the pupils at "
        "the end of the year. Personal files are kept by the class teacher and the secretary.",
    ),
    "guardian": _(
        "desk_about_guardian",
        default="The personal file of your child is open to you. If something in it is wrong, "
        "tell the class teacher.",
    ),
    "pupil": _("desk_about_pupil", default="Your own personal file is open to you."),
}
#: Whoever has an account and no office, no child and no file of one's own.
ABOUT_NOBODY = _(
    "desk_about_nobody",
    default="Nothing is open to your account yet. The secretary opens a child's file to the "
    "parents, an order opens an office to the staff.",
)
FAMILY = ("guardian", "pupil")
OWN_OF_FAMILY = ("personal_file", "portfolio")
#: A family whose file nobody has linked with the account yet.
UNLINKED = {
    "guardian": _(
        "desk_about_guardian_unlinked",
        default="The personal file of your child is not open to you yet: nobody has linked it with "
        "your account. Ask the school's secretary and take your passport and the child's birth "
        "certificate along.",
    ),
    "pupil": _(
        "desk_about_pupil_unlinked",
        default="Your personal file is not open to you yet: nobody has linked it with your account. "
        "Ask your class teacher or the school's secretary.",
    ),
}
#: A family whose file is linked and cannot be seen in its present state.
UNSEEN = {
    "guardian": _(
        "desk_about_guardian_unseen",
        default="The personal file of your child is not shown now: it is still being drawn up, or "
        "it is closed. Ask the school's secretary.",
    ),
    "pupil": _(
        "desk_about_pupil_unseen",
        default="Your personal file is not shown now: it is still being drawn up, or it is closed. "
        "Ask the school's secretary.",
    ),
}
ADMINISTRATORS = ("people", "import", "site")
TITLES = {
    "open_class": OPEN_CLASS,
    "approve": _("desk_action_approve_orders", default="Orders to approve"),
    "add_personal_file": _("desk_action_add_personal_file", default="File a personal file"),
    "add_order": _("desk_action_add_order", default="Draw up an order"),
    "add_case": _("desk_action_add_case", default="Open a case"),
    "add_protocol": _("desk_action_add_protocol", default="Draw up a protocol"),
    "open_book": _("desk_action_add_book", default="Open a book"),
    "take_certificate": _("desk_action_take_certificate", default="Take a certificate"),
    "class": _("desk_action_class", default="Files of the class"),
    "class_portfolios": _("desk_action_class_portfolios", default="Portfolios of the class"),
    "notebooks": _("desk_action_notebooks", default="Control notebooks"),
    "methods": _("desk_action_methods", default="Papers of methodical work"),
    "journals": _("desk_action_journals", default="Journals and summary sheets"),
    **navigation.TITLES,
}
ICONS = {
    "open_class": "pupils",
    "approve": "order",
    "add_personal_file": "plus",
    "add_order": "order",
    "add_case": "archive",
    "add_protocol": "order",
    "open_book": "plus",
    "take_certificate": "archive",
    "class": "pupils",
    "class_portfolios": "pupils",
    "notebooks": "archive",
    "methods": "archive",
    "journals": "archive",
    **navigation.ICONS,
}


def actions(reader, found):
    """Return at most four big actions of the reader's offices."""
    base = reader.site.absolute_url()
    cohorts, book = reader.own("class_teacher"), first_book_url(reader)
    urls = {
        **found,
        "approve": f"{base}/orders?state=in_review",
        "open_class": f"{base}/@@open-class",
        "add_personal_file": f"{base}/personal-files/@@add-record",
        "add_order": f"{base}/orders/@@add-record",
        "add_case": f"{base}/cases/@@add-record",
        "add_protocol": f"{base}/protocols/@@add-record",
        "notebooks": f"{base}/cases?type={NOTEBOOKS}",
        "take_certificate": f"{base}/cases/@@add-record?doc_type={CERTIFICATE}",
    }
    if "file_plan" in found:
        urls["methods"] = f"{found['file_plan']}#unit-{METHODS}"
        urls["journals"] = f"{found['file_plan']}#unit-{TEACHING}"
    if book:
        urls["open_book"] = book
    if cohorts:
        urls["class"] = f"{base}/personal-files?class={cohorts[0]}"
        urls["class_portfolios"] = f"{base}/@@class-portfolios"
    names = [name for key in reader.keys for name in ACTIONS.get(key, ())]
    if reader.administrator:
        names += ADMINISTRATORS
    if _begins_with_classes(reader) and not may_begin(reader.site):
        names.insert(0, "open_class")
    names = [name for name in dict.fromkeys(names) if name in urls]
    return [
        Values(icon=ICONS[name], url=urls[name], title=TITLES[name])
        for name in names[:MOST_ACTIONS]
    ]


def about(reader):
    """Return what each office of little work can do here, one sentence or two for each."""
    if may_begin(reader.site):
        return [BEGIN]
    first = [NO_CLASSES] if _begins_with_classes(reader) else []
    return first + _about_offices(reader)


def _begins_with_classes(reader):
    """Whether the reader opens classes and the school has none."""
    return may_open(reader.site) and lacks_classes(reader.school, school_today())


def _about_offices(reader):
    offices = [key for key in reader.keys if key not in FAMILY]
    found = [ABOUT[key] for key in offices if key in ABOUT]
    found += [_family_words(reader, key) for key in _family_of(reader, bool(offices))]
    if found or offices or reader.administrator:
        return found
    return [ABOUT_NOBODY]


def _family_of(reader, in_office):
    """Return what the reader is in a family; who has an office, by the files that are linked."""
    linked = [key for key in FAMILY if reader.own(key)]
    if linked or in_office or reader.administrator:
        return linked
    person = reader.school.person_of(reader.id) if reader.school is not None else None
    kinds = person.kinds if person is not None else ()
    return [key for key in FAMILY if key in kinds or key in reader.keys]


def _family_words(reader, key):
    """Return what a family can open, or whom it asks while that is nothing."""
    own = list(reader.own(key))
    if not own:
        return UNLINKED[key]
    seen = api.portal.get_tool("portal_catalog")(UID=own, sort_limit=1)
    return ABOUT[key] if seen else UNSEEN[key]


def soon(reader, today, say):
    """Return running jobs and the regulation's days that come within two weeks."""
    return [*_jobs(reader, say), *_deadlines(reader, today, say)]


def _jobs(reader, say):
    found = [one for one in visible_jobs(reader.site) if one.state in (QUEUED, RUNNING)]
    may_import = checkPermission(navigation.IMPORT, reader.site)
    title = _("desk_soon_job", default="A list is being loaded")
    url = f"{reader.site.absolute_url()}/@@import"
    return [
        Values(title=title, url=url, end=f"{one.percent() or 0} %", tone="wait")
        for one in found[:3]
        if may_import
    ]


def _deadlines(reader, today, say):
    """Days that the regulation names for the reader's roles, the nearest first."""
    regulation = regulation_on(reader.site, today)
    if regulation is None:
        return []
    # Checks that are counted have a line of their own, which knows what is done already.
    counted = {(control.label, control.per) for control in watched(reader, regulation)}
    found = []
    for name, deadline in regulation.deadlines.items():
        mine = set(deadline.roles or ()) & set(reader.keys)
        mine = mine and (deadline.label, deadline.rhythm) not in counted
        day = next_day(deadline, today) if mine else None
        if day is not None and day <= today + timedelta(days=SOON_DAYS):
            clause = regulation.source(f"deadlines.{name}").clause
            found.append((day, deadline.label, clause))
    return [
        Values(
            title=label,
            sub=say(_("desk_clause", default="clause ${n}", mapping={"n": clause}))
            if clause
            else None,
            end=day_text(day),
            tone="wait",
        )
        for day, label, clause in sorted(found)
    ]


def next_day(deadline, today):
    """Return the next day of a deadline: its own day of the year, or the end of the month.

    ``None`` for a deadline that counts from an event: nobody knows the event here.
    """
    if deadline.day:
        month, number = map(int, deadline.day.split("-"))
        # 29 February is 28 in a plain year.
        number = min(number, monthrange(today.year, month)[1])
        day = date(today.year, month, number)
        if day < today:
            last = monthrange(today.year + 1, month)[1]
            day = date(today.year + 1, month, min(number, last))
        return day
    if deadline.rhythm == "month" and not deadline.event:
        return today.replace(day=monthrange(today.year, today.month)[1])
    return None


def recent(reader, found, say):
    """Return what the reader worked on last, the newest first; a family sees what is its own anyway.

    Where the list of that is short, what the reader filed follows, the last changed first.
    """
    families = [family for family, key in navigation.NAV_KEYS.items() if key in found]
    if not families:
        return []
    if _only_family(reader):
        # What all families may read, such as a local act, is none of their own.
        own = [family for family in families if family in OWN_OF_FAMILY]
        brains = _changed_by_people(reader.site, own, {})
    else:
        brains = _worked_on(reader, families)
    note_shown(brain.UID for brain in brains)
    return [_recent(brain, say) for brain in brains]


def _worked_on(reader, families):
    place = {uid: number for number, uid in enumerate(worked_on(reader.id))}
    catalog = api.portal.get_tool("portal_catalog")
    seen = catalog(UID=list(place), portal_type=families) if place else ()
    found = sorted(seen, key=lambda brain: place[brain.UID])[:RECENT]
    if len(found) < RECENT:
        filed = _changed_by_people(reader.site, families, {"Creator": reader.id})
        found += [brain for brain in filed if brain.UID not in place]
    return found[:RECENT]


def _only_family(reader):
    return bool(reader.keys) and set(reader.keys) <= set(FAMILY)


def _changed_by_people(site, families, query):
    """Return the records changed last, without the reports that the server files by itself."""
    catalog = api.portal.get_tool("portal_catalog")
    order = {"sort_on": "modified", "sort_order": "descending"}
    query = {"portal_type": families, **order, **query}
    limit, reports = RECENT, None
    while True:
        brains = catalog(**query, sort_limit=limit)[:limit]
        if reports is None and any(one.record_doc_type in REPORTS for one in brains):
            reports = report_uids(site)
        found = [one for one in brains if one.UID not in (reports or ())]
        if len(found) >= RECENT or len(brains) < limit:
            return found[:RECENT]
        limit *= 4


def _day_of(moment):
    """Return the school's day of an instant as the catalog keeps it."""
    return day_of(moment.toZone("UTC").ISO8601())


def _recent(brain, say):
    family, title = brain.portal_type, brain.Title
    if family == "case_file" and brain.record_case_index:
        title = f"{brain.record_case_index} {title}"
    elif family in NUMBERED and brain.record_number:
        title = f"№ {brain.record_number} {title}"
    return Values(
        title=shorten(title, LONGEST_TITLE, placeholder="…"),
        url=brain.getURL(),
        sub=_(
            "desk_recent_of_kind",
            default="${kind}, changed on ${day}",
            mapping={
                "kind": say(FAMILIES[family]),
                "day": day_text(_day_of(brain.modified)),
            },
        ),
        state=state_badge(brain.review_state, family),
    )


def school_year_before(today):
    """Return the label of the school year whose results are due: the last one that has ended."""
    start = SchoolYear.of(today).first_day.year
    # From May on the year that is ending is the one to certify.
    return SchoolYear(start if 5 <= today.month <= 8 else start - 1).label
