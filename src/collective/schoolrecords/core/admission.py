"""Admission (приём): what is needed of each child, and which number each file gets.

Numbers run within a letter of a volume: the next one after the highest (N1-2.9.2). Several children
of one letter get numbers one after the other, in the order in which they were entered. Who comes
back gets a new entry and a new file that names the former one; a former file is never opened again.
"""

from .coming_year import check_ahead
from .names import clean_name
from .names import is_name
from .names import surname_letter
from .reasons import need
from .reasons import Reason
from .snils import CHECKSUM
from .snils import FORMAT
from .snils import read_snils
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType


NEW = "new"
TRANSFERRED = "transferred"
CONTINUED = "continued"
#: How a child comes: for the first time, from another school, from our own class 9 into class 10.
WAYS = (NEW, TRANSFERRED, CONTINUED)

CONTINUE_FILE = "continue"
NEW_FILE = "new"
#: What the setting of the regulation may say about the file of a pupil of grade 10.
GRADE_10_FILES = (CONTINUE_FILE, NEW_FILE)
#: How the regulation of a school names them; ids are known too.
GRADE_10_WORDS = MappingProxyType({CONTINUE_FILE: "прежнее", NEW_FILE: "новое"})
SENIOR_GRADE = 10
MOST_CHILDREN = 60
#: What is wrong with a number that may be left out as well: a card never carries the mistake.
SNILS_FAULTS = MappingProxyType({FORMAT: "snils_digits", CHECKSUM: "snils_control"})
YOUNGEST, OLDEST = 5, 25


def grade_10_file_in(text: str) -> str:
    """Return what the setting says by a word or an id; what nobody knows is the former file."""
    said = text.strip().casefold()
    by_word = {word: one for one, word in GRADE_10_WORDS.items()}
    found = by_word.get(said, said)
    return found if found in GRADE_10_FILES else CONTINUE_FILE


def grade_10_in_words(text: str) -> str:
    """Return the setting as people read it; what nobody knows stays as it was written."""
    return GRADE_10_WORDS.get(text, text)


def check_child(
    child: Mapping, known_classes: Iterable[str], today: date, grade_10_file: str = CONTINUE_FILE
) -> tuple[Reason, ...]:
    """Return all reasons against admitting a child as it was entered.

    The day of admission may lie ahead, up to the first day of the coming school year. Codes:
    missing, admission_way, name_unreadable, cohort_unknown, day_in_future, day_too_far,
    admission_age, born_after_admission, snils_digits (not eleven), snils_control (the check digits
    do not fit), continuation_off (the setting wants a new file in grade 10).
    """
    way, born, admitted = child.get("way"), child.get("birth_date"), child.get("admitted_on")
    if way not in WAYS:
        return (Reason("admission_way", "way"),)
    reasons = list(_common(child, known_classes, today))
    if way == CONTINUED:
        reasons.extend(need(child, "file"))
        if grade_10_file != CONTINUE_FILE:
            reasons.append(Reason("continuation_off", "way"))
        return tuple(reasons)
    for name in ("last_name", "first_name", "birth_date", "application_on"):
        reasons.extend(need(child, name))
    for name in ("last_name", "first_name", "middle_name"):
        value = clean_name(child.get(name) or "")
        if value and not is_name(value):
            reasons.append(Reason("name_unreadable", name, {"value": value[:40]}))
    if fault := read_snils(child.get("snils")).code:
        reasons.append(Reason(SNILS_FAULTS[fault], "snils"))
    if way == TRANSFERRED:
        reasons.extend(need(child, "came_from"))
    if born and admitted and born >= admitted:
        reasons.append(
            Reason("born_after_admission", "birth_date", {"born": born, "admitted": admitted})
        )
    elif born and admitted and not YOUNGEST <= _age(born, admitted) <= OLDEST:
        reasons.append(Reason("admission_age", "birth_date", {"age": _age(born, admitted)}))
    return tuple(reasons)


def _common(child, known_classes, today):
    yield from need(child, "cohort_id")
    if child.get("cohort_id") and child["cohort_id"] not in known_classes:
        yield Reason("cohort_unknown", "cohort_id")
    yield from need(child, "admitted_on")
    yield from check_ahead(child.get("admitted_on"), "admitted_on", today)
    if child.get("application_on") and child["application_on"] > today:
        yield Reason("day_in_future", "application_on", {"day": child["application_on"]})


def _age(born, day):
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def numbers_for(
    surnames: Iterable[str], next_of: Callable[[str], int]
) -> tuple[tuple[str, int], ...]:
    """Return (letter, number) for each surname, in order.

    ``next_of`` gives the next free number of a letter as the book stands now. Two children of one
    letter get numbers one after the other.
    """
    taken: dict[str, int] = {}
    found = []
    for surname in surnames:
        letter = surname_letter(surname)
        taken[letter] = taken[letter] + 1 if letter in taken else next_of(letter)
        found.append((letter, taken[letter]))
    return tuple(found)


def twins(children: Iterable[Mapping]) -> tuple[int, ...]:
    """Return the places (from 0) of children who stand among ``children`` before already."""
    seen, found = set(), []
    for place, child in enumerate(children):
        key = child.get("file") or (
            clean_name(child.get("last_name") or "").lower(),
            clean_name(child.get("first_name") or "").lower(),
            clean_name(child.get("middle_name") or "").lower(),
            child.get("birth_date"),
        )
        if key in seen:
            found.append(place)
        seen.add(key)
    return tuple(found)
