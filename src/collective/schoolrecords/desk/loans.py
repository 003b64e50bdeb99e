"""What is lent for a time: the list of the school, what of it waits, what falls due soon."""

from collective.schoolrecords.access.log.requests import note_shown
from collective.schoolrecords.core import lending as rules
from collective.schoolrecords.desk.asked_page import AskedPage
from collective.schoolrecords.desk.desk_matters import item
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.loan_words import STANDINGS
from collective.schoolrecords.desk.loan_words import texts_of
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.register import pages
from collective.schoolrecords.desk.register_query import PAGE_SIZE
from collective.schoolrecords.desk.row_html import rows_html
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.receipts.journal import find_journal
from collective.schoolrecords.retention.receipts.journal import LENT
from collective.schoolrecords.retention.receipts.overview import receipts_data
from functools import cached_property
from plone import api


#: Offices that lend files and take them back.
LENDERS = frozenset(("archivist", "secretary"))
COLUMNS = (
    ("record", _("desk_col_record", default="Record"), "sr-lead sr-wide"),
    ("state", _("desk_loan_standing", default="How it stands"), None),
    ("holder", _("desk_loan_holder", default="To whom"), "sr-cut"),
    ("basis", texts.DETAILS["basis"], "sr-side sr-cut"),
    ("given", _("desk_loan_given", default="Given"), "sr-nowrap"),
    ("until", _("desk_loan_until", default="Until"), "sr-nowrap"),
    ("back", _("desk_loan_back", default="Back"), "sr-side sr-cut"),
    ("number", _("desk_loan_number", default="Receipt"), "sr-nowrap"),
)
LABELLED = ("given", "until", "back", "number")
HIDDEN = _("desk_due_hidden", default="not open to you")


def loans_by_standing(today):
    """Return standing → receipts of what was lent: overdue and out by day, returned the latest first."""
    found = {standing: [] for standing in rules.STANDINGS}
    journal = find_journal()
    for one in journal.all() if journal is not None else ():
        if one.kind == LENT:
            found[rules.standing(one.until, one.returned_on, today)].append(one)
    for standing in (rules.OVERDUE, rules.OUT):
        found[standing].sort(key=_last_day)
    found[rules.RETURNED].sort(key=lambda one: (one.returned_on, one.number), reverse=True)
    return found


def out_now():
    """Return (receipt, catalog row) of what is lent and the reader may see, by the last day."""
    journal = find_journal()
    found = list(journal.out()) if journal is not None else []
    if not found:
        return []
    catalog = api.portal.get_tool("portal_catalog")
    brains = {brain.UID: brain for brain in catalog(UID=[one.uid for one in found])}
    return [(one, brains[one.uid]) for one in sorted(found, key=_last_day) if one.uid in brains]


def _last_day(receipt):
    """Loans of former years may have no last day; they stand last, by the day of giving."""
    return receipt.until is None, receipt.until or receipt.given_on


def loan_matters(reader, today, say):
    """Return the lines of "Waits for you": what was not returned in time, and what is out."""
    if not LENDERS & set(reader.keys):
        return []
    standings = [rules.standing(one.until, None, today) for one, _brain in out_now()]
    url, found = f"{reader.site.absolute_url()}/@@loans", []
    late, out = standings.count(rules.OVERDUE), standings.count(rules.OUT)
    if late:
        title = _("desk_wait_loans_late", default="Files lent and not returned in time")
        end = _("desk_end_late", default="late")
        found.append(item(late, title, f"{url}?standing=overdue", end, "stop", say))
    if out:
        title = _("desk_wait_loans_out", default="Files lent for a time")
        found.append(item(out, title, url, None, "past", say))
    return found


def loan_days(reader):
    """Yield (day, title, address) of what is to come back, for whoever lends files."""
    if not LENDERS & set(reader.keys):
        return
    for one, brain in out_now():
        if one.until is not None:
            data = {"title": brain.Title}
            title = _("desk_soon_loan", default="To come back: ${title}", mapping=data)
            yield one.until, title, f"{brain.getURL()}/@@lending"


class LoansList(AskedPage, Page):
    """``loans?standing=…``: files lent for a time; those that are out without a standing."""

    title = TITLES["loans"]
    current = "loans"
    register_key = "loans"
    main_css = "sr-main-register"

    @cached_property
    def standing(self):
        """The standing asked for."""
        return self.one_asked("standing", rules.STANDINGS) or rules.OUT

    @property
    def asked(self):
        """See :class:`AskedPage`."""
        return {"standing": self.standing}

    @cached_property
    def loans(self):
        """Standing → receipts."""
        return loans_by_standing(self.today)

    @cached_property
    def register(self):
        """Everything that the template shows."""
        found, start = self.loans[self.standing], (self.number - 1) * PAGE_SIZE
        page = receipts_data(found[start : start + PAGE_SIZE], self.request, "")
        note_shown(one["record"]["UID"] for one in page if one["record"]["@id"])
        lines = [self._row(one) for one in page]
        shown = self.span_words(start, lines, len(found))
        return Values(
            title=self.title,
            said=shown,
            shown=shown,
            printed=day_text(self.today),
            actions=(),
            sums=[self._sum(name) for name in rules.STANDINGS],
            chips=(),
            columns=[
                Values(id=name, title=title, css=css, fixed=name == "record")
                for name, title, css in COLUMNS
            ],
            rows=lines,
            rows_html=rows_html(lines, self.sprite, False),
            pages=pages(len(found), self.number, self.address, self.say),
            empty=_(
                "desk_loans_none",
                default="There are none. A file is lent from its own page.",
            ),
        )

    def _sum(self, name):
        return Values(
            key=name,
            count=number_text(len(self.loans[name])),
            state=STANDINGS[name],
            url=self.address(standing=name, page=None),
            current="true" if name == self.standing else None,
        )

    def _row(self, loan):
        record, told = loan["record"], texts_of(loan, self.today, self.say)
        name = record["title"] or self.say(HIDDEN)
        told["record"] = name
        state = Values(**{**told.pop("state").__dict__})
        state.title = self.say(state.title)
        cells = []
        for column, title, css in COLUMNS:
            text = told.get(column, "")
            lead = column == "record" and record["@id"]
            cells.append(
                Values(
                    col=column,
                    css=css,
                    text=text,
                    full=text if text and "sr-cut" in (css or "") else None,
                    url=record["@id"] if lead else None,
                    link="sr-open" if lead else None,
                    label=self.say(title) if column in LABELLED and text else None,
                    state=state if column == "state" else None,
                )
            )
        return Values(uid=record["UID"], label=name, cells=cells)
