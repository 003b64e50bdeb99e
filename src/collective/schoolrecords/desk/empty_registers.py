"""What a register says while nothing stands in it: what will, and who begins."""

from collective.schoolrecords.messages import _


NOTHING = _("desk_empty_register", default="Nothing is entered here yet.")
#: Family of records → sentences; official terms and offices, no praise.
EMPTY = {
    "personal_file": _(
        "desk_empty_personal_files",
        default="There are no personal files yet. The secretary opens them one by one or loads "
        "them from a list.",
    ),
    "protocol": _(
        "desk_empty_protocols",
        default="There are no protocols yet. The deputy and the secretary draw them up; protocols "
        "of the state exam are loaded from a file.",
    ),
    "book": _(
        "desk_empty_books",
        default="There are no books yet. Books of certificates, medals, study certificates and "
        "blanks will stand here.",
    ),
    "portfolio": _(
        "desk_empty_portfolios",
        default="There are no portfolios yet. The class teacher begins them for the whole class "
        "at once.",
    ),
    "order": _(
        "desk_empty_orders",
        default="There are no orders yet. The secretary draws them up, the director approves them.",
    ),
    "local_regulation": _(
        "desk_empty_local_regulations",
        default="There are no local regulations yet. The school's regulations will stand here, "
        "with their versions and the councils that adopted them.",
    ),
    "case_file": _(
        "desk_empty_cases",
        default="There are no cases yet. Journals, summary sheets and the other cases of the file "
        "plan will stand here.",
    ),
    "inventory": _(
        "desk_empty_inventories",
        default="There are no inventories yet. The archivist makes them of the cases that a year "
        "has closed.",
    ),
    "destruction_act": _(
        "desk_empty_acts",
        default="There are no acts yet. An act is drawn up of files whose term has run out: they "
        "are chosen among the terms of storage.",
    ),
}


def empty_words(family):
    """Return what the register of a family of records says without any record."""
    return EMPTY.get(family, NOTHING)


def empty_book(asked):
    """Return what the alphabet book says without any pupil; ``asked``: its conditions by name."""
    if any(asked[name] for name in ("letter", "class", "who", "text")):
        return _("desk_book_none", default="No pupil stands here under these conditions.")
    return _(
        "desk_book_empty",
        default="Nobody stands in the book yet: an entry appears when a personal file is registered.",
    )
