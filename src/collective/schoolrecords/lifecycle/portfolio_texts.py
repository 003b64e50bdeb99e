"""The words for what stands against an achievement or a step of a portfolio."""

from collective.schoolrecords.messages import _


PORTFOLIO_DETAILS = {
    "direction": _("detail_direction", default="Direction"),
    "level": _("detail_level", default="Level"),
    "day": _("detail_day", default="Date"),
    "result": _("detail_result", default="Place or result"),
    "to_whom": _("detail_to_whom", default="To whom it was shown"),
}

PORTFOLIO_REASONS = {
    "text_too_long": _(
        "reason_text_too_long", default="“${field}” is too long: at most ${most} characters."
    ),
    "choice_unknown": _(
        "reason_choice_unknown", default="“${field}”: there is no such value (${value})."
    ),
    "day_before_birth": _(
        "reason_day_before_birth", default="${field}: ${day} is not after the birthday (${born})."
    ),
    "scan_elsewhere": _(
        "reason_scan_elsewhere", default="The scan is no accepted document of this portfolio."
    ),
    "achievement_twice": _(
        "reason_achievement_twice", default="The same achievement is entered as No. ${number}."
    ),
    "achievement_unknown": _(
        "reason_achievement_unknown", default="There is no achievement No. ${number}."
    ),
    "achievement_replaced": _(
        "reason_achievement_replaced",
        default="Achievement No. ${number} is corrected already: see No. ${by}.",
    ),
    "achievement_withdrawn": _(
        "reason_achievement_withdrawn",
        default="No. ${number} only takes another one back and is not corrected.",
    ),
    "achievement_same": _(
        "reason_achievement_same", default="Nothing differs from achievement No. ${number}."
    ),
    "achievement_gone": _(
        "reason_achievement_gone",
        default="Achievement No. ${number} was corrected or taken back and is not certified.",
    ),
    "achievement_certified": _(
        "reason_achievement_certified", default="Achievement No. ${number} is certified already."
    ),
    "achievements_full": _(
        "reason_achievements_full", default="A portfolio has at most ${most} achievements."
    ),
    "portfolio_not_current": _(
        "reason_portfolio_not_current",
        default="Only a portfolio that is being kept takes entries.",
    ),
    "shown_before_opened": _(
        "reason_shown_before_opened",
        default="${field}: ${day} is before the portfolio was opened (${opened}).",
    ),
    "pupil_unknown": _("reason_pupil_unknown", default="There is no such personal file."),
    "pupil_not_here": _(
        "reason_pupil_not_here", default="The pupil's personal file is not current."
    ),
    "portfolio_exists": _(
        "reason_portfolio_exists", default="The pupil has a portfolio of grades ${cycle} already."
    ),
    "cycle_unknown": _(
        "reason_cycle_unknown", default="The regulation has no cycle of grades ${cycle}."
    ),
    "cycle_not_reached": _(
        "reason_cycle_not_reached",
        default="The pupil is in grade ${grade}: the cycle ${cycle} has not begun.",
    ),
    "former_cycle_open": _(
        "reason_former_cycle_open", default="The portfolio of grades ${cycle} is not closed."
    ),
    "cycle_not_over": _(
        "reason_cycle_not_over",
        default="The pupil is in grade ${grade}: the cycle ${cycle} is not over.",
    ),
    "cycle_last": _("reason_cycle_last", default="No cycle follows grades ${cycle}."),
    "portfolio_with_pupil": _(
        "reason_portfolio_with_pupil", default="The portfolio is with the pupil."
    ),
    "portfolio_with_pupil_already": _(
        "reason_portfolio_with_pupil_already", default="The portfolio is there already."
    ),
    "portfolio_documents_not_accepted": _(
        "reason_portfolio_documents_not_accepted",
        default="Portfolio of grades ${cycle}: documents not accepted yet: ${count}.",
    ),
    "portfolio_held_by": _(
        "reason_portfolio_held_by",
        default="Portfolio of grades ${cycle}: held by ${holder}; it must come back.",
    ),
    "portfolio_in_act": _(
        "reason_portfolio_in_act",
        default="Portfolio of grades ${cycle}: it is in an act of destruction.",
    ),
}
