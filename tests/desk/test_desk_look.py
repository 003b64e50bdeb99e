"""What the look promises and a machine can check: contrast, drawings, fonts."""

from collective.schoolrecords.core.lifecycle import STATES
from pathlib import Path

import collective.schoolrecords.core
import pytest
import re


DESK = Path(collective.schoolrecords.core.__file__).parents[1] / "desk"
STATIC = DESK / "static"
CSS = (STATIC / "sr.css").read_text(encoding="utf-8")
TOKENS = dict(re.findall(r"--sr-([a-z0-9-]+): (#[0-9a-f]{6});", CSS))
SYMBOLS = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text("utf-8")))

#: WCAG 2.1: text 1.4.3, edges of fields 1.4.11.
TEXT, EDGE = 4.5, 3.0
PAIRS = [
    ("ink", "paper", TEXT),
    ("ink-2", "paper", TEXT),
    ("ink-2", "paper-2", TEXT),
    ("ink-2", "paper-3", TEXT),
    ("past", "paper-2", TEXT),
    ("edge", "paper", EDGE),
    *[
        (tone, ground, TEXT)
        for tone in ("accent", "wait", "done", "stop", "past")
        for ground in ("paper", f"{tone}-soft")
    ],
]


def luminance(colour):
    """Relative luminance of "#rrggbb", as WCAG 2.1 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_the_standard_says():
    """Black on white is 21 : 1; #767676 on white is the known edge of 4.5 : 1."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("ink,ground,least", PAIRS)
def test_colours_keep_their_contrast(ink, ground, least):
    assert contrast(TOKENS[ink], TOKENS[ground]) >= least


def test_every_state_has_its_own_drawing():
    assert {f"state-{state}" for state in STATES} <= SYMBOLS
    drawings = re.findall(
        r'<symbol id="state-[^"]+"[^>]*>(.*?)</symbol>', (STATIC / "icons.svg").read_text("utf-8")
    )
    assert len(set(drawings)) == len(drawings) == len(STATES)


def test_every_icon_a_template_names_is_drawn():
    named = {
        name
        for page in DESK.glob("templates/*.pt")
        for name in re.findall(r"\$\{sprite\}#([a-z_-]+)", page.read_text("utf-8"))
    }
    assert named - SYMBOLS == set()


def test_fonts_lie_beside_their_licence():
    """Every file that the style sheet loads is there, and nothing from elsewhere."""
    addresses = re.findall(r'url\("([^"]+)"\)', CSS)
    fonts = {address for address in addresses if not address.startswith("data:")}

    assert len(fonts) == 6
    assert [name for name in sorted(fonts) if not (STATIC / name).is_file()] == []
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / "OFL.txt").read_text("utf-8")


def test_scripts_load_nothing_from_elsewhere():
    """Neither a library nor a script of another host: each import is a file of ours."""
    modules = [STATIC / "sr.js", STATIC / "early.js", *STATIC.glob("js/*.js")]
    wanted = [
        (path, name)
        for path in modules
        for name in re.findall(r'(?:from|import) "([^"]+)"', path.read_text("utf-8"))
    ]

    assert len(wanted) >= 8
    assert [name for path, name in wanted if not (path.parent / name).is_file()] == []
    assert [path.name for path in modules if "://" in path.read_text("utf-8")] == []
