"""What the services of the room share: bodies read with all faults at once, and paged lists."""

from .refusals import refuse_if
from .refusals import SchoolRefused
from .storage import get_school
from collective.schoolrecords.access.batches import batch_of
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.access.json_bodies import json_object
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.core.school import SchoolError
from collective.schoolrecords.core.school import SchoolYear
from datetime import date
from plone.protect.interfaces import IDisableCSRFProtection
from plone.restapi.serializer.converters import json_compatible
from plone.restapi.services import Service
from zExceptions import NotFound
from zope.interface import alsoProvides
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


MAX_TEXT = 400
"""Letters of one short text in a body; nobody's name, post or order number is longer."""


class Body:
    """Reads the values of a mapping and remembers every fault; `done` refuses them together."""

    def __init__(self, data):
        self.data = data
        self.reasons = []
        self._asked = set()

    def given(self, name):
        """Whether the caller said anything about a field."""
        return name in self.data

    def text(self, name, required=False, default=""):
        """A short text without surrounding blanks."""
        value = self._take(name, str, required)
        if value is None:
            return default
        if len(value) > MAX_TEXT:
            self._fault(name, f"{value[:40]}…")
        return value.strip()

    def long_text(self, name):
        """A text of any length, as it is; None when it is not given."""
        return self._take(name, str, required=False)

    def number(self, name, required=False, default=None):
        value = self._take(name, int, required)
        return default if value is None else value

    def flag(self, name):
        return bool(self._take(name, bool, required=False))

    def day(self, name, required=False):
        """A date, "2026-09-01"."""
        value = self._take(name, str, required)
        if value is None:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self._fault(name, value)
            return None

    def one_day(self, text):
        """A date of a list, "2026-09-01"; None for any other text."""
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None

    def school_year(self, name):
        """A `SchoolYear` from "2025/26", or None."""
        try:
            return SchoolYear.parse(self.text(name)) if self.text(name) else None
        except SchoolError as error:
            self.reasons.extend(error.reasons)
            return None

    def texts(self, name):
        """A list of short texts as a tuple."""
        value = self._take(name, list, required=False) or []
        if any(not isinstance(one, str) or len(one) > MAX_TEXT for one in value):
            self._fault(name, value)
            return ()
        return tuple(value)

    def numbers(self, name):
        """A list of whole numbers as a tuple."""
        value = self._take(name, list, required=False) or []
        if any(type(one) is not int for one in value):
            self._fault(name, value)
            return ()
        return tuple(value)

    def pairs(self, name):
        """A mapping of texts as a sorted tuple of pairs."""
        value = self._take(name, dict, required=False) or {}
        if any(not isinstance(one, str) or len(one) > MAX_TEXT for one in value.values()):
            self._fault(name, "")
            return ()
        return tuple(sorted(value.items()))

    def mappings(self, name):
        """A list of mappings; None when it is not given."""
        value = self._take(name, list, required=False)
        if value is not None and any(type(one) is not dict for one in value):
            self._fault(name, value)
            return []
        return value

    def mapping(self, name):
        """A mapping as it is; None when it is not given."""
        return self._take(name, dict, required=False)

    def done(self, school=None):
        """Raise `SchoolRefused` for every fault and for every field nobody asked for."""
        for name in sorted(set(self.data) - self._asked):
            self.reasons.append(Reason("UNKNOWN_FIELD", name))
        refuse_if(self.reasons, school)

    def _take(self, name, kind, required):
        self._asked.add(name)
        value = self.data.get(name)
        if value is None or value == "":
            if required:
                self.reasons.append(Reason("VALUE_MISSING", name))
            return None
        if type(value) is not kind:
            self._fault(name, value)
            return None
        return value

    def _fault(self, name, value):
        self.reasons.append(Reason("VALUE", name, {"value": str(value)[:80]}))


@implementer(IPublishTraverse)
class SchoolService(Service):
    """A service of the site's school; path segments behind its name are in `path`."""

    max_path = 1
    endpoint = ""  # "@classes"; Zope's own name of a service holds method and media type too

    def __init__(self, context, request):
        super().__init__(context, request)
        self.path = []

    def publishTraverse(self, request, name):
        if len(self.path) == self.max_path:
            raise NotFound(name)
        self.path.append(name)
        return self

    @property
    def school(self):
        """The site's `School`; 404 in a site without one."""
        school = get_school(self.context)
        if school is None:
            raise NotFound(self.endpoint)
        return school

    def body(self):
        """The request's JSON object, ready to be read; also admits the write (as restapi does)."""
        alsoProvides(self.request, IDisableCSRFProtection)
        return Body(json_object(self.request))

    def url(self, *path):
        return "/".join((self.context.absolute_url(), self.endpoint, *path))

    def query_day(self, name="on"):
        """A day from the query string; today when it is not given."""
        query = Body({name: self.request.form.get(name)})
        day = query.day(name)
        query.done()
        return day or school_today()

    def page(self, items, sort_keys, default, serialize):
        """A page of `items` as `@search` answers it: b_start, b_size, sort_on, sort_order.

        `sort_keys` maps what `sort_on` may be to key functions; `default` is one of them.
        """
        form = self.request.form
        sort_on = form.get("sort_on") or default
        if sort_on not in sort_keys:
            raise SchoolRefused([Reason("VALUE", "sort_on", {"value": sort_on})])
        backwards = form.get("sort_order") in ("descending", "reverse")
        ordered = sorted(items, key=sort_keys[sort_on], reverse=backwards)
        batch = batch_of(self.request, ordered)
        page = {
            "@id": batch.canonical_url,
            "items": [serialize(one) for one in batch],
            "items_total": batch.items_total,
        }
        if batch.links:
            page["batching"] = batch.links
        return json_compatible(page)

    def created(self, data):
        self.request.response.setStatus(201)
        self.request.response.setHeader("Location", data["@id"])
        return json_compatible(data)
