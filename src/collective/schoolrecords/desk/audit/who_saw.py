"""Who had one record's data before them: for a child's file with everything filed about the child."""

from collective.schoolrecords.access.log import reading
from collective.schoolrecords.access.log.interfaces import IPersonalData
from collective.schoolrecords.access.log.reading import Wanted
from collective.schoolrecords.access.log.requests import site_id
from collective.schoolrecords.core.access_log import SHOWING
from collective.schoolrecords.desk.audit.access_log import AccessLogCSV
from collective.schoolrecords.desk.audit.access_log import LogPage
from collective.schoolrecords.desk.audit.links import TITLE
from collective.schoolrecords.desk.audit.words import event_badge
from collective.schoolrecords.desk.audit.words import moment_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.record_base import RecordBase
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.integrity.access_log import subjects_of
from collective.schoolrecords.integrity.access_words import EVENTS
from collective.schoolrecords.messages import _
from functools import cached_property


#: Entries shown on the page; all of them are in the table to keep.
SHOWN = 100
PEOPLE_COLUMNS = (
    ("sr-lead", _("audit_col_who", default="Who")),
    ("", _("audit_col_event", default="What")),
    ("sr-num", _("audit_col_times", default="Times")),
    ("sr-nowrap", _("audit_col_first_time", default="First")),
    ("sr-nowrap", _("audit_col_last_time", default="Last")),
)
ENTRY_COLUMNS = (
    ("sr-nowrap", _("audit_col_at", default="When")),
    ("sr-lead", _("audit_col_who", default="Who")),
    ("", _("audit_col_event", default="What")),
    ("", _("desk_col_record", default="Record")),
    ("", _("audit_col_opened", default="What was opened")),
)


class WhoSawPage(LogPage, RecordBase):
    """``who-saw`` of a record."""

    title = TITLE

    def trail(self):
        """See :class:`Page`."""
        return self.under_record()

    @property
    def current(self):
        """See :class:`Page`."""
        return RecordBase.current.fget(self)

    @cached_property
    def subjects(self):
        """The UIDs by which the record and its parts stand in the log."""
        return subjects_of(IPersonalData(self.context))

    @property
    def wanted(self):
        """The :class:`Wanted`."""
        return Wanted(subjects=self.subjects)

    @cached_property
    def people(self):
        """Actor → event → [times, first, last], the one who saw it last first."""
        found = {}
        for one in reading.stream(self.log, site_id(), self.wanted):
            if one.event in SHOWING:
                row = found.setdefault(one.actor, {}).setdefault(one.event, [0, one.at, one.at])
                row[0], row[2] = row[0] + 1, one.at
        return sorted(
            found.items(), key=lambda pair: max(row[2] for row in pair[1].values()), reverse=True
        )

    @property
    def record(self):
        """What the template shows."""
        return Values(
            title=self.title,
            state=Values(
                icon="person",
                tone="plain",
                title=_(
                    "audit_people_count",
                    default="people: ${n}",
                    mapping={"n": number_text(len(self.people))},
                ),
            ),
            line=[self.record_title],
            steps=(),
            blocked=(),
            links=(),
            link=Values(
                url=f"{self.context.absolute_url()}/@@who-saw-csv",
                title=_("audit_who_saw_csv", default="All entries as a table"),
            ),
            aside=(),
            sections=[self._people_section(), self._entries_section()],
        )

    def _people_section(self):
        nobody = _("audit_who_saw_none", default="Nobody since the log is kept.")
        return Values(
            id="people",
            title=_("audit_section_people", default="People"),
            count=number_text(len(self.people)) if self.people else None,
            table=self._people() if self.people else None,
            empty=None if self.people else nobody,
        )

    def _entries_section(self):
        count = reading.count(self.log, site_id(), self.wanted)
        entries = reading.page(self.log, site_id(), self.wanted, 0, SHOWN)
        titles = self.words.records(one.uid for one in entries)
        none = _("audit_log_none", default="The log has no such entry.")
        return Values(
            id="entries",
            title=_("audit_section_entries", default="The latest entries"),
            count=number_text(count) if count else None,
            table=self._entries(entries, titles) if entries else None,
            empty=None if entries else none,
        )

    def _people(self):
        rows = [
            Values(
                cells=[
                    Values(
                        text=self.words.person(actor),
                        full=self.words.account(actor),
                        css="sr-lead",
                    ),
                    Values(state=event_badge(event)),
                    *(
                        Values(text=text, css=css, label=self.say(title))
                        for text, (css, title) in zip(
                            (number_text(times), moment_text(first), moment_text(last)),
                            PEOPLE_COLUMNS[2:],
                            strict=True,
                        )
                    ),
                ]
            )
            for actor, events in self.people
            for event, (times, first, last) in sorted(
                events.items(), key=lambda pair: list(EVENTS).index(pair[0])
            )
        ]
        return _table(self.title, PEOPLE_COLUMNS, rows)

    def _entries(self, entries, titles):
        rows, said = [], self.entry_words
        for one in entries:
            title, url = titles.get(one.uid, ("", None))
            rows.append(
                Values(
                    cells=[
                        Values(text=moment_text(one.at), css="sr-nowrap"),
                        Values(
                            text=self.words.person(one.actor),
                            full=self.words.account(one.actor),
                            css="sr-lead",
                            sub=", ".join(said.offices(one)) or None,
                        ),
                        Values(state=event_badge(one.event)),
                        Values(text=title, url=url),
                        Values(text=said.opened(one)),
                    ]
                )
            )
        return _table(self.title, ENTRY_COLUMNS, rows)


class WhoSawCSV(WhoSawPage):
    """``who-saw-csv``: all entries about the record, to answer whoever asks by law."""

    send = AccessLogCSV.send
    _accounts = AccessLogCSV._accounts
    _titles = AccessLogCSV._titles

    def __call__(self):
        entries = reading.stream(self.log, site_id(), self.wanted)
        return self.send(f"access-{self.context.UID()}.csv", entries)


def _table(title, columns, rows):
    return Values(
        title=title, columns=[Values(css=css, title=text) for css, text in columns], rows=rows
    )
