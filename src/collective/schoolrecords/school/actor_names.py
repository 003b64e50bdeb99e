"""Who stands behind an account, for the events that it writes."""

from collective.schoolrecords.ledger.interfaces import IActorNames
from collective.schoolrecords.school.storage import get_school
from Products.CMFCore.interfaces import ISiteRoot
from zope.component import adapter
from zope.interface import implementer


@implementer(IActorNames)
@adapter(ISiteRoot)
class SchoolActorNames:
    """The people of the school, families included: an event goes with its record."""

    def __init__(self, site):
        self.site = site

    def name_of(self, user_id):
        """See :class:`IActorNames`."""
        school = get_school(self.site)
        return None if school is None else school.name_of_account(user_id)
