"""Plone's own searches of the catalog over REST: what they may be asked, and what they answer to nonsense.

The index of the names in the rows of protocols and that of the files which a record is about see
more than who sees one row of a record: by asking for a name a class teacher would learn who else is
in it. So they are asked by those alone who see protocols by an office. A question that the
catalog cannot answer is a fault of the asker: HTTP 400, never 500.
"""

from collective.schoolrecords.records.protocol.people import ROW_WORDS
from collective.schoolrecords.records.protocol.people import text_index
from plone.app.querystring.interfaces import IParsedQueryIndexModifier
from plone.app.querystring.querybuilder import QueryBuilder
from plone.restapi.exceptions import QueryParsingError
from plone.restapi.search.handler import SearchHandler
from plone.restapi.search.utils import unflatten_dotted_dict
from plone.restapi.services import Service
from Products.ZCatalog.Catalog import CatalogError
from Products.ZCTextIndex.ParseTree import ParseError
from zExceptions import BadRequest
from zope.interface import provider


PUPILS = "record_pupils"
#: Indexes that tell of rows which not everybody sees who sees their record.
OF_ROWS = frozenset((ROW_WORDS, PUPILS))
#: What indexes raise on values that they cannot read.
UNREAD = (
    AttributeError,
    CatalogError,
    IndexError,
    KeyError,
    ParseError,
    QueryParsingError,
    TypeError,
    ValueError,
)


def refuse_rows(names):
    """Refuse a question that names an index of rows; see above for who may ask it.

    Raises ``BadRequest`` (HTTP 400), whatever the index would have found.
    """
    asked = OF_ROWS.intersection(names)
    if asked and text_index() != ROW_WORDS:
        raise BadRequest(f"{', '.join(sorted(asked))}: your role may not search by this")


class _Catalog:
    """The catalog for one question: what it cannot read is told as the asker's fault."""

    def __init__(self, catalog):
        self._catalog = catalog

    def searchResults(self, **query):
        """Return the rows. Raises ``BadRequest``."""
        try:
            return self._catalog.searchResults(**query)
        except UNREAD as error:
            raise BadRequest("The catalog cannot be asked this") from error

    def __getattr__(self, name):
        return getattr(self._catalog, name)


class _Handler(SearchHandler):
    def __init__(self, context, request):
        super().__init__(context, request)
        self.catalog = _Catalog(self.catalog)

    def filter_query(self, query):
        return _read(super().filter_query, query)

    def quote_chars(self, query):
        return _read(super().quote_chars, query)

    def _constrain_query_by_path(self, query):
        return _read(super()._constrain_query_by_path, query)

    def _parse_query(self, query):
        refuse_rows(query)
        return _read(super()._parse_query, query)


class SearchAsked(Service):
    """``GET @search`` of Plone."""

    def reply(self):
        """Return the stock answer."""
        form = self.request.form.copy()
        query = _read(unflatten_dotted_dict, form)
        return _Handler(self.context, self.request).search(query)


class BuilderAsked(QueryBuilder):
    """What ``@querystring-search`` asks."""

    def __call__(self, query, *args, **options):
        """Return the stock rows. Raises ``BadRequest`` for what is no list of conditions."""
        return _read(super().__call__, query, *args, **options)


def _read(call, *args, **options):
    try:
        return call(*args, **options)
    except UNREAD as error:
        raise BadRequest("The question cannot be read") from error


@provider(IParsedQueryIndexModifier)
def of_row_words(query):
    """A condition on the names in rows, in whatever list of conditions it stands."""
    refuse_rows((ROW_WORDS,))
    return ROW_WORDS, query


@provider(IParsedQueryIndexModifier)
def of_pupils(query):
    """A condition on the files that a record is about."""
    refuse_rows((PUPILS,))
    return PUPILS, query
