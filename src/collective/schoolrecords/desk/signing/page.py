"""The page on which a record is signed: what is covered, who signs in which order, and how."""

from AccessControl.security import checkPermission
from collective.schoolrecords.access.roles import BY_KEY
from collective.schoolrecords.access.roles import works_with
from collective.schoolrecords.core import signing as rules
from collective.schoolrecords.core.signatures import VALID
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.deeds import DeedsMixin
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import state_badge
from collective.schoolrecords.desk.navigation import AUDIT
from collective.schoolrecords.desk.record_aside import history_box
from collective.schoolrecords.desk.record_base import RecordBase
from collective.schoolrecords.desk.signing import fields
from collective.schoolrecords.desk.signing.next_one import next_to_sign
from collective.schoolrecords.desk.signing.stamp_lines import certificate_line
from collective.schoolrecords.desk.signing.stamp_lines import distinct
from collective.schoolrecords.desk.signing.stamp_lines import moment
from collective.schoolrecords.desk.signing.stamp_lines import stamp_facts
from collective.schoolrecords.desk.signing.uncovered import uncovered
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle import steps
from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import within_sentence
from collective.schoolrecords.signing import adding
from collective.schoolrecords.signing import detached
from collective.schoolrecords.signing import outcome_words
from collective.schoolrecords.signing import tries
from collective.schoolrecords.signing import words
from collective.schoolrecords.signing.form import covers
from collective.schoolrecords.signing.refusals import in_words
from collective.schoolrecords.signing.services import may_read_form
from collective.schoolrecords.signing.storage import signatures_of
from functools import cached_property
from zExceptions import NotFound


COLUMNS = (
    ("sr-nowrap", _("desk_signing_col_office", default="Office")),
    ("sr-lead", _("desk_signing_col_name", default="Who")),
    ("", _("desk_signing_col_kind", default="Signature")),
    ("sr-nowrap", _("desk_signing_col_when", default="When")),
    ("", _("desk_signing_col_standing", default="Today")),
)
DETACHED = _(
    "desk_signing_detached",
    default="With a key of your own: download the bytes, sign them in your signing tool as a detached "
    "signature, and upload the file.",
)
WAITS = _("desk_signing_waits", default="waits")


class WrongPassword(Exception):
    """The password does not do; the count of tries is kept, so nothing is taken back."""


class SigningPage(DeedsMixin, RecordBase):
    """``signing`` of a record; POST signs, or enters what stands on paper."""

    @property
    def title(self):
        """See :class:`Page`."""
        return _("desk_signing", default="Signing")

    def trail(self):
        """See :class:`Page`."""
        return self.under_record()

    @property
    def back(self):
        """See :class:`DeedsMixin`."""
        return f"{self.context.absolute_url()}/@@signing"

    @cached_property
    def signing(self):
        """The record before the reader; 404 for what nobody signs."""
        found = adding.Signing(self.context)
        if found.form is None:
            raise NotFound("signing")
        return found

    @property
    def waiting(self):
        """The offices that have not signed today's edition, in order."""
        return rules.missing(self.signing.plan, self.signing.made, self.signing.form.digest)

    # -- what is shown -------------------------------------------------------------------------

    @property
    def record(self):
        """What the template shows."""
        record = self.context
        return Values(
            title=self.record_title,
            state=state_badge(record.state, record.family_id, css="sr-state-title"),
            line=[self.say(self.title)],
            path=list(self._path()),
            link=next_to_sign(record),
            sections=[one for one in self._sections() if one is not None],
            aside=[history_box(record, self.say)],
        )

    def _path(self):
        """Yield the offices in order, with what they have done."""
        waiting = self.waiting
        by_office = {
            one.signature.office: one
            for one in self.signing.made
            if one.counts(self.signing.form.digest)
        }
        for key in self.signing.plan:
            made = by_office.get(key)
            yield Values(
                title=self.say(BY_KEY[key].title),
                sub=self._when(made.signature) if made else self.say(WAITS),
                css="sr-path-done" if made else None,
                current="step" if waiting and waiting[0] == key else None,
                url=f"{self.back}#signatures",
            )

    def _sections(self):
        forms = [self._form("simple"), self._form("detached"), self._form("paper_step")]
        forms = [one for one in forms if one is not None]
        yield self._covered()
        yield self._list()
        yield self._sign(forms)
        yield self._on_paper()

    def _covered(self):
        form, url = self.signing.form, self.context.absolute_url()
        facts = [Values(label=title, value=text) for title, text in covers(self.context)]
        digest = _("desk_signing_digest", default="Digest of the edition, SHA-256")
        facts.append(Values(label=digest, value=form.digest))
        return Values(
            id="covered",
            title=_("desk_signing_covered", default="What the signature covers"),
            facts=facts,
            facts_css="sr-facts",
            edit=f"{url}/@@signed-form" if may_read_form(self.signing) else None,
            edit_title=_("desk_signing_bytes", default="Download the bytes to sign"),
            foot=uncovered(self.context.portal_type),
        )

    def _list(self):
        rows = [self._row(one) for one in self.signing.made]
        title = _("desk_signing_signatures", default="Signatures")
        kept = signatures_of(self.context)
        seals = [
            Values(
                label=_("desk_signing_seal", default="Seal of the school"),
                value=day_text(one.on),
                sub=one.note,
            )
            for one in (kept.seals() if kept is not None else ())
        ]
        stamps = [fact for one in self.signing.made for fact in self._stamps(one.signature)]
        stamps = distinct(stamps, self.say(_("desk_stamps", default="Timestamps")))
        return Values(
            id="signatures",
            title=title,
            count=str(len(rows)) if rows else None,
            table=Values(
                title=title,
                columns=[Values(css=css, title=text) for css, text in COLUMNS],
                rows=rows,
            )
            if rows
            else None,
            facts=[*seals, *stamps],
            facts_css="sr-facts",
            forms=[one for one in (self.form_of("check"),) if one is not None],
            empty=None if rows else _("desk_signing_none", default="Nobody has signed yet."),
        )

    def _row(self, made):
        signature = made.signature
        return Values(
            cells=[
                Values(text=self.say(BY_KEY[signature.office].title), css="sr-nowrap"),
                Values(
                    text=signature.name if works_with(self.context) else "",
                    css="sr-lead",
                    sub=self._certificate(made.outcome),
                ),
                Values(text=self.say(words.KIND_TITLES[signature.kind]), url=self._file(signature)),
                Values(text=self._when(signature), css="sr-nowrap"),
                Values(state=self._standing(made), sub=self._why(made)),
            ]
        )

    def _certificate(self, outcome):
        if not works_with(self.context):
            return None
        return certificate_line(outcome, self.say, checkPermission(AUDIT, self.site))

    def _stamps(self, signature):
        """Return the facts about the timestamps of a cryptographic signature."""
        if not signature.file:
            return []
        label = _(
            "desk_stamp_of",
            default="Timestamp, ${office}",
            mapping={"office": within_sentence(self.say(BY_KEY[signature.office].title))},
        )
        tokens = signatures_of(self.context).tokens(signature.number)
        key = (self.context.UID(), signature.number)
        return stamp_facts(self.site, self.say(label), key, tokens, self.say)

    def _file(self, signature):
        if not signature.file or not works_with(self.context):
            return None
        return f"{self.context.absolute_url()}/@@signature-file?number={signature.number}"

    def _why(self, made):
        """Return what the last check found, as one text."""
        if made.outcome is None:
            return None
        found = [*made.outcome.reasons, *made.outcome.remarks]
        return " ".join(outcome_words.in_words(one)["message"] for one in found) or None

    def _when(self, signature):
        if signature.signed_on:
            return day_text(signature.signed_on)
        return moment(signature.at)

    def _standing(self, made):
        counts = made.counts(self.signing.form.digest)
        wrong = made.outcome is not None and made.outcome.result != VALID
        return Values(
            icon="check" if counts else "refused" if wrong else "warning",
            tone="done" if counts else "stop" if wrong else "wait",
            title=words.standing(made, self.signing.form.digest),
        )

    def _sign(self, forms):
        found = self.signing.reasons()
        simple = self.signing.simple_reasons()
        if not self.waiting:
            return None
        reasons = [Values(text=in_words(one)["message"]) for one in (found or simple)]
        return Values(
            id="sign",
            title=_("desk_signing_sign", default="Sign"),
            reasons=reasons,
            forms=forms,
        )

    def _on_paper(self):
        forms = [one for one in (self._form("paper"), self._form("seal")) if one is not None]
        if not forms:
            return None
        return Values(
            id="paper",
            title=_("desk_signing_paper", default="What stands on the paper"),
            forms=forms,
        )

    def _form(self, name):
        """Return the bag of a form that carries the digest which its reader has seen."""
        bag = self.form_of(name)
        if bag is not None:
            bag.hidden = [Values(name="digest", value=self._seen or self.signing.form.digest)]
        return bag

    @property
    def _seen(self):
        sent = self.request.form.get("digest")
        return sent if isinstance(sent, str) and len(sent) == 64 else None

    # -- what can be done ----------------------------------------------------------------------

    def deeds(self):
        """See :class:`DeedsMixin`."""
        yield from self._signing_now()
        if adding.enters_paper(self.context) and self._open:
            yield from self._entering_paper()

    def _signing_now(self):
        """Yield what one signs with, and the check of what was signed."""
        signing = self.signing
        if not signing.simple_reasons():
            yield Deed(
                "simple",
                _("desk_signing_do_simple", default="Sign with a simple signature"),
                self._simple,
                fields.password(),
                text=signing.statement(),
            )
        if not signing.reasons():
            yield Deed(
                "detached",
                _("desk_signing_do_detached", default="Upload a signature"),
                self._detached,
                fields.detached(),
                text=DETACHED,
                css="btn-secondary",
            )
        if any(one.outcome is not None for one in signing.made) and works_with(self.context):
            yield Deed(
                "check",
                _("desk_signing_check", default="Check the signatures again"),
                self._check,
                css="btn-secondary",
            )
        if not signing.reasons() and self._step_by_paper():
            yield Deed(
                "paper_step",
                _("desk_signing_do_paper", default="It is signed on paper"),
                self._paper_step,
                fields.paper_fact(),
                css="btn-secondary",
            )

    def _entering_paper(self):
        """Yield what the office enters of a paper that others have signed and sealed."""
        if len(self.signing.plan) > 1 and self.waiting:
            yield Deed(
                "paper",
                _("desk_signing_enter_paper", default="Enter a signature on paper"),
                self._paper,
                fields.paper(self.waiting),
                css="btn-secondary",
                done=_(
                    "desk_done_signing_paper_kept", default="The signature on paper is entered."
                ),
            )
        yield Deed(
            "seal",
            _("desk_signing_enter_seal", default="Enter the seal"),
            self._seal,
            fields.seal(),
            known=(("on", self.today),),
            css="btn-secondary",
            done=_("desk_done_signing_seal_kept", default="The seal is entered."),
        )

    @property
    def _open(self):
        return self.context.state in rules.OPEN_STATES.get(self.context.family_id, ())

    def _step_by_paper(self):
        step_id = rules.STEPS.get(self.context.family_id)
        return any(one.id == step_id for one in steps.allowed_steps(self.context))

    def _do(self):
        """See :class:`DeedsMixin`: a wrong password is told beside its field and stays counted.

        What is not offered to the reader is refused with the offices that may do it.
        """
        found = self._against(self.request.form.get("do")) if self.asked is None else ()
        if found:
            self.other_errors += [in_words(one)["message"] for one in found]
            return False
        try:
            return super()._do()
        except WrongPassword as wrong:
            self.field_errors[fields.AGAIN] = wrong.args[0]
            return False

    def _against(self, name):
        """Return the reasons why the reader may not do what was sent."""
        if name == "simple":
            return self.signing.simple_reasons(self._seen)
        if name in ("detached", "paper_step"):
            return self.signing.reasons(self._seen)
        if name in ("paper", "seal") and not adding.enters_paper(self.context):
            return (rules.Reason("paper_forbidden"),)
        return ()

    def _simple(self, values):
        adding.check_simple(self.context, self._seen or "")
        fault = tries.fault_of(values[fields.AGAIN])
        if fault is not None:
            raise WrongPassword(in_words(fault)["message"])
        adding.sign_simple(self.context, self._seen)
        return _("desk_signing_done", default="The document is signed.")

    def _detached(self, values):
        detached.sign_detached(self.context, fields.bytes_of(values["sig"]), self._seen or "")
        return _("desk_signing_kept", default="The signature is kept; see how it stands below.")

    def _check(self, values):
        for one in self.signing.made:
            if one.outcome is not None:
                detached.check_again(self.context, one.signature.number)
        return _("desk_signing_checked", default="The signatures were checked.")

    def _paper_step(self, values):
        steps.perform(self.context, rules.STEPS[self.context.family_id], values)
        return _("desk_signing_done", default="The document is signed.")

    def _paper(self, values):
        given = (values["office"], values["name"], values["signed_on"], values["note"] or "")
        adding.enter_paper(self.context, *given)

    def _seal(self, values):
        adding.enter_seal(self.context, values["on"], values["note"] or "")
