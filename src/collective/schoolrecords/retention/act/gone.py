"""What may be said of records that an act removed: «уничтожено» is true after the verification only.

Until then it is «удалено, резервные копии до …» (design 8): the record is out of the site, but a
backup of the storage still holds it.
"""

from collective.schoolrecords.core import lifecycle as states
from collective.schoolrecords.core.act_stages import VERIFIED
from collective.schoolrecords.core.inventories import destruction_note
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.execution.stages import backup_days
from datetime import timedelta


DESTROYED = _("act_result_destroyed", default="Destroyed")
REMOVED = _("act_result_removed", default="Removed")


def is_verified(act):
    """Whether nothing of the act's records was found anywhere: only now they are destroyed."""
    return VERIFIED in act.stages


def backups_until(act):
    """Return the day until which backups may hold what was removed.

    ``None`` before the removal is complete and after the verification. Until the storage is packed
    the day is the earliest possible one.
    """
    packed = act.stages.get("packed") or act.stages.get("removed")
    day = packed["on"] if packed else act.closed_on
    if act.state != states.CLOSED or is_verified(act) or day is None:
        return None
    return day + timedelta(days=backup_days(act))


def gone_title(act):
    """Return the message for what the act removed, as far as it is true today."""
    if is_verified(act):
        return DESTROYED
    day = backups_until(act)
    if day is None:
        return REMOVED
    return _(
        "act_result_removed_until",
        default="Removed, backups until ${day}",
        mapping={"day": f"{day:%d.%m.%Y}"},
    )


def gone_note(act):
    """Return the mark that inventories and file plans bear today on what the act removed.

    Computed whenever it is read: «уничтожено» stands there from the verification on, not before.
    """
    number, day = act.registration_number, act.registered_on
    return destruction_note(number, day, is_verified(act), backups_until(act))
