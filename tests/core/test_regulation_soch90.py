"""СОШ № 90: what its regulation says, read from the text and compared with the profile."""

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
    ("references.decree_781.outdated", True, "1.1"),
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
    """S90-1.1: the regulation rests on a decree of 2007 that no longer holds."""
    decree = samples.regulation(NAME).references["decree_781"]
    assert decree.outdated
    assert "1119" in decree.replaced_by


def test_every_phrase_stands_in_its_clause():
    """Whoever doubts a value finds the words of the regulation where the profile says."""
    assert samples.phrase_faults(NAME) == []


def test_labels_are_in_the_school_s_words():
    assert samples.label_faults(NAME) == []


def test_values_equal_the_table():
    """The table was written from the text, value by value, not from the profile."""
    assert samples.table_faults(NAME, DOCUMENTS, OTHER) == []


def test_the_table_leaves_nothing_out():
    """A value that somebody adds to the profile needs its row here."""
    assert samples.uncovered(NAME, DOCUMENTS, OTHER) == []
