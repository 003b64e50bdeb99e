"""A real Chromium for the walks; without it they are skipped and named at the end."""

from pathlib import Path
from schoolrecords_screens import ACCOUNTS
from schoolrecords_screens import Screens
from schoolrecords_town import PASSWORD

import os
import pytest
import re
import shutil


AXE = Path(__file__).parent / "vendor" / "axe.min.js"
#: Kept out of the repository (.gitignore); docs/guide tells how to make them.
SHOTS = Path(__file__).parents[2] / "var" / "screenshots"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
GUIDE = Path(__file__).parents[2] / "docs" / "guide"
#: Pictures that the guide shows; a run under UPDATE_DOCS takes them anew.
PICTURED = {
    name
    for page in GUIDE.glob("*.md")
    for name in re.findall(r"\(pictures/([\w-]+\.png)\)", page.read_text(encoding="utf-8"))
}
WIDE, NARROW = (1366, 768), (390, 844)
#: Bytes of a picture of the viewer without a page, at most; and how often one looks for the page.
EMPTY_GROUND, LOOKS_AT_A_PAPER = 9_000, 100
#: Impacts of axe-core that no page may have.
BAD = ("serious", "critical")
#: Asks axe for faults; with ``frame`` false of what stands between rail and bars. A rule whose own
#: impact is not bad finds nothing bad and does not run. What axe would load beforehand serves none
#: of the others.
FIND_FAULTS = """([frame, contrast, bad]) => axe.run(
    frame ? document : {exclude: ['.sr-top', '#sr-rail', '.sr-tabbar']},
    {
        resultTypes: ['violations'],
        preload: false,
        rules: {
            ...Object.fromEntries(
                axe._audit.rules
                    .filter(rule => rule.impact && !bad.includes(rule.impact))
                    .map(rule => [rule.id, {enabled: false}])
            ),
            'color-contrast': {enabled: contrast},
        },
    }
)"""
#: What is pressed or filled in and too low for a finger; links within a text are as high as it.
LOW = """least => [...document.querySelectorAll(
    '.btn, button, select, summary, textarea, .sr-chip, .sr-page, .sr-rail-item, .sr-inpage a,' +
    'input:not([type=checkbox]):not([type=radio])'
)].filter(one => one.checkVisibility({visibilityProperty: true}) && !one.closest('.sr-hush'))
  .filter(one => one.offsetWidth > 1 && Math.round(one.getBoundingClientRect().height) < least)
  .map(one => one.outerHTML.slice(0, 120))"""
LEAST = 44
CLASSES = "[...document.querySelectorAll('[class]')].flatMap(one => [...one.classList])"


@pytest.fixture(scope="session")
def chromium():
    """The browser; one for all tests."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    found = (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    )
    if found is None:
        pytest.skip("Chromium is not installed")
    with playwright.sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def screens(functional):
    """The small school of the tests of screens."""
    return Screens(functional["portal"])


class Walk:
    """One person at one size of screen; ``url`` is that of the site.

    ``coloured``: the classes of the style sheet whose colours were looked at on a narrow screen.
    """

    def __init__(self, browser, url, login, password, size, coloured=None):
        self.url = url
        self.framed = set()
        self.coloured = set() if coloured is None else coloured
        self.size = size
        width, height = size
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, locale="ru-RU"
        )
        self.page = self.context.new_page()
        self.faults = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on(
            "console",
            lambda message: self.faults.append(message.text) if message.type == "error" else None,
        )
        self.page.goto(f"{url}/login")
        self.page.fill("#__ac_name", login)
        self.page.fill("#__ac_password", password)
        self.page.click("#buttons-login")
        self.page.wait_for_load_state()

    def open(self, path):
        """Open a page of the site."""
        self.page.goto(self.url + path)
        return self.page

    def faults_at_both_sizes(self, name):
        """Yield what is wrong with the page on the monitor, then as wide as a phone; loaded once.

        The frame is looked at with the first page of the walk alone, as it is on all of them. On
        the phone colours are looked at where some class of the page is new: a class has one colour.
        """
        former = self.size
        for size in (WIDE, NARROW):
            width, height = self.size = size
            self.page.set_viewport_size({"width": width, "height": height})
            self.keep_picture(name, pictured_only=True)
            classes = set(self.page.evaluate(CLASSES)) if size == NARROW else set()
            contrast = size == WIDE or not classes <= self.coloured
            yield from self.faults_of_page(name, frame=size not in self.framed, contrast=contrast)
            self.framed.add(size)
            self.coloured |= classes
        self.size = former
        self.page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})

    def looked(self, name):
        """Check the page as it stands now, and keep its picture."""
        self.keep_picture(name)
        assert list(self.faults_of_page(name)) == []

    def keep_picture(self, name, *, pictured_only=False):
        """Keep a picture, and that of the guide under UPDATE_DOCS.

        ``pictured_only``: of other pages only when SCREENSHOTS asks for all.
        """
        file = f"{name}-{self.size[0]}.png"
        if pictured_only and file not in PICTURED and not os.environ.get("SCREENSHOTS"):
            return
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / file)
        if os.environ.get("UPDATE_DOCS") and file in PICTURED:
            shutil.copy(SHOTS / file, GUIDE / "pictures" / file)

    def wait_for_paper(self):
        """Wait until the browser's own viewer has drawn a preview; return whether it has.

        The viewer is a process of its own that a page cannot be asked about. Its empty ground packs
        small.
        """
        paper = self.page.locator("object.sr-paper")
        looks = range(LOOKS_AT_A_PAPER)
        return any(len(paper.screenshot()) > EMPTY_GROUND for _look in looks)

    def faults_of_page(self, name, *, frame=True, contrast=True):
        """Yield what is wrong with the page as it stands now, in words for the one who reads it.

        ``frame``: with the rail and the bars. ``contrast``: with the colours.
        """
        page = self.page
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            yield f"{name}: {wide} px wider than the screen of {self.size[0]}"
        if self.size == NARROW:
            low = page.evaluate(LOW, LEAST)
            yield from (f"{name}: lower than {LEAST} px: {one}" for one in low)
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(FIND_FAULTS, [frame, contrast, BAD])
        for one in found["violations"]:
            if one["impact"] in BAD:
                yield f"{name}: {one['id']} {one['nodes'][0]['html'][:200]}"
        yield from (f"{name}: {fault}" for fault in self.faults)

    def close(self):
        """Log out by forgetting everything."""
        self.context.close()


@pytest.fixture
def walk_as(chromium):
    """Begin a walk on any site: ``walk_as(url, login, password, WIDE)``."""
    begun, coloured = [], set()

    def begin(*asked):
        begun.append(Walk(chromium, *asked, coloured))
        return begun[-1]

    yield begin
    for one in begun:
        one.close()


@pytest.fixture
def walk(walk_as, screens):
    """Begin a walk in the small school: ``walk("secretary", WIDE)``."""

    def begin(key, size):
        return walk_as(screens.url, ACCOUNTS[key], PASSWORD, size)

    return begin
