"""What stands against the steps of a portfolio, beyond what all records share.

Sources: S20-3.5.2 (cycles), S20-3.5.4 and N1-2.15.3 (handed out with the personal file when it is
kept at school), S20-3.5.5 (with the pupil or in the classroom).
"""

from .common_rules import carriers_known
from .common_rules import closes_by_leaving
from .common_rules import closing_after_content
from .common_rules import documents_accepted
from .common_rules import index_planned
from .common_rules import not_held_out
from .common_rules import placed
from .common_rules import term_known
from .portfolio import WITH_PUPIL
from .reasons import day_not_after_today
from .reasons import given
from .reasons import needs
from .reasons import Reason
from .receivers import receiver_told


def pupil_known(facts, details, today):
    """The portfolio names a personal file that there is, of a pupil who is at the school."""
    if not facts.get("pupil_file"):
        return
    if facts.get("pupil_state") is None:
        yield Reason("pupil_unknown", "pupil_file")
    elif facts["pupil_state"] != "current":
        yield Reason("pupil_not_here", "pupil_file")


def one_for_each_cycle(facts, details, today):
    """A pupil has one portfolio in each cycle."""
    if facts.get("taken_by"):
        yield Reason("portfolio_exists", "cycle", {"cycle": facts.get("cycle")})


def cycle_reached(facts, details, today):
    """Nobody has a portfolio of grades to come; one of grades past may still be registered."""
    first, grade = facts.get("cycle_first"), facts.get("grade")
    if facts.get("cycle") and first is None:
        yield Reason("cycle_unknown", "cycle", {"cycle": facts["cycle"]})
    elif first is not None and grade is not None and grade < first:
        yield Reason("cycle_not_reached", "cycle", {"cycle": facts["cycle"], "grade": grade})


def former_cycles_closed(facts, details, today):
    """A cycle is closed when the pupil passes to the next."""
    for cycle in facts.get("former_open") or ():
        yield Reason("former_cycle_open", "cycle", {"cycle": cycle})


def cycle_over(facts, details, today):
    """While the pupil is in its grades a cycle goes on, unless the pupil has left."""
    last, grade = facts.get("cycle_last"), facts.get("grade")
    if facts.get("pupil_state") == "current" and None not in (last, grade) and grade <= last:
        yield Reason("cycle_not_over", "cycle", {"cycle": facts["cycle"], "grade": grade})


def kept_at_school(facts, details, today):
    """What the pupil has already is neither handed out nor taken into the archive."""
    if facts.get("kept_by") == WITH_PUPIL:
        yield Reason("portfolio_with_pupil", "kept_by")


def not_lent(facts, details, today):
    """Rule: nobody has it for a time; of the pupil :func:`kept_at_school` has told already."""
    if facts.get("kept_by") != WITH_PUPIL:
        yield from not_held_out(facts, details, today)


def portfolios_go_too(facts, details, today):
    """Rule of the personal file: portfolios kept at school leave with it, so they must be able to.

    ``portfolios``: mappings of ``cycle``, ``drafts`` (documents not accepted), ``holder``,
    ``in_act`` and the days ``opened_on``, ``closed_on``, ``newest_content``.
    """
    for one in facts.get("portfolios") or ():
        data = {"cycle": one["cycle"]}
        if one.get("drafts"):
            count = {**data, "count": one["drafts"]}
            yield Reason("portfolio_documents_not_accepted", None, count)
        if one.get("holder"):
            yield Reason("portfolio_held_by", None, {**data, "holder": one["holder"]})
        if one.get("in_act"):
            yield Reason("portfolio_in_act", None, data)
        yield from closes_by_leaving(one, details, today)


_HANDING = (
    given("receiver", "basis", "handed_out_on", "signature_fact"),
    day_not_after_today("handed_out_on"),
    receiver_told,
    kept_at_school,
)

PORTFOLIO_RULES = {
    ("portfolio", "register"): (
        needs("pupil_file", "cycle", "opened_on"),
        day_not_after_today("opened_on"),
        pupil_known,
        one_for_each_cycle,
        cycle_reached,
        former_cycles_closed,
        index_planned,
    ),
    ("portfolio", "close"): (
        given("closed_on"),
        day_not_after_today("closed_on"),
        closing_after_content("closed_on"),
        cycle_over,
        documents_accepted,
        term_known,
    ),
    ("portfolio", "hand_out"): (*_HANDING, not_lent, closes_by_leaving, documents_accepted),
    ("portfolio", "archive"): (placed, carriers_known, not_held_out, kept_at_school),
    ("portfolio", "transfer"): (*_HANDING, not_held_out),
    ("portfolio", "annul"): (given("reason"),),
}

#: Every code that the rules above may give.
PORTFOLIO_CODES = (
    "pupil_unknown",
    "pupil_not_here",
    "portfolio_exists",
    "cycle_unknown",
    "cycle_not_reached",
    "former_cycle_open",
    "cycle_not_over",
    "portfolio_with_pupil",
    "portfolio_documents_not_accepted",
    "portfolio_held_by",
    "portfolio_in_act",
)
