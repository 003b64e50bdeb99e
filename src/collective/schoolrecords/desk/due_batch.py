"""What can be done with many rows of the due list at once: suspend them, or put them into an act."""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.deeds import DeedsMixin
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.holds_page import hold_fields
from collective.schoolrecords.desk.kept_question import kept_question
from collective.schoolrecords.desk.kept_question import question_field
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.act import candidates
from collective.schoolrecords.retention.act.overview import acts
from collective.schoolrecords.retention.hold.jobs import place_many
from functools import cached_property
from plone import api
from plone.dexterity.utils import createContentInContainer
from zope import schema
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


MOST = 500


class DueBatch(DeedsMixin, Page):
    """A form for the chosen rows; the first POST brings the choice and changes nothing."""

    repeated_names = ("uid",)
    current = "due"
    #: What the chosen records were put into: the page that one wants to see next.
    into = None

    def trail(self):
        """See :class:`Page`."""
        return ((TITLES["due"], self.back),)

    @property
    def back(self):
        """See :class:`DeedsMixin`: the list with what it was asked."""
        return f"{self.site.absolute_url()}/@@due{kept_question(self.request.form)}"

    @property
    def action(self):
        """Address that the form is sent to."""
        return f"{self.site.absolute_url()}/@@{self.__name__}"

    @property
    def uids(self):
        """The chosen records."""
        return self.chosen("uid")[:MOST]

    def render(self):
        """Ask, or do it; without a choice go back to the list."""
        if not self.posted() or not self.uids:
            self.note(_("desk_batch_nothing", default="No record was chosen."), "warning")
            return self.go(self.back)
        if self.request.form.get("do") and self._do():
            return self.go(self.back if self.into is None else self.into.absolute_url())
        return self.index()

    @property
    def record(self):
        """What the template shows."""
        form = self.form_of(*self._deeds)
        form.action = self.action
        chosen = [Values(name="uid:list", value=uid) for uid in self.uids]
        form.hidden = [*chosen, *question_field(self.request.form)]
        line = _(
            "desk_due_chosen",
            default="records chosen: ${n}",
            mapping={"n": number_text(len(self.uids))},
        )
        return Values(
            title=self.title,
            state=CHOSEN,
            line=[line],
            steps=(),
            blocked=(),
            links=(),
            aside=(),
            sections=[
                Values(id="do", title=self.title, forms=[form]),
                Values(
                    id="chosen",
                    title=CHOSEN_RECORDS,
                    count=number_text(len(self.uids)),
                    table=self._chosen_table(),
                ),
            ],
        )

    def _chosen_table(self):
        brains = api.portal.get_tool("portal_catalog")(UID=self.uids, sort_on="record_sort")
        return Values(
            title=CHOSEN_RECORDS,
            columns=[Values(css="sr-lead", title=_("desk_col_record", default="Record"))],
            rows=[
                Values(cells=[Values(css="sr-lead", text=one.Title, url=one.getURL())])
                for one in brains
            ],
        )


class HoldMany(DueBatch):
    """``hold-many``: suspend the destruction of the chosen records, as a job."""

    title = _("desk_hold_place", default="Suspend destruction")

    def deeds(self):
        """See :class:`DeedsMixin`."""
        yield Deed("place", self.title, self._place, hold_fields())

    def _place(self, values):
        given = {name: value for name, value in values.items() if value is not None}
        place_many(self.site, self.uids, started_by=self.reader.id, **given)
        return _(
            "desk_hold_many", default="The holds are being laid. The list of holds shows them."
        )


class ActMany(DueBatch):
    """``act-many``: put the chosen records into a draft act, an open one or a new one."""

    title = _("desk_act_many", default="Put into an act")

    @cached_property
    def _drafts(self):
        return acts(self.site, states=("draft",))

    def deeds(self):
        """See :class:`DeedsMixin`; while no act is open the new one has to be named."""
        year = {"year": str(school_today().year)}
        fields = (
            schema.TextLine(
                __name__="new_title",
                title=_("desk_act_new_title", default="Title of a new act"),
                description=OR_NEW if self._drafts else None,
                required=not self._drafts,
                max_length=400,
            ),
        )
        if self._drafts:
            terms = [SimpleTerm(one.getId(), one.getId(), one.title) for one in self._drafts]
            act = schema.Choice(
                __name__="act",
                title=_("desk_act_draft", default="Act in draft"),
                vocabulary=SimpleVocabulary(terms),
                required=False,
            )
            yield Deed("add", self.title, self._add, (act, *fields))
        else:
            proposed = self.say(
                _(
                    "desk_act_proposed",
                    default="Act of selection for destruction, ${year}",
                    mapping=year,
                )
            )
            yield Deed("add", self.title, self._add, fields, known=(("new_title", proposed),))

    def _add(self, values):
        register = self.site["destruction-acts"]
        act, title = values.get("act"), values["new_title"]
        if bool(act) == bool(title):
            told = self.say(NONE_NAMED if not act else BOTH_NAMED)
            reason = {"code": "act_not_named", "field": "act", "message": told}
            raise Refusal(told, [reason])
        if act:
            act = register[act]
        else:
            act = createContentInContainer(register, "destruction_act", title=title)
        self.into = act
        added = candidates.add_candidates(act, self.uids, fitting_only=True)
        return _(
            "desk_act_added",
            default="Added: ${n}. Left out: ${left}.",
            mapping={"n": len(added.positions), "left": len(added.left_out)},
        )


NONE_NAMED = _("desk_act_none_named", default="Choose an act or name a new one.")
BOTH_NAMED = _("desk_act_both_named", default="Choose an act or name a new one, not both.")
OR_NEW = _("desk_act_or_new", default="Only when none of the acts above is chosen.")
CHOSEN_RECORDS = _("desk_due_chosen_records", default="Chosen records")
CHOSEN = Values(
    icon="check",
    tone="plain",
    css="sr-state-title",
    title=_("desk_due_chosen_state", default="Chosen"),
)
