"""Contracts of the room: what an object says about itself so that its chain can fix it."""

from zope.interface import Attribute
from zope.interface import Interface


class IDigestible(Interface):
    """Adapter of an object that keeps a chain: everything its digest must cover.

    Whoever adds a field or a file to an object adds it here; what is not in the mapping can
    be changed behind the chain's back.
    """

    def digestible():
        """Return a dict of the kinds that core/canonical.py allows.

        It holds the metadata with the state, and for every file its size and SHA-256 as hex,
        never the file itself. The same content always gives the same mapping: no time of the
        last change, no order that depends on a tree.
        """


class IActorNames(Interface):
    """Adapter of the site: who stands behind an account. An event keeps the name that is told now."""

    def name_of(user_id):
        """Return the short name of whose account it is, ``None`` where no person is behind it."""


class IOwnChains(Interface):
    """Subscription adapter of the site: what has a chain of its own and is neither record nor school."""

    kinds = Attribute("Names of the kinds that it may yield, such as ``file_plan``.")

    def chains():
        """Yield (kind, object) of each."""
