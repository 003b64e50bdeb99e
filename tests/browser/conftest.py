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
#: Impacts of axe-core that no page may have.
BAD = ("serious", "critical")


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
    """One person at one size of screen."""

    def __init__(self, browser, screens, key, size):
        self.screens = screens
        self.key = key
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
        self.page.goto(f"{screens.url}/login")
        self.page.fill("#__ac_name", ACCOUNTS[key])
        self.page.fill("#__ac_password", PASSWORD)
        self.page.click("#buttons-login")
        self.page.wait_for_load_state()

    def open(self, path):
        """Open a page of the site."""
        self.page.goto(self.screens.url + path)
        return self.page

    def looked(self, name):
        """Check the page as it stands now, and keep its picture."""
        page = self.page
        SHOTS.mkdir(parents=True, exist_ok=True)
        file = f"{name}-{self.size[0]}.png"
        page.screenshot(path=SHOTS / file)
        if os.environ.get("UPDATE_DOCS") and file in PICTURED:
            shutil.copy(SHOTS / file, GUIDE / "pictures" / file)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{name}: {wide} px wider than the screen"
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        bad = [
            (one["id"], one["nodes"][0]["html"][:200])
            for one in found["violations"]
            if one["impact"] in BAD
        ]
        assert bad == [], name
        assert self.faults == [], name

    def close(self):
        """Log out by forgetting everything."""
        self.context.close()


@pytest.fixture
def walk(chromium, screens):
    """Begin a walk: ``walk("secretary", WIDE)``."""
    begun = []

    def begin(key, size):
        begun.append(Walk(chromium, screens, key, size))
        return begun[-1]

    yield begin
    for one in begun:
        one.close()
