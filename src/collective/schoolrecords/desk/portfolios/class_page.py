"""The portfolios of a class: who has one, what is in it, and when the family saw it.

The class teacher organises the work on them and shows them to the parents systematically
(S20-3.5.3), so the page opens what is missing and notes a parents' evening for many at once.
"""

from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.desk.class_table import files_of
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.deeds import DeedsMixin
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import name_in_table
from collective.schoolrecords.desk.formats import state_badge
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.no_classes import no_classes
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.portfolios import words
from collective.schoolrecords.desk.portfolios.record_page import SHOW_FIELDS
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.portfolio.achievements import achievements_of
from collective.schoolrecords.records.portfolio.claims import portfolios_of_file
from collective.schoolrecords.records.portfolio.opening import lacks_portfolio
from collective.schoolrecords.records.portfolio.opening import may_open
from collective.schoolrecords.records.portfolio.opening import open_portfolio
from collective.schoolrecords.records.portfolio.portfolio_json import PLACES
from collective.schoolrecords.records.search.everything import of_number
from collective.schoolrecords.school.cohorts import cohorts_on
from collective.schoolrecords.school.rights import MANAGE_SCHOOL
from dataclasses import dataclass
from functools import cached_property
from plone import api
from zExceptions import Forbidden
from zope import schema
from zope.i18nmessageid import Message


PICKS = "file"
COLUMNS = (
    ("sr-lead", _("desk_col_pupil", default="Pupil")),
    ("", _("desk_col_portfolio", default="Portfolio")),
    ("sr-num", _("desk_section_achievements", default="Achievements")),
    ("", _("desk_portfolio_where", default="Where it is")),
    ("sr-nowrap", _("desk_section_showings", default="Shown to the family")),
)
NOTHING = _("desk_class_portfolios_pick", default="Nobody was chosen.")
#: What the desk counts, as the address names it, and what the page says then.
LACKING, UNSEEN = "lacking", "unseen"
ONLY = {
    LACKING: _("desk_class_portfolios_lacking", default="${label}: without a portfolio"),
    UNSEEN: _("desk_class_portfolios_unseen", default="${label}: not shown this school year"),
}
EMPTY = _("desk_class_portfolios_empty", default="The class has no files.")
EMPTY_ONLY = _("desk_class_portfolios_none_left", default="Nobody is left here.")


@dataclass
class Pupil:
    """A pupil's file with the portfolio that is being kept, if there is one."""

    file: object
    record: object

    @property
    def shown_on(self):
        """The last day on which the family saw it, or ``None``."""
        if self.record is None:
            return None
        return max((one.day for one in achievements_of(self.record).showings()), default=None)


def pupils_of(cohort_id):
    """Return the :class:`Pupil` values of a class that the reader may see, by name."""
    found = []
    for file in files_of(cohort_id):
        kept = [one for one in portfolios_of_file(file) if one.state == life.CURRENT]
        found.append(Pupil(file, kept[-1] if kept else None))
    return found


def unseen(cohort_id, today):
    """Return (pupils without a portfolio, portfolios not shown this school year) of a class."""
    pupils = pupils_of(cohort_id)
    return tuple(sum(1 for one in pupils if _is_one(one, only, today)) for only in ONLY)


def _is_one(pupil, only, today):
    """Whether a pupil is counted under one of :data:`ONLY`."""
    if only == LACKING:
        return lacks_portfolio(pupil.file) is not None
    first_day = SchoolYear.of(today).first_day
    late = pupil.shown_on is None or pupil.shown_on < first_day
    return pupil.record is not None and late


class ClassPortfolios(DeedsMixin, Page):
    """``class-portfolios?class=…`` of the site."""

    repeated_names = (PICKS,)
    title = _("desk_class_portfolios", default="Portfolios of the class")
    current = "portfolios"

    @cached_property
    def cohorts(self):
        """The classes whose portfolios the reader looks after: the own ones, for the office all."""
        if api.user.has_permission(MANAGE_SCHOOL, obj=self.site):
            return list(cohorts_on(self.reader.school, self.today)) if self.reader.school else []
        return self.reader.own_cohorts()

    @cached_property
    def cohort(self):
        """The class in the address, else the first one; 403 for who has none."""
        asked = self.request.form.get("class")
        found = next((one for one in self.cohorts if one.id == asked), None)
        if found is None and (asked or not self.cohorts):
            raise Forbidden(self.say(_("desk_class_not_yours", default="This is not your class.")))
        return found or self.cohorts[0]

    @cached_property
    def pupils(self):
        """The pupils of the class."""
        return pupils_of(self.cohort.id)

    @property
    def back(self):
        """See :class:`DeedsMixin`."""
        return f"{self.site.absolute_url()}/@@class-portfolios?class={self.cohort.id}"

    def trail(self):
        """See :class:`Page`."""
        return ((TITLES["portfolios"], f"{self.site.absolute_url()}/portfolios"),)

    @property
    def result(self):
        """What the template shows; to the office of a school without classes, how they are opened."""
        if not self.cohorts and api.user.has_permission(MANAGE_SCHOOL, obj=self.site):
            return no_classes(self.site, self.title)
        only = self.request.form.get("only")
        only = only if only in tuple(ONLY) else None
        pupils = [one for one in self.pupils if only is None or _is_one(one, only, self.today)]
        rows = self.ticked(PICKS, [self._row(one) for one in pupils])
        chosen = self.form_of("show", "open")
        table = words.table(self.title, COLUMNS, rows, picks=PICKS if chosen else None)
        if chosen is not None and rows:
            chosen.table = table
        return Values(
            title=self.title,
            line=self._line(only),
            views=self._views(only),
            tables=[] if chosen is not None or not rows else [table],
            forms=[chosen] if chosen is not None and rows else (),
            empty=None if rows else EMPTY if only is None else EMPTY_ONLY,
        )

    def _line(self, only):
        label = self.cohort.name_on(self.today)
        return label if only is None else Message(ONLY[only], mapping={"label": label})

    def _views(self, only):
        """The classes of the reader; of a part of one the way to the whole class, too."""
        if len(self.cohorts) < 2 and only is None:
            return ()
        url = f"{self.site.absolute_url()}/@@class-portfolios?class="
        return [
            Values(
                title=one.name_on(self.today),
                url=f"{url}{one.id}",
                current="page" if one.id == self.cohort.id and only is None else None,
            )
            for one in self.cohorts
        ]

    def _row(self, pupil):
        file, record = pupil.file, pupil.record
        name = name_in_table(file.full_name)
        achievements = achievements_of(record).live() if record is not None else ()
        certified = achievements_of(record).certifications() if record is not None else {}
        sub = None
        if achievements:
            sub = _(
                "desk_class_portfolios_certified",
                default="certified: ${n}",
                mapping={"n": sum(1 for one in achievements if one.number in certified)},
            )
        return Values(
            pick=file.UID(),
            label=name,
            cells=[
                Values(text=name, css="sr-lead", url=(record or file).absolute_url()),
                Values(state=state_badge(record.state, "portfolio"), sub=words.span(record.cycle))
                if record is not None
                else Values(text=_("desk_portfolio_none", default="none")),
                Values(
                    text=str(len(achievements) or ""),
                    css="sr-num",
                    sub=sub,
                    label=self.say(COLUMNS[2][1]) if achievements else None,
                ),
                Values(text=PLACES[record.kept_by] if record is not None else ""),
                Values(
                    text=day_text(pupil.shown_on),
                    css="sr-nowrap",
                    label=self.say(COLUMNS[4][1]) if pupil.shown_on else None,
                ),
            ],
        )

    def deeds(self):
        """See :class:`DeedsMixin`."""
        may_show = [
            one.record
            for one in self.pupils
            if one.record is not None and api.user.has_permission(life.MODIFY, obj=one.record)
        ]
        if may_show:
            yield Deed(
                "show",
                _("desk_class_portfolios_show", default="The chosen were shown"),
                self._show,
                SHOW_FIELDS,
                known=(("shown_on", self.today),),
            )
        if any(may_open(one.file) and lacks_portfolio(one.file) for one in self.pupils):
            yield Deed(
                "open",
                _("desk_class_portfolios_open", default="Open portfolios for the chosen"),
                self._open,
                css="btn-secondary",
            )

    def _chosen(self):
        uids = set(self.chosen(PICKS))
        return [one for one in self.pupils if one.file.UID() in uids]

    def _show(self, given):
        chosen = [one.record for one in self._chosen() if one.record is not None]
        for record in chosen:
            achievements_of(record).show(given["shown_on"], given["to_whom"], given["occasion"])
        return _said(chosen)

    def _open(self, given):
        chosen = [one.file for one in self._chosen() if lacks_portfolio(one.file) is not None]
        for file in chosen:
            open_portfolio(file)
        return _said(chosen)


def _said(chosen):
    if not chosen:
        return NOTHING
    return _("desk_class_portfolios_done", default="Done: ${n}.", mapping={"n": len(chosen)})


NUMBER = "file_number"


def _unknown(number):
    return _(
        "desk_file_unknown",
        default="There is no registered personal file ${number}.",
        mapping={"number": number},
    )


def _twice(number):
    return _(
        "desk_file_twice",
        default="Several personal files have the number ${number}: open the right one from "
        "the list of the class.",
        mapping={"number": number},
    )


class AddPortfolio(DeedsMixin, Page):
    """``add-record`` of the register of portfolios: by the number of the personal file."""

    title = _("desk_action_add_portfolio", default="Open a portfolio")
    current = "portfolios"

    @property
    def back(self):
        """See :class:`DeedsMixin`."""
        return f"{self.context.absolute_url()}/@@add-record"

    def trail(self):
        """See :class:`Page`."""
        return ((TITLES["portfolios"], self.context.absolute_url()),)

    @property
    def result(self):
        """What the template shows."""
        site = self.site.absolute_url()
        links = []
        if api.user.has_permission(MANAGE_SCHOOL, obj=self.site):
            whole = _("desk_class_portfolios_whole", default="For a whole class")
            links = [Values(url=f"{site}/@@class-portfolios", css="btn-secondary", title=whole)]
        return Values(title=self.title, links=links, tables=(), forms=[self.form_of("open")])

    def deeds(self):
        """See :class:`DeedsMixin`."""
        cycle = schema.TextLine(
            __name__="cycle",
            title=_("desk_portfolio_cycle", default="Grades of the cycle"),
            description=_(
                "desk_portfolio_cycle_hint",
                default="For example 1-4; empty: those of the pupil's present grade",
            ),
            required=False,
            max_length=5,
        )
        number = schema.TextLine(
            __name__=NUMBER,
            title=_("desk_portfolio_file_number", default="Number of the personal file"),
            description=_("desk_portfolio_file_number_hint", default="For example К-25"),
            max_length=20,
        )
        place = schema.TextLine(
            __name__="storage_place",
            title=_("desk_col_place", default="Place of storage"),
            required=False,
            max_length=200,
        )
        yield Deed("open", self.title, self._open, (number, cycle, place))

    def _open(self, given):
        number = given["file_number"].strip()
        brains = of_number(number, "personal_file", review_state="current")
        if len(brains) != 1:
            text = self.say(_twice(number) if brains else _unknown(number))
            raise _Unknown(text, [{"code": "file_number", "field": NUMBER, "message": text}])
        made = open_portfolio(
            brains[0].getObject(), given["cycle"], storage_place=given["storage_place"]
        )
        self._made = made.absolute_url()

    def keep_refusal(self, refusal):
        """See :class:`FormMixin`; what stands against the file stands against its number here."""
        refusal.reasons = [
            {**one, "field": NUMBER if one["field"] == "pupil_file" else one["field"]}
            for one in refusal.reasons
        ]
        super().keep_refusal(refusal)

    _made = None

    def go(self, url):
        """Open what was opened."""
        return super().go(self._made or url)


class _Unknown(Refusal):
    """The number names no file, or more than one (volumes of the book)."""

    status = 400
