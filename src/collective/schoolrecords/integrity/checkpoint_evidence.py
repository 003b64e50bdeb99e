"""What stands behind a checkpoint beside the server's word: timestamps and the director's signature.

Both cover :meth:`core.checkpoint.Checkpoint.body`. A checkpoint never waits for them: they come
after it, and a checkpoint without them proves as much as before.
"""

from AccessControl import getSecurityManager
from base64 import b64encode
from BTrees.IOBTree import IOBTree
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.core import signing as rules
from collective.schoolrecords.core.checkpoint_files import SIGNED
from collective.schoolrecords.core.checkpoint_files import STAMPED
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.core.signature_checks import may_be_kept
from collective.schoolrecords.ledger.actor import actor_now
from collective.schoolrecords.ledger.log import find_ledger
from collective.schoolrecords.school.events import record as record_in_school
from collective.schoolrecords.school.storage import get_school
from collective.schoolrecords.signing import outcome_words
from collective.schoolrecords.signing import refusals
from collective.schoolrecords.signing.cms import normalise
from collective.schoolrecords.signing.cms import Unusable
from collective.schoolrecords.signing.cms import verify_detached
from collective.schoolrecords.signing.timestamp_queue import IStampable
from collective.schoolrecords.signing.trust_store import trust_of
from hashlib import sha256
from persistent import Persistent
from types import MappingProxyType
from zope.annotation.interfaces import IAnnotations
from zope.interface import implementer


KEY = "collective.schoolrecords.checkpoint_evidence"
#: First part of the keys under which checkpoints wait for timestamps.
STAMPS = "checkpoint"
OFFICE = "director"
#: Signatures of one checkpoint: directors change, checkpoints stay.
MOST = 20


class Evidence(Persistent):
    """Tokens, signatures and takers by the number of the checkpoint; there is no method to remove one."""

    #: number -> (user id, ISO instant) of each who took it away; made with the first one.
    takers = MappingProxyType({})
    #: number -> what the last check of all found; made with the first one.
    checks = MappingProxyType({})

    def __init__(self):
        self.tokens = IOBTree()  # number -> tokens (DER), each further one over the one before
        self.signatures = IOBTree()  # number -> (signature DER, user id, ISO instant, result)

    def last_check(self, number):
        """Return what the last check of all found, as ``checkpoint_checks.check`` gives it, or ``None``."""
        return self.checks.get(number)

    def keep_check(self, number, found):
        """Keep what a check found in place of what the one before it found: runs tell of each."""
        if not isinstance(self.checks, IOBTree):
            self.checks = IOBTree()
        self.checks[number] = found


def find_evidence(site):
    """Return the site's :class:`Evidence`, ``None`` before the first; never writes."""
    return IAnnotations(site).get(KEY)


def evidence_of(site, number):
    """Return (tokens, signatures) of a checkpoint; never writes."""
    found = find_evidence(site)
    if found is None:
        return (), ()
    return found.tokens.get(number, ()), found.signatures.get(number, ())


def takers_of(site, number):
    """Return (user id, ISO instant) of each who took a checkpoint away; never writes."""
    found = find_evidence(site)
    return () if found is None else found.takers.get(number, ())


def has_taken(site, number, user_id):
    """Whether somebody has noted that they take a checkpoint away; never writes."""
    return user_id in {user for user, _at in takers_of(site, number)}


def plain_checkpoint(site, number):
    """Return a checkpoint with all that stands behind it as plain values: the file to take away.

    Raises ``KeyError`` for a checkpoint that there is not.
    """
    tokens, signatures = evidence_of(site, number)
    return {
        "@id": f"{site.absolute_url()}/@checkpoints/{number}",
        **find_ledger(site).log.checkpoint(number).as_dict(),
        "timestamps": [_base64(one) for one in tokens],
        "signatures": [
            {"signature": _base64(der), "signed_by": user, "at": at, "result": result}
            for der, user, at, result in signatures
        ],
        "taken": [{"taken_by": user, "at": at} for user, at in takers_of(site, number)],
    }


def all_taken(site):
    """Yield (number, user id, ISO instant) of every checkpoint that was taken away, the latest first."""
    found = find_evidence(site)
    takers = {} if found is None else found.takers
    for number in sorted(takers, reverse=True):
        for user, at in reversed(takers[number]):
            yield number, user, at


def take_away(site, number):
    """Note that the current user takes a checkpoint away, and return it; once for each person.

    Only what lies with somebody outside proves that nothing was taken back, so the school knows who
    has it. Raises ``KeyError`` for a checkpoint that there is not.
    """
    checkpoint = find_ledger(site).log.checkpoint(number)
    if not has_taken(site, number, _user()):
        former = takers_of(site, number)
        kept = _install(site)
        if not isinstance(kept.takers, IOBTree):
            kept.takers = IOBTree()
        kept.takers[number] = (*former, (_user(), now().isoformat()))
        record_in_school(get_school(site), "checkpoint_taken", number=number)
    return checkpoint


def sign(site, number, data):
    """Keep the director's detached signature over a checkpoint and return its ``Outcome``.

    Raises ``KeyError`` for a checkpoint that there is not, ``SigningRefused`` with all reasons.
    """
    body = find_ledger(site).log.checkpoint(number).body()
    if "Director" not in actor_now(context=site).roles:
        raise refusals.SigningForbidden(
            [Reason("signer_without_office", data={"offices": (OFFICE,)})]
        )
    try:
        der = normalise(data)
    except Unusable as unusable:
        raise refusals.SigningRefused(unusable.reasons, _words) from None
    _tokens, former = evidence_of(site, number)
    outcome = verify_detached(body, der, trust_of(site), now())
    found = tuple(_against(site, der, outcome, former))
    if found:
        raise refusals.SigningRefused(found, _words)
    made = (der, _user(), now().isoformat(), outcome.result)
    _install(site).signatures[number] = (*former, made)
    record_in_school(get_school(site), SIGNED, number=number, result=outcome.result)
    return outcome


def _against(site, der, outcome, former):
    """Yield why the upload is no signature of this person over the checkpoint."""
    if not may_be_kept(outcome):
        yield from outcome.reasons
    if any(one[0] == der for one in former):
        yield Reason("signature_known")
    if len(former) >= MOST:
        yield Reason("checked_too_often", data={"most": MOST})
    person = get_school(site).person_of(_user())
    name = person.full_name if person is not None else _user()
    signer = outcome.signer
    if signer is not None and not rules.owner_matches(signer.name, name):
        owner = signer.name or signer.organisation or "—"
        yield Reason("certificate_of_other", "signature", {"owner": owner, "name": name})


@implementer(IStampable)
class CheckpointStamps:
    """Checkpoints get timestamps; keys are :data:`STAMPS` and the number."""

    def covered(self, site, key):
        """See ``IStampable``."""
        tokens, _signatures = evidence_of(site, key[1])
        try:
            return tokens[-1] if tokens else find_ledger(site).log.checkpoint(key[1]).body()
        except KeyError:
            return None

    def keep(self, site, key, token):
        """See ``IStampable``; an event of the school tells it, which calls for no checkpoint."""
        tokens, _signatures = evidence_of(site, key[1])
        _install(site).tokens[key[1]] = (*tokens, token.der)
        record_in_school(
            get_school(site),
            STAMPED,
            number=key[1],
            at=token.at.isoformat(),
            renewed=bool(tokens),
            token=len(tokens) + 1,
            sha256=sha256(token.der).hexdigest(),
        )


def _install(site):
    annotations = IAnnotations(site)
    if KEY not in annotations:
        annotations[KEY] = Evidence()
    return annotations[KEY]


def _words(reason):
    words = refusals if reason.code in refusals.REASONS else outcome_words
    return words.in_words(reason)


def _base64(data):
    return b64encode(data).decode("ascii")


def _user():
    return getSecurityManager().getUser().getId() or ""
