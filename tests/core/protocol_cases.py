"""The steps of a protocol: the clear case of each, and every single refusal."""

from datetime import date


EXAM = {
    "title": "Протокол результатов ОГЭ, русский язык",
    "kind": "state_exam_9",
    "school_subject": "Русский язык",
    "dated_on": date(2026, 6, 9),
    "commission_on": date(2026, 6, 19),
    "received_on": date(2026, 6, 19),
    "registration_number": "101-2026",
    "rows": 105,
    "carriers": [{"carrier": "paper"}],
    "carriers_asked": ("paper",),
    "familiarisation_asked": True,
    "unfamiliar": 0,
    "authors": ("deputy",),
    "actor": "director",
    "storage_place": "кабинет заместителя директора",
    "term": object(),
}
INTERIM = {
    **EXAM,
    "kind": "interim",
    "study_form": "family",
    "teacher": "Орлова О. О.",
    "stitching_asked": True,
    "familiarisation_asked": False,
}
COUNCIL = {**EXAM, "kind": "council", "chair": "Белов Б. Б.", "clerk": "Серова С. С."}
SIGNED = {"signature_fact": "подписано директором"}
CLOSING = {
    "closed_on": date(2026, 8, 31),
    "stitched_on": date(2026, 6, 30),
    "sheets": 4,
    "signature_fact": "подпись директора",
    "seal_fact": "печать школы",
}
WHY = {"reason": "ошибка в дате"}
HANDING = {
    "receiver": "Архивный отдел администрации",
    "basis": "акт приёма-передачи",
    "handed_out_on": date(2026, 11, 20),
    "signature_fact": "подпись заведующей",
}


def _step(name):
    return ("protocol", name)


CLEAR = {
    # With its act a record goes and comes back; the act's own rules are in core/destruction.py.
    **{_step(name): ({}, {}) for name in ("select", "release", "release_to_office", "destroy")},
    _step("submit"): (EXAM, {}),
    _step("return"): (EXAM, WHY),
    _step("approve"): (EXAM, {}),
    _step("sign"): (EXAM, SIGNED),
    _step("close"): (EXAM, CLOSING),
    _step("archive"): (EXAM, {}),
    _step("transfer"): (EXAM, HANDING),
    _step("annul"): (EXAM, WHY),
}

REFUSED = [
    (_step("submit"), {"title": " "}, {}, [("missing", "title")]),
    (_step("submit"), {"kind": None}, {}, [("missing", "kind")]),
    (_step("submit"), {"rows": 0}, {}, [("protocol_without_rows", None)]),
    (
        _step("submit"),
        {"registration_number": " ", "index_not_planned": {"index": "02-99", "year": 2026}},
        {},
        [("missing", "registration_number"), ("index_not_in_plan", "case_index")],
    ),
    (
        _step("submit"),
        {"number_taken_by": "a" * 32},
        {},
        [("registration_number_taken", "registration_number")],
    ),
    (
        _step("submit"),
        {"rows_unresolved": ((4, "Неизвестный Пётр"), (7, "Чужая Анна"))},
        {},
        [("row_without_file", None), ("row_without_file", None)],
    ),
    (_step("submit"), {"rows_unresolved": ()}, {}, []),
    (
        _step("submit"),
        {"school_subject": None, "dated_on": None, "commission_on": None},
        {},
        [("missing", "school_subject"), ("missing", "dated_on"), ("missing", "commission_on")],
    ),
    (
        _step("submit"),
        {**INTERIM, "study_form": None, "teacher": ""},
        {},
        [("missing", "study_form"), ("missing", "teacher")],
    ),
    (
        _step("submit"),
        {**INTERIM, "study_form": "distance"},
        {},
        [("study_form_unknown", "study_form")],
    ),
    (
        _step("submit"),
        {**COUNCIL, "chair": "", "clerk": None},
        {},
        [("missing", "chair"), ("missing", "clerk")],
    ),
    (
        _step("submit"),
        {"kind": "independent_monitoring", "organisation": ""},
        {},
        [("missing", "organisation")],
    ),
    (
        _step("submit"),
        {"commission_on": date(2026, 6, 8), "received_on": date(2026, 6, 1)},
        {},
        [("day_before_exam", "commission_on"), ("day_before_exam", "received_on")],
    ),
    (
        _step("submit"),
        {"dated_on": date(2026, 12, 1), "commission_on": date(2026, 12, 2), "received_on": None},
        {},
        [("day_in_future", "dated_on"), ("day_in_future", "commission_on")],
    ),
    (
        _step("submit"),
        {"carriers": None},
        {},
        [("missing", "carriers"), ("carrier_missing_paper", "carriers")],
    ),
    (
        _step("submit"),
        {"kind": "internal_monitoring", "carriers_asked": ("paper", "electronic")},
        {},
        [("carrier_missing_electronic", "carriers")],
    ),
    (
        _step("submit"),
        {"carriers_asked": ("paper_print",)},
        {},
        [("carrier_missing_paper_print", "carriers")],
    ),
    (_step("submit"), {"carriers": [{"carrier": "paper_print"}]}, {}, []),
    (_step("return"), {}, {"reason": " "}, [("not_given", "reason")]),
    (
        _step("approve"),
        {"registration_number": None, "dated_on": None},
        {},
        [("missing", "registration_number"), ("missing", "dated_on")],
    ),
    (
        _step("approve"),
        {"number_taken_by": "a" * 32},
        {},
        [("registration_number_taken", "registration_number")],
    ),
    (_step("approve"), {"actor": "deputy"}, {}, [("author_cannot_approve", None)]),
    (
        _step("approve"),
        {"index_not_planned": {"year": 2026, "index": "03-9"}},
        {},
        [("index_not_in_plan", "case_index")],
    ),
    (_step("sign"), {}, {"signature_fact": ""}, [("not_given", "signature_fact")]),
    (_step("close"), {}, {"closed_on": None}, [("not_given", "closed_on")]),
    (_step("close"), {}, {"closed_on": date(2026, 12, 1)}, [("day_in_future", "closed_on")]),
    (
        _step("close"),
        {"newest_content": date(2026, 9, 1)},
        {},
        [("closed_before_content", "closed_on")],
    ),
    (_step("close"), {"unfamiliar": 2}, {}, [("familiarisation_incomplete", None)]),
    (_step("close"), {"unfamiliar": 2, "familiarisation_asked": False}, {}, []),
    (
        _step("close"),
        INTERIM,
        {"stitched_on": None, "sheets": 0, "signature_fact": "", "seal_fact": None},
        [
            ("not_given", "stitched_on"),
            ("not_given", "sheets"),
            ("not_given", "signature_fact"),
            ("not_given", "seal_fact"),
        ],
    ),
    (
        _step("close"),
        {**INTERIM, "carriers": [{"carrier": "electronic"}]},
        {"stitched_on": None, "seal_fact": None},
        [],
    ),
    # What is printed is sheets as well, and is stitched and sealed like them.
    (
        _step("close"),
        {**INTERIM, "carriers": [{"carrier": "electronic"}, {"carrier": "paper_print"}]},
        {"stitched_on": None, "seal_fact": None},
        [("not_given", "stitched_on"), ("not_given", "seal_fact")],
    ),
    (_step("close"), {}, {"stitched_on": date(2026, 12, 1)}, [("day_in_future", "stitched_on")]),
    (_step("close"), {"draft_documents": ["a"]}, {}, [("documents_not_accepted", None)]),
    (_step("close"), {"term": None}, {}, [("term_unknown", "doc_type")]),
    (_step("archive"), {"storage_place": ""}, {}, [("missing", "storage_place")]),
    (_step("archive"), {"carriers": []}, {}, [("missing", "carriers")]),
    (_step("archive"), {"holder": "Р. Р. Орлов"}, {}, [("held_by", "holder")]),
    (_step("transfer"), {"holder": "Р. Р. Орлов"}, {}, [("held_by", "holder")]),
    (_step("annul"), {}, {"reason": ""}, [("not_given", "reason")]),
]
