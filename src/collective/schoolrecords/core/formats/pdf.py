"""PDF: whole, not encrypted, and nothing in it that runs.

The whole file is searched for objects, wherever a reader could find one: between the streams, in
a comment or inside another stream. Each object is read by the rules of ISO 32000-1, section 7,
so that a word in a text or four letters in compressed pixels are never taken for a name.
Objects packed into streams are unpacked; where that cannot be done in a plain way, the file is
refused, because somebody hid them.

What runs: JavaScript, launching a program, importing data, films and Flash (RichMedia). An action
on opening that only shows a page is let stand; it is reported where it comes with one of those.
"""

from collective.schoolrecords.core.formats.source import Refusal
from itertools import pairwise

import re
import zlib


_SPACE = rb"\x00\t\n\f\r "
_SPACES = frozenset((b"\x00", b"\t", b"\n", b"\f", b"\r", b" "))
_TOKEN = re.compile(
    rb"%[^\r\n]*"
    rb"|(?P<name>/[^" + _SPACE + rb"()<>\[\]{}/%]*)"
    rb"|(?P<open><<|\[)|(?P<close>>>|\])"
    rb"|(?P<hex><[^<>]*>)|(?P<text>\()"
    rb"|(?P<words>[^()<>\[\]{}/%]+)"
)
_BRACKET = re.compile(rb"[\\()]")
_START = re.compile(rb"obj(?![A-Za-z])|trailer")
_NUMBER_BEFORE = re.compile(rb"\d(?:[" + _SPACE + rb"]|%[^\r\n]{0,64}[\r\n]){1,16}\Z")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?:[" + _SPACE + rb"]|%[^\r\n]*[\r\n])*stream(?:\r\n|\n|\r)")
_END = re.compile(rb"startxref[" + _SPACE + rb"]+(\d{1,20})[" + _SPACE + rb"]+%%EOF")

#: One block of the search, and how far an object may reach past its end.
_BLOCK = 1 << 20
_REACH = 4 << 20
#: Bytes that objects packed in one stream may unpack to, and in all streams together.
_UNPACKED = 16 << 20
_UNPACKED_ALL = 128 << 20
#: Objects inside objects make a reader read the same bytes again; nobody does that honestly.
_READ_AGAIN = 2
_RUNS = frozenset((b"JavaScript", b"RichMedia"))
_ACTIONS = frozenset((b"Launch", b"ImportData"))
_OPENERS = frozenset((b"OpenAction", b"AA"))
#: What would hide packed objects from this module: a second filter, a predictor, another file.
_HIDING = frozenset(
    (
        b"ASCIIHexDecode",
        b"AHx",
        b"ASCII85Decode",
        b"A85",
        b"LZWDecode",
        b"LZW",
        b"RunLengthDecode",
        b"RL",
        b"Crypt",
        b"Predictor",
        b"F",
    )
)


def pdf(source):
    """Check the end mark and every object; return ``pdf``."""
    ends = _END.findall(source.tail(1024 + 64))
    # A linearised file says 0 after its first page only: the rest was cut off.
    if not ends or not 0 < int(ends[-1]) < source.size:
        raise Refusal("truncated")
    names = _Search(source).run()
    if b"Encrypt" in names:
        raise Refusal("encrypted")
    running = names & (_RUNS | _ACTIONS | {b"JS"})
    if running:
        told = sorted(name.decode("ascii") for name in running | names & _OPENERS)
        raise Refusal("active_content", names=tuple(told))
    return "pdf"


class _Search:
    """One pass over a file: the telling names of all its objects."""

    def __init__(self, source):
        self.source = source
        self.names = set()
        self.unpacked = 0
        self.left = _READ_AGAIN * source.size + _BLOCK

    def run(self):
        """Return the telling names as a set of bytes."""
        offset = 0
        while offset < self.source.size:
            window = self.source.at(offset, _BLOCK + 2048)
            before = self.source.at(max(offset - 2048, 0), min(offset, 2048))
            text = before + window
            for found in _START.finditer(text, len(before), len(before) + _BLOCK + 8):
                if found.start() >= len(before) + _BLOCK:
                    break
                if found[0] == b"trailer" or _follows_number(text, found.start()):
                    self._object(text, offset - len(before), found.end())
            offset += _BLOCK
        return self.names

    def _object(self, text, base, start):
        """Read the object at ``start`` of ``text``, which lies at ``base`` of the file."""
        tokens, end = read_value(text, start)
        if end is None and base + len(text) < self.source.size:
            base, start = base + start, 0
            text = self.source.at(base, _REACH)
            tokens, end = read_value(text, start)
            if end is None and base + len(text) < self.source.size:
                raise Refusal("damaged", detail="endless_object")
        self.left -= (len(text) if end is None else end) - start
        if self.left < 0:
            raise Refusal("damaged", detail="objects_in_objects")
        self.names |= telling(tokens)
        if end is not None and is_packed(tokens):
            opened = _STREAM.match(text, end)
            if opened is None and len(text) - end < 2048:
                base, end = base + end, 0
                text = self.source.at(base, 4096)
                opened = _STREAM.match(text)
            if opened is not None:
                self._packed(tokens, base + opened.end())

    def _packed(self, tokens, offset):
        """Unpack a stream of objects and read each of them."""
        first, count = number_after(tokens, b"First"), number_after(tokens, b"N")
        names = [value for kind, value in tokens if kind == "name"]
        flate = names.count(b"FlateDecode") == 1 and not _HIDING.intersection(names)
        if first is None or count is None or not (flate or b"Filter" not in names):
            raise Refusal("active_content", names=("hidden_objects",))
        data = self._inflated(offset) if flate else self.source.at(offset, _UNPACKED)
        left = _READ_AGAIN * len(data)
        for word in data[:first].split()[1 : 2 * count : 2]:
            if not word.isdigit() or len(word) > 10:
                continue
            start = first + int(word)
            objects, end = read_value(data, start)
            left -= (len(data) if end is None else end) - start
            if left < 0:
                raise Refusal("damaged", detail="objects_in_objects")
            self.names |= telling(objects)

    def _inflated(self, offset):
        """Return what a Flate stream unpacks to; of a damaged one what comes before the damage."""
        unpacker, parts, length = zlib.decompressobj(), [], 0
        for block in self.source.blocks(offset, 65536):
            try:
                part = unpacker.decompress(block, _UNPACKED - length + 1)
            except zlib.error:
                break
            parts.append(part)
            length += len(part)
            self.unpacked += len(part)
            if length > _UNPACKED or self.unpacked > _UNPACKED_ALL:
                raise Refusal("zip_bomb", detail="object_stream")
            if unpacker.eof:
                break
        return b"".join(parts)


def _follows_number(text, at):
    """Tell whether a number and space or a comment stand before ``at``, as in ``7 0 obj``."""
    if text[at - 1 : at] not in _SPACES:
        return False
    return _NUMBER_BEFORE.search(text[max(at - 1100, 0) : at]) is not None


def read_value(data, start):
    """Return the tokens of the value at ``start`` and where it ends (``None``: past the data).

    A token is (kind, value); kinds are name, open, close, hex, text and words (numbers and
    keywords up to the next bracket or name, as a list). Names come with their escapes undone and
    without the slash, texts without their content.
    """
    tokens, depth, at = [], 0, start
    while at < len(data):
        found = _TOKEN.match(data, at)
        if found is None:
            at += 1
            continue
        at, kind = found.end(), found.lastgroup
        if kind is None:
            continue
        if kind == "text":
            at = _after_text(data, at)
            if at is None:
                return tokens, None
        value = _value(kind, found[0])
        if kind == "words" and not value:
            continue
        depth += {"open": 1, "close": -1}.get(kind, 0)
        tokens.append((kind, value))
        if depth <= 0:
            return tokens, at
    return tokens, None


def _value(kind, raw):
    if kind == "name":
        name = raw[1:]
        return _ESCAPE.sub(_unescaped, name) if b"#" in name else name
    return raw.replace(b"\x00", b" ").split() if kind == "words" else None


def _unescaped(code):
    return bytes((int(code[1], 16),))


def _after_text(data, at):
    """Return where a literal string ends; brackets nest, a backslash hides the next byte."""
    depth = 1
    while depth:
        found = _BRACKET.search(data, at)
        if found is None:
            return None
        at = found.end()
        if found[0] == b"\\":
            at += 1
        else:
            depth += 1 if found[0] == b"(" else -1
    return at


def telling(tokens):
    """Return which names among the tokens say that a file is encrypted or runs something."""
    found = set()
    previous = (None, None)
    for kind, value in tokens:
        if kind == "name":
            plainly = value in _RUNS or value in _OPENERS or value == b"Encrypt"
            if plainly or (value in _ACTIONS and previous == ("name", b"S")):
                found.add(value)
        elif previous == ("name", b"JS") and kind in ("text", "hex", "words"):
            found.add(b"JS")
        previous = (kind, value)
    return found


def is_packed(tokens):
    """Tell whether the dictionary is that of a stream of objects, even one without its type."""
    names = {value for kind, value in tokens if kind == "name"}
    return b"ObjStm" in names or {b"N", b"First"} <= names


def number_after(tokens, name):
    """Return the whole number that follows ``name``, or ``None`` (a reference is none)."""
    for token, (kind, words) in pairwise(tokens):
        if token == ("name", name):
            number = kind == "words" and words[0].isdigit() and len(words[0]) <= 10
            return int(words[0]) if number and words[2:3] != [b"R"] else None
    return None
