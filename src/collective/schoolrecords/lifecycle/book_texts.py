"""The words of books of registration: reasons against entries, and the titles of their fields."""

from collective.schoolrecords.messages import _


BOOK_REASONS = {
    "appointed_unknown": _(
        "reason_appointed_unknown", default="“${field}”: no such person works at the school."
    ),
    "book_not_current": _(
        "reason_book_not_current", default="Entries are written only while the book is kept."
    ),
    "entries_are_files": _(
        "reason_entries_are_files",
        default="The alphabet book is read from the personal files: file a personal file.",
    ),
    "entries_not_certified": _(
        "reason_entries_not_certified",
        default="Entries without certification by class teacher, head and seal: ${count}.",
    ),
    "entries_not_issued": _(
        "reason_entries_not_issued",
        default="Entries that are neither handed out nor annulled: ${count}.",
    ),
    "entries_changed": _(
        "reason_entries_changed",
        default="Entries of this class have changed since you opened them. Read them again.",
    ),
    "entries_signed": _("reason_entries_signed", default="This signature is there already."),
    "entry_annulled": _("reason_entry_annulled", default="Entry ${number} is annulled."),
    "entry_changed": _(
        "reason_entry_changed",
        default="Somebody has changed entry ${number} since you opened it. Read it again.",
    ),
    "entry_issued": _(
        "reason_entry_issued", default="What entry ${number} registers was handed out already."
    ),
    "entry_repeated": _(
        "reason_entry_repeated", default="Entry ${number} says the same: nothing was written."
    ),
    "entry_field_unknown": _(
        "reason_entry_field_unknown", default="The book has no field “${name}”."
    ),
    "entry_name_wrong": _(
        "reason_entry_name_wrong",
        default="“${value}” is no name in letters of one alphabet.",
    ),
    "entry_text_long": _("reason_entry_text_long", default="At most ${most} characters."),
    "entry_value_wrong": _("reason_entry_value_wrong", default="This value does not fit."),
    "marks_without_reason": _(
        "reason_marks_without_reason",
        default="Marks differ from those of the year and the exam (${subjects}): say why.",
    ),
    "born_after_order": _(
        "reason_born_after_order", default="The date of birth ${born} is not before the order."
    ),
    "file_differs": _(
        "reason_file_differs",
        default="The personal file names another date of birth, ${born}.",
    ),
    "file_unknown": _("reason_file_unknown", default="There is no such personal file."),
    "issued_before_order": _(
        "reason_issued_before_order", default="“${field}” is before the order of ${ordered}."
    ),
    "nothing_corrected": _(
        "reason_nothing_corrected", default="The correction of entry ${number} changes nothing."
    ),
    "not_a_duplicate": _(
        "reason_not_a_duplicate", default="Only a duplicate names an original, and it must."
    ),
    "not_graduated_yet": _(
        "reason_not_graduated_yet",
        default="The personal file has no decision that grade ${grade} is finished. If the entry "
        "is right all the same, give the reason.",
    ),
    "original_gone": _(
        "reason_original_gone",
        default="The book with entry ${number} cannot bear the mark of a duplicate any more.",
    ),
    "original_not_issued": _(
        "reason_original_not_issued", default="The original, entry ${number}, was not handed out."
    ),
    "original_unknown": _(
        "reason_original_unknown", default="There is no such entry in a book of this kind."
    ),
    "duplicate_before_original": _(
        "reason_duplicate_before_original",
        default="“${field}” is before the original was handed out on ${issued}.",
    ),
    "signer_unknown": _("reason_signer_unknown", default="Nobody signs so under these entries."),
    "signer_waits": _(
        "reason_signer_waits",
        default="The class teacher signs first, then the head, then the seal is put.",
    ),
    "blank_has_no_number": _("reason_blank_has_no_number", default="Covers have no numbers."),
    "blank_named_twice": _(
        "reason_blank_named_twice", default="Blank ${number} is named twice in one entry."
    ),
    "blank_not_in_stock": _(
        "reason_blank_not_in_stock",
        default="Not in stock any more: ${number}.",
    ),
    "blank_not_received": _(
        "reason_blank_not_received",
        default="In no receipt of the ledger of blanks: ${number}.",
    ),
    "blank_number_old": _(
        "reason_blank_number_old",
        default="Since ${year} the number of a blank has 14 figures.",
    ),
    "blank_number_wrong": _(
        "reason_blank_number_wrong",
        default="“${number}” is no number of a blank (14 figures).",
    ),
    "blank_of_another_kind": _(
        "reason_blank_of_another_kind",
        default="By the ledger a blank of another kind: ${number}.",
    ),
    "blank_quantity_differs": _(
        "reason_blank_quantity_differs",
        default="The range has ${count} numbers, the quantity says ${quantity}.",
    ),
    "blank_range_long": _(
        "reason_blank_range_long", default="The range has ${count} numbers; at most ${most}."
    ),
    "blank_range_received": _(
        "reason_blank_range_received",
        default="Numbers ${first}–${last} were received before.",
    ),
    "blank_range_wrong": _(
        "reason_blank_range_wrong", default="${first}–${last} is no range of numbers."
    ),
    "blanks_too_few": _(
        "reason_blanks_too_few", default="Only ${left} are in stock, not ${quantity}."
    ),
    "line_built_on": _(
        "reason_line_built_on",
        default="Blank ${number} was used since: the line cannot be annulled.",
    ),
    "line_not_corrected": _(
        "reason_line_not_corrected",
        default="A line of the ledger of blanks is not corrected: annul it and write a new one.",
    ),
    "line_not_issued": _(
        "reason_line_not_issued", default="Nothing of this book is handed out entry by entry."
    ),
}

#: Titles of the fields of entries and of what is said about them.
ENTRY_FIELDS = {
    "name": _("entry_name", default="Full name"),
    "birth_date": _("entry_birth_date", default="Date of birth"),
    "class_label": _("entry_class_label", default="Class"),
    "document": _("entry_document", default="What is registered"),
    "distinction": _("entry_distinction", default="Distinction"),
    "blank": _("entry_blank", default="Number of the blank"),
    "supplement": _("entry_supplement", default="Number of the blank of the supplement"),
    "marks": _("entry_marks", default="Final marks"),
    "marks_reason": _(
        "entry_marks_reason", default="Why a mark is not that of the year and the exam"
    ),
    "early_reason": _(
        "entry_early_reason", default="Why it is entered before the pupil has finished"
    ),
    "order_number": _("entry_order_number", default="Order No."),
    "order_date": _("entry_order_date", default="Date of the order"),
    "study_kind": _("entry_study_kind", default="Kind of certificate"),
    "degree": _("entry_degree", default="Degree of the medal"),
    "operation": _("entry_operation", default="Operation"),
    "day": _("entry_day", default="Day"),
    "basis": _("detail_basis", default="Basis"),
    "blank_kind": _("entry_blank_kind", default="Kind of blank"),
    "first": _("entry_first", default="Number from"),
    "last": _("entry_last", default="Number to"),
    "quantity": _("entry_quantity", default="Quantity"),
    "note": _("entry_note", default="Note"),
    "issued_on": _("entry_issued_on", default="Day of handing out"),
    "way": _("entry_way", default="How it was received"),
    "proof": _("entry_proof", default="Proxy or postal item: number and date"),
    "issued_by": _("entry_issued_by", default="Who handed it out"),
    "ground": _("entry_ground", default="Ground of the duplicate"),
    "original_number": _("entry_original_number", default="Number of the original's entry"),
    "original_date": _("entry_original_date", default="Original handed out on"),
    "original_blank": _("entry_original_blank", default="Blank of the original"),
    "original_book": _("entry_original_book", default="Book of the original"),
    "file": _("entry_file", default="Personal file"),
    "cohort": _("entry_cohort", default="Class of the school"),
    "signer": _("entry_signer", default="Who certifies"),
}
