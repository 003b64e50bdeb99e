"""Events of the school's own chain.

Payloads hold ids, dates, roles and numbers of orders. No names and no contacts: the school's
chain is never destroyed, so nothing that must go with a person may stand in it.
"""

from collective.schoolrecords.access.plugin import forget_groups
from collective.schoolrecords.ledger.storage import record_event


def record(school, event, **payload):
    """Append an event to the school's chain and let this request see changed memberships."""
    record_event(school, event, payload=payload)
    forget_groups()
