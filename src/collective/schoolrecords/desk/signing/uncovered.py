"""What a signature does not cover, so that nobody relies on it for that."""

from collective.schoolrecords.messages import _


FOOT = _(
    "desk_signing_foot",
    default="Place of storage, holder and state are not covered: they may change.",
)
#: What a record gets by its steps, after it may have been signed: the page says it of each such family.
FOOT_OF = {
    "inventory": _(
        "desk_signing_foot_inventory",
        default="Number, minutes and day of approval of the inventory, place of storage, holder and "
        "state are not covered: the steps give them. The history of the record holds them.",
    )
}


def uncovered(portal_type):
    """Return what the page says of that below what a signature on such a record covers."""
    return FOOT_OF.get(portal_type, FOOT)
