"""Office documents: OOXML and ODF, both ZIP containers; nothing in them is unpacked to disk."""

from collective.schoolrecords.core.formats.source import Refusal
from xml.parsers import expat

import errno
import re
import struct
import zipfile
import zlib


_OPC = "application/vnd.openxmlformats-officedocument."
_OOXML = {
    _OPC + "wordprocessingml.document.main+xml": "docx",
    _OPC + "spreadsheetml.sheet.main+xml": "xlsx",
    _OPC + "presentationml.presentation.main+xml": "pptx",
}
_ODF = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
_OOXML_MACROS = re.compile(
    r"(^|/)(vbaProject\.bin|vbaData\.xml|macrosheets/|activeX/)", re.IGNORECASE
)
_ODF_MACROS = re.compile(r"^(Scripts/.+|Basic/.+/(?!script-l[bc]\.xml$)[^/]+)$", re.IGNORECASE)
#: Names that would land outside the folder in which somebody unpacks the container.
_OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)")
_MAX_ENTRIES = 10_000
_MAX_DIRECTORY = 16 << 20
#: A text packs 3 to 50 times; a table of repeated cells can reach 100.
_MAX_RATIO = 150
_RATIO_COUNTS_FROM = 10 << 20
_MAX_UNPACKED = 1 << 30
_MAX_XML = 4 << 20
_END = struct.Struct("<4s4H2LH")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
)


def end_of_zip(source):
    """Return (entries, directory size, directory offset) of a ZIP that ends with the file."""
    tail = source.tail(_END.size + 65535)
    at = tail.rfind(b"PK\x05\x06")
    while at >= 0:
        if at + _END.size <= len(tail):
            fields = _END.unpack_from(tail, at)
            if at + _END.size + fields[7] == len(tail):
                return fields[4], fields[5], fields[6]
        at = tail.rfind(b"PK\x05\x06", 0, at)
    return None


def office(source):
    """Read the list of entries and the one that names the format."""
    end = end_of_zip(source)
    if end is None:
        raise Refusal("truncated")
    if end[0] > _MAX_ENTRIES or end[1] > _MAX_DIRECTORY:
        raise Refusal("zip_bomb", detail="entries")
    try:
        with zipfile.ZipFile(source.file) as container:
            entries = container.infolist()
            _check_entries(entries, source.size)
            names = {entry.filename for entry in entries}
            if "[Content_Types].xml" in names:
                return _ooxml(container, names)
            if "mimetype" in names:
                return _odf(container, names)
    except _BROKEN:
        raise Refusal("damaged", detail="container") from None
    except OSError as error:
        # Damaged offsets lead before the file's first byte; anything else is a broken disk.
        if error.errno != errno.EINVAL:
            raise
        raise Refusal("damaged", detail="container") from None
    raise Refusal("format_not_kept", detected="zip")


def _check_entries(entries, size):
    """Refuse what would harm whoever unpacks the container."""
    seen = set()
    for entry in entries:
        name = entry.filename
        if _OUTSIDE.search(name):
            raise Refusal("zip_path", entry=name)
        if name in seen:
            raise Refusal("damaged", detail="entry_twice")
        seen.add(name)
        if entry.flag_bits & 1:
            raise Refusal("encrypted")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refusal("damaged", detail="compression")
        packed = max(entry.compress_size, 1)
        if entry.file_size > _RATIO_COUNTS_FROM and entry.file_size / packed > _MAX_RATIO:
            raise Refusal("zip_bomb", detail="ratio", entry=name)
    if sum(entry.file_size for entry in entries) > _MAX_UNPACKED:
        raise Refusal("zip_bomb", detail="size")
    # Entries that share their bytes are how a small file promises a huge one.
    offset = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < offset:
            raise Refusal("zip_bomb", detail="overlap", entry=entry.filename)
        offset = entry.header_offset + 30 + entry.compress_size
    if offset > size:
        raise Refusal("truncated")


def _ooxml(container, names):
    """Tell the format by the content type of the main part (ISO/IEC 29500-2)."""
    for name in sorted(names):
        if _OOXML_MACROS.search(name):
            raise Refusal("macros", entry=name)
    found = set()

    def started(tag, attributes):
        if tag.rpartition(" ")[2] in ("Override", "Default"):
            part = attributes.get("PartName", "").lstrip("/")
            found.add((attributes.get("ContentType", ""), part))

    _parse(_small(container, "[Content_Types].xml"), started)
    if any("macroEnabled" in kind for kind, _ in found):
        raise Refusal("macros", entry="[Content_Types].xml")
    formats = {_OOXML[kind] for kind, part in found if kind in _OOXML and part in names}
    if len(formats) != 1:
        raise Refusal("format_not_kept", detected="ooxml_other")
    return formats.pop()


def _odf(container, names):
    """Tell the format by the first entry (ODF 1.3, part 2)."""
    kind = _small(container, "mimetype").strip()
    if kind not in _ODF:
        raise Refusal("format_not_kept", detected="zip")
    if "encrypted-package" in names:
        raise Refusal("encrypted")
    if not {"META-INF/manifest.xml", "content.xml"} <= names:
        raise Refusal("damaged", detail="no_content")
    for name in sorted(names):
        if _ODF_MACROS.match(name):
            raise Refusal("macros", entry=name)

    def started(tag, attributes):
        if tag.rpartition(" ")[2] == "encryption-data":
            raise Refusal("encrypted")

    _parse(_small(container, "META-INF/manifest.xml"), started)
    return _ODF[kind]


def _small(container, name):
    """Return the bytes of an entry that is small in every honest document."""
    if container.getinfo(name).file_size > _MAX_XML:
        raise Refusal("damaged", detail="container")
    return container.read(name)


def _parse(data, started):
    """Run ``started`` for every element; a document that declares entities is refused."""

    def entity(*declaration):
        raise Refusal("active_content", names=("xml_entity",))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = started
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        raise Refusal("damaged", detail="container") from None
