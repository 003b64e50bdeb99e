"""A table is pasted into a protocol: checked first, every wrong cell named, then saved whole."""

from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core import lifecycle as states
from collective.schoolrecords.core.tables import column_number
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.import_words import first_findings
from collective.schoolrecords.desk.imports import FINDINGS
from collective.schoolrecords.desk.imports import LEVELS
from collective.schoolrecords.desk.record_base import RecordBase
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.exchange.pasting import check_pasted
from collective.schoolrecords.exchange.pasting import MOST_LETTERS
from collective.schoolrecords.exchange.pasting import save_pasted
from collective.schoolrecords.exchange.protocol_rows import columns_of
from collective.schoolrecords.exchange.texts import findings_in_words
from collective.schoolrecords.messages import _
from plone import api
from zExceptions import Unauthorized

import transaction


TITLE = _("desk_paste_title", default="Paste a table")
PATH = (
    _("desk_paste_path_table", default="Table"),
    _("desk_paste_path_check", default="Check"),
    _("desk_paste_path_saved", default="Saved"),
)
#: Rows and columns are counted in what was pasted: the spreadsheet it is from may count others.
FINDING_COLUMNS = (
    ("sr-lead sr-nowrap", _("desk_col_pasted_row", default="Row")),
    ("", _("desk_col_column", default="Column")),
    ("", _("desk_col_finding", default="Remark")),
    ("sr-nowrap", _("desk_col_fault", default="Fault or not")),
)
WHOLE = _("desk_paste_whole", default="whole table")
#: Level of a finding → what it is; what then becomes of the table is said once, above.
LEVEL_WORDS = {
    "refuse_file": _("desk_paste_unread", default="Table not read"),
    "refuse_row": _("desk_paste_fault", default="Fault"),
    "warning": _("desk_paste_remark", default="Remark: no obstacle"),
}
STEP_TITLES = {
    None: _("desk_paste_choose", default="Paste the table"),
    True: _("desk_paste_clean", default="Checked: nothing is saved yet"),
    False: _("desk_paste_wrong", default="Nothing is saved: the table has faults"),
}
READY = _(
    "desk_paste_ready",
    default="There are no faults. “Enter these rows” saves all rows at once; until then nothing is "
    "saved.",
)
UNREAD = _(
    "desk_paste_unread_text",
    default="The table could not be read, so no row was saved. What is wrong is said below.",
)
FAULTY = _(
    "desk_paste_faulty",
    default="No row was saved, the rows without a fault neither: a table is entered as a whole. "
    "Mend what is named as a fault and check once more; rows and columns are counted in what "
    "was pasted, from its first row.",
)


class PastePage(RecordBase):
    """``paste-rows`` of a protocol in draft: POST ``check`` shows, POST ``save`` enters."""

    pasted = None

    @property
    def title(self):
        """See :class:`Page`."""
        return TITLE

    def trail(self):
        """See :class:`Page`."""
        return self.under_record()

    @property
    def text(self):
        """What was pasted."""
        text = self.request.form.get("table")
        return text[: MOST_LETTERS + 1] if isinstance(text, str) else ""

    def render(self):
        """Show the form, the check, or save a table that is clean."""
        record = self.context
        drafting = record.state == states.DRAFT and not record.is_council
        if not (drafting and api.user.has_permission(states.MODIFY, obj=record)):
            raise Unauthorized("paste-rows")
        if self.posted() and self.text.strip():
            self.pasted = check_pasted(record, self.text, self.today)
            if self.request.form.get("save") and self.pasted.clean:
                return self._save()
        return self.index()

    def _save(self):
        try:
            added = save_pasted(self.context, self.pasted)
        except Refusal as refusal:
            transaction.doom()
            self.errors = [
                Values(href="#f-table", text=one["message"]) for one in refusal.reasons
            ] or [Values(href="#f-table", text=refusal.message)]
            return self.index()
        self.note(_("desk_paste_saved", default="Rows entered: ${n}.", mapping={"n": len(added)}))
        return self.go(f"{self.context.absolute_url()}#rows")

    @property
    def paste(self):
        """What the template shows."""
        pasted = self.pasted
        return Values(
            title=TITLE,
            line=self.record_title,
            path=self._path(1 if pasted is not None else 0),
            step_title=STEP_TITLES[None if pasted is None else pasted.clean],
            action=f"{self.context.absolute_url()}/@@paste-rows",
            hint=_(
                "desk_paste_hint",
                default="Copy the cells from the spreadsheet together with the row of titles: "
                "${titles}.",
                mapping={"titles": ", ".join(one.title for one in columns_of(self.context.kind))},
            ),
            text=self.text,
            # One more than may be read: a table that the browser cut is told to be too large.
            most=str(MOST_LETTERS + 1),
            texts=list(self._texts(pasted)),
            facts=self._facts(pasted),
            table=self._findings(pasted),
            clean=pasted is not None and pasted.clean,
            cancel=self.context.absolute_url(),
        )

    def _path(self, here):
        return [
            Values(
                title=title,
                css="sr-path-done" if place < here else None,
                current="step" if place == here else None,
            )
            for place, title in enumerate(PATH)
        ]

    def _texts(self, pasted):
        """What was and what was not saved, and whether more is wrong than the page shows."""
        if pasted is None:
            return
        if pasted.clean:
            yield READY
        else:
            yield FAULTY if pasted.read else UNREAD
        if len(pasted.findings) > FINDINGS:
            yield first_findings(FINDINGS, len(pasted.findings))

    def _facts(self, pasted):
        """The rows of a table that was read: those with a fault and those without are all."""
        if pasted is None or not pasted.read:
            return None
        counts = (
            (_("desk_paste_read", default="Rows read"), pasted.read),
            (_("desk_paste_with_fault", default="With a fault"), pasted.faulty),
            (_("desk_paste_without_fault", default="Without a fault"), pasted.read - pasted.faulty),
            (_("desk_paste_to_enter", default="Will be entered"), pasted.entered),
        )
        return [Values(label=label, value=number_text(count)) for label, count in counts]

    def _findings(self, pasted):
        if pasted is None or not pasted.findings:
            return None
        told = findings_in_words(pasted.findings[:FINDINGS], self.request)
        return Values(
            title=_("desk_import_findings", default="Remarks"),
            columns=[Values(css=css, title=title) for css, title in FINDING_COLUMNS],
            rows=[self._finding(one) for one in told],
        )

    def _finding(self, one):
        icon, tone = LEVELS.get(one["level"], LEVELS["warning"])
        row = one["row"]
        name = self.pasted.names.get(row)
        return Values(
            cells=[
                Values(
                    text=number_text(row) if row else self.say(WHOLE),
                    sub=name or None,
                    css="sr-lead sr-nowrap",
                ),
                Values(text=self._column(one)),
                Values(text=one["message"]),
                Values(state=Values(icon=icon, tone=tone, title=LEVEL_WORDS[one["level"]])),
            ]
        )

    def _column(self, one):
        """A column by number and title, as far as there are any."""
        if one["code"] == "NO_TITLES":
            return ""
        number = str(column_number(one["cell"])) if one["cell"] else ""
        return " · ".join(part for part in (number, one["column"]) if part)
