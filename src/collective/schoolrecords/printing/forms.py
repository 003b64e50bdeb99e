"""What each printed form needs: frozen values that other rooms fill and ``pages`` sets in type.

A form carries facts, never sentences: totals, plurals and numbers in words are made in ``pages``,
so that no caller can print a figure that disagrees with its rows. Days are ``date`` in the
school's own time zone. Texts are plain; a text that is not known stays empty and is printed as a
blank line to be filled in by hand. Sources: domain.md 4, 5.1 and 8; приказ Росархива № 77 of
31.07.2023. What is checked before printing stands in ``checks``.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True)
class Signature:
    """A line for a signature: post, name («И. О. Фамилия») and the day, if it is signed.

    ``fact`` tells how it was given where it was not by hand: «простая электронная подпись».
    """

    post: str
    name: str = ""
    signed_on: date | None = None
    fact: str = ""


@dataclass(frozen=True)
class Minutes:
    """Minutes (протокол) of the expert commission: number and day."""

    number: str
    dated_on: date


# The act of selection for destruction, domain.md 5.1 [P20]

ACT_DRAFT = "draft"
ACT_APPROVED = "approved"
ACT_REMOVED = "removed"
ACT_DESTROYED = "destroyed"
ACT_ANNULLED = "annulled"
ACT_STATUSES = (ACT_DRAFT, ACT_APPROVED, ACT_REMOVED, ACT_DESTROYED, ACT_ANNULLED)


@dataclass(frozen=True)
class ActLine:
    """Columns 2 to 8 of the act; column 1 is counted. ``count`` is in storage units (ед. хр.)."""

    title: str
    years: str
    inventory_number: str = ""
    item_number: str = ""
    count: int = 1
    term: str = ""
    note: str = ""


@dataclass(frozen=True)
class KeptLine:
    """A row that the commission keeps: title, years and the reason in its own words."""

    title: str
    years: str
    reason: str


VOTE_FOR, VOTE_AGAINST, VOTE_ABSTAINED = "for", "against", "abstained"
VOTES = (VOTE_FOR, VOTE_AGAINST, VOTE_ABSTAINED)


@dataclass(frozen=True)
class Member:
    """A member of the commission; ``vote`` is one of VOTES or None (was not there)."""

    name: str
    post: str = ""
    chair: bool = False
    secretary: bool = False
    vote: str | None = None
    opinion: str = ""


@dataclass(frozen=True)
class InventoryApproval:
    """One inventory that the clause names: its years, the day of approval and the minutes."""

    years: str
    number: str
    approved_on: date
    minutes: Minutes | None = None


@dataclass(frozen=True)
class Destruction:
    """The second half of the act: what was destroyed on paper, how, by whom, before whom.

    ``count`` and ``sheets`` are those of the paper, ``sheets`` None where nothing was on paper;
    ``weight`` is in kilograms, as text («12,4»). Without ``destroyed_on`` the destruction of the
    paper is not entered: the half is a blank to be filled in by hand. ``electronic`` counts the
    electronic records that were removed, on the day ``removed_on``; ``media_note`` says how their
    carriers were dealt with. ``event_log`` names the export kept beside the act (приказ РКН № 179).
    """

    destroyed_on: date | None
    count: int
    sheets: int | None = None
    weight: str | None = None
    method: str = ""
    handed_over_by: Signature | None = None
    received_by: Signature | None = None
    witnesses: tuple[Signature, ...] = ()
    electronic: int = 0
    media_note: str = ""
    event_log: str = ""
    removed_on: date | None = None


@dataclass(frozen=True)
class ActForm:
    """The act. ``status`` decides the line that says what is true today:

    draft: проект · approved: утверждён, не исполнен · removed: удалено, резервные копии до
    ``backups_until`` · destroyed: уничтожено, проверено ``verified_on`` · annulled.
    ``basis`` names lists and regulations in the nominative («Перечень …», «Регламент …»).
    ``period`` is the years of all rows («2014–2019»); ``commission_order`` «приказ от … № …».
    ``nothing_permanent`` and ``nothing_personnel``: years («2015, 2017–2019») of which it is
    stated that the school has no such records, in place of an inventory.
    """

    TEMPLATE: ClassVar[str] = "act"

    school: str
    dated_on: date
    rows: tuple[ActLine, ...]
    period: str
    approver: Signature
    compiler: Signature
    number: str = ""
    place: str = ""
    fonds: str = ""
    basis: tuple[str, ...] = ()
    commission: tuple[Member, ...] = ()
    commission_order: str = ""
    minutes: Minutes | None = None
    permanent: tuple[InventoryApproval, ...] = ()
    personnel: tuple[InventoryApproval, ...] = ()
    nothing_permanent: str = ""
    nothing_personnel: str = ""
    kept: tuple[KeptLine, ...] = ()
    destruction: Destruction | None = None
    status: str = ACT_DRAFT
    backups_until: date | None = None
    verified_on: date | None = None
    annulled_because: str = ""


@dataclass(frozen=True)
class MinutesForm:
    """Minutes of the commission on one act: who was there, what was decided and by which votes.

    ``quorum`` is the number of members that must be there. ``count`` and ``rows`` are the act's
    storage units and lines; ``heard`` and ``decided`` are additional points in the commission's
    own words.
    """

    TEMPLATE: ClassVar[str] = "minutes"

    school: str
    number: str
    dated_on: date
    members: tuple[Member, ...]
    quorum: int
    act_number: str
    period: str
    rows: int
    count: int
    place: str = ""
    commission_order: str = ""
    heard: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()
    kept: tuple[KeptLine, ...] = ()


# Inventories, domain.md 5.1 [P19]

PERMANENT_KIND, PERSONNEL_KIND, TEMPORARY_KIND = "permanent", "personnel", "temporary"
INVENTORY_KINDS = (PERMANENT_KIND, PERSONNEL_KIND, TEMPORARY_KIND)


@dataclass(frozen=True)
class InventoryLine:
    """Columns of the inventory. ``number`` counts from 1, a literal number is «12а»."""

    number: str
    case_index: str
    title: str
    dates: str
    sheets: int | None = None
    term: str = ""
    note: str = ""


@dataclass(frozen=True)
class InventoryForm:
    """An inventory (опись дел) of one kind and of one or more years.

    ``missed`` are the numbers that the inventory leaves out. The term column is printed for
    ``temporary`` only. ``minutes``: the school's commission; ``archive_minutes``: ЭПК of the
    archive authority.
    """

    TEMPLATE: ClassVar[str] = "inventory"

    school: str
    kind: str
    years: str
    rows: tuple[InventoryLine, ...]
    compiler: Signature
    number: str = ""
    fonds: str = ""
    section: str = ""
    missed: tuple[str, ...] = ()
    keeper: Signature | None = None
    approver: Signature | None = None
    minutes: Minutes | None = None
    archive_minutes: Minutes | None = None
    dated_on: date | None = None
    draft: bool = False


@dataclass(frozen=True)
class CoverForm:
    """The cover of a file (обложка дела).

    ``number`` is the file's own number («К-25»), ``volume`` that of its volume; ``fonds``,
    ``inventory`` and ``item`` are the archive's numbers. ``code`` is that of
    ``core.record_codes``: printed as bars and as figures, it opens the record in the search.
    """

    TEMPLATE: ClassVar[str] = "cover"

    school: str
    title: str
    term: str
    unit: str = ""
    index: str = ""
    number: str = ""
    volume: str = ""
    first_day: date | None = None
    last_day: date | None = None
    sheets: int | None = None
    fonds: str = ""
    inventory: str = ""
    item: str = ""
    code: str = ""


@dataclass(frozen=True)
class InnerLine:
    """A document of a file. ``sheets`` is «1–3», empty where it takes no numbers."""

    number: str
    title: str
    index: str = ""
    dated_on: date | None = None
    sheets: str = ""
    note: str = ""


@dataclass(frozen=True)
class InnerInventoryForm:
    """The inner inventory (внутренняя опись) of a file; totals as of what is there.

    ``documents`` and ``sheets`` count what lies in the file, ``elsewhere`` the documents kept in
    other places, ``inventory_sheets`` the sheets of the inventory itself, None: by hand.
    """

    TEMPLATE: ClassVar[str] = "inner-inventory"

    school: str
    title: str
    rows: tuple[InnerLine, ...]
    documents: int
    sheets: int
    compiler: Signature
    number: str = ""
    elsewhere: int = 0
    inventory_sheets: int | None = None
    dated_on: date | None = None


@dataclass(frozen=True)
class ElectronicFile:
    """An electronic part of a file: what it is, its format, size in bytes and SHA-256 in hex."""

    title: str
    format: str
    size: int
    sha256: str


@dataclass(frozen=True)
class CertifyingSheetForm:
    """The certifying sheet (лист-заверитель) [P18]; ``features`` are pairs (what, sheets).

    ``sheets`` lie in the file; ``last_sheet`` is the greatest number, None: as many as ``sheets``.
    """

    TEMPLATE: ClassVar[str] = "certifying-sheet"

    school: str
    number: str
    title: str
    sheets: int
    certifier: Signature
    last_sheet: int | None = None
    literal: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    inventory_sheets: int | None = None
    features: tuple[tuple[str, str], ...] = ()
    files: tuple[ElectronicFile, ...] = ()
    fonds: str = ""
    inventory: str = ""
    item: str = ""
    dated_on: date | None = None


@dataclass(frozen=True)
class ReceiptForm:
    """A receipt (расписка) for a file or papers handed out; ``until`` None: for good.

    ``receiver`` is who takes it and ``capacity`` as what («мать», «по доверенности № …»),
    ``identity`` the document shown («паспорт гражданина РФ 45 06 …»); ``fact`` is the note on
    the signature if it is kept elsewhere («книга выдачи, лист 12»).
    """

    TEMPLATE: ClassVar[str] = "receipt"

    school: str
    title: str
    receiver: str
    given_on: date | None
    giver: Signature
    number: str = ""
    capacity: str = ""
    identity: str = ""
    basis: str = ""
    documents: tuple[InnerLine, ...] = ()
    sheets: int | None = None
    until: date | None = None
    fact: str = ""
    place: str = ""
