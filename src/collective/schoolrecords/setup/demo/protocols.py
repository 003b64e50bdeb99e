"""Protocols of the demo: minutes of two councils, diagnostics of 7А, two that wait for somebody."""

from .people import acting
from .people import class_of
from .students import REGISTER
from .students import year_end_day
from .students import YEAR_END_NUMBER
from collective.schoolrecords.core.protocols import COUNCIL
from collective.schoolrecords.core.protocols import Decision
from collective.schoolrecords.core.protocols import INDEPENDENT
from collective.schoolrecords.core.protocols import INTERIM
from collective.schoolrecords.core.protocols import INTERNAL
from collective.schoolrecords.core.protocols import PAPER
from collective.schoolrecords.core.protocols import ResultRow
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.lifecycle.steps import perform
from collective.schoolrecords.records.protocol import rows
from collective.schoolrecords.retention.file_plan import file_plan_of
from datetime import timedelta
from plone.dexterity.utils import createContentInContainer


CARRIERS = [{"carrier": "paper", "copies": 1}, {"carrier": "electronic"}]
WAY = (("submit", "deputy"), ("approve", "director"), ("sign", "director"))
#: Marks of a class, given in turn.
MARKS = ("4", "5", "3", "4", "5", "3")
#: So many pupils of 7А were told of their results already; the others wait for their teacher.
TOLD = 2


def fill_protocols(stage):
    """Draw up five protocols as the deputy, and take each to where it waits."""
    _minutes(stage)
    _diagnostics(stage)
    _monitoring(stage)
    _interim(stage)


def _minutes(stage):
    """Two councils, both signed: of the end of May, which yearly results cite, and of August."""
    _council(
        stage,
        stage.year - 1,
        YEAR_END_NUMBER,
        year_end_day(stage),
        (
            (
                "Итоги промежуточной аттестации",
                "Утвердить итоги промежуточной аттестации 5–8 и 10 классов.",
            ),
            (
                "О переводе и выпуске обучающихся",
                "Перевести обучающихся, освоивших программу года, в следующий класс.",
            ),
        ),
    )
    _council(
        stage,
        stage.year,
        "1",
        SchoolYear(stage.year).first_day - timedelta(days=2),
        (
            ("Итоги прошедшего учебного года", "Работу школы признать удовлетворительной."),
            ("Учебный план на новый год", "Принять учебный план и передать его на утверждение."),
        ),
    )


def _council(stage, year, number, day, points):
    record = _draft(
        stage,
        COUNCIL,
        "Заседание педагогического совета",
        day=day,
        number=number,
        year=year,
        chair="Вересова Н. А.",
        clerk="Рощина Д. Ф.",
        present=24,
    )
    votes = {"votes_for": 24, "votes_against": 0, "abstained": 0}
    with acting(stage, "deputy"):
        decisions = [
            Decision(line=line, question=question, decision=decision, **votes)
            for line, (question, decision) in enumerate(points, start=1)
        ]
        rows.add_rows(record, decisions)
    _walk(stage, record, WAY)


def _diagnostics(stage):
    """Results of 7А from outside: approved, and a part of the class is not told of them yet."""
    record = _draft(
        stage,
        INDEPENDENT,
        "Всероссийская проверочная работа, 7А, математика",
        number="2",
        school_subject="Математика",
        organisation="Региональный центр оценки качества",
        received_on=stage.today,
    )
    _enter(stage, record, "7А")
    _walk(stage, record, WAY[:2])
    with acting(stage, "teacher7a"):
        rows.acknowledge(record, sorted(record.rows())[:TOLD], stage.today, PAPER, "Лист 1")


def _monitoring(stage):
    """Results of 5Б that the director is to approve."""
    title = "Внутренний мониторинг, 5Б, русский язык"
    record = _draft(stage, INTERNAL, title, number="3", school_subject="Русский язык")
    _enter(stage, record, "5Б")
    _walk(stage, record, WAY[:1])


def _interim(stage):
    """A draft that the deputy is still at."""
    record = _draft(
        stage,
        INTERIM,
        "Промежуточная аттестация, 7А, физика",
        school_subject="Физика",
        study_form="full_time",
        teacher="Бережков Р. Д.",
    )
    _enter(stage, record, "7А", most=3)


def _draft(stage, kind, title, *, day=None, number=None, year=None, **values):
    with acting(stage, "deputy"):
        record = createContentInContainer(
            stage.site["protocols"],
            "protocol",
            kind=kind,
            title=title,
            dated_on=day or stage.today,
            registration_number=number,
            school_year=SchoolYear(stage.year if year is None else year).label,
            storage_place="Кабинет заместителя директора",
            carriers=CARRIERS,
            **values,
        )
        item = file_plan_of(stage.site, stage.today.year).item_for(record.doc_type)
        if item is not None:
            record.case_index, record.file_plan_year = item.index, stage.today.year
    return record


def _enter(stage, record, label, most=None):
    files = class_of(stage, stage.site[REGISTER], label)[:most]
    results = [
        ResultRow(
            line=line,
            label=label,
            last_name=file.last_name,
            first_name=file.first_name,
            middle_name=file.middle_name or "",
            primary=10 + line,
            mark=MARKS[line % len(MARKS)],
        )
        for line, file in enumerate(files, start=1)
    ]
    with acting(stage, "deputy"):
        rows.add_rows(record, results)


def _walk(stage, record, way):
    details = {"sign": {"signature_fact": "Подписан на бумаге"}}
    for step, login in way:
        with acting(stage, login):
            perform(record, step, details.get(step))
