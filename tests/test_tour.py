"""The tour of the main job holds, and tells when a step does not."""

from pathlib import Path
from tour import telling

import pytest
import re
import subprocess
import sys


ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.slow
def test_every_step_holds():
    command = [sys.executable, "-W", "ignore", "-m", "tour", "--short"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    held, of = re.fullmatch(
        r"tour: (\d+) of (\d+) steps held", done.stdout.splitlines()[-1]
    ).groups()
    assert held == of
    assert int(of) == len(done.stdout.splitlines()) - 1


def test_a_broken_step_is_told_and_counted():
    def broken(town):
        telling.see(False, "two files in place of one")

    def lost(town):
        return town.nothing

    lines = []
    steps = [
        telling.Step("keep", "one", "another", lambda town: "all of it"),
        telling.Step("count", "one", "another", broken),
        telling.Step("find", "one", "another", lost),
    ]

    assert telling.run(object(), steps, lines.append) == 1
    assert re.fullmatch(
        r" 1 held   keep \(by one, read by another; \d\.\d s\): all of it", lines[0]
    )
    assert lines[1].startswith(" 2 BROKEN count") and lines[1].endswith("two files in place of one")
    assert lines[2].startswith(" 3 BROKEN find") and "AttributeError" in lines[2]
    assert lines[3] == "tour: 1 of 3 steps held"
