"""``python -m tour``: see the package's text; ``--short`` loads a part of the archive only."""

from tour.server import ADMIN
from tour.server import Server
from tour.telling import run
from tour.telling import STEPS
from tour.town import Town

import argparse
import functools
import importlib
import signal
import sys
import tempfile


CHAPTERS = ("founding", "filing", "keeping", "acting", "carrying_out", "auditing")


def main(arguments=None):
    """Run the tour; return the exit code."""
    parser = argparse.ArgumentParser(prog="tour", description=__doc__.partition(":")[0])
    parser.add_argument(
        "--short", action="store_true", help="load 1,200 of the archive's 12,000 files"
    )
    parser.add_argument("--keep", metavar="FOLDER", help="an empty folder that stays afterwards")
    options = parser.parse_args(arguments)
    # Whoever ends the tour ends its server too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    for chapter in CHAPTERS:
        importlib.import_module(f"tour.{chapter}")
    if options.keep:
        return _run(options.keep, options.short)
    with tempfile.TemporaryDirectory(prefix="schoolrecords-tour-") as folder:
        return _run(folder, options.short)


def _run(folder, short):
    server = Server(folder)
    server.start()
    try:
        town = Town(server, short)
        town.people.passwords[ADMIN] = server.password
        return 0 if run(town, STEPS, functools.partial(print, flush=True)) == len(STEPS) else 1
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main())
