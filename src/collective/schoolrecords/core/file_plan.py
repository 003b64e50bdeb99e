"""The file plan (номенклатура дел) of a year: what an item must say, totals, and its three states.

The rules, as a short list (domain.md 5.1; приказ Росархива № 77 of 31.07.2023):

1. A plan is drawn as a draft, approved by the director after the expert commission has agreed, and
   closed with its totals once its year is over. Nobody approves what they drew up themselves.
2. A draft is edited freely, but an item under which records stand is not taken out. An approved
   plan only grows: a forgotten item is added, and says since when.
3. An item never keeps records for a shorter time than the regulation of the school says for their
   type; it may keep them longer.
4. From the approval on a record is registered only under an index that its year's plan has.
5. The totals count what was opened in the year by class of term: permanent, over 10 years, up to
   10 years; how many of them run on into the next year, how many bear the mark «ЭПК».
"""

from .inventories import SHORT_YEARS
from .reasons import Reason
from .terms import EPK
from .terms import EVENT
from .terms import KINDS
from .terms import MIN_YEARS
from .terms import PERMANENT
from .terms import Term
from .terms import TermError
from .terms import UNTIL_NEEDED
from .terms import YEAR_AFTER_CLOSE
from .terms import YEARS
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import re


DRAFT, APPROVED, CLOSED = "draft", "approved", "closed"
STATES = (DRAFT, APPROVED, CLOSED)
#: States in which a plan binds whoever registers a record.
BINDING = (APPROVED, CLOSED)

LONG, SHORT = "long", "short"
#: Classes of the totals at the year's end, in their order.
CATEGORIES = (PERMANENT, LONG, SHORT)

#: The clause that a term edited in a plan rests on.
BY_PLAN = "file_plan"

MAX_TITLE, MAX_NOTE, MAX_ARTICLE, MAX_VOLUMES = 400, 1000, 400, 9999
_INDEX = re.compile(r"[0-9]{2}-[0-9]{2,3}")
#: A stronger kind of the same number of years: what a person must decide is not decided by itself.
_STRENGTH = {YEARS: 0, MIN_YEARS: 1, EPK: 2}


def category_of(term: Term) -> str:
    """The class of a term in the totals; until needed and until an event count as short ones."""
    if term.kind == PERMANENT:
        return PERMANENT
    return LONG if term.full_years > SHORT_YEARS else SHORT


def is_shorter(term: Term, least: Term) -> bool:
    """Whether ``term`` could let a record go earlier, or on less ground, than ``least``.

    A term that waits for an event or for the end of a need is replaced by its like or by
    permanent storage alone: nobody can say of them which is longer.
    """
    if term.kind == PERMANENT:
        return False
    if least.kind == PERMANENT:
        return True
    if least.kind in (EVENT, UNTIL_NEEDED) or term.kind in (EVENT, UNTIL_NEEDED):
        return term.kind != least.kind or term.full_years < least.full_years
    if least.start not in (YEAR_AFTER_CLOSE, term.start):
        # Any other start is never earlier than the year after the closing.
        return True
    if term.full_years < least.full_years:
        return True
    return _STRENGTH[term.kind] < _STRENGTH[least.kind]


def item_reasons(values: Mapping, least: Term | None) -> tuple[Reason, ...]:
    """All reasons why an item cannot read like this.

    ``values``: index, title, doc_type, term (a mapping as of ``Term.as_dict``), note, volumes.
    ``least``: the term of the regulation for the type, None where it names none.
    """
    return tuple(_item_reasons(values, least))


def _item_reasons(values, least):
    index = values.get("index") or ""
    if not _INDEX.fullmatch(index):
        yield Reason("plan_index_unreadable", "index", {"index": index[:40]})
    title = (values.get("title") or "").strip()
    if not title:
        yield Reason("not_given", "title")
    elif len(title) > MAX_TITLE:
        yield Reason("plan_text_too_long", "title", {"most": MAX_TITLE})
    if not values.get("doc_type"):
        yield Reason("not_given", "doc_type")
    if len(values.get("note") or "") > MAX_NOTE:
        yield Reason("plan_text_too_long", "note", {"most": MAX_NOTE})
    volumes = values.get("volumes")
    if volumes is not None and not 0 <= volumes <= MAX_VOLUMES:
        yield Reason("plan_volumes_unreadable", "volumes", {"most": MAX_VOLUMES})
    yield from _term_reasons(values.get("term") or {}, least)


def _term_reasons(snapshot, least):
    article = (snapshot.get("article") or "").strip()
    if not article:
        yield Reason("not_given", "article")
    elif len(article) > MAX_ARTICLE:
        yield Reason("plan_text_too_long", "article", {"most": MAX_ARTICLE})
    try:
        term = Term.from_dict(snapshot) if snapshot.get("kind") in KINDS else None
    except TermError:
        term = None
    if term is None:
        yield Reason("plan_term_unreadable", "term")
    elif least is not None and is_shorter(term, least):
        yield Reason("plan_term_shorter", "term")


# The plan as a whole


def change_reasons(state: str, adding: bool = False) -> tuple[Reason, ...]:
    """All reasons why items cannot be changed (or, ``adding``, one more be added) now."""
    if state == CLOSED:
        return (Reason("plan_closed"),)
    if state == APPROVED and not adding:
        return (Reason("plan_approved"),)
    return ()


def approve_reasons(
    state: str,
    items: int,
    authors: Collection[str],
    actor: str,
    minutes_number: str,
    minutes_date: date | None,
    today: date,
) -> tuple[Reason, ...]:
    """All reasons why ``actor`` cannot approve the plan."""
    found = []
    if state != DRAFT:
        found.append(Reason("plan_not_draft"))
    if not items:
        found.append(Reason("plan_empty"))
    if actor in authors:
        found.append(Reason("author_cannot_approve"))
    if not (minutes_number or "").strip():
        found.append(Reason("not_given", "minutes_number"))
    if minutes_date is None:
        found.append(Reason("not_given", "minutes_date"))
    elif minutes_date > today:
        found.append(Reason("day_in_future", "minutes_date", {"day": minutes_date}))
    return tuple(found)


def close_reasons(state: str, year: int, today: date) -> tuple[Reason, ...]:
    """All reasons why the plan of ``year`` cannot be closed."""
    found = []
    if state != APPROVED:
        found.append(Reason("plan_not_approved" if state == DRAFT else "plan_closed"))
    if today.year <= year:
        found.append(Reason("plan_year_not_over", None, {"year": year}))
    return tuple(found)


@dataclass(frozen=True)
class Total:
    """A line of the totals: files opened in the year, of them running on, of them with «ЭПК»."""

    category: str
    total: int = 0
    running: int = 0
    epk: int = 0


def totals(counted: Iterable[tuple[Term, int, int]]) -> tuple[Total, ...]:
    """The totals of (term, files, of them running) of all items, in the order of CATEGORIES."""
    sums = {category: [0, 0, 0] for category in CATEGORIES}
    for term, files, running in counted:
        line = sums[category_of(term)]
        line[0] += files
        line[1] += running
        line[2] += files if term.kind == EPK else 0
    return tuple(Total(category, *line) for category, line in sums.items())


#: Every code that may come from here; the words know each.
CODES = (
    "plan_index_unreadable",
    "plan_text_too_long",
    "plan_volumes_unreadable",
    "plan_term_unreadable",
    "plan_term_shorter",
    "plan_closed",
    "plan_approved",
    "plan_not_draft",
    "plan_not_approved",
    "plan_empty",
    "plan_year_not_over",
    "not_given",
    "author_cannot_approve",
    "day_in_future",
)
