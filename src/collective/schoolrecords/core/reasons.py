"""A reason for a refusal, and the rules that every family's table is made of.

A rule is a function of facts, details and the school's own day that yields :class:`Reason`.
"""

from .names import clean_text
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import dataclasses


@dataclass(frozen=True)
class Reason:
    """One reason for a refusal.

    ``code`` is stable and documented; ``data`` fills the text; ``field`` names the field that
    the person can mend, if there is one.
    """

    code: str
    field: str | None = None
    data: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def need(source, name, code="missing"):
    """Yield the reason that ``source`` lacks ``name``, or nothing.

    A text of which nothing is seen (spaces, signs of no width) is none.
    """
    value = source.get(name)
    if value is None or (isinstance(value, str) and not clean_text(value)):
        yield Reason(code, name)


def needs(*names):
    """Return a rule: these facts must be there."""

    def rule(facts, details, today):
        for name in names:
            yield from need(facts, name)

    return rule


def given(*names):
    """Return a rule: these details must come with the step."""

    def rule(facts, details, today):
        for name in names:
            yield from need(details, name, "not_given")

    return rule


def day_not_after_today(name):
    """Return a rule: the day of this name, given or known, has come."""

    def rule(facts, details, today):
        day = details.get(name) if name in details else facts.get(name)
        if isinstance(day, date) and day > today:
            yield Reason("day_in_future", name, {"day": day})

    return rule
