"""Reading parts of a seekable file without taking it into memory."""

import os
import struct


#: A file made of more chunks, boxes, pages or entries than this is made to keep a reader busy.
MAX_PARTS = 100_000


class Refusal(Exception):
    """A file is not what it claims to be, or not whole; ``code`` and ``data`` say why."""

    def __init__(self, code, **data):
        super().__init__(code)
        self.code = code
        self.data = data


class Source:
    """A seekable binary file and its size."""

    def __init__(self, file):
        self.file = file
        self.size = file.seek(0, os.SEEK_END)

    def at(self, offset, length):
        """Return up to ``length`` bytes from ``offset``; fewer at the end of the file."""
        if offset >= self.size:
            return b""
        self.file.seek(offset)
        return self.file.read(length)

    def tail(self, length):
        """Return the last ``length`` bytes."""
        return self.at(max(self.size - length, 0), length)

    def unpack(self, layout, offset):
        """Return the numbers at ``offset`` by a ``struct`` layout; ``truncated`` past the end."""
        length = struct.calcsize(layout)
        data = self.at(offset, length)
        if len(data) < length:
            raise Refusal("truncated")
        return struct.unpack(layout, data)

    def blocks(self, start=0, length=1 << 20):
        """Yield the bytes from ``start`` to the end, block by block."""
        offset = start
        while offset < self.size:
            block = self.at(offset, length)
            if not block:
                return
            yield block
            offset += len(block)


def bounded(limit=MAX_PARTS):
    """Yield once for each part a walk may visit, then refuse the file as ``damaged``."""
    yield from range(limit)
    raise Refusal("damaged", detail="too_many_parts")
