"""``repealed-acts`` of the site: which laws no longer hold, and the school's own lines."""

from collective.schoolrecords.core.local_regulations import LOCAL_ACT
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.deeds import DeedsMixin
from collective.schoolrecords.desk.deeds import TAKEN_OUT
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import state_badge
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.regulations.record_page import outdated_lines
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.local_regulation import regulation_json
from collective.schoolrecords.records.local_regulation import repealed
from zope import schema
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


PICKS = "act"
COLUMNS = (
    ("sr-lead", _("repealed_kind", default="Kind of act")),
    ("sr-nowrap", _("repealed_number", default="Number")),
    ("sr-nowrap", _("repealed_dated_on", default="Date")),
    ("", _("repealed_replaced_by", default="What replaced it")),
    ("sr-side", _("desk_repealed_who", default="Whose line it is")),
)
CITING = (
    ("sr-lead", _("desk_citing_regulation", default="Local regulation")),
    ("", _("desk_citing_what", default="What it cites")),
    ("", _("desk_col_state", default="State")),
)
KINDS = SimpleVocabulary(
    [SimpleTerm(value, title=title) for value, title in regulation_json.KINDS.items()]
)
FIELDS = (
    schema.Choice(__name__="kind", title=repealed.TITLES["kind"], vocabulary=KINDS),
    schema.TextLine(__name__="number", title=repealed.TITLES["number"], max_length=60),
    schema.Date(__name__="dated_on", title=repealed.TITLES["dated_on"]),
    schema.TextLine(
        __name__="title", title=repealed.TITLES["title"], required=False, max_length=400
    ),
    schema.TextLine(__name__="replaced_by", title=repealed.TITLES["replaced_by"], max_length=400),
    schema.Date(__name__="since", title=repealed.TITLES["since"], required=False),
    schema.TextLine(__name__="source", title=repealed.TITLES["source"], max_length=400),
)


class RepealedPage(DeedsMixin, Page):
    """The list; POST adds a line of the school or takes one out."""

    repeated_names = (PICKS,)
    title = _("desk_repealed_title", default="Acts that no longer hold")
    current = "local_acts"

    @property
    def back(self):
        """See :class:`DeedsMixin`."""
        return f"{self.site.absolute_url()}/@@repealed-acts"

    def trail(self):
        """See :class:`Page`."""
        return ((TITLES["local_acts"], f"{self.site.absolute_url()}/regulations"),)

    @property
    def result(self):
        """What the template shows."""
        own = {one.key for one in repealed.own_acts()}
        rows = [self._row(one, one.key in own) for one in repealed.known_acts()]
        heads = [Values(css=css, title=text) for css, text in COLUMNS]
        drop = self.form_of("drop")
        table = Values(
            title=self.title, columns=heads, rows=rows, picks=PICKS if drop is not None else None
        )
        if drop is not None:
            drop.table = table
        forms = [drop, self.form_of("add")]
        return Values(
            title=self.title,
            line=_(
                "desk_repealed_line",
                default="By this list outdated references of local regulations are marked.",
            ),
            tables=[*self._citing(), *([] if drop is not None else [table])],
            forms=[one for one in forms if one is not None],
        )

    def _citing(self):
        """The versions that cite something of the list; nothing without any."""
        rows = [self._cites(record) for record in repealed.citing()]
        title = _("desk_citing_title", default="Local regulations that cite it")
        heads = [Values(css=css, title=text) for css, text in CITING]
        table = Values(
            id="citing", title=title, head=title, count=str(len(rows)), columns=heads, rows=rows
        )
        return [table] if rows else []

    def _cites(self, record):
        number = record.registration_number
        title = f"№ {number} {record.title}" if number else record.title
        return Values(
            cells=[
                Values(text=title, css="sr-lead", url=record.absolute_url()),
                Values(text=" ".join(outdated_lines(record, self.request))),
                Values(state=state_badge(record.state, "local_regulation")),
            ]
        )

    def _row(self, act, own):
        if own:
            whose = _("desk_repealed_own", default="the school's")
        elif act.kind == LOCAL_ACT:
            whose = _("desk_repealed_register", default="of the register of local regulations")
        elif act.verified:
            whose = _("desk_repealed_shipped", default="of the package")
        else:
            whose = _("desk_repealed_unverified", default="of the package, not checked")
        return Values(
            pick=repealed.act_id(act) if own else None,
            label=f"{act.number}, {day_text(act.dated_on)}",
            cells=[
                Values(text=regulation_json.KINDS[act.kind], css="sr-lead", sub=act.title or None),
                Values(text=act.number, css="sr-nowrap"),
                Values(text=day_text(act.dated_on), css="sr-nowrap"),
                Values(text=act.replaced_by),
                Values(text=whose, css="sr-side", sub=act.source or None),
            ],
        )

    def deeds(self):
        """See :class:`DeedsMixin`."""
        title = _("desk_repealed_add", default="Add an act")
        done = _("desk_done_repealed_added", default="The act is entered.")
        yield Deed("add", title, self._add, FIELDS, done=done)
        if repealed.own_acts():
            yield Deed(
                "drop",
                _("desk_repealed_drop", default="Take the chosen out"),
                self._drop,
                css="btn-secondary",
                done=TAKEN_OUT,
            )

    def _add(self, given):
        repealed.add_act({**given, "title": given["title"] or ""})

    def _drop(self, given):
        known = {repealed.act_id(one) for one in repealed.own_acts()}
        for one in self.chosen(PICKS):
            if one in known:
                repealed.drop_act(one)
