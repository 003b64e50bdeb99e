"""docs/reference/regulations.md is what the profiles say."""

import regulation_samples as samples
import runpy


TOOL = runpy.run_path(str(samples.ROOT / "tools" / "regulations_page.py"))


def test_the_page_is_up_to_date():
    """Mend it with `.venv/bin/python tools/regulations_page.py`."""
    assert TOOL["PAGE"].read_text(encoding="utf-8") == TOOL["page"]()


def test_the_page_shows_conflicts_between_schools():
    """The summary sheet: four terms are stated, one comes from the list."""
    line = next(
        line for line in TOOL["page"]().splitlines() if line.startswith("| summary_sheet |")
    )
    cells = [cell.strip() for cell in line.strip("|").split("|")][2:]
    assert cells == ["25 y (3.11)", "25 y (3.1.9)", "25 y (6.5)", "25 y (2.8.11)", "*25 y*"]
    protocols = next(
        line for line in TOOL["page"]().splitlines() if line.startswith("| exam_protocol |")
    )
    assert "≥ 5 y (2.10.3)" in protocols
