"""Why something about a pupil is refused: names, admission, leaving and the end of the year."""

from collective.schoolrecords.messages import _


NAME_REASONS = {
    "name_unreadable": _(
        "reason_name_unreadable",
        default="“${field}”: “${value}” is no name: letters of one alphabet, hyphens and spaces.",
    ),
    "name_too_long": _("reason_name_too_long", default="“${field}”: at most ${most} characters."),
    "name_same": _("reason_name_same", default="The name is the same as before."),
    "name_kind": _(
        "reason_name_kind", default="Say whether the name was changed or a mistake corrected."
    ),
    "name_too_many": _(
        "reason_name_too_many", default="A file keeps at most ${most} former names."
    ),
    "name_before_birth": _(
        "reason_name_before_birth", default="“${field}”: ${day} is before the birth on ${born}."
    ),
    "name_order": _(
        "reason_name_order",
        default="“${field}”: the last change was on ${newest}, ${day} is before it.",
    ),
    "name_of_current_file": _(
        "reason_name_of_current_file",
        default="A name is changed in a registered file that is current.",
    ),
    "name_fixed": _(
        "reason_name_fixed",
        default="“${field}”: after the registration use “Change the name”, so that the former one "
        "stays visible.",
    ),
}
PUPIL_REASONS = {**NAME_REASONS}

#: Titles of what is asked for beside the fields of the file.
PUPIL_DETAILS = {
    "since": _("detail_since", default="Since"),
    "kind": _("detail_kind", default="What happened"),
}
