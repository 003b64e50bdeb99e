"""The form of a new entry: filled from the pupil's file, warned about, written."""

from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core import book_fields as fields
from collective.schoolrecords.core import books as rules
from collective.schoolrecords.core.names import sort_key
from collective.schoolrecords.desk.books import entry_fields
from collective.schoolrecords.desk.books.base import BookBase
from collective.schoolrecords.desk.books.pupil import cohort_of
from collective.schoolrecords.desk.books.pupil import days_of_order
from collective.schoolrecords.desk.books.pupil import fill_in
from collective.schoolrecords.desk.books.pupil import find_pupil
from collective.schoolrecords.desk.books.pupil import proposals_table
from collective.schoolrecords.desk.form_page import FormMixin
from collective.schoolrecords.desk.form_page import KIND
from collective.schoolrecords.desk.form_page import SAVE
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.desk.year_standing import way_to_enter
from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import filled
from collective.schoolrecords.records.book import rights
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.records.book.finals import has_graduated
from collective.schoolrecords.records.book.finals import proposals_of
from collective.schoolrecords.records.book.words import WARNINGS
from datetime import date
from functools import cached_property
from plone import api
from zExceptions import Unauthorized
from zope import schema


class AddEntry(FormMixin, BookBase):
    """``add-entry`` of a book; ``original_book`` and ``original_number`` begin a duplicate.

    The number of a personal file fills the rest in: by its own button (which a script presses when
    the number is typed), or by saving with the name left empty. Nothing is written then. What looks
    wrong is told once; who saves again has seen it.
    """

    title = _("desk_entry_add", default="Write an entry")
    #: Whether this answer was filled from the file, whether another pupil's values were taken out
    #: for that, and the warnings that it tells.
    filled = False
    emptied = False
    #: Whether the order of the entry before was taken out: the pupil was in another grade then.
    undated = False
    told = ()

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
    def pupil(self):
        """The personal file that the form names, ``None`` without one."""
        number = self.request.form.get("file_number")
        return find_pupil(number) if self.original is None else None

    @cached_property
    def proposals(self):
        """The marks that the file and the exams propose."""
        return proposals_of(self.pupil, self.kind)

    @cached_property
    def early(self):
        """Whether the file of the pupil does not say that school is finished."""
        return self.pupil is not None and has_graduated(self.pupil, self.kind) is False

    @cached_property
    def groups(self):
        """(title, fields) of the form."""
        found = []
        if self.kind.handed_out and self.original is None:
            found.append((PUPIL, [FILE_NUMBER]))
        asked = [one for one in self.kind.fields if one.name != EARLY or self.early]
        found.append((None, entry_fields.schema_fields(asked)))
        if self.kind.duplicated:
            own = [one for one in fields.DUPLICATE if one.name != "original_book"]
            found.append((ORIGINAL, entry_fields.schema_fields(own, optional=True)))
        return found

    def form_fields(self):
        """See :class:`FormMixin`."""
        return [field for _title, found in self.groups for field in found]

    def render(self):
        """Show the form, or write what was sent; a GET never changes anything."""
        rights.refuse_unkept(self.context)
        if not rights.may_write(self.context) or self.kind is None or not self.kind.fields:
            raise Unauthorized("add-entry")
        posted = self.posted()
        # A link may ask to fill the form from a file, too: nothing is written by that.
        if self.sent is not None and not self._fills() and posted and self.saves:
            entry = self._add()
            if entry is not None:
                data = {"number": entry["number"]}
                self.note(
                    _("desk_entry_added", default="Entry No. ${number} is written.", mapping=data)
                )
                return self.go(f"{self.context.absolute_url()}/@@entry?number={entry['number']}")
        return self.index()

    def _fills(self):
        """Fill the form from the file where that is asked for; whether it was."""
        form = self.request.form
        asked, number = form.get(KIND) is not None, str(form.get("file_number") or "").strip()
        named = str(form.get("name") or "").strip()
        if not number or (not asked and named and not self._of_another_file()):
            return asked
        if self.pupil is None:
            self.field_errors["file_number"] = self.say(NO_FILE)
            return True
        self._empty(named)
        if not self.posted():
            # A link names the pupil alone; the rest begins as on the empty form.
            for name in OF_ANY_PUPIL:
                form[name] = form.get(name) or self.begins_with.get(name) or ""
        self.undated = fill_in(form, self.pupil, self.proposals, self.kind, self.today)
        self.filled = True
        self.told = self._warnings(dict.fromkeys(("supplement",)))
        return True

    def _of_another_file(self):
        """Whether the form was filled from one file and names another now: it is filled anew."""
        former = self.request.form.get(FILLED_FROM)
        return bool(former) and self.pupil is not None and former != self.pupil.UID()

    def _empty(self, named):
        """Take out what was written for another pupil: two are never mixed in one entry.

        What was typed before any file filled the form stays, unless under another name.
        """
        form = self.request.form
        if form.get(FILLED_FROM):
            another = self._of_another_file()
        else:
            another = bool(named) and sort_key(named) != sort_key(self.pupil.full_name)
        if not another:
            return
        for field in self.form_fields():
            name = field.__name__
            if name in OF_ANY_PUPIL or name == FILE_NUMBER.__name__:
                continue
            self.emptied = self.emptied or bool(form.get(name))
            form[name] = ""

    def _add(self):
        values = self.read_all()
        if values.get("file_number") and self.pupil is None:
            self.field_errors["file_number"] = self.say(NO_FILE)
        raw = entry_fields.raw_values(self.kind.fields, values)
        self.told = self._warnings(raw)
        seen = str(self.request.form.get("warned") or "").split()
        links = {
            "file": self._file(),
            "cohort": self.pupil.cohort_id if self.pupil is not None else None,
            "original": self._said(values),
        }
        entries = entries_of(self.context)
        try:
            if self.field_errors or {one.code for one in self.told} - set(seen):
                # Whatever else is wrong is said together with them.
                entries.judged(raw, **links)
                return None
            return entries.add(raw, **links)
        except Refusal as refusal:
            self.keep_refusal(refusal)
            return None

    def _warnings(self, raw):
        """What looks wrong, as core reasons; ``raw``: the values as they were sent."""
        pupil = self.pupil
        cohort = cohort_of(pupil) if pupil is not None else None
        day = raw.get("order_date")
        if pupil is not None and pupil.left_on is not None:
            day = pupil.left_on
        grade = cohort.grade_on(day or self.today) if cohort is not None else None
        name = pupil.full_name if pupil is not None else None
        days = days_of_order(raw.get("order_number"))
        return tuple(rules.entry_warnings(self.kind, raw, grade, name, days))

    def _file(self):
        if self.original is not None:
            return self.original[1]["file"]
        return self.pupil.UID() if self.pupil is not None else None

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
        kept = ("class_label", *OF_ANY_PUPIL)
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
        url = self.context.absolute_url()
        number = rules.next_number(entries_of(self.context).store.highest())
        line = _("desk_entry_next", default="It will be entry No. ${n}.", mapping={"n": number})
        return Values(
            title=self.title,
            line=self.record_title,
            texts=[line, BLANKS_TEXT if self.kind.id == fields.BLANKS else ENTRY_TEXT],
            focus="f-name" if self.filled else None,
            table=proposals_table(self.proposals, self.say) if self.sent else None,
            action=f"{url}/@@add-entry",
            hidden=[Values(name=name, value=value) for name, value in self._hidden()],
            groups=[
                Values(title=title, fields=self._inputs(found)) for title, found in self.groups
            ],
            offers=True,
            save=SAVE_ANYWAY if self._asks_again else SAVE,
            cancel=url,
        )

    @property
    def _asks_again(self):
        """Whether nothing but the warnings stands against the entry."""
        return bool(self.told) and not self.filled and not self.errors

    def _hidden(self):
        if self.original is not None:
            yield "original_book", self.original[0].UID()
        filled_from = self.pupil.UID() if self.filled else self.request.form.get(FILLED_FROM)
        if isinstance(filled_from, str) and filled_from:
            yield FILLED_FROM, filled_from
        yield "warned", " ".join(one.code for one in self.told)

    def _inputs(self, found):
        bags = self.inputs(found, self.begins_with)
        for bag in bags:
            if bag.name == FILE_NUMBER.__name__:
                bag.offer = Values(name=KIND, title=FILL)
            if bag.name == EARLY:
                # Asked of whom it is shown for; the rules refuse it in better words than "empty".
                bag.required = True
        return bags

    def _notes(self):
        return [*super()._notes(), *self._own_notes()]

    def _own_notes(self):
        if self.filled:
            number = self.pupil.file_number
            text = _(
                "desk_entry_filled",
                default="Filled in from the file ${number}. The entry is not written yet: check it "
                "and save.",
                mapping={"number": number},
            )
            yield Values(tone="info", icon="info", text=text)
        if self.emptied:
            yield Values(tone="wait", icon="warning", text=EMPTIED)
        if self.undated:
            yield _warning(UNDATED, {"grade": self.kind.grade})
        if self.filled and not self.proposals and self.kind.id in NOTHING_PROPOSED:
            said = (NOTHING_PROPOSED[self.kind.id], way_to_enter(self.pupil, self.today), BY_HAND)
            yield Values(tone="info", icon="info", text=" ".join(map(self.say, said)))
        if self.sent and self.early:
            unfinished = _warning(UNFINISHED, {"grade": self.kind.grade}).text
            said = (unfinished, way_to_enter(self.pupil, self.today), OR_WHY)
            yield Values(tone="wait", icon="warning", text=" ".join(map(self.say, said)))
        for one in self.told:
            yield _warning(WARNINGS[one.code], _with_days(one.data))
        if self._asks_again:
            yield Values(tone="wait", icon="warning", text=ONCE_MORE)


def _with_days(data):
    """Return the data of a reason with its days as they are read."""
    return {
        name: day_text(value) if isinstance(value, date) else value for name, value in data.items()
    }


def _warning(message, data):
    text = filled(message, dict(data))
    return Values(tone="wait", icon="warning", text=text)


#: Field that stands on the form only where it is asked for.
EARLY = "early_reason"
#: Hidden value of the form: the file that filled it.
FILLED_FROM = "filled_from"
#: Fields that the entries of one day share, whoever the pupil is.
OF_ANY_PUPIL = ("order_number", "order_date", "document", "basis", "operation")
PUPIL = _("desk_section_pupil", default="Pupil")
ORIGINAL = _("desk_entry_original_group", default="Original (for a duplicate)")
NO_FILE = _("desk_entry_no_file", default="There is no personal file with this number.")
EMPTIED = _(
    "desk_entry_emptied",
    default="What was written for another pupil, the marks and the number of the blank too, was "
    "taken out of the form. Write it for this one.",
)
UNDATED = _(
    "desk_entry_undated",
    default="The order of the entry before was taken out: on its day the pupil was not in grade "
    "${grade}. Write the order about this pupil.",
)
ENTRY_TEXT = _(
    "desk_entry_for_good",
    default="What is written is not changed: only the director corrects or annuls an entry.",
)
BLANKS_TEXT = _(
    "desk_line_for_good",
    default="What is written is not changed: only the director annuls a line.",
)
UNFINISHED = _(
    "desk_entry_unfinished",
    default="The personal file has no results with the decision that grade ${grade} is finished.",
)
OR_WHY = _("desk_entry_or_why", default="Or give the reason below.")
BY_HAND = _(
    "desk_entry_by_hand", default="Or write the marks by hand, from the summary sheet of the class."
)
#: Kind of book → why no marks are proposed where none are.
NOTHING_PROPOSED = {
    fields.CERTIFICATES_9: _(
        "desk_entry_no_marks_9",
        default="No marks are proposed: the personal file has no results of the year.",
    ),
    fields.CERTIFICATES_11: _(
        "desk_entry_no_marks_11",
        default="No marks are proposed: the personal file has no results of half-years and years of "
        "grades 10 and 11.",
    ),
}
FILL = _("desk_entry_fill", default="Fill in from the personal file")
SAVE_ANYWAY = _("desk_entry_save_anyway", default="It is right, save")
ONCE_MORE = _(
    "desk_entry_once_more",
    default="Nothing is written yet. Correct it, or save once more if it is right.",
)
FILE_NUMBER = schema.TextLine(
    __name__="file_number",
    title=_("desk_entry_file_number", default="Number of the personal file"),
    description=_(
        "desk_entry_file_hint",
        default="For example К-25: name, date of birth, class and marks are filled in from the "
        "file.",
    ),
    required=False,
    max_length=20,
)
