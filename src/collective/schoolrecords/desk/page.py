"""The frame of every page and the base class of the pages inside it."""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.desk import navigation
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.own_forms import OWN_FORMS
from collective.schoolrecords.desk.person import Reader
from collective.schoolrecords.desk.row_html import choices_html
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import language_of
from functools import cached_property
from plone.protect.authenticator import createToken
from plone.protect.utils import addTokenToUrl
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile as ZopeTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from z3c.pt.pagetemplate import ViewPageTemplateFile
from zExceptions import Forbidden
from zope.component import getMultiAdapter
from zope.component.hooks import getSite
from zope.i18n import translate


RESOURCES = "++resource++schoolrecords"
#: Status message type → tone and icon of the note.
NOTES = {
    "info": ("done", "check"),
    "warning": ("wait", "warning"),
    "error": ("stop", "refused"),
}


STALE = _("desk_token_missing", default="The page is too old. Open it again.")


class StalePage(Forbidden):
    """A form came without the token of a fresh page: no right is missing, the page is old."""


class Template(ViewPageTemplateFile):
    """A template whose paths are compiled to attribute access.

    Zope's own engine looks an adapter up for each step of each path: half the time of a page.
    """

    def render(self, target_language=None, **context):
        """Render; the reader's language is asked once and not for each message."""
        if target_language is None:
            target_language = language_of(context["request"])
        return super().render(target_language, **context)


class Page(BrowserView):
    """A page inside the frame.

    A page sets ``title``, ``current`` (its key in the rail) and what its template reads.
    """

    page = Template("templates/frame.pt")
    parts = Template("templates/parts.pt")

    title = ""
    current = None
    #: Key under which a browser keeps the columns of the register on the page.
    register_key = None
    #: Names of fields that may come several times, see :mod:`collective.schoolrecords.access.sent`.
    repeated_names = ()
    main_css = ""
    #: Whether somebody unknown finds the link to log in above the page.
    offers_login = True
    errors = ()
    #: Head of the summary of errors.
    errors_title = _("desk_errors_title", default="Nothing is saved yet: please correct")
    query = ""

    def __init_subclass__(cls, **options):
        """Take the template that ZCML names, in the class that it makes, as a :class:`Template`."""
        super().__init_subclass__(**options)
        named = cls.__dict__.get("index")
        if isinstance(named, ZopeTemplateFile):
            cls.index = Template(named.filename)

    @cached_property
    def site(self):
        """The site."""
        return getSite()

    @cached_property
    def reader(self):
        """Who looks at the page."""
        return Reader(self.site)

    @cached_property
    def today(self):
        """The school's own day."""
        return school_today()

    def trail(self):
        """Return (title, address) of the pages above this one."""
        return ()

    def say(self, message):
        """Return a message in the reader's language."""
        return translate(message, context=self.request)

    def choices_html(self, choices):
        """The values of a condition, as the menu of a register shows them."""
        return choices_html(choices, self.say)

    @cached_property
    def sprite(self):
        """Address of the file of icons."""
        return f"{self.site.absolute_url()}/{RESOURCES}/icons.svg"

    @cached_property
    def frame(self):
        """Everything that the frame's template shows."""
        base = self.site.absolute_url()
        reader = self.reader
        found = {} if reader.anonymous else navigation.pages(reader)
        static = f"{base}/{RESOURCES}"
        return Values(
            language="ru",
            static=static,
            sprite=self.sprite,
            title=f"{self.say(self.title)} — {self.site.title}",
            school=self.site.title,
            home=f"{base}/@@desk",
            search=f"{base}/@@sr-search",
            query=self.query,
            today=day_text(self.today),
            today_iso=self.today.isoformat(),
            school_year=SchoolYear.of(self.today).label,
            token=createToken(),
            register=self.register_key,
            main_css=self.main_css,
            # Whoever is not logged in has no sections: the page stands alone in the middle.
            css="sr-frame" if found else "sr-frame sr-frame-alone",
            messages=self._notes(),
            person=self._person(base),
            enter=f"{base}/login" if reader.anonymous and self.offers_login else None,
            rail=navigation.rail(found, self.current),
            tabs=navigation.tabs(found, self.current) if found else (),
            beyond=navigation.beyond_the_bar(found, self.current),
            trail=[Values(title=title, url=url) for title, url in self.trail()],
        )

    def _person(self, base):
        reader = self.reader
        if reader.anonymous:
            return None
        links = [
            (
                "person",
                f"{base}/@@change-password",
                _("desk_account_password", default="Change the password"),
            ),
            (
                "leave",
                addTokenToUrl(f"{base}/logout"),
                _("desk_account_leave", default="Log out"),
            ),
        ]
        return Values(
            key=reader.browser_key, name=reader.name, role=reader.role_title, links=_links(links)
        )

    def _notes(self):
        return [
            Values(tone=NOTES[note.type][0], icon=NOTES[note.type][1], text=note.message)
            for note in IStatusMessage(self.request).show()
            if note.type in NOTES
        ]

    def note(self, message, kind="info"):
        """Keep a note for the next page."""
        IStatusMessage(self.request).add(self.say(message), type=kind)

    def go(self, url):
        """Send the browser to another page of the site."""
        self.request.response.redirect(url)
        return ""

    def posted(self):
        """Return whether the request changes something; refuse it without the page's token."""
        if self.request.method != "POST":
            return False
        authenticator = getMultiAdapter((self.context, self.request), name="authenticator")
        if not authenticator.verify():
            raise StalePage(self.say(STALE))
        return True

    def __call__(self):
        # The page is whole: no theme is laid over it.
        self.request.response.setHeader("X-Theme-Disabled", "1")
        self.request.environ[OWN_FORMS] = True
        self.request.response.setHeader("Cache-Control", "private, no-store")
        return self.render()

    def render(self):
        """Return the page's text."""
        return self.index()


def _links(pairs):
    return [Values(icon=icon, url=url, title=title) for icon, url, title in pairs]
