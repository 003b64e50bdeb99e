"""Unusual use of accounts: many children in a short time, work at night, refusals in a row."""

from collective.schoolrecords.access.clock import school_timezone
from collective.schoolrecords.access.log import reading
from collective.schoolrecords.access.log.reading import Wanted
from collective.schoolrecords.access.log.requests import site_id
from collective.schoolrecords.access.log.settings import thresholds
from collective.schoolrecords.core.access_log import anomalies
from collective.schoolrecords.desk.asked_page import AskedPage
from collective.schoolrecords.desk.audit.access_log import LogPage
from collective.schoolrecords.desk.audit.words import ANOMALIES
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.register import pages
from collective.schoolrecords.desk.register_query import PAGE_SIZE
from collective.schoolrecords.desk.row_html import rows_html
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from datetime import datetime
from datetime import time
from datetime import timedelta
from functools import cached_property
from plone import api
from urllib.parse import urlencode


#: Days that are looked at.
DAYS = 30
COLUMNS = (
    ("who", _("audit_col_who", default="Who"), "sr-lead"),
    ("kind", _("audit_col_unusual", default="What is unusual"), None),
    ("first", _("audit_col_first", default="From"), "sr-nowrap"),
    ("last", _("audit_col_last", default="To"), "sr-nowrap"),
    ("count", _("audit_col_count", default="How often"), "sr-num"),
)


class UnusualPage(AskedPage, LogPage):
    """``access-unusual?kind=…``: what was unusual in the last 30 days, the latest first."""

    title = _("audit_unusual_title", default="Unusual use")
    current = "access_log"
    register_key = "access-unusual"
    main_css = "sr-main-register"

    def trail(self):
        """See :class:`Page`."""
        return [(TITLES["access_log"], f"{self.site.absolute_url()}/@@access-log")]

    @cached_property
    def kind(self):
        """The kind that the address asks for, ``None`` for all."""
        asked = self.request.form.get("kind")
        return asked if isinstance(asked, str) and asked in ANOMALIES else None

    @property
    def asked(self):
        """See :class:`AskedPage`."""
        return {"kind": self.kind}

    @cached_property
    def found(self):
        """All anomalies."""
        timezone = school_timezone()
        since = datetime.combine(self.today - timedelta(days=DAYS - 1), time(), timezone)
        catalog = api.portal.get_tool("portal_catalog")
        files = catalog.unrestrictedSearchResults(portal_type="personal_file")
        children = {brain.UID for brain in files}
        uses = reading.uses(
            self.log, site_id(), Wanted(since=since), timezone, children.__contains__
        )
        return anomalies(uses, thresholds())

    @cached_property
    def register(self):
        """Everything that the template shows."""
        wanted = [one for one in self.found if self.kind in (None, one.kind)]
        start = (self.number - 1) * PAGE_SIZE
        shown = wanted[start : start + PAGE_SIZE]
        rows = [self._row(one) for one in shown]
        said = self.span_words(start, rows, len(wanted))
        return Values(
            title=self.title,
            line=self._line(),
            said=said,
            shown=said,
            printed=day_text(self.today),
            sums=[self._sum(kind) for kind in ANOMALIES],
            reset=self.address(kind=None) if self.kind else None,
            columns=[
                Values(id=name, title=title, css=css, fixed=name == "who")
                for name, title, css in COLUMNS
            ],
            rows=rows,
            rows_html=rows_html(rows, self.sprite, False),
            pages=pages(len(wanted), self.number, self.address, self.say),
            empty=_("audit_unusual_none", default="Nothing unusual in the last 30 days."),
        )

    def _line(self):
        limits = thresholds()
        return _(
            "audit_unusual_line",
            default="The last 30 days. Unusual: ${children} children or ${refusals} refusals "
            "within ${minutes} minutes, work from ${night_from} to ${night_until} o'clock.",
            mapping={name: str(value) for name, value in vars(limits).items()},
        )

    def _sum(self, kind):
        title, icon, tone = ANOMALIES[kind]
        return Values(
            key=kind,
            count=number_text(sum(1 for one in self.found if one.kind == kind)),
            state=Values(icon=icon, tone=tone, title=title),
            url=self.address(kind=kind, page=None),
            current="true" if kind == self.kind else None,
        )

    def _row(self, one):
        title, icon, tone = ANOMALIES[one.kind]
        days = {"since": one.first.date().isoformat(), "until": one.last.date().isoformat()}
        query = urlencode({"actor": one.actor, **days})
        texts = {
            "who": self.words.person(one.actor),
            "first": one.first.strftime("%d.%m.%Y %H:%M"),
            "last": one.last.strftime("%d.%m.%Y %H:%M"),
            "count": number_text(one.count),
        }
        cells = [
            Values(
                col=name,
                css=css,
                text=texts.get(name, ""),
                full=self.words.account(one.actor) if name == "who" else None,
                url=f"{self.site.absolute_url()}/@@access-log?{query}" if name == "who" else None,
                link="sr-open" if name == "who" else None,
                label=self.say(head) if name in ("first", "last", "count") else None,
                state=Values(icon=icon, tone=tone, title=self.say(title))
                if name == "kind"
                else None,
            )
            for name, head, css in COLUMNS
        ]
        return Values(uid=one.actor, label=texts["who"], cells=cells)
