"""``@familiarisation-sheet`` of a document, and ``@acknowledgements``: what waits for the asker.

The sheet asks for no permission on the document: whoever stands on it reads their own line and
acknowledges, those who work with the document read all lines. Anybody else gets 403.
"""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import sheets as rules
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.school.paging import page_of
from collective.schoolrecords.school.paging import Question
from collective.schoolrecords.school.rest import SchoolService
from collective.schoolrecords.school.storage import get_school
from collective.schoolrecords.signing import sheets
from collective.schoolrecords.signing import tries
from collective.schoolrecords.signing.form import covers
from collective.schoolrecords.signing.form import form_of
from collective.schoolrecords.signing.refusals import in_words
from collective.schoolrecords.signing.refusals import say
from collective.schoolrecords.signing.refusals import SigningForbidden
from collective.schoolrecords.signing.sheet_storage import sheet_of
from collective.schoolrecords.signing.words import STANDING_TITLES
from collective.schoolrecords.signing.words import WAY_TITLES
from plone.restapi.serializer.converters import json_compatible
from zExceptions import NotFound


def lines_of(record):
    """Return (person, ``Listed``, ``Noted`` or ``None``, standing), who is late first, by name."""
    sheet, people, today = sheet_of(record), get_school().people, school_today()
    if sheet is None:
        return []
    noted = sheet.noted()
    found = [
        (people[key], one, noted.get(key), rules.standing(one, noted.get(key), today))
        for key, one in sheet.listed().items()
        if key in people
    ]
    return sorted(found, key=lambda line: (rules.STANDINGS.index(line[3]), line[0].sort_key))


class SheetService(SchoolService):
    """What the methods share."""

    endpoint = "@familiarisation-sheet"
    max_path = 1

    def lines(self):
        """Return the lines that the asker may see; 403 for whoever may see none."""
        if self.context.family_id not in rules.OPEN_STATES:
            raise NotFound(self.endpoint)
        found = lines_of(self.context)
        if sheets.reads_all(self.context):
            return found
        own = sheets.person_id_now()
        found = [line for line in found if line[0].id == own]
        if not found:
            raise SigningForbidden([Reason("sheet_not_listed")])
        return found

    def one(self, line):
        """Return one line as JSON-ready data."""
        person, listed, noted, standing = line
        return {
            "person": {"id": person.id, "name": person.full_name},
            "since": listed.since,
            "until": listed.until,
            "standing": {"id": standing, "title": say(STANDING_TITLES[standing])},
            "noted": noted
            and {
                "way": {"id": noted.way, "title": say(WAY_TITLES[noted.way])},
                "day": noted.day,
                "fact": noted.fact,
                "digest": noted.digest or None,
            },
        }

    def head(self):
        """Return the document in words and what the asker may do."""
        record, form = self.context, form_of(self.context)
        against = [in_words(one) for one in sheets.reasons_against_own(record)]
        return {
            "document": {
                "title": record.title,
                "digest": form.digest,
                "covers": [{"title": say(one), "text": say(text)} for one, text in covers(record)],
            },
            "yours": {
                "possible": not against,
                "reasons": against,
                "statement": None if against else sheets.statement(record),
            },
            "keeps": sheets.may_keep(record),
        }


class SheetGet(SheetService):
    """``GET @familiarisation-sheet?standing=``, paged."""

    max_path = 0

    def reply(self):
        """Return the lines that the asker may see."""
        lines = self.lines()
        question = Question(self.request, ("standing",))
        wanted = question.texts("standing", rules.STANDINGS)
        start, size = question.page()
        question.done()
        found = [line for line in lines if wanted is None or line[3] in wanted]
        rows = [self.one(line) for line in found[start : start + size]]
        return page_of(self.request, len(found), rows, **self.head())


class SheetPost(SheetService):
    """``POST`` {people, until} lists; ``/acknowledge`` {password, digest}; ``/paper`` {people, …}."""

    def reply(self):
        """Return the lines that were written, or why the password does not do (403)."""
        if self.context.family_id not in rules.OPEN_STATES:
            raise NotFound(self.endpoint)
        body = self.body()
        if not self.path:
            people, until = body.texts("people"), body.day("until")
            body.done()
            return self._written(sheets.list_people(self.context, people, until))
        if self.path == ["paper"]:
            people, day, fact = body.texts("people"), body.day("day"), body.text("fact")
            body.done()
            made = sheets.note_paper(self.context, people, day, fact)
            return self._written([one.person_id for one in made])
        if self.path == ["acknowledge"]:
            return self._acknowledge(body)
        raise NotFound(self.path[0])

    def _acknowledge(self, body):
        password, seen = body.long_text("password"), body.text("digest", required=True)
        body.done()
        sheets.check_own(self.context, seen)
        fault = tries.fault_of(password)
        if fault is not None:
            return tries.answer(self.request, fault)
        return self._written([sheets.acknowledge(self.context, seen).person_id])

    def _written(self, person_ids):
        self.request.response.setStatus(201)
        found = [self.one(line) for line in lines_of(self.context) if line[0].id in person_ids]
        return json_compatible({"@id": self.url(), "items": found})


class AcknowledgementsGet(SchoolService):
    """``GET @acknowledgements``: the documents that wait for the asker."""

    endpoint = "@acknowledgements"
    max_path = 0

    def reply(self):
        """Return a page of documents, each with the day until which."""
        question = Question(self.request, ())
        start, size = question.page()
        question.done()
        own, found = sheets.person_id_now(), sheets.waiting_for_me()
        rows = [_waiting(record, own) for record in found[start : start + size]]
        return page_of(self.request, len(found), rows)


def _waiting(record, person_id):
    until = sheet_of(record).listed()[person_id].until
    url = record.absolute_url()
    return {
        "@id": f"{url}/@familiarisation-sheet",
        "title": record.title,
        "until": until,
        "overdue": until is not None and until < school_today(),
    }
