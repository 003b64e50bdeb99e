"""Why a step on a record is not possible: all reasons at once, before anything is written.

``check`` is the one entry. It gets plain facts about the record, what the person gave with the
step and the day; it returns reasons as codes with data, never texts. An empty answer means the
step may be taken (the role is DCWorkflow's business, not this module's).

Facts are gathered by the Plone side (``IRecordFacts``); a missing fact is ``None``, never a
``KeyError``. Sources: S12-3.7, S12-3.8, S20-3.5.4, N1-2.9.2, N1-2.9.4, N1-2.15.3, domain.md 4 and 5.
"""

from .act_steps import ACT_CODES
from .act_steps import ACT_RULES
from .book_steps import BOOK_CODES
from .book_steps import BOOK_RULES
from .case_kinds import CASE_KIND_CODES
from .case_kinds import kind_rule
from .citations import CITATION_CODES
from .citations import point_reasons
from .coming_year import not_too_far
from .common_rules import author_is_not_approver
from .common_rules import carriers_known
from .common_rules import closes_by_leaving
from .common_rules import closing_after_content
from .common_rules import documents_accepted
from .common_rules import index_planned
from .common_rules import not_held_out
from .common_rules import placed
from .common_rules import registration_number_free
from .common_rules import term_known
from .inventory_steps import INVENTORY_CODES
from .inventory_steps import INVENTORY_RULES
from .local_regulation_steps import LOCAL_REGULATION_CODES
from .local_regulation_steps import LOCAL_REGULATION_RULES
from .portfolio_steps import PORTFOLIO_CODES
from .portfolio_steps import PORTFOLIO_RULES
from .portfolio_steps import portfolios_go_too
from .protocol_steps import PROTOCOL_CODES
from .protocol_steps import PROTOCOL_RULES
from .reasons import day_not_after_today
from .reasons import given
from .reasons import need
from .reasons import needs
from .reasons import Reason
from .receivers import RECEIVER_CODES
from .receivers import receiver_told
from .signing import signed
from datetime import date


#: Reason → the other fields that can bring it about: it is told at one of two that disagree.
_BROUGHT_BY = dict.fromkeys(
    ("born_after_admission", "admitted_too_young", "admitted_too_old"), ("admitted_on",)
)
#: Years of life on admission beyond which a date is a slip of the keyboard: a kindergarten group of
#: a school takes children of three, an evening school took grown-ups.
YOUNGEST = 3
OLDEST = 40
#: Pages of the alphabet book: Ё is filed under Е, no surname begins with Ъ or Ь.
_LETTERS = frozenset("АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЫЭЮЯ")


def check(family, step, facts, details, today):
    """Return all reasons why ``step`` is refused, as a tuple of :class:`Reason`.

    ``facts`` and ``details`` are mappings of plain values; ``today`` is the school's own day.
    """
    reasons = []
    for rule in _RULES.get((family, step), ()):
        reasons.extend(rule(facts, details, today))
    return tuple(reasons)


def check_change(family, step, facts, changed, today):
    """Return the reasons why a record that took ``step`` may not be changed to ``facts``.

    ``changed``: names of the fields that the change names. Asked is what the step asked, of these
    fields alone: an old record with gaps elsewhere can be mended. What was given with the step
    itself is not asked again.
    """
    return tuple(
        reason
        for reason in check(family, step, facts, {}, today)
        if reason.code != "not_given"
        and not set(changed).isdisjoint((reason.field, *_BROUGHT_BY.get(reason.code, ())))
    )


def _letter_and_number(facts, details, today):
    letter = facts.get("letter")
    if not letter:
        yield Reason("missing", "letter")
    elif letter not in _LETTERS:
        yield Reason("letter_has_no_page", "letter", {"letter": letter})
    number = facts.get("number")
    if number is None:
        yield Reason("missing", "number")
    elif number < 1:
        yield Reason("number_not_positive", "number", {"number": number})
    if facts.get("number_taken_by"):
        yield Reason(
            "number_taken",
            "number",
            {"letter": letter, "number": number, "volume": facts["volume"]},
        )


def _born_before_admission(facts, details, today):
    born, admitted = facts.get("birth_date"), facts.get("admitted_on")
    if isinstance(born, date) and isinstance(admitted, date) and born >= admitted:
        yield Reason("born_after_admission", "birth_date", {"born": born, "admitted": admitted})


def _age_on_admission(facts, details, today):
    """What contradicts itself is refused; a file of 1950 is as lawful as one of today."""
    born, admitted = facts.get("birth_date"), facts.get("admitted_on")
    if not isinstance(born, date) or not isinstance(admitted, date) or born >= admitted:
        return
    data = {"born": born, "admitted": admitted}
    age = admitted.year - born.year - ((admitted.month, admitted.day) < (born.month, born.day))
    if age < YOUNGEST:
        yield Reason("admitted_too_young", "birth_date", data)
    elif age > OLDEST:
        yield Reason("admitted_too_old", "birth_date", data)


def _years_certified(facts, details, today):
    for year in facts.get("years_not_certified") or ():
        yield Reason("year_not_certified", None, {"year": year})


def _order_has_content(facts, details, today):
    if not facts.get("text") and not facts.get("has_file"):
        yield Reason("order_without_text", "text")


def _people_named(facts, details, today):
    if facts.get("doc_type") == "order_movement" and not facts.get("people"):
        yield Reason("order_without_people", "people")


def _minutes_whole(facts, details, today):
    """Minutes of the council are cited by number and date, and come before the order."""
    number, day, ordered = (facts.get(n) for n in ("minutes_number", "minutes_date", "dated_on"))
    if number and not day:
        yield Reason("missing", "minutes_date")
    if day and not number:
        yield Reason("missing", "minutes_number")
    if day and ordered and day > ordered:
        yield Reason("minutes_after_order", "minutes_date", {"day": day})
    yield from point_reasons(number, day, facts.get("minutes_point"), facts.get("minutes_points"))


def _document_complete(facts, details, today):
    yield from need(facts, "kind")
    yield from need(facts, "dated_on")
    sheets = facts.get("sheets")
    if facts.get("on_paper") and (sheets is None or sheets < 1):
        yield Reason("missing", "doc_sheets")
    if not facts.get("on_paper") and not facts.get("has_file"):
        yield Reason("document_without_file", "scan")


_HAND_OUT = (
    given("receiver", "basis", "handed_out_on", "signature_fact"),
    day_not_after_today("handed_out_on"),
    receiver_told,
)

_RULES = {
    ("personal_file", "register"): (
        _letter_and_number,
        needs("last_name", "first_name", "birth_date", "cohort_id"),
        needs("admitted_on", "admission_order_number", "admission_order_date"),
        _born_before_admission,
        _age_on_admission,
        day_not_after_today("birth_date"),
        day_not_after_today("admission_order_date"),
        not_too_far("admitted_on"),
        index_planned,
    ),
    ("personal_file", "close"): (
        given("left_on", "leaving_reason", "leaving_order_number", "leaving_order_date"),
        day_not_after_today("left_on"),
        closing_after_content("left_on"),
        documents_accepted,
        _years_certified,
        term_known,
    ),
    ("personal_file", "hand_out"): (
        *_HAND_OUT,
        not_held_out,
        closes_by_leaving,
        documents_accepted,
        _years_certified,
        portfolios_go_too,
    ),
    ("personal_file", "archive"): (placed, carriers_known, not_held_out),
    ("personal_file", "transfer"): (*_HAND_OUT, not_held_out),
    ("personal_file", "annul"): (given("reason"),),
    ("file_document", "approve"): (_document_complete, day_not_after_today("dated_on")),
    ("file_document", "hand_out"): _HAND_OUT,
    ("file_document", "annul"): (given("reason"),),
    # The director gets an order that can be approved: number and day are what it is kept by.
    ("order", "submit"): (
        needs("title", "doc_type", "registration_number", "dated_on"),
        registration_number_free,
        _order_has_content,
        _people_named,
        _minutes_whole,
        day_not_after_today("dated_on"),
    ),
    ("order", "return"): (given("reason"),),
    ("order", "approve"): (
        needs("title", "registration_number", "dated_on"),
        registration_number_free,
        author_is_not_approver,
        _order_has_content,
        _people_named,
        _minutes_whole,
        day_not_after_today("dated_on"),
        index_planned,
    ),
    ("order", "sign"): (signed,),
    ("order", "close"): (
        given("closed_on"),
        day_not_after_today("closed_on"),
        closing_after_content("closed_on"),
        term_known,
    ),
    ("order", "archive"): (placed, carriers_known, not_held_out),
    ("order", "transfer"): (*_HAND_OUT, not_held_out),
    ("order", "annul"): (given("reason"),),
    ("case_file", "register"): (
        needs("title", "doc_type", "case_index", "opened_on"),
        index_planned,
        kind_rule("register"),
    ),
    ("case_file", "close"): (
        given("closed_on"),
        day_not_after_today("closed_on"),
        closing_after_content("closed_on"),
        documents_accepted,
        term_known,
        kind_rule("close"),
    ),
    ("case_file", "archive"): (placed, carriers_known, not_held_out, kind_rule("archive")),
    ("case_file", "hand_out"): (
        *_HAND_OUT,
        not_held_out,
        closes_by_leaving,
        documents_accepted,
        kind_rule("hand_out"),
    ),
    ("case_file", "transfer"): (*_HAND_OUT, not_held_out),
    ("case_file", "annul"): (given("reason"),),
    **ACT_RULES,
    **INVENTORY_RULES,
    **BOOK_RULES,
    **LOCAL_REGULATION_RULES,
    **PORTFOLIO_RULES,
    **PROTOCOL_RULES,
    ("protocol", "transfer"): (*_HAND_OUT, not_held_out),
}

#: Every code that :func:`check` may return; the docs and the translations must know each.
CODES = (
    "missing",
    "not_given",
    "day_in_future",
    "day_too_far",
    "letter_has_no_page",
    "number_not_positive",
    "number_taken",
    "born_after_admission",
    "admitted_too_young",
    "admitted_too_old",
    "documents_not_accepted",
    "year_not_certified",
    "closed_before_content",
    "closed_before_opened",
    "term_unknown",
    "author_cannot_approve",
    "minutes_after_order",
    "order_without_text",
    "order_without_people",
    "registration_number_taken",
    "held_by",
    "document_without_file",
    "index_not_in_plan",
    *CITATION_CODES,
    *RECEIVER_CODES,
    *ACT_CODES,
    *INVENTORY_CODES,
    *BOOK_CODES,
    *CASE_KIND_CODES,
    *LOCAL_REGULATION_CODES,
    *PORTFOLIO_CODES,
    *PROTOCOL_CODES,
)
