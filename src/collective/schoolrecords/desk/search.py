"""Search over everything: numbers, names, indexes and titles of all three registers."""

from collective.schoolrecords.desk.formats import state_badge
from collective.schoolrecords.desk.navigation import NAV_KEYS
from collective.schoolrecords.desk.navigation import pages
from collective.schoolrecords.desk.navigation import REGISTER_IDS
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.register_columns import Rows
from collective.schoolrecords.desk.register_query import Question
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from functools import cached_property
from plone import api
from urllib.parse import urlencode


SHOWN = 10


class SearchPage(Page):
    """``sr-search?q=…``: a short table for each register, the whole one behind its number."""

    title = _("desk_search_title", default="Search")

    @cached_property
    def query(self):
        """The words asked for."""
        asked = self.request.form.get("q")
        return asked.strip()[:100] if isinstance(asked, str) else ""

    @cached_property
    def tables(self):
        """One table for each register in which something was found."""
        found = pages(self.reader)
        if not self.query:
            return []
        families = [one for one in REGISTER_IDS if NAV_KEYS[one] in found]
        return [table for table in map(self._table, families) if table is not None]

    def _table(self, family):
        register = self.site.get(REGISTER_IDS[family])
        if register is None:
            return None
        question = Question(family, {}, self.query)
        query = question.catalog_query("/".join(register.getPhysicalPath()))
        if "SearchableText" not in query:
            return None
        catalog = api.portal.get_tool("portal_catalog")
        brains = catalog(**query, sort_on="record_sort", sort_limit=SHOWN)
        total = brains.actual_result_count
        if not total:
            return None
        words = Rows(self.site, self.request, self.today)
        title = TITLES[NAV_KEYS[family]]
        columns = (
            ("sr-lead", _("desk_col_record", default="Record")),
            ("", _("desk_col_class_or_kind", default="Class or kind")),
            ("", _("desk_col_state", default="State")),
        )
        foot = None
        if total > SHOWN:
            foot = _("desk_search_more", default="There are more: narrow the words.")
        return Values(
            title=title,
            head=title,
            id=family,
            count=str(total),
            url=f"{register.absolute_url()}?{urlencode({'text': self.query})}",
            columns=[Values(css=css, title=text) for css, text in columns],
            rows=[self._row(brain, words) for brain in brains[:SHOWN]],
            foot=foot,
        )

    def _row(self, brain, words):
        number = "" if brain.portal_type == "personal_file" else _number(brain)
        kind = (
            words.text("class", brain)
            if brain.portal_type == "personal_file"
            else words.text("type", brain)
        )
        return Values(
            cells=[
                Values(text=f"{number} {brain.Title}".strip(), css="sr-lead", url=brain.getURL()),
                Values(text=kind),
                Values(state=state_badge(brain.review_state, brain.portal_type)),
            ]
        )

    @property
    def result(self):
        """What the template shows."""
        line = None
        if self.query:
            line = _("desk_search_line", default="“${words}”", mapping={"words": self.query})
        empty = None
        if not self.tables:
            empty = (
                _("desk_search_none", default="Nothing was found. Check the number or the name.")
                if self.query
                else _("desk_search_ask", default="Type a number, a name or an index above.")
            )
        return Values(title=self.title, line=line, empty=empty, tables=self.tables)


def _number(brain):
    if brain.portal_type == "order":
        return f"№ {brain.record_number}" if brain.record_number else ""
    return brain.record_case_index or ""
