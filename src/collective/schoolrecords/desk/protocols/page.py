"""The page of a protocol: its head, its rows, and what may be done with them now."""

from AccessControl import getSecurityManager
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core import lifecycle as states
from collective.schoolrecords.core import protocols as rules
from collective.schoolrecords.core.names import full_name
from collective.schoolrecords.core.rosters import name_key
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.deeds import DeedsMixin
from collective.schoolrecords.desk.deeds import ROW_ADDED
from collective.schoolrecords.desk.deeds import ROW_CHANGED
from collective.schoolrecords.desk.deeds import TAKEN_OUT
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.protocols import fields
from collective.schoolrecords.desk.protocols.citations import citing_section
from collective.schoolrecords.desk.protocols.table import columns_of
from collective.schoolrecords.desk.protocols.table import names_of
from collective.schoolrecords.desk.protocols.table import Rows
from collective.schoolrecords.desk.protocols.table import TELLING
from collective.schoolrecords.desk.record import RecordPage
from collective.schoolrecords.desk.record_tables import documents_section
from collective.schoolrecords.desk.register import pages
from collective.schoolrecords.desk.register_query import PAGE_SIZE
from collective.schoolrecords.desk.sections import fields_of
from collective.schoolrecords.desk.sections import sections_for
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.protocol import rows as writer
from collective.schoolrecords.records.protocol.people import familiarises
from collective.schoolrecords.records.protocol.people import last_day_to_tell
from collective.schoolrecords.records.protocol.people import viewer_of
from collective.schoolrecords.records.protocol.pupils import find_file
from collective.schoolrecords.records.protocol.words import KIND_TITLES
from collective.schoolrecords.records.protocol.words import STUDY_FORM_TITLES
from functools import cached_property
from plone import api


PICKS = "row"
IN_WORDS = {"kind": KIND_TITLES, "study_form": STUDY_FORM_TITLES}
ROWS = _("desk_protocol_rows", default="Results")
DECISIONS = _("desk_protocol_decisions", default="Agenda and decisions")
PASTE = _("desk_protocol_paste", default="Paste a table")
MISSING = _("desk_protocol_missing", default="not familiarised: ${n}")
ONE_ROW = _("desk_protocol_one", default="Choose one row.")
NOTHING_NEW = _("desk_protocol_nothing_new", default="Fill in what changes in the row.")
NO_FILE = _("desk_protocol_no_file", default="Class ${label} has no personal file ${number}.")


class ProtocolPage(DeedsMixin, RecordPage):
    """``view`` of a protocol; POST does one of its deeds."""

    repeated_names = (PICKS,)

    @property
    def record_title(self):
        """Number and title."""
        number = self.context.registration_number
        return f"№ {number} {self.context.title}" if number else self.context.title

    @cached_property
    def rows(self):
        """Position → row, as far as the reader may see them."""
        return viewer_of(self.context).own(self.context.rows())

    @cached_property
    def missing(self):
        """Positions of the shown rows whose pupils have not been familiarised."""
        if self.context.state not in TELLING:
            return ()
        return tuple(one for one in self.context.unfamiliar() if one in self.rows)

    def _line(self):
        record = self.context
        if record.kind in KIND_TITLES:
            yield self.say(KIND_TITLES[record.kind])
        yield day_text(record.dated_on)
        yield from list(super()._line())[2:]
        if self.missing:
            yield self._said(MISSING, n=number_text(len(self.missing)))

    def _sections(self):
        may_edit = api.user.has_permission(states.MODIFY, obj=self.context)
        known = fields_of(self.context.portal_type)
        filled = [one for one in rules.KIND_FIELDS if getattr(self.context, one, None) is not None]
        for number, section in enumerate(sections_for("protocol", self.context.kind, filled)):
            bag = self._section(section, known, may_edit)
            if bag is not None:
                yield bag
            if number == 0:
                yield self._rows()
                yield from filter(None, [citing_section(self.context)])
                yield documents_section(self.context)
        held = self._holds()
        if held is not None:
            yield held

    def _facts(self, names, known):
        """Kind and form of study are said in words."""
        told = [
            Values(label=known[name][1].title, value=words[getattr(self.context, name)])
            for name, words in IN_WORDS.items()
            if name in names and getattr(self.context, name) in words
        ]
        return [*told, *super()._facts([one for one in names if one not in IN_WORDS], known)]

    # -- the table -----------------------------------------------------------------------------

    @property
    def _page(self):
        page = self.request.form.get("page")
        fits = isinstance(page, str) and page.isascii() and page.isdigit() and len(page) < 6
        return max(int(page), 1) if fits else 1

    @property
    def _only_missing(self):
        return self.request.form.get("missing") == "1" and bool(self.missing)

    @cached_property
    def _words(self):
        words = self.request.form.get("words")
        return words.strip()[:80] if isinstance(words, str) else ""

    def _pairs(self):
        pairs = list(self.rows.items())
        if self._only_missing:
            missing = set(self.missing)
            pairs = [pair for pair in pairs if pair[0] in missing]
        if self._words and not self.context.is_council:
            key = name_key(self._words)
            pairs = [pair for pair in pairs if key in name_key(full_name(*names_of(pair[1])))]
        return pairs

    def _rows(self):
        pairs, start = self._pairs(), (self._page - 1) * PAGE_SIZE
        words = Rows(self.context, self.say)
        forms = [self.form_of(*ids) for ids in (("familiarise",), ("change", "remove"))]
        first = next((form for form in forms if form is not None), None)
        table = Values(
            title=DECISIONS if self.context.is_council else ROWS,
            picks=PICKS if first is not None else None,
            form=f"deed-{first.id}" if first is not None else None,
            columns=columns_of(self.context),
            rows=self.ticked(
                PICKS, [words.row(*pair) for pair in pairs[start : start + PAGE_SIZE]]
            ),
        )
        if first is not None and pairs:
            first.table = table
        shown = [form for form in (*forms, self.form_of("appeal"), self.form_of("add")) if form]
        drafting = self._drafting
        return Values(
            id="rows",
            title=table.title,
            count=number_text(len(self.rows)) if self.rows else None,
            edit=f"{self.context.absolute_url()}/@@paste-rows"
            if drafting and not self.context.is_council
            else None,
            edit_title=PASTE,
            views=self._views(),
            table=table if pairs and first is None else None,
            pages=pages(len(pairs), self._page, self._address, self.say),
            empty=None if pairs else _("desk_protocol_empty", default="No rows yet."),
            foot=self._until(),
            forms=shown,
        )

    def _views(self):
        if not self.missing:
            return None
        url = self.context.absolute_url()
        every = _("desk_protocol_all", default="All rows")
        return [
            Values(title=every, url=f"{url}#rows", current=None if self._only_missing else "page"),
            Values(
                title=self._said(MISSING, n=number_text(len(self.missing))),
                url=f"{url}?missing=1#rows",
                current="page" if self._only_missing else None,
            ),
        ]

    def _until(self):
        record = self.context
        day = last_day_to_tell(record)
        if not self.missing or day is None:
            return None
        if day < self.today:
            return _(
                "desk_protocol_overdue",
                default="Familiarisation is overdue: it was due on ${day}.",
                mapping={"day": day_text(day)},
            )
        return _(
            "desk_protocol_until",
            default="Familiarise the pupils by ${day}.",
            mapping={"day": day_text(day)},
        )

    def _address(self, page=None):
        kept = "missing=1&" if self._only_missing else ""
        return f"?{kept}page={page}#rows"

    @property
    def back(self):
        """See :class:`DeedsMixin`: with the part of the list that was shown, from its top.

        What came of a deed stands above the rows and has to be seen.
        """
        return f"{self.context.absolute_url()}{'?missing=1' if self._only_missing else ''}"

    # -- what may be done ----------------------------------------------------------------------

    @cached_property
    def _drafting(self):
        allowed = getSecurityManager().checkPermission(states.MODIFY, self.context)
        return self.context.state == states.DRAFT and bool(allowed)

    def deeds(self):
        """See :class:`DeedsMixin`."""
        if self._drafting:
            yield from self._drafts()
            return
        record = self.context
        if any(familiarises(record, self.rows[position]) for position in self.missing):
            yield Deed(
                "familiarise",
                _("desk_protocol_familiarise", default="Note that the chosen were familiarised"),
                self._familiarise,
                fields.familiarising(),
                known=(("ack_day", self.today),),
                judge=lambda given: writer.judge_telling(
                    record, self._chosen(), given["ack_day"], given["ack_way"]
                ),
                prefix="ack_",
            )
        appeals = getSecurityManager().checkPermission(states.REGISTER, record)
        deciding = {} if record.is_council or not appeals else self._appealable()
        if deciding:
            yield Deed(
                "appeal",
                _("desk_protocol_appeal", default="Enter the result of an appeal"),
                self._appeal,
                fields.appealing(record.kind, deciding),
                text=_(
                    "desk_protocol_appeal_text",
                    default="A changed result becomes a new row; the old one stays visible and "
                    "counts no more.",
                ),
                css="btn-secondary",
                done=_("desk_done_protocol_appeal", default="The result of the appeal is entered."),
                prefix="appeal_",
            )

    def _appealable(self):
        """Position → who is in each row that a later protocol may still decide on."""
        found = self.context.states()
        return {
            str(at): f"{row.line or at}. {full_name(*names_of(row))}, {row.label}"
            for at, row in self.rows.items()
            if rules.OUTCOMES[found[at]]
        }

    def _drafts(self):
        record = self.context
        yield Deed(
            "add",
            _("desk_protocol_add", default="Add a row"),
            self._add,
            fields.adding(record.kind),
            text=_("desk_protocol_add_text", default="A new row:"),
            css="btn-secondary",
            done=ROW_ADDED,
            prefix="new_",
        )
        if not self.rows:
            return
        if not record.is_council:
            yield Deed(
                "change",
                _("desk_protocol_change", default="Change the chosen row"),
                self._change,
                fields.changing(self.context.kind),
                text=_(
                    "desk_protocol_change_text",
                    default="Choose a row above and fill in only what changes. Where the personal "
                    "file was not recognised, give its number.",
                ),
                css="btn-secondary",
                judge=lambda given: self._one_row(),
                done=ROW_CHANGED,
                prefix="row_",
            )
        yield Deed(
            "remove",
            _("desk_protocol_remove", default="Take the chosen out"),
            self._remove,
            css="btn-secondary",
            done=TAKEN_OUT,
        )

    def _chosen(self):
        found = [int(one) for one in self.chosen(PICKS) if one.isascii() and one.isdigit()]
        return [one for one in found if one in self.rows]

    def _one_row(self):
        """Return the position of the one chosen row; refuse none and several."""
        chosen = self._chosen()
        if len(chosen) != 1:
            raise Refusal(self.say(ONE_ROW))
        return chosen[0]

    def _familiarise(self, values):
        chosen = self._chosen()
        writer.acknowledge(
            self.context, chosen, values["ack_day"], values["ack_way"], values["ack_fact"] or ""
        )
        return _(
            "desk_protocol_familiarised", default="Familiarised: ${n}.", mapping={"n": len(chosen)}
        )

    def _appeal(self, values):
        given = fields.result_values(values, "appeal_")
        writer.rule_on(
            self.context,
            int(values["appeal_row"]),
            values["appeal_outcome"],
            values["appeal_number"] or "",
            values["appeal_day"],
            given,
        )

    def _add(self, values):
        if self.context.is_council:
            writer.add_rows(self.context, [fields.decision(values)])
        else:
            writer.add_rows(self.context, [fields.result(values)])

    def _change(self, values):
        position = self._one_row()
        given = {
            name: value for name, value in fields.result_values(values, "row_").items() if value
        }
        number = values["row_file"]
        if number:
            row = self.rows[position]
            given["file"] = find_file(number, row.cohort)
            if given["file"] is None:
                raise Refusal(self._said(NO_FILE, label=row.label, number=number))
        if not given:
            raise Refusal(self.say(NOTHING_NEW))
        writer.change_row(self.context, position, given)

    def _remove(self, values):
        chosen = self._chosen()
        for position in chosen:
            writer.remove_row(self.context, position)
        return None if chosen else _("desk_batch_nothing", default="No record was chosen.")
