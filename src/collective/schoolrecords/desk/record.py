"""The page of a record: title line, next step, sections, and the slim column."""

from AccessControl.security import checkPermission
from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.core.terms import term_text
from collective.schoolrecords.core.year_results import CERTIFIED
from collective.schoolrecords.core.year_results import was_here
from collective.schoolrecords.desk.audit.links import access_links
from collective.schoolrecords.desk.books.file_section import books_section
from collective.schoolrecords.desk.case_matters import case_warnings
from collective.schoolrecords.desk.certifying_sheet import sheet_link
from collective.schoolrecords.desk.change_name import former_lines
from collective.schoolrecords.desk.change_name import name_link
from collective.schoolrecords.desk.change_name import NAMES
from collective.schoolrecords.desk.choices import title_of
from collective.schoolrecords.desk.correct_identity import former_text
from collective.schoolrecords.desk.correct_identity import identity_link
from collective.schoolrecords.desk.delete_draft import delete_links
from collective.schoolrecords.desk.desk_lists import school_year_before
from collective.schoolrecords.desk.document_place import place_link
from collective.schoolrecords.desk.fields import text_of
from collective.schoolrecords.desk.fixed_fields import LOCKED
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import state_badge
from collective.schoolrecords.desk.guided.class_change_page import class_change_link
from collective.schoolrecords.desk.guided.class_change_page import class_change_next
from collective.schoolrecords.desk.guided.debt_page import year_orders_sections
from collective.schoolrecords.desk.guided.leaving_page import leaving_link
from collective.schoolrecords.desk.guided.leaving_page import leaving_next
from collective.schoolrecords.desk.held_in_act import held_in_act
from collective.schoolrecords.desk.holds_table import HOLD
from collective.schoolrecords.desk.holds_table import holds_table
from collective.schoolrecords.desk.lending import lending_link
from collective.schoolrecords.desk.lists_in_fields import line_text
from collective.schoolrecords.desk.lists_in_fields import parts_of
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.navigation import VIEW_DUE
from collective.schoolrecords.desk.order_matters import order_lacks
from collective.schoolrecords.desk.order_matters import order_warnings
from collective.schoolrecords.desk.prints import prints_of
from collective.schoolrecords.desk.protocols.of_file import protocols_section
from collective.schoolrecords.desk.record_aside import aside_of
from collective.schoolrecords.desk.record_aside import history_events
from collective.schoolrecords.desk.record_aside import returned_notice
from collective.schoolrecords.desk.record_base import RecordBase
from collective.schoolrecords.desk.record_steps import steps_of
from collective.schoolrecords.desk.record_tables import documents_section
from collective.schoolrecords.desk.record_tables import results_section
from collective.schoolrecords.desk.sections import fields_of
from collective.schoolrecords.desk.sections import KIND_FIELD
from collective.schoolrecords.desk.sections import may_read
from collective.schoolrecords.desk.sections import sections_for
from collective.schoolrecords.desk.signing.links import signing_first
from collective.schoolrecords.desk.signing.links import signing_links
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle.steps import version_of
from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import filled
from collective.schoolrecords.records.personal_file.names import name_is_fixed
from collective.schoolrecords.records.personal_file.warnings import warnings_of
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.records.year_work import class_change
from collective.schoolrecords.records.year_work import storage
from collective.schoolrecords.retention.hold.overview import record_holds
from collective.schoolrecords.retention.terms import term_of
from functools import cached_property
from plone import api
from plone.namedfile.interfaces import INamedBlobFile
from urllib.parse import quote


WITH_DOCUMENTS = ("personal_file", "case_file")
#: Characters beyond which a title is set smaller, and a value takes the whole width.
LONG_TITLE = 100
LONG_VALUE = 48
EDIT = _("desk_section_edit", default="Change")
NOT_OPEN = _("desk_not_open", default="not open to you")


class RecordPage(RecordBase):
    """``view`` of a record."""

    @cached_property
    def record(self):
        """Everything that the template shows."""
        record, url = self.context, self.context.absolute_url()
        following, others, blocked = steps_of(record, self.reader, self.request, self.say)
        following, others, link = signing_first(record, following, others)
        leads = leaving_next(record) or class_change_next(record)
        if leads is not None:
            others = [*([following] if following else ()), *others]
            following, link = None, leads
        quiet = set(self.reader.keys) <= {"guardian", "pupil"} and not self.reader.administrator
        step_url = f"{url}/@@step"
        return Values(
            title=self.record_title,
            title_css="sr-title-long" if len(self.record_title) > LONG_TITLE else None,
            state=state_badge(record.state, record.family_id, css="sr-state-title"),
            line=[part for part in self._line() if part],
            next=following and Values(id=following.id, url=step_url, title=following.title),
            link=link or (None if following else self._year_to_certify()),
            steps=others,
            steps_url=step_url,
            seen=version_of(record),
            warnings=[
                *returned_notice(record, self.say),
                *order_lacks(record, blocked, self.say),
                *held_in_act(record, self.request, self.say),
                *self._warnings(),
            ],
            blocked=() if quiet else blocked,
            links=self._links(),
            sections=list(self._sections()),
            aside=aside_of(record, self.say),
        )

    def _links(self):
        record = self.context
        history = Values(
            icon="history",
            url=f"{record.absolute_url()}/@@sr-history",
            title=_("desk_history_all", default="The whole history"),
        )
        return [
            *leaving_link(record),
            *class_change_link(record),
            *name_link(record),
            *identity_link(record),
            *place_link(record),
            *lending_link(record),
            *sheet_link(record),
            *prints_of(record, self.request),
            *signing_links(record),
            history,
            *access_links(record),
            *delete_links(record),
        ]

    def _warnings(self):
        if self.family == "case_file":
            return case_warnings(self.context, self.today, self.say)
        if self.family == "order":
            return order_warnings(self.context, self.say)
        if self.family != "personal_file":
            return ()
        return [one["message"] for one in warnings_of(self.context, self.request)]

    def _year_to_certify(self):
        """Return the link to the year that waits for this reader, ``None`` without one."""
        record = self.context
        if self.family != "personal_file" or record.state != rules.CURRENT:
            return None
        year = school_year_before(self.today)
        if not was_here(year, record.admitted_on):
            return None
        result = years_of(record).get(year)
        if getattr(result, "state", None) == CERTIFIED:
            return None
        if not api.user.has_permission(rules.CERTIFY, obj=record):
            return None
        data = {"year": year}
        title = (
            _("desk_next_certify", default="Certify the results of ${year}", mapping=data)
            if result is not None
            else _("desk_next_enter", default="Enter the results of ${year}", mapping=data)
        )
        return Values(url=f"{record.absolute_url()}/@@year?year={year}", title=title)

    def _goes_to(self, move):
        """The class of an order whose day has not come; empty where nothing is ahead."""
        if move is None or move.former != self.context.cohort_id:
            return ""
        label = class_change.label_of(move.cohort_id, move.day)
        said = _("desk_class_goes", default="from ${day} in class ${label}")
        return self._said(said, day=day_text(move.day), label=label)

    def _line(self):
        record = self.context
        if self.family == "personal_file":
            yield title_of("cohort_id", record.cohort_id) if record.cohort_id else ""
            yield self._goes_to(storage.move_of(record.UID()))
            yield (
                self._said(_("desk_born", default="born ${day}"), day=day_text(record.birth_date))
                if record.birth_date
                else ""
            )
        elif self.family != "file_document":
            yield title_of("doc_type", record.doc_type) if record.doc_type else ""
            yield day_text(getattr(record, "dated_on", None) or record.closed_on)
        else:
            yield day_text(record.dated_on)
            return
        term = term_of(record)
        if term is not None:
            yield self._said(_("desk_keep", default="keep: ${term}"), term=term_text(term))

    def _said(self, message, **data):
        return self.say(filled(message, data))

    def _sections(self):
        may_edit = api.user.has_permission(rules.MODIFY, obj=self.context)
        known = fields_of(self.context.portal_type)
        named = KIND_FIELD.get(self.family)
        kind = getattr(self.context, named, None) if named else None
        for number, section in enumerate(sections_for(self.family, kind)):
            bag = self._section(section, known, may_edit)
            if bag is not None:
                yield bag
            if number == 0 and self.family in WITH_DOCUMENTS:
                yield documents_section(self.context)
            if number == 1 and self.family == "personal_file":
                yield results_section(self.context, self.say)
                entered = books_section(self.context, self.say)
                if entered is not None:
                    yield entered
                exams = protocols_section(self.context, self.say)
                if exams is not None:
                    yield exams
                yield from year_orders_sections(self.context, self.say, self.today)
        held = self._holds()
        if held is not None:
            yield held

    def _holds(self):
        """Return the section of holds for who reads the list of terms, empty ones for who lays."""
        if not checkPermission(VIEW_DUE, self.site):
            return None
        rows = [one for one in record_holds(self.context, self.request) if not one["lifted_at"]]
        may_hold = checkPermission(HOLD, self.site)
        if not rows and not may_hold:
            return None
        return Values(
            id="holds",
            title=TITLES["holds"],
            count=str(len(rows)) if rows else None,
            edit=f"{self.context.absolute_url()}/@@record-holds",
            edit_title=_("desk_hold_edit", default="Suspend or lift")
            if may_hold
            else _("desk_hold_all", default="All holds"),
            table=holds_table(rows) if rows else None,
            empty=None if rows else _("desk_holds_none", default="Nothing suspends destruction."),
        )

    def _section(self, section, known, may_edit):
        names = [
            name
            for name in section.fields
            if name in known and may_read(self.context, known[name][0], name)
        ]
        named = NAMES if self.family == "personal_file" and name_is_fixed(self.context) else ()
        fixed = self.context.fixed_fields
        editable = may_edit and any(
            not known[name][1].readonly and name not in (*fixed, *named) for name in names
        )
        facts = self._lines(section, known) if section.lists else self._facts(names, known)
        if section.quiet and not facts and not editable:
            return None
        edit = f"{self.context.absolute_url()}/@@edit-section?section={section.id}"
        two = "" if section.lists or len(facts) < 6 else " sr-facts-two"
        return Values(
            id=section.id,
            title=section.title,
            edit=edit if editable else None,
            edit_title=EDIT,
            locked=LOCKED if self._is_fixed(names, may_edit) else None,
            facts=facts,
            facts_css=f"sr-facts{two}",
            empty=None if facts else _("desk_section_empty", default="Not filled in."),
        )

    def _is_fixed(self, names, may_edit):
        if may_edit:
            return bool(names) and set(names) <= set(self.context.fixed_fields)
        return self.context.locked

    def _facts(self, names, known):
        found = []
        for name in names:
            value = getattr(self.context, name, None)
            if value in (None, "", [], ()):
                continue
            field = known[name][1]
            if isinstance(value, list):
                shown = [", ".join(filter(None, self._one(name, field, line))) for line in value]
                found.append(Values(label=field.title, value="; ".join(shown)))
                continue
            url = None
            if name == "former_file":
                url, value = self._file_of(value)
            if INamedBlobFile.providedBy(value):
                file_name = quote(value.filename or name)
                url = f"{self.context.absolute_url()}/@@download/{name}/{file_name}"
            text = text_of(name, value)
            css = "sr-fact-wide" if len(text) > LONG_VALUE else None
            sub = former_text(self.context, name, self.say)
            found.append(Values(label=field.title, value=text, url=url, css=css, sub=sub))
        return found

    def _file_of(self, uid):
        """Return (address, title) of a file; no title when the reader may not see it."""
        brain = next(iter(api.portal.get_tool("portal_catalog")(UID=uid)), None)
        return (brain.getURL(), brain.Title) if brain is not None else (None, NOT_OPEN)

    def _one(self, name, field, line):
        return line_text(parts_of(field)[0], line, self.say)

    def _lines(self, section, known):
        if section.lists == "former_names":
            return former_lines(self.context, self.say)
        field = known[section.lists][1]
        found = []
        for line in getattr(self.context, section.lists, None) or ():
            lead, rest = line_text(parts_of(field)[0], line, self.say)
            label = line.get("relation") or field.title
            url = None
            if line.get("file"):
                brain = next(iter(api.portal.get_tool("portal_catalog")(UID=line["file"])), None)
                url = brain.getURL() if brain is not None else None
            found.append(Values(label=label, value=lead, sub=rest, url=url))
        return found


class HistoryPage(RecordBase):
    """``sr-history`` of a record: every event of its chain, the latest first."""

    @property
    def result(self):
        """What the template shows."""
        title = _("desk_box_history", default="History")
        events = history_events(self.context, self.say)
        columns = (
            ("sr-nowrap", _("desk_col_moment", default="Day and time")),
            ("sr-lead", _("desk_col_event", default="Event")),
        )
        return Values(
            title=title,
            line=self.record_title,
            tables=[
                Values(
                    title=title,
                    columns=[Values(css=css, title=text) for css, text in columns],
                    rows=[
                        Values(
                            cells=[
                                Values(text=event.at, css="sr-nowrap"),
                                Values(text=event.text, css="sr-lead", sub=event.reason),
                            ]
                        )
                        for event in events
                    ],
                )
            ],
        )

    def trail(self):
        """See :class:`Page`."""
        return self.under_record()
