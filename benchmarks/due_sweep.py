"""The due index with a million dated records: ``python -m benchmarks.due_sweep [RECORDS]``.

Builds a FileStorage of its own in a temporary folder, then measures in fresh processes whose disk
cache of the file was dropped:

* a sweep over all due dates: seconds, and how the resident memory grows from its first tenth;
* the due list of a tenth of the records: milliseconds of server time per question, cold and warm.

Prints each figure with its target and the ratio to it (below 1 is met), and ``calib``, the
milliseconds of a million additions, by which runs on different machines can be compared. Ends
with 1 when a target is missed.
"""

from collective.schoolrecords.core.terms import NEEDS_DECISION
from collective.schoolrecords.retention.due_facts import Facts
from collective.schoolrecords.retention.due_index import DueIndex
from datetime import date
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage

import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time
import transaction


ON = date(2026, 11, 21)
RECORDS = 1_000_000
#: Of the records a tenth is due on ``ON``; besides there are standing ones (a fiftieth).
DUE_SHARE = 10
STANDING_SHARE = 50
COMMIT_EVERY = 100_000
CACHE_OBJECTS = 30_000  # what the shipped zope.conf gives a connection

TARGETS = {
    "sweep, seconds cold": 30,
    "sweep, memory growth, MB": 20,
    "due list, ms warm": 150,
}

TYPES = [f"type_{number:02}" for number in range(20)]
TERMS = ["3 года", "5 лет", "не менее 5 лет", "5 лет ЭПК", "10 лет", "50 лет", "75 лет"]


def made_up(count, days, seed, status="due"):
    """Return ``count`` (uid, facts) with a day drawn from ``days``."""
    chance = random.Random(seed)
    cohorts = [f"{chance.getrandbits(64):016x}" for _ in range(400)]
    pairs = []
    for _ in range(count):
        term = chance.choice(TERMS)
        facts = Facts(
            chance.choice(TYPES),
            NEEDS_DECISION if term.endswith("ЭПК") and status == "due" else status,
            chance.choice(days),
            chance.choice(cohorts),
            chance.randint(1950, 2025),
            f"шкаф {chance.randint(1, 12)}, полка {chance.randint(1, 5)}",
            "paper" if chance.random() < 0.8 else "electronic",
            term,
            int(chance.random() < 0.01),
        )
        pairs.append((f"{chance.getrandbits(128):032x}", facts))
    return pairs


def january(first, last):
    """Return the first days of the years: the law lets every term end on one of them."""
    return [date(year, 1, 1) for year in range(first, last + 1)]


def build(path, records):
    """Fill the index; return seconds and the file's size in MB."""
    due = records // DUE_SHARE
    pairs = made_up(due, january(2010, 2026), 1)
    pairs += made_up(records - due, january(2027, 2101), 2)
    pairs += made_up(records // STANDING_SHARE, [None], 3, "never")
    started = time.perf_counter()
    pairs.sort(key=lambda pair: (pair[1].day or date.min, pair[1].doc_type))
    database = DB(FileStorage(path))
    connection = database.open()
    index = connection.root()["due"] = DueIndex()
    for start in range(0, len(pairs), COMMIT_EVERY):
        index.put_many(pairs[start : start + COMMIT_EVERY])
        transaction.commit()
        connection.cacheMinimize()
    seconds = time.perf_counter() - started
    database.close()
    return {"build, seconds": seconds, "file, MB": os.path.getsize(path) / 1e6}


def resident():
    """Return the resident memory of this process in MB."""
    for line in pathlib.Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise OSError("this system does not tell the resident memory")


def sweep(path, records):
    """Walk all dates; return seconds and the growth of memory since the first tenth."""
    index = opened(path)
    rows, early, peak = 0, None, 0
    started = time.perf_counter()
    for block in index.sweep(date.min, date.max):
        rows += len(block.rows)
        memory = resident()
        if early is None and rows >= records // 10:
            early = memory
        peak = max(peak, memory)
    seconds = time.perf_counter() - started
    if rows != records:
        raise AssertionError(f"the sweep met {rows} of {records} records")
    return {
        "sweep, seconds cold": seconds,
        "sweep, memory growth, MB": peak - early,
        "sweep, memory at most, MB": peak,
    }


def lists(path, records):
    """Ask for the due list in every way a page does; return the slowest question."""
    index = opened(path)
    expected = records // DUE_SHARE
    questions = {
        "first page": {},
        "page 2,000": {"start": 50_000},
        "one type": {"filters": {"doc_type": TYPES[3]}},
        "held": {"filters": {"status": "on_hold"}},
        "on paper": {"filters": {"carrier": "paper"}},
        "on paper of one year": {"filters": {"carrier": "paper", "year": 1999}},
        "by place": {"sort": "place"},
        "by cohort, backwards": {"sort": "cohort", "descending": True, "start": 50_000},
    }
    figures, slowest = {}, 0
    for name, question in questions.items():
        times = []
        for _ in range(11):
            started = time.perf_counter()
            total, _rows = index.query(ON, **question)
            counts = index.counts(ON)
            times.append((time.perf_counter() - started) * 1000)
            if sum(each.due for each in counts.values()) != expected:
                raise AssertionError("the counts are wrong")
            if not question.get("filters") and total != expected:
                raise AssertionError(f"{name}: {total} rows of {expected}")
        warm = statistics.median(times[1:])
        figures[f"  {name} ({total:,}), ms first time"] = times[0]
        figures[f"  {name} ({total:,}), ms warm"] = warm
        slowest = max(slowest, warm)
    return figures | {"due list, ms warm": slowest, "due list, memory, MB": resident()}


def opened(path):
    """Open the index in a database whose file has left the disk cache."""
    with open(path, "rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    database = DB(FileStorage(path, read_only=True), cache_size=CACHE_OBJECTS)
    return database.open().root()["due"]


def calibration():
    """Return the milliseconds of a million additions."""
    started = time.perf_counter()
    total = 0
    for number in range(1_000_000):
        total += number
    return (time.perf_counter() - started) * 1000


PHASES = {"build": build, "sweep": sweep, "lists": lists}


def in_own_process(phase, path, records):
    """Run a phase in a process that begins with empty caches; return its figures."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.due_sweep", phase, path]
    answer = subprocess.run([*command, str(records)], stdout=subprocess.PIPE, check=True)
    return json.loads(answer.stdout)


#: Figure → name, unit and limit of its row in the table of ``make bench``.
SUMMARY = {
    "sweep, seconds cold": ("sweep, cold", "s", TARGETS["sweep, seconds cold"]),
    "sweep, memory growth, MB": (
        "sweep, growth of memory",
        "MB",
        TARGETS["sweep, memory growth, MB"],
    ),
    "due list, ms warm": ("slowest due list", "ms", TARGETS["due list, ms warm"]),
}


def measure(records=RECORDS):
    """Run all phases in a temporary folder; return every figure by its name."""
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        for phase in PHASES:
            figures |= in_own_process(phase, str(pathlib.Path(folder) / "Data.fs"), records)
    return figures


def main(records=RECORDS):
    """Run all phases and print the figures; return how many targets were missed."""
    print(f"due index, {records:,} dated records; calib {calibration():.0f} ms")
    missed = 0
    for name, figure in measure(records).items():
        line = f"{name:48}{figure:10.1f}"
        if name in TARGETS:
            ratio = figure / TARGETS[name]
            missed += ratio > 1
            line += f"   target {TARGETS[name]}, ratio {ratio:.2f}"
        print(line, flush=True)
    return missed


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in PHASES:
        phase, path, records = sys.argv[1:]
        print(json.dumps(PHASES[phase](path, int(records))))
    else:
        sys.exit(1 if main(*map(int, sys.argv[1:])) else 0)
