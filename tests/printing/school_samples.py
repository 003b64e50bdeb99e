"""Printed papers about pupils and the calendar of terms, with invented people and figures."""

from collective.schoolrecords.core.book_fields import CERTIFICATES_9
from collective.schoolrecords.core.forecast import draw
from collective.schoolrecords.printing import school_forms
from collective.schoolrecords.printing.calendar_forms import CalendarForm
from collective.schoolrecords.printing.order_forms import FamiliarLine
from collective.schoolrecords.printing.order_forms import OrderForm
from collective.schoolrecords.printing.order_forms import OrderPerson
from collective.schoolrecords.printing.page_book import BookColumn
from collective.schoolrecords.printing.page_book import BookForm
from collective.schoolrecords.records.book.prints import COLUMNS
from dataclasses import replace
from datetime import date
from sample_school import ARCHIVIST
from sample_school import DIRECTOR
from sample_school import SCHOOL
from sample_school import TEACHER


TODAY = date(2026, 3, 5)

GROUPS = (
    (2024, "class_journal", 12, 0, 0),
    *(
        (2026 + number, "class_journal", 40 + 7 * number % 60, number % 3, 0)
        for number in range(12)
    ),
    *((2027 + 2 * number, "exam_protocol", 6 + number, 0, 6 + number) for number in range(8)),
    (2029, "personal_file", 1180, 9, 300),
    (2061, "certificate_book", 3, 0, 0),
    ("never", "order_main", 65, 0, 0),
    ("open", "personal_file", 1080, 0, 0),
    ("error", "class_journal", 4, 0, 0),
)
CALENDAR = CalendarForm(
    school=SCHOOL,
    dated_on=TODAY,
    calendar=draw(GROUPS, 2026, 2045),
    compiler=ARCHIVIST,
    titles=(
        ("personal_file", "Личные дела обучающихся"),
        ("class_journal", "Классные журналы"),
        ("exam_protocol", "Протоколы результатов ГИА"),
    ),
)

CLASS_LIST = school_forms.ClassListForm(
    school=SCHOOL,
    dated_on=TODAY,
    school_year="2025/26",
    classes=(
        school_forms.ClassPage(
            "7А",
            (
                school_forms.ClassLine(
                    "Ёлкина Вера Ильинична", date(2012, 5, 17), "Е-4", date(2019, 9, 1)
                ),
                school_forms.ClassLine(
                    "Жукова-Константинопольская Александра-Виктория Владиславовна",
                    date(2012, 11, 2),
                    "К-211",
                    date(2023, 1, 9),
                ),
                school_forms.ClassLine("Ван 王 Ли", None, "В-17"),
            ),
            TEACHER,
        ),
        school_forms.ClassPage("7Б", (), TEACHER),
    ),
    director=DIRECTOR,
)

ACHIEVEMENTS = school_forms.AchievementsForm(
    school=SCHOOL,
    name="Козлова Вера Ильинична",
    number="К-25",
    grades="5–9",
    dated_on=TODAY,
    rows=(
        school_forms.AchievementLine(
            "Олимпиада по физике",
            "учёба",
            "муниципальный",
            date(2025, 12, 5),
            "1 место",
            "Диплом № 14",
            date(2025, 12, 8),
        ),
        school_forms.AchievementLine(
            "Конкурс исследовательских работ «Река моего города», секция «Экология и природа»",
            "исследования",
            "региональный",
            date(2026, 2, 14),
            "участие",
        ),
    ),
    compiler=TEACHER,
)

STUDIES = school_forms.StatementForm(
    school=SCHOOL,
    kind=school_forms.STUDIES,
    name="Козлова Вера Ильинична",
    dated_on=TODAY,
    director=DIRECTOR,
    born=date(2012, 5, 17),
    female=True,
    label="7А",
    school_year="2025/26",
    study_form="очная",
    admitted_on=date(2019, 9, 1),
    admission=school_forms.StatementOrder("41-у", date(2019, 8, 28)),
)
ADMITTED = replace(STUDIES, kind=school_forms.ADMITTED, female=None, label="1А")
PERIOD = replace(
    STUDIES,
    kind=school_forms.PERIOD,
    number="12",
    label="9А",
    left_on=date(2025, 6, 25),
    leaving=school_forms.StatementOrder("77-у", date(2025, 6, 25)),
    reason="не прошла государственную итоговую аттестацию",
    marks=school_forms.YearMarks(
        "2024/25", 9, (("Русский язык", "3"), ("Алгебра", "2"), ("Физическая культура", "осв."))
    ),
    exams=(("Математика", "2"), ("Русский язык", "н/я")),
)

BOOK = BookForm(
    school=SCHOOL,
    title="Книга регистрации выданных аттестатов об основном общем образовании",
    columns=tuple(BookColumn(*one) for one in COLUMNS[CERTIFICATES_9]),
    rows=(
        (
            "1",
            "Бобров Антон, 01.02.2010",
            "9А",
            "05204260000001; 05204260000002",
            "Русский язык — 5; Математика — 4",
            "№ 77 от 20.06.2026",
            "В. Г. Архивная",
            "Бобров Антон",
            "26.06.2026",
            "Выдан дубликат, запись № 2",
        ),
        (
            "2",
            "Ёжова Вера Ильинична, 17.05.2010",
            "9А",
            "05204260000003",
            "Русский язык — 3",
            "№ 77 от 20.06.2026",
            "",
            "",
            "",
            "К записи № 2: фамилия «Ёжова» вместо «Ежова» (описка; подпись директора и печать)",
        ),
        "9А. Классный руководитель: подпись, 20.06.2026; Печать школы: печать, 20.06.2026.",
    ),
    entries=2,
    number="3",
    volume="1",
    opened="01.09.2025",
    closed="31.08.2026",
    sheets=96,
    certified="Подпись директора и печать на последнем листе",
)

ORDER = OrderForm(
    SCHOOL,
    "О зачислении обучающихся в 1 класс",
    replace(DIRECTOR, signed_on=None),
    "41-у",
    date(2026, 8, 28),
    "В соответствии с Правилами приёма\nПРИКАЗЫВАЮ:\n1. Зачислить с 1 сентября 2026 года в 1А класс "
    "обучающихся по списку.\n2. Контроль за исполнением приказа оставляю за собой.",
    (OrderPerson("Волкова Ася Игоревна", "1А"), OrderPerson("Жуков Пётр Ильич", "1А")),
    (
        FamiliarLine("Петрова Анна Ильинична", date(2026, 8, 29), "простая электронная подпись"),
        FamiliarLine("Сидоров Олег Петрович"),
    ),
)

PAPERS = {
    "order": ORDER,
    "calendar": CALENDAR,
    "class-list": CLASS_LIST,
    "achievements": ACHIEVEMENTS,
    "statement-studies": STUDIES,
    "statement-admitted": ADMITTED,
    "statement-period": PERIOD,
    "book": BOOK,
}
