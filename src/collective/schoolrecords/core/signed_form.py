"""The signed form: the bytes of a record that a signature is made over.

The same record gives the same bytes on every machine and in every year. Unlike the digests of the
chain these bytes carry no salt and no prefix: they are a JSON text that a person opens, reads and
signs with a tool of their own. The rules of ``schoolrecords-signed/1``:

1. One JSON object with the keys ``family``, ``files``, ``form``, ``metadata``, ``rows`` and
   ``uid``. ``form`` names these rules; a new version of them never changes an old one.
2. Keys are sorted by code point, no space stands outside a string, text is Unicode NFC, the bytes
   are UTF-8 without a byte-order mark, no line end follows. There are no floats; a date is
   ``2025-09-01``, an instant ``2025-09-01T06:30:00.000000Z`` (:mod:`.canonical`).
3. What was not filled in (nothing, an empty text, an empty list or mapping) is left out, so that a
   field which a later edition of the product adds does not change what was signed before.
4. ``rows`` are objects ``{"position", "values"}`` in the order of their positions. ``files`` are
   objects ``{"place", "sha256", "size"}`` in the order of their places: the file itself is not in
   the form, its SHA-256 and size are.
5. ``metadata`` holds what the record says, not where it lies or who holds it: place, holder, state
   and what is entered after the signature do not change it.

Sources: 63-ФЗ article 2 (a signature is bound to the document), domain.md section 7.
"""

from .canonical import plain
from collections.abc import Mapping
from dataclasses import dataclass

import hashlib
import json


FORM = "schoolrecords-signed/1"
FORMS = (FORM,)
_HEX = frozenset("0123456789abcdef")


class FormError(ValueError):
    """The content cannot be signed as it is; ``args`` say what is wrong."""


@dataclass(frozen=True)
class SignedFile:
    """A file that the form covers. ``place`` tells where in the record it lies."""

    place: str
    size: int
    sha256: str


@dataclass(frozen=True)
class SignedContent:
    """What a record says: plain values by name, rows by position, files."""

    family: str
    uid: str
    metadata: Mapping
    rows: Mapping[int, Mapping] = ()
    files: tuple[SignedFile, ...] = ()


def form_bytes(content: SignedContent, form: str = FORM) -> bytes:
    """Return the bytes to sign.

    Raises :class:`FormError` for an unknown form, a place that two files share, a sum that is no
    SHA-256, and ``CanonicalError`` for a value without a canonical form.
    """
    if form not in FORMS:
        raise FormError(f"unknown form {form!r}")
    said = {
        "family": content.family,
        "files": _files(content.files),
        "form": form,
        "metadata": _said(content.metadata),
        "rows": [
            {"position": position, "values": _said(values)}
            for position, values in sorted(dict(content.rows).items())
        ],
        "uid": content.uid,
    }
    text = json.dumps(plain(said), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8")


def form_digest(data: bytes) -> str:
    """Return the SHA-256 (hex) of the bytes to sign: what a person compares."""
    return hashlib.sha256(data).hexdigest()


def _files(files):
    found = {}
    for one in files:
        if one.place in found:
            raise FormError(f"two files at {one.place!r}")
        if len(one.sha256) != 64 or not _HEX.issuperset(one.sha256) or one.size < 0:
            raise FormError(f"no sum of a file: {one.place!r}")
        found[one.place] = {"place": one.place, "sha256": one.sha256, "size": one.size}
    return [found[place] for place in sorted(found)]


def _said(value):
    """Return ``value`` without what was not filled in, at any depth of its mappings."""
    if isinstance(value, Mapping):
        kept = {name: _said(one) for name, one in value.items()}
        return {name: one for name, one in kept.items() if not _empty(one)}
    if isinstance(value, list | tuple):
        return [_said(one) for one in value]
    return value


def _empty(value):
    return value is None or (isinstance(value, str | list | dict) and not value)
