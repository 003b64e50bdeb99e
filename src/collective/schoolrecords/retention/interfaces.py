"""Contracts between the parts of the room, and with rooms that stand above or below it."""

from zope.interface import Interface


class IInventoriesOf(Interface):
    """Utility: what the inventories (описи) of the site know of records.

    Sites are found as usual (``getSite``); nothing is written but by ``mark`` and ``mark_many``.
    """

    def approved_for(years, kinds=("permanent", "personnel")):
        """Return pairs (kind, year) that no approved inventory covers; an empty list: all are.

        ``years``: calendar years of closing. The kinds are those of core/inventories.py.
        """

    def asked_for(years, kinds=("permanent", "personnel")):
        """Return a core ``Asked``: what an act of these years of closing lacks.

        ``missing``: pairs (kind, year) with records to list and no approved inventory;
        ``empty``: pairs of which the school holds nothing to list.
        """

    def covering(years, kinds=("permanent", "personnel")):
        """Return the approved inventories (objects) that cover one of the years, oldest first."""

    def row_of(record):
        """Return (inventory's number, row's number) as texts, or ``None``.

        ``record``: a record or its UID. A row of an inventory that is not approved yet has no
        place that an act could name: ``None``.
        """

    def mark(uid, way, note, act=None):
        """Note beside the row of a record that it left the school; return whether one lists it.

        ``way``: one of ``core.inventories.WAYS_OUT``. ``note``: the words of the mark, without
        names of people («выдано 26.06.2025»). ``act``: UID of the act: its mark is shown in the
        words that are true on the day. The same way of the same record is marked once.
        """

    def mark_many(marks):
        """Mark (uid, way, note, act) for many records; one event for each inventory.

        Returns how many of them an inventory lists.
        """
