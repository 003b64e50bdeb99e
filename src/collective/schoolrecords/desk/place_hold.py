"""Where a hold begins that is not begun on a record's page: the record is looked for by its number."""

from collective.schoolrecords.core.lifecycle import FAMILIES
from collective.schoolrecords.desk.formats import state_badge
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.search import COLUMNS
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.search.everything import search
from collective.schoolrecords.retention.due import GONE
from functools import cached_property


TITLE = _("desk_hold_place", default="Suspend destruction")
HOLDS = "@@record-holds"


class PlaceHold(Page):
    """``place-hold?text=…``: every record found leads to the page of its holds."""

    title = TITLE
    current = "holds"

    def trail(self):
        """See :class:`Page`."""
        return ((TITLES["holds"], f"{self.site.absolute_url()}/@@holds"),)

    @cached_property
    def answer(self):
        """What was found, see :func:`collective.schoolrecords.records.search.everything.search`."""
        return search(self.site, self.request, self.request.form.get("text"))

    def render(self):
        """Show what was found, or go on with the one record whose cover was scanned."""
        if self.answer.opens and self._rows:
            return self.go(f"{self.answer.opens}/{HOLDS}")
        return self.index()

    @cached_property
    def _rows(self):
        found = [one for group in self.answer.groups for one in group.findings.items]
        return [
            Values(
                cells=[
                    Values(
                        text=one.title,
                        css="sr-lead",
                        url=f"{one.url}/{HOLDS}#new",
                        link="sr-open",
                        sub=one.sub or None,
                    ),
                    Values(text=one.kind),
                    Values(state=state_badge(one.state, one.family)),
                ]
            )
            for one in found
            # What has left the school is held no more; what stands inside a book is no record.
            if one.family in FAMILIES and one.state and one.state not in GONE
        ]

    @property
    def result(self):
        """What the template shows."""
        base, asked = self.site.absolute_url(), self.answer.asked.text
        table = Values(
            title=TITLE,
            columns=[Values(css=css, title=text) for css, text in COLUMNS],
            rows=self._rows,
            foot=_("desk_search_more", default="There are more: narrow the words.")
            if any(len(one.findings.items) < one.findings.total for one in self.answer.groups)
            else None,
        )
        return Values(
            title=TITLE,
            line=_(
                "desk_place_hold_line",
                default="Find the file, then say why and by which document. Several files at once "
                "are chosen in the list of terms.",
            ),
            search=Values(
                action=f"{base}/@@place-hold",
                title=_("desk_place_hold_find", default="Number, name or index of the file"),
                button=_("desk_place_hold_button", default="Find"),
                value=asked,
            ),
            links=[Values(url=f"{base}/@@due?status=due", css="btn-secondary", title=SEVERAL)],
            empty=_("desk_search_none", default="Nothing was found. Check the number or the name.")
            if asked and not self._rows
            else None,
            tables=[table] if self._rows else [],
        )


SEVERAL = _("desk_place_hold_several", default="Choose several in the list of terms")
