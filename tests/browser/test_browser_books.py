"""A book on the screen: filled by its keeper, certified, closed; read by a family on a phone."""

from book_entries import Books

import pytest


WIDE, NARROW = (1366, 768), (390, 844)
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1366", "390"])
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def screens(functional):
    """The small school with a book of certificates."""
    return Books(functional["portal"])


@SIZES
def test_the_keeper_writes_an_entry_with_a_mistake_on_the_way(walk, screens, size):
    """From the register to an entry that was handed out."""
    one = walk("certificate_keeper", size)
    page = one.open("/books")
    one.looked("books")
    page.click("tbody a.sr-open >> nth=0")
    page.wait_for_selector("#entries")
    one.looked("book")
    page.click("a.btn-primary:has-text('Внести запись')")
    page.fill("#f-file_number", "К-208")
    # The file fills the form as soon as its number is typed.
    page.press("#f-file_number", "Tab")
    page.wait_for_selector("#f-name[value^='Козлова']")
    one.looked("book-entry-filled")
    page.fill("#f-name", "Ёлкина Вера")
    page.fill("#f-file_number", "")
    # The order of the entry before was taken out: the girl was in another grade on its day.
    page.fill("#f-order_number", "61-у")
    page.fill("#f-order_date", "25.06.2025")
    page.fill("#f-blank", "123")
    page.fill("#f-marks", "Русский язык 5\nФизика 4")
    page.click("button.btn[name=save]")
    page.wait_for_selector(".sr-errors")
    one.looked("book-entry-with-error")
    page.fill("#f-blank", "05204261200999")
    page.click("button.btn[name=save]")
    page.wait_for_selector("h1:has-text('№ 3 Ёлкина Вера')")
    one.looked("book-entry")
    page.click("a.btn-primary:has-text('Выдать')")
    page.fill("#f-issued_by", "Образцова Анна")
    one.looked("book-entry-issue")
    page.click("button.btn[name=save]")
    page.wait_for_selector(".sr-state-title:has-text('Выдан')")
    one.open(f"{screens.path(screens.book)}/@@entries")
    one.looked("book-entries")
    one.open(f"{screens.path(screens.book)}/@@close-book")
    one.looked("book-close")


@SIZES
def test_a_family_reads_its_own_entry(walk, screens, size):
    """The page has no way to the book."""
    one = walk("guardian", size)
    page = one.open(f"{screens.path(screens.book)}/@@entry?number=1")
    page.wait_for_selector("h1:has-text('Козлова Вера Ильинична')")
    one.looked("book-entry-family")
    assert page.locator("main a[href*='/books/']").count() == 0
