"""Where the signatures of a record lie: on the record, as an own object that only grows.

A signature is a tuple of values under its number, the bytes that were signed and those of the
uploaded signature are blobs beside it, and each check is a value of its own behind the one before.
Two people who sign at the same moment write the same number: the second one gets a
``ConflictError``, is tried again and finds the first signature there. There is no method that
changes or removes a signature or a check; all of them go with the record.
"""

from Acquisition import aq_base
from BTrees.IOBTree import IOBTree
from BTrees.OOBTree import OOBTree
from collective.schoolrecords.core.canonical import instant
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.core.signatures import Outcome
from collective.schoolrecords.core.signatures import Signer
from collective.schoolrecords.core.signing import Made
from collective.schoolrecords.core.signing import Seal
from collective.schoolrecords.core.signing import Signature
from dataclasses import fields
from hashlib import sha256
from persistent import Persistent
from ZODB.blob import Blob


#: Checks of one signature stand under its number and this many bits.
_CHECK_BITS = 12


class Signatures(Persistent):
    """The signatures, their checks and the seals of one record."""

    _checks = _blobs = _seals = _tokens = None

    def __init__(self):
        self._made = IOBTree()  # number from 1 -> values of Signature
        self._forms = OOBTree()  # digest -> Blob of the bytes that were signed

    def made(self):
        """Return all signatures with their last checks, in order, as a tuple of ``Made``."""
        found = (Signature(*values) for values in self._made.values())
        return tuple(Made(one, self.last_check(one.number)) for one in found)

    def get(self, number):
        """Return one signature as ``Made``; raises ``KeyError``."""
        return Made(Signature(*self._made[number]), self.last_check(number))

    def next_number(self):
        """Return the number that the next signature gets."""
        return self._made.maxKey() + 1 if self._made else 1

    def checks(self, number):
        """Return all checks (``Outcome``) of a signature, oldest first."""
        first = number << _CHECK_BITS
        last = first + (1 << _CHECK_BITS) - 1
        return tuple(_outcome(row) for row in (self._checks or IOBTree()).values(first, last))

    def last_check(self, number):
        """Return the newest check of a signature, ``None`` without one."""
        found = self.checks(number)
        return found[-1] if found else None

    def seals(self):
        """Return the seals (``Seal``) in the order in which they were entered."""
        return tuple(Seal(*values) for values in (self._seals or {}).values())

    def form(self, digest):
        """Return the bytes that were signed under a digest; raises ``KeyError``."""
        with self._forms[digest].open("r") as stream:
            return stream.read()

    def forms(self):
        """Yield (digest, blob) of everything that was signed: a fixity run reads them."""
        yield from self._forms.items()

    def uploaded(self, number):
        """Return the uploaded bytes of a cryptographic signature; raises ``KeyError``."""
        with (self._blobs or {})[number].open("r") as stream:
            return stream.read()

    def tokens(self, number):
        """Return the RFC 3161 tokens of a signature (DER), oldest first."""
        return tuple((self._tokens or {}).get(number, ()))

    def add_token(self, number, token):
        """Keep a timestamp over a signature, or over the one before it."""
        if self._tokens is None:
            self._tokens = IOBTree()
        self._tokens[number] = (*self.tokens(number), token)

    def add(self, signature, form, uploaded=None):
        """Keep a signature under its number, with the bytes that it is made over."""
        self._made.insert(signature.number, _values(signature))
        if signature.digest not in self._forms:
            self._forms[signature.digest] = _blob(form)
        if uploaded is not None:
            if self._blobs is None:
                self._blobs = IOBTree()
            self._blobs.insert(signature.number, _blob(uploaded))

    def add_check(self, number, outcome):
        """Keep a check behind those before it."""
        if self._checks is None:
            self._checks = IOBTree()
        place = (number << _CHECK_BITS) + len(self.checks(number))
        self._checks.insert(place, _outcome_values(outcome))

    def add_seal(self, seal):
        """Keep that the seal stands on the paper."""
        if self._seals is None:
            self._seals = IOBTree()
        self._seals.insert(len(self._seals), _values(seal))

    def digestible(self):
        """Return everything as plain values: what the record's own digest covers."""
        checks = [
            [key, outcome.result, instant(outcome.checked_at)]
            for key, outcome in ((k, _outcome(v)) for k, v in (self._checks or {}).items())
        ]
        return {
            "made": [Signature(*values).as_dict() for values in self._made.values()],
            "checks": checks,
            "seals": [one.as_dict() for one in self.seals()],
            "tokens": [
                [number, [sha256(token).hexdigest() for token in tokens]]
                for number, tokens in (self._tokens or {}).items()
            ],
        }


def signatures_of(record):
    """Return the :class:`Signatures` of a record, ``None`` before the first; never writes."""
    base = aq_base(record)
    if isinstance(base, Persistent):
        base._p_activate()
    return base.__dict__.get("_signatures")


def made_on(record):
    """Return all signatures of a record as a tuple of ``Made``."""
    found = signatures_of(record)
    return () if found is None else found.made()


def install_signatures(record):
    """Return the :class:`Signatures` of a record, made when there are none."""
    found = signatures_of(record)
    if found is None:
        found = aq_base(record)._signatures = Signatures()
    return found


def _blob(data):
    made = Blob()
    with made.open("w") as stream:
        stream.write(data)
    return made


def _values(one):
    return tuple(getattr(one, name) for name in one.__slots__)


_SIGNER = tuple(field.name for field in fields(Signer))


def _outcome_values(outcome):
    signer = outcome.signer
    return {
        "result": outcome.result,
        "reasons": tuple(map(_reason_values, outcome.reasons)),
        "signer": signer and {name: getattr(signer, name) for name in _SIGNER},
        "algorithm": outcome.algorithm,
        "signed_at": outcome.signed_at,
        "timestamped_at": outcome.timestamped_at,
        "checked_at": outcome.checked_at,
        "remarks": tuple(map(_reason_values, outcome.remarks)),
        "chain": tuple(outcome.chain),
    }


def _reason_values(reason):
    return (reason.code, reason.field, tuple(sorted(reason.data.items())))


def _outcome(values):
    signer = values["signer"]
    return Outcome(
        **{
            **values,
            "reasons": tuple(map(_reason, values["reasons"])),
            "remarks": tuple(map(_reason, values["remarks"])),
            "signer": signer and Signer(**signer),
        }
    )


def _reason(values):
    code, field, data = values
    return Reason(code, field, dict(data))
