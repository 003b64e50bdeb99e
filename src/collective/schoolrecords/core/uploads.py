"""One check for every file that comes in: by form, REST, TUS, import or the management interface.

The rules, as a short list:

1. The content decides what a file is; neither its name nor what the browser says about it.
2. Kept are the formats of ``FORMATS`` and nothing else. What is not recognised is refused.
3. A file must be whole: where the format has an end, the end is looked for.
4. Nothing that runs, nothing that hides: no programs, pages, macros, JavaScript, passwords, bombs.
5. A name that says another format than the content is refused, and the reason names both. An
   ending that says nothing («Акт от 01.09.2025») is no contradiction; the right one is added.
6. All reasons are returned at once; texts are made at the edge. Refusal writes nothing.

The file is read where it lies: structure by seeking, the digest block by block.
Formats: S12-1.6 (works, tests, sound and film of oral answers and projects, platform results),
N1 and S90 (scans), and detached signatures.
"""

from collective.schoolrecords.core.formats import containers
from collective.schoolrecords.core.formats import images
from collective.schoolrecords.core.formats import media
from collective.schoolrecords.core.formats import pdf
from collective.schoolrecords.core.formats import signatures
from collective.schoolrecords.core.formats.source import Refusal
from collective.schoolrecords.core.formats.source import Source
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.core.upload_names import clean_name
from collective.schoolrecords.core.upload_names import ending_of
from collective.schoolrecords.core.upload_names import has_path
from collective.schoolrecords.core.upload_names import KNOWN_ENDINGS
from collective.schoolrecords.core.upload_names import with_ending
from dataclasses import dataclass
from types import MappingProxyType

import hashlib
import re


@dataclass(frozen=True)
class Format:
    """A format that is kept: id, kind (document, image, sound, film, signature), endings.

    The first ending is the one added to a name that has none.
    """

    id: str
    kind: str
    media_type: str
    endings: tuple[str, ...]


_OPC = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."

FORMATS = MappingProxyType(
    {
        entry.id: entry
        for entry in (
            Format("pdf", "document", "application/pdf", ("pdf",)),
            Format("docx", "document", _OPC + "wordprocessingml.document", ("docx",)),
            Format("xlsx", "document", _OPC + "spreadsheetml.sheet", ("xlsx",)),
            Format("pptx", "document", _OPC + "presentationml.presentation", ("pptx",)),
            Format("odt", "document", _ODF + "text", ("odt",)),
            Format("ods", "document", _ODF + "spreadsheet", ("ods",)),
            Format("odp", "document", _ODF + "presentation", ("odp",)),
            Format("png", "image", "image/png", ("png",)),
            Format("jpeg", "image", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif")),
            Format("tiff", "image", "image/tiff", ("tif", "tiff")),
            Format("webp", "image", "image/webp", ("webp",)),
            Format("mp3", "sound", "audio/mpeg", ("mp3",)),
            Format("wav", "sound", "audio/wav", ("wav",)),
            Format("ogg", "sound", "audio/ogg", ("ogg", "oga", "opus")),
            Format("m4a", "sound", "audio/mp4", ("m4a", "mp4", "m4b")),
            Format("flac", "sound", "audio/flac", ("flac",)),
            Format("mp4", "film", "video/mp4", ("mp4", "m4v")),
            Format("mov", "film", "video/quicktime", ("mov", "qt")),
            Format("webm", "film", "video/webm", ("webm",)),
            Format("mkv", "film", "video/x-matroska", ("mkv", "mka")),
            Format("avi", "film", "video/x-msvideo", ("avi",)),
            Format("sig", "signature", "application/pkcs7-signature", ("sig", "p7s", "sgn")),
        )
    }
)

#: Every code of a refusal and the data that fill its text.
REASONS = MappingProxyType(
    {
        "empty": (),
        "too_large": ("size", "limit"),
        "name_empty": (),
        "name_path": (),
        "name_contradicts": ("ending", "format"),
        "unknown_content": (),
        "executable": ("detected",),
        "markup": ("detected",),
        "format_not_kept": ("detected",),
        "truncated": (),
        "damaged": ("detail",),
        "encrypted": (),
        "active_content": ("names",),
        "macros": ("entry",),
        "zip_bomb": ("detail",),
        "zip_path": ("entry",),
        "appended_archive": (),
        "signature_not_detached": (),
    }
)


@dataclass(frozen=True)
class Accepted:
    """A file that may be kept: its format's id and media type, size, SHA-256 (hex), clean name."""

    format: str
    media_type: str
    size: int
    sha256: str
    clean_name: str


@dataclass(frozen=True)
class Refused:
    """A file that may not be kept, with all reasons; the clean name is for the message."""

    reasons: tuple[Reason, ...]
    clean_name: str


_ENDINGS = frozenset(ending for entry in FORMATS.values() for ending in entry.endings)

#: First bytes of what runs.
_PROGRAMS = (
    (b"MZ", "exe"),
    (b"\x7fELF", "elf"),
    (b"\xca\xfe\xba\xbe", "mach_o_or_java"),
    (b"\xfe\xed\xfa\xce", "mach_o_or_java"),
    (b"\xfe\xed\xfa\xcf", "mach_o_or_java"),
    (b"\xce\xfa\xed\xfe", "mach_o_or_java"),
    (b"\xcf\xfa\xed\xfe", "mach_o_or_java"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "shortcut"),
    (b"\x00asm", "wasm"),
)
#: First bytes of what people know and the archive does not keep: the refusal can say how to mend.
_NOT_KEPT = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office"),
    (b"{\\rtf", "rtf"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"MSCF", "cab"),
    (b"PK\x05\x06", "zip"),
    (b"#!AMR", "amr"),
    (b"AT&TFORM", "djvu"),
    (b"8BPS", "psd"),
    (b"%!PS", "postscript"),
    (b"0&\xb2u\x8ef\xcf\x11", "windows_media"),
    (b"FLV\x01", "flv"),
    (b"SQLite format 3", "sqlite"),
)
_MARKS = (
    (b"\x89PNG\r\n\x1a\n", images.png),
    (b"\xff\xd8\xff", images.jpeg),
    (b"II*\x00", images.tiff),
    (b"II+\x00", images.tiff),
    (b"MM\x00*", images.tiff),
    (b"MM\x00+", images.tiff),
    (b"PK\x03\x04", containers.office),
    (b"ID3", media.mp3),
    (b"fLaC", media.flac),
    (b"OggS", media.ogg),
    (b"\x1aE\xdf\xa3", media.matroska),
)
_RIFF = {b"WAVE": media.wav, b"AVI ": media.avi, b"WEBP": images.webp}
_PDF = re.compile(rb"(\xef\xbb\xbf)?\s{0,16}%PDF-[12]\.\d")
_MARKUP = (
    (re.compile(rb"<!doctype\s+html|<html|<head|<body|<script|<iframe", re.IGNORECASE), "html"),
    (re.compile(rb"<svg|<!doctype\s+svg", re.IGNORECASE), "svg"),
    (re.compile(rb"<\?php|<%|<\?=", re.IGNORECASE), "script"),
    (re.compile(rb"<\?xml"), "xml"),
)
_HEAD = 4096


def examine(file, name, *, limit):
    """Return :class:`Accepted` or :class:`Refused` for a seekable binary file.

    ``name`` is what the sender calls it, ``limit`` the largest size in bytes. The file is left at
    its beginning and is never changed. Raises only what reading the file raises (``OSError``).
    """
    source = Source(file)
    try:
        return _examined(source, name, limit)
    finally:
        file.seek(0)


def _examined(source, name, limit):
    clean = clean_name(name)
    reasons = []
    if has_path(name):
        reasons.append(Reason("name_path"))
    if not clean:
        reasons.append(Reason("name_empty"))
    found = None
    if not source.size:
        reasons.append(Reason("empty"))
    elif source.size > limit:
        reasons.append(Reason("too_large", data={"size": source.size, "limit": limit}))
    else:
        try:
            found = FORMATS[recognise(source)]
        except Refusal as refusal:
            reasons.append(Reason(refusal.code, data=refusal.data))
    if found is not None:
        clean, contradiction = _named(clean, found)
        reasons.extend(contradiction)
    if reasons:
        return Refused(tuple(reasons), clean)
    return Accepted(found.id, found.media_type, source.size, _sha256(source), clean)


def recognise(source):
    """Return the id of the format that a :class:`Source` has by its content.

    Raises ``Refusal`` with one of the codes of ``REASONS``.
    """
    head = source.at(0, _HEAD)
    check = _check_for(head)
    _refuse_unwanted(head, check)
    if check is not containers.office and containers.end_of_zip(source) is not None:
        # A picture or document that is an archive as well is read as one by the next program.
        raise Refusal("appended_archive")
    return check(source)


def _check_for(head):
    """Return the function that knows what these first bytes announce, or ``None``."""
    for mark, check in _MARKS:
        if head.startswith(mark):
            return check
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return media.mp4
    if _PDF.match(head):
        return pdf.pdf
    if signatures.starts_like_signature(head):
        return signatures.signature
    if head[:1] == b"\xff" and head[1:2] >= b"\xe0" and head[1] & 0x06 == 0x02:
        return media.mp3
    return None


def _refuse_unwanted(head, check):
    """Refuse what is known and unwanted, and what is not known at all."""
    if check is not None:
        return
    for mark, detected in _NOT_KEPT:
        if head.startswith(mark):
            raise Refusal("format_not_kept", detected=detected)
    for mark, detected in _PROGRAMS:
        if head.startswith(mark):
            raise Refusal("executable", detected=detected)
    text = _as_text(head)
    if text.startswith(b"#!"):
        raise Refusal("executable", detected="script")
    if text.startswith(b"<"):
        for pattern, detected in _MARKUP:
            if pattern.search(text):
                raise Refusal("markup", detected=detected)
        raise Refusal("markup", detected="markup")
    raise Refusal("unknown_content")


def _as_text(head):
    """Return the bytes as a browser would read them: without byte order mark, space and UTF-16."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode("utf-8", "replace")
    return head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\x00\t\n\f\r ")


def _named(clean, found):
    """Return the name with an ending of its format, and the contradiction if there is one."""
    ending = ending_of(clean)
    if ending in found.endings:
        return clean, ()
    if ending in _ENDINGS or ending in KNOWN_ENDINGS:
        data = {"ending": ending, "format": found.id}
        return clean, (Reason("name_contradicts", data=data),)
    return (with_ending(clean, found.endings[0]) if clean else clean), ()


def _sha256(source):
    digest = hashlib.sha256()
    for block in source.blocks():
        digest.update(block)
    return digest.hexdigest()
