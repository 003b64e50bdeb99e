"""The year's work as people see it: admission, leaving, the class before it is signed."""

from collective.schoolrecords.access.clock import school_today

import pytest


DAY = f"{school_today():%d.%m.%Y}"
SIZES = pytest.mark.parametrize("size", [(1366, 768), (390, 844)], ids=["1366", "390"])
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@SIZES
def test_the_secretary_admits_a_child(walk, size):
    """From the list of works through the path to the result, with the keyboard's own fields."""
    secretary = walk("secretary", size)
    secretary.open("/@@year-works")
    secretary.looked("year-works")
    page = secretary.open("/@@admission")
    page.select_option("#f-child-way", "new")
    page.select_option("#f-child-cohort_id", index=1)
    for name, value in (
        ("last_name", "Ёлкина"),
        ("first_name", "Анна"),
        ("birth_date", "04.03.2013"),
        ("admitted_on", DAY),
        ("application_on", DAY),
    ):
        page.fill(f"#f-child-{name}", value)
    secretary.looked("admission-child")
    page.click("button[name=do][value=child]")
    page.wait_for_selector("#children")
    secretary.looked("admission-children")
    page.click("button[name=do][value=chosen]")
    page.wait_for_selector("#f-order-order_way")
    secretary.looked("admission-order")
    page.select_option("#f-order-order_way", "paper")
    page.fill("#f-order-order_number", "50-у")
    page.fill("#f-order-order_date", DAY)
    page.click("button[name=do][value=order]")
    page.wait_for_selector("button[value=carry_out]")
    secretary.looked("admission-check")
    page.click("button[value=carry_out]")
    page.wait_for_selector("#admitted")
    secretary.looked("admission-result")


@SIZES
def test_marks_are_typed_by_keyboard(walk, screens, size):
    """A figure goes on to the next pupil, arrows move; the check page lists who is left."""
    teacher = walk("class_teacher", size)
    page = teacher.open("/@@class-results")
    page.locator("[data-sr-mark]").first.focus()
    page.keyboard.press("5")
    assert page.locator("[data-sr-mark]").first.input_value() == "5"
    teacher.looked("class-results")
    teacher.open(f"/@@class-certify?class={screens.cohort.id}&signer=class_teacher")
    teacher.looked("class-certify")
