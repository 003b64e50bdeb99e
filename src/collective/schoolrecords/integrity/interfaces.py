"""Contracts of the room: what explains to it that a record is gone."""

from zope.interface import Interface


class IDestroyedByAct(Interface):
    """Adapter of what stands in the place of a destroyed record."""

    def is_proved():
        """Whether the act that it names is there and says in its row that it removed this very record."""
