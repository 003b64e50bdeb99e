"""Reading a file block by block, at a limited speed, over as many steps of a job as it takes."""

from collective.schoolrecords.core.fixity import pause

import hashlib
import time


BLOCK = 1024 * 1024


class Reading:
    """A file that is being read; kept between two steps of one process, never stored."""

    def __init__(self, stream):
        self._stream = stream
        self._sum = hashlib.sha256()
        self.offset = 0

    def go_on(self, budget, limit_mb, sleep=time.sleep):
        """Read until the end or until the budget's time is over; return the bytes read.

        ``limit_mb``: megabytes in a second, 0 for no limit. Raises ``OSError``.
        """
        buffer, started, read = bytearray(BLOCK), time.monotonic(), 0
        view = memoryview(buffer)
        while count := self._stream.readinto(buffer):
            self._sum.update(view[:count])
            read += count
            waiting = pause(read, time.monotonic() - started, limit_mb)
            if waiting:
                sleep(waiting)
            if budget.spent(0):
                break
        else:
            self.close()
        self.offset += read
        return read

    @property
    def ended(self):
        """Whether the end was reached."""
        return self._stream.closed

    def sum(self):
        """Return the SHA-256 (hex) of what was read."""
        return self._sum.hexdigest()

    def close(self):
        """Close the file."""
        self._stream.close()
