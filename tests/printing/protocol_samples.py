"""Printed protocols of each kind, with invented people: results, appeals, decisions of a council."""

from collective.schoolrecords.core import protocols as rules
from collective.schoolrecords.printing import forms
from collective.schoolrecords.printing.protocol_forms import CouncilPoint
from collective.schoolrecords.printing.protocol_forms import ProtocolForm
from collective.schoolrecords.printing.protocol_forms import ResultLine
from collective.schoolrecords.printing.protocol_forms import Stitching
from dataclasses import replace
from datetime import date
from sample_school import DIRECTOR
from sample_school import SCHOOL
from sample_school import TEACHER


APPEAL = forms.Minutes("14-А", date(2026, 6, 24))
TOLD = {"told_on": date(2026, 6, 18), "told_fact": "электронно"}
SAMPLE = {"label": "9А", "document": "0000 100001", "form": "ОГЭ"}

EXAM = ProtocolForm(
    school=SCHOOL,
    kind=rules.STATE_EXAM_9,
    title="ГИА-9, русский язык, основной день",
    number="101-2026",
    school_year="2025/26",
    subject="Русский язык",
    subject_code="1",
    dated_on=date(2026, 6, 9),
    exam_day="основной день",
    commission_on=date(2026, 6, 16),
    received_on=date(2026, 6, 17),
    organisation="РЦОИ",
    organisation_code="101 / 0007",
    rows=(
        ResultLine("1", "Абрамова-Ёлкина Вера Ильинична", primary=32, mark="5", **SAMPLE, **TOLD),
        ResultLine(
            "2",
            "Бобров Антон",
            primary=22,
            mark="3",
            state=rules.CHANGED,
            ruling=APPEAL,
            criteria="1 1 2 0 3 2 1",
            **SAMPLE,
        ),
        ResultLine("3", "Гасанов Руслан Вагиф оглы", mark="н/я", **SAMPLE),
        ResultLine(
            "4",
            "Бобров Антон",
            primary=26,
            mark="4",
            replaces="2",
            criteria="1 1 2 2 3 2 1",
            **SAMPLE,
            **TOLD,
        ),
    ),
    familiarised=True,
    stitching=Stitching(DIRECTOR),
)

INTERIM = ProtocolForm(
    school=SCHOOL,
    kind=rules.INTERIM,
    title="Промежуточная аттестация, алгебра, 7А",
    number="12",
    school_year="2025/26",
    subject="Алгебра",
    dated_on=date(2026, 5, 14),
    study_form="Семейная форма и экстернат",
    teacher="И. К. Учительская",
    assistants="Н. О. Помощникова, П. Р. Второва",
    rows=tuple(
        ResultLine(str(number), name, label="7А", mark=mark, note=note)
        for number, (name, mark, note) in enumerate(
            (
                ("Козлова Вера Ильинична", "5", ""),
                ("Примеров Пётр Петрович", "зачёт", "экстерн"),
                ("Ёжикова Анна Сергеевна", "4", ""),
            ),
            1,
        )
    ),
    stitching=Stitching(
        replace(DIRECTOR, signed_on=date(2026, 6, 1)),
        sheets=21,
        stitched_on=date(2026, 6, 1),
        signature_fact="Подпись директора на последнем листе",
        seal_fact="Гербовая печать",
    ),
)

COUNCIL = ProtocolForm(
    school=SCHOOL,
    kind=rules.COUNCIL,
    title="Заседание педагогического совета",
    number="7",
    dated_on=date(2026, 5, 25),
    chair="А. Б. Директорова",
    clerk="Ж. З. Секретарская",
    present=38,
    opinions="И. К. Учительская: считаю срок пересдачи слишком коротким.",
    rows=(
        CouncilPoint(
            "1",
            "О переводе обучающихся 1–8 и 10 классов",
            "Перевести в следующий класс обучающихся, освоивших программу в полном объёме.\n"
            "Перевести условно обучающихся с академической задолженностью.",
            "Д. Е. Председательская, заместитель директора",
            36,
            0,
            2,
        ),
        CouncilPoint("2", "О допуске к итоговой аттестации", "Допустить обучающихся 9 классов."),
    ),
    stitching=Stitching(DIRECTOR),
)

INDEPENDENT = replace(
    EXAM,
    kind=rules.INDEPENDENT,
    title="Независимый мониторинг, математика, 6 классы",
    subject="Математика",
    subject_code="",
    organisation="Региональный центр оценки качества образования",
    organisation_code="",
    exam_day="",
    commission_on=None,
    rows=(
        ResultLine("1", "Примеров Пётр Петрович", label="6А", primary=14, mark="4", **TOLD),
        ResultLine("2", "Ван 王 Ли", label="6Б", primary=9, mark="3"),
    ),
    extract=True,
    certifier=TEACHER,
    stitching=None,
)

PROTOCOLS = {
    "protocol-exam": EXAM,
    "protocol-interim": INTERIM,
    "protocol-council": COUNCIL,
    "protocol-extract": INDEPENDENT,
}


def long_exam(rows):
    """The exam with so many pupils of several classes, none of them familiarised."""
    lines = tuple(
        ResultLine(
            str(number),
            f"Примерова-Образцовская Александра-Виктория Константиновна {number}",
            label=f"9{'АБВГ'[number % 4]}",
            form="ОГЭ",
            primary=number % 33,
            mark=str(2 + number % 4),
        )
        for number in range(1, rows + 1)
    )
    return replace(EXAM, rows=lines)
