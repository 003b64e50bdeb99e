"""The default list: what holds where a regulation is silent.

Terms: the twelve types of a school archive that every school has, then the types of a school's
list of files; of a range the longest. Where nothing is known of a type, «до минования надобности»
stands, which no act takes without a decision of people. `verified` is False where nobody has read
the term in the text of the act that it rests on; such a value is shown as one to confirm.
"""

from .local_regulations import shipped_repealed
from .regulation_model import Source
from .regulation_reader import Entry
from .terms import CLAIMED
from .terms import EVENT
from .terms import ON_EVENT
from .terms import PERMANENT
from .terms import UNTIL_NEEDED
from .terms import YEAR_AFTER_CLOSE
from .terms import YEARS
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Default(NamedTuple):
    """One type of the default list; `event` only for terms that wait for one.

    `before_2003`: years for what was closed before 2003, where that makes a difference.
    """

    doc_type: str
    label: str
    kind: str
    years: int | None
    article: str
    event: str | None = None
    before_2003: int | None = None


_LIST_236 = "приказ Росархива от 20.12.2019 № 236"
_ORDER_176 = "приказ Минпросвещения СССР от 30.12.1980 № 176"
_LETTER_2000 = "письмо Минобразования России от 20.12.2000 № 03-51/64"
_PRACTICE = "практика школ, статья не названа"
_STAFF = "ст. 22.1 125-ФЗ: 50/75 лет, закрытые до 2003 года хранятся 75 лет"
_LOCAL = "статья не названа; до минования надобности, решает экспертная комиссия"

LIST = (
    Default("personal_file", "Личное дело обучающегося", YEARS, 3, _LETTER_2000),
    Default("class_journal", "Классный журнал", YEARS, 5, _ORDER_176),
    Default("summary_sheet", "Сводная ведомость учёта успеваемости", YEARS, 25, _ORDER_176),
    Default("interim_protocol", "Протокол промежуточной аттестации", YEARS, 3, _PRACTICE),
    Default("exam_protocol", "Протокол результатов ГИА", YEARS, 5, _PRACTICE),
    Default("independent_monitoring", "Результаты независимого мониторинга", YEARS, 3, _PRACTICE),
    Default("internal_monitoring", "Результаты внутреннего мониторинга", YEARS, 3, _PRACTICE),
    Default(
        "certificate_book",
        "Книга регистрации выданных документов об образовании",
        YEARS,
        50,
        _PRACTICE,
    ),
    Default(
        "order_movement", "Приказы по движению обучающихся", YEARS, 50, f"ст. 434, {_LIST_236}"
    ),
    Default(
        "order_main", "Приказы по основной деятельности", PERMANENT, None, f"ст. 19, {_LIST_236}"
    ),
    Default("alphabet_book", "Алфавитная книга записи обучающихся", YEARS, 50, _PRACTICE),
    Default(
        "destruction_act",
        "Акты о выделении к уничтожению",
        PERMANENT,
        None,
        f"ст. 170–171, {_LIST_236}",
    ),
    Default("medal_book", "Книга регистрации выданных медалей", YEARS, 50, _PRACTICE),
    Default(
        "study_certificate_book", "Книга регистрации справок об обучении", YEARS, 50, _PRACTICE
    ),
    Default(
        "training_certificate_book",
        "Книга регистрации свидетельств об обучении",
        YEARS,
        50,
        _PRACTICE,
    ),
    Default("blank_ledger", "Книга учёта бланков", YEARS, 50, _PRACTICE),
    Default(
        "certificate_basic",
        "Аттестат об основном общем образовании",
        EVENT,
        75,
        f"ст. 449, {_LIST_236}",
        CLAIMED,
    ),
    Default("elective_journal", "Журнал факультативных занятий", YEARS, 5, _PRACTICE),
    Default("home_tuition_journal", "Журнал обучения на дому", YEARS, 5, _PRACTICE),
    Default("extracurricular_journal", "Журнал внеурочной и кружковой работы", YEARS, 5, _PRACTICE),
    Default("substitution_journal", "Журнал замещения уроков", UNTIL_NEEDED, 1, _LOCAL),
    Default("portfolio", "Портфолио", UNTIL_NEEDED, 1, _LOCAL),
    Default("diary", "Дневник", UNTIL_NEEDED, 1, _LOCAL),
    Default(
        "control_notebook",
        "Тетрадь для контрольных работ",
        EVENT,
        None,
        "практика школ: до конца учебного года",
        "school_year_end",
    ),
    Default("exam_work", "Письменная экзаменационная работа", YEARS, 3, _PRACTICE),
    Default("written_work", "Письменные работы обучающихся", UNTIL_NEEDED, 1, _LOCAL),
    Default("media_evidence", "Аудио-, фото- и видеоматериалы", UNTIL_NEEDED, 1, _LOCAL),
    Default("platform_result", "Результаты работы на платформах", UNTIL_NEEDED, 1, _LOCAL),
    Default("other_evidence", "Иные носители информации о результатах", UNTIL_NEEDED, 1, _LOCAL),
    Default("contest_database", "База данных об участии в конкурсах", UNTIL_NEEDED, 1, _LOCAL),
    Default("lesson_plan", "Технологическая карта (конспект) урока", UNTIL_NEEDED, 1, _LOCAL),
    Default("lesson_report", "Отчёт о проведении занятий", UNTIL_NEEDED, 1, _LOCAL),
    Default("thematic_plan", "Календарно-тематическое планирование", UNTIL_NEEDED, 1, _LOCAL),
    Default("correction_sheet", "Лист корректировки рабочей программы", UNTIL_NEEDED, 1, _LOCAL),
    Default("work_programme", "Рабочая программа учителя", UNTIL_NEEDED, 1, _LOCAL),
    Default("timetable", "Расписание занятий", UNTIL_NEEDED, 1, _LOCAL),
    Default("attendance_summary", "Сводная ведомость учёта посещаемости", UNTIL_NEEDED, 1, _LOCAL),
    Default(
        "movement_summary",
        "Сводная ведомость учёта движения обучающихся",
        UNTIL_NEEDED,
        1,
        _LOCAL,
    ),
    Default("study_certificate", "Справка об обучении", UNTIL_NEEDED, 1, _LOCAL),
    Default("check_report", "Справка о проверке журналов", YEARS, 5, _PRACTICE),
    Default("integrity_report", "Отчёт о проверке целостности архива", YEARS, 5, _PRACTICE),
    Default("journal_remarks", "Замечания по ведению журнала", YEARS, 5, _PRACTICE),
    Default("credential_log", "Журнал выдачи реквизитов доступа", YEARS, 5, _PRACTICE),
    Default("familiarisation_sheet", "Лист ознакомления", YEARS, 5, _PRACTICE),
    Default(
        "council_minutes",
        "Протокол педагогического совета",
        PERMANENT,
        None,
        f"ст. 18, {_LIST_236}",
    ),
    Default(
        "consent",
        "Согласие на обработку персональных данных",
        EVENT,
        3,
        f"ст. 441, {_LIST_236}",
        "consent_end",
    ),
    Default("case_nomenclature", "Номенклатура дел", PERMANENT, None, f"ст. 157, {_LIST_236}"),
    Default("inventory", "Опись дел", PERMANENT, None, f"ст. 172, {_LIST_236}"),
    # By whoever approves it; the article is from memory, so a school confirms it.
    Default("regulation", "Локальный нормативный акт", PERMANENT, None, f"ст. 8, {_LIST_236}"),
    # Records on staff (по личному составу): the law's two terms, its text not read by anybody here.
    Default("staff_file", "Личные дела работников", YEARS, 50, _STAFF, before_2003=75),
    Default("order_staff", "Приказы по личному составу", YEARS, 50, _STAFF, before_2003=75),
)

DOC_TYPES = tuple(row.doc_type for row in LIST)

# The terms that at least one of the five regulations states in its own words; the rest of the
# list rests on memory of the acts named beside it, and a school has to confirm it.
VERIFIED = frozenset(
    {
        "class_journal",
        "summary_sheet",
        "interim_protocol",
        "exam_protocol",
        "independent_monitoring",
        "internal_monitoring",
        "control_notebook",
    }
)

SETTINGS = (
    ("certificate_handout_days", "Выдача аттестата после приказа об отчислении, дней", 10),
    ("study_certificate_days", "Выдача справки об обучении после приказа об отчислении, дней", 3),
    ("duplicate_decision_days", "Решение о выдаче дубликата после заявления, дней", 30),
    ("transfer_order_days", "Приказ об отчислении в порядке перевода, дней", 3),
    ("transfer_notice_working_days", "Уведомление принимающей школы, рабочих дней", 2),
    ("admission_order_working_days", "Приказ о зачислении в порядке перевода, рабочих дней", 3),
    ("grade_10_file", "Личное дело в 10 классе: прежнее или новое", "прежнее"),
    ("personal_file_separator", "Знак между буквой и номером личного дела", "/"),
    ("alphabet_book_years_strict", "Алфавитная книга при строгом хранении, лет", 75),
    ("permanent_min_years", "«Постоянно» в школе, не сдающей дела в госархив: не менее, лет", 10),
    ("access_request_working_days", "Ответ родителю о персональных данных, рабочих дней", 10),
    ("incident_first_notice_hours", "Первое уведомление об утечке, часов", 24),
    ("incident_report_hours", "Уведомление о результатах расследования утечки, часов", 72),
    ("destruction_log_years", "Хранение выгрузки журнала событий об уничтожении, лет", 3),
    (
        "simple_signature_act",
        "Локальный акт о простой электронной подписи (нет — не введена)",
        "нет",
    ),
    (
        "simple_signature_kinds",
        "Где довольно простой подписи (через запятую): приказы, протоколы, локальные акты, описи, "
        "акты о выделении, дела, книги, портфолио, ознакомление",
        "приказы, протоколы, локальные акты, ознакомление",
    ),
    ("threshold_5", "Средний балл для отметки «5»", "4,5"),
    ("threshold_4", "Средний балл для отметки «4»", "3,5"),
    ("threshold_3", "Средний балл для отметки «3»", "2,5"),
)

# Acts known to be repealed: (kind, number, date) and what replaced them. A regulation's panel shows
# them as facts, so only what somebody has read stands here.
REPEALED = {
    (act.kind, act.number, act.dated_on): act.replaced_by
    for act in shipped_repealed()
    if act.verified
}

MIN_MARKS = (("quarter", 3), ("half_year", 5))

_ACT_BASIS = "архивные правила: уничтожение только по акту"
_SETTING_BASIS = "общая практика, текст акта не сверен"


def _entry(basis, verified, **values):
    present = {key: value for key, value in values.items() if value is not None}
    return Entry(MappingProxyType(present), Source("default", basis=basis, verified=verified))


def _document(row: Default) -> dict:
    verified = row.doc_type in VERIFIED
    start = ON_EVENT if row.kind == EVENT else YEAR_AFTER_CLOSE
    found = {
        "label": _entry("перечень по умолчанию", True, value=row.label),
        "retention": _entry(
            row.article,
            verified,
            kind=row.kind,
            value=row.years,
            before_2003=row.before_2003,
            start=start,
            event=row.event,
            article=row.article,
        ),
        "destroy_by_act": _entry(_ACT_BASIS, False, value=True),
    }
    if row.doc_type == "class_journal":
        found["summary_extract"] = {
            "after_years": _entry(_ORDER_176, False, value=5),
            "term_base": _entry(_ORDER_176, False, value="same_start"),
        }
    return found


def _tree() -> dict:
    return {
        "documents": {row.doc_type: _document(row) for row in LIST},
        "min_marks": {key: _entry(_SETTING_BASIS, False, value=value) for key, value in MIN_MARKS},
        "settings": {
            key: _entry(_SETTING_BASIS, False, label=label, value=value)
            for key, label, value in SETTINGS
        },
    }


def fill(tree: Mapping) -> dict:
    """The entries of a regulation, with the default list where it is silent."""
    filled = _merge(_merge(tree, _tree()), {"repealed": _repealed(tree.get("references", {}))})
    for document in filled["documents"].values():
        document.setdefault("destroy_by_act", _entry(_ACT_BASIS, False, value=True))
    return filled


def _repealed(references) -> dict:
    """What is known of the acts that a regulation rests on."""
    found = {}
    for key, entry in references.items():
        values = entry.values
        act = (values["kind"], values.get("number"), values.get("date"))
        if act in REPEALED:
            found[key] = _entry(REPEALED[act], True, replaced_by=REPEALED[act])
    return found


def _merge(tree, default):
    merged = dict(tree)
    for key, value in default.items():
        found = merged.get(key)
        if found is None:
            merged[key] = value
        elif not isinstance(found, Entry):
            merged[key] = _merge(found, value)
    return merged
