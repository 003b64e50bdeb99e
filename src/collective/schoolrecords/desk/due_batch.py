"""What can be done with many rows of the due list at once: suspend them, or put them into an act."""

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
            sections=[Values(id="do", title=self.title, forms=[form])],
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

    def deeds(self):
        """See :class:`DeedsMixin`."""
        drafts = acts(self.site, states=("draft",))
        terms = [SimpleTerm(one.getId(), one.getId(), one.title) for one in drafts]
        fields = (
            schema.TextLine(
                __name__="new_title",
                title=_("desk_act_new_title", default="Title of a new act"),
                required=False,
                max_length=400,
            ),
        )
        if terms:
            fields = (
                schema.Choice(
                    __name__="act",
                    title=_("desk_act_draft", default="Act in draft"),
                    vocabulary=SimpleVocabulary(terms),
                    required=False,
                ),
                *fields,
            )
        yield Deed("add", self.title, self._add, fields)

    def _add(self, values):
        register = self.site["destruction-acts"]
        if values.get("act"):
            act = register[values["act"]]
        elif values["new_title"]:
            act = createContentInContainer(register, "destruction_act", title=values["new_title"])
        else:
            raise Refusal(self.say(NONE_NAMED))
        self.into = act
        added = candidates.add_candidates(act, self.uids, fitting_only=True)
        return _(
            "desk_act_added",
            default="Added: ${n}. Left out: ${left}.",
            mapping={"n": len(added.positions), "left": len(added.left_out)},
        )


NONE_NAMED = _("desk_act_none_named", default="Choose an act or name a new one.")
CHOSEN = Values(
    icon="check",
    tone="plain",
    css="sr-state-title",
    title=_("desk_due_chosen_state", default="Chosen"),
)
