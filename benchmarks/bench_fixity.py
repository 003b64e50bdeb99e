"""How fast a fixity run reads a large file: ``python -m benchmarks.bench_fixity``.

The reading of a run over a file of 1 GB against a bare loop of SHA-256 over the same blocks in
memory, in turn in one process. The target is that of the issue: 70 % of one core's speed.
"""

from benchmarks.harness import calibration
from benchmarks.harness import print_rows
from benchmarks.harness import Row
from collective.schoolrecords.integrity.fixity.reading import BLOCK
from collective.schoolrecords.integrity.fixity.reading import Reading
from io import FileIO
from pathlib import Path
from statistics import median

import hashlib
import os
import tempfile
import time


PARTS = ()
MEGABYTES = 1024
ROUNDS = 3
TARGET = 0.7


class Budget:
    """Steps of two seconds, as the worker gives them."""

    def __init__(self):
        self.until = time.monotonic() + 2

    def spent(self, done):
        """See ``jobs.interfaces.Budget``."""
        return time.monotonic() >= self.until


def measure(bench=None):
    """Return the rows of the table."""
    block = os.urandom(BLOCK)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large"
        with path.open("wb") as stream:
            for _number in range(MEGABYTES):
                stream.write(block)
        ours, bare = [], []
        for _round in range(ROUNDS):
            ours.append(MEGABYTES / _seconds(_read, path))
            bare.append(MEGABYTES / _seconds(_bare, block))
    name = "fixity run, file of 1 GB / SHA-256 of one core"
    return [
        Row(name, "MB/s", calibration(), median(ours), median(bare), TARGET, more_is_better=True)
    ]


def _seconds(call, value):
    started = time.perf_counter()
    call(value)
    return time.perf_counter() - started


def _read(path):
    reading = Reading(FileIO(path))
    while not reading.ended:
        reading.go_on(Budget(), 0)
    return reading.sum()


def _bare(block):
    found = hashlib.sha256()
    for _number in range(MEGABYTES):
        found.update(block)
    return found.hexdigest()


if __name__ == "__main__":
    print_rows(measure())
