"""What the access log costs a request: ``python -m benchmarks.bench_access_log``.

Two servers over copies of one database, one with the log and one without, are asked in turn for a
personal file over REST and for the first page of the register of personal files. The target is
that of the issue: at most 5 % or 1 ms more.
"""

from benchmarks.harness import bench
from benchmarks.harness import in_turn
from benchmarks.harness import print_rows
from benchmarks.harness import Row
from benchmarks.harness import twin
from functools import partial
from pathlib import Path

import os
import sqlite3
import tempfile


PARTS = ("read",)
ROUNDS = 200
#: Milliseconds that are allowed where 5 % are less.
ALLOWED_MS, ALLOWED_SHARE = 1.0, 0.05
PLACE = "SCHOOLRECORDS_ACCESS_LOG"


def measure(bench):
    """Return the rows of the table."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "access.sqlite"
        with twin(bench, **{PLACE: "off"}) as without, twin(bench, **{PLACE: str(place)}) as logged:
            rows = [*_rows(bench, without, logged)]
        # The server has stopped: everything is written.
        with sqlite3.connect(place) as store:
            kept = store.execute("SELECT count(*) FROM access_entry").fetchone()[0]
    asked = len(rows) * (ROUNDS + 3)
    if kept < asked:
        raise AssertionError(f"{kept} entries of {asked} requests")
    return rows


def _rows(bench, without, logged):
    clients = {"off": without.client("secretary0"), "on": logged.client("secretary0")}
    pages = {
        "GET personal file over REST": (bench.facts["read_ours"], None),
        "GET register of personal files, page": ("/school/personal-files", "text/html"),
    }
    for name, (path, accept) in pages.items():
        found, calib = in_turn(
            {which: partial(_ask, client, path, accept) for which, client in clients.items()},
            ROUNDS,
        )
        allowed = max(ALLOWED_MS, ALLOWED_SHARE * found["off"])
        yield Row(
            f"{name}: with the log / without",
            "ms",
            calib,
            found["on"],
            found["off"],
            target=1 + allowed / found["off"],
            note=f"{found['on'] - found['off']:+.2f} ms",
        )


def _ask(client, path, accept, number):
    """Return the milliseconds of one request."""
    return client.good("GET", path, accept=accept)[1]


if __name__ == "__main__":
    os.environ.pop(PLACE, None)
    with bench(PARTS) as running:
        print_rows(measure(running))
