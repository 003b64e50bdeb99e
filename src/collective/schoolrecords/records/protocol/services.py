"""REST of protocols: ``@results`` (rows and appeals) and ``@familiarisation``.

The services ask for no permission on the protocol itself: a guardian and a pupil do not see it and
see their own rows. Each row is asked for, see :mod:`.people`; whoever sees none gets 403.
"""

from collective.schoolrecords.core import protocols as rules
from collective.schoolrecords.core.names import full_name
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.core.rosters import name_key
from collective.schoolrecords.lifecycle.refusals import StepForbidden
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.bodies import RecordService
from collective.schoolrecords.records.protocol import json as words
from collective.schoolrecords.records.protocol import rows as writer
from collective.schoolrecords.records.protocol.people import familiarises
from collective.schoolrecords.records.protocol.people import viewer_of
from collective.schoolrecords.school.paging import page_of
from collective.schoolrecords.school.paging import Question
from collective.schoolrecords.school.rest import Body
from zExceptions import NotFound
from zope.i18n import translate


RESULT_TEXTS = (
    "label",
    "last_name",
    "first_name",
    "middle_name",
    "document",
    "form",
    "criteria",
    "variant",
    "ticket",
    "mark",
    *rules.GRADES,
    "note",
    "outside",
    "file",
)
RESULT_NUMBERS = ("line", "primary", "test")
POINT_TEXTS = ("question", "speakers", "decision")
POINT_NUMBERS = ("line", "votes_for", "votes_against", "abstained")


class ResultsService(RecordService):
    """What the methods of ``@results`` share."""

    max_path = 1

    def own(self):
        """Return (viewer, position → row that the reader sees); 403 when there is none for them."""
        viewer = viewer_of(self.context)
        rows = viewer.own(self.context.rows())
        if not viewer.everything and not rows:
            message = _("protocol_no_rows", default="There is nothing here for you to see.")
            raise StepForbidden(translate(message, context=self.request))
        return viewer, rows

    def position(self, rows):
        """Return the position in the address; 404 for no row, and for one of somebody else."""
        text = self.path[0]
        if not (text.isascii() and text.isdigit() and len(text) < 10) or int(text) not in rows:
            raise NotFound(text)
        return int(text)

    def one(self, position):
        """Return one row as JSON."""
        pairs = [(position, self.context.row(position))]
        return words.RowsJson(self.context, self.request).page(pairs)[0]

    def read_row(self, body, given_only=False):
        """Return field → value of a row's JSON object."""
        council = self.context.is_council
        texts, numbers = (POINT_TEXTS, POINT_NUMBERS) if council else (RESULT_TEXTS, RESULT_NUMBERS)
        values = {}
        for name in texts:
            if body.given(name) or not given_only:
                long = name in ("question", "decision", "speakers")
                found = (body.long_text(name) or "") if long else body.text(name)
                values[name] = (found or None) if name == "file" else found
        for name in numbers:
            if body.given(name) or not given_only:
                values[name] = body.number(name)
        return values


class ResultsGet(ResultsService):
    """``GET @results[/<n>]?class=&mark=&state=&familiarised=0&text=``, paged and sorted."""

    names = ("class", "mark", "state", "familiarised", "text")

    def reply(self):
        """Return one row, or a page of those that the reader sees."""
        viewer, rows = self.own()
        if self.path:
            return self.one(self.position(rows))
        question = Question(self.request, self.names)
        tests = self._tests(question)
        sorts = ("number",) if self.context.is_council else tuple(words.SORTS)
        sort, descending = question.sort(sorts, "number")
        start, size = question.page()
        question.done()
        pairs = [pair for pair in rows.items() if all(test(*pair) for test in tests)]
        pairs.sort(key=words.SORTS[sort], reverse=descending)
        shown = words.RowsJson(self.context, self.request).page(pairs[start : start + size])
        head = words.head_json(self.context, viewer, rows)
        return page_of(self.request, len(pairs), shown, **head)

    def _tests(self, question):
        """Return the filters as functions of position and row; a council has the words alone."""
        tests = []
        text = question.text("text")
        if text is not None:
            tests.append(lambda at, row: name_key(text) in name_key(_searched(row)))
        if self.context.is_council:
            for name in self.names[:4]:
                if question.text(name) is not None:
                    question.fault(name, question.text(name))
            return tests
        labels, marks = question.texts("class"), question.texts("mark")
        states = question.texts("state", rules.ROW_STATES)
        told = question.text("familiarised", ("0", "1"))
        if labels is not None:
            tests.append(lambda at, row: row.label in labels)
        if marks is not None:
            tests.append(lambda at, row: row.mark in marks)
        if states is not None:
            now = self.context.states()
            tests.append(lambda at, row: now[at] in states)
        if told is not None:
            missing = set(self.context.unfamiliar())
            tests.append(lambda at, row: (at in missing) == (told == "0"))
        return tests


def _searched(row):
    """Return the words of a row: the name of the pupil, or question and decision."""
    if hasattr(row, "question"):
        return f"{row.question} {row.decision}"
    return full_name(row.last_name, row.first_name, row.middle_name)


class ResultsPost(ResultsService):
    """``POST @results`` {rows} enters rows; ``POST @results/<n>/appeal`` a ruling on one."""

    max_path = 2

    def reply(self):
        """Return what was entered."""
        if not self.path:
            return self._enter()
        if len(self.path) == 2 and self.path[1] == "appeal":
            return self._appeal()
        raise NotFound("/".join(self.path))

    def _enter(self):
        self.check_modify()
        body = self.body()
        given = body.mappings("rows")
        if not given:
            body.reasons.append(Reason("VALUE_MISSING", "rows"))
        made = rules.Decision if self.context.is_council else rules.ResultRow
        rows = []
        for one in (given or ())[: rules.MOST_ROWS + 1]:
            line = Body(one)
            rows.append(made(**self.read_row(line)))
            line.done()
        body.done()
        added = writer.add_rows(self.context, rows)
        self.request.response.setStatus(201)
        shown = words.RowsJson(self.context, self.request).page(list(added.items()))
        return {"@id": f"{self.context.absolute_url()}/@results", "items": shown}

    def _appeal(self):
        _viewer, rows = self.own()
        position = self.position(rows)
        body = self.body()
        outcome, number = body.text("outcome"), body.text("number")
        day = body.day("day")
        values = {
            name: body.text(name)
            for name in ("criteria", "mark", "final_mark", "note")
            if body.given(name)
        }
        for name in ("primary", "test"):
            if body.given(name):
                values[name] = body.number(name)
        body.done()
        new = writer.rule_on(self.context, position, outcome, number, day, values)
        self.request.response.setStatus(201)
        return self.one(position if new is None else new)

    def check_modify(self):
        """Rows are entered by whoever may modify the protocol; the state is told by the writer."""
        check_editor(self.context, self.request)


def check_editor(record, request):
    """Refuse whoever does not draw up protocols."""
    viewer = viewer_of(record)
    if not viewer.everything or not writer.may_edit(record):
        message = _("protocol_edit_forbidden", default="Your role does not draw up protocols.")
        raise StepForbidden(translate(message, context=request))


class ResultPatch(ResultsService):
    """``PATCH @results/<n>``: change a row of a draft; ``file`` chooses the file by hand."""

    def reply(self):
        """Return the row as it stands now."""
        check_editor(self.context, self.request)
        _viewer, rows = self.own()
        if not self.path:
            raise NotFound("@results")
        position, body = self.position(rows), self.body()
        values = self.read_row(body, given_only=True)
        body.done()
        writer.change_row(self.context, position, values)
        return self.one(position)


class ResultDelete(ResultsService):
    """``DELETE @results/<n>``: take a row out of a draft."""

    def reply(self):
        """Answer 204."""
        check_editor(self.context, self.request)
        _viewer, rows = self.own()
        if not self.path:
            raise NotFound("@results")
        position, body = self.position(rows), self.body()
        body.done()
        writer.remove_row(self.context, position)
        return self.reply_no_content()


class FamiliarisationGet(ResultsService):
    """``GET @familiarisation``: the rows with which their pupils have not been familiarised."""

    max_path = 0

    def reply(self):
        """Return who is missing among the rows that the reader sees, and until when."""
        viewer, rows = self.own()
        question = Question(self.request, ())
        start, size = question.page()
        question.done()
        pairs = [(at, rows[at]) for at in self.context.unfamiliar() if at in rows]
        shown = words.RowsJson(self.context, self.request).page(pairs[start : start + size])
        mine = {at for at, row in pairs if familiarises(self.context, row)}
        for one in shown:
            one["yours"] = one["number"] in mine
        head = words.head_json(self.context, viewer, rows)
        return page_of(self.request, len(pairs), shown, **head)


class FamiliarisationPost(ResultsService):
    """``POST @familiarisation`` {rows, day, way, fact}: pupils were familiarised; all or none."""

    max_path = 0

    def reply(self):
        """Return who is still missing."""
        _viewer, rows = self.own()
        body = self.body()
        positions = tuple(dict.fromkeys(body.numbers("rows")))
        day, way, fact = body.day("day"), body.text("way"), body.text("fact")
        foreign = ", ".join(str(one) for one in positions if one not in rows)
        if foreign:
            body.reasons.append(Reason("VALUE", "rows", {"value": foreign[:80]}))
        body.done()
        writer.acknowledge(self.context, positions, day, way, fact)
        missing = set(self.context.unfamiliar()) & set(rows)
        return {
            "@id": f"{self.context.absolute_url()}/@familiarisation",
            "familiarised": list(positions),
            "unfamiliar": len(missing),
        }
