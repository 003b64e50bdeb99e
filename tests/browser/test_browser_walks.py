"""Each office walks its main task in a real browser, on a monitor and on a phone."""

from datetime import date
from schoolrecords_layers import put_in_force

import pytest
import transaction


WIDE, NARROW = (1366, 768), (390, 844)
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1366", "390"])
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@SIZES
def test_secretary_files_a_pupil(walk, screens, size):
    """From the desk to a registered personal file, with a mistake on the way."""
    one = walk("secretary", size)
    page = one.open("/@@desk")
    one.looked("desk-secretary")
    page.click(".sr-action >> text=Завести личное дело")
    page.fill("#f-last_name", "Ёлкина")
    page.fill("#f-first_name", "Анна")
    page.fill("#f-birth_date", "31.06.2015")
    page.click("button.btn[name=save]")
    page.wait_for_selector(".sr-errors")
    one.looked("add-with-error")
    page.click(".sr-errors a")
    assert page.evaluate("document.activeElement.id") == "f-birth_date"
    page.fill("#f-birth_date", "30.06.2015")
    page.fill("#f-letter", "Е")
    page.fill("#f-number", "12")
    page.select_option("#f-cohort_id", label="8А")
    page.fill("#f-admitted_on", "01.09.2022")
    page.fill("#f-admission_order_number", "41-у")
    page.fill("#f-admission_order_date", "30.08.2022")
    page.click("button.btn[name=save]")
    page.wait_for_selector("h1:has-text('Е-12 Ёлкина Анна')")
    page.click("button:has-text('Зарегистрировать')")
    page.wait_for_selector(".sr-state-title:has-text('Ведётся')")
    one.looked("personal-file")
    page.click(".sr-steps-menu summary")
    page.wait_for_selector(".sr-step-no")
    one.looked("personal-file-steps")


@SIZES
def test_a_section_is_changed_where_it_stands(walk, screens, size):
    """Its form stands in its place with the focus in it; whatever goes wrong loses no typed text."""
    one = walk("secretary", size)
    page = one.open(screens.path(screens.draft))
    address = page.url
    page.click("#pupil .sr-section-edit")
    page.wait_for_selector("#pupil form")
    assert page.evaluate("document.activeElement.id") == "f-last_name"
    assert not page.is_visible("#pupil .sr-facts")
    assert page.is_visible("#keeping .sr-section-edit")
    one.looked("section-open")

    # Escape puts an untouched section back; a changed one asks first.
    page.keyboard.press("Escape")
    page.wait_for_selector("#pupil .sr-facts")
    assert page.evaluate("document.activeElement.className") == "sr-section-edit"
    page.keyboard.press("Enter")
    page.wait_for_selector("#pupil form")
    page.fill("#f-first_name", "Нина")
    page.fill("#f-birth_date", "31.06.2012")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog[data-sr-leave]:not([open])", state="attached")
    assert page.input_value("#f-first_name") == "Нина"
    page.click("#pupil .sr-form-end a")
    page.click("dialog button:has-text('Продолжить правку')")

    # Another section is opened beside it; both wait with what was typed.
    page.click("#keeping .sr-section-edit")
    page.wait_for_selector("#keeping form")
    page.fill("#f-storage_place", "Сейф 2")
    page.click("#pupil button.btn[name=save]")
    page.wait_for_selector(".sr-errors")
    assert page.evaluate("document.activeElement.className") == "sr-errors"
    assert page.input_value("#f-first_name") == "Нина"
    one.looked("section-errors")
    page.click(".sr-errors a")
    assert page.evaluate("document.activeElement.id") == "f-birth_date"
    page.fill("#f-birth_date", "30.06.2012")

    # Meanwhile somebody else saved the same field.
    record = screens.fresh(screens.draft)
    record.first_name = "Вероника"
    transaction.commit()
    page.click("#pupil button.btn[name=save]")
    page.wait_for_selector(".sr-errors:has-text('Вероника')")
    page.click("#pupil button.btn[name=save]")
    page.wait_for_selector("#pupil .sr-note-done:has-text('Сохранено')")
    assert "Нина" in page.inner_text("h1")
    assert page.evaluate("document.activeElement.className") == "sr-section-edit"
    assert "Сохранено" in page.inner_text("#sr-live")
    assert page.locator(".sr-errors").count() == 0
    assert page.input_value("#f-storage_place") == "Сейф 2"

    # Nobody answers: the reason is told, and the second try saves.
    page.context.set_offline(True)
    page.click("#keeping button.btn[name=save]")
    page.wait_for_selector(".sr-errors:has-text('Сервер не отвечает')")
    page.context.set_offline(False)
    one.faults.clear()
    page.click("#keeping button.btn[name=save]")
    page.wait_for_selector("#keeping .sr-facts:has-text('Сейф 2')")
    assert page.url.split("#")[0] == address
    page.click(".sr-steps-bar button.btn-primary")
    page.wait_for_selector(".sr-state-title:has-text('Ведётся')")


@SIZES
def test_director_approves(walk, screens, size):
    """From the number on the desk to the approved order."""
    one = walk("director", size)
    page = one.open("/@@desk")
    one.looked("desk-director")
    page.click(".sr-list-number a[href*='/orders']")
    page.wait_for_selector(".sr-register")
    one.looked("orders-in-review")
    page.click("tbody a.sr-open")
    one.looked("order")
    page.click("button:has-text('Утвердить')")
    page.wait_for_selector(".sr-state-title:has-text('Утверждено')")
    page.click("button:has-text('Подписать')")
    page.fill("#f-signature_fact", "Подпись и печать на бумаге")
    one.looked("step-form")
    page.click("button.btn[name=save]")
    page.wait_for_selector(".sr-state-title:has-text('Подписано')")


@SIZES
def test_class_teacher_enters_results(walk, screens, size):
    """From the class to a signed year."""
    one = walk("class_teacher", size)
    page = one.open("/@@desk")
    one.looked("desk-class-teacher")
    page.click(".sr-list-number a")
    one.looked("class-results")
    page.click("tbody a")
    page.fill("#f-subject-0", "Алгебра")
    page.select_option("#f-mark-0", "5")
    page.select_option("#f-decision", "promoted")
    page.fill("#f-minutes_number", "8")
    page.fill("#f-minutes_date", "28.05.2026")
    one.looked("year")
    page.click("button.btn[name=save]")
    page.wait_for_selector("#f-fact")
    page.fill("#f-fact", "Подпись, лист 4")
    page.click("button[name=signer]")
    page.wait_for_selector(".sr-state:has-text('Подписано, нет печати')")
    one.looked("year-signed")


@SIZES
def test_archivist_reads_what_falls_due(walk, screens, size):
    """From the sums of the list of terms to a case."""
    one = walk("archivist", size)
    page = one.open("/@@desk")
    one.looked("desk-archivist")
    page = one.open("/@@due")
    one.looked("due")
    page.click(".sr-sum[href*='status=running']")
    page.wait_for_selector(".sr-chip")
    one.looked("due-running")
    page.click("tbody a.sr-open")
    page.wait_for_selector(".sr-record")
    one.looked("case")


def test_a_print_is_shown_before_it_is_printed(walk, screens):
    """The PDF itself stands on the page, drawn by the browser's own viewer."""
    one = walk("secretary", WIDE)
    one.open(f"{screens.path(screens.file)}/@@paper?name=print-inner-inventory")
    assert one.wait_for_paper()
    one.looked("print-preview")


def test_keyboard(walk, screens):
    """The slash goes to search, arrows walk the rows, Space selects, Enter opens."""
    one = walk("secretary", WIDE)
    page = one.open("/personal-files")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "sr-search"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press(" ")
    assert page.locator("tbody tr:nth-child(2) .sr-check:checked").count() == 1
    assert page.locator("tbody .sr-check:checked").count() == 1
    assert page.inner_text("[data-sr-count]") == "1"
    page.keyboard.press("Enter")
    page.wait_for_selector(".sr-record")
    # By mouse the name opens, and so does any other place in the row.
    for place in ("td[data-col=name] a", "td[data-col=state]"):
        page = one.open("/personal-files")
        page.click(f"tbody tr:first-child {place}")
        page.wait_for_selector(".sr-record")


def test_conditions_change_the_address(walk, screens):
    """A chip is added without leaving the page; Back takes it away."""
    one = walk("secretary", WIDE)
    page = one.open("/personal-files")
    page.click(".sr-chips-add summary")
    page.click(".sr-facets a:has-text('Черновик')")
    page.wait_for_selector(".sr-chip:has-text('черновик')")
    assert page.url.endswith("?state=draft")
    assert page.locator("tbody tr").count() == 1
    page.go_back()
    page.wait_for_function("document.querySelectorAll('tbody tr').length === 3")


def test_columns_are_kept_for_the_person(walk, screens):
    """A hidden column stays hidden after the page is opened again."""
    one = walk("secretary", WIDE)
    page = one.open("/personal-files")
    page.click("summary:has-text('Вид')")
    # A press on a head or a label gives the focus to what holds the menu; the menu stays open.
    page.click(".sr-menu[open] .sr-menu-head >> nth=0")
    page.click("label:has-text('Место хранения')")
    assert page.is_visible(".sr-menu[open]")
    assert not page.is_visible("th[data-col=place]")
    page = one.open("/personal-files")
    assert not page.is_visible("th[data-col=place]")
    assert page.is_visible("th[data-col=state]")


@SIZES
def test_a_medical_kind_from_the_list_ticks_its_box(walk, screens, size):
    """FTL-1.8: the place is that of the regulation, and both may be changed before saving."""
    put_in_force("ftl", date(2022, 9, 1))
    transaction.commit()
    one = walk("secretary", size)
    page = one.open(f"{screens.path(screens.file)}/@@add-document")
    page.fill("#f-kind", "Копия паспорта родителя")
    page.press("#f-kind", "Tab")
    assert not page.is_checked("#f-medical")
    page.fill("#f-kind", "Медицинский полис")
    page.press("#f-kind", "Tab")
    assert page.is_checked("#f-medical")
    assert page.input_value("#f-place") == "медицинский кабинет"
    page.fill("#f-kind", "Полис ОМС, копия")
    page.uncheck("#f-medical")
    page.click("button.btn[name=save]")
    page.wait_for_selector(".sr-note:has-text('Похоже, это медицинский документ')")
    assert page.is_checked("#f-medical")
    one.looked("add-document-medical")
    page.click("button.btn[name=save]")
    page.wait_for_selector(".sr-aside:has-text('медицинский кабинет')")
