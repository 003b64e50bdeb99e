"""Detached signatures: CMS SignedData as DER or BER, as PEM, or as bare base64.

Only the shape is read here; whether a signature is good is another room's question. Russian
programs write all three forms, often under the name of the document with ``.sig`` added.
"""

from collective.schoolrecords.core.formats.source import Refusal

import base64
import binascii
import re


#: 1.2.840.113549.1.7.2, id-signedData (RFC 5652).
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
#: Certificates and lists of revoked ones make a signature large; more than this is something else.
_MAX_SIZE = 16 << 20
_PEM = re.compile(rb"\A\s*-----BEGIN ([A-Z0-9 ]+)-----\s+([A-Za-z0-9+/=\s]+?)-----END \1-----\s*\Z")
_PEM_LABELS = (b"CMS", b"PKCS7", b"PKCS #7 SIGNED DATA", b"SIGNATURE")
_BASE64 = re.compile(rb"\A[A-Za-z0-9+/]{40}\Z")
_MAX_DEPTH = 32


def starts_like_signature(head):
    """Tell whether the first bytes may begin a signature in one of its forms."""
    if head.startswith(b"-----BEGIN "):
        return True
    if head[:1] == b"\x30":
        return _SIGNED_DATA in head[:16]
    start = b"".join(head[:256].removeprefix(b"\xef\xbb\xbf").split())[:40]
    return _BASE64.match(start) is not None and _SIGNED_DATA in base64.b64decode(start)


def signature(source):
    """Return ``sig`` for a whole detached CMS signature."""
    if source.size > _MAX_SIZE:
        raise Refusal("damaged", detail="too_long")
    data = _der(source.at(0, source.size))
    try:
        end, detached = _signed_data(data)
    except IndexError:
        raise Refusal("truncated") from None
    if data[end:].strip(b"\x00\r\n"):
        raise Refusal("damaged", detail="trailing_bytes")
    if not detached:
        raise Refusal("signature_not_detached")
    return "sig"


def _der(data):
    """Undo PEM or base64."""
    text = data.removeprefix(b"\xef\xbb\xbf")
    if text.startswith(b"-----BEGIN "):
        found = _PEM.match(text)
        if found is None:
            raise Refusal("truncated")
        if found[1] not in _PEM_LABELS:
            raise Refusal("format_not_kept", detected="pem_other")
        text = found[2]
    elif data[:1] == b"\x30":
        return data
    try:
        decoded = base64.b64decode(b"".join(text.split()), validate=True)
    except binascii.Error:
        raise Refusal("damaged", detail="base64") from None
    if _SIGNED_DATA not in decoded[:16]:
        raise Refusal("unknown_content")
    return decoded


def _signed_data(data):
    """Return (end, whether the signed content is outside) of a ContentInfo."""
    outer = _header(data, 0, 0x30)
    start = outer[0]
    if data[start : start + len(_SIGNED_DATA)] != _SIGNED_DATA:
        raise Refusal("unknown_content")
    explicit = _header(data, start + len(_SIGNED_DATA), 0xA0)
    signed = _header(data, explicit[0], 0x30)
    at = _skip(data, signed[0])  # version
    at = _skip(data, at)  # digestAlgorithms
    content = _header(data, at, 0x30)
    after_type = _skip(data, content[0])
    detached = data[after_type] != 0xA0 if content[1] is None else after_type >= content[1]
    return _skip(data, 0), detached


def _header(data, at, tag=None):
    """Return (start of the content, its end or ``None`` if indefinite) of the value at ``at``."""
    if tag is not None and data[at] != tag:
        raise Refusal("damaged", detail="structure")
    if data[at] & 0x1F == 0x1F:
        raise Refusal("damaged", detail="structure")
    length, start = data[at + 1], at + 2
    if length == 0x80:
        return start, None
    if length > 0x80:
        count = length & 0x7F
        if count > 4:
            raise Refusal("damaged", detail="structure")
        length = int.from_bytes(data[start : start + count])
        start += count
    if start + length > len(data):
        raise Refusal("truncated")
    return start, start + length


def _skip(data, at, depth=0):
    """Return where the value at ``at`` ends; an indefinite one ends at its two zero bytes."""
    if depth > _MAX_DEPTH:
        raise Refusal("damaged", detail="structure")
    start, end = _header(data, at)
    if end is not None:
        return end
    while data[start : start + 2] != b"\x00\x00":
        start = _skip(data, start, depth + 1)
    return start + 2
