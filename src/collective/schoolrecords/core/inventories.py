"""Inventories (описи дел): what belongs into which, how rows are numbered, what the act asks for.

The rules, as a short list (domain.md 5.1; приказ Росархива № 77 of 31.07.2023):

1. An inventory is of one kind: permanent; on people (по личному составу: terms of 50 years and
   more, 125-ФЗ art. 22.1); temporary over 10 years. What is kept for 10 years or less, until an
   event or until it is no longer needed stands in the file plan alone.
2. It is compiled when its last year is over, from what is closed and still in the school.
3. Numbers count from 1. A file found later takes a literal number («12а»), a number that was left
   out is named as missing; no number stands twice.
4. No act of destruction without approved inventories of the permanent records and of the records
   on people of its years: of each year of which the school holds such records, or has begun an
   inventory. A school that has none in the system enters the one approved on paper. A year of
   which it holds none has nothing to list (an inventory has rows); that is stated on the act by a
   person, shown to the commission and printed in the act's clause on inventories.
5. A number of the inventory itself is given with the approval, without gaps within its kind.

Titles of rows name no person: an inventory outlives the files that it lists.
"""

from .terms import EPK
from .terms import MIN_YEARS
from .terms import PERMANENT as KEPT_FOR_EVER
from .terms import YEARS
from collections.abc import Collection
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import re


PERMANENT, PERSONNEL, TEMPORARY = "permanent", "personnel", "temporary"
KINDS = (PERMANENT, PERSONNEL, TEMPORARY)
#: Kinds without which no act of destruction is approved.
ASKED_BY_ACTS = (PERMANENT, PERSONNEL)

#: Whole years from which a term is one of records on people, and above which it is a long one.
PERSONNEL_YEARS = 50
SHORT_YEARS = 10

DESTROYED, HANDED_OUT, TRANSFERRED = "destroyed", "handed_out", "transferred"
#: How a record leaves the school; each is marked in its inventory.
WAYS_OUT = (DESTROYED, HANDED_OUT, TRANSFERRED)
#: The words of the marks, as the accounting papers of an archive write them.
MARK_WORDS = {DESTROYED: "уничтожено", HANDED_OUT: "выдано", TRANSFERRED: "передано"}
#: What is true of a destroyed record until its destruction is verified.
REMOVED_WORD = "удалено"

#: Most years that one inventory covers: a slip in a year would otherwise ask for centuries.
MAX_YEARS = 100

_NUMBER = re.compile(r"([1-9][0-9]{0,6})([а-яё]?)")


@dataclass(frozen=True)
class Row:
    """A line of an inventory (domain.md 5.1): plain values, kept when the record is gone.

    ``number``: «12» or literal «12а». ``first_day`` and ``last_day``: the edge dates. ``term`` and
    ``article`` are in the words of the list. ``note`` is the compiler's own; what became of the
    record later is a mark beside the row. ``size``: bytes of an electronic record's files.
    """

    uid: str
    number: str
    title: str
    case_index: str = ""
    doc_type: str = ""
    volume: str = ""
    first_day: date | None = None
    last_day: date | None = None
    term: str = ""
    article: str = ""
    sheets: int | None = None
    note: str = ""
    size: int | None = None


def mark_note(way: str, day: date | None = None, number: str | None = None) -> str:
    """The mark on a record that was handed out or transferred: its day, the receipt's number."""
    found = MARK_WORDS[way] if day is None else f"{MARK_WORDS[way]} {day:%d.%m.%Y}"
    return f"{found}, расписка № {number}" if number else found


def destruction_note(
    number: str, signed_on: date, verified: bool, backups_until: date | None
) -> str:
    """The mark of an act of destruction (its number and day), as far as it is true (design 8).

    «уничтожено, акт №» once nothing of the record is left anywhere; before that «удалено,
    резервные копии до …; акт №». ``backups_until`` is None while the act is being carried out:
    nobody can name the day yet.
    """
    act = f"акт № {number} от {signed_on:%d.%m.%Y}"
    if verified:
        return f"{MARK_WORDS[DESTROYED]}, {act}"
    if backups_until is None:
        return f"{REMOVED_WORD}, резервные копии хранятся; {act}"
    return f"{REMOVED_WORD}, резервные копии до {backups_until:%d.%m.%Y}; {act}"


def counted_note(note: str, files: int) -> str:
    """A mark on several files of one item of a file plan: the number stands behind the word."""
    word = note.partition(",")[0].partition(";")[0]
    return f"{word}: {files}{note[len(word) :]}"


def megabytes(size: int) -> str:
    """The volume of an electronic record as an inventory writes it: «12,4 МБ», at least 0,1."""
    return f"{max(size / 1024**2, 0.1):.1f} МБ".replace(".", ",")


def kind_of(term) -> str | None:
    """The kind of inventory for a core ``Term``; None where it needs none (or there is no term)."""
    if term is None:
        return None
    if term.kind == KEPT_FOR_EVER:
        return PERMANENT
    if term.kind not in (YEARS, MIN_YEARS, EPK):
        return None
    if term.full_years >= PERSONNEL_YEARS:
        return PERSONNEL
    return TEMPORARY if term.full_years > SHORT_YEARS else None


def read_number(text) -> tuple[int, str] | None:
    """A row's number as (number, letter), «12а» → (12, "а"); None for anything else."""
    match = _NUMBER.fullmatch((text or "").strip().lower())
    return (int(match[1]), match[2]) if match else None


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Rows as an inventory lists them: by index, day of opening, then title and volume."""
    return sorted(
        rows,
        key=lambda row: (
            row.case_index,
            row.first_day or date.min,
            row.last_day or date.min,
            row.title,
            row.volume,
        ),
    )


def literal(numbers: Iterable[str]) -> list[str]:
    """The numbers that have a letter, in order."""
    read = sorted(found for found in map(read_number, numbers) if found and found[1])
    return [f"{number}{letter}" for number, letter in read]


def missed(numbers: Iterable[str]) -> list[str]:
    """The whole numbers from 1 to the greatest one that stand in no row, in order."""
    taken = {found[0] for found in map(read_number, numbers) if found}
    return [str(number) for number in range(1, max(taken, default=0)) if number not in taken]


def repeated(numbers: Iterable[str]) -> list[str]:
    """The numbers that stand more than once, each named once, in order."""
    seen, twice = set(), set()
    for text in numbers:
        read = read_number(text)
        (twice if read in seen else seen).add(read)
    return [f"{number}{letter}" for number, letter in sorted(one for one in twice if one)]


def missing_years(
    approved: Collection[tuple[str, int, int]],
    years: Iterable[int],
    kinds: Iterable[str] = ASKED_BY_ACTS,
) -> list[tuple[str, int]]:
    """Pairs (kind, year) that no approved inventory covers, in the order of kinds and years.

    ``approved``: (kind, first year, last year) of each approved inventory.
    """
    return [
        (kind, year)
        for kind in kinds
        for year in sorted(set(years))
        if not any(one == kind and first <= year <= last for one, first, last in approved)
    ]


class Asked(NamedTuple):
    """What the clause on inventories of an act lacks: pairs (kind, year), in order.

    ``missing``: there are records to list and no approved inventory. ``empty``: there is nothing
    to list, which somebody has to state.
    """

    missing: tuple[tuple[str, int], ...] = ()
    empty: tuple[tuple[str, int], ...] = ()


def asked_for(
    approved: Collection[tuple[str, int, int]],
    held: Collection[tuple[str, int]],
    years: Iterable[int],
    kinds: Iterable[str] = ASKED_BY_ACTS,
) -> Asked:
    """What an act of these years lacks (rule 4 above).

    ``approved``: as for :func:`missing_years`. ``held``: pairs (kind, year) of which the school
    holds closed records or has begun an inventory.
    """
    lacking = missing_years(approved, years, kinds)
    return Asked(
        tuple(pair for pair in lacking if pair in held),
        tuple(pair for pair in lacking if pair not in held),
    )


def unstated(
    empty: Iterable[tuple[str, int]], stated: Collection[tuple[str, int]]
) -> dict[str, list[int]]:
    """Kind → years that have nothing to list while nobody has stated so, in order."""
    found = {}
    for kind, year in empty:
        if (kind, year) not in stated:
            found.setdefault(kind, []).append(year)
    return found


def spans(years: Iterable[int]) -> str:
    """Years as people write them: «2012, 2014–2016»; empty for none."""
    runs = []
    for year in sorted(set(years)):
        if runs and runs[-1][1] == year - 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)


def next_number(given: Iterable[str]) -> int:
    """The number after the greatest whole one of a kind; the first one is 1.

    Numbers of inventories approved on paper count, so that the sequence goes on after them; one
    like «3-П» is no whole number and moves nothing.
    """
    return max((int(one) for one in given if one.isascii() and one.isdigit()), default=0) + 1
