"""The log of access as a register: who had whose data before them, when and how."""

from collective.schoolrecords.access.log import reading
from collective.schoolrecords.access.log.current import current
from collective.schoolrecords.access.log.requests import site_id
from collective.schoolrecords.core import access_log as rules
from collective.schoolrecords.desk.asked_page import AskedPage
from collective.schoolrecords.desk.audit.words import event_badge
from collective.schoolrecords.desk.audit.words import HIDDEN
from collective.schoolrecords.desk.audit.words import moment_text
from collective.schoolrecords.desk.audit.words import Words
from collective.schoolrecords.desk.csv_file import csv_line
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.register import pages
from collective.schoolrecords.desk.register_query import PAGE_SIZE
from collective.schoolrecords.desk.row_html import rows_html
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.integrity.access_log import read_wanted
from collective.schoolrecords.integrity.access_names import FAMILIES
from collective.schoolrecords.integrity.access_words import AccessWords
from collective.schoolrecords.integrity.access_words import EVENTS
from collective.schoolrecords.integrity.access_words import RESULTS
from collective.schoolrecords.integrity.lines import send
from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import language_of
from collective.schoolrecords.school.paging import Question
from datetime import timedelta
from functools import cached_property
from zExceptions import NotFound


FILTERS = ("since", "until", "actor", "event", "family", "record", "result")
COLUMNS = (
    ("at", _("audit_col_at", default="When"), "sr-nowrap"),
    ("who", _("audit_col_who", default="Who"), "sr-lead"),
    ("event", _("audit_col_event", default="What"), None),
    ("name", _("audit_col_opened", default="What was opened"), "sr-whole sr-words"),
    ("record", _("desk_col_record", default="Record"), "sr-wide"),
    ("shown", _("audit_col_shown", default="Records shown"), "sr-num"),
    ("address", _("audit_col_address", default="Address"), "sr-side sr-address"),
)
LABELLED = ("at", "shown", "address")
#: Days of a condition on time; the first is today alone.
PERIODS = (
    (0, _("audit_today", default="today")),
    (6, _("audit_week", default="the last 7 days")),
    (29, _("audit_month", default="the last 30 days")),
)


class LogPage(Page):
    """What the pages of the log share: the log of this process and its words."""

    @cached_property
    def log(self):
        """The log; 404 where the operator keeps none."""
        log = current()
        if log is None:
            raise NotFound("access-log")
        return log

    @cached_property
    def words(self):
        """Names of people and records."""
        return Words(self)

    @cached_property
    def entry_words(self):
        """The words of entries, good after the request too."""
        return AccessWords(language_of(self.request))


class AccessLogPage(AskedPage, LogPage):
    """``access-log?event=&actor=&since=&until=&record=&result=&page=``, the latest first."""

    title = TITLES["access_log"]
    current = "access_log"
    register_key = "access-log"
    main_css = "sr-main-register"
    page_name = "access-log"
    most_pages = 100_000

    @cached_property
    def asked(self):
        """The conditions of the address, as texts."""
        form = self.request.form
        return {name: form[name] for name in FILTERS if isinstance(form.get(name), str)}

    @cached_property
    def wanted(self):
        """The :class:`Wanted`; what nobody knows is refused with all reasons."""
        question = Question(self.request, (*FILTERS, "page"))
        wanted = read_wanted(question)
        question.done()
        return wanted

    @cached_property
    def register(self):
        """Everything that the template shows."""
        start = (self.number - 1) * PAGE_SIZE
        total = reading.count(self.log, site_id(), self.wanted)
        entries = reading.page(self.log, site_id(), self.wanted, start, PAGE_SIZE)
        titles = self.words.records(entry.uid for entry in entries)
        rows = [self._row(entry, titles) for entry in entries]
        shown = self.span_words(start, rows, total)
        url = f"{self.site.absolute_url()}/@@{self.page_name}"
        return Values(
            title=self.title,
            line=self._state(),
            said=shown,
            shown=shown,
            printed=day_text(self.today),
            actions=self._actions(),
            chips=self._chips(),
            facets=self._facets(),
            reset=url if self.asked else None,
            columns=[
                Values(id=name, title=title, css=css, fixed=name == "at")
                for name, title, css in COLUMNS
            ],
            rows=rows,
            rows_html=rows_html(rows, self.sprite, False),
            exports=[
                Values(
                    icon="sheet",
                    url=f"{url}-csv{self.address()}",
                    title=_("desk_export_csv", default="Table CSV"),
                )
            ],
            pages=pages(total, self.number, self.address, self.say),
            empty=_("audit_log_none", default="The log has no such entry."),
        )

    def _state(self):
        """Say when entries cannot be written; nothing when all is well."""
        state = self.log.state()
        if not state.degraded:
            return None
        return _(
            "audit_log_degraded",
            default="The log cannot be written since ${at}. Entries that wait: ${waiting}, lost: "
            "${lost}.",
            mapping={
                "at": moment_text(state.since) if state.since else "…",
                "waiting": number_text(state.waiting),
                "lost": number_text(state.lost),
            },
        )

    def _actions(self):
        url = f"{self.site.absolute_url()}/@@access-unusual"
        title = _("audit_unusual_title", default="Unusual use")
        return [Values(icon="warning", url=url, css="btn-secondary", title=title)]

    def _chips(self):
        found = []
        for name, value in self.asked.items():
            text = self._chip(name, value)
            drop = _(
                "desk_chip_drop", default="Remove the condition: ${value}", mapping={"value": text}
            )
            found.append(
                Values(
                    key=name,
                    value=text,
                    drop=self.address(**{name: None, "page": None}),
                    drop_label=self.say(drop),
                )
            )
        return found

    def _chip(self, name, value):
        if name == "event" and value in EVENTS:
            return self.say(EVENTS[value])
        if name == "actor":
            return self.words.person(value)
        if name == "family":
            return self.say(FAMILIES.get(value, value))
        if name == "record":
            return self.words.records([value]).get(value, (self.say(HIDDEN),))[0]
        if name == "result":
            return self.say(RESULTS.get(value, value))
        message = SINCE if name == "since" else UNTIL
        return f"{self.say(message)} {'.'.join(reversed(value.split('-')))}"

    def _facets(self):
        periods = [
            Values(
                title=title,
                url=self.address(since=self._days_ago(days), until=None, page=None),
                current="true" if self.asked.get("since") == self._days_ago(days) else None,
            )
            for days, title in PERIODS
        ]
        return [
            Values(
                title=_("audit_col_event", default="What"), choices=self._choices("event", EVENTS)
            ),
            Values(title=_("audit_col_at", default="When"), choices=periods),
            Values(
                title=_("audit_csv_family", default="Kind of record"),
                choices=self._choices("family", FAMILIES),
            ),
            Values(
                title=_("audit_csv_result", default="Result"),
                choices=self._choices("result", RESULTS),
            ),
        ]

    def _choices(self, field, titles):
        return [
            Values(
                title=title,
                url=self.address(**{field: value, "page": None}),
                current="true" if self.asked.get(field) == value else None,
            )
            for value, title in titles.items()
        ]

    def _days_ago(self, days):
        return (self.today - timedelta(days=days)).isoformat()

    def _row(self, entry, titles):
        title, url = titles.get(entry.uid, (self.words.changed(entry), None))
        said = self.entry_words
        if not title and entry.uid and entry.family:
            title = said.family(entry)
        texts = {
            "at": moment_text(entry.at),
            "who": self.words.person(entry.actor),
            "record": title or "",
            "shown": number_text(entry.number) if entry.number else "",
            "name": said.opened(entry),
            "address": entry.address,
        }
        subs = {
            "who": ", ".join(said.offices(entry)),
            "name": said.way(entry) if entry.how == rules.REST else "",
        }
        cells = []
        for column, head, css in COLUMNS:
            text = texts.get(column, "")
            own = self.address(actor=entry.actor, page=None) if entry.actor else None
            link = url if column == "record" else own if column == "who" else None
            cells.append(
                Values(
                    col=column,
                    css=css,
                    text=text,
                    full=self.words.account(entry.actor) if column == "who" else None,
                    sub=subs.get(column) or None,
                    url=link,
                    link="sr-open" if column == "record" and link else None,
                    label=self.say(head) if column in LABELLED and text else None,
                    state=self._badge(entry) if column == "event" else None,
                )
            )
        return Values(uid=entry.uid, label=texts["at"], cells=cells)

    def _badge(self, entry):
        badge = event_badge(entry.event)
        return Values(icon=badge.icon, tone=badge.tone, title=self.say(badge.title))


class AccessLogCSV(AccessLogPage):
    """``access-log-csv``: the same question, every entry, for an inspection."""

    page_name = "access-log"

    def __call__(self):
        entries = reading.stream(self.log, site_id(), self.wanted)
        return self.send(f"access-log-{self.today.isoformat()}.csv", entries)

    def send(self, name, entries):
        """Answer with a table of ``entries``; lines are made while they are sent."""
        # Names come from the database of the school, which is closed while lines are sent.
        people = {one.user_id: one.short_name for one in self._accounts() if one.user_id}
        titles = self._titles()
        said = self.entry_words
        heads = [self.say(title) for title in CSV_HEADS]
        response = self.request.response
        response.setHeader("Content-Type", "text/csv; charset=utf-8")
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')

        def texts():
            yield "\ufeff" + csv_line(heads)
            for one in entries:
                yield csv_line(
                    (
                        moment_text(one.at),
                        f"{one.at:%d.%m.%Y %H:%M:%S}",
                        people.get(one.actor, ""),
                        one.actor,
                        ", ".join(said.offices(one)),
                        said.event(one),
                        said.result(one),
                        said.way(one),
                        said.opened(one),
                        said.family(one),
                        titles.get(one.uid, ""),
                        one.uid,
                        one.address,
                        str(one.number or ""),
                        " ".join(one.subjects),
                    )
                )

        return send(self.request, texts())

    def _titles(self):
        """Return UID → what the page calls it: a record that the reader may see, a person."""
        found = {one.id: one.short_name for one in self._accounts()}
        uids = reading.records(self.log, site_id(), self.wanted)
        titles = {uid: title for uid, (title, _url) in self.words.records(uids).items()}
        return {**{uid: found[uid] for uid in uids if uid in found}, **titles}

    def _accounts(self):
        school = self.reader.school
        return () if school is None else school.people.values()


SINCE = _("audit_since", default="from")
UNTIL = _("audit_until", default="until")
CSV_HEADS = (
    _("audit_col_at", default="When"),
    _("audit_csv_at", default="Time (UTC)"),
    _("audit_csv_name", default="Name"),
    _("audit_csv_account", default="Account"),
    _("audit_csv_offices", default="Offices"),
    _("audit_col_event", default="What"),
    _("audit_csv_result", default="Result"),
    _("audit_csv_way", default="By which way"),
    _("audit_col_opened", default="What was opened"),
    _("audit_csv_family", default="Kind of record"),
    _("desk_col_record", default="Record"),
    _("audit_csv_record", default="Record (UID)"),
    _("audit_col_address", default="Address"),
    _("audit_col_shown", default="Records shown"),
    _("audit_csv_subjects", default="Whose data (UIDs)"),
)
