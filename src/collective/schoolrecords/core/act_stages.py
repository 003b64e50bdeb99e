"""What follows the removal of an act's records, and when each stage may be said to be reached.

removed → packed → caches_cleared → backups_expired → verified. Until the last of them «удалено,
резервные копии до …» is true, and no more (design 8). A stage is reached on a day, once the one
before it is; the backups are confirmed by a person, and not before the school's own backups of the
day of the storage's packing can have expired.
"""

from .destruction import STAGES
from .reasons import Reason
from collections.abc import Mapping
from datetime import date
from datetime import timedelta


REMOVED, PACKED, CACHES_CLEARED, BACKUPS_EXPIRED, VERIFIED = STAGES


def backups_until(stages: Mapping[str, date], backup_days: int) -> date | None:
    """The first day on which no backup can hold the records any more; None before the packing.

    Counted from the packing: a backup of the storage made between removal and packing holds them.
    """
    packed = stages.get(PACKED)
    return None if packed is None else packed + timedelta(days=backup_days)


def evidence_until(stages: Mapping[str, date], years: int) -> date | None:
    """The day until which act and export of the event log are kept at least; None before removal.

    Counted from the removal to the same day ``years`` later (Roskomnadzor order 179 of 28.10.2022,
    3 years there; [GK], so a setting). The act is permanent and keeps the export with it, so this
    is the earliest day on which anybody may ask to part with it, not one on which it goes.
    """
    removed = stages.get(REMOVED)
    if removed is None:
        return None
    if (removed.month, removed.day) == (2, 29):
        removed = date(removed.year, 3, 1)
    return removed.replace(year=removed.year + years)


def stage_reasons(
    stage: str, stages: Mapping[str, date], on: date, today: date, backup_days: int
) -> tuple[Reason, ...]:
    """All reasons why ``stage`` cannot be entered as reached on the day ``on``.

    ``stages``: those reached so far, with their days. A stage may be reached anew (the storage is
    packed once more after something was found) until the destruction is verified.
    """
    found = []
    if VERIFIED in stages:
        found.append(Reason("stage_verified_already"))
    found += [
        Reason(f"stage_{one}_open") for one in STAGES[: STAGES.index(stage)] if one not in stages
    ]
    if on > today:
        found.append(Reason("day_in_future", "on", {"day": on}))
    last = max((day for one, day in stages.items() if one in before(stage)), default=None)
    if last is not None and on < last:
        found.append(Reason("stage_before_last", "on", {"day": last}))
    if stage == BACKUPS_EXPIRED:
        first = backups_until(stages, backup_days)
        if first is not None and on < first:
            found.append(Reason("backups_not_expired", "on", {"day": first}))
    return tuple(found)


def before(stage: str) -> tuple[str, ...]:
    """The stages that come before ``stage``."""
    return STAGES[: STAGES.index(stage)]


def after(stages: Mapping[str, date], stage: str) -> dict[str, date]:
    """Return ``stages`` without those that a stage reached anew makes void: all behind it."""
    return {name: day for name, day in stages.items() if name in (*before(stage), stage)}
