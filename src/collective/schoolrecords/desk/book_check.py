"""Where the alphabet book and the personal files disagree, letter by letter, with what explains it."""

from collective.schoolrecords.core import book_check as rules
from collective.schoolrecords.desk.alphabet import LETTERS
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.year_work.book import finding_json
from collective.schoolrecords.records.year_work.book import findings
from plone import api


LEVELS = {
    rules.FAULT: Values(
        icon="warning", tone="stop", title=_("book_check_fault", default="To mend")
    ),
    rules.EXPLAINED: Values(
        icon="info", tone="past", title=_("book_check_explained", default="Explained")
    ),
}


class BookCheck(Page):
    """``book-check?letter=К``: computed with each look; nothing is kept and nothing is changed."""

    title = _("book_check_title", default="Check of the alphabet book")
    current = "alphabet"

    def trail(self):
        """See :class:`Page`."""
        return ((TITLES["alphabet"], f"{self.site.absolute_url()}/@@alphabet-book"),)

    @property
    def letter(self):
        """The letter asked for, else the first one."""
        asked = self.request.form.get("letter")
        return asked if asked in LETTERS else LETTERS[0]

    @property
    def result(self):
        """What the template shows."""
        found = [finding_json(one, self.request) for one in findings(self.letter)]
        uids = [uid for one in found for uid in one["files"]]
        brains = api.portal.get_tool("portal_catalog")(UID=uids) if uids else []
        urls = {one.UID: one.getURL() for one in brains}
        columns = (
            ("sr-nowrap", _("desk_col_book_number", default="No.")),
            ("sr-lead", _("book_check_what", default="What disagrees")),
            ("", _("book_check_why", default="What explains it")),
            ("", _("book_check_level", default="Verdict")),
        )
        table = Values(
            id="findings",
            title=self.title,
            columns=[Values(css=css, title=title) for css, title in columns],
            rows=[self._row(one, urls) for one in found],
        )
        return Values(
            title=self.title,
            line=_(
                "book_check_letter", default="Letter ${letter}", mapping={"letter": self.letter}
            ),
            views=[
                Values(
                    title=one,
                    url=f"{self.site.absolute_url()}/@@book-check?letter={one}",
                    current="page" if one == self.letter else None,
                )
                for one in LETTERS
            ],
            tables=[table] if found else [],
            empty=None
            if found
            else _("book_check_none", default="Book and files agree on this letter."),
        )

    def _row(self, one, urls):
        url = next((urls[uid] for uid in one["files"] if uid in urls), None)
        return Values(
            cells=[
                Values(text=one["number"], css="sr-nowrap", url=url),
                Values(text=one["message"], css="sr-lead"),
                Values(text=one["explanation"] or ""),
                Values(state=LEVELS[one["level"]]),
            ]
        )
