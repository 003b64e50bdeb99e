"""The sections of a record's page and of its forms: which fields stand together."""

from AccessControl.security import checkPermission
from collective.schoolrecords.core.case_kinds import fields_of as kind_fields
from collective.schoolrecords.core.protocols import head_fields
from collective.schoolrecords.core.protocols import KIND_FIELDS as PROTOCOL_KIND_FIELDS
from collective.schoolrecords.messages import _
from dataclasses import dataclass
from dataclasses import replace
from plone.autoform.interfaces import READ_PERMISSIONS_KEY
from plone.dexterity.utils import iterSchemataForType
from plone.supermodel.utils import mergedTaggedValueDict
from zope.i18nmessageid import Message
from zope.schema import getFieldsInOrder


@dataclass(frozen=True)
class Section:
    """A section: id in the address, title and fields; ``lists`` are shown line by line.

    ``quiet`` sections are left out while they are empty and cannot be edited.
    """

    id: str
    title: Message
    fields: tuple[str, ...]
    lists: str | None = None
    quiet: bool = False


KEEPING = Section(
    "keeping",
    _("desk_section_keeping", default="Registration and keeping"),
    (
        "case_index",
        "file_plan_year",
        "opened_on",
        "closed_on",
        "storage_place",
        "sheets",
        "record_volume",
        "carriers",
        "holder",
        "held_until",
        "personal_data",
        "responsible",
    ),
)
NOTE = Section("note", _("desk_section_note", default="Note"), ("note",), quiet=True)
FILES = Section("files", _("desk_section_files", default="Files"), ("scan", "signature"))

PERSONAL_FILE = (
    Section(
        "pupil",
        _("desk_section_pupil", default="Pupil"),
        (
            "last_name",
            "first_name",
            "middle_name",
            "birth_date",
            "sex",
            "snils",
            "citizenship",
            "study_form",
            "address",
            "medical_group",
        ),
    ),
    Section(
        "place",
        _("desk_section_place", default="Number and class"),
        ("letter", "number", "book_volume", "cohort_id", "former_number"),
    ),
    Section(
        "guardians",
        _("desk_section_guardians", default="Legal representatives"),
        ("representatives",),
        lists="representatives",
    ),
    Section(
        "admission",
        _("desk_section_admission", default="Admission"),
        (
            "admitted_on",
            "came_from",
            "admission_order_number",
            "admission_order_date",
            "former_file",
        ),
    ),
    Section(
        "former_names",
        _("desk_section_former_names", default="Former names"),
        ("former_names",),
        lists="former_names",
        quiet=True,
    ),
    Section(
        "leaving",
        _("desk_section_leaving", default="Leaving"),
        (
            "left_on",
            "leaving_reason",
            "leaving_order_number",
            "leaving_order_date",
            "destination",
        ),
        quiet=True,
    ),
    KEEPING,
    NOTE,
)
ORDER = (
    Section(
        "text",
        _("desk_section_text", default="Order"),
        (
            "title",
            "doc_type",
            "registration_number",
            "dated_on",
            "minutes_number",
            "minutes_date",
            "minutes_point",
            "text",
            "signature_fact",
        ),
    ),
    Section(
        "people",
        _("desk_section_people", default="Whom it concerns"),
        ("people",),
        lists="people",
    ),
    FILES,
    KEEPING,
)
CASE_FILE = (
    Section(
        "case",
        _("desk_section_case", default="Case"),
        ("title", "doc_type", "school_year", "cohort_id", "registration_number"),
    ),
    KEEPING,
    FILES,
    Section(
        "holds",
        _("desk_section_holds", default="Holds and faults"),
        ("archive_error",),
        quiet=True,
    ),
    NOTE,
)
FILE_DOCUMENT = (
    Section(
        "document",
        _("desk_section_document", default="Document"),
        (
            "kind",
            "index",
            "dated_on",
            "doc_sheets",
            "original",
            "on_paper",
            "place",
            "medical",
            "note",
            "handed_out_on",
            "receiver",
        ),
    ),
    FILES,
)
INVENTORY = (
    Section(
        "inventory",
        _("desk_section_inventory", default="Inventory"),
        ("title", "kind", "first_year", "last_year", "scan"),
    ),
    NOTE,
)
BOOK = (
    Section(
        "book",
        _("desk_section_book", default="Book"),
        ("kind", "title", "registration_number", "signature_fact"),
    ),
    Section(
        "appointed",
        _("desk_section_appointed", default="Who fills it"),
        ("appointed", "appointed_order_number", "appointed_order_date"),
    ),
    KEEPING,
)
PROTOCOL = (
    Section(
        "protocol",
        _("desk_section_protocol", default="Protocol"),
        (
            "kind",
            "title",
            "school_subject",
            "subject_code",
            "registration_number",
            "dated_on",
            "school_year",
            "commission_on",
            "received_on",
            "exam_day",
            "study_form",
            "organisation",
            "organisation_code",
            "signature_fact",
            "stitched_on",
            "seal_fact",
        ),
    ),
    Section(
        "people",
        _("desk_section_protocol_people", default="Who took part"),
        ("chair", "clerk", "teacher", "assistants", "present", "opinions"),
    ),
    FILES,
    KEEPING,
)
ACT = (Section("act", _("desk_section_act", default="Act"), ("title",)),)
PORTFOLIO = (
    Section(
        "keeping",
        _("desk_section_keeping", default="Registration and keeping"),
        ("case_index", "storage_place", "carriers", "sheets", "record_volume", "responsible"),
    ),
)
LOCAL_REGULATION = (
    Section(
        "regulation",
        _("desk_section_local_regulation", default="Local regulation"),
        (
            "title",
            "registration_number",
            "dated_on",
            "replaces",
            "touches_rights",
            "version",
            "in_force_from",
            "superseded_by",
            "ended_by",
            "published_on",
        ),
    ),
    Section(
        "adoption",
        _("desk_section_adoption", default="Who adopted it"),
        ("adopted_by",),
        lists="adopted_by",
    ),
    Section(
        "councils",
        _("desk_section_councils", default="Opinions of the councils"),
        ("opinions",),
        lists="opinions",
    ),
    Section(
        "approval",
        _("desk_section_approval", default="Order that approves it"),
        ("approval_order", "order_number", "order_date"),
    ),
    Section(
        "references",
        _("desk_section_references", default="Acts that it rests on"),
        ("references",),
        lists="references",
    ),
    FILES,
    KEEPING,
)
SECTIONS = {
    "portfolio": PORTFOLIO,
    "local_regulation": LOCAL_REGULATION,
    "inventory": INVENTORY,
    "destruction_act": ACT,
    "book": BOOK,
    "protocol": PROTOCOL,
    "personal_file": PERSONAL_FILE,
    "order": ORDER,
    "case_file": CASE_FILE,
    "file_document": FILE_DOCUMENT,
}
#: What is asked when a record is filed; the rest is filled in on its page.
ADDING = {
    "local_regulation": (
        "regulation",
        "adoption",
        "councils",
        "approval",
        "references",
        "files",
    ),
    "personal_file": ("pupil", "place", "admission", "guardians"),
    "order": ("text", "people", "files"),
    "case_file": ("case", "keeping", "files"),
    "file_document": ("document", "files"),
    "inventory": ("inventory",),
    "destruction_act": ("act",),
    "book": ("book", "appointed", "keeping"),
    "protocol": ("protocol", "people", "keeping", "files"),
}


def fields_of(portal_type):
    """Return name → (schema, field) for all schemata of a type."""
    return {
        name: (one, field)
        for one in iterSchemataForType(portal_type)
        for name, field in getFieldsInOrder(one)
    }


def may_read(record, schema, name):
    """Whether the current user may read a field: its schema may ask for a permission of its own."""
    permission = mergedTaggedValueDict(schema, READ_PERMISSIONS_KEY).get(name)
    return permission is None or bool(checkPermission(permission, record))


#: Family → the field that decides which other fields its records have.
KIND_FIELD = {"case_file": "doc_type", "protocol": "kind"}


def sections_for(family, kind=None, filled=()):
    """Return the sections of a family; a kind of case file or protocol shows its own fields only.

    ``filled``: fields of other kinds that have a value all the same; they stay in sight.
    """
    if family == "case_file":
        case, *others = SECTIONS[family]
        return (replace(case, fields=("title", "doc_type", *kind_fields(kind))), *others)
    if family == "protocol":
        hidden = PROTOCOL_KIND_FIELDS - set(head_fields(kind)) - set(filled)
        found = [
            replace(one, fields=tuple(name for name in one.fields if name not in hidden))
            for one in SECTIONS[family]
        ]
        return tuple(one for one in found if one.fields)
    return SECTIONS[family]


def section_of(family, section_id, kind=None, filled=()):
    """Return a section of a family by its id, ``None`` when there is none."""
    found = sections_for(family, kind, filled)
    return next((one for one in found if one.id == section_id), None)
