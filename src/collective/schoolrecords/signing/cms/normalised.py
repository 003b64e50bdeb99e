"""Brings a .sig file to the bytes of one detached CMS signature, or says all that is wrong with it.

Russian tools write DER, BER, PEM under several names or bare base64 without any header, some with a
byte order mark, broken lines or the headers of a letter; OpenSSL fails on most of these. Only the
structure is looked at here.
"""

from ...core.reasons import Reason
from asn1crypto import cms
from asn1crypto import parser
from asn1crypto.core import Void

import base64
import binascii
import codecs
import re


#: Bytes of the largest file: a signature with its chain and its timestamps has some 20 KB, with
#: lists of revoked certificates inside it some MB.
LIMIT = 5 * 2**20

_NAMES = rb"PKCS7|CMS|PKCS #7 SIGNED DATA|SIGNATURE|SIGNED MESSAGE|SIGNED DATA"
_BEGIN = re.compile(rb"-----BEGIN (%s)-----" % _NAMES)
_BLOCK = re.compile(rb"-----BEGIN (%s)-----(.*?)-----END \1-----" % _NAMES, re.DOTALL)
#: Headers of a letter's one part, as mail programs save an attachment (RFC 8551); then an empty line.
_HEADERS = re.compile(rb"\s*(?:[A-Za-z][A-Za-z-]*:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n)+\r?\n")
_BLANKS = b" \t\r\n\x0b\x0c\0\x1a"
_BASE64 = re.compile(rb"[A-Za-z0-9+/]+={0,2}")
_ANY_BASE64 = re.compile(rb"[A-Za-z0-9+/=]+")
_SEQUENCE = 0x30
_SIGNED_DATA = "1.2.840.113549.1.7.2"
#: All that asn1crypto raises on bytes that are not what they say.
UNREADABLE = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
)


class Unusable(Exception):
    """The file is no detached signature; ``reasons`` say why."""

    def __init__(self, code, **data):
        super().__init__(code)
        self.reasons = (Reason(code, data=data),)


def normalise(data: bytes) -> bytes:
    """Return the DER (or BER) of the one CMS signature in a file; raises :class:`Unusable`.

    Codes: ``empty``, ``too_large``, ``not_cms``, ``several_in_file``, ``attached``.
    """
    if len(data) > LIMIT:
        raise Unusable("too_large", limit=LIMIT // 2**20)
    data = _without_mark(data)
    if not data.strip(_BLANKS):
        raise Unusable("empty")
    der = data if data[0] == _SEQUENCE and _is_cms(data) else _decoded(data)
    der = _one(der)
    try:
        attached = _is_attached(der)
    except UNREADABLE:
        raise Unusable("not_cms") from None
    if attached:
        raise Unusable("attached")
    return der


def _without_mark(data):
    """Return text of two bytes a letter as ASCII, and UTF-8 without its mark."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace").encode("ascii", "replace")
    return data.removeprefix(codecs.BOM_UTF8)


def _is_cms(data):
    """Whether binary data begins as CMS does: a 0 of base64 is 0x30 too."""
    try:
        parser.peek(data)  # a wrong length is an error only here
        return cms.ContentInfo.load(data)["content_type"].dotted == _SIGNED_DATA
    except UNREADABLE:
        return False


def _decoded(data):
    """Return the bytes that PEM or bare base64 stands for."""
    blocks = _BLOCK.findall(data)
    if len(_BEGIN.findall(data)) > 1:
        raise Unusable("several_in_file")
    headers = _HEADERS.match(data)
    text = blocks[0][1] if blocks else data[headers.end() :] if headers else data
    text = b"".join(text.split())
    text = text.strip(_BLANKS)
    if not _BASE64.fullmatch(text):
        several = _ANY_BASE64.fullmatch(text) and b"=" in text.rstrip(b"=")
        raise Unusable("several_in_file" if several else "not_cms")
    try:
        return base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        raise Unusable("not_cms") from None


def _one(data):
    """Return the first value of the data, when nothing but blanks follows it."""
    try:
        length = parser.peek(data)
    except UNREADABLE:
        raise Unusable("not_cms") from None
    rest = data[length:].strip(_BLANKS)
    if rest:
        raise Unusable("several_in_file" if _is_cms(rest) else "not_cms")
    return data[:length]


def _is_attached(der):
    info = cms.ContentInfo.load(der)
    if info["content_type"].dotted != _SIGNED_DATA:
        raise ValueError("content_type")
    return not isinstance(info["content"]["encap_content_info"]["content"], Void)
