"""The page of signing: what is covered, the password once more, what is told and to whom."""

from builders import order
from builders import step
from collective.schoolrecords.core.signed_form import form_digest
from collective.schoolrecords.school.regulation import Basis
from collective.schoolrecords.school.regulation import changed_text
from collective.schoolrecords.school.regulation import new_version
from collective.schoolrecords.signing.storage import signatures_of
from datetime import date
from schoolrecords_screens import Screens
from schoolrecords_screens import texts
from schoolrecords_town import PASSWORD
from signing_people import ACT
from signing_people import ALLOWED

import pytest
import transaction


DAY = date(2026, 2, 2)


@pytest.fixture
def screens(functional, on_day):
    """A school that allows simple signatures, and an approved order."""
    on_day(DAY)
    screens = Screens(functional["portal"])
    basis = Basis("5", date(2026, 1, 9))
    town = screens.town
    text = changed_text(town.school, ALLOWED, basis)
    new_version(town.school, text, in_force_from=DAY, author="director", basis=basis)
    with town.logged_in("secretary"):
        made = order(registration_number="77-у", title="О <b>зачислении</b>")
        screens.waiting = step(made, "submit")
    with town.logged_in("director"):
        step(screens.waiting, "approve")
    transaction.commit()
    return screens


def seen_on(page):
    return page.select_one("#deed-simple input[name=digest]")["value"]


def test_the_director_reads_what_is_covered_and_signs(screens):
    path = screens.path(screens.waiting)
    page = screens.page("director", path)
    assert page.select_one(".sr-steps-bar > a.btn-primary")["href"].endswith("/@@signing")
    signing = screens.page("director", f"{path}/@@signing")
    body = texts(signing, "body")[0]
    assert "О <b>зачислении</b>" in body and "<b>зач" not in str(signing)
    assert ACT in body and "Ещё никто не подписал" in body
    digest = seen_on(signing)
    answer = screens.get("director", f"{path}/@@signed-form")
    assert form_digest(answer.content) == digest
    assert answer.headers["Content-Disposition"].startswith("attachment")

    sent = {"do": "simple", "digest": digest, "current": "не тот"}
    wrong = screens.post("director", f"{path}/@@signing", sent)
    assert wrong.status_code == 200
    assert "Попыток без ожидания осталось: 4" in wrong.text
    wrong = screens.post("director", f"{path}/@@signing", sent)
    assert "осталось: 3" in wrong.text
    stale = {**sent, "digest": "0" * 64, "current": PASSWORD}
    answer = screens.post("director", f"{path}/@@signing", stale)
    assert "изменился после того" in answer.text
    assert signatures_of(screens.fresh(screens.waiting)) is None

    for data, why in (
        (b"", "Файл подписи пустой"),
        (b"x" * (50 * 2**20), "Файл больше 5 МБ"),
        (b"<script>", "не является электронной подписью"),
    ):
        files = {"sig": ("order.sig", data, "application/octet-stream")}
        upload = {"do": "detached", "digest": digest}
        answer = screens.post("director", f"{path}/@@signing", upload, files=files)
        assert answer.status_code == 200
        assert why in answer.text
    assert screens.get("director", f"{path}/@@signature-file?number=1").status_code == 404

    answer = screens.post("director", f"{path}/@@signing", {**sent, "current": PASSWORD})
    assert answer.status_code == 302
    record = screens.fresh(screens.waiting)
    assert record.state == "signed"
    assert [one.signature.kind for one in signatures_of(record).made()] == ["simple"]
    shown = texts(screens.page("director", path), "body")[0]
    assert "простая электронная подпись" in shown
    assert "Подписано" in texts(screens.page("auditor", f"{path}/@@signing"), "table")[0]


def test_who_does_not_sign_sees_why_and_enters_what_stands_on_paper(screens):
    path = screens.path(screens.waiting)
    page = screens.page("secretary", f"{path}/@@signing")
    assert "Документ подписывает: директор" in texts(page, "#sign")[0]
    assert page.select("#deed-simple") == []
    sent = {"do": "seal", "on": "02.02.2026", "note": "На последнем листе"}
    assert screens.post("secretary", f"{path}/@@signing", sent).status_code == 302
    page = screens.page("secretary", f"{path}/@@signing")
    assert "На последнем листе" in texts(page, "#signatures")[0]
    assert screens.page("auditor", f"{path}/@@signing").select("#deed-seal") == []
    fact = {"do": "paper_step", "signature_fact": "Подписан на бумаге"}
    assert screens.post("director", f"{path}/@@signing", fact).status_code == 302
    assert screens.fresh(screens.waiting).state == "signed"
    draft = screens.path(screens.order)
    assert screens.get("secretary", f"{draft}/@@signing").status_code == 200
    assert screens.get("guardian", f"{path}/@@signing").status_code in (401, 403, 302)


def test_a_teacher_reads_an_order_and_the_office_sees_who_is_late(screens, on_day):
    path = screens.path(screens.waiting)
    assert screens.page("secretary", path).select('a[href$="/@@familiarisation-sheet"]')
    sheet = f"{path}/@@familiarisation-sheet"
    listed = {"do": "list", "who": "class_teacher", "until": "03.02.2026"}
    assert screens.post("secretary", sheet, listed).status_code == 302
    wrong = screens.post("secretary", sheet, {**listed, "who": "person", "until": "01.02.2026"})
    assert "Никто не выбран" in wrong.text and "уже прошёл" in wrong.text
    deputy = screens.town.school.person_of("deputy").id
    listed = {"do": "list", "who": "person", "person": deputy, "until": "03.02.2026"}
    assert screens.post("secretary", sheet, listed).status_code == 302
    assert screens.page("auditor", sheet).select("#deed-list") == []
    assert screens.get("class_teacher", sheet).status_code != 200

    desk = texts(screens.page("class_teacher", "/@@desk"), "body")[0]
    assert "Документы, с которыми вам нужно ознакомиться" in desk
    mine = screens.page("class_teacher", "/@@to-acknowledge")
    assert mine.select(f'a[href$="{path}/@@acknowledge"]')
    page = screens.page("class_teacher", f"{path}/@@acknowledge")
    assert "Зачислить в 1А класс." in texts(page, "table")[0]
    digest = page.select_one("#deed-acknowledge input[name=digest]")["value"]
    sent = {"do": "acknowledge", "digest": digest, "current": "не тот"}
    answer = screens.post("class_teacher", f"{path}/@@acknowledge", sent)
    assert "Попыток без ожидания осталось: 4" in answer.text
    sent["current"] = PASSWORD
    assert screens.post("class_teacher", f"{path}/@@acknowledge", sent).status_code == 302
    page = screens.page("class_teacher", f"{path}/@@acknowledge")
    assert "Вы ознакомились с документом 02.02.2026" in texts(page, "body")[0]
    assert screens.get("class_teacher", f"{path}/@@acknowledge-file").status_code == 404
    for key in ("auditor", "guardian", "anonymous"):
        for name in ("acknowledge", "acknowledge-file"):
            assert screens.get(key, f"{path}/@@{name}").status_code in (302, 401, 403)

    on_day(date(2026, 2, 4))
    desk = texts(screens.page("secretary", "/@@desk"), "body")[0]
    assert "Работники, не ознакомившиеся с документами в срок" in desk
    assert "зачислении" in texts(screens.page("secretary", "/@@sheets"), "table")[0]
    assert screens.get("class_teacher", "/@@sheets").status_code != 200
    noted = {"do": "paper", "person_id": deputy, "day": "03.02.2026", "sheet_fact": "Лист № 3"}
    assert screens.post("secretary", sheet, noted).status_code == 302
    shown = texts(screens.page("secretary", sheet), "table")[0]
    assert "подпись на бумажном листе, 03.02.2026" in shown and "Лист № 3" in shown
    assert "Все ознакомлены" in texts(screens.page("secretary", "/@@sheets"), "body")[0]
