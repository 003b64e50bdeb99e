"""Whose data a record or a list shows: for the access log, which names every child on a page."""

from Acquisition import aq_base
from Acquisition import aq_chain
from Acquisition import aq_inner
from collective.schoolrecords.access.batches import batch_of
from collective.schoolrecords.access.log.interfaces import IPersonalData
from collective.schoolrecords.access.log.requests import note_shown
from collective.schoolrecords.interfaces import ISchoolRecordsLayer
from collective.schoolrecords.lifecycle.interfaces import IRecord
from collective.schoolrecords.records.portfolio.claims import portfolios_of
from plone.app.content.browser.vocabulary import VocabularyView
from plone.indexer.interfaces import IIndexer
from plone.restapi.interfaces import ISerializeToJson
from plone.restapi.interfaces import ISerializeToJsonSummary
from plone.restapi.serializer.catalog import LazyCatalogResultSerializer
from plone.restapi.serializer.summary import DefaultJSONSummarySerializer
from plone.uuid.interfaces import IUUID
from Products.CMFCore.utils import getToolByName
from Products.ZCatalog.interfaces import ICatalogBrain
from zExceptions import BadRequest
from zope.component import adapter
from zope.component import queryMultiAdapter
from zope.interface import implementer
from ZTUtils.Lazy import Lazy

import json


#: The vocabulary of everything that the catalog has.
CATALOG = "plone.app.vocabularies.Catalog"


@implementer(IPersonalData)
@adapter(IRecord)
class RecordPersonalData:
    """See :class:`IPersonalData`; works for every family."""

    def __init__(self, record):
        self.record = record
        self.family = record.family_id
        self.uid = IUUID(record, None) or ""

    def subjects(self):
        """See :class:`IPersonalData`: a document is part of the file around it."""
        around = (one for one in aq_chain(aq_inner(self.record)) if IRecord.providedBy(one))
        found = [IUUID(one, None) for one in around]
        return tuple(uid for uid in (*found, *self._children()) if uid)

    def parts(self):
        """See :class:`IPersonalData`; asked without the reader's rights, for UIDs alone."""
        catalog = getToolByName(self.record, "portal_catalog")
        path = "/".join(self.record.getPhysicalPath())
        inside = catalog.unrestrictedSearchResults(path={"query": path, "depth": 1})
        about = catalog.unrestrictedSearchResults(record_pupils=self.uid)
        found = [brain.UID for brain in (*inside, *about)]
        return (*found, *(IUUID(one) for one in portfolios_of(self.uid)))

    def _children(self):
        record = aq_base(self.record)
        yield getattr(record, "pupil_file", None)
        people = getattr(record, "people", None) or ()
        yield from (one.get("file") for one in people if isinstance(one, dict))
        catalog = getToolByName(self.record, "portal_catalog")
        named = queryMultiAdapter((self.record, catalog), IIndexer, name="record_pupils")
        yield from (named() or ()) if named is not None else ()


@implementer(ISerializeToJson)
@adapter(Lazy, ISchoolRecordsLayer)
class LoggedResults(LazyCatalogResultSerializer):
    """Whole records found by Plone's own ``@search`` and ``@querystring-search``, told to the log."""

    def __call__(self, fullobjects=False):
        """Return the stock answer; rows without their records tell of themselves."""
        batch = batch_of(self.request, self.lazy_resultset)
        if fullobjects:
            note_shown(brain.UID for brain in batch)
        return super().__call__(fullobjects=fullobjects)


@implementer(ISerializeToJsonSummary)
@adapter(ICatalogBrain, ISchoolRecordsLayer)
class LoggedRow(DefaultJSONSummarySerializer):
    """A row of any list that REST makes of the catalog: a search, a folder's contents."""

    def __call__(self):
        """Return the stock answer."""
        note_shown([self.context.UID], self.request)
        return super().__call__()


class LoggedVocabulary(VocabularyView):
    """``getVocabulary`` of Plone's own pages (the contents of a folder): rows are told to the log."""

    def __call__(self):
        """Return the stock answer; what cannot be read as a question is a fault of the asker."""
        form = self.request.form
        if form.get("name") == CATALOG:
            form["attributes"] = json.dumps(_with_uid(form.get("attributes")))
        try:
            text = super().__call__()
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise BadRequest("getVocabulary") from error
        rows = json.loads(text).get("results", ())
        note_shown((row.get("UID") for row in rows), self.request)
        return text


def _with_uid(asked):
    """Return the columns that were asked for, the UID among them."""
    try:
        names = json.loads(asked) if asked else ["Title"]
    except ValueError:
        names = asked.split(",")
    names = [one for one in names if isinstance(one, str)] if isinstance(names, list) else []
    return [*names, *(() if "UID" in names else ("UID",))]
