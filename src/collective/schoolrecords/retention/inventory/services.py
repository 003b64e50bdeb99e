"""REST of inventories: ``@inventories`` on the site, ``@rows`` on one of them."""

from AccessControl import getSecurityManager
from collective.schoolrecords.core.inventories import ASKED_BY_ACTS
from collective.schoolrecords.core.inventories import KINDS
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.core.states import STATES
from collective.schoolrecords.jobs.overview import describe
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.retention.inventory import api
from collective.schoolrecords.retention.inventory import overview
from collective.schoolrecords.retention.inventory import rows
from collective.schoolrecords.retention.inventory.jobs import compile_now_or_later
from collective.schoolrecords.school.paging import page_of
from collective.schoolrecords.school.paging import Question
from collective.schoolrecords.school.rest import SchoolService
from plone.restapi.serializer.converters import json_compatible
from zExceptions import NotFound
from zope.component.hooks import getSite


#: Most records added by one request.
MOST = 500
MOST_SHEETS = 99999


class InventoriesGet(SchoolService):
    """``GET @inventories?kind=&state=&year=&number=&paper=&text=``.

    ``year``: inventories that cover one of the years; ``missing`` then names the kinds and years
    for which none is approved, as an act of destruction would be told.
    """

    endpoint = "@inventories"
    max_path = 0
    names = ("kind", "state", "year", "number", "paper", "text")

    def reply(self):
        """Return a page of the inventories that the reader may see."""
        question = Question(self.request, self.names)
        kinds = question.texts("kind", KINDS)
        wanted = {"state": question.texts("state", STATES), "number": question.texts("number")}
        years = question.years("year")
        paper = question.text("paper", ("0", "1"))
        text = question.text("text")
        sort, descending = question.sort(overview.SORTS, "years")
        start, size = question.page()
        question.done()
        found = [
            overview.inventory_data(one, self.request)
            for one in overview.visible_inventories(self.context)
            if (kinds is None or one.kind in kinds)
            and (years is None or any(one.first_year <= year <= one.last_year for year in years))
            and (paper is None or bool(one.paper) == (paper == "1"))
            and (text is None or text.casefold() in one.title.casefold())
        ]
        found = [one for one in found if _has(one, wanted)]
        found.sort(key=overview.SORTS[sort], reverse=descending)
        return page_of(
            self.request, len(found), found[start : start + size], missing=_missing(years, kinds)
        )


def _has(data, wanted):
    """Whether an inventory has one of the states and one of the numbers asked for."""
    states, numbers = wanted["state"], wanted["number"]
    if states is not None and data["state"]["id"] not in states:
        return False
    return numbers is None or data["number"] in numbers


def _missing(years, kinds):
    if years is None:
        return None
    found = api.approved_for(years, [one for one in KINDS if one in (kinds or ASKED_BY_ACTS)])
    return [{"kind": kind, "year": year} for kind, year in found]


class RowsService(SchoolService):
    """What the methods of ``@rows`` share."""

    endpoint = "@rows"

    def position(self):
        """The position in the address; 404 for anything but the position of a row."""
        text = self.path[0] if self.path else ""
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise NotFound("/".join(self.path) or self.endpoint)
        position = int(text)
        try:
            self.context.row(position)
        except KeyError:
            raise NotFound(text) from None
        return position

    def one(self, position):
        """Return one row as JSON."""
        pairs = [(position, self.context.row(position))]
        (row,) = overview.rows_data(self.context, self.request, pairs)
        return json_compatible(row)

    def changed(self):
        """Return the inventory without its rows."""
        return json_compatible(overview.inventory_data(self.context, self.request))


class RowsGet(RowsService):
    """``GET @rows[/<position>]?text=&case_index=&way=``: rows with their marks."""

    names = ("text", "case_index", "way")

    def reply(self):
        """Return one row, or a page of them with the facts of the final entry."""
        if self.path:
            return self.one(self.position())
        question = Question(self.request, self.names)
        text = question.text("text")
        indexes = question.texts("case_index")
        ways = question.texts("way", overview.WAY_TITLES)
        sort, descending = question.sort(overview.ROW_SORTS, "number")
        start, size = question.page()
        question.done()
        marked = self.context.marked()
        pairs = [
            (at, row)
            for at, row in self.context.rows()
            if (text is None or text.casefold() in row.title.casefold())
            and (indexes is None or row.case_index in indexes)
            and (ways is None or any(mark.way in ways for mark in marked.get(at, ())))
        ]
        if sort == "number" and not descending:
            page = overview.rows_data(self.context, self.request, pairs[start : start + size])
        else:
            page = overview.rows_data(self.context, self.request, pairs)
            page.sort(key=overview.ROW_SORTS[sort], reverse=descending)
            page = page[start : start + size]
        return page_of(
            self.request,
            len(pairs),
            page,
            entry=overview.entry_data(self.context),
            intact=self.context.rows_intact(),
        )


class RowsPost(RowsService):
    """``POST @rows`` {uids} adds records; ``@rows/compile`` all that belong; ``@rows/renumber``."""

    def reply(self):
        """Return the inventory; 202 with the job when compiling is long."""
        body = self.body()
        if self.path == ["compile"]:
            body.done()
            return self.compile()
        if self.path == ["renumber"]:
            body.done()
            rows.renumber(self.context)
            return self.changed()
        if self.path:
            raise NotFound("/".join(self.path))
        uids = body.texts("uids")
        if not uids:
            body.reasons.append(Reason("VALUE_MISSING", "uids"))
        elif len(uids) > MOST:
            body.reasons.append(Reason("VALUE", "uids", {"value": f"> {MOST}"}))
        body.done()
        rows.add_records(self.context, uids)
        return self.changed()

    def compile(self):
        """Compile now, or order it."""
        user = getSecurityManager().getUser().getId()
        added, job = compile_now_or_later(self.context, user)
        if job is None:
            return {**self.changed(), "added": added}
        self.request.response.setStatus(202)
        return json_compatible(describe(getSite(), job, self.request))


class RowPatch(RowsService):
    """``PATCH @rows/<position>`` {number, title, volume, sheets, note}."""

    texts = ("number", "title", "volume", "note")

    def reply(self):
        """Return the row as it stands now."""
        position, body = self.position(), self.body()
        values = {name: body.text(name) for name in self.texts if body.given(name)}
        if body.given("sheets"):
            values["sheets"] = body.number("sheets")
        body.done()
        wrong = [name for name in ("number", "title") if values.get(name) == ""]
        sheets = values.get("sheets")
        if sheets is not None and not 0 <= sheets <= MOST_SHEETS:
            wrong.append("sheets")
        if wrong:
            raise StepRefused(self.context, [Reason("row_value", name) for name in wrong])
        rows.change_row(self.context, position, **values)
        return self.one(position)


class RowDelete(RowsService):
    """``DELETE @rows/<position>``: take a row out of a draft."""

    def reply(self):
        """Answer 204."""
        position, body = self.position(), self.body()
        body.done()
        rows.remove_row(self.context, position)
        return self.reply_no_content()
