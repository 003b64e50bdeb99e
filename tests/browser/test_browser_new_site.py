"""A school begins in the browser: the form of a new site, filled in by the owner of the server."""

from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD

import pytest


pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def form(functional, chromium):
    """The form, empty."""
    root = functional["portal"].absolute_url().rpartition("/")[0]
    owner = {"username": SITE_OWNER_NAME, "password": SITE_OWNER_PASSWORD}
    context = chromium.new_context(http_credentials=owner, locale="ru-RU")
    page = context.new_page()
    page.goto(f"{root}/@@ploneAddSite?distribution=school")
    page.wait_for_selector("input[id$=site_id]")
    yield page
    context.close()


def test_a_school_is_made_from_the_form(form):
    """It asks in Russian for what the school must decide, and ends on the first desk."""
    assert "Создать сайт школы" in form.inner_text("body")
    assert "Положение школы" in form.inner_text("body")
    assert not form.is_visible("[id$=default_language]")
    form.fill("input[id$=site_id]", "novaya")
    form.fill("input[id$=title]", "Школа у реки")
    form.click("button[type=submit]")
    form.wait_for_selector("body.sr", timeout=200_000)
    assert form.get_attribute("html", "lang") == "ru"
    assert "Школа у реки" in form.inner_text(".sr-brand")
    assert "Директора в школе ещё нет" in form.inner_text("main")
