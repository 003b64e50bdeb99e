"""The school's regulation through time: versions that are added and never edited.

A version is the text of a `regulation.toml` with the day from which it is in force and the order
it rests on. Rules ask for the regulation of a day; for days before the first version the first
one answers, because no other is known.
"""

from .events import record
from .interfaces import IRegulationAdded
from .refusals import refuse_if
from .storage import get_school
from collections.abc import Iterable
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.core.regulation import load
from collective.schoolrecords.core.regulation import Regulation
from collective.schoolrecords.core.regulation import RegulationError
from dataclasses import dataclass
from dataclasses import field
from functools import lru_cache
from persistent import Persistent
from zope.event import notify
from zope.interface import implementer

import hashlib


CACHED_VERSIONS = 32
"""Parsed regulations kept per process; a school changes its regulation about once a year."""


class RegulationVersion(Persistent):
    """One version. Nothing changes it after it is kept."""

    def __init__(self, number, text, in_force_from, author, basis):
        self.number = number
        self.text = text
        self.digest = hashlib.sha256(text.encode()).hexdigest()
        self.in_force_from = in_force_from
        self.author = author
        self.basis = basis
        self.recorded_at = now()


@dataclass(frozen=True)
class Basis:
    """The order that puts a version in force; `order_uid` when it is filed here."""

    order_number: str
    order_date: object
    order_uid: str | None = None


@dataclass(frozen=True)
class _Text:
    """A text that is compared by its digest, so that the cache hashes 64 characters."""

    digest: str
    text: str = field(compare=False, repr=False)


def parsed(version):
    """The core `Regulation` of a version; parsed once per process and text."""
    return _parsed(_Text(version.digest, version.text))


@lru_cache(maxsize=CACHED_VERSIONS)
def _parsed(source) -> Regulation:
    return load(source.text)


def version_on(school, day):
    """The `RegulationVersion` in force on a day, or None in a school without any."""
    found = None
    for version in school.regulations.values():
        if found is None or version.in_force_from <= day:
            found = version
    return found


def regulation_on(site, day):
    """The core `Regulation` in force on a day, or None in a site without any."""
    school = get_school(site)
    version = None if school is None else version_on(school, day)
    return None if version is None else parsed(version)


def latest_version(school):
    """The newest `RegulationVersion`, in force or to be, or None."""
    return school.regulations[school.regulations.maxKey()] if school.regulations else None


@implementer(IRegulationAdded)
@dataclass(frozen=True)
class RegulationAdded:
    """See `IRegulationAdded`."""

    version: RegulationVersion


def new_version(school, text, *, in_force_from, author, basis):
    """Keep a new version. Returns it.

    Raises `SchoolRefused` with every fault of the text (REGULATION_FAULT with the key's path),
    ORDER_MISSING, REGULATION_NOT_LATER (versions follow each other in time, so that the rules
    of past days never change) and REGULATION_SAME.
    """
    reasons = list(_faults(text))
    if not basis.order_number.strip():
        reasons.append(Reason("ORDER_MISSING", "order_number"))
    latest = latest_version(school)
    if latest is not None:
        if in_force_from <= latest.in_force_from:
            data = {"since": latest.in_force_from}
            reasons.append(Reason("REGULATION_NOT_LATER", "in_force_from", data))
        if latest.text == text:
            reasons.append(Reason("REGULATION_SAME", "text"))
    refuse_if(reasons, school)
    number = latest.number + 1 if latest is not None else 1
    version = RegulationVersion(number, text, in_force_from, author, basis)
    school.regulations[number] = version
    notify(RegulationAdded(version))
    record(
        school,
        "regulation_changed",
        number=number,
        sha256=version.digest,
        in_force_from=in_force_from,
        order_number=basis.order_number,
        order_date=basis.order_date,
        order_uid=basis.order_uid,
    )
    return version


def changed_text(school, changes: Iterable[tuple[str, object]], basis):
    """The text of the newest version with single values changed on the word of an order.

    `changes` are pairs (path as in `Regulation.rows`, new value), made one after the other; the
    faults of all of them are told together. Raises `SchoolRefused`.
    """
    latest = latest_version(school)
    regulation = None if latest is None else parsed(latest)
    reasons = []
    if regulation is None:
        reasons.append(Reason("REGULATION_PATH", "changes", {"value": ""}))
    else:
        word = f"{basis.order_number} {basis.order_date:%d.%m.%Y}".strip()
        for path, value in changes:
            try:
                regulation = regulation.with_value(path, value, word)
            except RegulationError as error:
                reasons.extend(_reasons(error))
            except KeyError:
                reasons.append(Reason("REGULATION_PATH", "changes", {"value": path}))
    refuse_if(reasons, school)
    return regulation.to_toml()


def _faults(text):
    try:
        load(text)
    except RegulationError as error:
        return _reasons(error)
    return ()


def _reasons(error):
    for one in error.errors:
        data = {"path": one.path, "fault": one.code, "detail": one.detail}
        yield Reason("REGULATION_FAULT", "text", data)
