"""Kinds of case files on screen: their forms, who sees them, what waits on whose desk."""

from bs4 import BeautifulSoup
from builders import case_file
from builders import document
from builders import LEAVING
from builders import personal_file
from builders import step
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.case_headings import REGISTERS
from collective.schoolrecords.core.record_codes import code_of
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.records.case.pupils import leaving_ordered
from collective.schoolrecords.records.order.interfaces import DOC_TYPES as ORDER_TYPES
from collective.schoolrecords.school.cohorts import add_cohort
from collective.schoolrecords.setup.regulations import put_in_force
from datetime import date
from datetime import timedelta
from plone import api
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from schoolrecords_screens import ACCOUNTS
from schoolrecords_screens import Screens
from schoolrecords_screens import texts
from two_computers import Person
from urllib.parse import quote
from ZODB.POSException import ConflictError

import pytest
import requests
import transaction


FEW = {"director", "secretary", "certificate_keeper"}


def certificate(file, **values):
    """A draft of a certificate of the pupil with this personal file."""
    values = {
        "title": "Аттестат об основном общем образовании",
        "doc_type": "certificate_basic",
        "case_index": "02-20",
        "pupil_file": file.UID(),
        "registration_number": "01224000000001",
        "taken_on": date(2025, 9, 1),
        "taken_fact": "Подпись матери, журнал, лист 3",
        "storage_place": "Сейф в кабинете директора",
        **values,
    }
    return case_file(**values)


@pytest.fixture
def screens(functional):
    found = Screens(functional["portal"])
    offices = ["Manager", "Secretary", "Archivist", "Deputy", "Certificate Keeper"]
    setRoles(found.portal, TEST_USER_ID, offices)
    # A class of its own is not known to the school, so that no grade stands in the way.
    found.senior = step(
        personal_file(letter="С", number=77, last_name="Старшева", cohort_id="c10b"), "register"
    )
    found.certificate = step(certificate(found.senior), "register")
    supplement = document(found.certificate, kind="Приложение к аттестату")
    found.supplement = step(supplement, "approve")
    kept = {"school_year": "2024/25", "cohort_id": found.cohort.id, "case_index": "02-30"}
    found.notebooks = [
        step(
            case_file(
                title=f"Тетради для контрольных работ, {subject}",
                doc_type="control_notebook",
                school_subject=subject,
                teacher="Учителева М. П.",
                **kept,
            ),
            "register",
        )
        for subject in ("алгебра", "физика")
    ]
    today = school_today()
    found.report = step(
        case_file(
            title="Справка о проверке журналов",
            doc_type="check_report",
            case_index="02-40",
            checked_on=today - timedelta(days=9),
            checked_by="Заместитель директора",
            checked_what="Журналы 5–9 классов",
            findings="Не записаны темы уроков",
            mend_until=today - timedelta(days=2),
        ),
        "register",
    )
    setRoles(found.portal, TEST_USER_ID, ["Member"])
    transaction.commit()
    return found


def rest(screens, key, method, path, body):
    """The answer to a REST call of an account."""
    options = {"headers": {"Accept": "application/json"}, "auth": screens.account(key)}
    return requests.request(method, screens.url + path, json=body, timeout=60, **options)


def leave(screens):
    """The pupil leaves: the order is of today."""
    setRoles(screens.portal, TEST_USER_ID, ["Secretary", "Director"])
    day = school_today()
    file = screens.fresh(screens.senior)
    step(file, "close", **{**LEAVING, "left_on": day, "leaving_order_date": day})
    setRoles(screens.portal, TEST_USER_ID, ["Member"])
    transaction.commit()


def waiting(screens, key):
    """Words of "Waits for you" → (number, address below the site)."""
    page = screens.page(key, "/@@desk")
    return {
        line.select_one(".sr-list-text > span").get_text(strip=True): (
            line.select_one("a").get_text(strip=True),
            line.select_one("a")["href"][len(screens.url) :],
        )
        for line in page.select("section[aria-labelledby=sr-waiting] li")
    }


def errors_of(answer):
    """What stands in the summary of errors."""
    return texts(BeautifulSoup(answer.text, "html.parser"), ".sr-errors")


GIVE_BACK = "Аттестаты, которые пора вернуть выбывшим"


def test_a_certificate_comes_back_at_once(screens):
    """Nobody gives it out before; with the leaving it waits on two desks; late it says so."""
    path = screens.path(screens.certificate)
    assert GIVE_BACK not in waiting(screens, "certificate_keeper")
    page = screens.page("certificate_keeper", path)
    assert "Выбытие этого обучающегося не оформлено" in page.get_text()
    assert page.select_one("aside a, .sr-aside a") is not None
    assert "Старшева" in page.get_text()

    leave(screens)

    for key in ("certificate_keeper", "secretary"):
        number, url = waiting(screens, key)[GIVE_BACK]
        assert number == "1"
        assert len(screens.page(key, url).select("tbody tr")) == 1
    assert GIVE_BACK not in waiting(screens, "deputy")
    page = screens.page("certificate_keeper", path)
    assert "верните аттестат сегодня" in page.get_text()
    assert page.select_one("button.btn-primary[name=step]")["value"] == "hand_out"
    file_page = screens.page("secretary", screens.path(screens.senior))
    assert "Аттестат об основном общем образовании" in file_page.get_text()
    assert "Аттестат принят на хранение" in file_page.get_text()

    record = screens.fresh(screens.certificate)
    record.return_due_on = school_today() - timedelta(days=3)
    record.reindexObject(idxs=["record_deadline"])
    transaction.commit()
    desk = screens.page("certificate_keeper", "/@@desk").get_text()
    assert "просрочено" in desk

    form = screens.page("certificate_keeper", f"{path}/@@step?step=hand_out")
    hidden = form.select("form.sr-form input[type=hidden][name]")
    details = {
        **{one["name"]: one.get("value", "") for one in hidden if one["name"][0] != "_"},
        "save": "1",
        "receiver": "Старшева Вера Ильинична",
        "basis": "Приказ 77-у",
        "handed_out_on": f"{school_today():%d.%m.%Y}",
        "signature_fact": "Журнал, лист 4",
        "confirm": form.select_one("[data-sr-confirm]")["data-sr-confirm"],
    }
    answer = screens.post("certificate_keeper", f"{path}/@@step", details)
    assert answer.status_code == 302, errors_of(answer)
    assert screens.fresh(screens.certificate).state == "handed_out"
    assert GIVE_BACK not in waiting(screens, "certificate_keeper")


TAKE = "Аттестаты, которые надо принять на хранение"


def test_certificates_of_seniors_wait_to_be_taken(screens):
    """Where the regulation asks: counted for who takes them, listed, one press from the form."""
    setRoles(screens.portal, TEST_USER_ID, ["Manager", "Secretary"])
    school = screens.town.school
    ten = add_cohort(school, year=2025, grade=10, letter="Б")
    nine = add_cohort(school, year=2025, grade=8, letter="Б")
    files = [
        step(personal_file(letter="У", number=at, last_name=name, cohort_id=of.id), "register")
        for at, (name, of) in enumerate(
            (("Умнова", ten), ("Уварова", ten), ("Уткина", ten), ("Усова", nine)), 31
        )
    ]
    transaction.commit()
    path = "/@@certificates-to-take"
    assert TAKE not in waiting(screens, "certificate_keeper")
    page = screens.page("certificate_keeper", path)
    assert "не велит принимать аттестаты" in page.get_text()

    put_in_force(screens.portal, "school20", in_force_from=school_today())
    certificate(files[0], registration_number="01224000000007")
    # Whose leaving is ordered brings none any more.
    leaving_ordered(files[2], school_today())
    transaction.commit()
    for key in ("certificate_keeper", "secretary"):
        assert waiting(screens, key)[TAKE] == ("2", path), key
    page = screens.page("certificate_keeper", path)
    assert [one.split()[0] for one in texts(page, "tbody tr")] == ["Уварова", "Умнова"]
    for key in ("director", "deputy", "archivist", "class_teacher", "guardian", "auditor"):
        assert screens.get(key, path).status_code in (302, 403), key
        assert TAKE not in waiting(screens, key), key
    href = page.select("tbody tr")[1].select("a")[1]["href"][len(screens.url) :]
    form = screens.page("certificate_keeper", href)
    assert form.select_one("#f-pupil_file")["value"] == "У-31"
    assert form.select_one("#f-title")["value"] == "Аттестат об основном общем образовании"

    setRoles(screens.portal, TEST_USER_ID, ["Manager", "Secretary"])
    for file in files[:2]:
        step(certificate(file, registration_number=f"0122400000003{file.number}"), "register")
    transaction.commit()
    assert TAKE not in waiting(screens, "certificate_keeper")
    page = screens.page("certificate_keeper", path)
    assert "Аттестаты всех обучающихся старших классов приняты." in page.get_text()


def test_three_offices_see_certificates(screens):
    """Page, register, search, code and print: nobody else, by no address."""
    path, uid = screens.path(screens.certificate), screens.certificate.UID()
    for key in ("anonymous", *ACCOUNTS):
        allowed = key in FEW
        assert (screens.get(key, path).status_code == 200) == allowed, key
        inside = screens.get(key, screens.path(screens.supplement))
        assert (inside.status_code == 200) == allowed, key
        assert (screens.get(key, f"{path}/@@print-cover").status_code == 200) == allowed, key
        if key == "anonymous":
            continue
        code = screens.get(key, f"/@@sr-search?q={code_of(uid)}")
        assert (code.status_code == 302) == allowed, key
        for address in (
            f"/@@sr-search?q={quote('аттестат')}",
            "/@@sr-search?q=01224000000001",
            "/cases?type=certificate_basic",
        ):
            page = screens.get(key, address)
            assert ("основном общем образовании" in page.text.partition("<main")[2]) == allowed or (
                # The register's own list of kinds names the type for everybody.
                address.startswith("/cases") and "02-20" not in page.text
            ), (key, address)


def test_the_form_of_a_kind(screens):
    """Only the fields of the kind; the keeper is offered certificates alone."""

    def names(key, query):
        page = screens.page(key, f"/cases/@@add-record{query}")
        return {
            field.get("name", "").partition(".")[0] for field in page.select("main [name]")
        }, page

    plain, page = names("secretary", "")
    groups = {one["label"]: texts(one, "option") for one in page.select("optgroup")}
    assert list(groups)[:2] == ["Журналы, ведомости, проверки", "Работы и результаты обучающихся"]
    journals = " ".join(groups["Журналы, ведомости, проверки"])
    assert "Классные журналы" in journals
    offered = {one["value"] for one in page.select("select[name=doc_type] option")}
    elsewhere = {name for names in REGISTERS.values() for name in names}
    assert REGISTERS["order"] == ORDER_TYPES
    assert {"exam_protocol", "alphabet_book", "regulation", "destruction_act"} <= elsewhere
    assert not elsewhere & offered
    assert {"class_journal", "case_nomenclature", "staff_file"} <= offered
    desk = screens.page("deputy", "/@@desk")
    assert "Составить протокол" in desk.get_text()
    assert desk.find("a", href=f"{screens.url}/protocols/@@add-record") is not None
    assert {"doc_type", "cohort_id", "school_year", "show_kind"} <= plain
    assert not {"findings", "pupil_file", "school_subject", "media"} & plain
    found, _page = names("deputy", "?doc_type=check_report")
    assert {"checked_on", "checked_by", "findings", "mend_until", "mended_on"} <= found
    assert not {"cohort_id", "school_year", "pupil_file", "media"} & found
    found, page = names("certificate_keeper", "?doc_type=certificate_basic")
    assert {"pupil_file", "taken_on", "taken_fact", "original"} <= found
    offered = [one["value"] for one in page.select("select[name=doc_type] option")]
    assert offered == ["", "certificate_basic"]
    offered = [
        one["value"]
        for one in screens.page("archivist", "/cases/@@add-record").select(
            "select[name=doc_type] option"
        )
    ]
    assert "class_journal" in offered
    assert "certificate_basic" not in offered

    # Choosing a kind shows its fields, keeps what was typed and files nothing; nor does a kind
    # that has a register of its own: the page and a REST call say which.
    before = len(screens.portal["cases"])
    strange = {"title": "Положение", "doc_type": "regulation"}
    answer = screens.post("secretary", "/cases/@@add-record", {**strange, "save": "1"})
    page = BeautifulSoup(answer.text, "html.parser")
    assert "в разделе «Локальные акты»" in texts(page, ".sr-errors li")[0]
    answer = rest(screens, "secretary", "POST", "/cases", {"@type": "case_file", **strange})
    assert answer.status_code == 409
    (reason,) = answer.json()["reasons"]
    assert (reason["code"], reason["field"]) == ("kind_elsewhere_local_regulation", "doc_type")
    # What a list of the archive filed as a case stays one, and may be described better.
    setRoles(screens.portal, TEST_USER_ID, ["Archivist"])
    folder = case_file(doc_type="exam_protocol", case_index="02-31")
    before += 1
    setRoles(screens.portal, TEST_USER_ID, ["Member"])
    transaction.commit()
    edited = f"{screens.path(folder)}/@@edit-section"
    values = {"section": "case", "title": "Протоколы ОГЭ, 2019", "save": "1"}
    for doc_type, status in (("exam_protocol", 302), ("certificate_book", 200)):
        answer = screens.post("archivist", edited, {**values, "doc_type": doc_type})
        assert answer.status_code == status, doc_type
    path = screens.path(folder)
    for sent, status in (
        ({"title": "Протоколы ОГЭ за 2019 год", "doc_type": "exam_protocol"}, 204),
        ({"doc_type": "certificate_book"}, 409),
    ):
        assert rest(screens, "archivist", "PATCH", path, sent).status_code == status, sent
    transaction.begin()
    assert screens.fresh(folder).doc_type == "exam_protocol"
    sent = {"title": "Справка <b>", "doc_type": "check_report", "show_kind": "1"}
    answer = screens.post("deputy", "/cases/@@add-record", sent)
    assert answer.status_code == 200
    assert "checked_what" in answer.text
    assert "Справка &lt;b&gt;" in answer.text
    transaction.begin()
    assert len(screens.portal["cases"]) == before


def test_filing_a_certificate_by_form(screens):
    """The pupil is named by the number of the file; a number of nobody is told beside the field."""
    sent = {
        "title": "Аттестат",
        "doc_type": "certificate_basic",
        "case_index": "02-20",
        "opened_on": "01.09.2025",
        "storage_place": "Сейф",
        "registration_number": "01224000000002",
        "taken_on": "01.09.2025",
        "taken_fact": "Лист 4",
        "pupil_file": "Щ-999",
        "save": "1",
    }
    answer = screens.post("certificate_keeper", "/cases/@@add-record", sent)
    assert answer.status_code == 200
    assert "Щ-999" in answer.text
    answer = screens.post(
        "certificate_keeper", "/cases/@@add-record", {**sent, "pupil_file": "С-77"}
    )
    assert answer.status_code == 302, answer.text[:200]
    transaction.begin()
    made = screens.portal.unrestrictedTraverse(answer.headers["Location"][len(screens.url) + 1 :])
    assert made.pupil_file == screens.senior.UID()
    # Somebody who would not see it cannot file it, and the keeper files nothing else.
    for key, doc_type in (
        ("archivist", "certificate_basic"),
        ("certificate_keeper", "check_report"),
    ):
        answer = screens.post(
            key, "/cases/@@add-record", {**sent, "pupil_file": "С-77"} | {"doc_type": doc_type}
        )
        assert answer.status_code == 200, (key, doc_type)
        assert (
            "Дела этого вида заводит другая должность" in answer.text or "sr-errors" in answer.text
        )


def test_notebooks_go_back_in_one_pass(screens):
    """A batch with one fact and day; what is no notebook is told and stays."""
    matter = "Тетради для контрольных работ раздать обучающимся"
    for key in ("secretary", "deputy"):
        assert waiting(screens, key)[matter][0] == "2"
    chosen = [("uid", one.UID()) for one in (*screens.notebooks, screens.report)]
    answer = screens.post("deputy", "/cases/@@hand-back", chosen)
    assert answer.status_code == 200
    assert "hand_back" in answer.text
    fields = {
        "do": "hand_back",
        "save": "1",
        "handed_out_on": "30.05.2025",
        "receiver": "Обучающиеся 7А",
        "basis": "Окончание учебного года",
        "signature_fact": "Ведомость, лист 1",
    }
    answer = screens.post("deputy", "/cases/@@hand-back", [*chosen, *fields.items()])
    assert answer.status_code == 302, answer.text[:300]
    assert [screens.fresh(one).state for one in screens.notebooks] == ["handed_out"] * 2
    assert screens.fresh(screens.report).state == "current"
    assert matter not in waiting(screens, "deputy")
    answer = screens.post("auditor", "/cases/@@hand-back", [*chosen, *fields.items()])
    assert screens.fresh(screens.report).state == "current"


def test_a_leaving_vouches_for_no_certificate_that_was_changed_by_hand(screens):
    """The order writes into the chains of other records: what it finds changed there it says first."""
    certificate = screens.fresh(screens.certificate)
    certificate.title = "Подложено мимо журнала"
    transaction.commit()
    leave(screens)
    chain = chain_of(screens.fresh(screens.certificate))
    assert [one.event for one in chain.entries()][-2:] == ["changed_outside", "custody_ended"]
    assert [one.code for one in chain.verify()] == ["changed_outside"]


def test_notebooks_lie_with_the_teachers_of_the_class(screens):
    """They see those of their class, hand them out and do nothing else; other teachers see none."""
    matter = "Тетради для контрольных работ раздать обучающимся"
    other = add_cohort(screens.town.school, year=2025, grade=5, letter="Б")
    for key, cohort in (("subject_teacher", screens.cohort), ("stranger", other)):
        screens.join(key, "subject_teacher", cohort_id=cohort.id, subject="Физика")
    first, second = screens.notebooks
    for key in ("subject_teacher", "class_teacher"):
        number, url = waiting(screens, key)[matter]
        assert number == "2"
        assert len(screens.page(key, url).select("tbody tr")) == 2
        assert len(screens.page(key, "/cases").select("tbody tr")) == 2
        page = screens.page(key, screens.path(first))
        assert texts(page, "h1") == ["02-30 Тетради для контрольных работ, алгебра"]
        assert page.select(".sr-section-edit") == []
    for record in (screens.report, screens.certificate, screens.file):
        assert screens.get("subject_teacher", screens.path(record)).status_code in (302, 403)
    for path in ("/cases/@@add-record", f"{screens.path(first)}/@@edit-section?section=case"):
        assert screens.get("subject_teacher", path).status_code in (302, 403), path
    assert matter not in waiting(screens, "stranger")
    assert screens.get("stranger", screens.path(first)).status_code in (302, 403)
    for path in (f"/@@sr-search?q={quote('тетради алгебра')}", "/cases"):
        assert "алгебра" not in screens.page("stranger", path).text.partition("<main")[2].replace(
            quote("алгебра"), ""
        ).replace('value="тетради алгебра"', ""), path

    details = {
        "do": "hand_back",
        "save": "1",
        "handed_out_on": "30.05.2025",
        "receiver": "Обучающиеся 7А",
        "basis": "Окончание учебного года",
        "signature_fact": "Ведомость, лист 1",
        "uid": first.UID(),
    }
    assert "hand-back" in screens.get("subject_teacher", "/cases").text
    screens.post("stranger", "/cases/@@hand-back", details)
    assert screens.fresh(first).state == "current"
    answer = screens.post("subject_teacher", "/cases/@@hand-back", details)
    assert answer.status_code == 302, errors_of(answer)
    assert screens.fresh(first).state == "handed_out"
    assert screens.fresh(second).state == "current"
    assert screens.get("subject_teacher", screens.path(first)).status_code == 200
    assert waiting(screens, "subject_teacher")[matter][0] == "1"


def test_findings_that_are_late(screens):
    """They wait for the deputy and the director until the day of mending is entered."""
    matter = "Замечания проверок, не устранённые в срок"
    for key in ("deputy", "director"):
        number, url = waiting(screens, key)[matter]
        assert number == "1"
        page = screens.page(key, url)
        assert len(page.select("tbody tr")) == 1
        assert any("срок до" in text for text in texts(page, ".sr-chip"))
    assert matter not in waiting(screens, "secretary")
    path = screens.path(screens.report)
    assert "Срок устранения замечаний прошёл" in screens.page("deputy", path).get_text()
    record = screens.fresh(screens.report)
    record.mended_on = school_today()
    record.reindexObject()
    transaction.commit()
    assert matter not in waiting(screens, "deputy")
    assert len(screens.page("deputy", "/cases?until=кошка").select("tbody tr")) > 1


def soon(screens, key):
    """Words of "Soon due" → (end of the line, address below the site, what stands below)."""
    page = screens.page(key, "/@@desk")
    assert not page.select("main a:not([href])")
    found = {}
    for line in page.select("section[aria-labelledby=sr-soon] li"):
        link, sub = line.select_one("a"), line.select_one(".sr-list-sub")
        found[line.select_one(".sr-list-text > :first-child").get_text(strip=True)] = (
            line.select_one(".sr-list-end").get_text(strip=True),
            link and link["href"][len(screens.url) :],
            sub and sub.get_text(strip=True),
        )
    return found


def test_checks_in_the_rhythm_of_the_regulation(functional, on_day):
    """Twice a week by the deputy: what lacks waits with its last day, and is late a week later."""
    on_day(date(2026, 2, 11))
    screens = Screens(functional["portal"])
    matter = "Систематический контроль над ведением ЭЖ: отмечено {} из 2"
    setRoles(screens.portal, TEST_USER_ID, ["Manager", "Deputy"])
    put_in_force(screens.portal, "soch90", in_force_from=date(2026, 2, 1))

    def check(day):
        setRoles(screens.portal, TEST_USER_ID, ["Manager", "Deputy"])
        values = {"checked_on": day, "checked_by": "Заместитель", "checked_what": "Журналы 5–9"}
        made = case_file(
            title=f"Справка {day}", doc_type="check_report", case_index="02-40", **values
        )
        step(made, "register")
        setRoles(screens.portal, TEST_USER_ID, ["Member"])
        transaction.commit()

    check(date(2026, 2, 10))
    end, url, sub = soon(screens, "deputy")[matter.format(1)]
    assert (end, sub) == ("до 15.02.2026", "Заведите и зарегистрируйте справку о проверке.")
    # The line leads to the form of such a report.
    assert screens.page("deputy", url).select_one("[name$=checked_what]")
    for key in ("director", "secretary", "class_teacher"):
        assert matter.format(1) not in soon(screens, key)
    check(date(2026, 2, 11))
    assert not [title for title in soon(screens, "deputy") if "контроль над" in title]
    on_day(date(2026, 2, 25))
    end, _url, sub = soon(screens, "deputy")[matter.format(0)]
    assert end == "просрочено"
    assert "За прошлый срок проверок тоже не хватает; за этот – до 01.03.2026." in sub


def test_a_check_of_the_month_has_one_line(functional, on_day):
    """The regulation names it twice, as a control and as a day: the desk does not say two things."""
    on_day(date(2026, 2, 20))
    screens = Screens(functional["portal"])
    setRoles(screens.portal, TEST_USER_ID, ["Manager"])
    put_in_force(screens.portal, "neman1", in_force_from=date(2026, 2, 1))
    transaction.commit()
    name = "Контроль ведения электронных носителей"
    for key, leads in (("deputy", True), ("director", False)):
        ((title, (end, url, sub)),) = (
            pair for pair in soon(screens, key).items() if pair[0].startswith(name)
        )
        assert (title, end) == (f"{name}: отмечено 0 из 1", "до 28.02.2026")
        assert bool(url) is leads
        # Who files no report reads who does.
        assert ("заводит заместитель" in sub) is not leads


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_taking_in_and_leaving_meet(functional, order):
    """Of two computers one waits: no certificate misses that its pupil left."""
    portal = functional["portal"]
    screens = Screens(portal)
    login(portal, TEST_USER_NAME)
    setRoles(portal, TEST_USER_ID, ["Secretary", "Archivist"])
    file = step(personal_file(letter="С", number=78, cohort_id="c10b"), "register")
    draft = certificate(file)
    paths = ["/".join(one.getPhysicalPath()) for one in (draft, file)]
    transaction.commit()
    database = portal._p_jar.db()
    people = [Person(database, ACCOUNTS["secretary"]), Person(database, ACCOUNTS["secretary"])]
    deeds = [lambda one: step(one, "register"), lambda one: step(one, "close", **LEAVING)]
    try:
        for person, deed, path in zip(people, deeds, paths, strict=True):
            person.works(deed, path)
        first, second = (people[number] for number in order)
        first.commits()
        with pytest.raises(ConflictError):
            second.commits()
        second.works(deeds[order[1]], paths[order[1]])
        second.commits()
    finally:
        for person in people:
            person.leaves()
    transaction.begin()
    found = portal.unrestrictedTraverse(paths[0])
    assert found.return_due_on == LEAVING["leaving_order_date"]
    found = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        record_deadline={"query": "2025-06-25", "range": "max"}, record_doc_type="certificate_basic"
    )
    assert len(found) == 1
    assert screens.portal is portal


def test_one_original_of_a_pupil_is_taken(functional):
    """Of two computers one is refused, by the other's number; a copy may lie beside."""
    portal = functional["portal"]
    Screens(portal)
    login(portal, TEST_USER_NAME)
    setRoles(portal, TEST_USER_ID, ["Secretary", "Archivist"])
    file = step(personal_file(letter="С", number=79, cohort_id="c10b"), "register")
    drafts = [certificate(file), certificate(file), certificate(file)]
    drafts[2].original = False
    paths = ["/".join(one.getPhysicalPath()) for one in drafts]
    transaction.commit()
    database = portal._p_jar.db()
    people = [Person(database, ACCOUNTS["secretary"]), Person(database, ACCOUNTS["secretary"])]
    try:
        for person, path in zip(people, paths, strict=False):
            person.works(lambda one: step(one, "register"), path)
        people[0].commits()
        with pytest.raises(ConflictError):
            people[1].commits()
        with pytest.raises(StepRefused) as refused:
            people[1].works(lambda one: step(one, "register"), paths[1])
        assert [one["code"] for one in refused.value.reasons] == ["original_held"]
        people[1].works(lambda one: step(one, "register"), paths[2])
        people[1].commits()
    finally:
        for person in people:
            person.leaves()


def test_a_certificate_needs_its_pupil_and_a_keeper(screens):
    """All reasons at once; a file that is none is refused at the door."""
    setRoles(screens.portal, TEST_USER_ID, ["Secretary"])
    bare = certificate(screens.senior, taken_fact=None, storage_place=None)
    with pytest.raises(StepRefused) as refused:
        step(bare, "register")
    # The school holds an original of this pupil.
    fields = ["taken_fact", "storage_place", "pupil_file"]
    assert [one["field"] for one in refused.value.reasons] == fields
    with pytest.raises(StepRefused):
        certificate(screens.senior, pupil_file=screens.case.UID())
    transaction.abort()
