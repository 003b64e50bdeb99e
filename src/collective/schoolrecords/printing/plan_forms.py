"""What the printed file plan needs (номенклатура дел), domain.md 5.1; see ``forms``."""

from collective.schoolrecords.printing.forms import Minutes
from collective.schoolrecords.printing.forms import Signature
from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True)
class FilePlanLine:
    """A line of the file plan; ``count`` is that of files, None before the year has ended."""

    index: str
    title: str
    term: str
    count: int | None = None
    note: str = ""


@dataclass(frozen=True)
class FilePlanUnit:
    """A part of the school's work: its code, title and lines."""

    code: str
    title: str
    rows: tuple[FilePlanLine, ...]


@dataclass(frozen=True)
class FilePlanTotal:
    """A line of the totals at the year's end: all, running on, marked «ЭПК»."""

    category: str
    total: int
    running: int = 0
    epk: int = 0


@dataclass(frozen=True)
class FilePlanForm:
    """The file plan (номенклатура дел) of a calendar year, with totals once it has ended."""

    TEMPLATE: ClassVar[str] = "file-plan"

    school: str
    year: int
    units: tuple[FilePlanUnit, ...]
    approver: Signature
    compiler: Signature
    number: str = ""
    place: str = ""
    dated_on: date | None = None
    totals: tuple[FilePlanTotal, ...] = ()
    minutes: Minutes | None = None
    draft: bool = False
