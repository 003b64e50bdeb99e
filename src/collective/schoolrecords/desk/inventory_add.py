"""Adding single records to an inventory that is a draft: searched, chosen, added, or told why not."""

from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.deeds import DeedsMixin
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.formats import state_badge
from collective.schoolrecords.desk.record import RecordBase
from collective.schoolrecords.desk.register_query import MAX_TEXT
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle.word_forms import asked_for
from collective.schoolrecords.lifecycle.words import reasons_in_words
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.search.everything import find_rows
from collective.schoolrecords.retention.inventory import rows
from functools import cached_property
from urllib.parse import urlencode
from zExceptions import Forbidden


PICKS = "uid"
MOST = 30
ADD = _("desk_inventory_add", default="Add single records")
COLUMNS = (
    ("sr-nowrap", _("desk_col_order_number", default="No.")),
    ("sr-lead", _("desk_col_record", default="Record")),
    ("", _("desk_col_state", default="State")),
    ("sr-nowrap", _("desk_col_closed", default="Closed")),
    ("", _("desk_inventory_fits", default="Can it be listed")),
)


class AddRowsPage(DeedsMixin, RecordBase):
    """``add-rows?text=`` of an inventory; only a draft has it."""

    repeated_names = (PICKS,)
    title = ADD

    def trail(self):
        """See :class:`Page`."""
        return self.under_record()

    @cached_property
    def query(self):
        """The words asked for."""
        text = self.request.form.get("text")
        return text.strip()[:MAX_TEXT] if isinstance(text, str) else ""

    @property
    def back(self):
        """See :class:`DeedsMixin`."""
        return f"{self._url}?{urlencode({'text': self.query})}"

    @property
    def _url(self):
        return f"{self.context.absolute_url()}/@@add-rows"

    def render(self):
        """See :class:`DeedsMixin`; a locked inventory takes nothing."""
        if self.context.locked:
            raise Forbidden(self.say(LOCKED))
        return super().render()

    @cached_property
    def _found(self):
        if not self.query:
            return 0, []
        total, brains, _exact = find_rows(
            asked_for(self.query), most=MOST, portal_type=sorted(rows.FAMILIES)
        )
        return total, [brain.getObject() for brain in brains]

    def deeds(self):
        """See :class:`DeedsMixin`."""
        yield Deed("add", ADD_CHOSEN, self._add)

    def _add(self, values):
        chosen = list(dict.fromkeys(self.chosen(PICKS)))
        if not chosen:
            return _("desk_batch_nothing", default="No record was chosen.")
        known = rows.records_by_uid(chosen)
        rows.add_records(
            self.context, chosen, {uid: called(record) for uid, record in known.items()}
        )
        return _("desk_inventory_added", default="Rows added: ${n}.", mapping={"n": len(chosen)})

    @property
    def result(self):
        """What the template shows."""
        total, found = self._found
        form = self.form_of("add")
        table = self._table(found, total, form) if found else None
        return Values(
            title=ADD,
            line=self.record_title,
            links=[
                Values(
                    url=f"{self.context.absolute_url()}#rows",
                    css="btn-secondary",
                    title=_("desk_inventory_back", default="To the inventory"),
                )
            ],
            search=Values(action=self._url, title=ASK, value=self.query, button=SEARCH),
            empty=None if found else (NONE if self.query else None),
            tables=[table] if table else [],
            forms=[form] if table and any(row.pick for row in table.rows) else [],
        )

    def _table(self, found, total, form):
        maker = rows.RowMaker(self.context)
        return Values(
            id="found",
            title=FOUND,
            head=FOUND,
            count=number_text(total),
            picks=PICKS,
            form=f"deed-{form.id}",
            columns=[Values(css=css, title=text) for css, text in COLUMNS],
            rows=self.ticked(PICKS, [self._row(record, maker) for record in found]),
            foot=MORE if total > len(found) else None,
        )

    def _row(self, record, maker):
        name = called(record)
        told = reasons_in_words(list(maker.reasons(record, name)), record, self.request)
        why = [_sentence(one["message"].removeprefix(f"№ {name}: ")) for one in told]
        return Values(
            pick=None if why else record.UID(),
            label=f"{name} {record.title}",
            cells=[
                Values(text=name, css="sr-nowrap"),
                Values(text=record.title, css="sr-lead", url=record.absolute_url()),
                Values(state=state_badge(record.state, record.family_id)),
                Values(text=day_text(record.closed_on), css="sr-nowrap"),
                Values(text=" ".join(why) if why else self.say(FITS)),
            ],
        )


def _sentence(text):
    """Begin with a capital: the line names the record already, the reason need not."""
    return f"{text[:1].upper()}{text[1:]}"


def called(record):
    """Return what people call a record in a list: number, index, or the beginning of its title."""
    number = getattr(record, "file_number", "") or record.registration_number
    return number or record.case_index or record.title[:40]


ADD_CHOSEN = _("desk_inventory_add_chosen", default="Add the chosen")
ASK = _("desk_inventory_ask", default="Number, index or title of the record")
SEARCH = _("desk_inventory_search", default="Find")
FOUND = _("desk_inventory_found", default="Found")
NONE = _("desk_search_none", default="Nothing was found. Check the number or the name.")
MORE = _("desk_search_more", default="There are more: narrow the words.")
FITS = _("desk_inventory_may", default="Yes.")
LOCKED = _("desk_inventory_locked", default="Rows are added while the inventory is a draft.")
