"""Protocols, portfolios and local regulations on the screen of those who work on them."""

from builders import local_regulation
from builders import portfolio
from builders import protocol
from builders import step
from collective.schoolrecords.core.protocols import ResultRow
from collective.schoolrecords.lifecycle.steps import enter_state
from collective.schoolrecords.records.local_regulation import publication
from collective.schoolrecords.records.portfolio.achievements import achievements_of
from collective.schoolrecords.records.protocol import rows
from datetime import date
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID

import pytest
import transaction


WIDE, NARROW = (1366, 768), (390, 844)
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1366", "390"])
pytestmark = [pytest.mark.browser, pytest.mark.slow]
WON = {"direction": "study", "level": "municipal", "day": date(2025, 12, 5), "scan": None}


@pytest.fixture
def records(screens):
    """An approved protocol of 7А, a draft, a filled portfolio and a regulation in force."""
    setRoles(screens.portal, TEST_USER_ID, ["Secretary", "Deputy", "Class Teacher", "Director"])
    head = {"kind": "independent_monitoring", "school_subject": "Физика", "organisation": "Центр"}
    head |= {"dated_on": date(2026, 3, 2), "received_on": date(2026, 3, 3)}
    screens.draft_protocol = protocol(**head, title="Диагностика 7А", registration_number="8")
    screens.protocol = protocol(**head, title="Диагностика 7А, повторная", registration_number="9")
    result = ResultRow(
        label="7А",
        last_name=screens.file.last_name,
        first_name=screens.file.first_name,
        middle_name=screens.file.middle_name,
        primary=12,
        mark="4",
    )
    for record in (screens.draft_protocol, screens.protocol):
        rows.add_rows(record, [result])
    screens.portfolio = step(portfolio(screens.file), "register")
    for title in ("Олимпиада по физике", "Турнир по шахматам"):
        achievements_of(screens.portfolio).enter({**WON, "title": title, "result": "1 место"})
    achievements_of(screens.portfolio).certify(1, "Диплом от 05.12.2025")
    screens.regulation = local_regulation(in_force_from=date(2025, 9, 1))
    for record, state in ((screens.protocol, "approved"), (screens.regulation, "current")):
        enter_state(record, state)
        record.reindexObject()
    publication.publish(screens.regulation)
    setRoles(screens.portal, TEST_USER_ID, ["Member"])
    transaction.commit()
    return screens


@SIZES
def test_pages_of_teaching_have_no_fault(walk, records, size):
    """Each page as the office sees it that works on it, and as a family does."""
    of = records.path
    teacher_class = f"?class={records.cohort.id}"
    pages = {
        "deputy": (
            ("protocols", "/protocols"),
            ("protocol-form", "/protocols/@@add-record"),
            ("protocol-draft", of(records.draft_protocol)),
            ("protocol-paste", f"{of(records.draft_protocol)}/@@paste-rows"),
            ("protocol", of(records.protocol)),
            ("protocol-entry", f"{of(records.protocol)}/@@entry?number=1"),
            ("regulations", "/regulations"),
            ("regulation-form", "/regulations/@@add-record"),
            ("regulation", of(records.regulation)),
        ),
        "director": (("repealed-acts", "/@@repealed-acts"),),
        "class_teacher": (
            ("protocol-teacher", of(records.protocol)),
            ("class-portfolios", f"/@@class-portfolios{teacher_class}"),
            ("portfolio", of(records.portfolio)),
            ("achievement", f"{of(records.portfolio)}/@@achievement?number=1"),
        ),
        "secretary": (
            ("portfolios", "/portfolios"),
            ("portfolio-form", "/portfolios/@@add-record"),
        ),
        "guardian": (
            ("portfolio-family", of(records.portfolio)),
            ("local-acts", "/@@local-acts"),
        ),
    }
    for key, found in pages.items():
        one = walk(key, size)
        for name, path in found:
            page = one.open(path)
            assert page.locator("main h1").count() == 1, path
            one.looked(f"{name}-{key}" if key == "guardian" else name)
