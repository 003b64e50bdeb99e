"""What a template reads: plain values under names, where a name that was not given is nothing."""

from zope.interface import implementer
from zope.traversing.interfaces import ITraversable


@implementer(ITraversable)
class Values:
    """A bag of values for a template; an attribute that was not given is ``None``.

    Templates hold no logic: whoever fills a bag has decided everything.
    """

    def __init__(self, **given):
        self.__dict__.update(given)

    def traverse(self, name, further_path):
        """Answer a template's path at once: looking for an adapter takes most of its time."""
        return getattr(self, name)

    def __getattr__(self, name):
        if name.startswith(("__", "_v_", "_p_", "aq_")):
            raise AttributeError(name)
        return None
