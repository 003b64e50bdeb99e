"""The words for reasons against the steps of an inventory."""

from collective.schoolrecords.messages import _


INVENTORY_REASONS = {
    "inventory_kind_unknown": _(
        "reason_inventory_kind_unknown", default="There is no such kind of inventory: ${kind}."
    ),
    "years_in_wrong_order": _(
        "reason_years_in_wrong_order", default="The first year ${first} is after the last, ${last}."
    ),
    "years_too_many": _(
        "reason_years_too_many", default="One inventory covers ${most} years at most."
    ),
    "year_not_over": _(
        "reason_year_not_over",
        default="${year} is not over: an inventory is compiled when its last year is.",
    ),
    "inventory_empty": _("reason_inventory_empty", default="The inventory has no rows."),
    "inventory_number_repeated": _(
        "reason_inventory_number_repeated", default="Number ${number} stands in several rows."
    ),
    "inventory_number_unreadable": _(
        "reason_inventory_number_unreadable",
        default="“${number}” is no number of a row: 12 or, with a letter, 12а.",
    ),
    "inventory_of_another_kind": _(
        "reason_inventory_of_another_kind",
        default="The rows were chosen for another kind of storage: take them out, or give the "
        "former kind.",
    ),
    "inventory_rows_of_other_years": _(
        "reason_inventory_rows_of_other_years",
        default="Rows were closed in years that the inventory does not cover: ${years}.",
    ),
    "inventory_compiling": _(
        "reason_inventory_compiling", default="Rows are still being added to the inventory."
    ),
    "approved_before_agreed": _(
        "reason_approved_before_agreed",
        default="The inventory was agreed on ${agreed}; it cannot have been approved earlier.",
    ),
    "inventory_number_taken": _(
        "reason_inventory_number_taken",
        default="Another inventory of this kind has the number ${number}.",
    ),
    "inventory_locked": _("reason_inventory_locked", default="Rows are changed in a draft only."),
    "row_unknown": _("reason_row_unknown", default="The inventory has no such row."),
    "row_value": _("reason_row_value", default="“${field}” cannot be read."),
    "record_unknown": _(
        "reason_record_unknown", default="No. ${row}: there is no such record to be listed."
    ),
    "record_not_kept": _(
        "reason_record_not_kept",
        default="No. ${row}: an inventory lists what is closed and still in the school.",
    ),
    "record_of_another_kind": _(
        "reason_record_of_another_kind",
        default="No. ${row}: the term of the record belongs into another inventory or into none.",
    ),
    "record_of_another_year": _(
        "reason_record_of_another_year",
        default="No. ${row}: the record was closed in ${year}.",
    ),
    "record_listed": _(
        "reason_record_listed", default="No. ${row}: an inventory lists the record already."
    ),
}
