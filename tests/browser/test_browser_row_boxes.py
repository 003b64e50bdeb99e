"""Boxes beside rows that belong to no register: choosing one is no script error."""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.retention.file_plan import draft_from_regulation

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
