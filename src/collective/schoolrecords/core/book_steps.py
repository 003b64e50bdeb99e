"""Preconditions of the steps of a book of registration: all reasons at once (see :mod:`.books`).

Facts of a book: ``kind``, ``title``, ``registration_number``, ``opened_on``, ``storage_place``,
``appointed`` with ``appointed_order_number`` and ``appointed_order_date`` (who fills the book, by
which order: S20-3.3.3, N1-2.14.1), ``sheets``, ``not_certified`` and ``not_issued`` (how many
entries), and those of :mod:`.common_rules`.
"""

from .book_fields import ALPHABET
from .common_rules import carriers_known
from .common_rules import closing_after_content
from .common_rules import index_planned
from .common_rules import not_held_out
from .common_rules import placed
from .common_rules import registration_number_free
from .common_rules import term_known
from .reasons import day_not_after_today
from .reasons import given
from .reasons import need
from .reasons import needs
from .reasons import Reason
from .receivers import receiver_told


def _appointed(facts, details, today):
    if facts.get("kind") == ALPHABET:
        return
    for name in ("appointed", "appointed_order_number", "appointed_order_date"):
        yield from need(facts, name)
    if facts.get("appointed") and not facts.get("appointed_works_here"):
        yield Reason("appointed_unknown", "appointed")


def _sheets_counted(facts, details, today):
    if not facts.get("sheets"):
        yield Reason("missing", "sheets")


def _entries_finished(facts, details, today):
    """What is not handed out could not be written into a closed book any more."""
    for name in ("not_certified", "not_issued"):
        if facts.get(name):
            yield Reason(f"entries_{name}", None, {"count": facts[name]})


_HANDED_OVER = (
    given("receiver", "basis", "handed_out_on", "signature_fact"),
    day_not_after_today("handed_out_on"),
    receiver_told,
    not_held_out,
)

BOOK_RULES = {
    ("book", "register"): (
        needs("kind", "title", "registration_number", "opened_on"),
        _appointed,
        placed,
        day_not_after_today("opened_on"),
        day_not_after_today("appointed_order_date"),
        registration_number_free,
        index_planned,
    ),
    ("book", "close"): (
        given("closed_on", "signature_fact"),
        day_not_after_today("closed_on"),
        closing_after_content("closed_on"),
        _sheets_counted,
        _entries_finished,
        term_known,
    ),
    ("book", "archive"): (placed, carriers_known, not_held_out),
    ("book", "transfer"): _HANDED_OVER,
}

BOOK_CODES = ("appointed_unknown", "entries_not_certified", "entries_not_issued")
