"""Which order approves a local regulation: one that says so, names the act, and is not too old.

Orders on the main activity are about anything: what an order does stands in its title, and in its
text where the title leaves it open. An order that approves a plan of work approves no regulation,
and one from before the minutes cannot rest on them.

Source: S20-1.3 and S90-1.10 (adopted by the bodies, then approved by an order).
"""

from .reasons import Reason
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import re


@dataclass(frozen=True)
class Approving:
    """What is asked of an order: its number, day, words, and whether it is on the main activity."""

    number: str
    dated_on: date | None
    title: str
    text: str
    on_main_activity: bool = True


_WORD = re.compile(r"\w+")
_APPROVES = re.compile(r"утвер[жд]|(?:введен|ввести)\w* в действие|внес\w+ изменен|нов\w+ редакци")
#: From such a word on a text approves, until it says something else.
_TURNS = re.compile(
    rf"({_APPROVES.pattern})|утратив|утратил|\bотменить|\bна основании|\bв соответствии"
    r"|\bсогласно|\bруководств|\bвозложить|\bознаком"
)
#: A title that approves something else than such an act leaves nothing open.
_ACT = re.compile(r"положени|поряд[ко]|правил|регламент|инструкци|кодекс|локальн|нормативн|\bакт")
#: Words that every other act of a school has in its title too.
_COMMON = re.compile(
    r"положени|поряд[ко]|правил|регламент|инструкци|обучающ|учащ|школ|гимнази|лице[йея]|учрежден"
    r"|организаци|образовательн|общеобразовательн|муниципальн|бюджетн|средн|м[бак]оу|сош|\d|(?:для|или|под|при|без|над)$"
)
#: Shorter words (о, об, и, в, на) say nothing.
_LEAST = 3


def _plain(text):
    return " ".join(_WORD.findall((text or "").lower().replace("ё", "е")))


def may_approve(title: str) -> bool:
    """Return whether an order with this title may approve a local act, whatever its text says."""
    plain = _plain(title)
    return not _APPROVES.search(plain) or bool(_ACT.search(plain))


def approves_act(order: Approving) -> bool:
    """Return whether an order approves some local act by its words."""
    return any(_ACT.search(one) for one in _approved(order))


def names_act(order: Approving, title: str) -> bool:
    """Return whether an order approves the act with a title.

    Orders shorten titles and put them in the genitive: more than half of the words that tell this
    act from the other acts of a school are enough, in any case.
    """
    quoted = _plain(title)
    return any(quoted in one or _is_named(quoted, one) for one in _approved(order, quoted))


def _approved(order, quoted=""):
    """Return the parts of an order that say what is approved, in plain words."""
    title, text = _plain(order.title), _plain(order.text)
    found = [title] if _APPROVES.search(title) else []
    if not may_approve(order.title):
        return found
    # The act's own title may have words in it that turn the text elsewhere.
    pieces = _TURNS.split(f" {text} ".replace(f" {quoted} ", " \0 "))
    for verb, after in zip(pieces[1::2], pieces[2::2], strict=True):
        if verb:
            found.append(after.replace("\0", quoted))
    return found


def _is_named(quoted, part):
    telling = [one for one in quoted.split() if len(one) >= _LEAST]
    telling = [one for one in telling if not _COMMON.match(one)] or telling
    words = part.split()
    named = sum(any(_is_same(one, word) for word in words) for one in telling)
    return 2 * named > len(telling)


def _is_same(one, other):
    """Whether two words are one but for the ending that its case gives it."""
    common = 0
    for mine, its in zip(one, other, strict=False):
        if mine != its:
            break
        common += 1
    longest = max(len(one), len(other))
    return common >= 3 and longest - common <= 3 and 5 * common >= 3 * longest


def reasons_against(
    order: Approving, title: str | None, minutes: Collection[date], field: str, day_field: str
):
    """Return all reasons why an order does not approve the act with a title.

    ``minutes``: days of the minutes of all bodies and councils. ``field`` and ``day_field`` name
    where the order and its day were entered. Without a title the act is not asked for. Codes:
    order_approves_nothing, order_names_no_act, order_before_minutes.
    """
    data, reasons = {"number": order.number, "title": order.title}, []
    if not order.on_main_activity or not approves_act(order):
        reasons.append(Reason("order_approves_nothing", field, data))
    elif title and not names_act(order, title):
        reasons.append(Reason("order_names_no_act", field, {**data, "act": title}))
    reasons.extend(day_reasons(order.number, order.dated_on, minutes, day_field))
    return tuple(reasons)


def day_reasons(number: str, day: date | None, minutes: Collection[date], field: str):
    """Return the reason of an order that is older than the last minutes, if it is."""
    last = max(minutes, default=None)
    if day is None or last is None or day >= last:
        return ()
    data = {"number": number, "day": day, "minutes": last}
    return (Reason("order_before_minutes", field, data),)
