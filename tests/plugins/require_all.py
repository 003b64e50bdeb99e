"""A skip is loud, and under ``REQUIRE_ALL=1`` it is a failure.

A developer's machine may lack Chromium, PostgreSQL or the GOST engine; the tests that need
them skip there, and this plugin names at the end what was not tested. The build machine has
everything, so it sets ``REQUIRE_ALL=1`` and a skip means that something is broken.
An expected failure (``xfail``) is no skip and stays as it is.
"""

import os
import pytest


def required():
    """Whether this run must test everything."""
    return os.environ.get("REQUIRE_ALL", "") not in ("", "0")


def reason_of(report):
    """The text that a skipped test or module gave."""
    if isinstance(report.longrepr, tuple):
        return str(report.longrepr[2]).removeprefix("Skipped: ")
    return str(report.longrepr or "no reason given")


def refuse_skip(report):
    """Under ``REQUIRE_ALL`` make a failure of a skip, in the process that ran the test."""
    if required() and report.skipped and not hasattr(report, "wasxfail"):
        report.longrepr = f"skipped under REQUIRE_ALL=1: {reason_of(report)}"
        report.outcome = "failed"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    report = yield
    refuse_skip(report)
    return report


def pytest_terminal_summary(terminalreporter):
    skipped = terminalreporter.stats.get("skipped", [])
    if not skipped:
        return
    terminalreporter.section(f"NOT TESTED HERE: {len(skipped)}", sep="!", yellow=True)
    counts = {}
    for reason in map(reason_of, skipped):
        counts[reason] = counts.get(reason, 0) + 1
    for reason, count in sorted(counts.items()):
        terminalreporter.line(f"{count:5}  {reason}")
    terminalreporter.line("Run with REQUIRE_ALL=1 to make each of these a failure.")
