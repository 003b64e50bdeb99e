"""What the catalog says otherwise of a portfolio than of other records."""

from collective.schoolrecords.core.portfolio import WITH_PUPIL
from collective.schoolrecords.records.portfolio.interfaces import IPortfolio
from collective.schoolrecords.records.portfolio.portfolio_json import PLACES
from plone import api
from plone.indexer import indexer
from zope.i18n import translate


@indexer(IPortfolio)
def record_place(record):
    """Storage place; what the pupil has is in no cupboard."""
    if record.kept_by == WITH_PUPIL:
        return translate(PLACES[WITH_PUPIL], target_language=api.portal.get_default_language())
    return record.storage_place
