"""A skip is loud, and under ``REQUIRE_ALL=1`` it is a failure.

A developer's machine may lack Chromium, PostgreSQL or the GOST engine; the tests that need
them skip there, and this plugin names at the end what was not tested. The build machine has
everything, so it sets ``REQUIRE_ALL=1`` and a skip means that something is broken.
An expected failure (``xfail``) is no skip and stays as it is.
"""

import os
import pytest


SKIPPED = pytest.StashKey[list]()


def required():
    """Whether this run must test everything."""
    return os.environ.get("REQUIRE_ALL", "") not in ("", "0")


def reason_of(report):
    """The text that a skipped test or module gave."""
    if isinstance(report.longrepr, tuple):
        return str(report.longrepr[2]).removeprefix("Skipped: ")
    return str(report.longrepr or "no reason given")


def note(config, report):
    """Remember a skip; under ``REQUIRE_ALL`` make a failure of it."""
    if not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = reason_of(report)
    config.stash.setdefault(SKIPPED, []).append((report.nodeid, reason))
    if required():
        report.outcome = "failed"
        report.longrepr = f"skipped under REQUIRE_ALL=1: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    note(item.config, report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    report = yield
    note(collector.config, report)
    return report


def pytest_terminal_summary(terminalreporter, config):
    skipped = config.stash.get(SKIPPED, [])
    if not skipped or required():
        return
    terminalreporter.section(f"NOT TESTED HERE: {len(skipped)}", sep="!", yellow=True)
    counts = {}
    for _nodeid, reason in skipped:
        counts[reason] = counts.get(reason, 0) + 1
    for reason, count in sorted(counts.items()):
        terminalreporter.line(f"{count:5}  {reason}")
    terminalreporter.line("Run with REQUIRE_ALL=1 to make each of these a failure.")
