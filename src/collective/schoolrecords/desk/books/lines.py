"""Lines of a ledger of blanks from a pasted table: checked as a whole, then written as a whole."""

from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core import book_fields as fields
from collective.schoolrecords.core.blank_lists import read_list
from collective.schoolrecords.core.delimited import Refused
from collective.schoolrecords.desk.books.base import BookBase
from collective.schoolrecords.desk.form_page import FormMixin
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.book import rights
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.records.book.stock import find_stock
from collective.schoolrecords.records.book.words import BLANK_TITLES
from zExceptions import Unauthorized
from zope import schema

import transaction


#: Lines of one table; a school has some dozens a year.
MOST = 500
#: Reasons told at once; the rest would bury the page.
MOST_TOLD = 100


class LoadLines(FormMixin, BookBase):
    """``load-lines`` of a ledger: the table, then what the stock would be, then it is written."""

    title = _("desk_lines", default="Write a table of lines")

    def trail(self):
        """See :class:`Page`."""
        return self.under_record()

    def form_fields(self):
        """See :class:`FormMixin`."""
        return [TABLE]

    def render(self):
        """Ask, check, write; a GET never changes anything."""
        if self.context.kind != fields.BLANKS or not rights.may_write(self.context):
            raise Unauthorized("load-lines")
        self.written = None
        if self.posted() and self.saves:
            values = self.read_all()
            if not self.field_errors:
                self.written = self._write(values["lines"])
            if self.written is not None and self.request.form.get("stage") == "check":
                data = {"n": number_text(self.written)}
                self.note(_("desk_lines_done", default="Lines written: ${n}.", mapping=data))
                return self.go(f"{self.context.absolute_url()}#stock")
            # Whatever was tried for the check page is not kept.
            transaction.doom()
        return self.index()

    def _write(self, text):
        """Write every line and return how many, or ``None`` with the errors of all lines."""
        try:
            lines = read_list(text.encode())
        except Refused:
            self.field_errors["lines"] = self.say(NO_TABLE)
            return None
        if not 0 < len(lines) <= MOST:
            data = {"most": MOST}
            wrong = _("desk_lines_number", default="Give 1 to ${most} lines.", mapping=data)
            self.field_errors["lines"] = self.say(wrong)
            return None
        # What a line says is judged before the stock: a receipt with a slip would bring as many
        # complaints about blanks that were never received.
        for deed in (entries_of(self.context).check_line, entries_of(self.context).add):
            for line in lines:
                try:
                    deed(line.values)
                except Refusal as refusal:
                    self.keep_refusal(_at(refusal, self._place(line)))
            if self.other_errors:
                del self.other_errors[MOST_TOLD:]
                return None
        return len(lines)

    def _place(self, line):
        return self.say(_("desk_lines_line", default="Line ${n}", mapping={"n": line.line}))

    @property
    def form(self):
        """What the template shows."""
        url, check = self.context.absolute_url(), self.written is not None
        inputs = self.inputs([TABLE], {})
        hidden = [Values(name="stage", value="check" if check else "fill")]
        if check:
            hidden += [Values(name=one.name, value=one.value) for one in inputs]
        return Values(
            title=CHECK if check else self.title,
            line=self.record_title,
            texts=list(self._facts()) if check else [FIRST],
            action=f"{url}/@@load-lines",
            hidden=hidden,
            groups=() if check else [Values(fields=inputs)],
            save=self.title if check else TO_CHECK,
            cancel=url,
        )

    def _facts(self):
        data = {"n": number_text(self.written)}
        yield _(
            "desk_lines_ready", default="Lines that would be written: ${n}. Then:", mapping=data
        )
        for one in find_stock(self.context).balances():
            data = {
                "kind": self.say(BLANK_TITLES[one.kind]),
                "received": number_text(one.received),
                "stock": number_text(one.in_stock),
            }
            yield _(
                "desk_lines_balance",
                default="${kind}: received ${received}, in stock ${stock}.",
                mapping=data,
            )


def _at(refusal, place):
    """Return a refusal whose reasons name the line that they are about."""
    refusal.reasons = [
        {**one, "field": None, "message": f"{place}: {one['message']}"} for one in refusal.reasons
    ]
    return refusal


NO_TABLE = _(
    "desk_lines_no_table",
    default="No table was found: copy it with its head (operation, date, basis, kind of blank, "
    "number from, number to, quantity).",
)
FIRST = _(
    "desk_lines_first",
    default="Copy the rows from a spreadsheet together with the head. A check page follows; "
    "nothing is written yet. Either all lines are written or none.",
)
CHECK = _("desk_lines_check", default="Check before writing")
TO_CHECK = _("desk_book_to_check", default="To the check")
TABLE = schema.Text(
    __name__="lines",
    title=_("desk_lines_table", default="Table"),
    required=True,
    max_length=500_000,
)
