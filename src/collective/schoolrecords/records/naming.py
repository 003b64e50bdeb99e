"""Ids of records: random, so that no address carries a name or tells how many there are."""

from collective.schoolrecords.lifecycle.interfaces import IRecord
from collective.schoolrecords.lifecycle.record_ids import draw
from plone.app.content.interfaces import INameFromTitle
from zope.component import adapter
from zope.interface import implementer


@implementer(INameFromTitle)
@adapter(IRecord)
class RecordName:
    """Gives the name chooser a random text in place of the title."""

    def __init__(self, record):
        self.title = draw(record)
