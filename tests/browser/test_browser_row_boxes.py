"""Boxes beside rows: those of no register are no script error, and none flees from the mouse."""

from builders import case_file
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.retention.file_plan import draft_from_regulation
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID

import pytest
import transaction


pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_boxes_of_a_plan_are_chosen_without_an_error(walk, screens):
    """The file plan has boxes and no bar that counts them, as an act and an inventory have."""
    draft_from_regulation(screens.portal, school_today().year)
    transaction.commit()
    one = walk("archivist", (1366, 768))
    page = one.open("/@@file-plan")
    page.locator("input[name=item]").first.check()
    page.locator("input[name=item]").nth(2).click(modifiers=["Shift"])
    assert page.locator("input[name=item]:checked").count() == 2
    assert one.faults == []


def test_a_box_stays_under_a_mouse_that_is_held_down(walk, screens):
    """Rows with cut cells keep their height, whichever row has the focus."""
    setRoles(screens.portal, TEST_USER_ID, ["Manager", "Archivist", "Secretary"])
    for number in range(5):
        case_file(
            title=f"Сводная ведомость {number}",
            storage_place="Архив школы, хранилище второе, стеллаж 3, полка 4, короб 17",
        )
    setRoles(screens.portal, TEST_USER_ID, ["Member"])
    transaction.commit()
    one = walk("archivist", (1366, 768))
    page = one.open("/cases")
    boxes = page.locator("tbody .sr-check")
    # The focus that a keyboard gives shows the whole text, above the row.
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    cell = page.locator("tbody tr:nth-child(2) td.sr-cut[title]").last
    shown = cell.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert "короб 17" in shown
    one.looked("register-cut-cells")
    for number in (1, 2, 3, 4):
        box = boxes.nth(number).bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 2)
        page.mouse.down()
        page.wait_for_timeout(90)
        assert boxes.nth(number).bounding_box() == box
        page.mouse.up()
    assert page.locator("tbody .sr-check:checked").count() == 4
    assert one.faults == []
