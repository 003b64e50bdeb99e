"""REST of entries: ``@entries`` of a book, ``@book-entries`` of a personal file, ``@blanks``.

The services are open and ask for each row (:mod:`.rights`): a family holds no role on a book and
sees its own entry all the same.
"""

from AccessControl import getSecurityManager
from AccessControl.unauthorized import Unauthorized
from collective.schoolrecords.access.log.requests import note_shown
from collective.schoolrecords.core import blanks
from collective.schoolrecords.core import books as rules
from collective.schoolrecords.core.book_fields import BLANKS
from collective.schoolrecords.integrity.proofs import proof_of
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle.refusals import StepForbidden
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.bodies import RecordService
from collective.schoolrecords.records.book import rights
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.records.book.entry_json import block_json
from collective.schoolrecords.records.book.entry_json import entry_json
from collective.schoolrecords.records.book.entry_json import row_json
from collective.schoolrecords.records.book.listing import NUMBER
from collective.schoolrecords.records.book.listing import page_of_entries
from collective.schoolrecords.records.book.listing import SORTS
from collective.schoolrecords.records.book.rows import entries_of_file
from collective.schoolrecords.records.book.stock import find_stock
from collective.schoolrecords.records.book.words import BLANK_STATES
from collective.schoolrecords.records.book.words import BLANK_TITLES
from collective.schoolrecords.records.history import AUDIT
from collective.schoolrecords.school.paging import page_of
from collective.schoolrecords.school.paging import Question
from dataclasses import asdict
from plone.restapi.serializer.converters import json_compatible
from zExceptions import NotFound
from zope.i18n import translate


#: Longest text of a search within a book.
MAX_TEXT = 100


class EntryService(RecordService):
    """What the methods share: the entry in the address."""

    max_path = 2

    def entry(self):
        """Return the entry in the address: 404 or, for who sees not the book, 403."""
        text = self.path[0]
        fits = text.isascii() and text.isdigit() and len(text) < 7
        entry = rights.entry_for_reader(self.context, int(text) if fits else None)
        if entry is None:
            raise NotFound(text)
        return entry

    def may(self, allowed):
        """Refuse for want of the role, or because the book is not kept (any more)."""
        if not allowed:
            rights.refuse_unkept(self.context)
            message = _("book_role_missing", default="Your role may not write this into the book.")
            raise StepForbidden(translate(message, context=self.request))


class EntriesGet(EntryService):
    """``GET @entries?state=&class=&text=``, ``@entries/<n>`` and ``@entries/<n>/proof``."""

    def reply(self):
        """Return a page of entries, one entry, or what proves it."""
        if not self.path:
            return self._page()
        entry = self.entry()
        if len(self.path) == 1:
            return json_compatible(entry_json(self.context, entry, self.request))
        if self.path[1] != "proof":
            raise NotFound("/".join(self.path))
        return self._proof(entry["number"])

    def _page(self):
        book = self.context
        if not rights.sees_book(book):
            raise Unauthorized("@entries")
        question = Question(self.request, ("state", "class", "text"))
        states = question.texts("state", rules.ENTRY_STATES)
        labels, text = question.texts("class"), question.text("text")
        if text is not None and len(text) > MAX_TEXT:
            question.fault("text", text)
        sort, down = question.sort(SORTS, NUMBER)
        start, size = question.page()
        question.done()
        total, found = page_of_entries(
            book, start, size, states=states, labels=labels, text=text, sort=sort, down=down
        )
        note_shown(entry["file"] for entry in found if entry["file"])
        rows = [row_json(book, entry, self.request) for entry in found]
        waiting = [block_json(one, self.request) for one in entries_of(book).waiting()]
        return page_of(self.request, total, rows, waiting=waiting)

    def _proof(self, number):
        if not getSecurityManager().checkPermission(AUDIT, self.context):
            raise Unauthorized("proof")
        found, chain = proof_of(self.context), chain_of(self.context)
        if found is None:
            raise NotFound("proof")
        opened = []
        for one in chain.entries():
            salt, payload = chain.own_salt(one.seq), chain.payload(one.seq)
            numbers = payload.get("numbers") or [payload.get("number")]
            if salt is not None and number in numbers:
                opened.append({"seq": one.seq, "salt": salt.hex(), "payload": payload})
        return {**found, "opened": opened}


class EntriesPost(EntryService):
    """``POST @entries`` adds; ``…/<n>/issue``, ``…/correct``, ``…/annul``; ``…/certify``."""

    def reply(self):
        """Write an entry or a fact about one."""
        if not self.path:
            return self._add(self.body())
        if self.path == ["certify"]:
            return self._certify(self.body())
        deeds = {"issue": self._issue, "correct": self._correct, "annul": self._annul}
        if len(self.path) != 2 or self.path[1] not in deeds:
            raise NotFound("/".join(self.path))
        entry = deeds[self.path[1]](self.entry()["number"], self.body())
        return json_compatible(entry_json(self.context, entry, self.request))

    def _add(self, body):
        values, original = body.mapping("values"), body.mapping("duplicate")
        links = {name: body.text(name, default=None) for name in ("file", "cohort")}
        body.done()
        self.may(rights.may_write(self.context))
        entry = entries_of(self.context).add(values or {}, original=original, **links)
        shown = entry_json(self.context, entry, self.request)
        self.request.response.setStatus(201)
        self.request.response.setHeader("Location", shown["@id"])
        return json_compatible(shown)

    def _issue(self, number, body):
        values, seen = body.mapping("values"), body.text("seen", default=None)
        body.done()
        self.may(rights.may_hand_out(self.context))
        return entries_of(self.context).issue(number, values or {}, seen)

    def _correct(self, number, body):
        values, seen = body.mapping("values"), body.text("seen", default=None)
        reason, fact = body.text("reason"), body.text("fact")
        body.done()
        self.may(rights.may_annul(self.context))
        return entries_of(self.context).correct(number, values or {}, reason, fact, seen)

    def _annul(self, number, body):
        values, seen = body.mapping("values"), body.text("seen", default=None)
        body.done()
        self.may(rights.may_annul(self.context))
        return entries_of(self.context).annul(number, values or {}, seen)

    def _certify(self, body):
        label, number = body.text("class_label"), body.number("number")
        signer, fact = body.text("signer", required=True), body.text("fact")
        seen = body.text("seen", default=None)
        body.done()
        entries = entries_of(self.context)
        if not rights.sees_book(self.context):
            raise Unauthorized("@entries")
        block = entries.block_to_sign(label, number)
        if block is None:
            raise NotFound("certify")
        self.may(rights.may_certify(self.context, block, signer))
        return json_compatible(block_json(entries.certify(block, signer, fact, seen), self.request))


class BlanksGet(RecordService):
    """``GET @blanks`` of a ledger: what is in stock; ``?number=`` what became of one blank."""

    def reply(self):
        """Return the balance of each kind, and the state of a number that was asked for."""
        book = self.context
        if book.kind != BLANKS:
            raise NotFound("@blanks")
        question = Question(self.request, ("number",))
        number = question.text("number")
        question.done()
        stock = find_stock(book)
        rows = [
            {**asdict(one), "title": translate(BLANK_TITLES[one.kind], context=self.request)}
            for one in stock.balances()
        ]
        shown = {"@id": f"{book.absolute_url()}/@blanks", "items": rows, "items_total": len(rows)}
        if number is not None:
            state = stock.state(blanks.clean_number(number))
            title = translate(BLANK_STATES[state], context=self.request) if state else None
            shown["number"] = {"number": number, "state": state, "title": title}
        return shown


class FileEntriesGet(RecordService):
    """``GET @book-entries`` of a personal file: what books say of its pupil."""

    def reply(self):
        """Return the entries that the reader may see."""
        rows = [
            entry_json(book, entry, self.request)
            for book, entry in entries_of_file(self.context.UID())
        ]
        url = f"{self.context.absolute_url()}/@book-entries"
        return json_compatible({"@id": url, "items": rows, "items_total": len(rows)})
