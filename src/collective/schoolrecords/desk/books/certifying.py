"""Certifying entries: every entry that is signed stands on the page above the signature."""

from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core import books as rules
from collective.schoolrecords.desk.books.base import BookBase
from collective.schoolrecords.desk.books.book_page import numbers_text
from collective.schoolrecords.desk.books.book_page import waits_for
from collective.schoolrecords.desk.form_page import FormMixin
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.book import rights
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.records.book.words import SIGNER_TITLES
from functools import cached_property
from zExceptions import NotFound
from zExceptions import Unauthorized
from zope import schema


class CertifyEntries(FormMixin, BookBase):
    """``certify-entries?class=9А`` or ``?number=5``: the next signature under a block."""

    title = _("desk_certify", default="Certify the entries")

    def trail(self):
        """See :class:`Page`."""
        return self.under_record()

    @cached_property
    def block(self):
        """The block that is signed next; 404 when nothing waits."""
        form = self.request.form
        number, label = form.get("number"), form.get("class")
        number = int(number) if isinstance(number, str) and number.isdecimal() else None
        block = entries_of(self.context).block_to_sign(label, number)
        if block is None:
            raise NotFound("certify-entries")
        return block

    @property
    def signer(self):
        """Who signs next."""
        return waits_for(self.block)

    def form_fields(self):
        """See :class:`FormMixin`."""
        return [FACTS[self.signer]]

    def render(self):
        """Show what is signed, or sign it; a GET never changes anything."""
        if not rights.sees_book(self.context):
            raise Unauthorized("certify-entries")
        if not rights.may_certify(self.context, self.block, self.signer):
            raise Unauthorized("certify-entries")
        if self.posted() and self.saves and self._sign():
            self.note(_("desk_certified", default="The signature stands under the entries."))
            return self.go(f"{self.context.absolute_url()}#certification")
        return self.index()

    def _sign(self):
        values, form = self.read_all(), self.request.form
        if self.field_errors:
            return False
        try:
            entries_of(self.context).certify(
                self.block, form.get("signer"), values["fact"], form.get("seen") or ""
            )
        except Refusal as refusal:
            self.keep_refusal(refusal)
            return False
        return True

    @property
    def form(self):
        """What the template shows: every entry that is signed."""
        block, entries = self.block, entries_of(self.context)
        lines = [
            " · ".join(part for part in self._line(entries.get(number)) if part)
            for number in block["numbers"]
        ]
        data = {
            "class": block["label"],
            "numbers": numbers_text(block["numbers"]),
            "signer": self.say(SIGNER_TITLES[self.signer]).lower(),
        }
        head = _(
            "desk_certify_head",
            default="${class}, entries ${numbers}. Signs: ${signer}.",
            mapping=data,
        )
        hidden = [("signer", self.signer), ("seen", entries.seen_of(block))]
        alone = block["signers"] == list(rules.DUPLICATE_SIGNERS)
        hidden.append(("number", block["numbers"][0]) if alone else ("class", block["label"]))
        url = self.context.absolute_url()
        return Values(
            title=self.title,
            line=self.record_title,
            texts=[head, *lines],
            action=f"{url}/@@certify-entries",
            hidden=[Values(name=name, value=value) for name, value in hidden],
            groups=[Values(fields=self.inputs(self.form_fields(), {}))],
            save=_("desk_certify_sign", default="Sign"),
            cancel=url,
        )

    @staticmethod
    def _line(entry):
        values = rules.current_values(entry)
        yield f"№ {entry['number']} {values.get('name', '')}"
        yield values.get("blank")
        yield day_text(values.get("birth_date"))


def _fact(title, hint):
    return schema.TextLine(
        __name__="fact", title=title, description=hint, required=True, max_length=400
    )


SIGNATURE = _("desk_certify_signature", default="Signature on paper")
#: Who signs → what is asked; each signs alone, and the seal is a signature of its own.
FACTS = {
    rules.TEACHER: _fact(
        SIGNATURE,
        _(
            "desk_hint_certify_teacher",
            default="On which sheet, for example: signature of the class teacher, sheet 1.",
        ),
    ),
    rules.HEAD: _fact(
        SIGNATURE,
        _(
            "desk_hint_certify_head",
            default="On which sheet, for example: signature of the director, sheet 1. The seal is "
            "noted after it, by itself.",
        ),
    ),
    rules.SEAL: _fact(
        _("desk_certify_seal", default="Seal on paper"),
        _("desk_hint_certify_seal", default="On which sheet, for example: seal, sheet 1."),
    ),
}
