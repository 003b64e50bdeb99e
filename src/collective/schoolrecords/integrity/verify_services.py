"""REST: ``@verify``, what holds of the archive today, by the server's own judgement.

Reading asks for "School Records: Audit"; a POST brings documents to be judged and writes nothing.
"""

from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.integrity import ledger_entries
from collective.schoolrecords.integrity.finding_words import language_now
from collective.schoolrecords.integrity.ledger_entries import Holder
from collective.schoolrecords.integrity.ledger_services import address_of_next
from collective.schoolrecords.integrity.ledger_services import FILTERS
from collective.schoolrecords.integrity.ledger_services import FROM
from collective.schoolrecords.integrity.ledger_services import read_wanted
from collective.schoolrecords.integrity.ledger_services import start_of
from collective.schoolrecords.integrity.ledger_services import whereabouts
from collective.schoolrecords.integrity.lines import asks_lines
from collective.schoolrecords.integrity.lines import FORMAT
from collective.schoolrecords.integrity.lines import LinesService
from collective.schoolrecords.integrity.lines import send_lines
from collective.schoolrecords.integrity.presence import Presence
from collective.schoolrecords.integrity.verdicts import judged
from collective.schoolrecords.integrity.verdicts import verdict_on
from collective.schoolrecords.ledger.log import find_ledger
from collective.schoolrecords.school.paging import Question
from collective.schoolrecords.school.rest import SchoolService
from itertools import islice
from plone import api
from plone.restapi.serializer.converters import json_compatible
from plone.uuid.interfaces import IUUID
from zope.component.hooks import site as serving


#: Whether only what does not hold is answered.
BROKEN = "broken"
#: Documents and checkpoints of one question.
MOST = 1_000


class RecordVerifyGet(SchoolService):
    """``GET <record>/@verify``: the record's chain, its payloads, its metadata, its head in the log."""

    endpoint = "@verify"
    max_path = 0

    def reply(self):
        """Return the verdict."""
        Question(self.request, ()).done()
        path = "/".join(self.context.getPhysicalPath())
        about = {"uid": IUUID(self.context), "type": self.context.portal_type, "path": path}
        found = verdict_on(Holder(0, self.context, about), Presence(api.portal.get()))
        return json_compatible({"@id": self.url(), **found})


class VerifyGet(LinesService):
    """``GET @verify?since=&until=&school_year=&actor=&event=&type=&broken=&from=&b_size=&format=``.

    A page looks at ``b_size`` records that have a wanted entry, and answers those of them that are
    asked for.
    """

    def reply(self):
        """Return a page of verdicts and where the next one begins, or all of them as lines."""
        question = Question(self.request, (*FILTERS, FROM, FORMAT, BROKEN))
        wanted = read_wanted(question, self.context)
        start = start_of(self.context, question)
        _start, size = question.page()
        as_lines, broken = asks_lines(question), question.flag(BROKEN)
        question.done()
        if as_lines:
            found = _stream(*whereabouts(self.context), wanted, broken, language_now())
            return send_lines(self.request, found)
        presence = Presence(self.context)
        found = list(islice(_chosen(presence, wanted, start), size + 1))
        verdicts = [verdict_on(one, presence) for one in found[:size]]
        url = f"{self.context.absolute_url()}/@verify"
        answer = {
            "@id": url,
            "items": [one for one in verdicts if not (broken and one["holds"])],
            "looked_at": len(verdicts),
            "next": None,
        }
        if len(found) > size:
            following = found[size].place()
            names = (*FILTERS, BROKEN)
            answer["next"] = address_of_next(self.request, url, following, size, names)
        return json_compatible(answer)


class VerifyPost(SchoolService):
    """``POST @verify`` {documents, kept}: what the verifier says of them, and of the log today."""

    endpoint = "@verify"
    max_path = 0

    def reply(self):
        """Return the verdicts; nothing is written."""
        body = self.body()
        documents = body.mappings("documents") or []
        kept = body.mappings("kept") or []
        for name, given in (("documents", documents), ("kept", kept)):
            if len(given) > MOST:
                body.reasons.append(Reason("VALUE", name, {"value": f"> {MOST}"}))
        body.done()
        verdicts = judged(documents, kept, find_ledger(self.context))
        return json_compatible(
            {
                "@id": self.url(),
                "holds": all(one["holds"] for one in verdicts),
                "items": verdicts,
            }
        )


def _chosen(presence, wanted, start=None, after_record=None):
    """Yield the holders of chains that have a wanted entry.

    Where all are wanted, those follow of which nothing is there: nobody knows their type.
    """
    absent = start is not None and start.record == ledger_entries.ABSENT_NUMBER
    if not absent:
        for one in ledger_entries.holders(presence.site, wanted, start, after_record):
            if wanted.takes_all or any(map(wanted.takes, one.chain.entries())):
                yield one
    if wanted.takes_all and not wanted.types:
        first = start.uid.removeprefix(ledger_entries.ABSENT) if absent else None
        yield from presence.absent_holders(first)


def _stream(database, path, wanted, broken, language):
    with ledger_entries.reading(database, path) as (site, forget):
        presence = Presence(site)
        for one in _chosen(presence, wanted, after_record=forget):
            # Lines are made after the request, when no site is served any more.
            with serving(site):
                verdict = verdict_on(one, presence, language)
            if not (broken and verdict["holds"]):
                yield verdict
