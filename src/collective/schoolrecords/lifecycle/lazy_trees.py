"""A container that costs no more than its fields until something is filed in it."""

from plone.dexterity.content import Container
from plone.dexterity.content import FTIAwareSpecification


class LazyBTrees:
    """Make the folder's trees when the first document is filed, not when a record is made.

    A backlog holds thousands of records without a single document; three persistent objects
    each would be most of their cost.
    """

    __providedBy__ = FTIAwareSpecification()

    _tree = None
    _ordering = "unordered"

    def _initBTrees(self):
        return None

    def _setOb(self, name, value):
        if self._tree is None:
            Container._initBTrees(self)
        super()._setOb(name, value)

    def _getOb(self, name, default=AttributeError):
        if self._tree is None:
            if default is AttributeError:
                raise AttributeError(name)
            return default
        if default is AttributeError:
            return super()._getOb(name)
        return super()._getOb(name, default)

    def objectIds(self, spec=None, ordered=True):
        return [] if self._tree is None else super().objectIds(spec, ordered)

    def objectValues(self, spec=None, ordered=True):
        return [] if self._tree is None else super().objectValues(spec)

    def objectItems(self, spec=None, ordered=True):
        return [] if self._tree is None else super().objectItems(spec)

    def objectCount(self):
        return 0 if self._tree is None else super().objectCount()

    __len__ = objectCount

    def has_key(self, name):
        return self._tree is not None and super().has_key(name)

    __contains__ = has_key

    def reindexObjectSecurity(self, skip_self=False):
        """Look for what stands inside only where something does: each step comes here."""
        if self._tree is not None:
            super().reindexObjectSecurity(skip_self)
        elif not skip_self:
            self.reindexObject(idxs=list(self._cmf_security_indexes))
