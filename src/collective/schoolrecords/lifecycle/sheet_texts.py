"""The words of the certifying sheet: its fields, and why one is refused."""

from collective.schoolrecords.messages import _


SHEET_DETAILS = {
    "literal": _("detail_literal", default="Literal numbers of sheets"),
    "missed": _("detail_missed", default="Missing numbers of sheets"),
    "inventory_sheets": _("detail_inventory_sheets", default="Sheets of the inner inventory"),
    "features": _("detail_features", default="Particular condition of the sheets"),
}

SHEET_REASONS = {
    "sheet_number_unreadable": _(
        "reason_sheet_number_unreadable",
        default="“${value}” cannot be read. Literal numbers are a number and a letter, "
        "12а; missing ones a number or two with a dash, 10–12.",
    ),
    "sheet_number_twice": _("reason_sheet_number_twice", default="${value} is named twice."),
    "sheet_number_beyond": _(
        "reason_sheet_number_beyond",
        default="${value} lies beyond the last sheet, ${last}.",
    ),
    "sheet_too_much": _("reason_sheet_too_much", default="“${field}”: no more than ${most}."),
    "sheet_count_unreadable": _(
        "reason_sheet_count_unreadable", default="“${field}” lies between 0 and ${most}."
    ),
    "sheet_feature_unreadable": _(
        "reason_sheet_feature_unreadable",
        default="“${field}”: say what it is and on which sheets, no more than ${most} letters each.",
    ),
}
