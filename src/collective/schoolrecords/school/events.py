"""Events of the school's own chain.

Payloads hold ids, dates, roles and numbers of orders. No names and no contacts: the school's
chain is never destroyed, so nothing that must go with a person may stand in it.
"""

from collective.schoolrecords.access.log.notes import note
from collective.schoolrecords.access.plugin import forget_groups
from collective.schoolrecords.core.access_log import ROLES_CHANGED
from collective.schoolrecords.ledger.storage import record_event


#: Events by which somebody may do more or less than before.
_ROLES = frozenset(("appointment", "appointment_ended", "account", "guardianship"))


def record(school, event, **payload):
    """Append an event to the school's chain and let this request see changed memberships.

    What changes somebody's rights is told to the access log too, with ids alone.
    """
    record_event(school, event, payload=payload)
    forget_groups()
    if event in _ROLES:
        role = payload.get("role") or payload.get("what") or ""
        note(ROLES_CHANGED, name=f"{event} {role}".strip(), uid=payload.get("person_id") or "")
