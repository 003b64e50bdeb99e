"""Protocols: ``python -m benchmarks.bench_protocol [--rows N]``.

In one process, one after the other: stock Plone creates Documents, as many as a table has rows, for
what rows would cost as content objects; a table of 500 rows is pasted into a draft and saved, from
the text to the commit; the protocols of all state exams (tests/data/protocols) are imported into a
school whose pupils are there.
"""

from argparse import ArgumentParser
from benchmarks.harness import _free_port
from benchmarks.harness import _write
from benchmarks.harness import calibration
from benchmarks.harness import print_rows
from benchmarks.harness import Row
from collections import Counter
from datetime import date
from pathlib import Path

import json
import logging
import subprocess
import sys
import tempfile
import time


DATA = Path(__file__).parent.parent / "tests" / "data"
EXAMS = DATA / "protocols" / "oge_2026_protocols.xlsx"
PUPILS = DATA / "lists" / "contingent.xlsx"
#: Nothing of the seeds that the other benchmarks share.
PARTS = ()
ROWS = 500
STOCK = 100
#: Seconds at most: a pasted table from its text to the commit, and all exams of a year.
PASTE_LIMIT, IMPORT_LIMIT = 1, 5
#: A row costs at most this part of a Document.
ROW_RATIO = 0.2


def measure(bench=None, rows=ROWS):
    """Return the rows of the table; the running server is not needed."""
    with tempfile.TemporaryDirectory(prefix="schoolrecords-bench-") as folder:
        home = Path(folder)
        _write(home, _free_port())
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.bench_protocol"]
        subprocess.run([*command, "--inside", folder, str(rows)], check=True)
        found = json.loads((home / "protocol.json").read_text())
    calib, pasted = found["calib"], found["pasted"]
    name = f"{rows} rows pasted and saved"
    paste = Row(name, "s", calib, pasted, limit=PASTE_LIMIT)
    name = "one pasted row / one Document of stock Plone"
    document = found["stock"] / STOCK * 1000
    one = Row(name, "ms", calib, pasted / rows * 1000, document, ROW_RATIO)
    name = f"import of {found['results']} results of all state exams"
    exams = Row(name, "s", calib, found["imported"], limit=IMPORT_LIMIT)
    return [paste, one, exams]


def inside(home, rows):
    """Measure in ``home``; leave the figures in protocol.json."""
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
    stock = _stock(sites)
    pasted, imported, results = _ours(sites, rows)
    figures = {
        "calib": (before + calibration()) / 2,
        "stock": stock,
        "pasted": pasted,
        "imported": imported,
        "results": results,
    }
    (home / "protocol.json").write_text(json.dumps(figures))


def _stock(sites):
    """Seconds in which stock Plone creates Documents and commits them."""
    from plone import api

    import transaction

    with sites.at("stock") as site:
        folder = api.content.create(site, "Folder", "rows")
        started = time.perf_counter()
        for number in range(STOCK):
            title = f"Петров {number}, 9А, 4"
            api.content.create(folder, "Document", f"row-{number}", title=title)
        transaction.commit()
        return time.perf_counter() - started


def _ours(sites, rows):
    """(seconds of the pasted table, seconds of the import, rows imported)."""
    with sites.at("school") as site, sites.as_user(site, "secretary0"):
        _import(site, "contingent", PUPILS)
        pasted = _paste(site, rows)
        started = time.perf_counter()
        one = _import(site, "protocols", EXAMS)
        return pasted, time.perf_counter() - started, one.numbers["results"]


def _import(site, kind, path):
    from collective.schoolrecords.exchange.starting import start_import
    from collective.schoolrecords.jobs.storage import get_jobs
    from collective.schoolrecords.jobs.worker import run_now

    one = start_import(site, kind, path.read_bytes(), path.name)
    state = run_now(site, get_jobs(site).get(one.job))
    if state != "done":
        raise AssertionError(f"{kind}: {state}")
    return one


def _paste(site, rows):
    """Seconds from the text of a table to the commit of its rows."""
    from collective.schoolrecords.exchange.pasting import check_pasted
    from collective.schoolrecords.exchange.pasting import save_pasted
    from plone.dexterity.utils import createContentInContainer

    import transaction

    record = createContentInContainer(
        site["protocols"],
        "protocol",
        title="ВПР, математика",
        kind="independent_monitoring",
        dated_on=date(2026, 4, 14),
        checkConstraints=False,
    )
    transaction.commit()
    text = _table(site, rows)
    started = time.perf_counter()
    pasted = check_pasted(record, text, date(2026, 4, 20))
    if not pasted.clean:
        raise AssertionError([one.code for one in pasted.findings][:5])
    save_pasted(record, pasted)
    transaction.commit()
    spent = time.perf_counter() - started
    if record.row_count() != rows or not all(row.file for row in record.rows().values()):
        raise AssertionError(f"{record.row_count()} of {rows}")
    return spent


def _table(site, rows):
    """A table of pupils of the school whose name is the only one in its class."""
    from collective.schoolrecords.core.rosters import name_key
    from collective.schoolrecords.school.storage import get_school

    cohorts = get_school(site).cohorts
    files = site["personal-files"].objectValues()
    keys = Counter((file.cohort_id, name_key(file.full_name)) for file in files)
    lines = ["№\tКласс\tФамилия\tИмя\tОтчество\tПервичный балл\tОтметка"]
    for file in files:
        if keys[file.cohort_id, name_key(file.full_name)] == 1 and len(lines) <= rows:
            label = cohorts[file.cohort_id].label_on(date(2026, 4, 14))
            names = (file.last_name, file.first_name, file.middle_name or "")
            lines.append("\t".join((str(len(lines)), label, *names, "14", "4")))
    return "\n".join(lines)


def main():
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--inside", nargs=2)
    options = parser.parse_args()
    if options.inside:
        inside(Path(options.inside[0]), int(options.inside[1]))
    else:
        print_rows(measure(None, options.rows))


if __name__ == "__main__":
    main()
