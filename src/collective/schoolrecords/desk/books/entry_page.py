"""The page of one entry: what it says now, what was written, what was done and when.

A family opens the page of its own entry and of no other one.
"""

from collective.schoolrecords.access.clock import day_of
from collective.schoolrecords.core import books as rules
from collective.schoolrecords.desk.books.base import BookBase
from collective.schoolrecords.desk.books.entry_fields import text_of
from collective.schoolrecords.desk.books.entry_table import state_badge
from collective.schoolrecords.desk.books.pupil import as_sources
from collective.schoolrecords.desk.books.pupil import sources_text
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.record_aside import EVENTS
from collective.schoolrecords.desk.record_aside import OTHER_EVENT
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.book import rights
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.records.book.words import KIND_TITLES
from collective.schoolrecords.records.book.words import SIGNER_TITLES
from collective.schoolrecords.records.history import Reader
from functools import cached_property
from plone import api
from zExceptions import NotFound


class EntryBase(BookBase):
    """What pages of one entry share: the entry in the address, asked for by row."""

    @cached_property
    def entry(self):
        """The entry; refused like the service, 404 for a number that was not given."""
        text = self.request.form.get("number")
        fits = isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 7
        entry = rights.entry_for_reader(self.context, int(text) if fits else None)
        if entry is None:
            raise NotFound("entry")
        return entry

    @property
    def entry_title(self):
        """«№ 5 Ёлкина Вера Ильинична»."""
        name = rules.current_values(self.entry).get("name", "")
        return f"№ {self.entry['number']} {name}".strip()

    @property
    def entry_url(self):
        """Address of the entry's page."""
        return f"{self.context.absolute_url()}/@@entry?number={self.entry['number']}"

    @property
    def title(self):
        """See :class:`Page`."""
        return self.entry_title

    def trail(self):
        """See :class:`Page`; a family has no way to the book."""
        return self.under_record() if self.staff else ()

    @cached_property
    def staff(self):
        """Whether the reader sees the whole book."""
        return rights.sees_book(self.context)


class EntryPage(EntryBase):
    """``entry?number=5`` of a book."""

    @cached_property
    def record(self):
        """Everything that the template shows."""
        entry, book = self.entry, self.context
        kind = KIND_TITLES[book.kind]
        line = [kind, self.record_title] if self.staff else [kind]
        return Values(
            title=self.entry_title,
            state=state_badge(book.kind, entry, self.say, css="sr-state-title"),
            line=line,
            link=self._issue_link(),
            links=self._links(),
            sections=list(self._sections()),
            aside=list(self._aside()),
        )

    def _step(self, deed):
        return f"{self.context.absolute_url()}/@@entry-step?number={self.entry['number']}&do={deed}"

    def _issue_link(self):
        kind, state = entries_of(self.context).kind, rules.state_of(self.entry)
        if not kind.handed_out or state != rules.ENTERED:
            return None
        if not rights.may_hand_out(self.context):
            return None
        return Values(url=self._step("issue"), title=ISSUE)

    def _links(self):
        entry, found = self.entry, []
        kind = entries_of(self.context).kind
        if rules.state_of(entry) == rules.ANNULLED:
            return found
        if rights.may_annul(self.context):
            if kind.id != rules.BLANKS:
                found.append(Values(icon="pen", url=self._step("correct"), title=CORRECT))
            found.append(Values(icon="refused", url=self._step("annul"), title=ANNUL))
        if kind.duplicated and entry["issue"] and self.staff:
            target = duplicate_book(self.context)
            if target is not None:
                url = (
                    f"{target.absolute_url()}/@@add-entry?original_book={self.context.UID()}"
                    f"&original_number={entry['number']}"
                )
                found.append(Values(icon="order", url=url, title=DUPLICATE))
        return found

    def _sections(self):
        entry = self.entry
        known = rules.current_values(entry)
        marks = known.pop("marks", None)
        order = [one.name for one in entries_of(self.context).kind.fields]
        values = {name: known[name] for name in order if name in known}
        yield self._facts("entry", ENTRY, self._lines(values, entry["corrections"]))
        if marks:
            yield self._facts("marks", TITLES["marks"], self._marks(marks))
        if entry["duplicate"]:
            yield self._facts("original", ORIGINAL, self._original(entry["duplicate"]))
        if entry["issue"]:
            yield self._facts("issue", ISSUED, self._lines(entry["issue"]))
        yield from self._certified()
        if entry["annulled"]:
            yield self._facts("annulled", ANNULLED, self._lines(entry["annulled"]))
        if entry["corrections"]:
            yield self._corrections()
        duplicates = self._duplicates()
        if duplicates:
            yield self._facts("duplicates", DUPLICATES, duplicates)

    def _facts(self, name, title, facts):
        two = " sr-facts-two" if len(facts) >= 6 else ""
        return Values(id=name, title=title, facts=facts, facts_css=f"sr-facts{two}")

    def _lines(self, values, corrections=()):
        former = {}
        for one in corrections:
            for name, value in one["former"].items():
                former.setdefault(name, []).append(text_of(name, value, self.say) or "—")
        return [
            Values(
                label=TITLES[name],
                value=text_of(name, value, self.say),
                sub=self._former(former.get(name)),
            )
            for name, value in values.items()
            if name in TITLES and value
        ]

    def _marks(self, marks):
        """Each mark with what the school's records said when it was written."""
        proposed = {one["subject"]: one for one in self.entry.get("proposed") or ()}
        facts = []
        for subject, mark in marks.items():
            said = proposed.get(subject)
            told = [] if said is None else [sources_text(as_sources(said["sources"]), self.say)]
            if said is not None and said["mark"] not in (None, mark):
                data = {"mark": said["mark"]}
                text = _("desk_entry_marks_differ", default="proposed: ${mark}", mapping=data)
                told.append(self.say(text))
            facts.append(Values(label=subject, value=mark, sub="; ".join(told) or None))
        return facts

    def _former(self, values):
        if not values:
            return None
        return self.say(
            _("desk_entry_former", default="before: ${value}", mapping={"value": "; ".join(values)})
        )

    def _original(self, said):
        facts = self._lines({name: said[name] for name in said if name != "original_book"})
        if said.get("original_book") and self.staff:
            found = api.portal.get_tool("portal_catalog")(UID=said["original_book"])
            for brain in found:
                url = f"{brain.getURL()}/@@entry?number={said['original_number']}"
                label = TITLES["original_book"]
                facts.append(Values(label=label, value=brain.Title, url=url))
        return facts

    def _certified(self):
        block = entries_of(self.context).store.block_with(self.entry["number"])
        if block is None:
            return
        yield self._facts(
            "certified",
            CERTIFIED,
            [
                Values(label=SIGNER_TITLES[signer], value=fact["fact"], sub=day_text(fact["at"]))
                for signer, fact in block["signatures"].items()
            ],
        )

    def _corrections(self):
        columns = (
            ("sr-nowrap", _("desk_col_date", default="Date")),
            ("sr-lead", _("desk_col_corrected", default="What was corrected")),
            ("", _("desk_col_reason", default="Reason")),
            ("", _("desk_col_fact", default="Signature and seal")),
        )
        rows = [
            Values(
                cells=[
                    Values(text=day_text(one["at"]), css="sr-nowrap"),
                    Values(text="; ".join(self._changes(one)), css="sr-lead"),
                    Values(text=one["reason"]),
                    Values(text=one["fact"]),
                ]
            )
            for one in self.entry["corrections"]
        ]
        bags = [Values(css=css, title=title) for css, title in columns]
        table = Values(title=CORRECTIONS, columns=bags, rows=rows)
        return Values(id="corrections", title=CORRECTIONS, count=str(len(rows)), table=table)

    def _changes(self, correction):
        for name, value in correction["values"].items():
            label = self.say(TITLES[name])
            former = text_of(name, correction["former"][name], self.say) or "—"
            yield f"{label}: {former} → {text_of(name, value, self.say) or '—'}"

    def _duplicates(self):
        found = []
        for uid, number in entries_of(self.context).duplicates_of(self.entry["number"]):
            brains = api.portal.get_tool("portal_catalog")(UID=uid) if self.staff else ()
            url = f"{brains[0].getURL()}/@@entry?number={number}" if brains else None
            title = brains[0].Title if brains else self.say(GIVEN)
            found.append(Values(label=f"№ {number}", value=title, url=url))
        return found

    def _aside(self):
        if self.entry["file"]:
            brains = api.portal.get_tool("portal_catalog")(UID=self.entry["file"])
            links = [Values(url=one.getURL(), title=one.Title) for one in brains]
            if links:
                yield Values(icon="link", title=RELATED, texts=(), links=links)
        if self.staff:
            yield Values(icon="history", title=HISTORY, texts=(), events=self._events())

    def _events(self):
        chain, reader, number, found = (
            chain_of(self.context),
            Reader(self.context),
            self.entry["number"],
            [],
        )
        for one in chain.entries():
            if not one.event.startswith("entry_"):
                continue
            payload = chain.payload(one.seq)
            if number != payload.get("number") and number not in payload.get("numbers", ()):
                continue
            who = reader.name(chain, one) or one.actor
            title = self.say(EVENTS.get(one.event, OTHER_EVENT))
            found.append(Values(at=day_text(day_of(one.at)), iso=one.at, text=f"{title} · {who}"))
        return found[::-1]


def duplicate_book(book):
    """Return an open book of the same kind that the reader may write a duplicate into."""
    if rights.may_write(book):
        return book
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog(portal_type="book", review_state="current"):
        found = brain.getObject()
        if found.kind == book.kind and rights.may_write(found):
            return found
    return None


TITLES = texts.DETAILS
ISSUE = _("desk_entry_issue", default="Hand out")
CORRECT = _("desk_entry_correct", default="Correct")
ANNUL = _("desk_entry_annul", default="Annul the entry")
DUPLICATE = _("desk_entry_duplicate", default="Write a duplicate")
ENTRY = _("desk_entry", default="Entry")
ORIGINAL = _("desk_entry_original", default="Original")
ISSUED = _("desk_entry_issued", default="Handing out")
CERTIFIED = _("desk_entry_certified", default="Certification")
ANNULLED = _("desk_entry_annulled", default="Annulment")
CORRECTIONS = _("desk_entry_corrections", default="Corrections")
DUPLICATES = _("desk_entry_duplicates", default="Duplicates")
GIVEN = _("desk_entry_duplicate_given", default="A duplicate was given")
RELATED = _("desk_box_related", default="Related")
HISTORY = _("desk_box_history", default="History")
