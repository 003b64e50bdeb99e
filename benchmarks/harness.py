"""What all benchmarks share: a server of its own with two sites, a client, rows of a table.

The server is the shipped one (``runwsgi``, waitress with four threads, FileStorage with blobs
behind the storage that refuses undo, 30,000 objects of cache) in a temporary folder, on a free
port of 127.0.0.1. It holds two sites, a stock Plone and a school, so that whatever the machine
does at the moment hits both: compare ratios, never milliseconds of different runs.
"""

from base64 import b64encode
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time


PASSWORD = "Bench-word-123"
START_SECONDS = 180
STOP_SECONDS = 30
CACHE_OBJECTS = 30_000
#: Additions of the fixed loop behind ``calib``.
ADDITIONS = 1_000_000

ZOPE_CONF = """
%import collective.schoolrecords.lifecycle
instancehome {home}
debug-mode off
<environment>
  SCHOOLRECORDS_WORKER 1
</environment>
<zodb_db main>
  cache-size {cache}
  <keptstorage>
    <blobstorage>
      blob-dir {home}/blobs
      <filestorage>
        path {home}/Data.fs
      </filestorage>
    </blobstorage>
  </keptstorage>
  mount-point /
</zodb_db>
"""

WSGI_INI = """
[server:main]
use = egg:waitress#main
host = 127.0.0.1
port = {port}
threads = 4

[app:zope]
use = egg:Zope#main
zope_conf = {home}/zope.conf

[pipeline:main]
pipeline =
    egg:Zope#httpexceptions
    zope

[loggers]
keys = root
[handlers]
keys = file
[formatters]
keys = plain
[logger_root]
level = WARNING
handlers = file
[handler_file]
class = FileHandler
args = ("{home}/server.log", "a")
level = NOTSET
formatter = plain
[formatter_plain]
format = %(asctime)s %(levelname)s %(name)s %(message)s
"""

SITE_ZCML = """
<configure
    xmlns="http://namespaces.zope.org/zope"
    xmlns:five="http://namespaces.zope.org/five"
    xmlns:meta="http://namespaces.zope.org/meta"
    >
  <include package="Products.Five" />
  <meta:redefinePermission from="zope2.Public" to="zope.Public" />
  <five:loadProducts file="meta.zcml" />
  <five:loadProducts />
  <five:loadProductsOverrides />
  <securityPolicy component="AccessControl.security.SecurityPolicy" />
</configure>
"""


@dataclass(frozen=True)
class Row:
    """A line of the table.

    ``ours`` and ``stock`` are in ``unit``; with ``stock`` the ratio is ours/stock, without it
    ours/``limit``, where the target is the limit itself. ``target`` is the greatest good ratio,
    or the least one with ``more_is_better``. ``calib``: milliseconds of the fixed loop.
    """

    name: str
    unit: str
    calib: float
    ours: float
    stock: float | None = None
    target: float | None = None
    limit: float | None = None
    more_is_better: bool = False
    note: str = ""

    @property
    def ratio(self):
        """Ours by stock's, or by the limit."""
        base = self.limit if self.stock is None else self.stock
        return self.ours / base if base else None

    @property
    def met(self):
        """Whether the target is met; ``None`` without a target."""
        target = 1 if self.target is None and self.limit is not None else self.target
        if target is None or self.ratio is None:
            return None
        return self.ratio >= target if self.more_is_better else self.ratio <= target


def calibration():
    """Return the milliseconds of a million additions."""
    started = time.perf_counter()
    total = 0
    for number in range(ADDITIONS):
        total += number
    return (time.perf_counter() - started) * 1000


def print_rows(rows):
    """Print the table."""
    head = ("what", "calib", "ours", "stock", "unit", "ratio", "target", "")
    lines = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    for line in lines:
        cells = [line[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
        print("  ".join(cells).rstrip())


def _cells(row):
    sign = "≥" if row.more_is_better else "≤"
    if row.stock is None and row.limit is not None:
        target = f"{sign} {row.limit:g} {row.unit}"
    else:
        target = f"{sign} {row.target:g}" if row.target is not None else ""
    verdict = {True: "met", False: "MISSED", None: ""}[row.met]
    return (
        row.name,
        f"{row.calib:.0f}",
        _figure(row.ours),
        "" if row.stock is None else _figure(row.stock),
        row.unit,
        "" if row.ratio is None else f"{row.ratio:.2f}",
        target,
        " ".join(part for part in (verdict, row.note) if part),
    )


def _figure(value):
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.1f}"


def percentile(values, share):
    """Return the value below which ``share`` (0 to 1) of ``values`` lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Client:
    """One keep-alive connection of one account; ``http.client``, because it costs little."""

    def __init__(self, port, login):
        self.port = port
        self.connection = HTTPConnection("127.0.0.1", port, timeout=120)
        secret = b64encode(f"{login}:{PASSWORD}".encode()).decode()
        self.headers = {"Authorization": f"Basic {secret}", "Accept": "application/json"}

    def ask(self, method, path, body=None, accept=None):
        """Send a request; return (status, bytes of the answer, milliseconds)."""
        headers = dict(self.headers)
        if accept:
            headers["Accept"] = accept
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        started = time.perf_counter()
        self.connection.request(method, path, data, headers)
        response = self.connection.getresponse()
        answer = response.read()
        return response.status, answer, (time.perf_counter() - started) * 1000

    def good(self, *call, **more):
        """Like :meth:`ask`; raises for an answer that is none. Returns (bytes, milliseconds)."""
        status, answer, spent = self.ask(*call, **more)
        if not 200 <= status < 300:
            raise AssertionError(f"{call[:2]}: {status} {answer[:500]!r}")
        return answer, spent

    def close(self):
        """Close the connection."""
        self.connection.close()


def in_turn(calls, rounds, warm_up=3):
    """Call the functions of ``calls`` (name → function of a number) in turn, ``rounds`` times.

    A function returns milliseconds. Returns (name → median, calibration); what the machine does
    meanwhile hits all of them alike.
    """
    found, calibrations = {name: [] for name in calls}, [calibration()]
    for number in range(-warm_up, rounds):
        for name, call in calls.items():
            spent = call(number + warm_up)
            if number >= 0:
                found[name].append(spent)
    calibrations.append(calibration())
    return {name: median(values) for name, values in found.items()}, median(calibrations)


class Bench:
    """A running server with both sites; ``facts`` is what the seeding left to know."""

    def __init__(self, home, port, facts, process):
        self.home = home
        self.port = port
        self.facts = facts
        self.process = process

    def client(self, login):
        """Return a :class:`Client` of an account."""
        return Client(self.port, login)

    def resident(self):
        """Return the resident memory of the server in MB."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise OSError("this system does not tell the resident memory")


@contextmanager
def bench(parts, **options):
    """Make the sites, run the server, stop it at the end; yields a :class:`Bench`.

    ``parts``: names of the seeds that are needed (see ``benchmarks.inside``).
    """
    with tempfile.TemporaryDirectory(prefix="schoolrecords-bench-") as folder:
        home = Path(folder)
        port = _free_port()
        _write(home, port)
        facts = _seed(home, parts, options)
        process = _start(home, port)
        try:
            yield Bench(home, port, facts, process)
        finally:
            _stop(process)


@contextmanager
def twin(running, **environment):
    """Run a second server on a copy of the database of ``running``, with other ``environment``.

    Nobody may write into the first one meanwhile. Yields a :class:`Bench`.
    """
    with tempfile.TemporaryDirectory(prefix="schoolrecords-bench-") as folder:
        home, port = Path(folder), _free_port()
        _write(home, port)
        shutil.copy(running.home / "Data.fs", home)
        shutil.copytree(running.home / "blobs", home / "blobs", dirs_exist_ok=True)
        process = _start(home, port, environment)
        try:
            yield Bench(home, port, running.facts, process)
        finally:
            _stop(process)


def _write(home, port):
    (home / "etc").mkdir()
    (home / "blobs").mkdir(mode=0o700)
    (home / "etc" / "site.zcml").write_text(SITE_ZCML)
    (home / "zope.conf").write_text(ZOPE_CONF.format(home=home, cache=CACHE_OBJECTS))
    (home / "wsgi.ini").write_text(WSGI_INI.format(home=home, port=port))


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _seed(home, parts, options):
    order = json.dumps({"parts": list(parts), **options})
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.inside", str(home), order]
    subprocess.run(command, check=True)
    return json.loads((home / "facts.json").read_text())


def _start(home, port, more=None):
    command = [str(Path(sys.executable).parent / "runwsgi"), str(home / "wsgi.ini")]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore", "SCHOOLRECORDS_WORKER": "1"}
    environment.update(more or {})
    with (home / "output.log").open("wb") as output:
        process = subprocess.Popen(
            command, cwd=home, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            status, _answer, _spent = Client(port, "nobody").ask("GET", "/stock")
        except OSError:
            time.sleep(0.2)
            continue
        if status < 500:
            return process
    _stop(process)
    logs = [home / name for name in ("output.log", "server.log")]
    words = "\n".join(log.read_text()[-3000:] for log in logs if log.exists())
    raise RuntimeError(f"the server did not start\n{words}")


def _stop(process):
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def crowd(port, logins, request, seconds):
    """Let every account send requests for ``seconds``, all at once.

    ``request(user number, number)`` returns (method, path, body). Returns (milliseconds of every
    request, statuses that were no success with their counts).
    """
    spent, wrong, lock = [], {}, threading.Lock()
    end = time.monotonic() + seconds

    def work(user, login):
        client, number = Client(port, login), 0
        mine, failures = [], []
        while time.monotonic() < end:
            method, path, body = request(user, number)
            number += 1
            try:
                status, _answer, milliseconds = client.ask(method, path, body)
            except OSError as error:
                status, milliseconds = type(error).__name__, 0.0
                client = Client(port, login)
            mine.append(milliseconds)
            if not isinstance(status, int) or not 200 <= status < 300:
                failures.append(status)
        client.close()
        with lock:
            spent.extend(mine)
            for status in failures:
                wrong[status] = wrong.get(status, 0) + 1

    threads = [threading.Thread(target=work, args=pair, daemon=True) for pair in enumerate(logins)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return spent, wrong
