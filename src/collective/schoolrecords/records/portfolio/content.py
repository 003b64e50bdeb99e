"""The portfolio: grows through a cycle of schooling and goes with the pupil."""

from collective.schoolrecords.lifecycle.content import RecordContainer
from collective.schoolrecords.lifecycle.field_defaults import field_defaults
from collective.schoolrecords.records.portfolio.interfaces import IPortfolio
from zope.interface import implementer


@field_defaults(IPortfolio)
@implementer(IPortfolio)
class Portfolio(RecordContainer):
    """See :class:`IPortfolio`."""

    family_id = "portfolio"
