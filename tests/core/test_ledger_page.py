"""docs/reference/ledger.md says how a chain is made: names, codes, and commands that work."""

from collective.schoolrecords.core.canonical import commitment
from collective.schoolrecords.core.chain import append
from collective.schoolrecords.core.chain import EVENTS
from collective.schoolrecords.core.chain import FIELDS
from collective.schoolrecords.core.chain import Problem
from collective.schoolrecords.core.chain import REMARKS
from datetime import datetime
from datetime import UTC
from pages import page
from pages import rows

import re
import subprocess


PAGE = page("reference/ledger.md")


def printed(script):
    """What a shell prints for a command of the page."""
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_every_event_is_written_down():
    assert dict(rows(PAGE, "Events")) == {f"`{name}`": meaning for name, meaning in EVENTS.items()}


def test_every_field_of_an_entry_is_written_down_in_order():
    assert [cells[0] for cells in rows(PAGE, "An entry")] == [f"`{name}`" for name in FIELDS]


def test_every_problem_is_written_down():
    documented = set(re.findall(r"``([a-z_]+)``", Problem.__doc__)) - {"field", "seq"}
    written = {cells[0].strip("`"): cells[1] for cells in rows(PAGE, "What verification reports")}
    assert set(written) == documented | REMARKS
    assert {code for code, text in written.items() if text.startswith("remark")} == REMARKS


def test_the_commands_print_what_the_program_computes():
    entry_script, commitment_script = re.findall(r"```bash\n(.*?)```", PAGE, re.S)
    entry = append(
        None,
        "filed",
        uid="U",
        at=datetime(2025, 9, 1, 6, 30, tzinfo=UTC),
        actor="ivanova",
        source="rest",
        roles=("Secretary",),
        state="draft",
    )
    assert printed(entry_script) == entry.hash
    assert printed(commitment_script) == commitment(b"s" * 32, 3, "reason", "Опечатка")
