"""PNG, JPEG, TIFF and WebP: whole from the first byte to the end mark."""

from collective.schoolrecords.core.formats.source import bounded
from collective.schoolrecords.core.formats.source import Refusal

import re


_PNG_MARK = b"\x89PNG\r\n\x1a\n"
#: A marker in entropy-coded data: FF with neither a stuffed zero, a filler nor a restart mark.
_JPEG_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_TIFF_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 13: 4, 16: 8, 17: 8, 18: 8}
#: Offsets and byte counts of strips and tiles.
_TIFF_DATA = {273: 279, 324: 325}


def png(source):
    """Walk the chunks from IHDR to IEND (ISO/IEC 15948)."""
    length, kind = source.unpack(">I4s", len(_PNG_MARK))
    if (length, kind) != (13, b"IHDR"):
        raise Refusal("damaged", detail="no_header")
    offset, pixels = len(_PNG_MARK), False
    for _ in bounded():
        length, kind = source.unpack(">I4s", offset)
        offset += 12 + length
        if offset > source.size:
            raise Refusal("truncated")
        pixels = pixels or kind == b"IDAT"
        if kind == b"IEND":
            break
    if not pixels:
        raise Refusal("damaged", detail="no_image")
    return "png"


def jpeg(source):
    """Walk the segments and scans from SOI to EOI (ISO/IEC 10918-1).

    Telephones write more after EOI (a second picture, a film); that is let stand.
    """
    offset, frame, scans = 2, False, 0
    for _ in bounded():
        mark, marker = source.unpack(">BB", offset)
        if mark != 0xFF:
            raise Refusal("damaged", detail="no_marker")
        if marker == 0xFF:
            offset += 1
            continue
        if marker == 0xD9:
            break
        (length,) = source.unpack(">H", offset + 2)
        if length < 2:
            raise Refusal("damaged", detail="segment_length")
        frame = frame or marker in _JPEG_FRAMES
        offset += 2 + length
        if marker == 0xDA:
            scans += 1
            offset = _after_scan(source, offset)
    if not frame or not scans:
        raise Refusal("damaged", detail="no_image")
    return "jpeg"


def _after_scan(source, offset):
    """Return where the next marker after entropy-coded data stands."""
    carried = b""
    for block in source.blocks(offset):
        data = carried + block
        found = _JPEG_MARKER.search(data)
        if found:
            return offset - len(carried) + found.start()
        offset += len(block)
        carried = data[-1:]
    raise Refusal("truncated")


def webp(source):
    """Check the RIFF size and the first chunk (RFC 9649)."""
    (size,) = source.unpack("<I", 4)
    if size + 8 > source.size:
        raise Refusal("truncated")
    if source.at(12, 4) not in (b"VP8 ", b"VP8L", b"VP8X"):
        raise Refusal("damaged", detail="no_image")
    return "webp"


def tiff(source):
    """Walk the pages; the strips or tiles of each must lie inside the file (TIFF 6.0, BigTIFF)."""
    order = "<" if source.at(0, 2) == b"II" else ">"
    (version,) = source.unpack(order + "H", 2)
    big = version == 43
    (page,) = source.unpack(order + ("Q" if big else "I"), 8 if big else 4)
    seen, stored = set(), False
    for _ in bounded(10_000):
        if not page:
            break
        if page in seen:
            raise Refusal("damaged", detail="page_loop")
        seen.add(page)
        tags, page = _tiff_page(source, order, big, page)
        stored = _check_strips(source, order, tags) or stored
    if not stored:
        raise Refusal("damaged", detail="no_image")
    return "tiff"


def _tiff_page(source, order, big, offset):
    """Return {tag: (type, count, offset of the values)} of a page and where the next page is."""
    (entries,) = source.unpack(order + ("Q" if big else "H"), offset)
    if entries > 4096:
        raise Refusal("damaged", detail="too_many_parts")
    offset += 8 if big else 2
    layout = order + ("HHQ" if big else "HHI")
    room, width, word = (8, 20, "Q") if big else (4, 12, "I")
    tags = {}
    for _ in range(entries):
        tag, kind, count = source.unpack(layout, offset)
        values = offset + width - room
        if count * _TIFF_SIZES.get(kind, 1) > room:
            (values,) = source.unpack(order + word, values)
        tags[tag] = (kind, count, values)
        offset += width
    (following,) = source.unpack(order + word, offset)
    return tags, following


def _check_strips(source, order, tags):
    """Tell whether the page stores pixels; refuse if a strip or tile ends past the file."""
    found = False
    for starts_tag, lengths_tag in _TIFF_DATA.items():
        if starts_tag not in tags or lengths_tag not in tags:
            continue
        starts = _tiff_numbers(source, order, tags[starts_tag])
        lengths = _tiff_numbers(source, order, tags[lengths_tag])
        for start, length in zip(starts, lengths, strict=False):
            found = found or length > 0
            if start + length > source.size:
                raise Refusal("truncated")
    return found


def _tiff_numbers(source, order, tag):
    kind, count, offset = tag
    letter = {3: "H", 4: "I", 13: "I", 16: "Q"}.get(kind)
    if letter is None or count > 1_000_000:
        raise Refusal("damaged", detail="strips")
    return source.unpack(f"{order}{count}{letter}", offset)
