"""The one writer of signatures, checks and seals: all reasons first, then one event of the chain.

What is signed is made anew in the same transaction and compared with what the person saw, and the
offices are those that the person holds at that moment. Everything that a signature rests on is
written or read by the event in the record's own chain, so that a change of the record at the same
moment conflicts.
"""

from AccessControl import getSecurityManager
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import lifecycle
from collective.schoolrecords.core import signing as rules
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle import steps
from collective.schoolrecords.lifecycle.details import MAX_TEXT
from collective.schoolrecords.messages import _
from collective.schoolrecords.signing import plan
from collective.schoolrecords.signing.form import form_of
from collective.schoolrecords.signing.interfaces import RecordSignedEvent
from collective.schoolrecords.signing.refusals import office_titles
from collective.schoolrecords.signing.refusals import say
from collective.schoolrecords.signing.refusals import SigningForbidden
from collective.schoolrecords.signing.refusals import SigningRefused
from collective.schoolrecords.signing.storage import install_signatures
from collective.schoolrecords.signing.storage import made_on
from dataclasses import dataclass
from functools import cached_property
from zope.event import notify


STATEMENT = _(
    "signing_statement",
    default="I, ${name}, ${office}, sign with a simple electronic signature the document “${title}” "
    "in the edition with SHA-256 ${digest}. Basis: ${act}.",
)
OWN_KEY = _(
    "signing_own_key",
    default="I, ${name}, ${office}, signed with an electronic signature the document “${title}” in "
    "the edition with SHA-256 ${digest}.",
)


@dataclass(frozen=True)
class Signing:
    """A record and the current user before it: who signs, what, and what stands against it."""

    record: object

    @cached_property
    def form(self):
        """The bytes of today and their digest, ``None`` for what nobody signs."""
        return form_of(self.record)

    @cached_property
    def plan(self):
        """The offices that sign, in order."""
        return plan.plan_of(self.record) if self.form is not None else ()

    @cached_property
    def made(self):
        """The signatures so far."""
        return made_on(self.record)

    @cached_property
    def person(self):
        """The current user."""
        return plan.person_now(self.record)

    @property
    def office(self):
        """The office in which the user would sign now, ``None`` when it is not their turn."""
        return rules.next_office(self.plan, self.made, self.form.digest, self.person)

    @property
    def takes_part(self):
        """Whether one of the user's offices signs the record at all."""
        return bool(self.person.offices & set(self.plan))

    def reasons(self, seen=None):
        """Return all reasons why the user cannot sign now (core ``Reason``)."""
        record = self.record
        return rules.reasons_against(
            record.family_id,
            record.state,
            self.plan,
            self.made,
            self.form.digest,
            self.person,
            seen,
        )

    def simple_reasons(self, seen=None):
        """Return all reasons why the user cannot sign with a simple signature now."""
        return (*self.reasons(seen), *plan.simple_reasons(self.record))

    def statement(self, message=STATEMENT):
        """Return what the person agrees to by signing."""
        return say(
            message,
            name=self.person.name,
            office=office_titles([self.office]) if self.office else "—",
            title=title_of(self.record),
            digest=self.form.digest,
            act=plan.act_on_simple(),
        )


def title_of(record):
    """Return the record's number and title as a statement names it."""
    number = getattr(record, "registration_number", None)
    return f"№ {number} {record.title}" if number else record.title


def check_simple(record, seen):
    """Raise with all reasons why the user cannot sign; the password is asked for afterwards."""
    signing = Signing(record)
    _refuse(signing, signing.simple_reasons(seen))
    return signing


def sign_simple(record, seen):
    """Sign as the current user, whose password was right; return the ``Signature``.

    ``seen``: the digest that stood on the person's page. Raises :class:`SigningRefused`.
    """
    signing = check_simple(record, seen)
    return add(signing, rules.SIMPLE, signing.statement())


def enter_paper(record, office, name, signed_on, note=""):
    """Enter that somebody signed the paper as ``office`` on the day ``signed_on``."""
    check_enters_paper(record)
    signing = Signing(record)
    found = list(_state_reasons(record))
    found += rules.paper_reasons(
        signing.plan, signing.made, signing.form.digest, office, name, signed_on, school_today()
    )
    _refuse(signing, found, forbidden=False)
    return add(
        signing,
        rules.PAPER,
        note.strip()[:MAX_TEXT],
        office=office,
        name=name.strip(),
        signed_on=signed_on.isoformat(),
    )


def enter_seal(record, on, note=""):
    """Enter that the school's seal was put on the paper on a day; return the ``Seal``."""
    check_enters_paper(record)
    found = [*_state_reasons(record), *rules.day_reasons("on", on, school_today())]
    if found:
        raise SigningRefused(found)
    seal = rules.Seal(on.isoformat(), note.strip()[:MAX_TEXT], _user_id(), now())
    install_signatures(record).add_seal(seal)
    record_event(record, "seal_noted", payload=seal.as_dict())
    return seal


def check_enters_paper(record):
    """Raise :class:`SigningForbidden` for whoever neither draws up such records nor signs them."""
    if not enters_paper(record):
        raise SigningForbidden([rules.Reason("paper_forbidden")])


def enters_paper(record):
    """Whether the user draws up records of the family or holds an office that signs this one."""
    drafters = set(record.family.roles_for(lifecycle.DRAFT, lifecycle.MODIFY))
    if drafters & set(getSecurityManager().getUser().getRolesInContext(record)):
        return True
    return Signing(record).takes_part


def _state_reasons(record):
    if record.state not in rules.OPEN_STATES.get(record.family_id, ()):
        yield rules.Reason("signing_not_open")


def _refuse(signing, found, forbidden=True):
    if not found:
        return
    raise (SigningForbidden if forbidden and not signing.takes_part else SigningRefused)(found)


def _user_id():
    return str(getSecurityManager().getUser().getId())


def add(signing, kind, statement, uploaded=None, outcome=None, **given):
    """Keep a signature and its first check, write the event and take the step it completes.

    The caller has asked all reasons. ``given``: fields of ``Signature`` that are not the signer's.
    """
    record = signing.record
    kept = install_signatures(record)
    signature = rules.Signature(
        number=kept.next_number(),
        kind=kind,
        office=given.get("office") or signing.office,
        user_id=_user_id(),
        name=given.get("name") or signing.person.name,
        at=now(),
        digest=signing.form.digest,
        version=steps.version_of(record),
        statement=statement,
        file=given.get("file"),
        signed_on=given.get("signed_on"),
    )
    kept.add(signature, signing.form.data, uploaded)
    payload = {**signature.as_dict(), "form": _sums(signing.form.digest, len(signing.form.data))}
    if signature.file:
        payload["file"] = _sums(*signature.file)
    if outcome is not None:
        kept.add_check(signature.number, outcome)
        payload["result"] = outcome.result
    record_event(record, "signature_added", payload=payload)
    notify(RecordSignedEvent(record, signature))
    take_step(record)
    return signature


def _sums(sha256, size):
    return {"sha256": sha256, "size": size}


def take_step(record):
    """Take the step that the last signature completes, when the user may take it."""
    step_id = rules.STEPS.get(record.family_id)
    if step_id is None or not plan.complete(record):
        return
    if any(step.id == step_id for step in steps.allowed_steps(record)):
        steps.perform(record, step_id)
