"""Школа № 20: what its regulation says, compared with the profile."""

from datetime import date

import regulation_samples as samples


NAME = "school20"
PAPER = ("paper",)
ELECTRONIC = ("electronic",)
BOTH = ("paper", "electronic")
KEEPER = ("certificate_keeper",)

DOCUMENTS = [
    ("class_journal", "label", "Электронные журналы", "3.1"),
    ("class_journal", "mandatory", True, "2.2"),
    ("class_journal", "mandatory_carriers", ELECTRONIC, "2.2"),
    ("class_journal", "carriers", ELECTRONIC, "3.1.1"),
    ("class_journal", "copies", 2, "3.1.9"),
    ("class_journal", "file_format", "Microsoft Office Excel", "3.1.9"),
    ("class_journal", "grades", "1-11", "2.2"),
    ("class_journal", "responsible_roles", ("subject_teacher", "class_teacher"), "3.1.1"),
    ("class_journal", "controlled_by", ("director", "deputy"), "3.1.9"),
    ("class_journal", "closed_on", "school_year_end", "3.1.3"),
    (
        "class_journal",
        "rules",
        ("Регламент ведения электронного классного журнала и электронного дневника обучающихся",),
        "3.1.7",
    ),
    ("class_journal", "retention.kind", "years", "3.1.9"),
    ("class_journal", "retention.value", 5, "3.1.9"),
    ("class_journal", "retention.start", "year_after_close", "3.1.9"),
    ("class_journal", "archive_rhythm", "quarter", "3.1.9"),
    ("class_journal", "summary_extract.carrier", "paper", "3.1.9"),
    ("summary_sheet", "label", "Сводные ведомости успеваемости журнала", "3.1.9"),
    ("summary_sheet", "carriers", PAPER, "3.1.9"),
    ("summary_sheet", "responsible_roles", ("deputy",), "3.1.9"),
    ("summary_sheet", "kept_by", "deputy", "3.1.9"),
    ("summary_sheet", "retention.kind", "years", "3.1.9"),
    ("summary_sheet", "retention.value", 25, "3.1.9"),
    ("summary_sheet", "destroy_by_act", True, "3.1.9"),
    ("check_report", "responsible_roles", ("deputy",), "3.1.9"),
    ("journal_remarks", "label", "Замечания по ведению журнала", "3.1.9"),
    ("journal_remarks", "carriers", ("paper_print",), "3.1.9"),
    ("journal_remarks", "responsible_roles", ("deputy",), "3.1.9"),
    ("personal_file", "label", "Личные дела обучающихся", "3.2"),
    ("personal_file", "mandatory", True, "2.3"),
    ("personal_file", "carriers", PAPER, "2.3"),
    ("personal_file", "grades", "1-11", "2.3"),
    ("personal_file", "responsible_roles", ("secretary", "class_teacher"), "3.2"),
    ("personal_file", "storage_place", "специально отведенное место", "3.2"),
    ("certificate_book", "mandatory", True, "3.3.1"),
    ("certificate_book", "carriers", PAPER, "3.3.1"),
    ("certificate_book", "responsible_roles", KEEPER, "3.3.3"),
    ("certificate_book", "appointed_by_order", True, "3.3.3"),
    ("certificate_book", "storage_place", "специально отведенный сейф", "3.3.4"),
    ("certificate_book", "strict_accountability", True, "3.3.4"),
    ("certificate_book", "rules", ("приказ от 05.10.2020 № 546",), "3.3.2"),
    ("certificate_basic", "mandatory", True, "3.4.1"),
    ("certificate_basic", "carriers", PAPER, "3.4.1"),
    ("certificate_basic", "responsible_roles", KEEPER, "3.4.5"),
    ("certificate_basic", "appointed_by_order", True, "3.4.5"),
    ("certificate_basic", "storage_place", "специально отведенный сейф", "3.4.3"),
    ("certificate_basic", "intake.event", "admission_to_grade_10", "3.4.2"),
    ("certificate_basic", "closed_on", "expulsion_order", "3.4.3"),
    ("certificate_basic", "handout.event", "expulsion_order", "3.4.4"),
    ("certificate_basic", "handout.to", "pupil", "3.4.4"),
    ("certificate_basic", "handout.immediately", True, "3.4.4"),
    ("portfolio", "mandatory", True, "2.3"),
    ("portfolio", "carriers", PAPER, "2.3"),
    ("portfolio", "responsible_roles", ("class_teacher",), "3.5.3"),
    (
        "portfolio",
        "storage_place",
        "у обучающегося или в классном кабинете (у классного руководителя)",
        "3.5.5",
    ),
    ("portfolio", "rules", ("Положение о Портфолио обучающегося",), "3.5.1"),
    ("portfolio", "retention.kind", "event", "3.5.4"),
    ("portfolio", "retention.event", "leaving", "3.5.4"),
    ("portfolio", "handout.event", "transfer_out", "3.5.4"),
    ("portfolio", "handout.to", "guardian", "3.5.4"),
    ("portfolio", "handout.against_signature", True, "3.5.4"),
    ("portfolio", "familiarisation.by", "class_teacher", "3.5.3"),
    ("portfolio", "familiarisation.whom", "guardian", "3.5.3"),
    ("portfolio", "cycles.years", (4, 5, 2), "3.5.2"),
    ("portfolio", "cycles.grades", ("1-4", "5-9", "10-11"), "3.5.2"),
    ("diary", "mandatory", True, "2.3"),
    ("diary", "carriers", PAPER, "2.3"),
    ("diary", "grades", "2-4", "2.3"),
    ("elective_journal", "mandatory", True, "2.3"),
    ("elective_journal", "carriers", PAPER, "2.3"),
    ("home_tuition_journal", "mandatory", True, "2.2"),
    ("home_tuition_journal", "carriers", BOTH, "2.3"),
    ("extracurricular_journal", "mandatory", True, "2.3"),
    ("extracurricular_journal", "carriers", PAPER, "2.3"),
]

OTHER = [
    ("regulation.order_no", "313-ОД", "титульный лист"),
    ("regulation.date", date(2020, 11, 2), "титульный лист"),
    ("regulation.approved_by", "director", "1.3"),
    ("regulation.adopted_by.pedagogical_council.act", "adopted", "лист подписей"),
    ("regulation.adopted_by.pedagogical_council.protocol_no", "4", "лист подписей"),
    ("regulation.adopted_by.school_council.act", "adopted", "лист подписей"),
    ("regulation.adopted_by.school_council.protocol_no", "4", "лист подписей"),
    ("regulation.adopted_by.parents_council.act", "opinion", "лист подписей"),
    ("regulation.adopted_by.pupils_council.act", "opinion", "лист подписей"),
    ("regulation.adopted_by.pupils_council.date", date(2020, 11, 2), "лист подписей"),
    ("references.letter_03_51.number", "03-51/64", "1.2"),
    ("references.letter_03_51.date", date(2000, 12, 20), "1.2"),
    ("references.order_9.date", date(2009, 1, 21), "3.1.9"),
    ("references.order_546.date", date(2020, 10, 5), "3.3.2"),
    ("deadlines.marks_topics_attendance.rhythm", "day", "3.1.8"),
    ("deadlines.backup.rhythm", "day", "3.1.8"),
    ("deadlines.journal_archive.rhythm", "quarter", "3.1.9"),
    ("deadlines.credentials.event", "year_start", "3.1.6"),
    ("deadlines.certificate_return.amount", 0, "3.4.4"),
    ("deadlines.certificate_return.event", "expulsion_order", "3.4.4"),
    ("control.journal_general.roles", ("director",), "3.1.9"),
    ("control.journal_general.documents", ("class_journal",), "3.1.9"),
    ("control.journal_systematic.roles", ("deputy",), "3.1.8"),
    ("control.journal_systematic.documents", ("class_journal",), "3.1.8"),
    ("control.journal_check.roles", ("deputy",), "3.1.9"),
    ("control.journal_check.documents", ("class_journal",), "3.1.9"),
    ("control.journal_check.records", ("check_report", "journal_remarks"), "3.1.9"),
    ("appointments.certificate_books.by_order", True, "3.3.3"),
    ("appointments.certificate_custody.by_order", True, "3.4.5"),
    ("credentials.pupils.issuer", "class_teacher", "3.1.6"),
    ("credentials.pupils.what", "логин и пароль", "3.1.6"),
    ("credentials.pupils.event", "year_start", "3.1.6"),
    ("credentials.parents.issuer", "journal_admin", "3.1.6"),
    ("archive.rhythm", "quarter", "3.1.9"),
    ("archive.role", "journal_admin", "3.1.9"),
    ("archive.carriers", BOTH, "2.1"),
    ("backup.rhythm", "day", "3.1.8"),
    ("backup.role", "journal_admin", "3.1.8"),
    ("backup.restore", True, "3.1.8"),
    ("access.systems", ("Дневник.ру", "АСУ Нижегородская область"), "3.1.2"),
    ("access.no_login_transfer", True, "3.1.8"),
]

# Copied from the profile and then read against the text: these rows notice a lost or changed
# value, but they are no second reading as the tables above are.
COPIED = [
    (
        "regulation.organisation",
        "Муниципальное бюджетное общеобразовательное учреждение «Школа № 20»",
        "титульный лист",
    ),
    ("regulation.adopted_by.pedagogical_council.date", date(2020, 11, 2), "лист подписей"),
    ("regulation.adopted_by.school_council.date", date(2020, 11, 2), "лист подписей"),
    ("regulation.adopted_by.parents_council.protocol_no", "4", "лист подписей"),
    ("regulation.adopted_by.parents_council.date", date(2020, 11, 2), "лист подписей"),
    ("regulation.adopted_by.pupils_council.protocol_no", "4", "лист подписей"),
    ("references.law_273.number", "273-ФЗ", "1.2"),
    ("references.law_273.date", date(2012, 12, 29), "1.2"),
    ("references.law_152.number", "152-ФЗ", "1.2"),
    ("references.law_152.date", date(2006, 7, 27), "1.2"),
    ("references.law_149.number", "149-ФЗ", "1.2"),
    ("references.law_149.date", date(2006, 7, 27), "1.2"),
    ("references.order_9.number", "9", "3.1.9"),
    ("references.order_546.number", "546", "3.3.2"),
    ("documents.personal_file.mandatory_carriers", ("paper",), "2.3"),
    (
        "documents.certificate_book.label",
        "Книги регистрации выданных документов об основном общем и среднем общем образовании",
        "3.3",
    ),
    ("documents.certificate_book.aliases", ("Книги регистрации",), "3.3.1"),
    ("documents.certificate_book.mandatory_carriers", ("paper",), "2.3"),
    (
        "documents.certificate_basic.label",
        "Аттестаты об основном общем образовании и (или) их копии",
        "3.4",
    ),
    ("documents.certificate_basic.mandatory_carriers", ("paper",), "2.3"),
    ("documents.elective_journal.label", "Журналы факультативов и ИГЗ", "2.3"),
    ("documents.elective_journal.mandatory_carriers", ("paper",), "2.3"),
    (
        "documents.home_tuition_journal.label",
        "Электронные журналы для обучающихся по индивидуальному учебному плану на дому",
        "2.2",
    ),
    ("documents.home_tuition_journal.mandatory_carriers", ("paper", "electronic"), "2.3"),
    (
        "documents.extracurricular_journal.label",
        "Журналы внеурочной и кружковой деятельности",
        "2.3",
    ),
    ("documents.extracurricular_journal.mandatory_carriers", ("paper",), "2.3"),
    ("documents.portfolio.label", "Портфолио", "3.5"),
    ("documents.portfolio.mandatory_carriers", ("paper",), "2.3"),
    ("documents.diary.label", "Дневники обучающихся", "2.3"),
    ("documents.diary.mandatory_carriers", ("paper",), "2.3"),
    ("documents.check_report.label", "Справки о проверке электронных журналов", "3.1.9"),
    ("deadlines.credentials.rhythm", "year", "3.1.6"),
    ("deadlines.certificate_return.unit", "days", "3.4.4"),
    ("deadlines.certificate_return.side", "after", "3.4.4"),
    ("appointments.certificate_books.role", "certificate_keeper", "3.3.3"),
    ("appointments.certificate_custody.role", "certificate_keeper", "3.4.5"),
    (
        "access.users",
        ("педагогические работники", "обучающиеся", "родители (законные представители)"),
        "3.1.8",
    ),
    ("access.addresses", ("http://dnevnik.ru", "https://edu.gounn.ru/"), "3.1.2"),
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
