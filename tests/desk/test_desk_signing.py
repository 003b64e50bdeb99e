"""The page of signing: what is covered, the password once more, what is told and to whom."""

from builders import order
from builders import step
from collective.schoolrecords.core.signed_form import form_digest
from collective.schoolrecords.desk.signing.stamp_lines import distinct
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.jobs.interfaces import SYSTEM
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.storage import submit
from collective.schoolrecords.jobs.worker import run_now
from collective.schoolrecords.school.regulation import Basis
from collective.schoolrecords.school.regulation import changed_text
from collective.schoolrecords.school.regulation import new_version
from collective.schoolrecords.signing import trust_store
from collective.schoolrecords.signing.check_job import KIND
from collective.schoolrecords.signing.detached import sign_detached
from collective.schoolrecords.signing.form import form_of
from collective.schoolrecords.signing.storage import signatures_of
from collective.schoolrecords.signing.timestamp_queue import find_queue
from dataclasses import replace
from datetime import date
from io import BytesIO
from schoolrecords_screens import Screens
from schoolrecords_screens import texts
from schoolrecords_town import PASSWORD
from signature_pki import family
from signing_people import ACT
from signing_people import ALLOWED
from zipfile import ZipFile

import pytest
import transaction


__all__ = ["family"]
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


def test_the_settings_of_signing_are_words(screens):
    """The product's own values and those that an older version names by ids."""
    panel = "/@@schoolrecords-regulation?section=settings"
    kinds = "приказы, протоколы, локальные акты, ознакомление"
    shown = texts(screens.page("director", panel), "main")[0]
    assert kinds in shown and "прежнее" in shown
    assert "local_regulation" not in shown and "continue" not in shown
    town, later = screens.town, date(2026, 2, 3)
    basis = Basis("6", date(2026, 2, 2))
    change = (("settings.simple_signature_kinds.value", "order, book"),)
    text = changed_text(town.school, change, basis)
    new_version(town.school, text, in_force_from=later, author="director", basis=basis)
    transaction.commit()
    path = "settings.simple_signature_kinds.value"
    form = screens.page("director", f"/@@schoolrecords-regulation-change?path={path}")
    assert form.select_one(f"[name='{path}']")["value"] == "приказы, книги"


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

    with screens.town.logged_in("secretary"):
        other = step(order(registration_number="78-у", title="О переводе"), "submit")
    with screens.town.logged_in("director"):
        step(other, "approve")
    transaction.commit()
    # Nobody is led away from what waits for them.
    assert not signing.select(".sr-steps-bar > a.btn-primary")
    answer = screens.post("director", f"{path}/@@signing", {**sent, "current": PASSWORD})
    assert answer.status_code == 302
    onward = screens.page("director", f"{path}/@@signing").select_one(".sr-steps-bar > a")
    assert onward["href"].endswith(f"{screens.path(other)}/@@signing")
    assert "О переводе" in onward.text
    assert not screens.page("auditor", f"{path}/@@signing").select(".sr-steps-bar > a.btn-primary")
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
    # A form that is none of theirs is answered with the offices that may, not with "too late".
    for do in ("simple", "detached", "paper_step"):
        answer = screens.post("secretary", f"{path}/@@signing", {"do": do})
        assert (answer.status_code, "подписывает: директор" in answer.text) == (200, True), do
        assert "уже нельзя" not in answer.text
    answer = screens.post("auditor", f"{path}/@@signing", {"do": "seal", "on": "02.02.2026"})
    assert "вносят те, кто" in answer.text
    stale = screens.post("secretary", f"{path}/@@signing", {"do": "seal"}, token=False)
    assert stale.status_code == 403
    assert "Страница устарела" in stale.text and "Ничего не потеряно" in stale.text
    assert "другим должностям" not in stale.text
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
    # Whoever stands on the sheet is led to the page where they read; a stranger to it is not.
    led = screens.get("class_teacher", sheet)
    assert (led.status_code, led.headers["Location"][-14:]) == (302, "/@@acknowledge")
    assert "@@acknowledge" not in screens.get("guardian", sheet).headers.get("Location", "")

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


def signed_with_a_key(screens, pki):
    """The order, signed with a key by the director, whose certificate the school trusts."""
    school = screens.town.school
    owner = {"last_name": "Орлова", "first_name": "Нина", "middle_name": "Петровна"}
    school.put_person(replace(school.person_of("director"), **owner))
    for der in (pki.root, pki.authority, *pki.lists):
        trust_store.add(der)
    transaction.commit()
    path = screens.path(screens.waiting)
    data = screens.get("director", f"{path}/@@signed-form").content
    digest = screens.page("director", f"{path}/@@signing").select_one(
        "#deed-detached input[name=digest]"
    )["value"]
    assert upload(screens, f"{path}/@@signing", pki.sign(data), do="detached", digest=digest)
    return path


def upload(screens, path, sig, **values):
    """Send a signature as the director; whether it was taken."""
    files = {"sig": ("x.sig", sig, "application/octet-stream")}
    return screens.post("director", path, values, files=files).status_code == 302


def test_a_file_that_is_no_signature_is_refused_with_its_reason(screens):
    page = f"{screens.path(screens.waiting)}/@@signing"
    digest = screens.page("director", page).select_one("#deed-detached input[name=digest]")["value"]
    for sig, reason in (
        (b"", "Файл подписи пустой."),
        (b"A" * 50 * 2**20, "Файл больше 5 МБ"),
        (b"<script>alert(1)</script>", "Файл не является электронной подписью"),
    ):
        files = {"sig": ("x.sig", sig, "application/octet-stream")}
        sent = screens.post("director", page, {"do": "detached", "digest": digest}, files=files)
        assert sent.status_code == 200 and reason in sent.text, reason
        assert "alert(1)" not in sent.text
    for chosen in ({}, {"sig": "words"}):
        sent = screens.post("director", page, {"do": "detached", "digest": digest, **chosen})
        assert sent.status_code == 200 and "Файл подписи пустой." in sent.text
    twice = screens.post("director", page, {"do": ["detached", "detached"], "digest": digest})
    assert twice.status_code == 400 and "Запрос не удалось прочитать" in twice.text
    transaction.begin()
    assert signatures_of(screens.waiting) is None


def test_a_signed_order_is_found_taken_away_and_its_failure_is_on_the_desks(screens, family):
    pki = family("ec")
    assert "77-у" in texts(screens.page("secretary", "/orders?signing=wanted"), "table")[0]
    path = signed_with_a_key(screens, pki)
    register = screens.page("secretary", "/orders?signing=signed")
    assert "77-у" in texts(register, "table")[0] and "Подписан" in texts(register, "table")[0]
    assert texts(register, ".sr-chip") == ["подписан"]
    # What nobody knows asks for nothing.
    unknown = screens.page("secretary", "/orders?signing=%3Cscript%3E")
    assert unknown.select(".sr-chip") == []
    page = screens.page("auditor", f"{path}/@@signing")
    (row,) = texts(page, "#signatures tbody tr")
    assert "владелец: Орлова Нина Петровна" in row and "СНИЛС 11223344595" in row
    assert "СНИЛС" not in texts(screens.page("secretary", f"{path}/@@signing"), "#signatures")[0]
    assert "школа не обращается к службе меток времени" in texts(page, "#signatures")[0]
    # The school names an authority: what was signed before waits for it, too.
    trust_store.set_authority("http://127.0.0.1:1/tsr", 180)
    transaction.commit()
    page = screens.page("auditor", f"{path}/@@signing")
    assert "ждёт ответа службы меток времени" in texts(page, "#signatures")[0]
    assert "не обращается" not in texts(page, "#signatures")[0]
    find_queue(screens.portal).waiting.clear()
    transaction.commit()
    page = screens.page("auditor", f"{path}/@@signing")
    assert "поставлена раньше, чем школа указала службу" in texts(page, "#signatures")[0]
    trust_store.set_authority("", 180)
    transaction.commit()

    package = screens.get("secretary", f"{path}/@@signed-package")
    uid = screens.waiting.UID()
    names = {one.partition("/data/")[2] for one in ZipFile(BytesIO(package.content)).namelist()}
    (form,) = [one for one in names if one.endswith(".json")]
    assert {f"order-{uid}.pdf", f"{form}.1.sig", "README.txt"} <= names
    draft = screens.path(screens.order)
    assert screens.get("secretary", f"{draft}/@@signed-package").status_code == 404
    assert screens.get("guardian", f"{path}/@@signed-package").status_code in (302, 401, 403)

    for key, there in (("archivist", True), ("auditor", True), ("secretary", False)):
        assert (screens.get(key, "/@@signature-checks").status_code == 200) is there, key
    checks = screens.page("archivist", "/@@signature-checks")
    assert "Таких подписей нет" in texts(checks, "#amiss")[0]
    for one in [one for one in trust_store.all_items() if one.kind == "crl"]:
        trust_store.remove(one.key, "Новый список")
    trust_store.add(pki.list_of("root", name="later"))
    trust_store.add(pki.list_of("issuing", [pki.number("signer")], name="later"))
    transaction.commit()
    sent = screens.post("archivist", "/@@signature-checks", {"do": "check"})
    assert sent.status_code == 302
    under_way = screens.page("director", "/@@signature-checks")
    assert under_way.select("#deed-check") == [] and under_way.select("[data-sr-poll]")
    assert screens.get("archivist", "/@@signature-checks-progress").json()["state"] == "running"
    assert screens.get("secretary", "/@@signature-checks-progress").status_code != 200
    transaction.begin()
    (job,) = [one for one in get_jobs(screens.portal).open_jobs() if one.kind == KIND]
    assert run_now(screens.portal, job) == "done"

    for key in ("archivist", "director", "auditor"):
        desk = texts(screens.page(key, "/@@desk"), "body")[0]
        assert "подписи которых больше не подтверждаются" in desk, key
    assert "больше не подтвержд" not in texts(screens.page("secretary", "/@@desk"), "body")[0]
    (row,) = texts(screens.page("auditor", "/@@signature-checks"), "#amiss tbody tr")
    assert "Сертификат отозван" in row and "О <b>зачислении</b>" in row
    status = texts(screens.page("auditor", "/@@audit"), "#amiss")[0]
    assert "подписи которых больше не подтверждаются 1" in status
    assert "77-у" in texts(screens.page("secretary", "/orders?signing=failed"), "table")[0]

    # The director signs anew: the order stands, its former signature is still told.
    pki.person("second")
    order = screens.fresh(screens.waiting)
    with screens.town.logged_in("director"):
        sign_detached(order, pki.sign(form_of(order).data, "second"), form_of(order).digest)
    transaction.commit()
    page = screens.page("auditor", "/@@signature-checks")
    (row,) = texts(page, "#amiss tbody tr")
    assert "Недействительна" in row and "Сертификат отозван" in row
    assert "держится на другой подписи той же должности" in row
    assert "Все подписи в силе" not in texts(page, "body")[0]
    assert "не все подписи подтверждены" in texts(page, "h1 + *")[0]
    assert "держатся на другой 1" in texts(screens.page("auditor", "/@@audit"), "#amiss")[0]


def test_the_director_signs_a_checkpoint_on_its_page(screens, family):
    pki = family("ec")
    assert screens.get("auditor", "/@@checkpoint").status_code == 404
    signed_with_a_key(screens, pki)
    for _time in range(2):
        job = submit(screens.portal, "checkpoint", started_by=SYSTEM)
        transaction.commit()
        assert run_now(screens.portal, job) == "done"
    path = "/@@checkpoint?number=1"
    for key in ("secretary", "archivist", "guardian", "anonymous"):
        for name in (path, "/@@checkpoint-body?number=1"):
            assert screens.get(key, name).status_code != 200, (key, name)
    page = screens.page("auditor", path)
    assert "без подписи директора" in texts(page, "h1 + *")[0]
    assert page.select("#deed-sign") == []
    for wrong in ("?number=9", "?number=x", "?number=-1", "?number=1&page=x"):
        assert screens.get("auditor", f"/@@checkpoint{wrong}").status_code == 404, wrong

    nothing = screens.post("director", path, {"do": "sign"})
    assert nothing.status_code == 200 and "Файл подписи пустой." in nothing.text
    body = screens.get("director", "/@@checkpoint-body?number=1").content
    assert not upload(screens, path, pki.sign(b"other"), do="sign")
    assert not upload(screens, path, b"", do="sign")
    # Who is no director is told that nothing of the kind can be done.
    assert screens.post("auditor", path, {"do": "sign"}).status_code == 302
    assert upload(screens, path, pki.sign(body), do="sign")
    page = screens.page("auditor", path)
    assert "подписана директором" in texts(page, "h1 + *")[0]
    (row,) = texts(page, "#signatures tbody tr")
    assert "Орлова Н. П." in row and row.endswith("Действительна Действительна")
    rows = texts(page, "#all tbody tr")
    assert [one.split()[0] for one in rows] == ["2", "1"]
    link = screens.page("auditor", "/@@audit").select_one('#proof a[href$="/@@checkpoint"]')
    assert link is not None


def test_that_there_is_no_timestamp_is_told_once():
    none = [Values(label=f"Метка времени, {who}", value="нет", none=True) for who in "abc"]
    real = Values(label="Метка времени, a", value="02.02.2026", sub="до 2030")
    found = distinct([*none, real, real], "Метки времени")
    assert [(one.label, one.value) for one in found] == [
        ("Метки времени", "нет"),
        ("Метка времени, a", "02.02.2026"),
    ]
