"""Which salt fixes a field of an event, and what of an event may be shown alone.

An event that the auditor's package opens has a salt of its own. Giving it away opens every field that it
fixes, so free text that the package does not need, texts with names, and the name of who acted are
fixed with the record's salt like any other event: design idea 14.
"""

from collections.abc import Mapping
from types import MappingProxyType


#: The field of every event that holds the name of who acted, as it was at that instant.
ACTOR_NAME = "actor_name"
#: Event → its fields that stay closed: where the seal stands; what somebody agreed to, where the paper is.
CLOSED_FIELDS = MappingProxyType(
    {"seal_noted": frozenset(("note",)), "sheet_noted": frozenset(("facts",))}
)


def salt_of(event: str, field: str, own: bytes | None, common: bytes | None) -> bytes | None:
    """Return the salt of a field: ``own``, when the event has one and the field may be shown."""
    return common if own is None or is_closed(event, field) else own


def is_closed(event: str, field: str) -> bool:
    """Whether a field stays closed when its event is opened."""
    return field == ACTOR_NAME or field in CLOSED_FIELDS.get(event, ())


def shown(event: str, payload: Mapping) -> dict:
    """Return what is shown of the payload of an event that is opened."""
    return {name: value for name, value in payload.items() if not is_closed(event, name)}
