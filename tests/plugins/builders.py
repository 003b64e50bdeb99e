"""Builders that speak the domain: files, documents, orders and cases in any state."""

from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.lifecycle import steps
from datetime import date
from plone import api
from plone.dexterity.utils import createContentInContainer

import itertools


_numbers = itertools.count(1)

PUPIL = {
    "letter": "К",
    "last_name": "Козлова",
    "first_name": "Вера",
    "middle_name": "Ильинична",
    "birth_date": date(2012, 5, 17),
    "cohort_id": "c7a",
    "admitted_on": date(2019, 9, 1),
    "admission_order_number": "41-у",
    "admission_order_date": date(2019, 8, 28),
    "storage_place": "Приёмная, шкаф 2",
    "carriers": [{"carrier": "paper", "copies": 1}],
}
LEAVING = {
    "left_on": date(2025, 6, 25),
    "leaving_reason": "Окончила 9 класс",
    "leaving_order_number": "77-у",
    "leaving_order_date": date(2025, 6, 25),
}
HANDING = {
    "receiver": "Козлова Анна Петровна",
    "basis": "Заявление от 01.06.2025",
    "handed_out_on": date(2025, 6, 26),
    "signature_fact": "Подпись в книге выдачи, лист 12",
}


def personal_file(**values):
    """File a draft of a personal file as the secretary."""
    values = {**PUPIL, "number": next(_numbers), **values}
    return createContentInContainer(api.portal.get()["personal-files"], "personal_file", **values)


def document(parent, **values):
    """File a draft document on paper into a record."""
    values = {
        "kind": "Заявление о приёме",
        "dated_on": date(2019, 8, 20),
        "doc_sheets": 1,
        "on_paper": True,
        **values,
    }
    return createContentInContainer(parent, "file_document", **values)


def order(**values):
    """File a draft of an order."""
    values = {
        "title": "О зачислении",
        "doc_type": "order_movement",
        "dated_on": date(2025, 8, 28),
        "registration_number": f"{next(_numbers)}-у",
        "text": "Зачислить в 1А класс.",
        "people": [{"name": "Козлова Вера Ильинична"}],
        "storage_place": "Канцелярия",
        "carriers": [{"carrier": "paper"}],
        **values,
    }
    return createContentInContainer(api.portal.get()["orders"], "order", **values)


def case_file(**values):
    """File a draft of a case file: a summary sheet that has what closing it asks for."""
    values = {
        "title": "Сводная ведомость 9А за 2024/25",
        "doc_type": "summary_sheet",
        "case_index": "02-14",
        "opened_on": date(2024, 9, 1),
        "storage_place": "Архив, стеллаж 3",
        "carriers": [{"carrier": "paper"}],
        **values,
    }
    if values["doc_type"] in ("summary_sheet", "class_journal"):
        # The term runs from the end of the school year, so the year is that of the dates.
        last = values.get("closed_on") or values["opened_on"] or date(2024, 9, 1)
        year = SchoolYear.of(last)
        values = {"cohort_id": "c7a", "school_year": year.label, **values}
    if values["doc_type"] == "summary_sheet":
        values = {"drawn_on": year.last_day, "certified_on": year.last_day, **values}
        values = {"certified_by": "Заместитель директора по УВР", **values}
        if values["carriers"] == [{"carrier": "paper"}]:
            # The regulation of the tests keeps summary sheets on electronic carriers.
            values["carriers"] = [{"carrier": "paper"}, {"carrier": "electronic"}]
    return createContentInContainer(api.portal.get()["cases"], "case_file", **values)


def inventory(kind="permanent", first_year=2020, last_year=2020, **values):
    """File a draft of an inventory without rows."""
    values = {
        "title": f"Опись, {kind}, {first_year}",
        "kind": kind,
        "first_year": first_year,
        "last_year": last_year,
        **values,
    }
    return createContentInContainer(api.portal.get()["inventories"], "inventory", **values)


def destruction_act(**values):
    """File a draft of an act without rows."""
    values = {"title": "Акт о выделении к уничтожению", **values}
    return createContentInContainer(
        api.portal.get()["destruction-acts"], "destruction_act", **values
    )


def protocol(**values):
    """File a draft of a protocol without rows."""
    values = {
        "title": "Протокол результатов ОГЭ, русский язык",
        "kind": "state_exam_9",
        "storage_place": "Кабинет заместителя директора",
        "carriers": [{"carrier": "paper"}],
        **values,
    }
    return createContentInContainer(api.portal.get()["protocols"], "protocol", **values)


def book(**values):
    """File a draft of a book of registration without entries."""
    values = {
        "kind": "certificates_9",
        "title": "Книга регистрации выданных аттестатов об основном общем образовании",
        "registration_number": f"{next(_numbers)}",
        "opened_on": date(2025, 9, 1),
        "appointed_order_number": "12-К",
        "appointed_order_date": date(2025, 8, 25),
        "storage_place": "Сейф в кабинете директора",
        "sheets": 96,
        "carriers": [{"carrier": "paper"}],
        **values,
    }
    return createContentInContainer(api.portal.get()["books"], "book", **values)


def portfolio(file=None, **values):
    """File a draft of the portfolio of a personal file's pupil; ``None``: of nobody."""
    values = {
        "pupil_file": file.UID() if file is not None else "0" * 32,
        "opened_on": date(2025, 9, 1),
        "storage_place": "Кабинет 31",
        "carriers": [{"carrier": "paper"}],
        **values,
    }
    return createContentInContainer(api.portal.get()["portfolios"], "portfolio", **values)


def local_regulation(**values):
    """File a draft of the first version of a local regulation, complete but for its file."""
    minutes = {"minutes_number": "1", "minutes_date": "2025-08-28"}
    values = {
        "title": "Положение об индивидуальном учёте результатов",
        "dated_on": date(2025, 8, 28),
        "registration_number": f"{next(_numbers)}-ЛА",
        "adopted_by": [{"body": "Педагогический совет", "adoption": "adopted", **minutes}],
        "opinions": [
            {"council": council, "opinion": "for", **minutes} for council in ("parents", "pupils")
        ],
        "order_number": "112",
        "order_date": date(2025, 8, 29),
        "storage_place": "Канцелярия",
        "carriers": [{"carrier": "paper"}],
        **values,
    }
    return createContentInContainer(api.portal.get()["regulations"], "local_regulation", **values)


def step(record, name, **details):
    """Take a step as the test user."""
    steps.perform(record, name, details)
    return record
