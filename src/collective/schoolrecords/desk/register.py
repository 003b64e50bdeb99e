"""The register: a table from the catalog alone, filtered, sorted and paged by the address."""

from collective.schoolrecords.access.log.requests import note_shown
from collective.schoolrecords.desk import navigation
from collective.schoolrecords.desk.batch import batch_states
from collective.schoolrecords.desk.batch import batch_steps
from collective.schoolrecords.desk.empty_registers import empty_words
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.hand_back import may_hand_back
from collective.schoolrecords.desk.hand_back import TITLE as HAND_BACK
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.register_chips import chips
from collective.schoolrecords.desk.register_chips import facets
from collective.schoolrecords.desk.register_columns import COLUMNS
from collective.schoolrecords.desk.register_columns import Rows
from collective.schoolrecords.desk.register_query import find
from collective.schoolrecords.desk.register_query import PAGE_SIZE
from collective.schoolrecords.desk.register_query import read_question
from collective.schoolrecords.desk.row_html import rows_html
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle.steps import version_of
from collective.schoolrecords.messages import _
from functools import cached_property
from plone import api


ADD_TITLES = {
    "personal_file": _("desk_action_add_personal_file", default="File a personal file"),
    "portfolio": _("desk_action_add_portfolio", default="Open a portfolio"),
    "order": _("desk_action_add_order", default="Draw up an order"),
    "local_regulation": _("desk_action_add_local_regulation", default="Draw up a local regulation"),
    "case_file": _("desk_action_add_case", default="Open a case"),
    "inventory": _("desk_action_add_inventory", default="Compile an inventory"),
    "destruction_act": _("desk_action_add_act", default="Draw up an act"),
    "book": _("desk_action_add_book", default="Open a book"),
    "protocol": _("desk_action_add_protocol", default="Draw up a protocol"),
}
FIRST_COLUMN = {"case_file": "index"}
#: Columns whose name stands before the value on a phone.
LABELLED = ("opened", "dated", "closed", "awaiting")
ADD_RECORD = "School Records: Add Record"


class RegisterPage(Page):
    """``view`` of a register."""

    main_css = "sr-main-register"

    @cached_property
    def family(self):
        """Id of the family of records in this register."""
        return self.context.family

    @property
    def title(self):
        """The register's name."""
        return navigation.TITLES[navigation.NAV_KEYS[self.family]]

    @property
    def current(self):
        """See :class:`Page`."""
        return navigation.NAV_KEYS[self.family]

    @property
    def register_key(self):
        """See :class:`Page`."""
        return self.context.getId()

    @cached_property
    def question(self):
        """What the address asks."""
        return read_question(self.family, self.request.form)

    @cached_property
    def rows_in_words(self):
        """The texts of rows."""
        return Rows(self.site, self.request, self.today, self.family)

    @cached_property
    def register(self):
        """Everything that the template shows."""
        question = self.question
        start = (question.page - 1) * PAGE_SIZE
        path = "/".join(self.context.getPhysicalPath())
        catalog = api.portal.get_tool("portal_catalog")
        total, brains = find(catalog, question, path, start, PAGE_SIZE)
        note_shown(brain.UID for brain in brains)
        rows, batch = self._rows(brains), self._batch(self.context.absolute_url())
        shown = self._shown(start, len(brains), total)
        url = self.context.absolute_url()
        return Values(
            title=self.title,
            said=shown,
            shown=shown,
            printed=self._printed(),
            actions=self._actions(url),
            chips=chips(question, self.rows_in_words, self.say),
            facets=facets(question, self.rows_in_words, self.reader, self.today, self.say),
            reset=url if question.narrowed else None,
            find=self._find(url),
            columns=[self._column(column) for column in COLUMNS[self.family]],
            exports=[
                Values(
                    icon="sheet",
                    url=f"{url}/@@export-csv{question.address()}",
                    title=_("desk_export_csv", default="Table CSV"),
                )
            ],
            rows=rows,
            rows_html=rows_html(rows, self.sprite, bool(batch)),
            batch=batch,
            batch_action=f"{url}/@@batch",
            kept=question.address(page=question.page if question.page > 1 else None),
            pages=pages(total, question.page, question.address, self.say),
            empty=_("desk_empty", default="No record meets these conditions.")
            if question.narrowed
            else empty_words(self.family),
        )

    def _shown(self, start, count, total):
        return self.say(
            _(
                "desk_shown",
                default="${first}–${last} of ${total}",
                mapping={
                    "first": number_text(start + 1 if count else 0),
                    "last": number_text(start + count),
                    "total": number_text(total),
                },
            )
        )

    def _printed(self):
        return _(
            "desk_print_line",
            default="${school} · as of ${day} · ${name}",
            mapping={
                "school": self.site.title,
                "day": day_text(self.today),
                "name": self.reader.name,
            },
        )

    def _actions(self, url):
        if not api.user.has_permission(ADD_RECORD, obj=self.context):
            return ()
        return [
            Values(
                icon="plus",
                url=f"{url}/@@add-record",
                css="btn-primary",
                title=ADD_TITLES[self.family],
            )
        ]

    def _find(self, url):
        kept = {**self.question.given, "sort": self.question.sort}
        if self.question.down:
            kept["down"] = "1"
        return Values(
            action=url,
            hidden=[Values(name=name, value=value) for name, value in kept.items() if value],
            text=self.question.text,
        )

    def _column(self, column):
        question = self.question
        here = column.id == question.sort or (not question.sort and column.sort == "record_sort")
        down = here and not question.down
        icon = ("down" if question.down else "up") if here else "sort"
        return Values(
            id=column.id,
            title=column.title,
            css=column.css,
            fixed=column.fixed,
            off="" if column.off else None,
            sort=question.address(sort=column.id, down=1 if down else None)
            if column.sort
            else None,
            sort_icon=icon,
            sorted=("descending" if question.down else "ascending") if here else None,
        )

    def _rows(self, brains):
        words, columns = self.rows_in_words, COLUMNS[self.family]
        first = FIRST_COLUMN.get(self.family, "number")
        leaving = batch_states(self.family, self.reader)
        titles = {one.id: self.say(one.title) for one in columns if one.id in LABELLED}
        found = []
        for brain in brains:
            cells = []
            for column in columns:
                name = column.id
                state = words.state(brain.review_state) if name == "state" else None
                text = "" if state else words.text(name, brain)
                url = brain.getURL() if name == first else None
                cells.append(
                    Values(
                        col=name,
                        css=column.css,
                        text=text,
                        full=text if column.cut and text else None,
                        state=state,
                        url=url,
                        link="sr-open" if url else None,
                        off="" if column.off else None,
                        label=titles.get(name) if text else None,
                    )
                )
            # Only a record that a batch may move is loaded: to say which version is on the page.
            may_move = brain.review_state in leaving
            seen = version_of(brain._unrestrictedGetObject()) if may_move else None
            found.append(Values(uid=brain.UID, label=cells[0].text, cells=cells, seen=seen))
        return found

    def _batch(self, url):
        found = [
            Values(id=step, icon="check", url=f"{url}/@@batch", title=title)
            for step, title in batch_steps(self.family, self.reader)
        ]
        if self.family == "case_file" and may_hand_back(self.reader):
            page = f"{url}/@@hand-back"
            found.append(Values(id="hand-back", icon="leave", url=page, title=HAND_BACK))
        return found


def pages(total, here, address, say):
    """Return links to the first page, those around ``here`` and the last one."""
    last = max(1, -(-total // PAGE_SIZE))
    if last == 1:
        return ()
    near = {1, last, *range(max(1, here - 1), min(last, here + 1) + 1)}
    found, former = [], 0
    for number in sorted(near):
        if number > former + 1:
            found.append(Values(title="…"))
        label = _("desk_page_n", default="Page ${n}", mapping={"n": number})
        found.append(
            Values(
                title=str(number),
                key=str(number),
                url=address(page=number if number > 1 else None),
                label=say(label),
                current="page" if number == here else None,
            )
        )
        former = number
    if here < last:
        found.append(
            Values(
                icon="right",
                key="next",
                rel="next",
                url=address(page=here + 1),
                label=say(_("desk_page_next", default="Next page")),
            )
        )
    return found
