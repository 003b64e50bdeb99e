"""Runs OpenSSL as a child process: no shell, a folder of its own, an end after some seconds."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import os
import shutil
import subprocess
import tempfile


#: Seconds after which a run is ended. A signature takes 15 ms, one over 20 MB 175 ms.
SECONDS = 20

#: The configuration under which any command of OpenSSL knows the Russian algorithms.
_WITH_GOST = """openssl_conf = init
[init]
engines = engines
[engines]
gost = gost
[gost]
engine_id = gost
default_algorithms = ALL
"""


@dataclass(frozen=True)
class Done:
    """A finished run: exit code, what it said, and the file that was asked for."""

    code: int
    said: bytes
    complained: bytes
    made: bytes = b""


class EngineFailed(Exception):
    """OpenSSL gave no answer: it is missing, was ended, or stopped for another reason.

    ``code`` is the code of the reason, ``data`` what its words name.
    """

    def __init__(self, code="engine_failed", **data):
        super().__init__(code)
        self.code, self.data = code, data


def run(arguments, files=(), *, gost=False, taken=None, seconds=SECONDS):
    """Run ``openssl`` with ``arguments`` and return :class:`Done`.

    ``files``: mapping of names to bytes, written before the run into the folder in which it works;
    arguments name them without any path. ``taken``: name of the file to return as ``made``.
    ``gost``: load the engine. Raises :class:`EngineFailed`.
    """
    program = shutil.which("openssl")
    if program is None:
        raise EngineFailed("no_openssl")
    with tempfile.TemporaryDirectory(prefix="signature-") as folder:
        place = Path(folder)
        (place / "openssl.cnf").write_text(_WITH_GOST if gost else "", encoding="ascii")
        for name, data in dict(files).items():
            (place / name).write_bytes(data)
        try:
            done = subprocess.run(
                (program, *arguments),
                cwd=folder,
                env={
                    "PATH": os.environ.get("PATH", os.defpath),
                    "LC_ALL": "C",
                    "HOME": folder,
                    "OPENSSL_CONF": str(place / "openssl.cnf"),
                },
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=seconds,
            )
        except (OSError, subprocess.TimeoutExpired):
            raise EngineFailed from None
        made = place / taken if taken else None
        return Done(
            code=done.returncode,
            said=done.stdout,
            complained=done.stderr,
            made=made.read_bytes() if made is not None and made.exists() else b"",
        )


@lru_cache(maxsize=1)
def _found_once():
    """Raise when the engine is not there, so that only its presence is remembered."""
    if not probe():
        raise EngineFailed("no_gost_engine")
    return True


def probe() -> bool:
    """Whether OpenSSL has the GOST engine, asked anew."""
    try:
        return b"[ available ]" in run(("engine", "-t", "gost")).said
    except EngineFailed:
        return False


def has_gost() -> bool:
    """Whether the engine was there when it was last asked for; a missing one is asked for again."""
    try:
        return _found_once()
    except EngineFailed:
        return False


def forget():
    """Ask for the engine again the next time."""
    _found_once.cache_clear()
