"""Orders and case files of the demo, and the texts of the five regulations."""

from .files import read_rows
from .files import read_toml
from .papers import paper
from .people import acting
from .people import cohort_of
from .teaching import file_own_regulation
from collective.schoolrecords.core import shipped
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.lifecycle.steps import perform
from collective.schoolrecords.retention import holds
from collective.schoolrecords.retention.file_plan import file_plan_of
from collective.schoolrecords.school.regulation import Basis
from collective.schoolrecords.school.regulation import changed_text
from collective.schoolrecords.school.regulation import new_version
from collective.schoolrecords.school.regulation import regulation_on
from collective.schoolrecords.school.storage import get_school
from datetime import date
from importlib.resources import files
from plone.dexterity.utils import createContentInContainer

import re


CARRIERS = [{"carrier": "paper", "copies": 1}]
REGULATION_TYPE = "regulation"
REGULATION_INDEX = "01-20"

_CLASS = re.compile(r"\b\d{1,2}[А-Я]\b")

#: The way of an order to each state: (step, who takes it).
ORDER_WAYS = {
    "draft": (),
    "in_review": (("submit", "secretary"),),
    "approved": (("submit", "secretary"), ("approve", "director")),
}
ORDER_WAYS["signed"] = (*ORDER_WAYS["approved"], ("sign", "director"))
ORDER_WAYS["annulled"] = (*ORDER_WAYS["approved"], ("annul", "director"))
ORDER_WAYS["closed"] = (*ORDER_WAYS["signed"], ("close", "secretary"))
ORDER_WAYS["archived"] = (*ORDER_WAYS["closed"], ("archive", "archivist"))

CASE_WAYS = {
    "draft": (),
    "current": (("register", "archivist"),),
}
CASE_WAYS["closed"] = (*CASE_WAYS["current"], ("close", "archivist"))
CASE_WAYS["archived"] = (*CASE_WAYS["closed"], ("archive", "archivist"))


def fill_orders(stage):
    """File the orders of orders.toml as the secretary and take each to its state."""
    for one in read_toml("orders.toml")["orders"]:
        day = stage.day(one["years_ago"], one["day"])
        with acting(stage, "secretary"):
            record = createContentInContainer(
                stage.site["orders"],
                "order",
                title=one["title"],
                doc_type=one["doc_type"],
                dated_on=day,
                registration_number=one["number"],
                text=one["text"],
                people=[{"name": name} for name in one.get("people", ())] or None,
                case_index=_index(stage, one["doc_type"]),
                file_plan_year=day.year,
                storage_place="Канцелярия, шкаф 2",
                carriers=CARRIERS,
            )
        details = {
            "sign": {"signature_fact": "Подписан на бумаге"},
            "close": {"closed_on": date(day.year, 12, 31)},
            "annul": {"reason": "Издан взамен другой приказ"},
        }
        _walk(stage, record, ORDER_WAYS[one["state"]], details)


def fill_cases(stage):
    """File the case files of cases.csv as the archivist and take each to its state."""
    for row in read_rows("cases.csv"):
        closed = None
        year = SchoolYear(stage.year)
        if row["closed_years_ago"]:
            year = SchoolYear(stage.year - int(row["closed_years_ago"]))
            closed = date(year.start + 1, 5, 31)
        with acting(stage, "archivist"):
            record = createContentInContainer(
                stage.site["cases"],
                "case_file",
                title=row["title"].format(year=year.label, this=year.label),
                doc_type=row["doc_type"],
                case_index=_index(stage, row["doc_type"]),
                file_plan_year=year.start,
                opened_on=year.first_day,
                school_year=year.label,
                sheets=int(row["sheets"]) if row["sheets"] else None,
                storage_place=row["place"],
                **_of_kind(stage, row, year, closed),
            )
        _walk(stage, record, CASE_WAYS[row["state"]], {"close": {"closed_on": closed}})
        if row["hold"]:
            with acting(stage, "archivist"):
                holds.place(record, reason=row["hold"], basis=row["hold_basis"])


def _of_kind(stage, row, year, closed):
    """What a journal and a summary sheet say beside the other cases: their class, and who drew it."""
    label = _CLASS.search(row["title"])
    if row["doc_type"] not in ("class_journal", "summary_sheet") or label is None:
        return {"carriers": CARRIERS}
    values = {"carriers": CARRIERS, "cohort_id": cohort_of(stage, label[0], year.start).id}
    if row["doc_type"] == "summary_sheet":
        values |= {"drawn_on": closed, "certified_on": closed}
        values["certified_by"] = "Заместитель директора по УВР"
        # Whatever the school's regulation asks for, such a sheet is kept on both carriers here.
        values["carriers"] = [*CARRIERS, {"carrier": "electronic"}]
    return values


def fill_regulations(stage):
    """File the texts of the five regulations, the school's own as what it is; people are masked."""
    own = regulation_on(stage.site, stage.today)
    for name in shipped.names():
        header = shipped.shipped(name).regulation
        text = files("collective.schoolrecords").joinpath(
            "profiles", "regulations", name, "text.txt"
        )
        if own is not None and own.name == name:
            file_own_regulation(stage, own, text.read_text(encoding="utf-8"))
            continue
        with acting(stage, "secretary"):
            record = createContentInContainer(
                stage.site["cases"],
                "case_file",
                title=f"{header.title} ({header.organisation})"[:400],
                doc_type=REGULATION_TYPE,
                case_index=REGULATION_INDEX,
                file_plan_year=stage.year,
                opened_on=header.date or date(stage.year, 9, 1),
                storage_place="Канцелярия, шкаф 2",
                carriers=[{"carrier": "electronic"}],
                personal_data="none",
                scan=paper("Положение", text.read_text(encoding="utf-8")),
            )
            perform(record, "register")


def allow_simple_signatures(stage):
    """Let the director sign with the password: without an act of the school that is none."""
    school, day = get_school(stage.site), stage.day(0, "01.09")
    basis = Basis("5", day)
    act = f"Положение о простой электронной подписи, приказ № 5 от {day:%d.%m.%Y}"
    text = changed_text(school, [("settings.simple_signature_act.value", act)], basis)
    with acting(stage, "director"):
        new_version(school, text, in_force_from=day, author="director", basis=basis)


def _walk(stage, record, way, details):
    for step, login in way:
        with acting(stage, login):
            perform(record, step, details.get(step))


def _index(stage, doc_type):
    """The index under which this year's file plan keeps a document type."""
    plan = file_plan_of(stage.site, stage.today.year)
    item = plan.item_for(doc_type)
    return item.index if item else None
