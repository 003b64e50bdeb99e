"""Stable group ids: what the catalog and the local roles name instead of people and labels.

    office-<role key>                 an office of the school; a group of the site
    cohort-<cohort id>-<role key>     the teachers of a class; computed, no object exists
    child-<record uid>-<role key>     the family of a child; computed, no object exists

A class keeps its id when its label changes and a group keeps its id when its members change, so
neither makes anything on a record stale. Ids of this form belong to the product: no user and no
other group may carry one, else a person could walk into a role by their name.
"""

from .roles import BY_KEY
from collective.schoolrecords.core.school import CHILD
from collective.schoolrecords.core.school import COHORT
from collective.schoolrecords.core.school import SITE
from typing import NamedTuple

import re


PREFIXES = ("office-", "cohort-", "child-")
_SCOPED = re.compile(r"(cohort|child)-([A-Za-z0-9]+)-([a-z_]+)")
_OFFICE = re.compile(r"office-([a-z_]+)")


class GroupName(NamedTuple):
    """A group id taken apart: `place` is "site", "cohort" or "child"; `scope` None for offices."""

    place: str
    scope: str | None
    key: str


def office_group(key: str) -> str:
    """The group of an office; raises `ValueError` for a role that is not held site-wide."""
    return f"office-{_checked(key, SITE)}"


def cohort_group(cohort_id: str, key: str) -> str:
    """The group of a class's teachers; raises `ValueError` for any other role."""
    return f"cohort-{_plain(cohort_id)}-{_checked(key, COHORT)}"


def child_group(uid: str, key: str) -> str:
    """The group of a child's family; raises `ValueError` for any other role."""
    return f"child-{_plain(uid)}-{_checked(key, CHILD)}"


def parse(group_id: str) -> GroupName | None:
    """Take a group id apart; None when it is not one of ours."""
    match = _SCOPED.fullmatch(group_id)
    if match:
        place = COHORT if match[1] == "cohort" else CHILD
        name = GroupName(place, match[2], match[3])
    else:
        match = _OFFICE.fullmatch(group_id)
        if not match:
            return None
        name = GroupName(SITE, None, match[1])
    role = BY_KEY.get(name.key)
    return name if role and role.place == name.place else None


def is_reserved(principal_id: str) -> bool:
    """Whether an id looks like one of ours, well formed or not, in any spelling of case."""
    return principal_id.lower().startswith(PREFIXES)


def _checked(key: str, place: str) -> str:
    role = BY_KEY.get(key)
    if role is None or role.place != place:
        raise ValueError(f"No role {key!r} is held at a {place}")
    return key


def may_be_scope(text: str | None) -> bool:
    """Whether a field that names a class or a record may hold it: nothing, or a plain id."""
    return not text or (text.isascii() and text.isalnum())


def _plain(scope: str) -> str:
    if not scope or not may_be_scope(scope):
        raise ValueError(f"Not an id of a class or a record: {scope!r}")
    return scope
