"""The pages of the data protection officer and of the auditor, looked at."""

from collective.schoolrecords.access.clock import now
from collective.schoolrecords.access.log.current import use
from collective.schoolrecords.access.log.writer import AccessLog
from collective.schoolrecords.core.access_log import Entry
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now
from plone import api
from plone.app.testing import TEST_USER_NAME

import pytest
import transaction


WIDE, NARROW = (1366, 768), (390, 844)
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1366", "390"])
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def log(tmp_path):
    log = AccessLog(f"sqlite:///{tmp_path / 'access.sqlite'}", wait=0.01)
    log.start()
    former = use(log)
    yield log
    use(former)
    log.stop(5)


def work_off(screens):
    """Do what the server's worker does."""
    transaction.begin()
    with api.env.adopt_user(username=TEST_USER_NAME):
        for job in get_jobs(screens.portal).open_jobs():
            run_now(screens.portal, job)


@SIZES
def test_the_officer_sees_who_saw_a_child(walk, screens, log, size):
    """From the pupil's file to those who opened it, and to the whole log."""
    file = screens.path(screens.file)
    for key, path in (
        ("secretary", file),
        ("class_teacher", file),
        ("secretary", "/personal-files"),
        ("guardian", f"{file}/@@sr-history"),
        ("auditor", "/@@import"),
    ):
        screens.get(key, path)
    log.flush()
    one = walk("data_officer", size)
    page = one.open(file)
    page.click("summary.btn-secondary")
    page.click("a:has-text('Кто видел эти данные')")
    page.wait_for_selector("#people")
    one.looked("audit-who-saw")
    # Neither an account's own id nor a long address takes the room of the others.
    named = {"actor": "data_officer", "roles": ("Data Officer",), "name": "personal-files"}
    for address in ("192.168.100.200", "2001:db8:85a3:1234:5678:8a2e:370:7334"):
        entry = Entry(now(), "list", address=address, family="personal_file", number=25, **named)
        log.put("/".join(screens.portal.getPhysicalPath()), entry)
    log.flush()
    page = one.open("/@@access-log")
    cut = "one => one.parentElement.scrollWidth - one.parentElement.clientWidth"
    assert page.eval_on_selector("table.sr-table", cut) <= 0
    one.looked("audit-access-log")
    one.open("/@@access-unusual")
    one.looked("audit-unusual")


@SIZES
def test_the_state_of_the_archive(walk, screens, log, size):
    """A check is started from the page; what it found stands there, and a checkpoint to take away."""
    one = walk("director", size)
    page = one.open("/@@audit")
    page.click("#deed-check button")
    page.wait_for_selector("[role=progressbar]")
    one.looked("audit-progress")
    screens.order.title = "О зачислении, переписан в базе"
    transaction.commit()
    work_off(screens)
    # The page comes anew by itself when the work is done.
    page.wait_for_selector("#findings")
    page.click("#deed-check button")
    page.wait_for_selector("[role=progressbar]")
    work_off(screens)
    page.wait_for_selector("#deed-check button")
    page.click("#deed-checkpoint button")
    work_off(screens)
    auditor = walk("auditor", size)
    page = auditor.open("/@@audit")
    auditor.looked("audit-state")
    with page.expect_download() as found:
        page.click("#deed-take button")
    assert found.value.suggested_filename == "checkpoint-1.json"
    # The page that begins the download shows that it was taken, too.
    page.wait_for_selector("#proof a:has-text('№ 1')")
    assert page.locator("#deed-take").count() == 0
    auditor.looked("audit-taken")
    page.click("#deed-package button")
    work_off(screens)
    auditor.open("/@@audit")
    auditor.looked("audit-package")
    with page.expect_download() as found:
        page.click("#deed-take_package button")
    assert found.value.suggested_filename.startswith("audit-")
    page.wait_for_selector("#package a:has-text('№ 2')")
    assert page.locator("#deed-take_package").count() == 0
    auditor.looked("audit-package-taken")
    auditor.open("/@@desk")
    auditor.looked("audit-desk")
