"""Records on their pages: sections, steps, forms, yearly results, documents."""

from bs4 import BeautifulSoup
from builders import local_regulation
from builders import personal_file
from builders import step
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.desk.fields import MOST_SHOWN
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.records.files import examine
from collective.schoolrecords.records.personal_file.identity import fix_identity
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.school.cohorts import add_cohort
from datetime import date
from pathlib import Path
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.namedfile.file import NamedBlobFile
from schoolrecords_layers import put_in_force
from schoolrecords_screens import ACCOUNTS
from schoolrecords_screens import Screens
from schoolrecords_screens import texts
from schoolrecords_screens import YEAR

import pytest
import requests
import transaction


SCANS = Path(__file__).parents[1] / "data" / "scans"


@pytest.fixture
def screens(functional):
    return Screens(functional["portal"])


def facts(page, section):
    """Label → value of a section."""
    labels = texts(page, f"#{section} dt")
    return dict(zip(labels, texts(page, f"#{section} dd"), strict=True))


class TestRecordPage:
    """What stands on a record's page, and for whom."""

    def test_personal_file(self, screens):
        """Title line, sections, place, term and history."""
        page = screens.page("secretary", screens.path(screens.file))

        assert texts(page, "h1") == ["К-208 Козлова Вера Ильинична"]
        assert texts(page, ".sr-state-title") == ["Ведётся"]
        assert facts(page, "pupil")["Дата рождения"] == "17.05.2012"
        assert facts(page, "place")["Класс"] == "8А"
        assert texts(page, "#documents tbody .sr-lead") == [
            "Заявление о приёме",
            "Медицинская карта",
        ]
        assert texts(page, "#documents .sr-count") == ["2"]
        assert "составлена внутренняя опись" in page.select_one("#documents").get_text()
        assert texts(page, "#results tbody tr") == [
            f"{YEAR} Переведён в следующий класс № 7 от 27.05.2025 Без подписи"
        ]
        assert any("3 года" in text for text in texts(page, ".sr-aside p"))
        assert texts(page, ".sr-history li span")[0].startswith("Внесены годовые итоги")

    def test_steps_with_reasons(self, screens):
        """An impossible step stands there with its reasons or its office."""
        page = screens.page("secretary", screens.path(screens.draft))
        assert texts(page, ".sr-steps-bar > form button") == ["Зарегистрировать"]

        page = screens.page("secretary", screens.path(screens.file))
        blocked = texts(page, ".sr-step-no")
        assert any(text.startswith("Закрыть дело") and YEAR in text for text in blocked)
        assert any("Этот шаг делает: директор." in text for text in blocked)

    def test_medical_paper_is_seen_by_its_offices(self, screens):
        """The class teacher and the family see the file without the medical paper."""
        for key in ("class_teacher", "guardian"):
            page = screens.page(key, screens.path(screens.file))
            assert texts(page, "#documents tbody .sr-lead") == ["Заявление о приёме"]
            assert texts(page, "#documents .sr-count") == ["1 из 2"]
            shown = page.select_one("#documents").get_text(" ", strip=True)
            assert "рабочие бумаги школы" in shown
            assert "составлена" not in shown
            assert screens.get(key, screens.path(screens.medical)).status_code in (302, 403)

    def test_the_place_of_an_accepted_document(self, screens):
        """The office says where a paper lies now; the former place and the word stay in its chain."""
        path = screens.path(screens.medical)
        address = f"{path}/@@change-place"
        links = texts(screens.page("secretary", path), ".sr-steps-menu a")
        assert "Изменить место хранения" in links
        for key in ("class_teacher", "guardian", "archivist", "auditor", "director", "anonymous"):
            assert screens.get(key, address).status_code in (302, 401, 403), key
            if key != "anonymous":
                sent = {"place": "Коридор", "basis": "Так", "save": "1"}
                assert screens.post(key, address, sent).status_code in (302, 401, 403), key
        for key, record in (("guardian", screens.paper), ("class_teacher", screens.paper)):
            answer = requests.post(
                f"{record.absolute_url()}/@place",
                json={"place": "Коридор", "basis": "Так"},
                auth=screens.account(key),
                headers={"Accept": "application/json"},
                timeout=60,
            )
            assert (answer.status_code, answer.json()["type"]) == (403, "StepForbidden"), key
        sent = {"place": "  Медицинский   кабинет ", "basis": "", "save": "1"}
        for wrong in (sent, {**sent, "place": "", "basis": "x"}, {**sent, "place": "Я" * 999}):
            assert screens.post("secretary", address, wrong).status_code == 200
        assert screens.fresh(screens.medical).place is None
        # What cannot be read and what the rules refuse are told together.
        both = {"place": "", "basis": "Я" * 999, "save": "1"}
        told = BeautifulSoup(screens.post("secretary", address, both).text, "html.parser")
        assert [one["href"] for one in told.select(".sr-errors a")] == ["#f-basis", "#f-place"]
        sheet = f"{screens.path(screens.file)}/@@certifying-sheet"
        both = {"literal": "12z, 12z", "missed": "7", "inventory_sheets": "много", "save": "1"}
        told = BeautifulSoup(screens.post("secretary", sheet, both).text, "html.parser")
        fields = [one["href"] for one in told.select(".sr-errors a")]
        assert fields[:2] == ["#f-inventory_sheets", "#f-literal"]

        sent["basis"] = "Распоряжение директора"
        assert screens.post("secretary", address, sent).status_code == 302
        paper = screens.fresh(screens.medical)
        assert paper.place == "Медицинский кабинет"
        chain = chain_of(paper)
        last = chain.last()
        assert (last.event, chain.payload(last.seq)) == (
            "carrier_moved",
            {"place": "Медицинский кабинет", "former": "", "basis": "Распоряжение директора"},
        )
        assert not chain.verify()
        assert "Медицинский кабинет" in texts(screens.page("secretary", path), ".sr-aside p")
        assert screens.post("secretary", address, {**sent, "place": ""}).status_code == 302
        assert screens.fresh(screens.medical).place is None

    def test_reader_has_no_edit_links(self, screens):
        """Whoever may not change anything is offered nothing to change."""
        for key in ("auditor", "guardian", "pupil", "director"):
            page = screens.page(key, screens.path(screens.file))
            assert page.select("section:not(#holds) .sr-section-edit") == []
            for name in ("@@edit-section?section=pupil", "@@add-document"):
                answer = screens.get(key, f"{screens.path(screens.file)}/{name}")
                assert answer.status_code in (302, 403), (key, name)

    def test_order_and_case(self, screens):
        """The other families have their own title lines and sections."""
        page = screens.page("director", screens.path(screens.order))
        assert texts(page, "h1") == ["№ 41-у О зачислении Козловой"]
        assert texts(page, ".sr-steps-bar > form button") == ["Утвердить"]
        page = screens.page("archivist", screens.path(screens.case))
        assert texts(page, "h1") == ["02-14 Сводная ведомость 9А за 2024/25"]
        assert facts(page, "keeping")["Дата закрытия"] == "31.08.2025"
        page = screens.page("archivist", f"{screens.path(screens.case)}/@@sr-history")
        assert [row.split(" ", 2)[2].split(" ·")[0] for row in texts(page, "tbody tr")] == [
            "Закрыто",
            "Зарегистрировано",
            "Заведено",
        ]


class TestEditing:
    """Changing sections, with all errors at once."""

    def test_saved(self, screens):
        """The change is stored, told in the chain and shown."""
        path = screens.path(screens.draft)
        answer = screens.post(
            "secretary",
            f"{path}/@@edit-section",
            {
                "section": "guardians",
                "save": "1",
                "representatives.0.name": "Новиков Пётр Ильич",
                "representatives.0.relation": "Отец",
                "representatives.1.name": "",
            },
            page=f"{path}/@@edit-section?section=guardians",
        )

        assert answer.status_code == 302
        assert answer.headers["Location"].endswith("#guardians")
        record = screens.fresh(screens.draft)
        assert record.representatives == [{"name": "Новиков Пётр Ильич", "relation": "Отец"}]
        assert chain_of(record).last().event == "changed"
        page = screens.page("secretary", path)
        assert facts(page, "guardians") == {"Отец": "Новиков Пётр Ильич"}

    def test_all_errors_at_once_and_nothing_saved(self, screens):
        """The summary leads to each field; what was typed is still there."""
        path = screens.path(screens.draft)
        answer = screens.post(
            "secretary",
            f"{path}/@@edit-section",
            {
                "section": "pupil",
                "save": "1",
                "last_name": "",
                "birth_date": "31.06.2012",
                "first_name": "Нина",
            },
            page=f"{path}/@@edit-section?section=pupil",
        )
        assert answer.status_code == 200
        assert 'href="#f-last_name"' in answer.text
        assert 'href="#f-birth_date"' in answer.text
        assert "Такой даты нет. Укажите ДД.ММ.ГГГГ." in answer.text
        assert 'value="31.06.2012"' in answer.text
        assert screens.fresh(screens.draft).first_name == "Вера"

    def test_what_registration_fixed_is_told_and_no_field(self, screens):
        """A number that is sent all the same changes nothing; the rest of the section is open."""
        path = screens.path(screens.file)
        address = f"{path}/@@edit-section"
        page = screens.page("secretary", f"{address}?section=place")
        (told,) = texts(page, "form p.form-text")
        assert told.startswith("Буква личного дела: К; Номер личного дела: 208; Том ")
        assert told.endswith("; Класс: 8А – закреплено, изменить нельзя.")
        names = {one.get("name") for one in page.select("form[data-sr-guard] [name]")}
        assert "former_number" in names
        assert names.isdisjoint({"letter", "number", "book_volume", "cohort_id"})

        sent = {"section": "place", "save": "1", "number": "209", "former_number": "Д-3"}
        assert screens.post("secretary", address, sent).status_code == 302
        record = screens.fresh(screens.file)
        assert (record.number, record.former_number) == (208, "Д-3")
        draft = screens.page(
            "secretary", f"{screens.path(screens.draft)}/@@edit-section?section=place"
        )
        assert draft.select("input[name=number]")
        assert texts(draft, "form p.form-text") == []

    def test_a_registered_file_keeps_what_its_registration_asked_for(self, screens):
        """All reasons at once, of the fields that are saved; gaps elsewhere may stay."""
        address = f"{screens.path(screens.file)}/@@edit-section"
        before = chain_of(screens.fresh(screens.file)).head()
        pupil = {
            "section": "pupil",
            "save": "1",
            "birth_date": "17.05.2012",
            "address": "ул. Лесная, 3",
        }
        admission = {
            "section": "admission",
            "save": "1",
            "admitted_on": "",
            "admission_order_number": "",
            "admission_order_date": "",
        }
        for text in ("", "01.01.2100"):
            # What a page of its own corrects is no field of the section; sent all the same.
            answer = screens.post("secretary", address, {**pupil, "birth_date": text})
            assert answer.status_code == 200
            assert "Исправить дату рождения или пол" in answer.text
        for sent, wrong, words in (
            (
                admission,
                ["admission_order_date", "admission_order_number", "admitted_on"],
                "Не заполнено",
            ),
        ):
            answer = screens.post("secretary", address, sent)
            assert answer.status_code == 200, sent
            found = BeautifulSoup(answer.text, "html.parser").select(".sr-errors a")
            assert sorted(one["href"] for one in found) == [f"#f-{name}" for name in wrong]
            assert words in answer.text
        record = screens.fresh(screens.file)
        assert chain_of(record).head() == before
        # A loaded file may lack it: it is mended where somebody knows, and asked of nobody else.
        record.birth_date = None
        fix_identity(record)
        transaction.commit()
        assert screens.post("secretary", address, {**pupil, "birth_date": ""}).status_code == 302
        assert screens.fresh(screens.file).address == "ул. Лесная, 3"

    def test_somebody_saved_meanwhile(self, screens):
        """What both changed is told and asked once more; what only the other changed stays."""
        path = f"{screens.path(screens.draft)}/@@edit-section"
        page = screens.page("secretary", f"{path}?section=pupil")
        form = {
            one["name"]: one.get("value", "")
            for one in page.select(".sr-form input[name]:not([name=_authenticator])")
            if one.get("type") != "checkbox"
        }
        assert form.pop("section") == "pupil"
        mine = {"section": "pupil", **form, "save": "1", "first_name": "Нина"}
        record = screens.fresh(screens.draft)
        record.first_name, record.address = "Вероника", "ул. Новая, 5"
        transaction.commit()

        answer = screens.post("secretary", path, mine)
        again = BeautifulSoup(answer.text, "html.parser")
        assert texts(again, ".sr-errors li") == [
            "Имя: Пока вы писали, здесь сохранили: «Вероника». Нажмите «Сохранить» ещё раз, чтобы "
            "записать ваше, или «Отменить»."
        ]
        assert again.select_one("#f-first_name")["value"] == "Нина"
        assert screens.fresh(screens.draft).first_name == "Вероника"

        was = again.select_one("input[name=was]")["value"]
        answer = screens.post("secretary", path, {**mine, "was": was})
        assert answer.status_code == 302
        record = screens.fresh(screens.draft)
        assert (record.first_name, record.address) == ("Нина", "ул. Новая, 5")
        page = screens.page("secretary", screens.path(record))
        # Without marks, or with marks of nobody's making, a form means what it says.
        hostile = {**mine, "was": "first_name=<b> =", "first_name": "Вера"}
        assert screens.post("secretary", path, hostile).status_code == 302
        assert screens.fresh(screens.draft).first_name == "Вера"

    def test_without_token(self, screens):
        """A form that no page of ours has made changes nothing."""
        path = screens.path(screens.draft)
        answer = screens.post(
            "secretary",
            f"{path}/@@edit-section",
            {"section": "pupil", "save": "1", "last_name": "Х", "first_name": "Х"},
            token=False,
        )
        assert answer.status_code == 403
        assert screens.fresh(screens.draft).last_name == "Новикова"


class TestFiling:
    """New records and documents."""

    def test_personal_file(self, screens):
        """Filed as a draft from the register's own form."""
        form = "/personal-files/@@add-record"
        answer = screens.post(
            "secretary",
            form,
            {
                "save": "1",
                "last_name": "Ёлкина",
                "first_name": "Анна",
                "letter": "Е",
                "number": "12",
                "birth_date": "01.02.2013",
                "cohort_id": screens.cohort.id,
            },
            page=form,
        )
        assert answer.status_code == 302
        page = screens.page("secretary", answer.headers["Location"][len(screens.url) :])
        assert texts(page, "h1") == ["Е-12 Ёлкина Анна"]
        assert texts(page, ".sr-state-title") == ["Черновик"]

    def test_order_names_files_by_number(self, screens):
        """A person of an order is tied to a file by the number people know."""
        form = "/orders/@@add-record"
        data = {
            "save": "1",
            "title": "О переводе",
            "doc_type": "order_movement",
            "people.0.name": "Козлова Вера",
            "people.0.file": "к-208",
        }
        answer = screens.post("deputy", form, data, page=form)
        assert answer.status_code == 302
        page = screens.page("deputy", answer.headers["Location"][len(screens.url) :])
        assert page.select_one("#people dd a")["href"] == screens.file.absolute_url()

        data["people.0.file"] = "Я-1"
        answer = screens.post("deputy", form, data, page=form)
        assert answer.status_code == 200
        assert "Нет зарегистрированного личного дела Я-1." in answer.text

    def test_a_text_of_millions_of_characters_stops_no_browser(self, screens):
        """It is refused with a sentence that says what of it comes back; a paste is cut before."""
        form = "/orders/@@add-record"
        data = {"save": "1", "title": "О переводе", "doc_type": "order_movement"}
        data["text"] = "a" * (MOST_SHOWN + 50_000)
        answer = screens.post("deputy", form, data, page=form)
        assert answer.status_code == 200
        page = BeautifulSoup(answer.text, "html.parser")
        (told,) = [one for one in texts(page, ".sr-errors li") if "Не больше" in one]
        assert "после первых 200000 здесь опущено" in told
        field = page.select_one("textarea[name=text]")
        assert len(field.get_text().strip()) == MOST_SHOWN
        assert field["maxlength"] == str(MOST_SHOWN + 1)

    def test_document_with_scan(self, screens):
        """A scan passes the check by content; a bad one is refused beside its field."""
        path = screens.path(screens.file)
        form = f"{path}/@@add-document"
        good = next(SCANS.rglob("*.pdf"))
        data = {"save": "1", "kind": "Согласие", "dated_on": "01.09.2019", "doc_sheets": "2"}
        bad = screens.post(
            "class_teacher",
            form,
            data,
            page=form,
            files={"scan": ("scan.pdf", b"MZ\x90\x00 no paper", "application/pdf")},
        )
        assert bad.status_code == 200
        assert 'href="#f-scan"' in bad.text
        assert len(screens.fresh(screens.file).objectIds()) == 2
        answer = screens.post(
            "class_teacher",
            form,
            data,
            page=form,
            files={"scan": ("scan.pdf", good.read_bytes(), "application/pdf")},
        )
        # Whether this very scan is a good one is the business of the uploads' own tests.
        assert answer.status_code in (200, 302)

    def test_a_medical_paper_is_asked_about_and_lies_in_its_own_place(self, screens):
        """FTL-1.8: the policy lies in the medical office; the person may say that it is none."""
        put_in_force("ftl", date(2022, 9, 1))
        transaction.commit()
        path = screens.path(screens.file)
        form = f"{path}/@@add-document"
        page = screens.page("secretary", form)
        assert page.select_one("#f-kind")["list"] == "f-kind-list"
        offered = {one["value"]: one for one in page.select("#f-kind-list option")}
        assert offered["Медицинский полис"]["data-place"] == "медицинский кабинет"
        assert "data-medical" not in offered["Копия паспорта родителя"].attrs

        def sent(key="secretary", **values):
            answer = screens.post(key, form, {"save": "1", "on_paper": "1", **values})
            if answer.status_code == 302:
                return answer.headers["Location"]
            page = BeautifulSoup(answer.text, "html.parser")
            asked = page.select_one("input[name=asked_about]")["value"]
            box, place = page.select_one("#f-medical"), page.select_one("#f-place")["value"]
            return asked, box.has_attr("checked"), place, " ".join(texts(page, ".sr-note"))

        kind = "Медицинский полис"
        asked, ticked, place, notes = sent(kind=kind)
        assert (asked, ticked, place) == (kind, True, "медицинский кабинет")
        assert "Похоже, это медицинский документ" in notes
        assert len(screens.fresh(screens.file).objectIds()) == 2
        # What else is wrong is said at once.
        assert sent(kind=kind, dated_on="31.02.2020")[1]
        # Yes; and the page of the document tells its own place.
        made = sent(kind=kind, asked_about=kind, medical="1", place=place)
        page = screens.page("secretary", made.removeprefix(screens.url))
        assert "медицинский кабинет" in page.select_one(".sr-aside").get_text()
        # No: it is an ordinary paper and lies in the file.
        made = sent(kind=kind, asked_about=kind, place="")
        page = screens.page("secretary", made.removeprefix(screens.url))
        assert "Приёмная, шкаф 2" in page.select_one(".sr-aside").get_text()
        # Ticked by hand: nothing is asked, and the regulation gives the place.
        made = sent(kind="Бумага", medical="1")
        page = screens.page("secretary", made.removeprefix(screens.url))
        assert "медицинский кабинет" in page.select_one(".sr-aside").get_text()
        # A class teacher files it and does not see it afterwards.
        back = sent("class_teacher", kind="Медкарта", asked_about="Медкарта", medical="1")
        assert back == screens.file.absolute_url()

    def test_the_place_of_a_medical_paper_is_asked_where_no_regulation_names_it(self, screens):
        """The page never tells the place of the file for it."""
        form = f"{screens.path(screens.file)}/@@add-document"
        answer = screens.post("secretary", form, {"save": "1", "kind": "Бумага", "medical": "1"})
        assert answer.status_code == 200
        assert "Укажите, где хранится медицинский документ" in answer.text
        page = screens.page("secretary", screens.path(screens.medical))
        aside = page.select_one(".sr-aside").get_text()
        assert "Приёмная" not in aside
        plain = screens.page("secretary", screens.path(screens.paper))
        assert "Приёмная, шкаф 2" in plain.select_one(".sr-aside").get_text()


class TestSteps:
    """Steps by one button, by a form, and the irreversible ones."""

    def test_one_button(self, screens):
        """POST takes the step; GET only shows it."""
        path = f"{screens.path(screens.order)}/@@step"
        screens.get("director", f"{path}?step=approve")
        assert screens.fresh(screens.order).state == "in_review"
        answer = screens.post("director", path, {"step": "approve"}, page="/orders")
        assert answer.status_code == 302
        assert screens.fresh(screens.order).state == "approved"

    def test_a_role_that_may_not(self, screens):
        """The refusal is a page that says so, and nothing happens."""
        path = f"{screens.path(screens.order)}/@@step"
        answer = screens.post("deputy", path, {"step": "approve"}, page="/orders")
        assert answer.status_code == 403
        assert "Всё осталось как было." in answer.text
        assert screens.fresh(screens.order).state == "in_review"

    def test_details_are_asked_for(self, screens):
        """Returning an order asks for the reason."""
        path = f"{screens.path(screens.order)}/@@step"
        answer = screens.post("director", path, {"step": "return"}, page="/orders")
        assert answer.status_code == 200
        assert 'name="reason"' in answer.text
        data = {"step": "return", "save": "1", "reason": "Нет основания"}
        assert screens.post("director", path, data, page="/orders").status_code == 302
        assert screens.fresh(screens.order).state == "draft"

    def test_the_reason_of_a_return_is_read_by_the_author(self, screens):
        """Above the draft for whoever may change it, in the history for who reads it; till the end."""
        order = screens.path(screens.order)
        told = "<i>Нет</i> основания"
        data = {"step": "return", "save": "1", "reason": told}
        screens.post("director", f"{order}/@@step", data, page="/orders")
        day = f"{school_today():%d.%m.%Y}"
        notice = f"Возвращено на доработку {day}, Образцова А.: {told}"
        for key, shown in (("deputy", True), ("secretary", True), ("auditor", False)):
            page = screens.page(key, order)
            assert (notice in texts(page, ".alert-warning")) is shown, key
            assert page.select(".alert i") == []
            history = screens.page(key, f"{order}/@@sr-history")
            assert texts(history, "tbody .sr-cell-sub") == [told], key
        assert screens.get("guardian", f"{order}/@@sr-history").status_code in (302, 403)

        screens.post("deputy", f"{order}/@@step", {"step": "submit"}, page="/orders")
        assert screens.fresh(screens.order).state == "in_review"
        assert notice not in screens.get("deputy", order).text

    def test_a_family_reads_no_reasons_of_the_staff(self, screens):
        """What everybody may read keeps the staff's words to the staff."""
        scan = SCANS / "01_zayavlenie_o_prieme.pdf"
        made = NamedBlobFile(scan.read_bytes(), filename="polozhenie.pdf")
        examine(made)
        with screens.town.logged_in(ACCOUNTS["deputy"]):
            record = local_regulation(scan=made)
        for key, name, details in (
            ("deputy", "submit", {}),
            ("director", "return", {"reason": "Нет мнения совета"}),
            ("deputy", "submit", {}),
            ("director", "approve", {}),
            ("director", "enact", {"in_force_from": date(2025, 9, 1)}),
        ):
            with screens.town.logged_in(ACCOUNTS[key]):
                step(record, name, **details)
        transaction.commit()
        path = f"{screens.path(record)}/@@sr-history"
        for key, shown in (("deputy", ["Нет мнения совета"]), ("guardian", []), ("pupil", [])):
            assert texts(screens.page(key, path), "tbody .sr-cell-sub") == shown, key

    def test_irreversible_asks_for_the_number(self, screens):
        """Another number does nothing; the right one, however typed, takes the step."""
        path = f"{screens.path(screens.other)}/@@step"
        data = {"step": "annul", "save": "1", "reason": "Заведено дважды", "confirm": "К-208"}
        refused = screens.post("director", path, data, page="/orders")
        assert refused.status_code == 200
        assert "Введённое не совпадает. Введите номер личного дела: О-7" in refused.text
        assert screens.fresh(screens.other).state == "current"
        data["confirm"] = " о – 7"
        assert screens.post("director", path, data, page="/orders").status_code == 302
        assert screens.fresh(screens.other).state == "annulled"

    def test_all_reasons(self, screens):
        """A step that is not possible says every reason and leaves the record."""
        path = f"{screens.path(screens.file)}/@@step"
        data = {
            "step": "close",
            "save": "1",
            "left_on": "01.06.2099",
            "leaving_reason": "Перевод",
            "leaving_order_number": "77-у",
            "leaving_order_date": "01.06.2026",
        }
        answer = screens.post("secretary", path, data, page="/personal-files")
        assert answer.status_code == 200
        assert 'href="#f-left_on"' in answer.text
        assert YEAR in answer.text
        assert screens.fresh(screens.file).state == "current"


class TestYears:
    """Yearly results on their page."""

    def test_enter_sign_seal(self, screens):
        """Entered, signed by the class teacher, sealed: then locked."""
        path = f"{screens.path(screens.file)}/@@year"
        data = {
            "year": "2025/26",
            "save": "1",
            "subject.0": "Алгебра",
            "mark.0": "4",
            "decision": "promoted",
            "minutes_number": "8",
            "minutes_date": "28.05.2026",
        }
        assert screens.post("class_teacher", path, data, page=path).status_code == 302
        result = years_of(screens.fresh(screens.file)).get("2025/26")
        assert dict(result.marks) == {"Алгебра": "4"}
        assert result.minutes_date == date(2026, 5, 28)
        for signer, key in (("class_teacher", "class_teacher"), ("seal", "secretary")):
            sign = {"year": "2025/26", "signer": signer, "fact": "лист 4"}
            stale = screens.post(key, path, {**sign, "seen": "x"}, page="/personal-files")
            assert stale.status_code == 200
            assert "их изменили" in stale.text
            shown = screens.page(key, f"{path}?year=2025/26")
            sign["seen"] = shown.select_one("input[name=seen]")["value"]
            assert screens.post(key, path, sign, page="/personal-files").status_code == 302
        assert years_of(screens.fresh(screens.file)).get("2025/26").state == "certified"
        page = screens.page("class_teacher", f"{path}?year=2025/26")
        assert page.select("form.sr-form") == []
        answer = screens.post("class_teacher", path, data, page="/personal-files")
        assert answer.status_code == 200
        assert "sr-errors" in answer.text

    def test_half_years_stand_beside_the_year_in_grades_10_and_11(self, screens):
        """The form of another grade does not ask for them."""
        setRoles(screens.portal, TEST_USER_ID, ["Manager", "Secretary"])
        cohort = add_cohort(screens.town.school, year=2025, grade=11, letter="Б")
        file = personal_file(letter="Р", number=11, last_name="Рябинина", cohort_id=cohort.id)
        step(file, "register")
        setRoles(screens.portal, TEST_USER_ID, ["Member"])
        transaction.commit()
        path = f"{screens.path(file)}/@@year"
        page = screens.page("secretary", f"{path}?year=2025/26")
        assert len(page.select("[id^=f-marks] select, #f-mark-0")) >= 1
        assert page.select_one("#f-half\\.2-0") is not None
        other = screens.page("secretary", f"{screens.path(screens.file)}/@@year?year=2025/26")
        assert other.select_one("#f-half\\.2-0") is None
        data = {
            "year": "2025/26",
            "save": "1",
            "subject.0": "Химия",
            "mark.0": "5",
            "half.1.0": "4",
            "half.2.0": "=1+1",
        }
        refused = screens.post("secretary", path, data, page="/personal-files")
        assert "Полугодовые отметки:" in refused.text
        # What cannot be read and what the rules refuse are told together.
        slips = {**data, "minutes_date": "31.02.2026", "minutes_point": "1"}
        told = BeautifulSoup(
            screens.post("secretary", path, slips, page="/personal-files").text, "html.parser"
        )
        assert [one["href"] for one in told.select(".sr-errors a")] == [
            "#f-minutes_date",
            "#f-half_years",
            "#f-minutes_point",
        ]
        assert years_of(screens.fresh(file)).get("2025/26") is None
        data["half.2.0"] = "5"
        assert screens.post("secretary", path, data, page="/personal-files").status_code == 302
        kept = years_of(screens.fresh(file)).get("2025/26")
        assert kept.half_years == {"1": {"Химия": "4"}, "2": {"Химия": "5"}}
        shown = screens.page("secretary", f"{path}?year=2025/26")
        assert shown.select_one("#f-half\\.1-0 option[selected]")["value"] == "4"

    def test_who_may_not(self, screens):
        """A reader sees the year and has no form; a sent one is refused."""
        path = f"{screens.path(screens.file)}/@@year"
        assert screens.page("auditor", f"{path}?year={YEAR}").select("form.sr-form") == []
        data = {"year": YEAR, "save": "1", "subject.0": "Алгебра", "mark.0": "5"}
        answer = screens.post("auditor", path, data, page="/personal-files")
        assert answer.status_code in (302, 401, 403)
        assert dict(years_of(screens.fresh(screens.file)).get(YEAR).marks) == {"Математика": "5"}
