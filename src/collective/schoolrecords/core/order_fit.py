"""Which order a change of a pupil may rest on: one that says this change and names this pupil.

Orders on the movement of pupils are one kind of document; what an order does stands in its title,
and in its text where the title leaves it open. An order of admission expels nobody, and an order
about somebody else moves nobody.
"""

from .names import sort_key
from .reasons import Reason
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass

import re


ADMISSION = "admission"
LEAVING = "leaving"
CLASS_CHANGE = "class_change"
GRADUATION = "graduation"
MOVING_UP = "moving_up"
#: What an order on the movement of pupils may say, named as the works of the year are.
MOVEMENTS = (ADMISSION, LEAVING, CLASS_CHANGE, GRADUATION, MOVING_UP)

# What the words of a title or a text say. A word that leaves it open says everything it may mean.
_SAYS = (
    (r"зачисл|при[её]м[ае]?\b|принять|комплектовани", {ADMISSION}),
    (r"выпуск|окончани|завершени|получени\w+ (?:\w+ ){0,3}образовани", {GRADUATION}),
    (r"отчисл|выбы", {LEAVING, GRADUATION}),
    (r"друг\w+ (?:\w+ )?(?:школ|организац|учреждени)", {LEAVING}),
    (r"следующ\w+ класс|повторн\w+ обуч|условно", {MOVING_UP}),
    (r"друг\w+ класс|из \d{1,2}\W*\w? (?:класса )?в \d{1,2}|параллел", {CLASS_CHANGE}),
    (r"перев[ео]", {LEAVING, CLASS_CHANGE, MOVING_UP}),
    (r"движени", set(MOVEMENTS)),
)


@dataclass(frozen=True)
class Order:
    """What is asked of an order: its number, words and the people it concerns.

    ``people``: mappings with the name and, where the office knew it, the UID of the personal file.
    """

    number: str
    title: str
    text: str
    people: tuple[Mapping, ...]


def movements_of(order: Order) -> frozenset[str]:
    """Return the changes (:data:`MOVEMENTS`) that an order may stand for; empty when it says none.

    The title decides; the text is read where the title says nothing, and where it leaves open
    which of several changes is meant.
    """
    titled, written = _said(order.title), _said(order.text)
    return titled & written or titled or written


def may_say(title: str, movement: str) -> bool:
    """Return whether an order with this title may stand for a movement, whatever its text says."""
    said = _said(title)
    return not said or movement in said


def _said(text):
    words, found = (text or "").lower().replace("ё", "е"), []
    for pattern, movements in _SAYS:
        if re.search(pattern, words):
            found.append(frozenset(movements))
    # «Об отчислении выпускников» means graduates alone, «О зачислении и отчислении» both.
    narrow = [one for one in found if not any(other < one for other in found)]
    return frozenset().union(*narrow)


def names_pupil(order: Order, uid: str | None, name: str) -> bool:
    """Whether an order concerns a pupil: by the file, or by the name where no file is given.

    ``uid`` is ``None`` for a child who has no file yet: it is known by its name alone, with or
    without the father's name and in any case of the words.
    """
    if not order.people:
        return _is_written(name, order.text or "")
    return any(_is_person(one, uid, name) for one in order.people)


def _is_person(line, uid, name):
    listed = line.get("name") or ""
    if uid is not None and line.get("file"):
        return line["file"] == uid
    return sort_key(listed) == sort_key(name) or (uid is None and _is_written(name, listed))


def _is_written(name, text):
    """Whether a text names a person in any case: the ends of Russian names change with it."""
    words, parts = sort_key(text).split(), sort_key(name).split()[:2]
    return bool(parts) and all(
        any(word.startswith(_stem(part)) for word in words) for part in parts
    )


def _stem(word):
    return word[: -2 if len(word) > 4 else -1] or word


def reasons_against(order: Order, movement: str, pupils: Iterable[tuple[str | None, str]]):
    """Return all reasons why a change cannot rest on an order.

    ``pupils``: (UID of the file, full name) of those whom the change concerns; one of them named is
    enough, who is not named is left out of a class by :func:`names_pupil`. An admission enrols all
    its children, so that it names each of them. Without any the names are not asked. Codes:
    order_says_other, order_names_other; field ``order``.
    """
    named = [names_pupil(order, uid, name) for uid, name in pupils]
    reasons = []
    if movement not in movements_of(order):
        data = {"number": order.number, "title": order.title}
        reasons.append(Reason("order_says_other", "order", data))
    if named and not (all(named) if movement == ADMISSION else any(named)):
        reasons.append(Reason("order_names_other", "order", {"number": order.number}))
    return tuple(reasons)
