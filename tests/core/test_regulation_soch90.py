"""СОШ № 90: what its regulation says, compared with the profile."""

from datetime import date

import regulation_samples as samples


NAME = "soch90"
PAPER = ("paper",)
ELECTRONIC = ("electronic",)
TEACHERS = ("subject_teacher", "class_teacher")
JOURNAL = ("class_journal",)

DOCUMENTS = [
    ("class_journal", "label", "Электронный классный журнал", "1.2"),
    ("class_journal", "mandatory", True, "1.5"),
    ("class_journal", "carriers", ("electronic", "paper"), "6.5"),
    ("class_journal", "responsible_roles", (*TEACHERS, "journal_admin"), "1.5"),
    ("class_journal", "controlled_by", ("deputy",), "3.5"),
    ("class_journal", "retention.kind", "years", "6.5"),
    ("class_journal", "retention.value", 5, "6.5"),
    ("class_journal", "retention.start", "year_after_close", "6.5"),
    ("class_journal", "print_certified", True, "6.4"),
    ("class_journal", "certification.frequency", "on_demand", "6.4"),
    ("class_journal", "summary_extract.carrier", "paper", "6.5"),
    ("summary_sheet", "carriers", PAPER, "6.5"),
    ("summary_sheet", "retention.kind", "years", "6.5"),
    ("summary_sheet", "retention.value", 25, "6.5"),
    ("diary", "carriers", ELECTRONIC, "1.7"),
    ("substitution_journal", "label", "Журнал замещения уроков", "4.4.2"),
    ("substitution_journal", "carriers", PAPER, "4.4.2"),
    ("substitution_journal", "responsible_roles", ("subject_teacher",), "4.4.2"),
    ("substitution_journal", "certification.signers", ("subject_teacher",), "4.4.2"),
    ("substitution_journal", "certification.frequency", "lesson", "4.4.2"),
    ("thematic_plan", "carriers", ELECTRONIC, "4.4.6"),
    ("thematic_plan", "responsible_roles", ("subject_teacher",), "4.4.6"),
    ("timetable", "responsible_roles", ("deputy",), "4.6.2"),
    ("attendance_summary", "carriers", ELECTRONIC, "4.3.8"),
    ("attendance_summary", "responsible_roles", ("class_teacher",), "4.3.8"),
    ("movement_summary", "carriers", ELECTRONIC, "4.3.8"),
    ("movement_summary", "responsible_roles", ("class_teacher",), "4.3.8"),
]

OTHER = [
    ("regulation.order_no", "252", "титульный лист"),
    ("regulation.date", date(2021, 12, 8), "титульный лист"),
    ("regulation.ends", "until_replaced", "1.10"),
    ("regulation.answerable", "director", "1.9"),
    ("regulation.adopted_by.pedagogical_council.act", "reviewed", "титульный лист"),
    ("regulation.adopted_by.pedagogical_council.protocol_no", "4", "титульный лист"),
    ("regulation.adopted_by.governing_council.act", "agreed", "титульный лист"),
    ("references.decree_781.number", "781", "1.1"),
    ("references.decree_781.date", date(2007, 11, 17), "1.1"),
    ("deadlines.journal_daily.rhythm", "day", "3.4"),
    ("deadlines.journal_same_day.time", "18:00", "4.4.1"),
    ("deadlines.control_work.amount", 3, "4.4.1"),
    ("deadlines.control_work.unit", "days", "4.4.1"),
    ("deadlines.external_results.amount", 24, "4.4.9"),
    ("deadlines.external_results.unit", "hours", "4.4.9"),
    ("deadlines.homework.rhythm", "day", "4.4.4"),
    ("deadlines.attendance.rhythm", "day", "4.3.1"),
    ("deadlines.personal_data_check.rhythm", "month", "4.3.6"),
    ("deadlines.paper_extract.rhythm", "week", "4.3.9"),
    ("deadlines.study_groups.event", "year_start", "4.3.3"),
    ("deadlines.class_lists.day", "09-02", "4.5.1"),
    ("deadlines.class_lists.roles", ("secretary",), "4.5.1"),
    ("deadlines.contingent_change.amount", 2, "4.5.2"),
    ("deadlines.contingent_change.unit", "working_days", "4.5.2"),
    ("deadlines.contingent_change.side", "after", "4.5.2"),
    ("deadlines.final_marks.amount", 2, "5.4"),
    ("deadlines.final_marks.unit", "working_days", "5.4"),
    ("deadlines.final_marks.side", "before", "5.4"),
    ("deadlines.final_marks.event", "period_end", "5.4"),
    ("deadlines.final_visible.amount", 2, "9.3"),
    ("deadlines.final_visible.unit", "days", "9.3"),
    ("deadlines.activity_report.rhythm", "month", "7.1"),
    ("deadlines.progress_reports.rhythm", "quarter", "7.2"),
    ("control.journal.roles", ("deputy",), "3.5"),
    ("control.journal.times", 2, "3.5"),
    ("control.journal.per", "week", "3.5"),
    ("control.journal.at_least", True, "3.5"),
    ("control.journal.documents", JOURNAL, "3.5"),
    ("control.journal_director.roles", ("director",), "4.2.4"),
    ("control.journal_director.documents", JOURNAL, "4.2.4"),
    ("control.results_reported.roles", ("deputy",), "6.3"),
    ("control.results_reported.documents", JOURNAL, "6.3"),
    ("control.results_reported.reported_to", TEACHERS, "6.3"),
    ("control.objectivity.roles", ("deputy",), "6.2"),
    ("control.objectivity.times", 1, "6.2"),
    ("control.objectivity.per", "quarter", "6.2"),
    ("control.objectivity.documents", JOURNAL, "6.2"),
    ("control.timely_marks.roles", ("class_teacher",), "4.3.2"),
    ("control.timely_marks.documents", JOURNAL, "4.3.2"),
    ("control.timely_marks.reported_to", ("deputy",), "4.3.2"),
    ("control.personal_data.roles", ("class_teacher",), "4.3.6"),
    ("control.personal_data.times", 1, "4.3.6"),
    ("control.personal_data.per", "month", "4.3.6"),
    ("control.personal_data.at_least", True, "4.3.6"),
    ("control.personal_data.documents", ("personal_file",), "4.3.6"),
    ("control.personal_data.reported_to", ("journal_admin",), "4.3.6"),
    ("credentials.staff.issuer", "journal_admin", "3.1"),
    ("credentials.staff.what", "активационный код", "3.1"),
    ("credentials.parents.issuer", "class_teacher", "3.1"),
    ("credentials.parents.what", "активационный код", "3.1"),
    ("credentials.pupils.issuer", "class_teacher", "3.1"),
    ("credentials.pupils.what", "активационный код", "3.1"),
    ("archive.carriers", ("electronic", "paper"), "6.5"),
    ("backup.role", "journal_admin", "6.1"),
    ("marks.forbidden", ("н/а", "осв."), "5.3"),
    ("marks.grade1_no_marks", True, "3.7"),
    ("marks.grade1_no_homework", True, "3.7"),
    ("marks.extension_by_order", True, "5.3"),
    ("marks.medical_group_theory", True, "5.3"),
    ("marks.required_count", True, "5.2"),
    (
        "marks.strict_subjects",
        ("русский язык", "литература", "математика", "окружающий мир", "физика", "химия"),
        "5.2",
    ),
    ("marks.weights_set_by", "journal_admin", "5.2"),
    ("marks.weights_place", "Виды оценок", "5.2"),
    ("marks.dates_by_order", True, "4.4.5"),
    ("marks.entry_language", "русский", "4.4.7"),
    ("marks.hours_equal_curriculum", True, "4.4.6"),
    ("marks.groups_changed_by", "journal_admin", "4.4.8"),
    ("marks.groups_changed_at", "period_end", "4.4.8"),
    ("access.systems", ("Дневник.ру",), "1.8"),
    ("access.own_child_only", True, "3.6"),
    ("access.no_pupil_under_staff_login", True, "4.3.11"),
    ("access.round_the_clock", True, "8.2"),
]

# Copied from the profile and then read against the text: these rows notice a lost or changed
# value, but they are no second reading as the tables above are.
COPIED = [
    (
        "regulation.organisation",
        "Муниципальное автономное общеобразовательное учреждение «Средняя общеобразовательная школа № 90»",
        "титульный лист",
    ),
    ("regulation.approved_by", "director", "титульный лист"),
    ("regulation.adopted_by.pedagogical_council.date", date(2021, 12, 8), "титульный лист"),
    ("regulation.adopted_by.governing_council.date", date(2021, 12, 8), "титульный лист"),
    ("references.law_273.number", "273-ФЗ", "1.1"),
    ("references.law_273.date", date(2012, 12, 29), "1.1"),
    ("references.law_152.number", "152-ФЗ", "1.1"),
    ("references.law_149.number", "149-ФЗ", "1.1"),
    ("references.law_210.number", "210-ФЗ", "1.1"),
    ("references.law_210.date", date(2010, 7, 27), "1.1"),
    ("documents.class_journal.aliases", ("Журналы успеваемости обучающихся",), "6.5"),
    ("documents.summary_sheet.label", "Сводные ведомости успеваемости", "6.5"),
    (
        "documents.summary_sheet.aliases",
        ("Сводная ведомость учета успеваемости обучающихся класса",),
        "4.4.10",
    ),
    ("documents.order_movement.label", "Приказы, связанные с движением учащихся", "4.1.7"),
    ("documents.diary.label", "Электронный дневник", "1.7"),
    ("documents.thematic_plan.label", "Календарно-тематическое планирование", "4.4.6"),
    ("documents.timetable.label", "Расписание занятий", "4.6.2"),
    ("documents.attendance_summary.label", "Сводная ведомость учета посещаемости", "4.3.8"),
    ("documents.movement_summary.label", "Сводная ведомость учета движения учащихся", "4.3.8"),
    ("deadlines.journal_same_day.rhythm", "day", "4.4.1"),
    ("deadlines.journal_same_day.event", "lesson", "4.4.1"),
    ("deadlines.control_work.side", "after", "4.4.1"),
    ("deadlines.control_work.event", "control_work", "4.4.1"),
    ("deadlines.external_results.side", "after", "4.4.9"),
    ("deadlines.external_results.event", "results_received", "4.4.9"),
    ("deadlines.study_groups.rhythm", "year", "4.3.3"),
    ("deadlines.contingent_change.event", "contingent_change", "4.5.2"),
    ("deadlines.timetable.rhythm", "year", "4.6.2"),
    ("deadlines.timetable.event", "year_start", "4.6.2"),
    ("deadlines.final_visible.side", "after", "9.3"),
    ("deadlines.final_visible.event", "results_received", "9.3"),
    ("reports.class_attendance.rhythm", "month", "4.3.8"),
    ("reports.class_attendance.carrier", "electronic", "4.3.8"),
    ("reports.class_teacher_preliminary.rhythm", "period", "4.3.8"),
    ("reports.class_teacher_preliminary.carrier", "electronic", "4.3.8"),
    ("reports.class_teacher_period.rhythm", "period", "4.3.8"),
    ("reports.class_teacher_period.carrier", "electronic", "4.3.8"),
    ("reports.class_results.rhythm", "period", "4.3.8"),
    ("reports.class_results.carrier", "electronic", "4.3.8"),
    ("reports.class_rating.carrier", "electronic", "4.3.8"),
    ("reports.attendance_summary.carrier", "electronic", "4.3.8"),
    ("reports.movement_summary.carrier", "electronic", "4.3.8"),
    ("reports.paper_extract.rhythm", "week", "4.3.9"),
    ("reports.paper_extract.carrier", "paper", "4.3.9"),
    ("reports.teacher_preliminary.rhythm", "period", "4.4.10"),
    ("reports.teacher_preliminary.carrier", "electronic", "4.4.10"),
    ("reports.teacher_results.rhythm", "period", "4.4.10"),
    ("reports.teacher_results.carrier", "electronic", "4.4.10"),
    ("reports.teacher_summary_sheet.carrier", "electronic", "4.4.10"),
    ("reports.deputy_movement.rhythm", "period", "4.6.5"),
    ("reports.deputy_movement.carrier", "paper", "4.6.5"),
    ("reports.deputy_class_size.rhythm", "period", "4.6.5"),
    ("reports.deputy_class_size.carrier", "paper", "4.6.5"),
    ("reports.deputy_final_data.rhythm", "period", "4.6.5"),
    ("reports.deputy_final_data.carrier", "paper", "4.6.5"),
    ("reports.deputy_attendance.rhythm", "period", "4.6.5"),
    ("reports.deputy_attendance.carrier", "paper", "4.6.5"),
    ("reports.deputy_class_teacher.rhythm", "period", "4.6.5"),
    ("reports.deputy_class_teacher.carrier", "paper", "4.6.5"),
    ("reports.deputy_rating.rhythm", "period", "4.6.5"),
    ("reports.deputy_rating.carrier", "paper", "4.6.5"),
    ("reports.deputy_summary_sheet.rhythm", "period", "4.6.5"),
    ("reports.deputy_summary_sheet.carrier", "paper", "4.6.5"),
    ("reports.deputy_attendance_summary.rhythm", "period", "4.6.5"),
    ("reports.deputy_attendance_summary.carrier", "paper", "4.6.5"),
    ("reports.activity.rhythm", "month", "7.1"),
    ("reports.progress.rhythm", "quarter", "7.2"),
    ("reports.forecast.rhythm", "quarter", "9.2"),
    (
        "access.users",
        (
            "администрация школы",
            "учителя",
            "классные руководители",
            "учащиеся",
            "родители (законные представители)",
        ),
        "1.7",
    ),
]

# Reports by clause, in the order of the text: seven of the class teacher, three of the subject
# teacher, eight of the deputy and five of the deputy's control.
REPORTS = {
    "4.3.8": (
        "Отчет о посещаемости класса (по месяцам)",
        "Предварительный отчет классного руководителя за учебный период",
        "Отчет классного руководителя за учебный период",
        "Итоги успеваемости класса за учебный период",
        "Рейтинг учета успеваемости обучающихся класса",
        "Сводная ведомость учета посещаемости",
        "Сводная ведомость учета движения учащихся",
    ),
    "4.4.10": (
        "Предварительный отчет за учебный период",
        "Отчет по итогам успеваемости класса за учебный период, итоговый",
        "Сводная ведомость учета успеваемости обучающихся класса",
    ),
    "4.6.5": (
        "Динамика движения обучающихся по школе",
        "Наполняемость классов",
        "Итоговые данные по учащимся",
        "Отчет о посещаемости класса (по месяцам)",
        "Отчет классного руководителя за учебный период",
        "Рейтинг успеваемости класса за учебный период",
        "Сводная ведомость учета успеваемости обучающихся класса",
        "Сводная ведомость учета посещаемости",
    ),
    "4.6.6": (
        "Активность учителей в работе с ЭЖ",
        "Наполненность текущих оценок",
        "Учет пройденного материала",
        "Запись домашнего задания",
        "Активность родителей и учащихся в работе с ЭЖ",
    ),
}


def test_reports_are_those_of_the_lists():
    """Each list is complete, in the order and the words of its clause."""
    found = {}
    for path, row in samples.rows_of(NAME).items():
        if row.label_key == "reports_label" and row.source.clause in REPORTS:
            assert path.startswith("reports.")
            found.setdefault(row.source.clause, []).append(row.value)
    assert {clause: tuple(labels) for clause, labels in found.items()} == REPORTS


def test_the_repealed_decree_names_its_successor():
    """S90-1.1: the regulation rests on a decree of 2007 that no longer holds.

    The regulation does not say so itself, therefore its clause is not the source.
    """
    regulation = samples.regulation(NAME)
    assert set(regulation.repealed) == {"decree_781"}
    assert "№ 1119" in regulation.repealed["decree_781"].replaced_by
    assert regulation.source("repealed.decree_781").kind == "default"


def test_every_phrase_stands_in_its_clause():
    """Whoever doubts a value finds the words of the regulation where the profile says."""
    assert samples.phrase_faults(NAME) == []


def test_labels_are_in_the_school_s_words():
    assert samples.label_faults(NAME) == []


def test_values_equal_the_table():
    """The table was typed by hand, value by value."""
    assert samples.table_faults(NAME, DOCUMENTS, OTHER) == []


def test_no_other_value_is_lost_or_changed():
    assert samples.table_faults(NAME, [], COPIED) == []


def test_the_table_leaves_nothing_out():
    """A value that somebody adds to the profile needs its row here."""
    assert samples.uncovered(NAME, DOCUMENTS, OTHER + COPIED) == []
