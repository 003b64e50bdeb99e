"""A pupil's names through time: the present one, former ones, and what may follow them.

The number of a personal file never follows a change of name (N1-2.9.2): the letter stays that of the
surname at admission, and the alphabet book points from the page of the new surname to the number.
A former name is a value that stays: what it was, until which day, on the word of which document.
A correction mends a slip of the pen; a change is a new name from a day on (ст. 58-59 143-ФЗ).
"""

from .names import clean_name
from .names import is_name
from .names import short_name
from .names import surname_letter
from .reasons import Reason
from .searching import Asked
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


CHANGE = "change"
CORRECTION = "correction"
KINDS = (CHANGE, CORRECTION)
PARTS = ("last_name", "first_name", "middle_name")
#: Former names that a file keeps, and the longest basis, in characters.
MOST_FORMER = 20
MAX_BASIS = 400
MAX_PART = 120


@dataclass(frozen=True)
class PersonName:
    """A name in three parts; ``middle_name`` may be empty."""

    last_name: str
    first_name: str
    middle_name: str = ""

    @classmethod
    def read(cls, last_name: object, first_name: object, middle_name: object = "") -> "PersonName":
        """Clean what was typed: spaces, dashes, capitals, look-alike letters (`core.names`)."""
        return cls(*(clean_name(one) for one in (last_name, first_name, middle_name)))

    def __str__(self) -> str:
        return " ".join(
            part for part in (self.last_name, self.first_name, self.middle_name) if part
        )

    @property
    def short(self) -> str:
        """«Козлова В. И.»."""
        return short_name(self.last_name, self.first_name, self.middle_name)


@dataclass(frozen=True)
class FormerName:
    """A name that was in use until the day ``until`` (exclusive; ``None``: nobody knows)."""

    name: PersonName
    until: date | None
    basis: str = ""
    kind: str = CHANGE


def read_former(rows: Iterable[Mapping] | None, present: PersonName) -> tuple[FormerName, ...]:
    """Return the former names of a file's stored rows, in the order in which they were entered.

    A row from a list holds a surname alone: the other parts are those of the name after it. A day
    that cannot be read is unknown, never an error: paper may carry it.
    """
    found: list[FormerName] = []
    after = present
    for row in reversed(list(rows or ())):
        name = PersonName(
            row.get("last_name") or after.last_name,
            row.get("first_name") or after.first_name,
            row.get("middle_name") if "middle_name" in row else after.middle_name,
        )
        found.append(
            FormerName(
                name, _day(row.get("until")), row.get("basis") or "", row.get("kind") or CHANGE
            )
        )
        after = name
    return tuple(reversed(found))


def row_of(former: FormerName) -> dict:
    """Return a former name as a file stores it."""
    row = {
        "last_name": former.name.last_name,
        "first_name": former.name.first_name,
        "middle_name": former.name.middle_name,
        "until": former.until.isoformat() if former.until else "",
        "basis": former.basis,
        "kind": former.kind,
    }
    return {key: value for key, value in row.items() if value or key == "middle_name"}


def check_change(
    present: PersonName,
    new: PersonName,
    kind: str,
    since: date | None,
    basis: str,
    former: Sequence[FormerName],
    born: date | None,
    today: date,
) -> tuple[Reason, ...]:
    """Return all reasons against giving a pupil the name ``new`` from the day ``since`` on.

    Codes: not_given, name_unreadable, name_same, name_kind, name_too_many, name_too_long,
    day_in_future, name_before_birth, name_order (a change before the one that was entered last).
    """
    reasons = [Reason("not_given", name) for name in PARTS[:2] if not getattr(new, name)]
    for name in PARTS:
        value = getattr(new, name)
        if len(value) > MAX_PART:
            reasons.append(Reason("name_too_long", name, {"most": MAX_PART}))
        elif value and not is_name(value):
            reasons.append(Reason("name_unreadable", name, {"value": value}))
    if new == present:
        reasons.append(Reason("name_same", "last_name"))
    if kind not in KINDS:
        reasons.append(Reason("name_kind", "kind"))
    if not basis:
        reasons.append(Reason("not_given", "basis"))
    elif len(basis) > MAX_BASIS:
        reasons.append(Reason("name_too_long", "basis", {"most": MAX_BASIS}))
    if len(former) >= MOST_FORMER:
        reasons.append(Reason("name_too_many", "last_name", {"most": MOST_FORMER}))
    reasons.extend(_check_day(since, former, born, today))
    return tuple(reasons)


def _check_day(since, former, born, today):
    if since is None:
        yield Reason("not_given", "since")
        return
    if since > today:
        yield Reason("day_in_future", "since", {"day": since})
    if born is not None and since < born:
        yield Reason("name_before_birth", "since", {"day": since, "born": born})
    newest = max((one.until for one in former if one.until), default=None)
    if newest is not None and since < newest:
        yield Reason("name_order", "since", {"day": since, "newest": newest})


def name_on(present: PersonName, former: Sequence[FormerName], day: date) -> PersonName:
    """Return the name on a day; a correction is true of the past too, an unknown day is long ago."""
    following = [one for one in former if one.kind == CHANGE and one.until and day < one.until]
    if not following:
        return present
    first = min(following, key=lambda one: one.until)
    return first.name


def answering(
    asked: Asked, number: str, present: PersonName, former: Sequence[FormerName]
) -> FormerName | None:
    """Return the newest former name by which alone a file is found, ``None`` when it needs none.

    ``asked`` is the question of the search, ``number`` that of the file.
    """
    if asked.matches(number, str(present)):
        return None
    return next((one for one in reversed(former) if asked.matches(number, str(one.name))), None)


def reference_letters(letter: str, present: str, former: Iterable[str]) -> tuple[str, ...]:
    """Return the letters of the alphabet book whose page points to a file under ``letter``.

    ``present`` and ``former`` are surnames; the file's own page needs no pointer.
    """
    letters = {surname_letter(one) for one in (present, *former)}
    return tuple(sorted(letters - {letter, ""}))


def _day(text):
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
