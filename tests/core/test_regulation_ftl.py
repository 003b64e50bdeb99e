"""ФТЛ, Якутск: what its regulation says, compared with the profile."""

import regulation_samples as samples


NAME = "ftl"
PAPER = ("paper",)
BOTH = ("paper", "electronic")

DOCUMENTS = [
    ("class_journal", "label", "Классные журналы успеваемости", "2"),
    ("class_journal", "mandatory", True, "2"),
    ("class_journal", "carriers", ("paper_print",), "2"),
    ("class_journal", "rules", ("Положение о ведении классных журналов",), "1"),
    ("personal_file", "label", "Личное дело обучающегося", "1.7"),
    ("personal_file", "mandatory", True, "2"),
    ("personal_file", "carriers", PAPER, "2"),
    ("personal_file", "storage_place", "приёмная руководителя", "1.9"),
    ("personal_file", "storage_order", "по классам, в алфавитном порядке", "1.9"),
    ("personal_file", "numbering", "own", "1.8"),
    ("personal_file", "opened_on", "admission", "1.7"),
    ("personal_file", "parts.birth_certificate.form", "copy", "1.8"),
    ("personal_file", "parts.insurance_policy.form", "copy", "1.8"),
    ("personal_file", "parts.insurance_policy.storage_place", "медицинский кабинет", "1.8"),
    ("personal_file", "parts.insurance_policy.medical", True, "1.8"),
    ("personal_file", "parts.medical_card.storage_place", "медицинский кабинет", "1.8"),
    ("personal_file", "parts.medical_card.medical", True, "1.8"),
    ("certificate_book", "label", "Книги регистрации выданных документов об образовании", "2"),
    ("certificate_book", "mandatory", True, "2"),
    ("certificate_book", "carriers", PAPER, "2"),
    (
        "certificate_book",
        "rules",
        ("порядок, установленный федеральным органом исполнительной власти",),
        "1.12",
    ),
    ("study_certificate", "label", "Справка об обучении", "1.13"),
    ("study_certificate_book", "label", "Книга регистрации справок об обучении", "1.13"),
    ("study_certificate_book", "carriers", PAPER, "1.13"),
    ("written_work", "mandatory", False, "3"),
    ("written_work", "carriers", BOTH, "3"),
    ("media_evidence", "mandatory", False, "3"),
    ("media_evidence", "carriers", BOTH, "3"),
    ("other_evidence", "mandatory", False, "3"),
    ("other_evidence", "carriers", BOTH, "3"),
    ("work_programme", "responsible_roles", ("subject_teacher",), "5"),
]

OTHER = [
    ("regulation.published", True, "1.14"),
    ("archive.carriers", BOTH, "1"),
    ("marks.scale", "балльная", "4"),
    ("reports.periodic.label", "Периодические отчёты", "6"),
    ("reports.analysis.label", "Анализ успеваемости по предмету, по классу, по всей школе", "6"),
    (
        "reports.forecast.label",
        "Прогнозирование успеваемости учащихся и класса (школы) в целом",
        "6",
    ),
]

# Copied from the profile and then read against the text: these rows notice a lost or changed
# value, but they are no second reading as the tables above are.
COPIED = [
    (
        "regulation.organisation",
        "МОБУ «Физико-технический лицей им. В.П. Ларионова» городского округа «город Якутск»",
        "титульный лист",
    ),
    ("documents.personal_file.mandatory_carriers", ("paper",), "2"),
    (
        "documents.personal_file.parts.application.label",
        "Заявление родителей (законных представителей) о приёме",
        "1.8",
    ),
    (
        "documents.personal_file.parts.birth_certificate.label",
        "Копия свидетельства о рождении ребенка",
        "1.8",
    ),
    (
        "documents.personal_file.parts.insurance_policy.label",
        "Копия полиса медицинского страхования",
        "1.8",
    ),
    ("documents.personal_file.parts.medical_card.label", "Медицинская карта", "1.8"),
    ("documents.class_journal.aliases", ("Электронный журнал успеваемости",), "5"),
    ("documents.class_journal.mandatory_carriers", ("paper_print",), "2"),
    ("documents.certificate_book.mandatory_carriers", ("paper",), "2"),
    ("documents.written_work.label", "Письменные работы школьников", "3"),
    ("documents.media_evidence.label", "Аудиозаписи устных ответов обучающихся", "3"),
    (
        "documents.other_evidence.label",
        "Другие носители информации об образовательных результатах обучающихся",
        "3",
    ),
    ("documents.other_evidence.aliases", ("Записи педагогических работников и обучающихся",), "3"),
    ("documents.work_programme.label", "Рабочая программа учителя", "5"),
    (
        "access.users",
        ("педагогические работники", "обучающиеся", "родители (законные представители)"),
        "5",
    ),
]


def test_policy_and_medical_card_lie_in_the_medical_office():
    """FTL-1.8: the other papers of the file have no place of their own, so the file's holds."""
    parts = samples.regulation(NAME).document("personal_file").parts
    assert {key for key, part in parts.items() if part.medical} == {
        "insurance_policy",
        "medical_card",
    }
    assert {key for key, part in parts.items() if part.storage_place is None} == {
        "application",
        "birth_certificate",
    }


def test_no_term_is_stated():
    """The regulation names no term at all: each comes from the default list."""
    rows = samples.rows_of(NAME).values()
    terms = [row for row in rows if row.label_key == "documents_retention_kind"]
    assert len(terms) >= 12
    assert {row.source.kind for row in terms} == {"default"}


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
