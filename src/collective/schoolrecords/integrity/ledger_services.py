"""REST: ``@ledger``, what happened to all records of the archive, and who did it.

Of the payloads the names of who acted alone are shown.
"""

from collective.schoolrecords.core.chain import EVENTS
from collective.schoolrecords.integrity import ledger_entries
from collective.schoolrecords.integrity.ledger_entries import Wanted
from collective.schoolrecords.integrity.lines import asks_lines
from collective.schoolrecords.integrity.lines import FORMAT
from collective.schoolrecords.integrity.lines import LinesService
from collective.schoolrecords.integrity.lines import send_lines
from collective.schoolrecords.integrity.periods import PERIOD
from collective.schoolrecords.integrity.periods import period_of
from collective.schoolrecords.school.paging import Question
from plone.restapi.serializer.converters import json_compatible
from urllib.parse import urlencode


FROM, TOTAL = "from", "total"
FILTERS = (*PERIOD, "actor", "event", "type")


class LedgerGet(LinesService):
    """``GET @ledger?since=&until=&school_year=&actor=&event=&type=&from=&b_size=&total=&format=``."""

    def reply(self):
        """Return a page of entries and where the next one begins, or all of them as lines."""
        question = Question(self.request, (*FILTERS, FROM, FORMAT, TOTAL))
        wanted = read_wanted(question, self.context)
        start = start_of(self.context, question)
        _start, size = question.page()
        as_lines, counted = asks_lines(question), question.flag(TOTAL)
        question.done()
        if as_lines:
            stream = ledger_entries.stream(*whereabouts(self.context), wanted)
            return send_lines(self.request, stream)
        rows, following = ledger_entries.page(self.context, wanted, start, size, named=True)
        url = f"{self.context.absolute_url()}/@ledger"
        answer = {"@id": url, "items": rows, "next": None}
        if counted:
            answer["items_total"] = ledger_entries.count(*whereabouts(self.context), wanted)
        if following is not None:
            answer["next"] = address_of_next(self.request, url, following, size)
        return json_compatible(answer)


def read_wanted(question, site):
    """Return the :class:`Wanted`; days are the school's, both included, a year is a school year."""
    since, until = period_of(question)
    return Wanted(
        since=since,
        until=until,
        actors=question.texts("actor") or frozenset(),
        events=question.texts("event", EVENTS) or frozenset(),
        types=question.texts("type", ledger_entries.known_types(site)) or frozenset(),
    )


def start_of(site, question):
    """Return the place where the page begins, ``None`` for the beginning."""
    text = question.text(FROM)
    if text is None:
        return None
    try:
        return ledger_entries.place_of(site, text)
    except ValueError:
        question.fault(FROM, text)
        return None


def address_of_next(request, url, following, size, names=FILTERS):
    """Return the address of the page that begins at the place ``following``; ``names`` are kept."""
    kept = {name: request.form[name] for name in names if name in request.form}
    at = f"{following.uid}.{following.entry}"
    return f"{url}?{urlencode({**kept, FROM: at, 'b_size': size}, doseq=True)}"


def whereabouts(site):
    """Return (database, path) of a site, for a connection of its own."""
    return site._p_jar.db(), site.getPhysicalPath()[1:]
