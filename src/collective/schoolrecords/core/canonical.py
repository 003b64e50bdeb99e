"""Canonical bytes of a record's metadata, and the salted digests taken over them.

The same value gives the same bytes on every machine and in every year, so that a digest written
today can be checked decades later with a text editor and ``sha256sum``. The rules:

1. A value is ``None``, ``bool``, ``int`` (64 bit), ``str``, ``date``, ``datetime`` (with a time
   zone), a ``list`` or ``tuple``, or a ``dict`` with text keys. Anything else is refused, floats
   and subclasses included: a translated message or a persistent mapping has a form of its own.
2. Text is brought to Unicode form NFC; a lone surrogate is refused.
3. A date is written as ``2025-09-01``, an instant in UTC as ``2025-09-01T06:30:00.000000Z``.
   A date and the same text are therefore one value, so that metadata read back from JSON
   gives the digest it had.
4. Keys are sorted by code point; no space stands outside a string; only ``"``, ``\\`` and the
   control characters below U+0020 are escaped. The bytes are UTF-8.
5. The bytes begin with the version of these rules. A new version never changes an old one.
"""

from datetime import date
from datetime import datetime
from datetime import UTC

import hashlib
import json
import unicodedata


#: The version that new records use. Every version listed in ``_PREFIXES`` stays readable.
VERSION = 1

#: Deeper nesting is no metadata but a mistake (a cycle would never end).
MAX_DEPTH = 32

#: Bytes of a record's salt: as wide as the digest, so that nobody guesses a short value from it.
SALT_BYTES = 32

_PREFIXES = {1: b"schoolrecords-canonical-1:"}
_DIGEST_DOMAIN = b"schoolrecords-digest-1:"
_INT_LIMIT = 2**63
#: Made once: ``json.dumps`` would make one for each value. No cycle gets this far.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


class CanonicalError(ValueError):
    """A value has no canonical form; ``path`` leads to it, ``code`` says why.

    Codes: ``type`` (not one of the kinds of rule 1), ``key`` (a key that is not text), ``same_key``
    (two keys that NFC makes equal), ``surrogate``, ``integer`` (outside 64 bit), ``naive``
    (an instant without a time zone), ``instant`` (outside the years 1 to 9999 in UTC),
    ``depth`` (nested deeper than 32).
    """

    def __init__(self, path, code, detail=""):
        self.path = path
        self.code = code
        self.detail = detail
        super().__init__(f"{path}: {code}" + (f" ({detail})" if detail else ""))


def canonical_bytes(value, version=VERSION):
    """Return the canonical bytes of ``value``, beginning with the version of the rules.

    Raises :class:`CanonicalError` for a value that has no canonical form, ``KeyError`` for a
    version nobody has defined.
    """
    return _PREFIXES[version] + _encode(plain(value)).encode("utf-8")


def plain(value):
    """Return a copy of ``value`` in JSON's own kinds, as a reader of the canonical text gets it.

    The copy has the same canonical bytes. Raises :class:`CanonicalError`.
    """
    return _plain(value, "$", 0)


def digest(salt, value):
    """Return the salted SHA-256 (hex) of ``value``: ``sha256(domain || salt || canonical)``.

    ``salt`` is exactly 32 bytes, one per record. It dies with the record; after that nobody can
    find a name by trying all names, although the digest stays in the chain.
    """
    if not isinstance(salt, bytes) or len(salt) != SALT_BYTES:
        raise ValueError(f"a salt is {SALT_BYTES} bytes")
    return hashlib.sha256(_DIGEST_DOMAIN + salt + canonical_bytes(value)).hexdigest()


def commitment(salt, seq, field, value):
    """Return the digest that fixes ``value`` of ``field`` in entry ``seq`` of a record's chain.

    The place is part of what is digested: a payload cannot be moved to another entry or field,
    and a value that comes back after years does not show as the same digest.
    """
    return digest(salt, [seq, field, value])


def instant(moment):
    """Return an instant as canonical text in UTC: ``2025-09-01T06:30:00.000000Z``.

    Raises :class:`CanonicalError` for anything but a moment with a time zone.
    """
    if not isinstance(moment, datetime):
        raise _refusal(moment, "$")
    return _instant(moment, "$")


def _plain(value, path, depth):
    """Return ``value`` as JSON's own kinds, keys sorted.

    Most of what is digested is plain text, for which no path is made: callers leave it out.
    """
    kind = type(value)
    if value is None or kind is bool:
        return value
    if kind is str:
        return _text(value, path)
    if kind is int:
        if not -_INT_LIMIT <= value < _INT_LIMIT:
            raise CanonicalError(path, "integer")
        return value
    if kind is datetime:
        return _instant(value, path)
    if kind is date:
        return value.isoformat()
    if depth >= MAX_DEPTH:
        raise CanonicalError(path, "depth")
    if kind is list or kind is tuple:
        return [
            item if _is_ascii(item) else _plain(item, f"{path}[{i}]", depth + 1)
            for i, item in enumerate(value)
        ]
    if kind is dict:
        return _mapping(value, path, depth)
    raise _refusal(value, path)


def _refusal(value, path, code="type"):
    kind = type(value)
    return CanonicalError(path, code, f"{kind.__module__}.{kind.__qualname__}")


def _is_ascii(value):
    """Whether a value is text that is its own canonical form."""
    return type(value) is str and value.isascii()


def _text(value, path):
    if value.isascii():
        return value
    text = unicodedata.normalize("NFC", value)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise CanonicalError(path, "surrogate") from None
    return text


def _instant(value, path):
    if value.utcoffset() is None:
        raise CanonicalError(path, "naive")
    try:
        moment = value.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:
        raise CanonicalError(path, "instant") from None
    return moment.isoformat(timespec="microseconds") + "Z"


def _mapping(value, path, depth):
    named = {}
    for key, item in value.items():
        if type(key) is not str:
            raise _refusal(key, path, "key")
        name = key if key.isascii() else _text(key, f"{path}.{key!a}")
        if name in named:
            raise CanonicalError(f"{path}.{name}", "same_key")
        named[name] = item if _is_ascii(item) else _plain(item, f"{path}.{name}", depth + 1)
    return {name: named[name] for name in sorted(named)}
