"""A package by BagIt 1.0 (RFC 8493) in one ZIP file, written piece by piece.

Every file stands under ``data/`` with its SHA-256 in the manifest, and the tag files in a manifest of
their own, so that whoever receives the package can check it without this product (``bagit.py
--validate``). The library ``bagit`` changes the working folder of the whole process while it makes a
bag, which a server with several threads cannot bear; the tests check these packages with it.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import datetime

import hashlib
import zipfile


BLOCK = 1024 * 1024
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class BagWriter:
    """Writes files into a bag; ``close`` adds what BagIt asks for."""

    def __init__(self, stream, root: str, at: datetime):
        """Begin a bag in ``stream`` (binary, writable), in a folder ``root`` of the archive."""
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED)
        self._root = root
        self._at = at.timetuple()[:6]
        self._manifest = []
        self._bytes = 0

    def add(self, name: str, pieces: Iterable[bytes]):
        """Add a file under ``data/``; raises ``ValueError`` for a name that leaves the bag."""
        if not name or name.startswith("/") or ".." in name.split("/") or "\n" in name:
            raise ValueError(name)
        path = f"data/{name}"
        found = hashlib.sha256()
        with self._zip.open(self._entry(path), "w", force_zip64=True) as target:
            for piece in pieces:
                found.update(piece)
                target.write(piece)
                self._bytes += len(piece)
        self._manifest.append((found.hexdigest(), path))

    def close(self, info: Mapping[str, str]):
        """Write the tag files; ``info`` are the lines of ``bag-info.txt``."""
        oxum = f"{self._bytes}.{len(self._manifest)}"
        told = {**info, "Payload-Oxum": oxum, "Bagging-Date": "{:04}-{:02}-{:02}".format(*self._at)}
        tags = {
            "bagit.txt": DECLARATION,
            "bag-info.txt": "".join(f"{name}: {_line(value)}\n" for name, value in told.items()),
            "manifest-sha256.txt": _lines(sorted(self._manifest, key=lambda one: one[1])),
        }
        sums = [(hashlib.sha256(text.encode()).hexdigest(), name) for name, text in tags.items()]
        for name, text in {**tags, "tagmanifest-sha256.txt": _lines(sums)}.items():
            self._zip.writestr(self._entry(name), text)
        self._zip.close()

    def _entry(self, path):
        entry = zipfile.ZipInfo(f"{self._root}/{path}", self._at)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        return entry


def pieces_of(stream):
    """Yield what a stream has left, block by block."""
    while block := stream.read(BLOCK):
        yield block


def _lines(manifest):
    return "".join(f"{digest}  {path}\n" for digest, path in manifest)


def _line(value):
    return " ".join(str(value).split())
