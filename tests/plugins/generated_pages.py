"""Pages that are generated: compared in a test run, written by ``make docs``.

A test marked ``docs`` makes the text and calls ``check_page("reference/permissions.md", text)``.
In a plain run a difference fails; with ``UPDATE_DOCS=1`` the page is written.
"""

from pathlib import Path

import os


DOCS = Path(__file__).resolve().parents[2] / "docs"


def check_page(name, text):
    """Compare ``text`` with the page ``name`` below docs/, or write it under UPDATE_DOCS."""
    page = DOCS / name
    if os.environ.get("UPDATE_DOCS", "") not in ("", "0"):
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")
        return
    kept = page.read_text(encoding="utf-8") if page.exists() else ""
    assert kept == text, f"docs/{name} differs from what is generated: run `make docs`"
