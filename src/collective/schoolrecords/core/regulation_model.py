"""The parts of a regulation: every key that `regulation.toml` may hold, as frozen dataclasses.

Each field carries its check (regulation_checks.py). Values of a `leaf` have a source of their own,
values of a `block` share one; where each came from is asked of `Regulation.source(path)`. A value
that neither the regulation nor the default list gives is None.
"""

from .regulation_checks import block
from .regulation_checks import clock_time
from .regulation_checks import day
from .regulation_checks import flag
from .regulation_checks import group
from .regulation_checks import identifier
from .regulation_checks import leaf
from .regulation_checks import list_of
from .regulation_checks import month_day
from .regulation_checks import number
from .regulation_checks import one_of
from .regulation_checks import part
from .regulation_checks import scalar
from .regulation_checks import table
from .regulation_checks import text
from .regulation_words import CARRIER
from .regulation_words import EVENT
from .regulation_words import RHYTHM
from .regulation_words import RHYTHMS
from .regulation_words import ROLE
from .terms import KINDS
from .terms import MAX_YEARS
from .terms import STARTS
from collections.abc import Mapping
from dataclasses import dataclass

import datetime


@dataclass(frozen=True)
class Source:
    """Where a value comes from.

    `kind` is "stated" (`clause` of the regulation and the exact `phrase` in its text), "changed"
    (`basis`: the order by which the school changed it) or "default" (the regulation is silent;
    `basis` says what the default list rests on). `verified` is False for a default that nobody
    has checked against the text of a law: pages show it so that the school confirms it.
    """

    kind: str
    clause: str = ""
    phrase: str = ""
    basis: str = ""
    verified: bool = True


@dataclass(frozen=True)
class Retention:
    """A term of storage; `value` in whole years, `event` what an event term waits for.

    `before_2003`: the years for what was closed before 2003, see `core.terms.Term`.
    """

    kind: str = part(one_of(*KINDS), required=True)
    value: int | None = part(number(0, MAX_YEARS))
    before_2003: int | None = part(number(0, MAX_YEARS))
    start: str = part(one_of(*STARTS), required=True)
    event: str | None = part(EVENT)
    article: str = part(text, required=True)


@dataclass(frozen=True)
class Certification:
    """Who certifies a document or a year of it, how often, and whether with the seal."""

    seal: bool | None = part(flag)
    signers: tuple[str, ...] | None = part(list_of(ROLE))
    frequency: str | None = part(one_of(*RHYTHMS, "on_demand"))
    stitched: bool | None = part(flag)


@dataclass(frozen=True)
class Handout:
    """To whom a document is given out, at which event, and what is asked in return."""

    event: str = part(EVENT, required=True)
    to: str = part(ROLE, required=True)
    against_signature: bool | None = part(flag)
    on_application: bool | None = part(flag)
    together_with: tuple[str, ...] | None = part(list_of(identifier))
    immediately: bool | None = part(flag)


@dataclass(frozen=True)
class Intake:
    """A document that the school takes into keeping, and what must come with it."""

    event: str = part(EVENT, required=True)
    brought_by: str | None = part(ROLE)
    together_with: str | None = part(text)


@dataclass(frozen=True)
class SummaryExtract:
    """The summary sheet withdrawn from a journal: from which carrier, onto which, and when.

    `after_years` counts from the closing of the journal. `term_base` says whether the sheet's own
    term starts with the journal's (same_start) or with the withdrawal (extraction).
    """

    taken_from: str | None = leaf(CARRIER)
    carrier: str | None = leaf(CARRIER)
    after_years: int | None = leaf(number(0, MAX_YEARS))
    term_base: str | None = leaf(one_of("same_start", "extraction"))


@dataclass(frozen=True)
class Cycles:
    """Portfolio cycles: years of each, and the grades that it spans («1-4»)."""

    years: tuple[int, ...] = part(list_of(number(1, 12), distinct=False), required=True)
    grades: tuple[str, ...] = part(list_of(text), required=True)


@dataclass(frozen=True)
class Familiarisation:
    """Who shows a document to whom."""

    by: str = part(ROLE, required=True)
    whom: str = part(ROLE, required=True)


@dataclass(frozen=True)
class Part:
    """One paper inside a file, with a storage place of its own where the regulation names one.

    `medical` papers have a permission of their own.
    """

    label: str = part(text, required=True)
    form: str | None = part(one_of("original", "copy"))
    storage_place: str | None = part(text)
    medical: bool | None = part(flag)


@dataclass(frozen=True)
class Document:
    """What the regulation says of one document type."""

    label: str = leaf(text)
    aliases: tuple[str, ...] | None = leaf(list_of(text))
    mandatory: bool | None = leaf(flag)
    mandatory_carriers: tuple[str, ...] | None = leaf(list_of(CARRIER))
    carriers: tuple[str, ...] | None = leaf(list_of(CARRIER))
    carrier_fallback: str | None = leaf(CARRIER)
    copies: int | None = leaf(number(1, 20))
    file_format: str | None = leaf(text)
    grades: str | None = leaf(text)
    responsible_roles: tuple[str, ...] | None = leaf(list_of(ROLE))
    controlled_by: tuple[str, ...] | None = leaf(list_of(ROLE))
    appointed_by_order: bool | None = leaf(flag)
    kept_by: str | None = leaf(ROLE)
    prepared_by: str | None = leaf(text)
    formed_automatically: bool | None = leaf(flag)
    storage_place: str | None = leaf(text)
    storage_order: str | None = leaf(text)
    strict_accountability: bool | None = leaf(flag)
    numbering: str | None = leaf(one_of("own", "alphabet_book"))
    opened_on: str | None = leaf(EVENT)
    closed_on: str | None = leaf(EVENT)
    rules: tuple[str, ...] | None = leaf(list_of(text))
    route: tuple[str, ...] | None = leaf(list_of(ROLE))
    channels: tuple[str, ...] | None = leaf(list_of(text))
    basis_for: tuple[str, ...] | None = leaf(list_of(identifier))
    retention: Retention | None = block(Retention)
    destroy_by_act: bool | None = leaf(flag)
    archive_rhythm: str | None = leaf(RHYTHM)
    integrity_control: tuple[str, ...] | None = leaf(list_of(one_of("integrity", "authenticity")))
    certification: Certification | None = block(Certification)
    print_certified: bool | None = leaf(flag)
    intake: Intake | None = block(Intake)
    handout: Handout | None = block(Handout)
    familiarisation: Familiarisation | None = block(Familiarisation)
    summary_extract: SummaryExtract = table(SummaryExtract)
    cycles: Cycles | None = block(Cycles)
    parts: Mapping[str, Part] = group("block", Part)


@dataclass(frozen=True)
class Adoption:
    """One body or person that adopted, agreed or approved the regulation."""

    body: str = part(text, required=True)
    act: str = part(one_of("reviewed", "adopted", "opinion", "agreed", "approved"), required=True)
    protocol_no: str | None = part(text)
    date: datetime.date | None = part(day)


@dataclass(frozen=True)
class Header:
    """The regulation as a document: its title, order and life."""

    title: str | None = leaf(text)
    organisation: str | None = leaf(text)
    order_no: str | None = leaf(text)
    date: datetime.date | None = leaf(day)
    approved_by: str | None = leaf(ROLE)
    in_force: str | None = leaf(one_of("signing", "approval"))
    ends: str | None = leaf(one_of("until_replaced", "unlimited"))
    amended_by: str | None = leaf(text)
    answerable: str | None = leaf(ROLE)
    published: bool | None = leaf(flag)
    adopted_by: Mapping[str, Adoption] = group("block", Adoption)


@dataclass(frozen=True)
class Reference:
    """An act that the regulation rests on."""

    title: str = part(text, required=True)
    kind: str = part(
        one_of("law", "government", "order", "letter", "standard", "method", "local_act"),
        required=True,
    )
    number: str | None = part(text)
    date: datetime.date | None = part(day)


@dataclass(frozen=True)
class Repeal:
    """That an act of `references` no longer holds, and what took its place.

    An entry of its own, because it is not the regulation that says so.
    """

    replaced_by: str = part(text, required=True)


@dataclass(frozen=True)
class Deadline:
    """When something has to be done: a rhythm, a time, a day of the year, or a span.

    A span is `amount` of `unit` `side` (before, after) `event`; amount 0 means at once.
    """

    label: str = part(text, required=True)
    roles: tuple[str, ...] | None = part(list_of(ROLE))
    rhythm: str | None = part(RHYTHM)
    time: str | None = part(clock_time)
    day: str | None = part(month_day)
    amount: int | None = part(number(0, 1000))
    unit: str | None = part(one_of("hours", "days", "working_days"))
    side: str | None = part(one_of("before", "after"))
    event: str | None = part(EVENT)


@dataclass(frozen=True)
class Control:
    """Who controls what, `times` in each `per` (None: the regulation names no figure)."""

    label: str = part(text, required=True)
    roles: tuple[str, ...] = part(list_of(ROLE), required=True)
    times: int | None = part(number(1, 100))
    per: str | None = part(RHYTHM)
    at_least: bool | None = part(flag)
    documents: tuple[str, ...] | None = part(list_of(identifier))
    records: tuple[str, ...] | None = part(list_of(identifier))
    reported_to: tuple[str, ...] | None = part(list_of(ROLE))


@dataclass(frozen=True)
class Appointment:
    """A duty that the director gives to a person, by order or not said how."""

    label: str = part(text, required=True)
    role: str | None = part(ROLE)
    by_order: bool | None = part(flag)


@dataclass(frozen=True)
class Credential:
    """Who gives access credentials to an audience, and when."""

    issuer: str = part(ROLE, required=True)
    what: str | None = part(text)
    event: str | None = part(EVENT)


@dataclass(frozen=True)
class Report:
    """A report that the regulation asks for."""

    label: str = part(text, required=True)
    roles: tuple[str, ...] | None = part(list_of(ROLE))
    rhythm: str | None = part(RHYTHM)
    carrier: str | None = part(CARRIER)


@dataclass(frozen=True)
class Archive:
    """How the archive of results as a whole is kept."""

    rhythm: str | None = leaf(RHYTHM)
    role: str | None = leaf(ROLE)
    carriers: tuple[str, ...] | None = leaf(list_of(CARRIER))
    integrity_control: tuple[str, ...] | None = leaf(list_of(one_of("integrity", "authenticity")))


@dataclass(frozen=True)
class Backup:
    """Backup copies of the electronic journal."""

    rhythm: str | None = leaf(RHYTHM)
    role: str | None = leaf(ROLE)
    appointed_by_order: bool | None = leaf(flag)
    restore: bool | None = leaf(flag)


@dataclass(frozen=True)
class Marks:
    """Rules for marks and entries of the journal."""

    scale: str | None = leaf(text)
    forbidden: tuple[str, ...] | None = leaf(list_of(text))
    grade1_no_marks: bool | None = leaf(flag)
    grade1_no_homework: bool | None = leaf(flag)
    absent_no_mark: bool | None = leaf(flag)
    absent_exception: str | None = leaf(text)
    extension_by_order: bool | None = leaf(flag)
    medical_group_theory: bool | None = leaf(flag)
    required_count: bool | None = leaf(flag)
    strict_subjects: tuple[str, ...] | None = leaf(list_of(text))
    weights_set_by: str | None = leaf(ROLE)
    weights_place: str | None = leaf(text)
    dates_by_order: bool | None = leaf(flag)
    entry_language: str | None = leaf(text)
    hours_equal_curriculum: bool | None = leaf(flag)
    groups_changed_by: str | None = leaf(ROLE)
    groups_changed_at: str | None = leaf(EVENT)
    homework_with_due_date: bool | None = leaf(flag)


@dataclass(frozen=True)
class Weight:
    """The weight of one kind of work."""

    label: str = part(text, required=True)
    weight: int = part(number(0, 100), required=True)


@dataclass(frozen=True)
class Access:
    """Who may see and enter what."""

    users: tuple[str, ...] | None = leaf(list_of(text))
    systems: tuple[str, ...] | None = leaf(list_of(text))
    addresses: tuple[str, ...] | None = leaf(list_of(text))
    own_child_only: bool | None = leaf(flag)
    no_login_transfer: bool | None = leaf(flag)
    no_pupil_under_staff_login: bool | None = leaf(flag)
    personal_cabinet: bool | None = leaf(flag)
    round_the_clock: bool | None = leaf(flag)


@dataclass(frozen=True)
class Setting:
    """A figure that the programme needs and no regulation gives."""

    label: str = part(text, required=True)
    value: int | str = part(scalar, required=True)


@dataclass(frozen=True)
class Content:
    """All sections of a regulation in the order in which they are shown and written."""

    regulation: Header = table(Header)
    references: Mapping[str, Reference] = group("block", Reference)
    repealed: Mapping[str, Repeal] = group("block", Repeal)
    documents: Mapping[str, Document] = group("table", Document)
    deadlines: Mapping[str, Deadline] = group("block", Deadline)
    control: Mapping[str, Control] = group("block", Control)
    appointments: Mapping[str, Appointment] = group("block", Appointment)
    credentials: Mapping[str, Credential] = group("block", Credential)
    archive: Archive = table(Archive)
    backup: Backup = table(Backup)
    marks: Marks = table(Marks)
    weights: Mapping[str, Weight] = group("block", Weight)
    min_marks: Mapping[str, int] = group("leaf", number(1, 100))
    reports: Mapping[str, Report] = group("block", Report)
    access: Access = table(Access)
    settings: Mapping[str, Setting] = group("block", Setting)
