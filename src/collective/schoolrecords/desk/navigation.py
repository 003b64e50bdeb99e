"""The left rail and the phone's bar: only what exists and what the reader may open."""

from AccessControl.security import checkPermission
from collective.schoolrecords.access.log.current import current as log_is_kept
from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.core.case_kinds import sees_some_kind
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.year_work.rights import may_work
from collective.schoolrecords.signing import check_services as checks


REGISTER_IDS = {
    "personal_file": "personal-files",
    "portfolio": "portfolios",
    "order": "orders",
    "local_regulation": "regulations",
    "case_file": "cases",
    "inventory": "inventories",
    "destruction_act": "destruction-acts",
    "book": "books",
    "protocol": "protocols",
}
#: Family of records → key of its register's page.
NAV_KEYS = {
    "personal_file": "personal_files",
    "portfolio": "portfolios",
    "order": "orders",
    "local_regulation": "local_acts",
    "case_file": "cases",
    "inventory": "inventories",
    "destruction_act": "acts",
    "book": "books",
    "protocol": "protocols",
}
VIEW_DUE = "collective.schoolrecords.ViewDue"
MANAGE_SCHOOL = "collective.schoolrecords.ManageSchool"
VIEW_SCHOOL = "collective.schoolrecords.ViewSchool"
IMPORT = "collective.schoolrecords.Import"
AUDIT = "collective.schoolrecords.Audit"
VIEW_ACCESS_LOG = "collective.schoolrecords.ViewAccessLog"
MANAGE_REGULATION = "collective.schoolrecords.ManageRegulation"
MANAGE_TRUST = "collective.schoolrecords.ManageTrust"

TITLES = {
    "desk": _("desk_nav_desk", default="My desk"),
    "pupils": _("desk_nav_pupils", default="Pupils"),
    "personal_files": _("desk_nav_personal_files", default="Personal files"),
    "alphabet": _("desk_nav_alphabet", default="Alphabet book"),
    "movement": _("desk_nav_movement", default="Movement"),
    "results": _("desk_nav_results", default="Results of the class"),
    "year_works": _("desk_nav_year_works", default="Admission and leaving"),
    "class_list": _("desk_nav_class_list", default="Class lists"),
    "protocols": _("desk_nav_protocols", default="Protocols"),
    "books": _("desk_nav_books", default="Books"),
    "portfolios": _("desk_nav_portfolios", default="Portfolios"),
    "orders": _("desk_nav_orders", default="Orders and acts"),
    "local_acts": _("desk_nav_local_acts", default="Local regulations"),
    "journal": _("desk_nav_journal", default="Class journals"),
    "archive": _("desk_nav_archive", default="Archive"),
    "cases": _("desk_nav_cases", default="Cases"),
    "file_plan": _("desk_nav_file_plan", default="File plan"),
    "due": _("desk_nav_due", default="Terms of storage"),
    "calendar": _("desk_nav_calendar", default="Calendar of terms"),
    "inventories": _("desk_nav_inventories", default="Inventories"),
    "acts": _("desk_nav_acts", default="Acts of destruction"),
    "holds": _("desk_nav_holds", default="Holds"),
    "loans": _("desk_nav_loans", default="Lent for a time"),
    "reports": _("desk_nav_reports", default="Reports"),
    "audit": _("desk_nav_audit", default="Audit"),
    "archive_status": _("desk_nav_archive_status", default="State of the archive"),
    "signature_checks": _("desk_nav_signature_checks", default="Signatures"),
    "access_log": _("desk_nav_access_log", default="Log of access"),
    "school": _("desk_nav_settings", default="Settings"),
    "people": _("desk_nav_people", default="Classes and people"),
    "regulation": _("desk_nav_regulation", default="Regulation of the school"),
    "working_days": _("desk_nav_working_days", default="Working days"),
    "trust": _("desk_nav_trust", default="Trust of signatures"),
    "import": _("desk_nav_import", default="Load lists"),
    "site": _("desk_nav_site", default="Site setup"),
}
TAB_TITLES = {
    "personal_files": _("desk_tab_personal_files", default="Files"),
    "orders": _("desk_tab_orders", default="Orders"),
    "due": _("desk_tab_due", default="Terms"),
    "people": _("desk_tab_people", default="People"),
}
ICONS = {
    "desk": "desk",
    "pupils": "pupils",
    "personal_files": "pupils",
    "alphabet": "pupils",
    "movement": "move",
    "results": "pen",
    "year_works": "move",
    "class_list": "pupils",
    "protocols": "order",
    "books": "book",
    "portfolios": "pupils",
    "orders": "order",
    "local_acts": "book",
    "journal": "book",
    "archive": "archive",
    "cases": "archive",
    "file_plan": "archive",
    "due": "calendar",
    "calendar": "calendar",
    "inventories": "order",
    "acts": "archive",
    "holds": "archive",
    "loans": "move",
    "reports": "sheet",
    "audit": "audit",
    "archive_status": "audit",
    "signature_checks": "pen",
    "access_log": "audit",
    "school": "settings",
    "people": "person",
    "regulation": "book",
    "working_days": "calendar",
    "import": "upload",
    "site": "settings",
}
#: Sections in order; one with a list of pages has no page of its own.
SECTIONS = (
    ("desk", ()),
    ("pupils", ("personal_files", "alphabet", "movement", "class_list", "results", "year_works")),
    ("protocols", ()),
    ("books", ()),
    ("portfolios", ()),
    ("orders", ()),
    ("journal", ()),
    (
        "archive",
        ("cases", "loans", "file_plan", "due", "calendar", "inventories", "acts", "holds"),
    ),
    ("reports", ()),
    ("audit", ("archive_status", "signature_checks", "access_log")),
    ("school", ("people", "regulation", "working_days", "local_acts", "trust", "import", "site")),
)
#: What stands in the phone's bar, as far as it is there; the desk is always first.
TABS = ("personal_files", "orders", "due", "books", "cases", "people")
MOST_TABS = 4


#: The journals among the cases, and what stands on the page of reports for whoever sees one of it.
JOURNALS = "class_journal"
REPORTED = ("movement", "class_list", "results", "due", "archive_status", "access_log")


def may_see_family(reader, family_id):
    """Whether some role of the reader sees records of a family in some state."""
    if family_id == "case_file" and sees_some_kind(reader.role_names):
        return True
    return _sees(reader, family_id)


def _sees(reader, family_id):
    family = rules.FAMILIES[family_id]
    return any(
        reader.role_names.intersection(family.roles_for(state, rules.VIEW))
        for state in family.states
    )


def pages(reader):
    """Return page key → address of everything that the reader may open."""
    site, base = reader.site, reader.site.absolute_url()
    found = {"desk": f"{base}/@@desk"}
    for family, key in NAV_KEYS.items():
        if may_see_family(reader, family):
            found[key] = f"{base}/{REGISTER_IDS[family]}"
    if "personal_files" in found and checkPermission(VIEW_SCHOOL, site):
        found["alphabet"] = f"{base}/@@alphabet-book"
        found["movement"] = f"{base}/@@movement"
        found["loans"] = f"{base}/@@loans"
    if reader.own("class_teacher") or checkPermission(MANAGE_SCHOOL, site):
        found["results"] = f"{base}/@@class-results"
    if may_work():
        found["year_works"] = f"{base}/@@year-works"
    if reader.own("class_teacher") or ("alphabet" in found):
        found["class_list"] = f"{base}/@@class-list"
    for key, permission, name in (
        ("file_plan", VIEW_SCHOOL, "@@file-plan"),
        ("due", VIEW_DUE, "@@due"),
        ("calendar", VIEW_DUE, "@@calendar"),
        ("holds", VIEW_DUE, "@@holds"),
        ("archive_status", AUDIT, "@@audit"),
        ("access_log", VIEW_ACCESS_LOG, "@@access-log"),
        ("people", VIEW_SCHOOL, "@@people"),
        ("regulation", MANAGE_REGULATION, "@@schoolrecords-regulation"),
        ("working_days", MANAGE_SCHOOL, "@@working-days"),
        ("trust", MANAGE_TRUST, "@@schoolrecords-trust"),
        ("import", IMPORT, "@@import"),
    ):
        if checkPermission(permission, site):
            found[key] = f"{base}/{name}"
    if checks.may_read(site):
        found["signature_checks"] = f"{base}/@@signature-checks"
    if not log_is_kept():
        found.pop("access_log", None)
    if reader.administrator:
        found["site"] = f"{base}/@@overview-controlpanel"
    return {**found, **_gathered(reader, found)}


def _gathered(reader, found):
    """The pages that gather what other pages hold."""
    gathered = {}
    if _sees(reader, "case_file"):
        gathered["journal"] = f"{found['cases']}?type={JOURNALS}"
    if any(key in found for key in REPORTED):
        gathered["reports"] = f"{reader.site.absolute_url()}/@@reports"
    return gathered


def rail(found, current):
    """Return the rail's items; ``found`` are the pages of :func:`pages`."""
    items = []
    for key, parts in SECTIONS:
        subs = [
            Values(title=TITLES[part], url=found[part], current=_here(part, current))
            for part in parts
            if part in found
        ]
        if key not in found and not subs:
            continue
        items.append(
            Values(
                title=TITLES[key],
                icon=ICONS[key],
                url=found.get(key),
                current=_here(key, current),
                items=subs,
            )
        )
    return items


def tabs(found, current):
    """Return the items of the phone's bar: the desk and at most three more."""
    keys = [key for key in ("desk", *TABS) if key in found][:MOST_TABS]
    return [
        Values(
            title=TAB_TITLES.get(key, TITLES[key]),
            icon=ICONS[key],
            url=found[key],
            current=_here(key, current),
        )
        for key in keys
    ]


def beyond_the_bar(found, current):
    """Whether the page in sight is none of the phone's bar: then "More" is what is marked."""
    return "true" if all(tab.current is None for tab in tabs(found, current)) else None


def _here(key, current):
    return "page" if key == current else None
