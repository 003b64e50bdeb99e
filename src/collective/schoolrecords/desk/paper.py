"""``paper?name=…``: the preview of a print, which is the PDF itself, inside the frame of the pages.

The page asks the print first whether it can be made: what is missing is told here, with all
reasons. A device that shows no PDF inside a page gets the buttons alone.
"""

from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.prints import PRINTS
from collective.schoolrecords.desk.prints import SITE_PRINTS
from collective.schoolrecords.desk.record_base import RecordBase
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.printing.checks import problems
from collective.schoolrecords.printing.pages import FormRefused
from collective.schoolrecords.printing.texts import reasons_in_words
from functools import cached_property
from urllib.parse import urlencode
from zExceptions import NotFound
from zope.component import queryMultiAdapter


#: What a print of the site may be asked for besides.
ASKED = ("type", "class", "year")
#: What viewers understand: no list of pages beside, the page as wide as the frame.
VIEWER = "navpanes=0&view=FitH"


class Preview:
    """What both previews share."""

    #: Name of the view → title, of the prints that the context may have.
    titles = PRINTS

    @cached_property
    def asked(self):
        """The name of the print; 404 for one that the context has not, 403 as the print says."""
        name = self.request.form.get("name")
        if not isinstance(name, str) or name not in self.titles:
            raise NotFound("paper")
        if queryMultiAdapter((self.context, self.request), name=name) is None:
            raise NotFound(name)
        return name

    @cached_property
    def reasons(self):
        """Why the print cannot be made now, in words; empty when it can."""
        view = self.context.restrictedTraverse(f"@@{self.asked}")
        try:
            found = problems(view.form())
        except FormRefused as refused:
            found = refused.core_reasons
        return [one["message"] for one in reasons_in_words(found)]

    @property
    def query(self):
        """What the address asks of the print, as the print's own address has it."""
        form = self.request.form
        return urlencode({key: form[key] for key in ASKED if isinstance(form.get(key), str)})

    @property
    def paper(self):
        """What the template shows."""
        address = f"{self.context.absolute_url()}/@@{self.asked}"
        url = f"{address}?{self.query}" if self.query else address
        return Values(
            title=self.titles[self.asked],
            line=self.subject,
            url=url,
            shown=f"{url}#{VIEWER}",
            reasons=[Values(text=text, remedy=None) for text in self.reasons],
        )

    @property
    def title(self):
        """See :class:`Page`."""
        return self.titles[self.asked]


class RecordPaper(Preview, RecordBase):
    """The preview of a record's papers."""

    @property
    def subject(self):
        """Which record is printed."""
        return self.record_title

    def trail(self):
        """See :class:`Page`."""
        return self.under_record()


class SitePaper(Preview, Page):
    """The preview of lists and plans of the school."""

    titles = {name: title for name, (_key, title) in SITE_PRINTS.items()}
    subject = None

    @property
    def current(self):
        """See :class:`Page`."""
        return SITE_PRINTS[self.asked][0]

    def trail(self):
        """See :class:`Page`: back to the page that offers the print, as it was asked."""
        page = SITE_PRINTS[self.asked][0]
        address = f"{self.site.absolute_url()}/@@{page.replace('_', '-')}"
        return [(TITLES[page], f"{address}?{self.query}" if self.query else address)]
