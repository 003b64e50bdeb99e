"""A real server in a folder of its own; it can be killed and started again."""

from AuthEncoding.AuthEncoding import pw_encrypt
from benchmarks.harness import CACHE_OBJECTS
from benchmarks.harness import SITE_ZCML
from benchmarks.harness import WSGI_INI
from benchmarks.harness import ZOPE_CONF
from pathlib import Path
from tour.people import People

import os
import secrets
import signal
import socket
import subprocess
import sys
import time


START_SECONDS = 300
STOP_SECONDS = 30
ADMIN = "admin"


class Server:
    """The shipped server (waitress, FileStorage, worker of jobs) on a free port of this machine."""

    def __init__(self, folder):
        self.folder = Path(folder)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.password = secrets.token_urlsafe(18)
        self.process = None
        (self.folder / "etc").mkdir()
        (self.folder / "blobs").mkdir(mode=0o700)
        conf = ZOPE_CONF.format(home=self.folder, cache=CACHE_OBJECTS)
        (self.folder / "zope.conf").write_text(conf)
        (self.folder / "wsgi.ini").write_text(WSGI_INI.format(home=self.folder, port=self.port))
        (self.folder / "etc" / "site.zcml").write_text(SITE_ZCML)
        digest = pw_encrypt(self.password, "SSHA").decode("ascii")
        (self.folder / "inituser").write_text(f"{ADMIN}:{digest}\n")

    def start(self):
        """Start and wait until it answers. Raises ``RuntimeError`` with the end of its log."""
        command = [str(Path(sys.executable).parent / "runwsgi"), str(self.folder / "wsgi.ini")]
        environment = {
            **os.environ,
            "PYTHONWARNINGS": "ignore",
            "SCHOOLRECORDS_WORKER": "1",
            "zope_i18n_compile_mo_files": "true",
        }
        with (self.folder / "output.log").open("ab") as output:
            self.process = subprocess.Popen(
                command, cwd=self.folder, env=environment, stdout=output, stderr=subprocess.STDOUT
            )
        nobody = People(self.port)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if nobody.ask(None, "GET", "/").status < 500:
                    return
            except OSError:
                time.sleep(0.3)
        self.stop()
        raise RuntimeError(f"the server did not start\n{self.words()}")

    def kill(self):
        """End the process at once, as a power failure would (SIGKILL)."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """End the process orderly."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def words(self, size=3000):
        """Return the end of what the server has written."""
        logs = [self.folder / name for name in ("output.log", "server.log")]
        return "\n".join(log.read_text(errors="replace")[-size:] for log in logs if log.exists())
