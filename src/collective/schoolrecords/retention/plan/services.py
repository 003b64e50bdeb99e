"""REST of the file plan: ``@file-plan``.

``POST`` serves people who draw a plan, edit it and approve it; which of them the reader is, is
asked for each deed (the permission of the service lets in whoever may read the plan).
"""

from AccessControl.security import checkPermission
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.core.terms import EVENT
from collective.schoolrecords.core.terms import PERMANENT
from collective.schoolrecords.core.terms import UNTIL_NEEDED
from collective.schoolrecords.retention import file_plan
from collective.schoolrecords.retention.plan import editing
from collective.schoolrecords.retention.plan.overview import item_data
from collective.schoolrecords.retention.plan.overview import plan_data
from collective.schoolrecords.retention.plan.words import PlanForbidden
from collective.schoolrecords.school.paging import page_of
from collective.schoolrecords.school.paging import QueryRefused
from collective.schoolrecords.school.paging import Question
from collective.schoolrecords.school.rest import SchoolService
from plone.restapi.serializer.converters import json_compatible
from zExceptions import NotFound


#: Calendar years for which a file plan may be drawn.
FIRST_YEAR, LAST_YEAR = 1900, 2200

MANAGE_SCHOOL = "collective.schoolrecords.ManageSchool"
MANAGE_ARCHIVE = "collective.schoolrecords.ManageArchive"
APPROVE = "collective.schoolrecords.ApproveFilePlan"

#: Kinds of term that say all by themselves.
_WITHOUT_YEARS = (PERMANENT, UNTIL_NEEDED, EVENT)


class FilePlanService(SchoolService):
    """What the methods of ``@file-plan`` share."""

    endpoint = "@file-plan"
    max_path = 3

    def year(self):
        """The year in the address; today's without one."""
        if not self.path:
            return school_today().year
        text = self.path[0]
        if not (text.isascii() and text.isdigit() and len(text) == 4):
            raise NotFound(text)
        return int(text)

    def plan(self):
        """The plan of the year in the address; 404 when there is none."""
        plan = file_plan.file_plan_of(self.context, self.year())
        if plan is None:
            raise NotFound("/".join(self.path) or self.endpoint)
        return plan

    def allow(self, *permissions):
        """Refuse who holds none of the permissions at the site."""
        if not any(checkPermission(one, self.context) for one in permissions):
            raise PlanForbidden

    def index(self):
        """The index in the address ``<year>/items/<index>``."""
        if len(self.path) != 3 or self.path[1] != "items":
            raise NotFound("/".join(self.path))
        return self.path[2]

    def answer(self, plan):
        """Return the plan without its items."""
        return json_compatible(plan_data(plan, self.request, self.url(str(plan.year))))

    def item(self, plan, index):
        """Return one item."""
        counts = file_plan.records_per_item(plan)
        data = item_data(plan, plan.items[index], counts[index], self.url(str(plan.year)))
        return json_compatible(data)


class FilePlanGet(FilePlanService):
    """``GET @file-plan[/<year>]?doc_type=&unit=&term=&text=``: the items with their records.

    ``GET @file-plan/<year>/items/<index>``: one of them.
    """

    names = ("doc_type", "unit", "term", "text")
    sorts = {
        "index": lambda row: row["index"],
        "title": lambda row: row["title"],
        "doc_type": lambda row: row["doc_type"],
        "term": lambda row: (row["term"]["text"], row["index"]),
        "records": lambda row: row["records"],
    }

    def reply(self):
        """Return a page of items, and what the plan is."""
        plan = self.plan()
        if len(self.path) > 1:
            index = self.index()
            if index not in plan.items:
                raise NotFound(index)
            return self.item(plan, index)
        question = Question(self.request, self.names)
        wanted = {name: question.texts(name) for name in ("doc_type", "unit", "term")}
        text = question.text("text")
        sort, descending = question.sort(self.sorts, "index")
        start, size = question.page()
        question.done()
        counts, url = file_plan.records_per_item(plan), self.url(str(plan.year))
        rows = [item_data(plan, one, counts[one.index], url) for one in plan.items.values()]
        rows = [row for row in rows if _matches(row, wanted, text)]
        rows.sort(key=self.sorts[sort], reverse=descending)
        facts = plan_data(plan, self.request, url)
        del facts["@id"]
        return page_of(
            self.request,
            len(rows),
            rows[start : start + size],
            **facts,
            years=file_plan.plan_years(self.context),
            regulation=f"{self.context.absolute_url()}/@regulation/{plan.regulation}",
            terms=[{"text": term, "items": n} for term, n in plan.term_totals().items()],
            records=sum(counts.values()),
        )


def _matches(row, wanted, text):
    for name, values in wanted.items():
        value = row["term"]["text"] if name == "term" else row[name]
        if values is not None and value not in values:
            return False
    return text is None or text.casefold() in row["title"].casefold()


class FilePlanPost(FilePlanService):
    """``POST @file-plan/<year>`` draws the plan; ``…/items`` adds to it; ``…/approve``, ``…/close``
    and ``…/next`` (draws the following year's from it)."""

    def reply(self):
        """Return what came into being, or the plan as it stands now."""
        if not self.path:
            raise NotFound(self.endpoint)
        deeds = {
            "items": self.add,
            "approve": self.approve,
            "close": self.close,
            "next": self.next,
        }
        if len(self.path) == 1:
            return self.draw()
        if len(self.path) > 2 or self.path[1] not in deeds:
            raise NotFound("/".join(self.path))
        return deeds[self.path[1]](self.plan(), self.body())

    def draw(self):
        """Draw the plan from the regulation; an existing one is kept."""
        year = self.year()
        self.allow(MANAGE_SCHOOL, MANAGE_ARCHIVE)
        self.body().done()
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise QueryRefused([Reason("VALUE", "year", {"value": year})])
        plan = file_plan.draft_from_regulation(self.context, year)
        if plan is None:
            raise NotFound("@regulation")
        return self.created(
            {"@id": self.url(str(year)), "year": year, "items_total": len(plan.items)}
        )

    def add(self, plan, body):
        """Add an item."""
        self.allow(MANAGE_ARCHIVE)
        values = item_values(body)
        values["index"] = body.text("index", required=True)
        body.done()
        item = editing.add_item(plan, **values)
        return self.created(self.item(plan, item.index))

    def approve(self, plan, body):
        """Approve the plan: the director's alone."""
        self.allow(APPROVE)
        number, day = body.text("minutes_number"), body.day("minutes_date")
        body.done()
        editing.approve(plan, number, day)
        return self.answer(plan)

    def close(self, plan, body):
        """Close the plan with its totals."""
        self.allow(MANAGE_ARCHIVE)
        body.done()
        editing.close(plan)
        return self.answer(plan)

    def next(self, plan, body):
        """Draw the following year's plan from this one."""
        self.allow(MANAGE_ARCHIVE)
        body.done()
        return self.created(self.answer(editing.next_year(plan)))


class FilePlanPatch(FilePlanService):
    """``PATCH @file-plan/<year>/items/<index>``: change an item of a draft."""

    def reply(self):
        """Return the item as it stands now."""
        plan, index, body = self.plan(), self.index(), self.body()
        if index not in plan.items:
            raise NotFound(index)
        values = item_values(body)
        body.done()
        editing.change_item(plan, index, **values)
        return self.item(plan, index)


class FilePlanDelete(FilePlanService):
    """``DELETE @file-plan/<year>/items/<index>``: take an item out of a draft."""

    def reply(self):
        """Answer 204."""
        plan, index, body = self.plan(), self.index(), self.body()
        body.done()
        if index not in plan.items:
            raise NotFound(index)
        editing.remove_item(plan, index)
        return self.reply_no_content()


def item_values(body):
    """Read what a body says of an item: title, doc_type, note, volumes; of its term kind, years,
    start and article, as far as they are given.
    """
    values = {name: body.text(name) for name in ("title", "doc_type", "note") if body.given(name)}
    if body.given("volumes"):
        values["volumes"] = body.number("volumes")
    given = {name: body.text(name) for name in ("kind", "start", "article") if body.given(name)}
    if body.given("years"):
        given["years"] = body.number("years")
    elif given.get("kind") in _WITHOUT_YEARS:
        given["years"] = None
    if given:
        values["term"] = given
    return values
