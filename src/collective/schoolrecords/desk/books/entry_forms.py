"""Forms about an entry that stands: handing out, correcting, annulling."""

from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core import book_fields as fields
from collective.schoolrecords.core import books as rules
from collective.schoolrecords.desk.books import entry_fields
from collective.schoolrecords.desk.books.entry_page import EntryBase
from collective.schoolrecords.desk.form_page import FormMixin
from collective.schoolrecords.desk.hints import ABOUT_SIGNATURE
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.book import rights
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.records.book.store import version_of
from functools import cached_property
from zExceptions import NotFound
from zExceptions import Unauthorized
from zope import schema


class EntryStep(FormMixin, EntryBase):
    """``entry-step?number=5&do=issue``; ``do`` is ``issue``, ``correct`` or ``annul``."""

    @cached_property
    def deed(self):
        """What is done: (title, text, whether the reader may)."""
        return self._offered()

    def _offered(self):
        """Return the deed in the address; refuse an unknown one and whoever may not do it."""
        deeds = {
            "issue": (ISSUE, None, rights.may_hand_out),
            "correct": (CORRECT, CORRECT_TEXT, rights.may_annul),
            "annul": (ANNUL, ANNUL_TEXT, rights.may_annul),
        }
        found = deeds.get(str(self.request.form.get("do")))
        if found is None:
            raise NotFound("entry-step")
        rights.refuse_unkept(self.context)
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
        # Who may not is refused before anything is shown.
        self._offered()
        if self.posted() and self.saves and self._done():
            self.note(DONE[self.do])
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
        early = self.do == "issue" and not entries_of(self.context).is_certified(number)
        text = NOT_CERTIFIED if early else self.deed[1]
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


ISSUE = _("desk_entry_issue", default="Hand out")
DONE = {
    "issue": _("desk_done_entry_issued", default="It is handed out."),
    "correct": _("desk_done_entry_corrected", default="The entry is corrected."),
    "annul": _("desk_done_entry_annulled", default="The entry is annulled."),
}
NOT_CERTIFIED = _(
    "desk_entry_not_certified",
    default="The entry is not certified yet by everybody who signs. Look whether the certificate is "
    "to be handed out before that.",
)
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
