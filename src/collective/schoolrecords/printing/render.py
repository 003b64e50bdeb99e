"""``render``: a template and plain data to PDF/A-2b, in a child process of its own.

One process for each print. Starting it costs about 0.1 s; in return the memory of a long act goes
back to the system, nothing of one print is there for the next, and a compiler that hangs or
grows is ended without harm to the server (docs/reference/prints.md has the figures). The
child has an empty environment and an empty folder, sees the product's own templates and fonts,
and the system ends it beyond MEMORY or SECONDS.
"""

from collective.schoolrecords.printing.fonts import FOLDER as FONTS
from collective.schoolrecords.printing.fonts import printable
from datetime import date
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

import json
import logging
import subprocess
import sys
import tempfile


logger = logging.getLogger(__name__)

TEMPLATES = Path(__file__).parent / "templates"
WORKER = Path(__file__).with_name("worker.py")
#: Bytes of address space and seconds that one print may take.
MEMORY = 2 * 1024**3
SECONDS = 60


class PrintFailed(Exception):
    """The page could not be set; ``args[0]`` says why, for the log."""


def render(template: str, data: dict, *, timestamp: datetime) -> bytes:
    """Return the PDF/A-2b of ``templates/<template>.typ`` filled with ``data``.

    ``data`` holds plain values (texts, numbers, truth values, lists, dicts; days are printed as
    ДД.ММ.ГГГГ). ``timestamp`` is the day and time that stands in the file as its making: the same
    data and timestamp give the same bytes. Characters that the font lacks become a box and the
    page says so. Raises :class:`PrintFailed` for a template that does not exist or does not
    compile, and when the child takes too much memory or time.
    """
    if not (TEMPLATES / f"{template}.typ").is_file():
        raise PrintFailed(f"no template {template!r}")
    shown, replaced = _shown(data)
    order = {
        "template": f"{template}.typ",
        "data": {**shown, "replaced": replaced},
        "timestamp": int(timestamp.timestamp()),
        "templates": str(TEMPLATES),
        "fonts": str(FONTS),
        "memory": MEMORY,
        "seconds": SECONDS,
    }
    return _in_child(template, order)


def _in_child(template, order):
    with tempfile.TemporaryDirectory(prefix="print-") as empty:
        order["cache"] = empty
        try:
            done = subprocess.run(
                # Isolated and without the hooks of site-packages: it starts in 20 ms.
                [sys.executable, "-I", "-S", str(WORKER), _folder_of_typst()],
                input=json.dumps(order).encode(),
                capture_output=True,
                cwd=empty,
                env={},
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise PrintFailed(f"{template}: no page after {SECONDS} s") from error
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        # The compiler's message may quote what people wrote, so it stays out of the log.
        logger.error("Printing %s failed, exit code %s", template, done.returncode)
        raise PrintFailed(f"{template}: {done.stderr.decode(errors='replace')[:400]}")
    return done.stdout


def _folder_of_typst():
    return str(Path(find_spec("typst").origin).parents[1])


def _shown(value):
    """Return a copy of ``value`` that the font can show, and whether a character was replaced."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}", False
    if isinstance(value, dict):
        pairs = {key: _shown(one) for key, one in value.items()}
        found = {key: shown for key, (shown, _replaced) in pairs.items()}
        return found, any(replaced for _shown, replaced in pairs.values())
    if isinstance(value, list | tuple):
        pairs = [_shown(one) for one in value]
        return [shown for shown, _replaced in pairs], any(replaced for _one, replaced in pairs)
    if value is None or isinstance(value, bool | int | float):
        return value, False
    raise TypeError(f"not a plain value: {type(value).__name__}")
