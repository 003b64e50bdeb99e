"""The words for what stands against the steps of a local regulation."""

from collective.schoolrecords.messages import _


LOCAL_REGULATION_DETAILS = {
    "in_force_from": _("detail_in_force_from", default="In force from"),
}

LOCAL_REGULATION_REASONS = {
    "minutes_incomplete": _(
        "reason_minutes_incomplete", default="${body}: number and date of the minutes are needed."
    ),
    "minutes_in_future": _(
        "reason_minutes_in_future", default="${body}: minutes of ${day} have not been written yet."
    ),
    "opinion_missing_parents": _(
        "reason_opinion_missing_parents",
        default="The opinion of the parents' council is not entered.",
    ),
    "opinion_missing_pupils": _(
        "reason_opinion_missing_pupils",
        default="The opinion of the pupils' council is not entered.",
    ),
    "regulation_without_file": _(
        "reason_regulation_without_file", default="The text of the regulation is not attached."
    ),
    "order_unknown": _("reason_order_unknown", default="There is no such order."),
    "order_not_approved": _(
        "reason_order_not_approved", default="The order that approves it is not approved itself."
    ),
    "order_not_named": _(
        "reason_order_not_named",
        default="Name the order that approves it: choose it, or give its number and date.",
    ),
    "order_not_registered": _(
        "reason_order_not_registered",
        default="The order that approves it is a draft or annulled: choose one that was given to "
        "the director.",
    ),
    "order_approves_nothing": _(
        "reason_order_approves_nothing",
        default="Order № ${number} “${title}” approves no local regulation: choose one that does.",
    ),
    "order_names_no_act": _(
        "reason_order_names_no_act",
        default="Order № ${number} “${title}” does not approve “${act}”: choose the one that names "
        "it.",
    ),
    "order_before_minutes": _(
        "reason_order_before_minutes",
        default="Order № ${number} of ${day} is older than the minutes of ${minutes}: first it is "
        "adopted, then approved.",
    ),
    "replaced_not_in_force": _(
        "reason_replaced_not_in_force",
        default="The version that this one replaces is not in force any more. ${title}",
    ),
    "in_force_before_order": _(
        "reason_in_force_before_order",
        default="${field}: ${day} is before the order of ${order}.",
    ),
    "in_force_before_former": _(
        "reason_in_force_before_former",
        default="${field}: ${day} is not after ${former}, since when the former version holds.",
    ),
    "not_in_force": _(
        "reason_not_in_force", default="Only what is in force is published on the site."
    ),
    "published_already": _("reason_published_already", default="It is published already."),
    "not_published": _("reason_not_published", default="It is not published."),
    "act_listed_already": _(
        "reason_act_listed_already", default="This act is in the school's list already."
    ),
    "act_not_listed": _("reason_act_not_listed", default="This act is not in the school's list."),
}
