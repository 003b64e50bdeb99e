"""Search over everything: what was found, by register and by what stands inside of records."""

from collective.schoolrecords.core.record_codes import grouped
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.formats import state_badge
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.search.everything import search
from functools import cached_property


COLUMNS = (
    ("sr-lead", _("desk_col_record", default="Record")),
    ("", _("desk_col_class_or_kind", default="Class or kind")),
    ("", _("desk_col_state", default="State")),
)


class SearchPage(Page):
    """``sr-search?q=…``: a short table for each group; a scanned code opens its record at once."""

    title = _("desk_search_title", default="Search")

    @cached_property
    def answer(self):
        """What was found, see :func:`collective.schoolrecords.records.search.everything.search`."""
        return search(self.site, self.request, self.request.form.get("q"))

    @property
    def query(self):
        """The words asked for."""
        return self.answer.asked.text

    def render(self):
        """Show what was found, or open the one record whose cover was scanned."""
        if self.answer.opens:
            return self.go(self.answer.opens)
        return self.index()

    def _table(self, group):
        findings = group.findings
        more = findings.total > len(findings.items)
        return Values(
            title=group.title,
            head=group.title,
            id=group.id,
            count=number_text(findings.total),
            columns=[Values(css=css, title=text) for css, text in COLUMNS],
            rows=[self._row(one) for one in findings.items],
            more=findings.url if more else None,
            more_title=_(
                "desk_search_all",
                default="Show all: ${count}",
                mapping={"count": number_text(findings.total)},
            ),
            foot=_("desk_search_more", default="There are more: narrow the words.")
            if more and not findings.url
            else None,
        )

    def _row(self, one):
        state = state_badge(one.state, one.family) if one.state else None
        return Values(
            cells=[
                Values(
                    text=one.title, css="sr-lead", url=one.url, link="sr-open", sub=one.sub or None
                ),
                Values(text=one.kind),
                Values(state=state),
            ]
        )

    @property
    def result(self):
        """What the template shows."""
        tables = [self._table(group) for group in self.answer.groups]
        line = self._line() if self.query else None
        return Values(
            title=self.title, line=line, empty=None if tables else self._empty(), tables=tables
        )

    def _line(self):
        return _(
            "desk_search_line",
            default="“${words}” · found: ${count}",
            mapping={"words": self.query, "count": number_text(self.answer.total)},
        )

    def _empty(self):
        asked = self.answer.asked
        if asked.code:
            return _(
                "desk_search_no_code",
                default="No record that you may see has the code ${code} on its cover.",
                mapping={"code": grouped(asked.code)},
            )
        if asked.text:
            return _("desk_search_none", default="Nothing was found. Check the number or the name.")
        return _("desk_search_ask", default="Type a number, a name or an index above.")
