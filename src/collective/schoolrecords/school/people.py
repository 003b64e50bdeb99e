"""People of the school as values: staff, legal representatives and pupils with an account.

Pupils' own names live in their personal files; a pupil is here only as the holder of an account.
"""

from collective.schoolrecords.core.names import full_name
from collective.schoolrecords.core.names import name_sort_key
from collective.schoolrecords.core.names import short_name
from dataclasses import dataclass
from datetime import date


STAFF = "staff"
GUARDIAN = "guardian"
PUPIL = "pupil"
KINDS = (STAFF, GUARDIAN, PUPIL)

MOTHER = "mother"
FATHER = "father"
LEGAL_GUARDIAN = "guardian"
TRUSTEE = "trustee"
OTHER = "other"
RELATIONS = (MOTHER, FATHER, LEGAL_GUARDIAN, TRUSTEE, OTHER)

CONTACTS = ("phone", "email", "address")


@dataclass(frozen=True)
class Person:
    """One person. `id` is a uuid and says nothing about them.

    `user_id` is the id of the Plone account, None for somebody without one. `contacts` maps
    names of `CONTACTS` to text; they are kept here only, in no index and no chain.
    """

    id: str
    last_name: str
    first_name: str
    middle_name: str = ""
    kinds: tuple[str, ...] = (STAFF,)
    user_id: str | None = None
    position: str = ""
    subjects: tuple[str, ...] = ()
    association: str = ""
    contacts: tuple[tuple[str, str], ...] = ()

    @property
    def full_name(self) -> str:
        """Фамилия Имя Отчество."""
        return full_name(self.last_name, self.first_name, self.middle_name)

    @property
    def short_name(self) -> str:
        """Фамилия И. О."""
        return short_name(self.last_name, self.first_name, self.middle_name)

    @property
    def sort_key(self) -> str:
        """Orders people by the Russian alphabet, Ё as Е."""
        return name_sort_key(self.last_name, self.first_name, self.middle_name)


@dataclass(frozen=True)
class Guardianship:
    """A legal representative of a child, from a day until a day (both inclusive or open)."""

    person_id: str
    relation: str
    since: date | None = None
    until: date | None = None

    def valid_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


@dataclass(frozen=True)
class CredentialIssue:
    """A line of «Журнал выдачи реквизитов доступа» (S20-3.1.6, S90-3.1).

    `kind` is "initial" or "reset"; `at` an ISO instant in UTC. A password is never kept here.
    """

    number: int
    person_id: str
    user_id: str
    kind: str
    issued_by: str
    at: str


@dataclass(frozen=True)
class Period:
    """A quarter, half-year or trimester with its first and last day."""

    label: str
    first_day: date
    last_day: date


@dataclass(frozen=True)
class YearDates:
    """The dates of one school year: when lessons begin and end, and its periods in order."""

    start: int
    lessons_from: date
    lessons_until: date
    periods: tuple[Period, ...] = ()
