"""Sound and film: WAV, MP3, FLAC, Ogg, the MP4 family, AVI, Matroska and WebM."""

from collective.schoolrecords.core.formats.source import bounded
from collective.schoolrecords.core.formats.source import Refusal


#: kbit/s by index for layer III: version 1, then versions 2 and 2.5 (ISO/IEC 11172-3, 13818-3).
_MP3_RATES = (
    (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
)
_MP3_SAMPLING = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
#: So many frames must follow each other before noise is taken for sound.
_MP3_FRAMES = 4
#: First bytes of an Ogg stream by codec.
_OGG_SOUND = (b"\x01vorbis", b"OpusHead", b"Speex   ", b"\x7fFLAC")
_MP4_STILLS = frozenset((b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis"))
_EBML_DOCTYPE, _EBML_SEGMENT = 0x4282, 0x18538067


def riff_chunks(source, start, end):
    """Yield (id, offset of the content, length) of the chunks between two places."""
    offset = start
    for _ in bounded():
        if offset + 8 > end:
            return
        kind, length = source.unpack("<4sI", offset)
        yield kind, offset + 8, length
        offset += 8 + length + length % 2


def wav(source):
    """Find the format and the whole of the sound."""
    found = set()
    for kind, offset, length in riff_chunks(source, 12, source.size):
        if kind in (b"fmt ", b"data") and offset + length > source.size:
            raise Refusal("truncated")
        found.add(kind)
        if kind == b"data":
            break
    if b"fmt " not in found:
        raise Refusal("damaged", detail="no_header")
    if b"data" not in found:
        raise Refusal("truncated")
    return "wav"


def avi(source):
    """Walk the RIFF parts (a long film has several); header and frames must be there."""
    offset, found = 0, set()
    for _ in bounded():
        if offset + 12 > source.size:
            break
        mark, size = source.unpack("<4sI", offset)
        if mark != b"RIFF":
            break
        end = offset + 8 + size
        if end > source.size:
            raise Refusal("truncated")
        for kind, inside, _length in riff_chunks(source, offset + 12, end):
            if kind == b"LIST":
                found.add(source.at(inside, 4))
        offset = end + size % 2
    if not {b"hdrl", b"movi"} <= found:
        raise Refusal("damaged", detail="no_film")
    return "avi"


def mp3(source):
    """Skip an ID3v2 tag and follow frames of layer III."""
    offset = 0
    if source.at(0, 3) == b"ID3":
        flags, *sizes = source.unpack(">5B", 5)
        if max(sizes) > 127:
            raise Refusal("damaged", detail="tag")
        length = sizes[0] << 21 | sizes[1] << 14 | sizes[2] << 7 | sizes[3]
        offset = 10 + length + (10 if flags & 0x10 else 0)
        if offset >= source.size:
            raise Refusal("truncated")
        padding = source.at(offset, 65536)
        offset += len(padding) - len(padding.lstrip(b"\x00"))
    for number in range(_MP3_FRAMES):
        length = _mp3_frame(source.at(offset, 4))
        if not length:
            raise Refusal("damaged", detail="no_sound") if offset else Refusal("unknown_content")
        offset += length
        if offset > source.size:
            raise Refusal("truncated")
        if offset == source.size and number:
            break
    return "mp3"


def _mp3_frame(header):
    """Return the length of a frame of layer III in bytes, 0 if ``header`` is none."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    rate, sampling = header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or layer != 1 or rate in (0, 15) or sampling == 3:
        return 0
    bits = _MP3_RATES[0 if version == 3 else 1][rate] * 1000
    samples = 144 if version == 3 else 72
    return samples * bits // _MP3_SAMPLING[version][sampling] + (header[2] >> 1 & 1)


def flac(source):
    """Walk the metadata blocks up to the first frame (RFC 9639)."""
    offset = 4
    for number in bounded(1000):
        (word,) = source.unpack(">I", offset)
        last, kind, length = word >> 31, word >> 24 & 0x7F, word & 0xFFFFFF
        if number == 0 and (kind, length) != (0, 34):
            raise Refusal("damaged", detail="no_header")
        offset += 4 + length
        if last:
            break
    if offset + 2 > source.size:
        raise Refusal("truncated")
    if source.unpack(">H", offset)[0] & 0xFFFE != 0xFFF8:
        raise Refusal("damaged", detail="no_sound")
    return "flac"


def ogg(source):
    """Walk the pages to the one that ends the stream (RFC 3533); only streams of sound."""
    offset = 0
    for number in bounded():
        if source.at(offset, 4) != b"OggS":
            raise Refusal("damaged", detail="no_page")
        flags, segments = source.unpack("<5xB20xB", offset)
        table = source.at(offset + 27, segments)
        content = offset + 27 + segments
        offset = content + sum(table)
        if len(table) < segments or offset > source.size:
            raise Refusal("truncated")
        if number == 0 and not source.at(content, 8).startswith(_OGG_SOUND):
            raise Refusal("format_not_kept", detected="ogg_video")
        if offset == source.size:
            break
    if not flags & 4:
        raise Refusal("truncated")
    return "ogg"


def mp4(source):
    """Walk the boxes (ISO/IEC 14496-12) and tell sound from film by the tracks."""
    (brand,) = source.unpack("4s", 8)
    if brand in _MP4_STILLS:
        raise Refusal("format_not_kept", detected="heic")
    if brand.startswith(b"3g"):
        raise Refusal("format_not_kept", detected="3gp")
    tracks, data = None, False
    for kind, start, end in _boxes(source, 0, source.size):
        if end > source.size:
            raise Refusal("truncated")
        if kind == b"moov":
            tracks = _track_kinds(source, start, end)
        data = data or kind == b"mdat"
    if tracks is None or not data:
        raise Refusal("truncated")
    if b"vide" in tracks:
        return "mov" if brand == b"qt  " else "mp4"
    if b"soun" in tracks:
        return "m4a"
    raise Refusal("damaged", detail="no_tracks")


def _boxes(source, start, end):
    """Yield (type, start of the content, end) of the boxes between two places."""
    offset = start
    for _ in bounded():
        if offset >= end:
            return
        size, kind = source.unpack(">I4s", offset)
        head = 8
        if size == 1:
            (size,) = source.unpack(">Q", offset + 8)
            head = 16
        elif size == 0:
            size = end - offset
        if size < head:
            raise Refusal("damaged", detail="box_length")
        yield kind, offset + head, offset + size
        offset += size


def _track_kinds(source, start, end):
    """Return the handler types of the tracks of a film."""
    kinds = set()
    for kind, inside, inside_end in _boxes(source, start, end):
        if kind != b"trak":
            continue
        for part, media, media_end in _boxes(source, inside, min(inside_end, end)):
            if part != b"mdia":
                continue
            for leaf, place, _ in _boxes(source, media, min(media_end, end)):
                if leaf == b"hdlr":
                    kinds.update(source.unpack("4s", place + 8))
    return kinds


def matroska(source):
    """Read the document type and the length of the segment (RFC 9559)."""
    size, offset = _vint(source, 4)
    doctype, end = None, offset + (size or 0)
    if end > source.size:
        raise Refusal("truncated")
    for _ in bounded(100):
        if offset >= end:
            break
        ident, offset = _vint(source, offset, keep_mark=True)
        length, offset = _vint(source, offset)
        if length is None:
            raise Refusal("damaged", detail="no_header")
        if ident == _EBML_DOCTYPE:
            doctype = source.at(offset, min(length, 16)).rstrip(b"\x00")
        offset += length
    if doctype not in (b"webm", b"matroska"):
        raise Refusal("damaged", detail="no_header")
    for _ in bounded(100):
        ident, offset = _vint(source, offset, keep_mark=True)
        length, offset = _vint(source, offset)
        # A recorder that streams does not know the length beforehand and writes it as unknown.
        if length is not None and offset + length > source.size:
            raise Refusal("truncated")
        if ident == _EBML_SEGMENT:
            break
        offset += length or 0
    return "webm" if doctype == b"webm" else "mkv"


def _vint(source, offset, keep_mark=False):
    """Return (number, next offset) of a variable-length integer; ``None`` if it says unknown."""
    (first,) = source.unpack("B", offset)
    width = 9 - first.bit_length()
    if width > 8:
        raise Refusal("damaged", detail="number")
    raw = source.at(offset, width)
    if len(raw) < width:
        raise Refusal("truncated")
    number = int.from_bytes(raw)
    if keep_mark:
        return number, offset + width
    number &= (1 << 7 * width) - 1
    unknown = number == (1 << 7 * width) - 1
    return (None if unknown else number), offset + width
