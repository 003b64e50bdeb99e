"""The smallest real file of each format, built here byte by byte from its specification."""

import io
import struct
import wave
import zipfile
import zlib


def pdf_of(*objects, trailer=b"", head=b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"):
    """A PDF of the given object bodies, with a correct table; object 1 is the catalogue."""
    data, places = head, []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)
    return data + table + end + b"startxref\n%d\n%%%%EOF\n" % len(data)


def stream(body, entries=b""):
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(body), entries, body)


def object_stream(*bodies, entries=b"/Filter /FlateDecode", pack=zlib.compress):
    """A stream that holds the given objects as objects 10, 11, …"""
    head, content = b"", b""
    for number, body in enumerate(bodies, 10):
        head += b"%d %d " % (number, len(content))
        content += body + b" "
    told = b"/Type /ObjStm /N %d /First %d %s" % (len(bodies), len(head), entries)
    return stream(pack(head + content), told)


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"


def pdf(catalog=CATALOG, *more, trailer=b""):
    """A PDF of one empty page, with more objects after it."""
    return pdf_of(catalog, PAGES, PAGE, *more, trailer=trailer)


def zipped(entries, compression=zipfile.ZIP_DEFLATED):
    """A ZIP of (name, bytes) pairs; ``mimetype`` is stored, as ODF wants it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as container:
        for name, data in entries:
            kind = zipfile.ZIP_STORED if name == "mimetype" else compression
            container.writestr(zipfile.ZipInfo(name), data, compress_type=kind)
    return file.getvalue()


_MAIN = {
    "docx": ("word/document.xml", "wordprocessingml.document.main"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main"),
}
OPC = "application/vnd.openxmlformats-officedocument."


def content_types(part, kind):
    """The list of content types of an OOXML document."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'
    ).encode()


def ooxml_entries(format_id, *more):
    """The entries of an OOXML document, with more after them."""
    part, kind = _MAIN[format_id]
    types = content_types(part, f"{OPC}{kind}+xml")
    return [("[Content_Types].xml", types), (part, b"<document/>"), *more]


def ooxml(format_id, *more):
    return zipped(ooxml_entries(format_id, *more))


MANIFEST = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest '
    b'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    b'<manifest:file-entry manifest:full-path="/"/>%s</manifest:manifest>'
)


def odf(kind, *more, manifest=MANIFEST % b""):
    """An ODF document; ``kind`` is text, spreadsheet or presentation."""
    return zipped(
        [
            ("mimetype", b"application/vnd.oasis.opendocument." + kind),
            ("content.xml", b"<content/>"),
            ("META-INF/manifest.xml", manifest),
            *more,
        ]
    )


def png_chunk(kind, data=b""):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG_MARK = b"\x89PNG\r\n\x1a\n"


def png():
    """One grey point."""
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = png_chunk(b"IDAT", zlib.compress(b"\x00\x80"))
    return PNG_MARK + header + pixels + png_chunk(b"IEND")


def jpeg(after=b""):
    """Segments of a progressive picture with two scans; stuffed FF and a restart mark inside."""

    def segment(marker, data):
        return b"\xff" + bytes((marker,)) + struct.pack(">H", len(data) + 2) + data

    thumbnail = b"Exif\x00\x00\xff\xd8\xff\xd9"
    frame = segment(0xC2, struct.pack(">BHHB", 8, 8, 8, 1) + b"\x01\x11\x00")
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    start = b"\xff\xd8" + segment(0xE1, thumbnail) + segment(0xDB, b"\x00" + bytes(64))
    return start + frame + scan + segment(0xC4, b"\x00" + bytes(16)) + scan + b"\xff\xd9" + after


def tiff(order="<", big=False, pages=2):
    """Pages of one strip each; the strips stand at the end of the file."""
    word, size = ("Q", 8) if big else ("I", 4)
    entry = order + ("HHQQ" if big else "HHII")
    count = order + ("Q" if big else "H")
    length = struct.calcsize(count) + 2 * struct.calcsize(entry) + size
    first = 16 if big else 8
    strips = first + pages * length
    data = b"II" if order == "<" else b"MM"
    if big:
        data += struct.pack(order + "HHHQ", 43, 8, 0, first)
    else:
        data += struct.pack(order + "HI", 42, first)
    for page in range(pages):
        following = first + (page + 1) * length if page + 1 < pages else 0
        data += struct.pack(count, 2)
        data += struct.pack(entry, 273, 16 if big else 4, 1, strips + page * 10)
        data += struct.pack(entry, 279, 16 if big else 4, 1, 10)
        data += struct.pack(order + word, following)
    return data + b"\x55" * 10 * pages


def riff(kind, *chunks):
    """A RIFF file of (id, bytes) pairs."""
    body = b"".join(
        name + struct.pack("<I", len(data)) + data + b"\x00" * (len(data) % 2)
        for name, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + kind + body


def webp():
    return riff(b"WEBP", (b"VP8L", b"\x2f\x00\x00\x00\x00\x07"))


def wav():
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\x00\x01" * 50)
    return file.getvalue()


def mp3(tag=True, frames=6):
    """Frames of 128 kbit/s at 44.1 kHz: 144 × 128000 / 44100 = 417 bytes each."""
    frame = b"\xff\xfb\x90\x64" + b"\x01" * 413
    return (b"ID3\x04\x00\x00\x00\x00\x01\x00" + bytes(128) if tag else b"") + frame * frames


def flac():
    return (
        b"fLaC"
        + struct.pack(">I", 0x80000000 | 34)
        + bytes(34)
        + b"\xff\xf8\xc9\x18"
        + b"\x01" * 40
    )


def ogg(first=b"\x01vorbis" + bytes(23), pages=3):
    data = b""
    for number in range(pages):
        content = first if number == 0 else bytes(200)
        flags = 2 if number == 0 else 4 if number == pages - 1 else 0
        data += b"OggS\x00" + bytes((flags,)) + struct.pack("<QIIIB", 0, 7, number, 0, 1)
        data += bytes((len(content),)) + content
    return data


def box(kind, *inside):
    body = b"".join(inside)
    return struct.pack(">I", len(body) + 8) + kind + body


def track(handler):
    head = b"\x00" * 8 + handler + bytes(12)
    return box(b"trak", box(b"tkhd", bytes(8)), box(b"mdia", box(b"hdlr", head)))


def mp4(brand=b"isom", handlers=(b"vide", b"soun")):
    return (
        box(b"ftyp", brand, b"\x00\x00\x02\x00", brand)
        + box(b"moov", box(b"mvhd", bytes(20)), *map(track, handlers))
        + box(b"mdat", bytes(60))
    )


def element(ident, data, length=None):
    """An EBML element with a length of one byte."""
    return ident + bytes((0x80 | len(data),) if length is None else length) + data


def matroska(doctype=b"webm", length=None):
    header = element(b"\x42\x82", doctype) + element(b"\x42\x87", b"\x04")
    segment = element(b"\x15\x49\xa9\x66", b"\x2a\xd7\xb1\x83\x0f\x42\x40") + bytes(30)
    return element(b"\x1a\x45\xdf\xa3", header) + element(b"\x18\x53\x80\x67", segment, length)


def avi():
    return riff(b"AVI ", (b"LIST", b"hdrl" + bytes(20)), (b"LIST", b"movi" + bytes(31)))


def der(tag, *inside):
    body = b"".join(inside)
    if len(body) < 128:
        return bytes((tag, len(body))) + body
    length = len(body).to_bytes(2)
    return bytes((tag, 0x82)) + length + body


def ber(tag, *inside):
    """The same with an indefinite length."""
    return bytes((tag, 0x80)) + b"".join(inside) + b"\x00\x00"


SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
DATA = bytes.fromhex("06092a864886f70d010701")
SHA256 = bytes.fromhex("0609608648016503040201")


def signature(content=b"", wrap=der):
    """CMS SignedData without signers; ``content`` is the encapsulated document, if any."""
    encapsulated = wrap(0x30, DATA, *([wrap(0xA0, der(0x04, content))] if content else []))
    signed = wrap(
        0x30, b"\x02\x01\x01", der(0x31, der(0x30, SHA256)), encapsulated, der(0x31, bytes(200))
    )
    return wrap(0x30, SIGNED_DATA, wrap(0xA0, signed))


def every_format():
    """Return {format id: the smallest file of it}."""
    return {
        "pdf": pdf(),
        "docx": ooxml("docx"),
        "xlsx": ooxml("xlsx"),
        "pptx": ooxml("pptx"),
        "odt": odf(b"text"),
        "ods": odf(b"spreadsheet"),
        "odp": odf(b"presentation"),
        "png": png(),
        "jpeg": jpeg(),
        "tiff": tiff(),
        "webp": webp(),
        "mp3": mp3(),
        "wav": wav(),
        "ogg": ogg(),
        "m4a": mp4(b"M4A ", (b"soun",)),
        "flac": flac(),
        "mp4": mp4(),
        "mov": mp4(b"qt  "),
        "webm": matroska(),
        "mkv": matroska(b"matroska"),
        "avi": avi(),
        "sig": signature(),
    }
