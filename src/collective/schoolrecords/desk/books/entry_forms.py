"""Forms of entries: writing one, handing out, correcting, annulling."""

from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core import book_fields as fields
from collective.schoolrecords.core import books as rules
from collective.schoolrecords.desk.books import entry_fields
from collective.schoolrecords.desk.books.base import BookBase
from collective.schoolrecords.desk.books.entry_page import EntryBase
from collective.schoolrecords.desk.books.pupil import fill_in
from collective.schoolrecords.desk.books.pupil import find_pupil
from collective.schoolrecords.desk.form_page import FormMixin
from collective.schoolrecords.desk.form_page import SAVE
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.hints import ABOUT_SIGNATURE
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.book import rights
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.records.book.store import version_of
from functools import cached_property
from plone import api
from zExceptions import NotFound
from zExceptions import Unauthorized
from zope import schema


class AddEntry(FormMixin, BookBase):
    """``add-entry`` of a book; ``original_book`` and ``original_number`` begin a duplicate."""

    title = _("desk_entry_add", default="Write an entry")

    def trail(self):
        """See :class:`Page`."""
        return self.under_record()

    @cached_property
    def kind(self):
        """The kind of book."""
        return entries_of(self.context).kind

    @cached_property
    def original(self):
        """(book, entry) that a duplicate is given for, ``None`` without one."""
        form = self.request.form
        uid, number = form.get("original_book"), form.get("original_number")
        if not isinstance(uid, str) or not uid or not str(number).isdecimal():
            return None
        found = api.portal.get_tool("portal_catalog")(UID=uid, portal_type="book")
        book = found[0].getObject() if found else None
        entry = entries_of(book).get(int(number)) if book is not None else None
        return (book, entry) if entry is not None else None

    @cached_property
    def groups(self):
        """(title, fields) of the form."""
        found = []
        if self.kind.handed_out and self.original is None:
            found.append((PUPIL, [FILE_NUMBER]))
        found.append((None, entry_fields.schema_fields(self.kind.fields)))
        if self.kind.duplicated:
            own = [one for one in fields.DUPLICATE if one.name != "original_book"]
            found.append((ORIGINAL, entry_fields.schema_fields(own, optional=True)))
        return found

    def form_fields(self):
        """See :class:`FormMixin`."""
        return [field for _title, found in self.groups for field in found]

    def render(self):
        """Show the form, or write what was sent; a GET never changes anything."""
        if not rights.may_write(self.context) or self.kind is None or not self.kind.fields:
            raise Unauthorized("add-entry")
        if self.posted() and self.saves:
            if fill_in(self.request.form, self.today):
                return self.index()
            entry = self._add()
            if entry is not None:
                data = {"number": entry["number"]}
                self.note(
                    _("desk_entry_added", default="Entry No. ${number} is written.", mapping=data)
                )
                return self.go(f"{self.context.absolute_url()}/@@entry?number={entry['number']}")
        return self.index()

    def _add(self):
        values = self.read_all()
        pupil = find_pupil(self.request.form.get("file_number"))
        if values.get("file_number") and pupil is None:
            self.field_errors["file_number"] = self.say(NO_FILE)
        if self.field_errors:
            return None
        raw = entry_fields.raw_values(self.kind.fields, values)
        try:
            return entries_of(self.context).add(
                raw,
                file=self._file(pupil),
                cohort=pupil.cohort_id if pupil is not None else None,
                original=self._said(values),
            )
        except Refusal as refusal:
            self.keep_refusal(refusal)
            return None

    def _file(self, pupil):
        if self.original is not None:
            return self.original[1]["file"]
        return pupil.UID() if pupil is not None else None

    def _said(self, values):
        names = [one.name for one in fields.DUPLICATE]
        said = {name: values[name] for name in names if values.get(name)}
        if self.original is not None:
            said["original_book"] = self.original[0].UID()
        return said or None

    @cached_property
    def begins_with(self):
        """Values that the form begins with: of the original, or of the entry before."""
        if self.original is not None:
            return self._of_original(*self.original)
        entries = entries_of(self.context)
        last = entries.get(len(entries)) if len(entries) else None
        values = rules.current_values(last) if last is not None else {}
        kept = ("class_label", "order_number", "order_date", "document", "basis", "operation")
        found = {name: values[name] for name in kept if name in values}
        if self.kind.duplicated:
            found["document"] = fields.ORIGINAL
        return entry_fields.form_values(self.kind.fields, found)

    def _of_original(self, book, entry):
        values = rules.current_values(entry)
        kept = ("name", "birth_date", "class_label", "distinction", "marks")
        found = {name: values[name] for name in kept if name in values}
        found["document"] = fields.DUPLICATES[0]
        shown = entry_fields.form_values(self.kind.fields, found)
        issue = entry["issue"] or {}
        return shown | {
            "original_number": entry["number"],
            "original_date": day_text(issue.get("issued_on")),
            "original_blank": values.get("blank"),
        }

    @property
    def form(self):
        """What the template shows."""
        hidden = []
        if self.original is not None:
            pairs = (("original_book", self.original[0].UID()),)
            hidden = [Values(name=name, value=value) for name, value in pairs]
        url = self.context.absolute_url()
        number = rules.next_number(entries_of(self.context).store.highest())
        line = _("desk_entry_next", default="It will be entry No. ${n}.", mapping={"n": number})
        return Values(
            title=self.title,
            line=self.record_title,
            texts=[line],
            action=f"{url}/@@add-entry",
            hidden=hidden,
            groups=[
                Values(title=title, fields=self.inputs(found, self.begins_with))
                for title, found in self.groups
            ],
            save=SAVE,
            cancel=url,
        )


class EntryStep(FormMixin, EntryBase):
    """``entry-step?number=5&do=issue``; ``do`` is ``issue``, ``correct`` or ``annul``."""

    @cached_property
    def deed(self):
        """What is done: id → (title, text, whether the reader may)."""
        deeds = {
            "issue": (ISSUE, None, rights.may_hand_out),
            "correct": (CORRECT, CORRECT_TEXT, rights.may_annul),
            "annul": (ANNUL, ANNUL_TEXT, rights.may_annul),
        }
        found = deeds.get(self.request.form.get("do"))
        if found is None:
            raise NotFound("entry-step")
        if not found[2](self.context):
            raise Unauthorized("entry-step")
        return found

    @property
    def do(self):
        """Id of the deed."""
        return self.request.form.get("do")

    @property
    def title(self):
        """See :class:`Page`."""
        return self.deed[0]

    def trail(self):
        """See :class:`Page`."""
        return [*self.under_record(), (self.entry_title, self.entry_url)]

    @cached_property
    def _fields(self):
        if self.do == "issue":
            return entry_fields.schema_fields(fields.ISSUE)
        if self.do == "annul":
            return entry_fields.schema_fields(fields.ANNULMENT)
        own = [one for one in entries_of(self.context).kind.fields if one.name != "document"]
        return [*entry_fields.schema_fields(own), REASON, FACT]

    def form_fields(self):
        """See :class:`FormMixin`."""
        return self._fields

    @cached_property
    def seen(self):
        """Version of the entry that the person read."""
        sent = self.request.form.get("seen")
        return sent if isinstance(sent, str) and sent else version_of(self.entry)

    def render(self):
        """Show the form, or do what was sent; a GET never changes anything."""
        self.deed  # noqa: B018 (who may not is refused before anything is shown)
        if self.posted() and self.saves and self._done():
            self.note(
                _(
                    "desk_deed_done",
                    default="Done: ${deed}.",
                    mapping={"deed": self.say(self.title)},
                )
            )
            return self.go(self.entry_url)
        return self.index()

    def _done(self):
        values = self.read_all()
        number, entries = self.entry["number"], entries_of(self.context)
        if self.do == "annul" and str(self.request.form.get("confirm") or "").strip() != str(
            number
        ):
            wrong = _(
                "desk_confirm_wrong",
                default="The number does not match: type ${number}.",
                mapping={"number": number},
            )
            self.other_errors.append(self.say(wrong))
        if self.errors:
            return False
        try:
            if self.do == "issue":
                entries.issue(number, _given(fields.ISSUE, values), self.seen)
            elif self.do == "annul":
                entries.annul(number, _given(fields.ANNULMENT, values), self.seen)
            else:
                raw = entry_fields.raw_values(entries.kind.fields, values)
                now = rules.current_values(self.entry)
                gone = {
                    one.name: None
                    for one in entries.kind.fields
                    if one.name in now and one.name not in raw and one.name != "document"
                }
                entries.correct(
                    number, {**raw, **gone}, values["reason"], values["fact"], self.seen
                )
        except Refusal as refusal:
            self.keep_refusal(refusal)
            return False
        return True

    @property
    def form(self):
        """What the template shows."""
        number, danger = self.entry["number"], None
        if self.do == "annul":
            danger = Values(
                title=ANNUL,
                text=_("desk_confirm_text", default="This step cannot be taken back."),
                ask=_(
                    "desk_confirm_ask",
                    default="To confirm, type: ${number}",
                    mapping={"number": number},
                ),
                number=str(number),
            )
        hidden = (("number", number), ("do", self.do), ("seen", self.seen))
        text = self.deed[1]
        return Values(
            title=self.title,
            line=f"{self.record_title} · {self.entry_title}",
            texts=[text] if text else (),
            action=f"{self.context.absolute_url()}/@@entry-step",
            hidden=[Values(name=name, value=value) for name, value in hidden],
            groups=[Values(fields=self.inputs(self.form_fields(), self._begins_with()))],
            save=self.title,
            cancel=self.entry_url,
            danger=danger,
        )

    def _begins_with(self):
        values = rules.current_values(self.entry)
        if self.do == "correct":
            return entry_fields.form_values(entries_of(self.context).kind.fields, values)
        if self.do == "issue":
            return {
                "issued_on": self.today,
                "way": fields.SELF,
                "receiver": values.get("name"),
                "issued_by": self._own_name(),
            }
        return {}

    def _own_name(self):
        person = self.reader.school.person_of(self.reader.id) if self.reader.school else None
        return person.full_name if person is not None else None


def _given(own, values):
    return {one.name: values[one.name] for one in own if values.get(one.name) is not None}


PUPIL = _("desk_section_pupil", default="Pupil")
ORIGINAL = _("desk_entry_original_group", default="Original (for a duplicate)")
NO_FILE = _("desk_entry_no_file", default="There is no personal file with this number.")
ISSUE = _("desk_entry_issue", default="Hand out")
CORRECT = _("desk_entry_correct", default="Correct")
CORRECT_TEXT = _(
    "desk_entry_correct_text",
    default="What was written stays visible. The correction names the number of the entry, its "
    "reason, and the signature of the head with the seal.",
)
ANNUL = _("desk_entry_annul", default="Annul the entry")
ANNUL_TEXT = _(
    "desk_entry_annul_text",
    default="The entry stays in the book with its number, the order and the reason; the number is "
    "never given again.",
)
FILE_NUMBER = schema.TextLine(
    __name__="file_number",
    title=_("desk_entry_file_number", default="Number of the personal file"),
    description=_(
        "desk_entry_file_hint",
        default="For example К-25. With the name left empty, name, date of birth and class are "
        "filled in from the file.",
    ),
    required=False,
    max_length=20,
)
REASON = schema.TextLine(
    __name__="reason", title=texts.DETAILS["reason"], required=True, max_length=400
)
FACT = schema.TextLine(
    __name__="fact",
    title=_("desk_entry_fact", default="Signature and seal on paper"),
    description=ABOUT_SIGNATURE,
    required=True,
    max_length=400,
)
