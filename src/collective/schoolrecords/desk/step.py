"""Taking a step: its details are asked for, an irreversible one asks for the record's number."""

from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core.receivers import ABOUT_RECEIVER
from collective.schoolrecords.desk.confirm import confirmation_of
from collective.schoolrecords.desk.confirm import same_number
from collective.schoolrecords.desk.form_page import FormMixin
from collective.schoolrecords.desk.portfolios.step_texts import texts_of
from collective.schoolrecords.desk.prints import papers_before
from collective.schoolrecords.desk.record import RecordBase
from collective.schoolrecords.desk.record_aside import step_done
from collective.schoolrecords.desk.record_steps import ASKED
from collective.schoolrecords.desk.record_steps import IRREVERSIBLE
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle import steps
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.lifecycle.details import DAYS
from collective.schoolrecords.lifecycle.details import MAX_TEXT
from collective.schoolrecords.lifecycle.details import read_details
from collective.schoolrecords.lifecycle.receiver_texts import CAPACITIES
from collective.schoolrecords.lifecycle.receiver_texts import IDENTITY_KINDS
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.lifecycle.words import field_titles
from collective.schoolrecords.messages import _
from functools import cached_property
from zExceptions import NotFound
from zope import schema
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


#: What may be said with a step besides what it asks for, in any family or in one.
OPTIONAL = {"hand_out": ABOUT_RECEIVER, "transfer": ABOUT_RECEIVER}
FAMILY_OPTIONAL = {("personal_file", "close"): ("destination",)}
#: Details that are one of a few values.
CHOICES = {"capacity": CAPACITIES, "identity_kind": IDENTITY_KINDS}
#: Days that are today unless the person says otherwise.
TODAY = ("closed_on", "handed_out_on")


class StepPage(FormMixin, RecordBase):
    """``step`` of a record: POST with ``step``; a form when the step asks for something."""

    @cached_property
    def step(self):
        """The step asked for; 404 for one that the family does not have."""
        try:
            return self.context.family.step(self.request.form.get("step") or "")
        except KeyError:
            raise NotFound("step") from None

    @cached_property
    def step_title(self):
        """The step's name in the reader's language."""
        return self.say(texts.step_title(self.family, self.step.id))

    @property
    def title(self):
        """See :class:`Page`."""
        return self.step_title

    def trail(self):
        """See :class:`Page`."""
        return self.under_record()

    @cached_property
    def asked(self):
        """Names of the details that the step asks for, in order."""
        found = steps.reasons(self.context, self.step.id, {})
        names = [*self.step.needs, *(one.field for one in found if one.code == ASKED)]
        # What is asked of the receiver stands beside the receiver's name.
        at = names.index("receiver") + 1 if "receiver" in names else len(names)
        return list(dict.fromkeys([*names[:at], *self.optional, *names[at:]]))

    @property
    def optional(self):
        """Names of the details that may be left out."""
        step = self.step.id
        return OPTIONAL.get(step) or FAMILY_OPTIONAL.get((self.family, step), ())

    @cached_property
    def _fields(self):
        optional = self.optional
        titles = field_titles(self.context, self.request)
        return [_field(name, titles[name], name not in optional) for name in self.asked]

    def form_fields(self):
        """See :class:`FormMixin`."""
        return self._fields

    @cached_property
    def seen(self):
        """The version of the record on the page that the person pressed the button of."""
        sent = self.request.form.get("seen")
        return sent if isinstance(sent, str) and sent else None

    @cached_property
    def must_confirm(self):
        """True when nobody can take the step back."""
        return self.step.id in IRREVERSIBLE

    @cached_property
    def confirmation(self):
        """What has to be typed to confirm."""
        return confirmation_of(self.context)

    def render(self):
        """Take the step, or ask for what it needs; a GET never changes anything."""
        if not self.posted():
            return self.index()
        plain = not self.asked and not self.must_confirm
        if (self.sent is not None or plain) and self._take():
            self.note(
                _(
                    "desk_step_taken",
                    default="${done}.",
                    mapping={"done": self.say(step_done(self.family, self.step.id))},
                )
            )
            return self.go(self.context.absolute_url())
        return self.index()

    def _take(self):
        if self.sent is None:
            # One button, no form: a refusal is a page of its own.
            steps.perform_by_hand(self.context, self.step.id, {}, self.seen)
            return True
        values = {name: value for name, value in self.read_all().items() if value is not None}
        if self.must_confirm and not self._confirmed():
            self.other_errors.append(self.confirmation.wrong(self.say))
        if self.errors:
            self._judge(values)
            return False
        plain = {
            name: value.isoformat() if name in DAYS else value for name, value in values.items()
        }
        try:
            found = read_details(plain, self.request)
            steps.perform_by_hand(self.context, self.step.id, found, self.seen)
        except Refusal as refusal:
            self.keep_refusal(refusal)
            return False
        return True

    def _judge(self, values):
        """Tell what speaks against the step beside what could not be read."""
        found = steps.reasons_by_hand(self.context, self.step.id, values)
        if found:
            self.keep_refusal(StepRefused(self.context, found))

    def _confirmed(self):
        return same_number(self.request.form.get("confirm"), self.confirmation.text)

    @property
    def form(self):
        """What the template shows."""
        url = self.context.absolute_url()
        danger = None
        if self.must_confirm:
            danger = Values(
                title=self.step_title,
                text=_("desk_confirm_text", default="This step cannot be taken back."),
                ask=self.confirmation.ask(self.say),
                number=self.confirmation.text,
            )
        known = dict.fromkeys(TODAY, self.today)
        return Values(
            title=self.step_title,
            line=self.record_title,
            texts=texts_of(self.context, self.step.id),
            links=papers_before(self.context, self.request, self.step.id),
            action=f"{url}/@@step",
            hidden=[
                Values(name="step", value=self.step.id),
                Values(name="seen", value=self.seen or steps.version_of(self.context)),
            ],
            groups=[Values(fields=self.inputs(self.form_fields(), known))],
            save=self.step_title,
            cancel=url,
            danger=danger,
        )


def _field(name, title, required):
    if name in DAYS:
        return schema.Date(__name__=name, title=title, required=required)
    if name in CHOICES:
        terms = [SimpleTerm(key, key, words) for key, words in CHOICES[name].items()]
        vocabulary = SimpleVocabulary(terms)
        return schema.Choice(__name__=name, title=title, required=required, vocabulary=vocabulary)
    return schema.TextLine(__name__=name, title=title, required=required, max_length=MAX_TEXT)
