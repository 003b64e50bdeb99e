"""What is said beside a field: what to write, and for which step it will be needed."""

from collective.schoolrecords.core import preconditions
from collective.schoolrecords.messages import _
from datetime import date


ABOUT_SIGNATURE = _(
    "desk_hint_signature_fact",
    default="Who signed, where the seal stands and on which sheet, for example: signature of the "
    "director and seal, sheet 1.",
)
#: Field or detail of a step → hint; the schema's own description goes first.
HINTS = {
    "letter": _("desk_hint_letter", default="First letter of the surname, Е for Ё."),
    "snils": _("desk_hint_snils", default="11 digits; spaces and dashes may be left out."),
    "case_index": _("desk_hint_case_index", default="As in the file plan, for example 02-14."),
    "school_year": _("desk_hint_school_year", default="For example 2025/26."),
    "former_number": _("desk_hint_former_number", default="As on the cover, if the pupil came."),
    "storage_place": _(
        "desk_hint_storage_place", default="Room, cupboard, shelf: so that anybody finds it."
    ),
    "signature_fact": ABOUT_SIGNATURE,
    "fact": ABOUT_SIGNATURE,
    "receiver": _(
        "desk_hint_receiver", default="Full name, or the organisation and who acts for it."
    ),
    "basis": _(
        "desk_hint_basis", default="Application, order or power of attorney: number and date."
    ),
    "capacity": _(
        "desk_hint_capacity",
        default="By proxy: give the proxy and the identity document too.",
    ),
    "identity_number": _(
        "desk_hint_identity_number",
        default="Printed on the receipt; afterwards only the last figures are shown.",
    ),
    "destination": _("desk_hint_destination", default="School and town, if they are known."),
    "reason": _("desk_hint_reason", default="It stays in the history of the record."),
    "pupil_file": _(
        "desk_hint_pupil_file", default="Number of the personal file, for example К-25."
    ),
    "taken_fact": _(
        "desk_hint_taken_fact", default="Who gave it and where they signed, for example: sheet 3."
    ),
}
#: What a field of the same name means in one family only.
FAMILY_HINTS = {
    ("protocol", "title"): _(
        "desk_hint_protocol_title",
        default="For example: state exam, Russian language, 09.06.2026.",
    ),
    ("file_document", "kind"): _(
        "desk_hint_kind", default="For example: application for admission."
    ),
    ("file_document", "place"): _(
        "desk_hint_document_place",
        default="Only if it is kept apart from the file, for example: medical office.",
    ),
    ("book", "title"): _("desk_hint_book_title", default="As on the cover of the book on paper."),
    ("book", "registration_number"): _(
        "desk_hint_book_number", default="Number of the book in the school, for example 3."
    ),
    ("book", "sheets"): _(
        "desk_hint_book_sheets", default="Numbered and laced sheets; needed to close the book."
    ),
    ("order", "registration_number"): _(
        "desk_hint_order_number",
        default="For example 41-у. The order has its number from the day it is given to the "
        "director; a draft keeps none free.",
    ),
    ("order", "text"): _(
        "desk_hint_order_text", default="The text or a file: without both the order is not given."
    ),
}
#: The steps by which a draft of a family comes to life, and how a needed field is marked.
FIRST_STEPS = {
    "local_regulation": ("submit", "approve"),
    "personal_file": ("register",),
    "book": ("register",),
    "protocol": ("submit", "approve"),
    "case_file": ("register",),
    "order": ("submit",),
    "file_document": ("approve",),
}
NEEDED = {
    "local_regulation": _("desk_needed_approve", default="(needed for approval)"),
    "book": _("desk_needed_open_book", default="(needed to open the book)"),
    "protocol": _("desk_needed_approve", default="(needed for approval)"),
    "personal_file": _("desk_needed_register", default="(needed to register)"),
    "case_file": _("desk_needed_open", default="(needed to open the case)"),
    "order": _("desk_needed_submit", default="(needed to give it to the director)"),
    "file_document": _("desk_needed_accept", default="(needed to accept it)"),
}


def hint_of(family, field):
    """Return the hint beside a field, ``None`` when nothing is to be said."""
    name = field.__name__
    return field.description or FAMILY_HINTS.get((family, name)) or HINTS.get(name)


def needed_later(family, name, facts=None):
    """Return how an optional field is marked that the first steps of the family ask for.

    ``facts``: what is known of the record and decides what is asked, such as its kind.
    """
    # An empty record meets every rule that something is there: the rules name the fields.
    for step in FIRST_STEPS.get(family, ()):
        for reason in preconditions.check(family, step, facts or {}, {}, date.min):
            if reason.field == name:
                return NEEDED[family]
    return None
