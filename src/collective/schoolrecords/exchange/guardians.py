"""The guardians in a row of a list of pupils."""

from .contingent_columns import GUARDIANS
from .contingent_columns import PARENTS
from .lists import Line
from collective.schoolrecords.core.names import full_name
from collective.schoolrecords.core.names import is_name
from collective.schoolrecords.core.names import split_full_name
from collective.schoolrecords.core.phones import read_phones
from dataclasses import dataclass

import re


_EMAIL = re.compile(r"[^\s@,;<>()\"']+@[^\s@,;<>()\"']+\.[^\s@,;<>()\"'.]{2,}")
_PART_ENDS = re.compile(r"[;,\s]+")


@dataclass(frozen=True)
class Guardian:
    """A parent or another representative. `relation` as the list says it: мать, отец, опекун."""

    last_name: str
    first_name: str
    middle_name: str
    relation: str
    phones: tuple[str, ...]
    email: str

    @property
    def full_name(self) -> str:
        return full_name(self.last_name, self.first_name, self.middle_name)


def read_guardians(line: Line) -> tuple[Guardian, ...]:
    """All guardians of a row, in the order of the columns."""
    found = [_read(line, prefix, "") for prefix in GUARDIANS]
    found += [_read(line, prefix, relation) for prefix, relation in PARENTS.items()]
    return tuple(guardian for guardian in found if guardian is not None)


def _read(line: Line, prefix: str, relation: str) -> Guardian | None:
    """One guardian, None without a name; contacts without a name are told, not kept."""
    text = line.text(f"{prefix}_name")
    contacts = [key for key in (f"{prefix}_phone", f"{prefix}_email") if line.text(key)]
    if not text:
        if contacts:
            line.warn("GUARDIAN_WITHOUT_NAME", contacts[0])
        return None
    name = split_full_name(text)
    if not is_name(full_name(name.last, name.first, name.middle)) or not name.certain:
        line.warn("AMBIGUOUS_NAME", f"{prefix}_name")
    return Guardian(
        name.last,
        name.first,
        name.middle,
        relation or line.text(f"{prefix}_relation").lower(),
        _phones(line, f"{prefix}_phone"),
        _email(line, f"{prefix}_email"),
    )


def _phones(line: Line, key: str) -> tuple[str, ...]:
    """The numbers of a cell; what is none is kept as written, and told."""
    raw = line.raw(key)
    found = read_phones(raw if raw is not None else "")
    if found.unreadable:
        line.warn("PHONE_UNREADABLE", key)
    return (*found.numbers, *found.unreadable)


def _email(line: Line, key: str) -> str:
    text = line.text(key)
    addresses = [part for part in _PART_ENDS.split(text) if part]
    if addresses and not all(map(_EMAIL.fullmatch, addresses)):
        line.warn("EMAIL_UNREADABLE", key)
        return text
    return ", ".join(addresses)
