"""Questions in a query string, read with all faults at once, and pages like those of ``@search``."""

from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.refusals import SchoolRefused
from datetime import date
from plone.restapi.batching import HypermediaBatch
from plone.restapi.serializer.converters import json_compatible
from zope.globalrequest import getRequest
from zope.i18n import translate


#: Rows on one page at most, unless told otherwise, and the furthest row that is counted to.
MAX_SIZE = 500
DEFAULT_SIZE = 25
MAX_START = 10**9
#: Letters of one value, values of one filter.
MAX_VALUE = 400
MAX_VALUES = 100

PAGING = frozenset(("b_start", "b_size", "sort_on", "sort_order"))
ORDERS = {"": False, "ascending": False, "descending": True, "reverse": True}


class QueryRefused(SchoolRefused):
    """The question cannot be read; nothing was looked up (HTTP 400)."""

    def __init__(self, reasons):
        super().__init__(reasons)
        message = _("due_query_refused", default="The question cannot be read.")
        self.message = translate(message, context=getRequest())


class Question:
    """Reads a request's query string; ``done`` refuses it with every fault.

    ``names`` are the parameters that the service knows besides those of paging. An unknown one is
    a fault: a filter that is spelt wrongly must not answer with everything.
    """

    def __init__(self, request, names):
        self.form = request.form
        for name in PAGING:
            if self.form.get(name) == "":
                # An empty field of a form asks for nothing; plone.restapi would stumble over it.
                del self.form[name]
        self.reasons = [
            Reason("UNKNOWN_FIELD", str(name)[:80])
            for name in sorted(set(self.form) - set(names) - PAGING)
        ]

    def fault(self, name, value):
        """Note that ``value`` does not fit ``name``."""
        self.reasons.append(Reason("VALUE", name, {"value": str(value)[:80]}))

    def texts(self, name, allowed=None):
        """Return the values of a repeatable parameter as a frozenset, ``None`` without any."""
        given = self.form.get(name)
        if given is None or given == "":
            return None
        values = given if isinstance(given, list) else [given]
        if len(values) > MAX_VALUES:
            self.fault(name, f"> {MAX_VALUES}")
            return None
        found = set()
        for value in values:
            wrong = not isinstance(value, str) or len(value) > MAX_VALUE
            if wrong or (allowed is not None and value not in allowed):
                self.fault(name, value)
            else:
                found.add(value)
        return frozenset(found) or None

    def choices(self, name, allowed):
        """Return the values as :meth:`texts` does; a fault tells which there are."""
        found = self.texts(name)
        for value in sorted((found or frozenset()) - frozenset(allowed)):
            told = {"value": value[:80], "choices": ", ".join(allowed)}
            self.reasons.append(Reason("CHOICE", name, told))
        return found

    def text(self, name, allowed=None):
        """Return one value, ``None`` without any; several are a fault."""
        found = self.texts(name, allowed)
        if found is None:
            return None
        if len(found) > 1:
            self.fault(name, ", ".join(sorted(found)))
        return min(found)

    def years(self, name):
        """Return whole years as a frozenset of ints, ``None`` without any."""
        found = self.texts(name)
        if found is None:
            return None
        years = set()
        for value in found:
            if value.isascii() and value.isdigit() and 1 <= int(value[:5]) <= 9999:
                years.add(int(value[:5]))
            else:
                self.fault(name, value)
        return frozenset(years) or None

    def day(self, name):
        """Return a date written 2026-11-21, ``None`` without one."""
        value = self.text(name)
        if value is None:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fault(name, value)
            return None

    def flag(self, name):
        """Return whether a parameter is 1 (or true)."""
        return self.text(name, ("0", "1", "true", "false")) in ("1", "true")

    def page(self):
        """Return (start, size) of the page."""
        start = self._number("b_start", 0, 0, MAX_START)
        return start, self._number("b_size", DEFAULT_SIZE, 1, MAX_SIZE)

    def sort(self, keys, default):
        """Return (key, descending)."""
        key = self.text("sort_on", keys) or default
        order = self.text("sort_order", ORDERS) or ""
        return key, ORDERS[order]

    def _number(self, name, default, least, most):
        value = self.form.get(name)
        if value is None or value == "":
            return default
        text = str(value) if isinstance(value, (str, int)) else ""
        fits = text.isascii() and text.isdigit() and len(text) < 12 and least <= int(text) <= most
        if not fits:
            self.fault(name, value)
            return default
        return int(text)

    def done(self):
        """Raise :class:`QueryRefused` when anything was wrong."""
        if self.reasons:
            raise QueryRefused(self.reasons)


def page_of(request, total, items, **more):
    """Return a page as ``@search`` answers it; ``items`` are the rows of this page alone."""
    batch = HypermediaBatch(request, range(total))
    page = {"@id": batch.canonical_url, "items": items, "items_total": total, **more}
    if batch.links:
        page["batching"] = batch.links
    return json_compatible(page)
