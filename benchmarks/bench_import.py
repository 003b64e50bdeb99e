"""Importing: ``python -m benchmarks.bench_import [--rows N] [--stock N] [--profile]``.

In one process, one after the other: stock Plone imports Documents with collective.exportimport
(a file that it exported itself, one transaction, as its form does by default); the school imports
the archive's list of 12,000 rows as a job. Objects per second of both, the ratio, and how much
the resident memory of the process grew between the first and the last chunk of the job.
"""

from argparse import ArgumentParser
from benchmarks.harness import _free_port
from benchmarks.harness import _write
from benchmarks.harness import calibration
from benchmarks.harness import print_rows
from benchmarks.harness import Row
from pathlib import Path

import json
import logging
import subprocess
import sys
import tempfile
import time


ARCHIVE = Path(__file__).parent.parent / "tests" / "data" / "archive" / "archive_backlog.csv"
#: Nothing of the seeds that the other benchmarks share.
PARTS = ()
ROWS = 12_000
STOCK = 600
TARGET = 12
#: Memory that a job may gain after its first chunk, in MB.
GROWTH = 100


def measure(bench=None, rows=ROWS, stock=STOCK, profile=False):
    """Return the rows of the table; the running server is not needed."""
    with tempfile.TemporaryDirectory(prefix="schoolrecords-bench-") as folder:
        home = Path(folder)
        _write(home, _free_port())
        order = json.dumps({"rows": rows, "stock": stock, "profile": profile})
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.bench_import"]
        subprocess.run([*command, "--inside", folder, order], check=True)
        found = json.loads((home / "import.json").read_text())
    speed = Row(
        f"import of {found['rows']} rows / exportimport of {found['stock']}",
        "objects/s",
        found["calib"],
        found["rows"] / found["ours"],
        found["stock"] / found["theirs"],
        TARGET,
        more_is_better=True,
    )
    memory = Row(
        "memory gained by the job after its first chunk",
        "MB",
        found["calib"],
        found["growth"],
        limit=GROWTH,
    )
    return [speed, memory]


def inside(home, order):
    """Measure in ``home``; leave the figures in import.json."""
    from benchmarks.inside import PASSWORD
    from benchmarks.inside import Sites
    from Testing.makerequest import makerequest
    from Zope2.Startup.run import configure_wsgi

    import transaction
    import Zope2

    logging.getLogger().setLevel(logging.ERROR)
    configure_wsgi(str(home / "zope.conf"))
    app = makerequest(Zope2.app())
    app.acl_users._doAddUser("admin", PASSWORD, ["Manager"], [])
    transaction.commit()
    sites = Sites(app)
    sites.make()
    before = calibration()
    theirs = _stock(sites, order["stock"])
    ours, growth, count = _ours(sites, order["rows"], order["profile"])
    figures = {
        "calib": (before + calibration()) / 2,
        "rows": count,
        "ours": ours,
        "growth": growth,
        "stock": order["stock"],
        "theirs": theirs,
    }
    (home / "import.json").write_text(json.dumps(figures))


def _stock(sites, count):
    """Seconds that collective.exportimport takes for ``count`` Documents of its own export."""
    from plone import api
    from plone.restapi.interfaces import ISerializeToJson
    from zope.component import getMultiAdapter

    import transaction

    with sites.at("stock") as site:
        request = site.REQUEST
        folder = api.content.create(site, "Folder", "imported")
        items = []
        source = api.content.create(site, "Folder", "exported")
        for number in range(count):
            one = api.content.create(
                source,
                "Document",
                f"paper-{number}",
                title=f"Сводная ведомость № {number}",
                description=f"Архив, стеллаж {number % 40}",
            )
            items.append(getMultiAdapter((one, request), ISerializeToJson)(include_items=False))
        transaction.commit()
        for item in items:
            item["@id"] = item["@id"].replace("/exported/", "/imported/")
            item["parent"] = {"@id": folder.absolute_url(), "UID": folder.UID()}
            item["UID"] = item["UID"][::-1]
        text = json.dumps(items, default=str)
        request.form["form.submitted"] = True
        view = api.content.get_view("import_content", site, request)
        started = time.perf_counter()
        view(jsonfile=text, return_json=True)
        spent = time.perf_counter() - started
        if folder.objectCount() != count:
            raise AssertionError(f"stock imported {folder.objectCount()} of {count}")
    return spent


def _ours(sites, count, profile):
    """(seconds, MB gained after the first chunk, records) of our import of ``count`` rows."""
    from collective.schoolrecords.exchange.starting import start_import
    from collective.schoolrecords.jobs.storage import get_jobs
    from collective.schoolrecords.jobs.worker import run_now

    lines = ARCHIVE.read_bytes().splitlines(keepends=True)
    data = b"".join(lines[: count + 1])
    with sites.at("school") as site, sites.as_user(site, "archivist0"):
        watched = _watched()
        started = time.perf_counter()
        one = start_import(site, "backlog", data, "archive_backlog.csv")
        job = get_jobs(site).get(one.job)
        if profile:
            state = _profiled(lambda: run_now(site, job, watched))
        else:
            state = run_now(site, job, watched)
        spent = time.perf_counter() - started
        if state != "done" or len(one.uids) != site["cases"].objectCount():
            messages = [text for _at, _level, text in job.messages.values()]
            raise AssertionError(f"ours: {state}, {len(one.uids)} of {count}, {messages}")
        return spent, watched.sizes[-1] - watched.sizes[1], len(one.uids)


def _watched():
    from collective.schoolrecords.jobs.environment import ZopeAccess
    from contextlib import contextmanager

    class Watched(ZopeAccess):
        """Notes the resident memory after every chunk."""

        def __init__(self):
            self.sizes = []

        @contextmanager
        def enter(self, connection, path):
            with super().enter(connection, path) as site:
                yield site
                self.sizes.append(_resident())

    return Watched()


def _resident():
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise OSError("this system does not tell the resident memory")


def _profiled(work):
    import cProfile
    import pstats

    profiler = cProfile.Profile()
    result = profiler.runcall(work)
    pstats.Stats(profiler, stream=sys.stderr).sort_stats("cumtime").print_stats(60)
    return result


def main():
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--stock", type=int, default=STOCK)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--inside", nargs=2)
    options = parser.parse_args()
    if options.inside:
        inside(Path(options.inside[0]), json.loads(options.inside[1]))
    else:
        print_rows(measure(None, options.rows, options.stock, options.profile))


if __name__ == "__main__":
    main()
