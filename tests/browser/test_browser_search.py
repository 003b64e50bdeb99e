"""Search by keyboard and by scanner, and the forms of kinds of cases."""

from collective.schoolrecords.core.record_codes import code_of

import pytest


WIDE, NARROW = (1366, 768), (390, 844)
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1366", "390"])
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@SIZES
def test_search(walk, screens, size):
    """The slash, words in any form, arrows to a result and Enter; a scan opens at once."""
    one = walk("secretary", size)
    page = one.open("/@@desk")
    page.keyboard.press("/")
    page.keyboard.type("козловой")
    page.keyboard.press("Enter")
    page.wait_for_selector("#personal_file tbody tr")
    one.looked("search-found")
    page.focus("#sr-search")
    page.keyboard.press("ArrowDown")
    assert "К-208" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "sr-search"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".sr-record")

    page.keyboard.press("/")
    page.keyboard.type(code_of(screens.case.UID()))
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Сводная ведомость')")
    one.open("/@@sr-search?q=Несуществующая")
    one.looked("search-nothing")


@SIZES
def test_the_kind_decides_the_form(walk, screens, size):
    """Choosing the type of document brings its fields; what was typed stays."""
    one = walk("deputy", size)
    page = one.open("/cases/@@add-record")
    page.fill("#f-title", "Справка о проверке")
    page.select_option("#f-doc_type", "check_report")
    page.wait_for_selector("#f-checked_what")
    assert page.input_value("#f-title") == "Справка о проверке"
    one.looked("case-check-report")
    page.select_option("#f-doc_type", "class_journal")
    page.wait_for_selector("[name='media.0.room']")
    one.looked("case-journal")
