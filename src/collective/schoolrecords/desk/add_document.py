"""Filing a document into a record; a medical paper is asked about and kept in its own place."""

from AccessControl import Unauthorized
from Acquisition import aq_inner
from collective.schoolrecords.core import file_papers as rules
from collective.schoolrecords.core import lifecycle
from collective.schoolrecords.desk.edit import Adding
from collective.schoolrecords.desk.navigation import NAV_KEYS
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.regulation import regulation_on
from functools import cached_property
from plone import api
from zope.component.hooks import getSite


#: Families that hold documents.
HOLDERS = ("personal_file", "case_file", "portfolio", "protocol", "local_regulation")
#: Hidden value of the form: the kind that the person was asked about.
ASKED = "asked_about"


class AddDocument(Adding):
    """``add-document`` of a personal file or a case.

    A kind with the words of a medical paper ticks the box once and asks; who saves again has
    decided. Nothing is written then.
    """

    adds = "file_document"
    title = _("desk_section_documents_add", default="Add a document")
    begins_with = {"on_paper": True}
    #: What this answer asks, as notes.
    asks = ()

    @property
    def current(self):
        """See :class:`Page`."""
        return NAV_KEYS[self.context.family_id]

    def trail(self):
        """See :class:`Page`."""
        return ((self.context.title, self.context.absolute_url()),)

    def render(self):
        """Only a record that holds documents takes one."""
        if self.context.family_id not in HOLDERS:
            raise Unauthorized("add-document")
        return super().render()

    @cached_property
    def papers(self):
        """The papers of a personal file in the regulation of today; of other records none."""
        if self.context.family_id != "personal_file":
            return ()
        regulation = regulation_on(getSite(), self.today)
        found = regulation.documents.get("personal_file") if regulation is not None else None
        return tuple(found.parts.values()) if found is not None else ()

    def _file(self):
        self.asks = tuple(self._questions())
        if self.asks:
            # What else is wrong is said together with the question.
            values = self.given()
            self.judge(lambda: self.make(values))
            return None
        return super()._file()

    def _questions(self):
        """Tick the box and fill the place in where that is not done; yield what is asked."""
        form = self.request.form
        kind, place = _text(form, "kind"), _text(form, "place")
        if _text(form, ASKED) == kind:
            return
        suspected = not form.get("medical") and rules.is_medical(kind, self.papers)
        if not suspected and not form.get("medical"):
            return
        form["medical"] = "1"
        form["place"] = place or rules.medical_place(kind, self.papers) or ""
        if suspected:
            yield ASK_MEDICAL
        if not form["place"]:
            yield ASK_PLACE
        if (suspected or not form["place"]) and getattr(form.get("scan"), "filename", ""):
            yield ASK_SCAN

    def landing(self, made):
        """See :class:`Adding`; whoever may not see a medical paper comes back to the record."""
        shown = (
            made if api.user.has_permission(lifecycle.VIEW, obj=made) else aq_inner(self.context)
        )
        return shown.absolute_url()

    def inputs(self, fields, values):
        """See :class:`FormMixin`; the usual kinds of a personal file are offered."""
        bags = super().inputs(fields, values)
        if self.context.family_id == "personal_file":
            for bag in bags:
                if bag.name == "kind":
                    bag.list = f"{bag.id}-list"
                    bag.suggestions = [self._suggestion(one) for one in rules.kinds(self.papers)]
        return bags

    def _suggestion(self, kind):
        medical = rules.is_medical(kind, self.papers)
        place = rules.medical_place(kind, self.papers) if medical else None
        return Values(value=kind, medical="true" if medical else None, place=place)

    @property
    def form(self):
        """What the template shows."""
        bag = super().form
        # Saved once more with this kind, the question is answered.
        asked = _text(self.request.form, "kind" if self.asks else ASKED)
        bag.hidden = [Values(name=ASKED, value=asked)]
        return bag

    def _notes(self):
        asked = [Values(tone="wait", icon="warning", text=one) for one in self.asks]
        return [*super()._notes(), *asked]


def _text(form, name):
    sent = form.get(name)
    return sent.strip() if isinstance(sent, str) else ""


ASK_MEDICAL = _(
    "desk_document_ask_medical",
    default="This looks like a medical paper: it is seen only by those who may see medical papers, "
    "and kept apart. The box is ticked. Nothing is written yet: save, or take away the tick and the "
    "place if it is none.",
)
ASK_PLACE = _(
    "desk_document_ask_place",
    default="Write where the medical paper is kept. The place may be changed later, too.",
)
ASK_SCAN = _("desk_document_ask_scan", default="Choose the file once more: it was not kept.")
