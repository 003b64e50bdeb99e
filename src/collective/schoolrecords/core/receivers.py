"""Who takes a paper out of the school, and by which right: what a receipt (расписка) asks.

1. The one who signs is somebody: a parent, the grown pupil, somebody with a proxy (доверенность),
   or whoever acts for another organisation.
2. An identity document is told whole, kind and number, or not at all: what leaves by post is taken
   by nobody who shows one.
3. Somebody who acts by proxy shows both: the proxy with number and day, and an identity document.
4. The number of an identity document goes with the record; whoever did not ask for it sees the
   last figures alone (152-ФЗ, design idea 14).

Sources: S20-3.5.4, N1-2.15.3; ГК РФ art. 185 for the proxy.
"""

from .reasons import day_not_after_today
from .reasons import need
from .reasons import Reason
from collections.abc import Mapping
from datetime import date

import re


REPRESENTATIVE, PUPIL, BY_PROXY, ORGANISATION = "representative", "pupil", "proxy", "organisation"
CAPACITIES = (REPRESENTATIVE, PUPIL, BY_PROXY, ORGANISATION)

PASSPORT = "passport"
IDENTITY_KINDS = (
    PASSPORT,
    "foreign_passport",
    "residence_permit",
    "temporary_id",
    "military_id",
)

IDENTITY = ("identity_kind", "identity_number")
PROXY = ("proxy_number", "proxy_date")
#: What a form may ask of the receiver besides the name, in order.
ABOUT_RECEIVER = ("capacity", *IDENTITY, *PROXY)

#: So many last figures of a number stay readable.
SHOWN_FIGURES = 3
_RUSSIAN_PASSPORT = re.compile(r"[0-9]{10}")
_NUMBER = re.compile(r"(?=.*[0-9])[0-9A-ZА-ЯЁ]{4,20}")

RECEIVER_CODES = ("receiver_value_unknown", "identity_number_unreadable", "proxy_after_receipt")


def receiver_told(facts, details, today):
    """Rule: yield what is missing or wrong in what is told of the receiver."""
    for name, values in (("capacity", CAPACITIES), ("identity_kind", IDENTITY_KINDS)):
        if details.get(name) and details[name] not in values:
            yield Reason("receiver_value_unknown", name)
    by_proxy = details.get("capacity") == BY_PROXY
    for names in (IDENTITY, PROXY):
        if by_proxy or any(details.get(name) for name in names):
            for name in names:
                yield from need(details, name, "not_given")
    yield from _number(details)
    yield from day_not_after_today("proxy_date")({}, details, today)
    given_on, proxy = details.get("handed_out_on"), details.get("proxy_date")
    if isinstance(given_on, date) and isinstance(proxy, date) and proxy > given_on:
        yield Reason("proxy_after_receipt", "proxy_date", {"proxy": proxy, "given": given_on})


def _number(details):
    text = details.get("identity_number")
    if not text:
        return
    plain = _plain(text)
    wanted = _RUSSIAN_PASSPORT if details.get("identity_kind") == PASSPORT else _NUMBER
    if not wanted.fullmatch(plain):
        # The number itself is not repeated: reasons are shown, logged and kept.
        yield Reason("identity_number_unreadable", "identity_number")


def _plain(text):
    return re.sub(r"[\s№\-–—]", "", text).upper()


def masked(text: str | None) -> str | None:
    """Return a number with its last figures alone: ``45 06 123456`` → ``•••456``."""
    return f"•••{_plain(text)[-SHOWN_FIGURES:]}" if text else text


def without_number(payload: Mapping) -> dict:
    """Return what was given with a step, its identity number masked."""
    shown = dict(payload)
    if shown.get("identity_number"):
        shown["identity_number"] = masked(shown["identity_number"])
    return shown
