"""Changing how a school decides on acts: what a value may be.

The product's own values are those of :class:`.destruction.ActRules`; the school changes them by
order. Less than half of the commission and fewer than three people never decide (приказ Росархива
№ 77 of 31.07.2023 asks for a commission; domain.md 5.1); the rest is the school's own word.
"""

from .destruction import ActRules
from .reasons import Reason
from collections.abc import Mapping
from dataclasses import replace


#: Name → (least, greatest). Days and people are whole numbers, the quorum a share in per cent.
RANGES = {
    "quorum_percent": (50, 99),
    "least_members": (3, 50),
    "waiting_days": (0, 365),
    "backup_days": (0, 3650),
}
FLAGS = ("casting_vote",)
NAMES = (*RANGES, *FLAGS)


def change(rules: ActRules, values: Mapping) -> tuple[ActRules, tuple[Reason, ...]]:
    """Return ``rules`` with ``values`` (name → value) and all reasons why they cannot be so.

    Code ``VALUE`` (data: value) for each value outside its range or of another kind. With reasons
    the rules come back unchanged. A name that is none of NAMES is a ``KeyError``.
    """
    reasons = tuple(
        Reason("VALUE", name, {"value": str(value)[:80]})
        for name, value in values.items()
        if not _fits(name, value)
    )
    return (rules, reasons) if reasons else (replace(rules, **values), ())


def _fits(name, value):
    if name in FLAGS:
        return type(value) is bool
    least, greatest = RANGES[name]
    return type(value) is int and least <= value <= greatest
