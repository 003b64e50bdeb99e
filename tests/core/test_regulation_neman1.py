"""СОШ № 1 г. Немана: what its regulation says, compared with the profile."""

from datetime import date

import regulation_samples as samples


NAME = "neman1"
PAPER = ("paper",)
ELECTRONIC = ("electronic",)
BOTH = ("paper", "electronic")
TEACHERS = ("subject_teacher", "class_teacher")
WHOLE = ("integrity", "authenticity")

DOCUMENTS = [
    ("class_journal", "mandatory", True, "2.8.2"),
    ("class_journal", "carriers", ELECTRONIC, "2.8.2"),
    ("class_journal", "responsible_roles", TEACHERS, "2.5"),
    ("class_journal", "controlled_by", ("director", "deputy"), "2.7"),
    (
        "class_journal",
        "rules",
        (
            "Положение о ведении электронного журнала",
            "Положение о формах, периодичности и порядке текущего контроля успеваемости и "
            "промежуточной аттестации обучающихся",
        ),
        "2.8.3",
    ),
    ("class_journal", "retention.kind", "years", "2.8.11"),
    ("class_journal", "retention.value", 5, "2.8.11"),
    ("class_journal", "retention.start", "school_year_end", "2.8.11"),
    ("class_journal", "archive_rhythm", "year", "2.8.11"),
    ("class_journal", "integrity_control", WHOLE, "2.8.7"),
    ("class_journal", "print_certified", True, "2.8.8"),
    ("class_journal", "certification.frequency", "on_demand", "2.8.8"),
    ("class_journal", "summary_extract.taken_from", "electronic", "2.8.11"),
    ("class_journal", "summary_extract.carrier", "electronic", "2.8.11"),
    ("summary_sheet", "carriers", ELECTRONIC, "2.8.11"),
    ("summary_sheet", "formed_automatically", True, "2.8.6"),
    ("summary_sheet", "print_certified", True, "2.8.6"),
    ("summary_sheet", "retention.kind", "years", "2.8.11"),
    ("summary_sheet", "retention.value", 25, "2.8.11"),
    ("summary_sheet", "integrity_control", WHOLE, "2.8.7"),
    ("diary", "label", "Электронный дневник", "2.8.1"),
    ("diary", "mandatory", True, "2.2"),
    ("diary", "carriers", ELECTRONIC, "2.8"),
    ("personal_file", "label", "Личная карта обучающегося (Личное дело)", "2.9"),
    ("personal_file", "mandatory", True, "2.9"),
    ("personal_file", "carriers", PAPER, "2.9"),
    ("personal_file", "responsible_roles", ("class_teacher",), "2.9.4"),
    ("personal_file", "numbering", "alphabet_book", "2.9.2"),
    ("personal_file", "opened_on", "admission", "2.9.2"),
    ("personal_file", "closed_on", "leaving", "2.9.2"),
    ("personal_file", "rules", ("Положение о ведении личных дел",), "2.9.5"),
    ("personal_file", "certification.seal", True, "2.9.4"),
    ("personal_file", "certification.signers", ("class_teacher",), "2.9.4"),
    ("personal_file", "certification.frequency", "year", "2.9.4"),
    ("personal_file", "intake.event", "transfer_in", "2.9.3"),
    ("personal_file", "intake.brought_by", "guardian", "2.9.3"),
    ("personal_file", "intake.together_with", "заверенная ведомость текущих отметок", "2.9.3"),
    ("exam_protocol", "mandatory", True, "2.10"),
    ("exam_protocol", "carriers", PAPER, "2.10"),
    ("exam_protocol", "grades", "9, 11", "2.2"),
    ("exam_protocol", "responsible_roles", ("class_teacher",), "2.10.2"),
    ("exam_protocol", "kept_by", "deputy", "2.10.3"),
    ("exam_protocol", "prepared_by", "РЦОИ Калининградской области", "2.10.1"),
    ("exam_protocol", "storage_place", "у заместителя директора", "2.10.3"),
    ("exam_protocol", "basis_for", ("class_journal", "certificate_book"), "2.10.1"),
    ("exam_protocol", "retention.kind", "min_years", "2.10.3"),
    ("exam_protocol", "retention.value", 5, "2.10.3"),
    ("exam_protocol", "familiarisation.by", "class_teacher", "2.10.2"),
    ("exam_protocol", "familiarisation.whom", "pupil", "2.10.2"),
    ("interim_protocol", "mandatory", True, "2.2"),
    ("interim_protocol", "carriers", PAPER, "2.11"),
    ("interim_protocol", "retention.kind", "years", "2.11"),
    ("interim_protocol", "retention.value", 3, "2.11"),
    ("interim_protocol", "destroy_by_act", True, "2.11"),
    ("interim_protocol", "certification.seal", True, "2.11"),
    ("interim_protocol", "certification.signers", ("director",), "2.11"),
    ("interim_protocol", "certification.frequency", "year", "2.11"),
    ("interim_protocol", "certification.stitched", True, "2.11"),
    ("independent_monitoring", "mandatory", True, "2.2"),
    ("independent_monitoring", "carriers", BOTH, "2.12"),
    ("independent_monitoring", "retention.kind", "years", "2.12"),
    ("independent_monitoring", "retention.value", 3, "2.12"),
    ("independent_monitoring", "destroy_by_act", True, "2.12"),
    ("internal_monitoring", "mandatory", True, "2.2"),
    ("internal_monitoring", "carriers", BOTH, "2.13"),
    ("internal_monitoring", "retention.kind", "years", "2.13"),
    ("internal_monitoring", "retention.value", 3, "2.13"),
    ("internal_monitoring", "destroy_by_act", True, "2.13"),
    ("certificate_book", "label", "Книга выдачи аттестатов", "2.14"),
    ("certificate_book", "mandatory", True, "2.14"),
    ("certificate_book", "carriers", PAPER, "2.14"),
    ("certificate_book", "responsible_roles", ("certificate_keeper",), "2.14.1"),
    ("certificate_book", "appointed_by_order", True, "2.14.1"),
    ("certificate_book", "storage_place", "сейф кабинета директора", "2.14.2"),
    ("certificate_book", "rules", ("установленные требования",), "2.14"),
    ("certificate_book", "retention.kind", "years", "2.14.2"),
    ("certificate_book", "retention.value", 75, "2.14.2"),
    ("medal_book", "mandatory", True, "2.2"),
    ("medal_book", "carriers", PAPER, "2.2"),
    ("training_certificate_book", "mandatory", True, "2.2"),
    ("training_certificate_book", "carriers", PAPER, "2.2"),
    ("blank_ledger", "mandatory", True, "2.2"),
    ("blank_ledger", "carriers", PAPER, "2.2"),
    ("portfolio", "mandatory", True, "2.2"),
    ("portfolio", "carriers", BOTH, "2.2"),
    ("portfolio", "responsible_roles", ("class_teacher",), "2.15.2"),
    (
        "portfolio",
        "storage_place",
        "у обучающегося или в классном кабинете (у классного руководителя)",
        "2.15.2",
    ),
    ("portfolio", "rules", ("Положение о портфолио обучающегося",), "2.15.1"),
    ("portfolio", "retention.kind", "event", "2.15.2"),
    ("portfolio", "retention.event", "leaving", "2.15.2"),
    ("portfolio", "handout.event", "transfer_out", "2.15.3"),
    ("portfolio", "handout.to", "guardian", "2.15.3"),
    ("portfolio", "handout.together_with", ("personal_file",), "2.15.3"),
    ("control_notebook", "mandatory", True, "2.2"),
    ("control_notebook", "carriers", PAPER, "2.16"),
    ("control_notebook", "responsible_roles", ("subject_teacher",), "2.16"),
    ("control_notebook", "kept_by", "subject_teacher", "2.16"),
    ("control_notebook", "storage_place", "у учителя-предметника", "2.16"),
    ("control_notebook", "retention.kind", "event", "2.16"),
    ("control_notebook", "retention.event", "school_year_end", "2.16"),
    ("control_notebook", "handout.event", "school_year_end", "2.16"),
    ("control_notebook", "handout.to", "pupil", "2.16"),
    ("written_work", "mandatory", False, "2.3"),
    ("written_work", "carriers", BOTH, "2.3"),
    ("media_evidence", "mandatory", False, "2.3"),
    ("media_evidence", "carriers", BOTH, "2.3"),
    ("other_evidence", "mandatory", False, "2.3"),
    ("contest_database", "mandatory", False, "2.3"),
    ("contest_database", "carriers", BOTH, "2.3"),
    ("thematic_plan", "responsible_roles", ("subject_teacher",), "3.1"),
    ("correction_sheet", "responsible_roles", ("subject_teacher",), "3.1"),
]

OTHER = [
    ("regulation.order_no", "274", "гриф утверждения"),
    ("regulation.date", date(2021, 12, 15), "гриф утверждения"),
    ("regulation.in_force", "approval", "4.1"),
    ("regulation.ends", "unlimited", "4.2"),
    ("regulation.amended_by", "Педагогический совет", "4.3"),
    ("deadlines.journal_lesson.rhythm", "lesson", "2.8.3"),
    ("deadlines.credentials.event", "year_start", "2.8.5"),
    ("deadlines.journal_archive.event", "school_year_end", "2.8.11"),
    ("deadlines.personal_file_certification.rhythm", "year", "2.9.4"),
    ("deadlines.interim_protocols.event", "school_year_end", "2.11"),
    ("deadlines.control_notebooks.event", "school_year_end", "2.16"),
    ("deadlines.journal_control.rhythm", "month", "2.7"),
    ("control.journal.roles", ("director", "deputy"), "2.7"),
    ("control.journal.times", 1, "2.7"),
    ("control.journal.per", "month", "2.7"),
    ("control.journal.at_least", True, "2.7"),
    ("control.journal.documents", ("class_journal",), "2.7"),
    ("control.journal.reported_to", TEACHERS, "2.7"),
    ("appointments.certificate_book.by_order", True, "2.14.1"),
    ("credentials.parents.issuer", "class_teacher", "2.8.5"),
    ("credentials.parents.event", "year_start", "2.8.5"),
    ("archive.rhythm", "year", "2.8.11"),
    ("archive.carriers", ("electronic", "paper"), "2.1"),
    ("archive.integrity_control", WHOLE, "2.8.7"),
    ("marks.scale", "пятибалльная", "2.10.1"),
    ("marks.absent_no_mark", True, "3.5"),
    (
        "marks.absent_exception",
        "болезнь, подтвержденная документом из медицинской организации",
        "3.5",
    ),
    ("marks.homework_with_due_date", True, "3.2"),
    ("access.no_login_transfer", True, "2.8.10"),
    ("access.personal_cabinet", True, "2.8.9"),
]

# Copied from the profile and then read against the text: these rows notice a lost or changed
# value, but they are no second reading as the tables above are.
COPIED = [
    ("regulation.organisation", "МАОУ «СОШ №1 г.Немана»", "гриф утверждения"),
    ("regulation.approved_by", "director", "гриф утверждения"),
    ("references.law_273.number", "273-ФЗ", "1.2"),
    ("references.law_273.date", date(2012, 12, 29), "1.2"),
    ("references.law_152.number", "152-ФЗ", "1.2"),
    ("references.law_152.date", date(2006, 7, 27), "1.2"),
    ("references.law_149.number", "149-ФЗ", "1.2"),
    ("references.law_149.date", date(2006, 7, 27), "1.2"),
    ("documents.personal_file.aliases", ("Личное дело обучающегося",), "2.9.2"),
    ("documents.personal_file.mandatory_carriers", ("paper",), "2.9"),
    (
        "documents.class_journal.label",
        "Классные журналы (электронный журнал и электронный дневник)",
        "2.2",
    ),
    ("documents.class_journal.aliases", ("Электронный журнал",), "2.8"),
    ("documents.class_journal.mandatory_carriers", ("electronic",), "2.8.2"),
    (
        "documents.summary_sheet.label",
        "Сводная ведомость учета результатов промежуточной и итоговой аттестации обучающихся",
        "2.8.6",
    ),
    ("documents.summary_sheet.aliases", ("Сводные ведомости успеваемости",), "2.8.11"),
    (
        "documents.interim_protocol.label",
        "Протоколы результатов промежуточной аттестации обучающихся",
        "2.2",
    ),
    (
        "documents.exam_protocol.label",
        "Протоколы результатов государственной итоговой аттестации выпускников 9,11 класса",
        "2.2",
    ),
    ("documents.exam_protocol.mandatory_carriers", ("paper",), "2.10"),
    (
        "documents.independent_monitoring.label",
        "Результаты независимого мониторинга качества образования обучающихся",
        "2.2",
    ),
    (
        "documents.internal_monitoring.label",
        "Результаты внутреннего мониторинга качества образования",
        "2.2",
    ),
    ("documents.certificate_book.aliases", ("Книги учета и регистрации",), "2.2"),
    ("documents.certificate_book.mandatory_carriers", ("paper",), "2.14"),
    ("documents.alphabet_book.label", "Алфавитная книга записи обучающихся", "2.9.2"),
    (
        "documents.medal_book.label",
        "Книги учета и регистрации выданных медалей «За особые успехи в учении»",
        "2.2",
    ),
    (
        "documents.training_certificate_book.label",
        "Книги учета и регистрации выдачи свидетельств об обучении",
        "2.2",
    ),
    ("documents.blank_ledger.label", "Книги учета и регистрации бланков аттестатов", "2.2"),
    ("documents.portfolio.label", "Портфолио обучающегося", "2.15"),
    ("documents.control_notebook.label", "Тетради для контрольных работ", "2.16"),
    ("documents.written_work.label", "Письменные работы обучающихся", "2.3"),
    ("documents.media_evidence.label", "Аудиозаписи устных ответов", "2.3"),
    (
        "documents.other_evidence.label",
        "Другие носители информации об образовательных достижениях обучающихся",
        "2.3",
    ),
    (
        "documents.contest_database.label",
        "Базы данных об итогах участия обучающихся в конкурсах и спортивных мероприятиях",
        "2.3",
    ),
    ("documents.thematic_plan.label", "Календарно-тематическое планирование", "3.1"),
    ("documents.correction_sheet.label", "Лист корректировки рабочей программы", "3.1"),
    ("deadlines.credentials.rhythm", "year", "2.8.5"),
    ("deadlines.journal_archive.rhythm", "year", "2.8.11"),
    ("deadlines.interim_protocols.rhythm", "year", "2.11"),
    ("deadlines.control_notebooks.rhythm", "year", "2.16"),
    ("appointments.certificate_book.role", "certificate_keeper", "2.14.1"),
    (
        "access.users",
        (
            "администрация школы",
            "учителя",
            "классные руководители",
            "обучающиеся",
            "родители (законные представители)",
        ),
        "2.4",
    ),
    ("access.systems", ("Электронная школа",), "2.8"),
    ("access.addresses", ("https://klgd.eljur.ru",), "2.8"),
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
