"""Printed papers of real records: what stands on them, who gets them, how they are answered."""

from builders import case_file
from builders import document
from builders import HANDING
from builders import personal_file
from builders import step
from collective.schoolrecords.core.certifying_sheet import Sheet
from collective.schoolrecords.core.record_codes import code_of
from collective.schoolrecords.core.record_codes import grouped
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import digest_of
from collective.schoolrecords.lifecycle.refusals import StepForbidden
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.printing.forms import Signature
from collective.schoolrecords.printing.school import ACTING_DIRECTOR
from collective.schoolrecords.printing.school import signature_of
from collective.schoolrecords.printing.school import signature_of_office
from collective.schoolrecords.records.certifying_sheet import draw_up
from collective.schoolrecords.records.prints import RESTRICTED
from collective.schoolrecords.retention.file_plan import draft_from_regulation
from datetime import date
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from test_printing import text_of
from zExceptions import NotFound
from zExceptions import Unauthorized

import pytest


PAPERS = ("print-cover", "print-inner-inventory", "print-certifying-sheet", "print-receipt")


@pytest.fixture
def office(portal):
    setRoles(portal, TEST_USER_ID, ["Secretary", "Archivist"])
    portal.title = "Школа № 0 (учебная)"
    return portal


@pytest.fixture
def file(office):
    """A current file: two papers of three sheets, one in the medical office."""
    found = personal_file(number=25)
    step(document(found, kind="Заявление о приёме", doc_sheets=1), "approve")
    step(document(found, kind="Копия свидетельства", doc_sheets=2), "approve")
    step(document(found, kind="Полис", doc_sheets=1, place="Медкабинет"), "approve")
    document(found, kind="Черновая справка")
    step(found, "register")
    return found


def printed(record, name, **query):
    """The words of a printed view."""
    view = api.content.get_view(name, record, record.REQUEST)
    view.request.form.update(query)
    return text_of(view())


def test_cover(file):
    text = printed(file, "print-cover")

    assert "Школа № 0 (учебная)" in text
    assert "Личное дело: Козлова Вера Ильинична" in text
    assert "ДЕЛО № К-25" in text
    assert grouped(code_of(file.UID())) in text
    assert "Начато: 01.09.2019" in text
    assert "На 3 листах" in text


def test_inner_inventory(file):
    text = printed(file, "print-inner-inventory")

    assert "Заявление о приёме" in text
    assert "2–3" in text
    assert "Хранится: Медкабинет" in text
    assert "Итого: 3 (три) документа, 3 (три) листа." in text
    assert "Из них хранится в других местах: 1 (один) документ." in text
    assert "Черновая справка" not in text


def test_a_medical_paper_is_not_named_to_who_may_not_see_it(file, portal):
    step(document(file, kind="Справка врача", doc_sheets=4, medical=True), "approve")
    setRoles(portal, TEST_USER_ID, ["Archivist"])
    assert "Справка врача" not in printed(file, "print-inner-inventory")

    text = printed(file, "print-inner-inventory")
    assert RESTRICTED in text
    assert "7 (семь) листов" in text


def test_certifying_sheet(file):
    text = printed(file, "print-certifying-sheet")

    assert "ЛИСТ-ЗАВЕРИТЕЛЬ ДЕЛА № К-25" in text
    assert "подшито и пронумеровано 3 (три) листа с № 1 по № 3" in text


def test_certifying_sheet_of_a_case_without_documents(office):
    case = case_file(sheets=21)

    text = printed(case, "print-certifying-sheet")

    assert "21 (двадцать один) лист с № 1 по № 21" in text
    assert "02-14" in text
    assert "Учебная работа" in printed(case, "print-cover")


def test_literal_and_missing_numbers_are_entered_and_printed(file, portal):
    """By who hands the file out; what a paper that was given back leaves is counted without them."""
    paper = document(file, kind="Аттестат", doc_sheets=2, original=True)
    step(paper, "approve")
    step(paper, "hand_out", **HANDING)
    sheet = Sheet(("1а",), ("2",), 1, (("Надорван край", "1, 3"),))
    length = len(chain_of(file))

    with pytest.raises(StepRefused) as refused:
        draw_up(file, Sheet(("1",), ("2", "6")))
    found = {(one.code, one.field) for one in refused.value.core_reasons}
    assert found == {("sheet_number_unreadable", "literal"), ("sheet_number_beyond", "missed")}
    draw_up(file, sheet)

    text = printed(file, "print-certifying-sheet")
    assert "литерные номера листов: 1а" in text
    assert "пропущенные номера листов: 2, 4–5" in text
    assert "листов внутренней описи: 1 (один) лист" in text
    assert "Надорван край" in text
    assert (len(chain_of(file)), chain_of(file).last().event) == (length + 1, "certifying_sheet")
    assert chain_of(file).verify() == ()
    assert chain_of(file).last().after == digest_of(file)

    page = api.content.get_view("certifying-sheet", file, file.REQUEST)
    form = page.form
    told = {one.name: one.value for one in form.groups[0].fields if one.is_input}
    assert told == {"literal": "1а", "missed": "2", "inventory_sheets": "1"}
    setRoles(portal, TEST_USER_ID, ["Deputy"])
    with pytest.raises(StepForbidden):
        draw_up(file, sheet)
    with pytest.raises(Unauthorized):
        page.render()


def test_receipt(file):
    assert "Документы выданы без возврата." in printed(file, "print-receipt")
    case = case_file()
    step(case, "register")
    step(case, "hand_out", **HANDING)

    text = printed(case, "print-receipt")

    assert "Я, Козлова Анна Петровна" in text
    assert "Заявление от 01.06.2025" in text
    assert "26.06.2025" in text


PROXY = {
    **HANDING,
    "receiver": "Петров Пётр Ильич",
    "capacity": "proxy",
    "identity_kind": "passport",
    "identity_number": "00 00 123456",
    "proxy_number": "12",
    "proxy_date": date(2025, 6, 1),
}


def test_receipt_of_one_document(file, portal):
    """A certificate given out of a file by proxy; what is printed for who works with it."""
    paper = document(file, kind="Аттестат", index="77", dated_on=date(2025, 6, 20), original=True)
    step(paper, "approve")
    blank = printed(paper, "print-receipt")
    assert "из дела «Личное дело: Козлова Вера Ильинична, № К-25»" in blank
    assert "Петров" not in blank

    step(paper, "hand_out", **PROXY)
    text = printed(paper, "print-receipt")

    assert "РАСПИСКА № 1/" in text
    assert "Я, Петров Пётр Ильич, по доверенности № 12 от 01.06.2025," in text
    assert "удостоверяющий личность: паспорт гражданина РФ 00 00 123456" in text
    assert "Аттестат, № 77, от 20.06.2025, подлинник" in text
    setRoles(portal, TEST_USER_ID, ["Guardian"])
    with pytest.raises(Unauthorized):
        printed(paper, "print-receipt")


def test_headers(file):
    view = api.content.get_view("print-cover", file, file.REQUEST)

    assert view().startswith(b"%PDF-")

    headers = view.request.response.headers
    assert headers["content-type"] == "application/pdf"
    assert headers["content-disposition"].startswith('inline; filename="cover-')
    assert headers["cache-control"] == "private, no-store"
    assert "Козлова" not in str(headers)


@pytest.mark.parametrize("name", PAPERS)
def test_not_for_who_does_not_see_the_record(name, file, portal):
    setRoles(portal, TEST_USER_ID, ["Member"])

    with pytest.raises(Unauthorized):
        file.restrictedTraverse(f"@@{name}")


def test_a_signature_has_post_and_initials_first(town, on_day):
    """A post of one's own, else the office; who stands in for the director signs as such."""
    on_day(date(2026, 2, 2))
    director = town.person("chief", middle_name="Ильинична", position="Директор школы")
    town.appoint(director, "director")
    deputy = town.person("second", position="Заместитель директора")
    town.appoint(deputy, "director", acting_for=director.id, end=date(2026, 2, 28))
    town.holder("keeper", "archivist")

    assert signature_of("chief", office="director") == Signature(
        "Директор школы", "А. И. Образцова"
    )
    assert signature_of("second", date(2026, 2, 2), office="director").post == ACTING_DIRECTOR
    assert signature_of("second", date(2026, 3, 2)).post == "Заместитель директора"
    assert signature_of("keeper") == Signature("Ответственный за архив", "А. Образцова")
    assert signature_of(None, office="director") == Signature("Директор")
    assert signature_of_office("director", date(2026, 2, 2)).post == "Директор школы"
    assert signature_of_office("secretary", date(2026, 2, 2)).name == ""


class TestFilePlan:
    """The plan of a year."""

    def test_draft(self, town, on_day):
        on_day(date(2026, 2, 2))
        plan = draft_from_regulation(town.portal, 2026)
        setRoles(town.portal, TEST_USER_ID, ["Archivist"])

        text = printed(town.portal, "print-file-plan", year="2026")

        assert "НОМЕНКЛАТУРА ДЕЛ на 2026 год" in text
        assert "ПРОЕКТ" in text
        assert all(index in text for index in plan.items)

    @pytest.mark.parametrize("year", ["1999", "20x6", "٢٠٢٦"])
    def test_no_plan(self, year, office):
        with pytest.raises(NotFound):
            printed(office, "print-file-plan", year=year)

    def test_not_for_everybody(self, office):
        setRoles(office, TEST_USER_ID, ["Member"])

        with pytest.raises(Unauthorized):
            office.restrictedTraverse("@@print-file-plan")
