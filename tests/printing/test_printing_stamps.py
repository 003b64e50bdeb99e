"""Stamps of electronic signatures on the pages of a protocol and of an order."""

from builders import case_file
from builders import local_regulation
from builders import personal_file
from builders import portfolio
from builders import protocol
from builders import step
from collective.schoolrecords.core.protocols import ResultRow
from collective.schoolrecords.printing.stamps import stamps_of
from collective.schoolrecords.records.files import examine
from collective.schoolrecords.records.portfolio.achievements import achievements_of
from collective.schoolrecords.records.protocol.rows import add_rows
from collective.schoolrecords.signing import adding
from collective.schoolrecords.signing import sheets
from collective.schoolrecords.signing import trust_store
from collective.schoolrecords.signing.detached import sign_detached
from collective.schoolrecords.signing.form import form_of
from datetime import date
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from plone import api
from plone.namedfile.file import NamedBlobFile
from schoolrecords_town import on_day
from signature_pki import family
from signing_people import ACT
from signing_people import ALLOWED
from signing_people import DAY
from signing_people import SigningTown
from test_printing import text_of
from zipfile import ZipFile

import pytest


__all__ = ["family", "on_day"]
WON = {
    "title": "Олимпиада по физике",
    "direction": "study",
    "level": "municipal",
    "day": date(2025, 12, 5),
    "result": "1 место",
}
SCAN = Path(__file__).resolve().parents[1] / "data" / "scans" / "01_zayavlenie_o_prieme.pdf"


@pytest.fixture
def town(portal, on_day):
    on_day(DAY)
    town = SigningTown(portal)
    town.rule(*ALLOWED)
    return town


@pytest.fixture
def record(town):
    """A protocol of the state exam with one row, approved by the director."""
    with town.logged_in("deputy"):
        made = protocol(
            school_subject="Русский язык",
            dated_on=date(2026, 1, 20),
            commission_on=date(2026, 1, 25),
            registration_number="12",
        )
        who = {"last_name": "Волкова", "first_name": "Ася", "outside": "школа № 3"}
        add_rows(made, [ResultRow(label="7А", primary=30, mark="5", **who)])
        step(made, "submit")
    with town.logged_in("director"):
        return step(made, "approve")


def printed(record):
    view = api.content.get_view("print-protocol", record, record.REQUEST)
    return " ".join(text_of(view()).split())


def test_a_simple_signature_and_the_seal_are_stamped_and_an_unsigned_page_bears_none(town, record):
    with town.logged_in("director"):
        assert "ПОДПИСАН" not in printed(record)
        made = adding.sign_simple(record, form_of(record).digest)
        adding.enter_seal(record, DAY, "На последнем листе")
        shown = printed(record)
    assert record.state == "signed"
    assert "ДОКУМЕНТ ПОДПИСАН ПРОСТОЙ ЭЛЕКТРОННОЙ ПОДПИСЬЮ" in shown
    assert "Подписал: Директор Орлова Нина Петровна" in shown
    assert f"Основание: {ACT}" in shown
    assert made.digest in shown.replace(" ", "")
    assert "Где стоит: На последнем листе" in shown


def test_an_enhanced_signature_names_certificate_owner_and_days(town, record, family):
    pki = family("ec")
    for der in (pki.root, pki.authority, *pki.lists):
        trust_store.add(der)
    form = form_of(record)
    with town.logged_in("director"):
        sign_detached(record, pki.sign(form.data), form.digest)
        shown = printed(record)
    assert "ДОКУМЕНТ ПОДПИСАН ЭЛЕКТРОННОЙ ПОДПИСЬЮ" in shown
    assert "Владелец: Орлова Нина Петровна" in shown
    assert pki.number("signer").lower() in shown.replace(" ", "")
    assert "Действителен: с " in shown
    # An unknown authority, a later edition and paper bear no stamp.
    assert len(stamps_of(record)) == 1


def test_an_order_bears_its_stamp_and_who_was_familiarised(town, on_day):
    record = town.approved(text="Зачислить в 1А класс.", registration_number="41-у")
    with town.logged_in("director"):
        adding.sign_simple(record, form_of(record).digest)
    teacher = town.school.person_of("class_teacher").id
    with town.logged_in("secretary"):
        sheets.list_people(record, [teacher, town.school.person_of("deputy").id])
        sheets.note_paper(record, [teacher], DAY, "Лист 3")
        view = api.content.get_view("print-order", record, record.REQUEST)
        shown = " ".join(text_of(view()).split())
    assert "ПРИКАЗ" in shown and "№ 41-у" in shown and "Зачислить в 1А класс." in shown
    assert "ДОКУМЕНТ ПОДПИСАН ПРОСТОЙ ЭЛЕКТРОННОЙ ПОДПИСЬЮ" in shown
    assert "С приказом ознакомлены" in shown and "подпись на бумажном листе" in shown
    assert "ПРОЕКТ" not in shown


def test_a_local_regulation_a_case_and_a_portfolio_bear_their_stamps(town, family, on_day):
    """What the page says is what the signature covers, in words; the .sig lies beside it."""
    kinds = "приказы, локальные акты, дела, портфолио"
    later = DAY + timedelta(days=1)
    town.rule(("settings.simple_signature_kinds.value", kinds), since=later)
    on_day(later)
    pki = family("ec")
    for der in (pki.root, pki.authority, *pki.lists):
        trust_store.add(der)
    scan = NamedBlobFile(SCAN.read_bytes(), filename="polozhenie.pdf")
    examine(scan)
    with town.logged_in("deputy"):
        act = step(local_regulation(scan=scan), "submit")
    with town.logged_in("secretary"):
        case = step(case_file(title="Дело № 1", cohort_id=town.cohort.id), "register")
        file = step(personal_file(cohort_id=town.cohort.id), "register")
        folder = step(portfolio(file, cycle="5-9", cohort_id=town.cohort.id), "register")
        achievements_of(folder).enter(WON)
    with town.logged_in("director"):
        step(act, "approve")
        assert "ПОДПИСАН" not in page(act, "print-local-regulation")
        form = form_of(act)
        sign_detached(act, pki.sign(form.data), form.digest)
        shown = page(act, "print-local-regulation")
    assert "ЛОКАЛЬНЫЙ НОРМАТИВНЫЙ АКТ" in shown and "ДОКУМЕНТ ПОДПИСАН ЭЛЕКТРОННОЙ" in shown
    assert "Педагогический совет, принят, протокол № 1 от 28.08.2025" in shown
    assert "совет родителей, за, протокол № 1" in shown
    assert " да " in shown
    assert "signed_" not in shown
    assert "2025-08-28" not in shown and "adopted" not in shown and "parents" not in shown
    assert sha256(SCAN.read_bytes()).hexdigest() in shown.replace(" ", "").replace("\u200b", "")
    with town.logged_in("director"):
        zipped = api.content.get_view("signed-package", act, act.REQUEST)()
    with ZipFile(BytesIO(zipped)) as found:
        ends = sorted(name.rpartition(".")[2] for name in found.namelist() if "data/" in name)
    assert ends == ["json", "pdf", "pdf", "sig", "txt"]

    for user_id, record, name, head in (
        ("deputy", case, "print-case-file", "ДЕЛО"),
        ("class_teacher", folder, "print-achievements", "ПЕРЕЧЕНЬ ДОСТИЖЕНИЙ"),
    ):
        with town.logged_in(user_id):
            assert "ПОДПИСАН" not in page(record, name)
            adding.sign_simple(record, form_of(record).digest)
            shown = page(record, name)
        assert head in shown and "ПРОСТОЙ ЭЛЕКТРОННОЙ ПОДПИСЬЮ" in shown, name


def page(record, name):
    view = api.content.get_view(name, record, record.REQUEST)
    return " ".join(text_of(view()).split())
