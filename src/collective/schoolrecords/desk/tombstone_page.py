"""The page of a tombstone: what was here, until when, and by which act it was destroyed."""

from collective.schoolrecords.core.terms import Term
from collective.schoolrecords.core.terms import term_text
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import size_text
from collective.schoolrecords.desk.record import RecordPage
from collective.schoolrecords.desk.record_aside import history_box
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.act.gone import gone_title
from collective.schoolrecords.retention.act.jobs import act_by_uid
from collective.schoolrecords.retention.act.overview import act_link
from collective.schoolrecords.retention.inventory.overview import place_data
from collective.schoolrecords.retention.tombstone.overview import place_text
from functools import cached_property


class TombstonePage(RecordPage):
    """``view`` of a tombstone: no names, no titles that somebody typed, nothing to do."""

    @property
    def record_title(self):
        """Index or number, and the group title."""
        stone = self.context
        number = stone.case_index or stone.registration_number
        return f"{number} {stone.title}" if number else stone.title

    @cached_property
    def record(self):
        """See :class:`RecordPage`."""
        return Values(
            title=self.record_title,
            state=self._state(),
            line=[self._said(REMOVED_ON, day=day_text(self.context.destroyed_on))],
            steps=(),
            blocked=(),
            links=[
                Values(
                    icon="history",
                    url=f"{self.context.absolute_url()}/@@sr-history",
                    title=_("desk_history_all", default="The whole history"),
                )
            ],
            sections=list(self._sections()),
            aside=[history_box(self.context, self.say)],
        )

    def _state(self):
        """Return what is true of the record today: destroyed once its act is verified."""
        act = act_by_uid(self.context.act)
        return Values(
            icon="state-destroyed",
            tone="past",
            css="sr-state-title",
            title=DESTROYED if act is None else gone_title(act),
        )

    def _sections(self):
        yield Values(
            id="stone",
            title=_("desk_stone", default="What was here"),
            facts=list(self._own_facts()),
            facts_css="sr-facts",
        )
        yield Values(
            id="act",
            title=_("desk_stone_act", default="By which act"),
            facts=list(self._act_facts()),
            facts_css="sr-facts",
        )
        files = list(self._files())
        if files:
            title = _("desk_stone_files", default="Documents and files")
            columns = (
                ("sr-lead", _("desk_col_document", default="Document")),
                ("sr-num", _("desk_col_sheets", default="Sheets")),
                ("sr-num", _("desk_col_size", default="Size")),
                ("sr-side", "SHA-256"),
            )
            yield Values(
                id="files",
                title=title,
                count=str(len(files)),
                table=Values(
                    title=title,
                    columns=[Values(css=css, title=text) for css, text in columns],
                    rows=[Values(cells=cells) for cells in files],
                ),
            )

    def _own_facts(self):
        stone = self.context
        pairs = (
            (_("desk_col_index", default="Index"), stone.case_index),
            (_("desk_stone_number", default="Registration number"), stone.registration_number),
            (_("desk_stone_opened", default="Opened on"), day_text(stone.opened_on)),
            (_("desk_stone_closed", default="Closed on"), day_text(stone.closed_on)),
            (_("desk_col_sheets", default="Sheets"), str(stone.sheets or "")),
            (_("desk_col_term", default="Term of storage"), self._term()),
            (_("desk_col_due", default="Not before"), day_text(stone.destroy_from)),
        )
        return [Values(label=label, value=value) for label, value in pairs if value]

    def _term(self):
        if not self.context.term:
            return ""
        term = Term.from_dict(self.context.term)
        return ", ".join(filter(None, (term_text(term), term.article)))

    def _act_facts(self):
        stone = self.context
        link = act_link(stone.act)
        signed = " от ".join(filter(None, (f"№ {stone.act_number}", day_text(stone.act_signed_on))))
        yield Values(
            label=_("desk_stone_act_number", default="Act"),
            value=signed,
            url=link["@id"] if link else None,
        )
        yield Values(
            label=_("desk_stone_row", default="Row of the act"), value=str(stone.act_row or "")
        )
        yield Values(
            label=_("desk_stone_day", default="Removed on"), value=day_text(stone.destroyed_on)
        )
        place = place_data(stone)
        yield Values(
            label=_("desk_section_inventory", default="Inventory"),
            value=self.say(place_text(stone)),
            url=place["@id"] if place else None,
        )

    def _files(self):
        for one in self.context.files:
            yield self._file(_("desk_stone_own_file", default="File of the record"), "", one)
        for document in self.context.documents:
            name = " ".join(
                str(part) for part in (document.get("number"), document.get("kind")) if part
            )
            sheets = str(document.get("sheets") or "")
            files = document.get("files") or ({},)
            for one in files:
                yield self._file(name, sheets, one)

    @staticmethod
    def _file(name, sheets, file):
        size = file.get("size")
        return [
            Values(text=name, css="sr-lead"),
            Values(text=sheets, css="sr-num"),
            Values(text=size_text(size) if size else "", css="sr-num"),
            Values(text=file.get("sha256", ""), css="sr-side sr-hash"),
        ]


DESTROYED = _("desk_stone_state", default="Destroyed")
REMOVED_ON = _("desk_stone_line", default="removed by act on ${day}")
