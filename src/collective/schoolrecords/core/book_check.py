"""The alphabet book and the personal files side by side: where they disagree, and why that may be.

Each finding is told for a number of the book, once, with what explains it. What is explained is no
fault: a gap may be a number that an older paper book gave away, a letter may be that of the surname
at admission.
"""

from .names import surname_letter
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from datetime import date


CURRENT = "current"
DRAFT = "draft"
ANNULLED = "annulled"
DESTROYED = "destroyed"
#: States of a file whose pupil has left.
LEFT = frozenset(("closed", "archived", "selected", "handed_out", "transferred"))
FAULT, EXPLAINED = "fault", "explained"


@dataclass(frozen=True)
class Entry:
    """A file as the book asks for it; ``surnames`` are the present and all former ones."""

    uid: str
    volume: str
    letter: str
    number: int
    state: str
    surnames: tuple[str, ...]
    admitted_on: date | None = None
    order_number: str = ""
    left_on: date | None = None
    leaving_order: str = ""


@dataclass(frozen=True)
class Finding:
    """A disagreement: its code, the number it is about, and what explains it (``None``: nothing).

    ``uids``: the files concerned; ``data`` fills the sentence.
    """

    code: str
    number: str
    uids: tuple[str, ...] = ()
    explained: str | None = None
    data: dict = field(default_factory=dict)

    @property
    def level(self) -> str:
        """``fault`` for what has to be mended, ``explained`` for what only looks wrong."""
        return EXPLAINED if self.explained else FAULT


def check_book(entries: Iterable[Entry], destroyed: Iterable[tuple[str, str, int]] = ()):
    """Return the findings, by volume, letter and number.

    ``destroyed``: (volume, letter, number) of files that an act destroyed; they explain gaps.
    """
    known = [one for one in entries if one.letter and one.number]
    found = [*_used_twice(known), *_gaps(known, frozenset(destroyed))]
    for one in known:
        found.extend(_of_one(one))
    return tuple(sorted(found, key=lambda one: (one.number.partition("-")[0], _figure(one.number))))


def _figure(number):
    digits = number.partition("-")[2].partition("…")[0]
    return int(digits) if digits.isdigit() else 0


def _used_twice(entries):
    by_number = defaultdict(list)
    for one in entries:
        if one.state != DRAFT:
            by_number[(one.volume, one.letter, one.number)].append(one)
    for (volume, letter, number), same in sorted(by_number.items()):
        if len(same) > 1:
            annulled = sum(one.state == ANNULLED for one in same)
            # A file that was annulled keeps its number; one valid file beside it is in order.
            explained = "annulled" if len(same) - annulled <= 1 else None
            yield Finding(
                "number_twice",
                f"{letter}-{number}",
                tuple(one.uid for one in same),
                explained,
                {"volume": volume, "count": len(same)},
            )


def _gaps(entries, destroyed):
    by_letter = defaultdict(set)
    for one in entries:
        if one.state != DRAFT:
            by_letter[(one.volume, one.letter)].add(one.number)
    for (volume, letter), numbers in sorted(by_letter.items()):
        gone = {number for own, of, number in destroyed if (own, of) == (volume, letter)}
        numbers = sorted(numbers | gone)
        # Numbers before the first file are those of older books.
        for before, after in zip(numbers, numbers[1:], strict=False):
            if after - before > 1:
                first, last = before + 1, after - 1
                text = f"{letter}-{first}" if first == last else f"{letter}-{first}…{last}"
                yield Finding("gap", text, data={"count": last - first + 1, "volume": volume})


def _of_one(one):
    number = f"{one.letter}-{one.number}"
    if one.state != DRAFT:
        letters = {surname_letter(each) for each in one.surnames}
        if letters and one.letter not in letters:
            yield Finding("letter_differs", number, (one.uid,), data={"letter": one.letter})
        elif surname_letter(one.surnames[0]) != one.letter:
            yield Finding(
                "letter_differs", number, (one.uid,), "name_changed", {"letter": one.letter}
            )
        if not one.admitted_on or not one.order_number:
            yield Finding("admission_without_order", number, (one.uid,))
    if one.state in LEFT and (not one.leaving_order or not one.left_on):
        yield Finding("leaving_without_order", number, (one.uid,))
    if one.state == CURRENT and one.left_on:
        yield Finding("left_and_current", number, (one.uid,), data={"day": one.left_on})
    if one.left_on and one.admitted_on and one.left_on < one.admitted_on:
        yield Finding("left_before_admission", number, (one.uid,), data={"day": one.left_on})
