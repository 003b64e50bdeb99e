"""Every role walks the demo school: each page of its rail and the pages behind them, looked at.

One school and one test: filling it takes longer than looking at some pages. A page of the rail is
looked at by the first role that may open it; what is drawn anew for a role stands in `Places`.
"""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.access.log.current import use
from collective.schoolrecords.access.log.writer import AccessLog
from collective.schoolrecords.retention.file_plan import draft_from_regulation
from collective.schoolrecords.setup.demo.files import read_toml
from collective.schoolrecords.setup.demo.school import fill
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID

import pytest
import transaction


WIDE = (1366, 768)
pytestmark = [pytest.mark.browser, pytest.mark.slow]
#: Whose pages are looked at, in this order: who has most comes first.
LOGINS = (
    "secretary",
    "director",
    "archivist",
    "certificates",
    "teacher7a",
    "deputy",
    "dataofficer",
    "auditor",
    "chair",
    "member2",
    "methodist",
    "journal",
    "subject7a",
    "parent",
    "pupil",
)
#: Addresses that are refused, with a page of words.
REFUSED = {"/nothing": 404}


@pytest.fixture
def demo(functional, tmp_path):
    """The demo school with an access log."""
    portal = functional["portal"]
    portal.title = "МБОУ «Школа № 7»"
    log = AccessLog(f"sqlite:///{tmp_path / 'access.sqlite'}", wait=0.01)
    log.start()
    former = use(log)
    setRoles(portal, TEST_USER_ID, ["Manager"])
    draft_from_regulation(portal, school_today().year)
    fill(portal)
    setRoles(portal, TEST_USER_ID, ["Member"])
    transaction.commit()
    yield portal
    use(former)
    log.stop(5)


class Places:
    """Addresses of the demo's records, below the site."""

    def __init__(self, portal):
        self.portal = portal

    def first(self, register, **values):
        """The first record of a register whose attributes have these values."""
        return next(
            one.absolute_url()[len(self.portal.absolute_url()) :]
            for one in self.portal[register].objectValues()
            if all(getattr(one, name, None) == value for name, value in values.items())
        )

    def behind_the_rail(self):
        """Login → pairs (name, address) of pages to which no rail leads."""
        find = self.first
        file = find("personal-files", last_name="Рябинкин", first_name="Матвей")
        left = find("personal-files", last_name="Калинкина", first_name="Вера")
        order = find("orders", state="in_review")
        drawn = find("orders", state="draft")
        approved = find("orders", state="approved")
        done, open_ = (find("destruction-acts", state=one) for one in ("closed", "in_review"))
        gone = find("cases", portal_type="tombstone")
        case = find("cases", doc_type="check_report")
        inventory = find("inventories")
        book = find("books", kind="certificates_9")
        ledger = find("books", kind="blanks")
        results = find("protocols", kind="independent_monitoring")
        council = find("protocols", kind="council")
        entering = find("protocols", kind="interim")
        own = find("portfolios", pupil_name="Рябинкин Матвей Ильич")
        act = find("regulations")
        return {
            "secretary": (
                ("first-hour", "/@@first-hour"),
                ("seal-list", "/personal-files?state=current&seal=waits"),
                ("search", "/@@sr-search?q=рябинкина"),
                ("search-nothing", "/@@sr-search?q=Несуществующая"),
                ("personal-file", file),
                ("file-section", f"{file}/@@edit-section?section=guardians"),
                ("file-history", f"{file}/@@sr-history"),
                ("file-hand-out", f"{file}/@@step?step=hand_out"),
                ("file-document", f"{file}/@@add-document"),
                ("file-name", f"{file}/@@change-name"),
                ("file-leaving", f"{file}/@@leaving"),
                ("print-preview", f"{file}/@@paper?name=print-cover"),
                ("print-statement", f"{file}/@@paper?name=print-statement-studies"),
                ("order-draft", drawn),
                ("order-form", "/orders/@@add-record"),
                ("order-sheet", f"{approved}/@@familiarisation-sheet"),
                ("sheets", "/@@sheets"),
                ("admission", "/@@admission"),
                ("graduation", "/@@graduation"),
                ("moving-up", "/@@moving-up"),
                ("book-check", "/@@book-check?letter=К"),
                ("regulation", act),
                ("regulation-form", "/regulations/@@add-record"),
                ("portfolio-form", "/portfolios/@@add-record"),
                ("password", "/@@change-password"),
                ("not-found", "/nothing"),
            ),
            "director": (
                ("order-review", order),
                ("order-signing", f"{approved}/@@signing"),
                ("appoint", "/@@appoint"),
                ("act-rules", "/@@act-rules"),
                ("repealed", "/@@repealed-acts"),
                ("order-return", f"{order}/@@step?step=return"),
            ),
            "archivist": (
                ("act-done", done),
                ("act-vote", open_),
                ("act-print", f"{done}/@@paper?name=print-act"),
                ("tombstone", gone),
                ("case", case),
                ("case-holds", f"{case}/@@record-holds"),
                ("inventory", inventory),
                ("inventory-print", f"{inventory}/@@paper?name=print-inventory"),
                ("inventory-form", "/inventories/@@add-record"),
                ("act-form", "/destruction-acts/@@add-record"),
                ("due-waits", "/@@due?status=due"),
                ("calendar-print", "/@@paper?name=print-calendar"),
            ),
            "certificates": (
                ("book", book),
                ("book-entries", f"{book}/@@entries"),
                ("book-entry", f"{book}/@@entry?number=1"),
                ("book-form", f"{book}/@@add-entry"),
                ("book-close", f"{book}/@@close-book"),
                ("ledger", ledger),
                ("ledger-form", f"{ledger}/@@add-entry"),
                ("graduate", left),
            ),
            "teacher7a": (
                ("teacher-file", file),
                ("teacher-results", results),
                ("teacher-year", f"{file}/@@year"),
                ("familiarisation", "/@@familiarisation"),
                ("class-portfolios", "/@@class-portfolios"),
                ("portfolio", own),
                ("achievement", f"{own}/@@achievement?number=1"),
            ),
            "deputy": (
                ("protocol", council),
                ("protocol-draft", entering),
                ("protocol-entry", f"{results}/@@entry?number=1"),
                ("protocol-paste", f"{entering}/@@paste-rows"),
                ("protocol-form", "/protocols/@@add-record"),
                ("protocol-print", f"{council}/@@paper?name=print-protocol"),
                ("case-form", "/cases/@@add-record"),
            ),
            "dataofficer": (
                ("who-saw", f"{file}/@@who-saw"),
                ("unusual", "/@@access-unusual"),
            ),
            "auditor": (
                ("auditor-archive", "/@@audit"),
                ("auditor-order", approved),
                ("auditor-act", done),
                ("auditor-tombstone", gone),
            ),
            "chair": (("chair-act", open_),),
            "member2": (("member-act", open_),),
            "parent": (
                ("parent-file", file),
                ("parent-portfolio", own),
                ("parent-acts", "/@@local-acts"),
            ),
        }


def on_the_rail(page, url):
    """Pairs (name, address) of the rail's pages, but for those of Plone itself."""
    links = page.locator("#sr-rail a.sr-rail-item").evaluate_all(
        "found => found.map(one => one.href)"
    )
    for link in dict.fromkeys(links):
        path = link.removeprefix(url)
        if "controlpanel" not in path and path != "/@@desk":
            yield f"rail-{path.strip('/@').replace('/', '-')}", path


#: Where a section of a record opens in place.
EDIT = "a.sr-section-edit[href*='/@@edit-section']"


def faults_of_sections(one, name):
    """Yield what is wrong with a record whose first section is open in place, then put back."""
    page = one.page
    page.locator(EDIT).first.click()
    page.wait_for_selector(".sr-section-open > form[data-sr-guard]")
    if page.evaluate("!document.activeElement.closest('.sr-section-open > form[data-sr-guard]')"):
        yield f"{name}: the focus is not in the opened section"
    yield from one.faults_of_page(f"{name}-section")
    page.keyboard.press("Escape")
    page.wait_for_selector(".sr-section-open", state="detached")


def test_everybody_sees_faultless_pages(walk_as, demo):
    """No serious fault of axe, no error of a script, nothing wider than the screen; all at once."""
    url, places, seen, wrong = demo.absolute_url(), Places(demo).behind_the_rail(), set(), []
    edited = set()
    password = read_toml("staff.toml")["password"]
    for login in LOGINS:
        one = walk_as(url, login, password, WIDE)
        page = one.open("/@@desk")
        rail = [pair for pair in on_the_rail(page, url) if pair[1] not in seen]
        for name, path in (("desk", "/@@desk"), *rail, *places.get(login, ())):
            seen.add(path)
            answer = page.goto(url + path)
            if answer.status != REFUSED.get(path, 200):
                wrong.append((login, path, answer.status))
            else:
                if path in REFUSED:
                    # The browser itself tells the console of every refusal.
                    one.faults.clear()
                wrong += [
                    (login, path, fault)
                    for fault in one.faults_at_both_sizes(f"demo-{name}-{login}")
                ]
                family = path.strip("/").split("/")[0]
                if family not in edited and page.locator(EDIT).count():
                    edited.add(family)
                    wrong += [(login, path, fault) for fault in faults_of_sections(one, name)]
            one.faults.clear()
        one.close()
    assert len(seen) > 80
    assert edited >= {"personal-files", "orders", "cases", "protocols", "books", "portfolios"}
    assert wrong == []
