"""The repository as a whole: nothing in it that does not belong, every link leads somewhere."""

from pathlib import Path

import pytest
import re
import subprocess


ROOT = Path(__file__).resolve().parent.parent
# A catalogue, a list or a picture may be long; a module that is has more than one thing in it.
LONGEST_MODULE = 400
# Written in pieces, so that this file does not hold what it looks for.
FORBIDDEN = {
    "a path of one machine": r"(?<![\w.<>-])/(?:wor" + r"k|far" + r"m|home/\w+|tmp/x)/",
    "a work folder": "bash_" + "jobs",
    "the address of a package registry": "|".join(
        [r"pypi\." + "org", "pythonhosted" + r"\.", r"npmjs\." + "org", r"deb\." + "debian"]
    ),
    "work left open": r"(?<![\w-])(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)(?![\w-])",
    "a suppression without its reason": r"# no" + r"qa(?!: [A-Z]+\d+)",
}
#: Links and pictures.
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
TARGET = re.compile(r"^([a-z][a-z0-9-]*):(?!=)", re.MULTILINE)


def tracked(*patterns):
    """The files that git keeps, links left out."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", *patterns], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in paths if path.is_file() and not path.is_symlink()]


def text_of(path):
    """The text of a file, empty for a binary one."""
    data = path.read_bytes()
    return "" if b"\0" in data else data.decode("utf-8", "replace")


def links(path):
    """The relative links of a page, without their anchors."""
    for link in LINK.findall(FENCE.sub("", path.read_text(encoding="utf-8"))):
        if not re.match(r"[a-z]+:|#", link):
            yield path.parent / link.partition("#")[0]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_nothing_committed_holds(what):
    """A line that names this must not be in the repository."""
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in tracked()
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if pattern.search(line)
    ]

    assert found == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a path of one machine", "see /ho" + "me/anna/notes"),
        ("a path of one machine", "open('/wor" + "k/data.csv')"),
        ("the address of a package registry", "index = https://pypi" + ".org/simple"),
        ("work left open", "# TO" + "DO later"),
        ("a suppression without its reason", "import os  # no" + "qa"),
    ],
)
def test_the_patterns_find(what, line):
    """The search above can fail."""
    assert re.search(FORBIDDEN[what], line)


def test_modules_stay_short():
    """A longer module is split into what it is made of."""
    lengths = {
        str(path.relative_to(ROOT)): text_of(path).count("\n")
        for path in tracked("*.py")
        if path.is_relative_to(ROOT / "src") or path.is_relative_to(ROOT / "tools")
    }

    assert lengths
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_every_link_in_a_page_resolves():
    """A relative link names a file that git keeps, or a folder of such."""
    kept = {path.resolve() for path in tracked()}
    kept |= {folder for path in kept for folder in path.parents}
    broken = [
        f"{page.relative_to(ROOT)} -> {target.relative_to(page.parent)}"
        for page in tracked("*.md")
        for target in links(page)
        if target.resolve() not in kept
    ]

    assert broken == []


def test_every_test_that_a_page_names_exists():
    """A page that says which test holds something must not name one that is gone."""
    files = tracked("tests/*.py")
    known = {path.name for path in files}
    for path in files:
        known.update(re.findall(r"def (test_\w+)", text_of(path)))
    named = {
        f"{page.name}: {name}"
        for page in tracked("docs/*.md")
        for name in re.findall(r"`(?:[\w/]*/)?(test_\w+(?:\.py)?)`", text_of(page))
        if name not in known
    }

    assert named == set()


def test_every_picture_of_the_guide_is_shown():
    """What no page shows any more is taken away."""
    shown = {target.resolve() for page in tracked("docs/guide/*.md") for target in links(page)}
    kept = set(tracked("docs/guide/pictures/*"))

    assert kept
    assert kept <= shown


def test_every_page_of_the_documentation_is_reached():
    """From docs/README.md, by following links."""
    reached, waiting = set(), [ROOT / "docs" / "README.md"]
    while waiting:
        page = waiting.pop().resolve()
        if page.suffix == ".md" and page.exists() and page not in reached:
            reached.add(page)
            waiting.extend(links(page))
    pages = {path.resolve() for path in tracked("docs/*.md", "docs/**/*.md")}

    assert len(pages) > 5
    assert sorted(str(page.relative_to(ROOT)) for page in pages - reached) == []


def test_make_help_lists_every_target():
    """``make help`` says of every target what it does."""
    targets = set(TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    shown = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    explained = dict(re.findall(r"^  ([a-z][a-z0-9-]*) +(\S.*)$", shown, re.MULTILINE))

    assert {"install", "start", "test", "lint"} <= targets
    assert targets == set(explained)
