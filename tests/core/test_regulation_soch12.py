"""СОШ № 12: what its regulation says, compared with the profile."""

from datetime import date

import regulation_samples as samples


NAME = "soch12"
PAPER = ("paper",)
ELECTRONIC = ("electronic",)
BOTH = ("paper", "electronic")
WHOLE = ("integrity", "authenticity")

DOCUMENTS = [
    ("class_journal", "mandatory", True, "3.6"),
    ("class_journal", "mandatory_carriers", PAPER, "3.6"),
    ("class_journal", "carriers", BOTH, "3.2"),
    ("class_journal", "carrier_fallback", "electronic", "3.2"),
    ("class_journal", "responsible_roles", ("subject_teacher",), "3.2"),
    ("class_journal", "controlled_by", ("deputy",), "3.5"),
    (
        "class_journal",
        "rules",
        ("Положение о классном журнале", "Положение об электронном классном журнале"),
        "3.2",
    ),
    ("class_journal", "retention.kind", "years", "3.11"),
    ("class_journal", "retention.value", 5, "3.11"),
    ("class_journal", "retention.start", "school_year_end", "3.11"),
    ("class_journal", "integrity_control", WHOLE, "3.11"),
    ("class_journal", "summary_extract.taken_from", "paper", "3.11"),
    ("class_journal", "summary_extract.carrier", "electronic", "3.11"),
    ("summary_sheet", "label", "Сводные ведомости успеваемости", "3.11"),
    ("summary_sheet", "carriers", ELECTRONIC, "3.11"),
    ("summary_sheet", "retention.kind", "years", "3.11"),
    ("summary_sheet", "retention.value", 25, "3.11"),
    ("personal_file", "label", "Личное дело", "3.8"),
    ("personal_file", "mandatory", True, "3.6"),
    ("personal_file", "carriers", PAPER, "3.6"),
    ("personal_file", "responsible_roles", ("class_teacher",), "3.7"),
    ("personal_file", "certification.seal", True, "3.7"),
    ("personal_file", "certification.signers", ("class_teacher",), "3.7"),
    ("personal_file", "certification.frequency", "year", "3.7"),
    ("personal_file", "handout.event", "transfer_out", "3.8"),
    ("personal_file", "handout.to", "guardian", "3.8"),
    ("personal_file", "handout.on_application", True, "3.8"),
    ("personal_file", "rules", ("локальные акты Учреждения",), "3.10"),
    ("personal_file", "integrity_control", WHOLE, "3.11"),
    (
        "certificate_book",
        "label",
        "Книги учета выдачи аттестатов об основном общем и среднем общем образовании",
        "3.6",
    ),
    ("certificate_book", "mandatory", True, "3.6"),
    ("certificate_book", "carriers", PAPER, "3.6"),
    ("certificate_book", "grades", "9, 11", "3.9"),
    ("certificate_book", "rules", ("локальные акты Учреждения",), "3.10"),
    ("certificate_book", "integrity_control", WHOLE, "3.11"),
    ("written_work", "carriers", BOTH, "1.6"),
    ("media_evidence", "carriers", BOTH, "1.6"),
    ("platform_result", "carriers", ELECTRONIC, "1.6"),
    ("lesson_plan", "carriers", ELECTRONIC, "2.1"),
    ("lesson_plan", "responsible_roles", ("subject_teacher",), "2.1"),
    ("lesson_plan", "route", ("subject_teacher", "method_head", "deputy"), "2.1"),
    (
        "lesson_plan",
        "channels",
        (
            "электронная почта",
            "социальные сети",
            "мессенджеры",
            "другие информационные ресурсы и средства связи",
        ),
        "2.1",
    ),
    ("lesson_report", "carriers", ELECTRONIC, "2.1"),
    ("lesson_report", "responsible_roles", ("subject_teacher",), "2.1"),
    ("lesson_report", "route", ("subject_teacher", "deputy"), "2.1"),
]

OTHER = [
    ("regulation.in_force", "signing", "4.3"),
    ("regulation.ends", "until_replaced", "4.3"),
    ("regulation.adopted_by.parents_committee.act", "agreed", "лист подписей"),
    ("references.law_160.number", "160-ФЗ", "1.1"),
    ("references.order_816.number", "816", "1.1"),
    ("references.letter_gd_39.number", "ГД-39/04", "1.1"),
    ("deadlines.lesson_plan.rhythm", "day", "2.1"),
    ("deadlines.lesson_report.rhythm", "day", "2.1"),
    ("deadlines.lesson_plan_check.roles", ("method_head",), "2.1"),
    ("deadlines.personal_file_certification.rhythm", "year", "3.7"),
    ("deadlines.journal_archive.event", "school_year_end", "3.11"),
    ("control.journal.roles", ("deputy",), "3.5"),
    ("control.journal.documents", ("class_journal",), "3.5"),
    ("control.journal_check.roles", ("deputy",), "3.12.1"),
    ("control.journal_check.documents", ("class_journal",), "3.12.1"),
    ("appointments.journal_control.by_order", True, "3.5"),
    ("appointments.journal_operation.by_order", True, "3.12.2"),
    ("archive.carriers", ELECTRONIC, "3.4"),
    ("archive.rhythm", "year", "3.11"),
    ("archive.integrity_control", WHOLE, "3.11"),
    ("backup.role", "journal_admin", "3.12.2"),
    ("backup.appointed_by_order", True, "3.12.2"),
    ("backup.restore", True, "3.12.2"),
    ("access.systems", ("Школьный портал",), "3.12.2"),
]

# Copied from the profile and then read against the text: these rows notice a lost or changed
# value, but they are no second reading as the tables above are.
COPIED = [
    ("regulation.organisation", "МКОУ «СОШ № 12»", "лист подписей"),
    ("regulation.approved_by", "director", "лист подписей"),
    ("regulation.amended_by", "в установленном порядке", "4.1"),
    ("references.law_273.number", "273-ФЗ", "1.1"),
    ("references.law_273.date", date(2012, 12, 29), "1.1"),
    ("references.law_152.number", "152-ФЗ", "1.1"),
    ("references.law_152.date", date(2006, 7, 27), "1.1"),
    ("references.law_149.number", "149-ФЗ", "1.1"),
    ("references.law_149.date", date(2006, 7, 27), "1.1"),
    ("references.law_160.date", date(2005, 12, 19), "1.1"),
    ("references.order_816.date", date(2017, 8, 23), "1.1"),
    ("references.standard_primary.number", "373", "1.1"),
    ("references.standard_primary.date", date(2009, 10, 6), "1.1"),
    ("references.standard_basic.number", "1897", "1.1"),
    ("references.standard_basic.date", date(2010, 12, 17), "1.1"),
    ("references.standard_secondary.number", "413", "1.1"),
    ("references.standard_secondary.date", date(2012, 5, 17), "1.1"),
    ("references.letter_gd_39.date", date(2020, 3, 19), "1.1"),
    ("documents.personal_file.mandatory_carriers", ("paper",), "3.6"),
    ("documents.class_journal.label", "Классные журналы", "1.6"),
    ("documents.class_journal.aliases", ("Электронный классный журнал",), "1.6"),
    (
        "documents.certificate_book.aliases",
        ("Книга выдачи аттестатов за курс основного общего и среднего общего образования",),
        "3.9",
    ),
    ("documents.certificate_book.mandatory_carriers", ("paper",), "3.6"),
    ("documents.written_work.label", "Письменные работы обучающихся", "1.6"),
    ("documents.media_evidence.label", "Аудио и видеозаписи устных ответов обучающихся", "1.6"),
    (
        "documents.media_evidence.aliases",
        ("Фото и видео материалы подготовки творческих заданий, проектов",),
        "1.6",
    ),
    (
        "documents.platform_result.label",
        "Результаты выполнения обучающимися заданий (упражнений), контрольных и самостоятельных работ, тестов и иных проверочных работ",
        "1.6",
    ),
    (
        "documents.other_evidence.label",
        "Иные носители информации об образовательных результатах обучающихся",
        "1.6",
    ),
    ("documents.lesson_plan.label", "Конспект урока (технологическая карта)", "2.1"),
    ("documents.lesson_report.label", "Отчет о проведении учебных занятий", "2.1"),
    ("deadlines.lesson_plan_check.rhythm", "day", "2.1"),
    ("deadlines.journal_archive.rhythm", "year", "3.11"),
    ("appointments.journal_control.role", "deputy", "3.5"),
    ("appointments.journal_operation.role", "journal_admin", "3.12.2"),
]


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
