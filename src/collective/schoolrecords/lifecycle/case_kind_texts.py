"""The words for what a kind of case file still needs."""

from collective.schoolrecords.messages import _


CASE_KIND_REASONS = {
    "carrier_not_electronic": _(
        "reason_carrier_not_electronic",
        default="The regulation keeps this on an electronic carrier.",
    ),
    "carrier_not_paper": _(
        "reason_carrier_not_paper", default="The regulation keeps this on paper."
    ),
    "day_before": _("reason_day_before", default="“${field}”: ${day} is before ${earlier}."),
    "evidence_of_nobody": _(
        "reason_evidence_of_nobody", default="Name the pupil or the class that it shows."
    ),
    "evidence_without_media": _(
        "reason_evidence_without_media", default="A recording, a film or a picture is needed."
    ),
    "findings_not_mended": _(
        "reason_findings_not_mended",
        default="What the check found is not mended yet: “${field}” is not filled in.",
    ),
    "media_in_one_room": _(
        "reason_media_in_one_room",
        default="The electronic copies must lie in different rooms: ${least} at least.",
    ),
    "media_too_few": _(
        "reason_media_too_few",
        default="Electronic copies: ${count}; the regulation asks for ${least}, each on its own "
        "medium.",
    ),
    "original_held": _(
        "reason_original_held",
        default="The original certificate № ${number} of this pupil is in custody already: look at "
        "the pupil and the number, or say that this one is a copy.",
    ),
    "no_keeper_appointed": _(
        "reason_no_keeper_appointed",
        default="Nobody is appointed by order to keep certificates.",
    ),
    "notebooks_are_handed_back": _(
        "reason_notebooks_are_handed_back",
        default="Control notebooks go back to the pupils; they do not go into the archive.",
    ),
    "pupil_below_grade": _(
        "reason_pupil_below_grade",
        default="Certificates are kept for pupils from grade ${grade} on.",
    ),
    "pupil_still_here": _(
        "reason_pupil_still_here",
        default="The leaving of this pupil is not registered; until then the certificate stays in "
        "the safe.",
    ),
    "pupil_file_unknown": _("reason_pupil_file_unknown", default="There is no such personal file."),
    "kind_elsewhere_personal_file": _(
        "reason_kind_elsewhere_personal_file",
        default="A personal file is no case: file it in the register “Personal files”.",
    ),
    "kind_elsewhere_portfolio": _(
        "reason_kind_elsewhere_portfolio",
        default="A portfolio is no case: open it in the register “Portfolios”.",
    ),
    "kind_elsewhere_order": _(
        "reason_kind_elsewhere_order",
        default="An order is no case: draw it up in the register “Orders”.",
    ),
    "kind_elsewhere_protocol": _(
        "reason_kind_elsewhere_protocol",
        default="A protocol is no case: draw it up in the register “Protocols”. A folder of former "
        "years comes with a list of the archive (“Load lists”).",
    ),
    "kind_elsewhere_book": _(
        "reason_kind_elsewhere_book",
        default="A book is no case: open it in the register “Books”. An old volume on paper comes "
        "with a list of the archive (“Load lists”).",
    ),
    "kind_elsewhere_local_regulation": _(
        "reason_kind_elsewhere_local_regulation",
        default="A local regulation is no case: draw it up in the register “Local regulations”.",
    ),
    "kind_elsewhere_inventory": _(
        "reason_kind_elsewhere_inventory",
        default="An inventory is no case: compile it in the register “Inventories”.",
    ),
    "kind_elsewhere_destruction_act": _(
        "reason_kind_elsewhere_destruction_act",
        default="An act of destruction is no case: draw it up in the register “Acts”.",
    ),
    "kind_not_yours": _(
        "reason_kind_not_yours",
        default="Your office does not file records of this kind.",
    ),
}
