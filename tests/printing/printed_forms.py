"""One form of each kind, filled as a school would: for golden pages, PDF/A checks and figures."""

from collective.schoolrecords.printing import forms
from collective.schoolrecords.printing import plan_forms
from collective.schoolrecords.printing.pages import print_form
from collective.schoolrecords.printing.record_forms import RecordForm
from collective.schoolrecords.printing.taken_forms import TakenForm
from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import UTC
from protocol_samples import PROTOCOLS
from sample_school import SCHOOL
from school_samples import PAPERS


MOMENT = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
DIRECTOR = forms.Signature("Директор", "А. Б. Директорова", date(2026, 3, 12))
ARCHIVIST = forms.Signature("Ответственный за архив", "В. Г. Архивная", date(2026, 3, 5))
MINUTES = forms.Minutes("2", date(2026, 3, 10))

MEMBERS = (
    forms.Member("Д. Е. Председательская", "Заместитель директора", chair=True, vote="for"),
    forms.Member("Ж. З. Секретарская", "Секретарь учебной части", secretary=True, vote="for"),
    forms.Member(
        "И. К. Учительская",
        "Учитель",
        vote="against",
        opinion="Журнал 6Б следует сохранить до окончания проверки.",
    ),
    forms.Member("Л. М. Отсутствующая", "Учитель"),
)
KEPT = (forms.KeptLine("Классный журнал 6Б", "2018/2019", "Проверка по жалобе не окончена"),)

ROWS = (
    forms.ActLine(
        "Классный журнал 5А",
        "2018/2019",
        "",
        "",
        1,
        "5 лет, п. 2.8.11 регламента",
        "Бумажный, 96 л.",
    ),
    forms.ActLine(
        "Протоколы промежуточной аттестации обучающихся 5–8 классов",
        "2019–2020",
        "2-вр",
        "14",
        2,
        "3 года, п. 2.11.4 регламента",
    ),
    forms.ActLine(
        "Журналы факультативных занятий, кружков и обучения на дому",
        "2018",
        "2-вр",
        "17–34",
        18,
        "5 лет",
        "Электронный",
    ),
)

DESTRUCTION = forms.Destruction(
    destroyed_on=date(2026, 4, 2),
    count=21,
    sheets=1432,
    weight="12,4",
    method="измельчение",
    handed_over_by=forms.Signature("Ответственный за архив", "В. Г. Архивная", date(2026, 4, 2)),
    received_by=forms.Signature("Приёмщик вторсырья", "Н. О. Приёмная", date(2026, 4, 2)),
    witnesses=(
        forms.Signature("Заместитель директора", "Д. Е. Председательская", date(2026, 4, 2)),
        forms.Signature("Учитель", "И. К. Учительская", date(2026, 4, 2)),
    ),
    electronic=18,
    media_note="данные удалены с сервера, носители остаются в работе",
    event_log="файл «журнал-событий-акт-3.jsonl», хранится 3 года",
)

ACT = forms.ActForm(
    school=SCHOOL,
    dated_on=date(2026, 3, 5),
    number="3",
    place="г. Учебный",
    fonds="12",
    rows=ROWS,
    period="2018–2020",
    approver=DIRECTOR,
    compiler=ARCHIVIST,
    basis=(
        "Перечень типовых управленческих архивных документов (приказ Росархива от 20.12.2019 № 236)",
        "регламент школы",
    ),
    commission=MEMBERS,
    commission_order="приказ от 01.09.2025 № 41-о",
    minutes=MINUTES,
    permanent=(forms.InventoryApproval("2018–2020", "1", date(2026, 2, 1), MINUTES),),
    personnel=(forms.InventoryApproval("2019", "1-лс", date(2026, 2, 1)),),
    kept=KEPT,
    destruction=DESTRUCTION,
    status=forms.ACT_REMOVED,
    backups_until=date(2026, 6, 1),
)

MINUTES_OF_ACT = forms.MinutesForm(
    school=SCHOOL,
    number="2",
    dated_on=date(2026, 3, 10),
    members=MEMBERS,
    quorum=3,
    act_number="",
    period="2018–2020",
    rows=3,
    count=21,
    place="г. Учебный",
    commission_order="приказ от 01.09.2025 № 41-о",
    heard=("В. Г. Архивная доложила о сроках хранения и об отсутствии приостановок.",),
    decided=(
        "Согласовать выделение документов к уничтожению.",
        "Представить акт директору на утверждение.",
    ),
    kept=KEPT,
)

INVENTORY = forms.InventoryForm(
    school=SCHOOL,
    kind=forms.TEMPORARY_KIND,
    years="2024",
    number="4-вр",
    fonds="12",
    section="Учебная часть",
    rows=(
        forms.InventoryLine(
            "1", "02-14", "Сводная ведомость успеваемости 5А", "2023/2024", 4, "25 лет"
        ),
        forms.InventoryLine(
            "1а", "02-14", "Сводная ведомость успеваемости 5Б", "2023/2024", 4, "25 лет"
        ),
        forms.InventoryLine(
            "3",
            "02-09",
            "Книга учёта бланков и выдачи аттестатов об основном общем образовании",
            "01.09.2014–31.08.2024",
            96,
            "50 лет",
            "Том 2",
        ),
    ),
    missed=("2",),
    compiler=ARCHIVIST,
    keeper=ARCHIVIST,
    approver=DIRECTOR,
    minutes=MINUTES,
    archive_minutes=forms.Minutes("7", date(2026, 3, 20)),
)

COVER = forms.CoverForm(
    school=SCHOOL,
    unit="Учебная часть",
    index="02-14",
    volume="1",
    title="Сводная ведомость учёта успеваемости 9А за 2024/2025 учебный год",
    first_day=date(2024, 9, 1),
    last_day=date(2025, 8, 31),
    sheets=21,
    term="25 лет, п. 2.8.11 регламента",
    fonds="12",
    inventory="4-вр",
    item="7",
    code="12345678901230",
)

LINES = (
    forms.InnerLine("1", "Заявление о приёме", "К-25/1", date(2019, 8, 20), "1"),
    forms.InnerLine(
        "2", "Копия свидетельства о рождении", "", date(2012, 6, 1), "2–3", "Возвращён 26.06.2025"
    ),
    forms.InnerLine("3", "Медицинская карта", "", date(2019, 8, 25), "", "Хранится: медкабинет"),
)

INNER = forms.InnerInventoryForm(
    school=SCHOOL,
    title="Личное дело: Примерова Вера Ильинична",
    number="К-25",
    rows=LINES,
    documents=2,
    sheets=1,
    elsewhere=1,
    inventory_sheets=1,
    compiler=forms.Signature("Секретарь учебной части", "Ж. З. Секретарская", date(2025, 6, 26)),
    dated_on=date(2025, 6, 26),
)

CERTIFYING = forms.CertifyingSheetForm(
    school=SCHOOL,
    number="К-25",
    title="Личное дело: Примерова Вера Ильинична",
    sheets=31,
    certifier=forms.Signature("Секретарь учебной части", "Ж. З. Секретарская"),
    literal=("12а",),
    inventory_sheets=1,
    features=(("Пятно от воды, текст читается", "14"),),
    files=(
        forms.ElectronicFile(
            "Заявление о приёме", "application/pdf", 48213, "9f86d081884c7d65" * 4
        ),
    ),
    dated_on=date(2025, 6, 26),
)

RECEIPT = forms.ReceiptForm(
    school=SCHOOL,
    title="Личное дело № К-25: Примерова Вера Ильинична",
    receiver="Примерова Анна Петровна",
    capacity="родитель (законный представитель)",
    identity="паспорт гражданина РФ 00 00 123456",
    given_on=date(2025, 6, 26),
    giver=forms.Signature("Секретарь учебной части", "Ж. З. Секретарская"),
    number="12",
    basis="заявление от 01.06.2025, приказ от 25.06.2025 № 77-у",
    documents=LINES[:2],
    sheets=3,
    fact="Подпись в книге выдачи, лист 12",
)

TAKEN = TakenForm(
    school=SCHOOL,
    name="Примерова Вера Ильинична",
    label="7А",
    number="П-4",
    rows=(
        forms.InnerLine("1", "Заявление о приёме", dated_on=date(2025, 8, 28), sheets="2"),
        forms.InnerLine("2", "Копия свидетельства о рождении", sheets="1", note="копия"),
    ),
    dated_on=date(2025, 8, 28),
    taker=forms.Signature("Секретарь учебной части", "Ж. З. Секретарская"),
)

FILE_PLAN = plan_forms.FilePlanForm(
    school=SCHOOL,
    year=2026,
    number="1",
    place="г. Учебный",
    dated_on=date(2025, 12, 15),
    approver=replace(DIRECTOR, signed_on=date(2025, 12, 20)),
    compiler=replace(ARCHIVIST, signed_on=date(2025, 12, 15)),
    minutes=forms.Minutes("9", date(2025, 12, 18)),
    units=(
        plan_forms.FilePlanUnit(
            "01",
            "Канцелярия",
            (
                plan_forms.FilePlanLine(
                    "01-01", "Приказы по основной деятельности", "постоянно, ст. 19а", 1
                ),
                plan_forms.FilePlanLine(
                    "01-02", "Приказы по движению обучающихся", "50 лет ЭПК", 2, "Переходящее"
                ),
            ),
        ),
        plan_forms.FilePlanUnit(
            "02",
            "Учебная часть",
            (plan_forms.FilePlanLine("02-01", "Классные журналы", "5 лет, п. 2.8.11", 24),),
        ),
    ),
    totals=(
        plan_forms.FilePlanTotal("Постоянного", 1),
        plan_forms.FilePlanTotal("Временного (свыше 10 лет)", 2, 2, 2),
        plan_forms.FilePlanTotal("Временного (до 10 лет включительно)", 24),
    ),
)

SUM = "0123456789abcdef" * 4
REGULATION = RecordForm(
    school=SCHOOL,
    heading="ЛОКАЛЬНЫЙ НОРМАТИВНЫЙ АКТ",
    title="Положение о ведении электронного журнала и архиве",
    dated_on=date(2026, 3, 12),
    facts=(
        ("Регистрационный номер", "14"),
        ("Дата редакции", "10.03.2026"),
        ("Кем принят", "Педагогический совет, принят, протокол № 3 от 02.03.2026, п. 2"),
        ("Мнение советов", "совет родителей, за; совет обучающихся, за, с замечаниями"),
        ("Утверждён приказом", "№ 41 от 10.03.2026"),
        ("Текст локального акта", f"Положение_{'о_журнале_' * 8}.pdf, SHA-256 {SUM}"),
    ),
    signers=(replace(DIRECTOR, signed_on=None),),
)
#: Stamps of a simple and an enhanced signature, as ``stamps_of`` gives them.
STAMPS = (
    {
        "title": "ДОКУМЕНТ ПОДПИСАН ЭЛЕКТРОННОЙ ПОДПИСЬЮ",
        "facts": [
            ["Сертификат", "00a1b2c3d4e5f607 18293a4b5c6d7e8f"],
            ["Владелец", "Директорова Анна Борисовна"],
            ["Действителен", "с 01.01.2026 до 01.04.2027"],
            ["Подписал", "Директор Директорова Анна Борисовна"],
            ["Дата", "12.03.2026 10:15"],
        ],
    },
    {"title": "Печать на бумаге", "facts": [["Дата", "12.03.2026"], ["Где стоит", "Лист 4"]]},
)
#: Forms that are printed with these stamps.
STAMPED = frozenset(("regulation-signed", "case-signed", "achievements-signed"))


def printed(name, form):
    """Return the PDF of a form, with stamps where the school would have some."""
    return print_form(form, timestamp=MOMENT, stamps=STAMPS if name in STAMPED else ())


FORMS = {
    "act": ACT,
    "minutes": MINUTES_OF_ACT,
    "inventory": INVENTORY,
    "cover": COVER,
    "inner-inventory": INNER,
    "certifying-sheet": CERTIFYING,
    "receipt": RECEIPT,
    "taken": TAKEN,
    "file-plan": FILE_PLAN,
    **PROTOCOLS,
    **PAPERS,
    "regulation-signed": REGULATION,
    "case-signed": replace(REGULATION, heading="ДЕЛО", title="Классный журнал 7А", mark="ПРОЕКТ"),
    "achievements-signed": PAPERS["achievements"],
}


def long_act(rows):
    """The act with so many rows, each with texts of its own."""
    lines = tuple(
        forms.ActLine(
            f"Журнал факультативных занятий группы {number} по учебному предмету",
            "2018/2019",
            "2-вр",
            str(number),
            1 + number % 3,
            "5 лет, п. 2.8.11 регламента",
            "Бумажный",
        )
        for number in range(1, rows + 1)
    )
    return replace(ACT, rows=lines, destruction=None)
