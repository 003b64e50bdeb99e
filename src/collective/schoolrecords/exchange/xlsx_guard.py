"""A workbook is checked and packed anew before a reader sees it.

The file may come from anybody, and the readers build what they find. So each part is unpacked
here with a bound, its real size is counted (a directory may lie), XML is walked once by expat
without building anything, and only the parts that hold values go on, in a new plain archive:
the readers never see macros, pictures, links to other files or a second directory.

Refused: TOO_LARGE (any bound of `Limits`), NOT_XLSX (no workbook), DAMAGED_FILE (broken archive
or XML, two parts of one name), UNSAFE_FILE (document types and entities, XML nested too deep).
"""

from .limits import Limits
from collections.abc import Iterator
from xml.parsers import expat

import io
import re
import zipfile
import zlib


CHUNK = 1024 * 1024
# Parts with values; everything else in the archive stays behind.
_KEPT = re.compile(
    r"\[content_types\]\.xml|_rels/\.rels"
    r"|xl/[^/]+\.xml|xl/_rels/[^/]+\.rels|xl/worksheets/[^/]+\.xml",
    re.IGNORECASE,
)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_STRINGS = re.compile(r"xl/sharedstrings\.xml", re.IGNORECASE)
_MACROS = re.compile(r"(?:.*/)?vbaproject\.bin|xl/macrosheets/.*|xl/activex/.*", re.IGNORECASE)
_LINKS = re.compile(r"xl/externallinks/.*|xl/connections\.xml|xl/querytables/.*", re.IGNORECASE)
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


class Refused(Exception):
    """The file is refused: `code` and `detail` of the finding."""

    def __init__(self, code: str, detail: str = ""):
        self.code = code
        self.detail = detail
        super().__init__(code, detail)


class Checked:
    """A checked workbook: `data` is the new archive.

    `formulas` tells whether any sheet has a formula, `macros` and `links` whether such parts were
    left behind.
    """

    def __init__(self, data: bytes, formulas: bool, macros: bool, links: bool):
        self.data = data
        self.formulas = formulas
        self.macros = macros
        self.links = links


def check_xlsx(data: bytes, limits: Limits) -> Checked:
    """Check a workbook and pack its values anew. Raises `Refused`."""
    if len(data) > limits.file_bytes:
        raise Refused("TOO_LARGE", f"{len(data)} > {limits.file_bytes}")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused("DAMAGED_FILE") from error
    with archive:
        names = _check_directory(archive, limits)
        return _repack(archive, names, limits)


def _check_directory(archive: zipfile.ZipFile, limits: Limits) -> list[str]:
    """Check what the directory claims, before anything is unpacked."""
    infos = archive.infolist()
    names = [info.filename for info in infos]
    if len(infos) > limits.parts or sum(info.file_size for info in infos) > limits.unpacked_bytes:
        raise Refused("TOO_LARGE", "unpacked")
    if len({name.lower() for name in names}) != len(names):
        raise Refused("DAMAGED_FILE", "two parts of one name")
    if any(info.flag_bits & 0x1 for info in infos):
        raise Refused("NOT_XLSX", "encrypted")
    lower = {name.lower() for name in names}
    if "xl/workbook.xml" not in lower and not any(
        re.fullmatch(r"xl/[^/]*workbook[^/]*\.xml", name) for name in lower
    ):
        raise Refused("NOT_XLSX", "no workbook")
    return names


def _repack(archive: zipfile.ZipFile, names: list[str], limits: Limits) -> Checked:
    kept = {name: _unpack(archive, name, limits) for name in names if _KEPT.fullmatch(name)}
    if sum(map(len, kept.values())) > limits.unpacked_bytes:
        raise Refused("TOO_LARGE", "unpacked")
    sheets = [name for name in kept if _SHEET.fullmatch(name)]
    if len(sheets) > limits.sheets:
        raise Refused("TOO_LARGE", "sheets")
    lengths: list[int] = []
    for name in kept:
        if _STRINGS.fullmatch(name):
            lengths = StringsWalk(limits).walk(kept[name]).lengths
    formulas = False
    for name, content in kept.items():
        if name in sheets:
            formulas |= SheetWalk(limits, lengths).walk(content).formulas
        elif not _STRINGS.fullmatch(name):
            Walk(limits).walk(content)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as new:
        for name, content in kept.items():
            new.writestr(zipfile.ZipInfo(name), content)
    macros = any(_MACROS.fullmatch(name) for name in names)
    links = any(_LINKS.fullmatch(name) for name in names)
    return Checked(packed.getvalue(), formulas, macros, links)


def _unpack(archive: zipfile.ZipFile, name: str, limits: Limits) -> bytes:
    """One part; its real size is bounded, and its checksum must agree."""
    try:
        with archive.open(name) as part:
            content = b"".join(_chunks(part, limits.unpacked_bytes))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise Refused("DAMAGED_FILE", name) from error
    except RuntimeError as error:  # an encrypted part
        raise Refused("NOT_XLSX", "encrypted") from error
    return content


def _chunks(part: io.BufferedIOBase, limit: int) -> Iterator[bytes]:
    size = 0
    while chunk := part.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise Refused("TOO_LARGE", "unpacked")
        yield chunk


class Walk:
    """One pass over a part: well-formed, no document type, not too deep."""

    def __init__(self, limits: Limits):
        self.limits = limits
        self.depth = 0

    def walk(self, content: bytes) -> "Walk":
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.text
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            raise Refused("DAMAGED_FILE", "xml") from error
        return self

    def _doctype(self, *args: object) -> None:
        raise Refused("UNSAFE_FILE", "document type")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > self.limits.depth:
            raise Refused("UNSAFE_FILE", "depth")
        self.start(name.rpartition(":")[2], attributes)

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.end(name.rpartition(":")[2])

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; `name` is without its prefix."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """Text inside an element."""


class StringsWalk(Walk):
    """The table of shared texts: `lengths` is the length of each."""

    def __init__(self, limits: Limits):
        super().__init__(limits)
        self.lengths: list[int] = []
        self._inside = False
        self._length = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._inside, self._length = True, 0

    def end(self, name: str) -> None:
        if name == "si":
            self._inside = False
            self.lengths.append(self._length)

    def text(self, data: str) -> None:
        if self._inside:
            self._length += len(data)
            if self._length > self.limits.cell_chars:
                raise Refused("TOO_LARGE", "cell")


class SheetWalk(Walk):
    """A sheet: how far its values reach, how much text they hold, whether there are formulas.

    A cell without a value does not count; a million empty rows are only a long file.
    """

    def __init__(self, limits: Limits, lengths: list[int]):
        super().__init__(limits)
        self.formulas = False
        self._lengths = lengths
        self._row = self._row_start = self._column = 0
        self._last_row = self._last_column = 0
        self._type = ""
        self._value: list[str] | None = None
        self._chars = 0
        self._length = 0
        self._inside = False
        self._filled = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row = self._row_start = _row_number(attributes, self._row_start + 1)
            self._column = 0
        elif name == "c":
            self._cell(attributes)
        elif name == "f":
            self.formulas = self._filled = True
        elif name == "v":
            self._filled = True
            self._value = []
        elif name == "is":
            self._filled = True

    def _cell(self, attributes: dict[str, str]) -> None:
        if "r" in attributes:
            match = _REFERENCE.fullmatch(attributes["r"])
            if match is None:
                raise Refused("DAMAGED_FILE", "reference")
            self._row, self._column = int(match[2]), _column_number(match[1])
        else:
            self._column += 1
        self._type = attributes.get("t", "")
        self._inside, self._filled = True, False
        self._length = 0

    def end(self, name: str) -> None:
        if name == "v":
            if self._type == "s":
                self._chars += self._shared("".join(self._value or ()))
            self._value = None
        elif name == "c":
            self._inside = False
            self._chars += self._length
            if self._chars > self.limits.text_chars:
                raise Refused("TOO_LARGE", "text")
            if self._filled:
                self._reach()

    def text(self, data: str) -> None:
        if not self._inside:
            return
        if self._value is not None:
            self._value.append(data)
        self._length += len(data)
        if self._length > self.limits.cell_chars:
            raise Refused("TOO_LARGE", "cell")

    def _shared(self, text: str) -> int:
        """How long the shared text is; a wrong number is the reader's to refuse."""
        index = _number(text.strip(), -1)
        return self._lengths[index] if 0 <= index < len(self._lengths) else 0

    def _reach(self) -> None:
        # Readers disagree on whether a cell or its row tells the row: the greater one counts.
        self._last_row = max(self._last_row, self._row, self._row_start)
        self._last_column = max(self._last_column, self._column)
        if self._last_row > self.limits.rows:
            raise Refused("TOO_LARGE", "rows")
        if self._last_column > self.limits.columns:
            raise Refused("TOO_LARGE", "columns")
        # Readers build the rectangle from A1.
        if self._last_row * self._last_column > self.limits.cells:
            raise Refused("TOO_LARGE", "cells")


def _row_number(attributes: dict[str, str], otherwise: int) -> int:
    number = _number(attributes["r"], 0) if "r" in attributes else otherwise
    if number < 1:
        raise Refused("DAMAGED_FILE", "reference")
    return number


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
