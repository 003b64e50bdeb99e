"""The auditor's command as somebody runs it who has neither the server nor Plone."""

from pathlib import Path

import os
import shutil
import subprocess
import sys


ROOT = Path(__file__).parents[2]


class VerifierCommand:
    """``schoolrecords-verify`` put together in a folder, where it runs, too.

    It sees the standard library, itself and ``libraries`` (folders) alone.
    """

    def __init__(self, folder, libraries=()):
        self.folder = Path(folder)
        package = self.folder / "schoolrecords_verify"
        shutil.copytree(ROOT / "verifier" / "schoolrecords_verify", package)
        source = ROOT / "src" / "collective" / "schoolrecords"
        (package / "core").symlink_to(source / "core")
        (package / "signing" / "cms").symlink_to(source / "signing" / "cms")
        self.places = os.pathsep.join((str(self.folder), *libraries))

    def ask(self, *arguments):
        """Run it and return the ``CompletedProcess``."""
        return subprocess.run(
            (sys.executable, "-S", "-c", "from schoolrecords_verify.command import run; run()")
            + tuple(map(str, arguments)),
            cwd=self.folder,
            env={
                "PYTHONPATH": self.places,
                "PATH": os.environ["PATH"],
                "PYTHONIOENCODING": "utf-8",
            },
            capture_output=True,
            encoding="utf-8",
        )
