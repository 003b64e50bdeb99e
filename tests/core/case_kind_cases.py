"""The kinds of case files: a complete file of each kind, and every single refusal."""

from datetime import date


PLAIN = {
    "title": "Дело",
    "case_index": "02-14",
    "opened_on": date(2025, 9, 1),
    "storage_place": "архив",
    "carriers": [{"carrier": "paper"}],
    "term": object(),
}
SHEET = {
    **PLAIN,
    "doc_type": "summary_sheet",
    "cohort_id": "c7a",
    "school_year": "2025/26",
    "drawn_on": date(2026, 5, 29),
    "certified_on": date(2026, 5, 30),
    "certified_by": "Заместитель директора",
    "asked_carriers": ("paper",),
}
JOURNAL = {
    **PLAIN,
    "doc_type": "class_journal",
    "cohort_id": "c7a",
    "school_year": "2025/26",
    "quarter": "year",
    "carriers": [{"carrier": "electronic"}, {"carrier": "paper_print"}],
    "media": [
        {"medium": "Диск 1", "room": "Кабинет 12"},
        {"medium": "Диск 2", "room": "Кабинет 31"},
    ],
    "certified_on": date(2026, 5, 30),
    "certified_by": "Директор",
    "asked_copies": 2,
}
NOTEBOOKS = {
    **PLAIN,
    "doc_type": "control_notebook",
    "cohort_id": "c7a",
    "school_year": "2025/26",
    "school_subject": "Алгебра",
    "teacher": "Учителева М. П.",
    "pieces": 24,
}
REPORT = {
    **PLAIN,
    "doc_type": "check_report",
    "checked_on": date(2026, 10, 1),
    "checked_by": "Заместитель директора",
    "checked_what": "Журналы 5–9 классов",
    "findings": "Не записаны темы уроков",
    "mend_until": date(2026, 10, 8),
    "mended_on": date(2026, 10, 7),
}
CERTIFICATE = {
    **PLAIN,
    "doc_type": "certificate_basic",
    "pupil_file": "a" * 32,
    "registration_number": "01224000000001",
    "taken_on": date(2025, 9, 1),
    "taken_fact": "Подпись матери, лист 3",
    "pupil_grade": 10,
    "keeper_appointed": True,
    "return_due_on": date(2026, 6, 25),
}
MEDIA = {
    **PLAIN,
    "doc_type": "media_evidence",
    "cohort_id": None,
    "pupil_file": "a" * 32,
    "school_subject": "Физика",
    "recorded_on": date(2026, 4, 1),
    "scan_kind": "film",
}
CLOSING = {"closed_on": date(2026, 8, 31)}
HANDING = {
    "receiver": "Козлова А. П.",
    "basis": "приказ",
    "handed_out_on": date(2026, 6, 26),
    "signature_fact": "лист 12",
}
REGISTER, CLOSE, ARCHIVE, HAND_OUT = (
    ("case_file", step) for step in ("register", "close", "archive", "hand_out")
)

#: Complete facts of each kind with the steps and details that nothing stands in the way of.
CLEAR = [
    *((kind, REGISTER, {}) for kind in (SHEET, JOURNAL, NOTEBOOKS, REPORT, CERTIFICATE, MEDIA)),
    *((kind, CLOSE, CLOSING) for kind in (SHEET, JOURNAL, REPORT, CERTIFICATE, MEDIA)),
    *((kind, ARCHIVE, {}) for kind in (SHEET, JOURNAL, REPORT, CERTIFICATE, MEDIA)),
    *((kind, HAND_OUT, HANDING) for kind in (NOTEBOOKS, CERTIFICATE, MEDIA)),
]

_ROOM = {"medium": "Диск 2", "room": " кабинет  12"}
#: Step, facts, details, reasons.
REFUSED = [
    (
        CLOSE,
        {**SHEET, "cohort_id": None, "school_year": "", "drawn_on": None, "certified_by": " "},
        CLOSING,
        [
            ("missing", "cohort_id"),
            ("missing", "school_year"),
            ("missing", "drawn_on"),
            ("missing", "certified_by"),
        ],
    ),
    (
        CLOSE,
        {**SHEET, "asked_carriers": ("electronic",)},
        CLOSING,
        [("carrier_not_electronic", "carriers")],
    ),
    (
        CLOSE,
        {**SHEET, "carriers": [{"carrier": "electronic"}]},
        CLOSING,
        [("carrier_not_paper", "carriers")],
    ),
    (CLOSE, {**SHEET, "asked_carriers": ()}, CLOSING, []),
    (
        CLOSE,
        {**SHEET, "drawn_on": date(2026, 5, 31)},
        CLOSING,
        [("day_before", "certified_on")],
    ),
    (
        CLOSE,
        {**SHEET, "certified_on": date(2026, 11, 22)},
        CLOSING,
        [("day_in_future", "certified_on")],
    ),
    (CLOSE, {**JOURNAL, "media": JOURNAL["media"][:1]}, CLOSING, [("media_too_few", "media")]),
    (
        CLOSE,
        {**JOURNAL, "media": [JOURNAL["media"][0], _ROOM]},
        CLOSING,
        [("media_in_one_room", "media")],
    ),
    (CLOSE, {**JOURNAL, "media": None, "asked_copies": None}, CLOSING, []),
    (CLOSE, {**JOURNAL, "media": None, "carriers": [{"carrier": "paper"}]}, CLOSING, []),
    (
        CLOSE,
        {**JOURNAL, "certified_on": None, "certified_by": None},
        CLOSING,
        [("missing", "certified_on"), ("missing", "certified_by")],
    ),
    (CLOSE, {**JOURNAL, "cohort_id": None}, CLOSING, [("missing", "cohort_id")]),
    (CLOSE, {**JOURNAL, "doc_type": "elective_journal", "cohort_id": None}, CLOSING, []),
    (CLOSE, NOTEBOOKS, CLOSING, [("notebooks_are_handed_back", None)]),
    (ARCHIVE, NOTEBOOKS, {}, [("notebooks_are_handed_back", None)]),
    (
        REGISTER,
        {**NOTEBOOKS, "school_subject": None, "teacher": ""},
        {},
        [("missing", "school_subject"), ("missing", "teacher")],
    ),
    (HAND_OUT, NOTEBOOKS, {**HANDING, "signature_fact": ""}, [("not_given", "signature_fact")]),
    (REGISTER, {**REPORT, "mend_until": None}, {}, [("missing", "mend_until")]),
    (REGISTER, {**REPORT, "findings": "", "mend_until": None}, {}, []),
    (
        REGISTER,
        {**REPORT, "mend_until": date(2026, 9, 30)},
        {},
        [("day_before", "mend_until")],
    ),
    (
        REGISTER,
        {**REPORT, "checked_on": date(2026, 11, 22), "findings": None, "mend_until": None},
        {},
        [("day_in_future", "checked_on")],
    ),
    (CLOSE, {**REPORT, "mended_on": None}, CLOSING, [("findings_not_mended", "mended_on")]),
    (CLOSE, {**REPORT, "findings": None, "mended_on": None}, CLOSING, []),
    (
        REGISTER,
        {**CERTIFICATE, "taken_fact": None, "storage_place": ""},
        {},
        [("missing", "taken_fact"), ("missing", "storage_place")],
    ),
    (
        REGISTER,
        {**CERTIFICATE, "keeper_appointed": False},
        {},
        [("no_keeper_appointed", None)],
    ),
    (
        REGISTER,
        {**CERTIFICATE, "pupil_grade": 9},
        {},
        [("pupil_below_grade", "pupil_file")],
    ),
    (REGISTER, {**CERTIFICATE, "pupil_grade": None}, {}, []),
    (
        REGISTER,
        {**CERTIFICATE, "original_held": "01224000000002"},
        {},
        [("original_held", "pupil_file")],
    ),
    (REGISTER, {**CERTIFICATE, "original_held": "01224000000002", "original": False}, {}, []),
    (
        HAND_OUT,
        {**CERTIFICATE, "return_due_on": None},
        HANDING,
        [("pupil_still_here", "pupil_file")],
    ),
    (
        CLOSE,
        {**CERTIFICATE, "return_due_on": None},
        CLOSING,
        [("pupil_still_here", "pupil_file")],
    ),
    (CLOSE, CERTIFICATE, {"closed_on": date(2026, 6, 25)}, []),
    (CLOSE, CERTIFICATE, {"closed_on": date(2026, 6, 24)}, [("day_before", "closed_on")]),
    (REGISTER, {**MEDIA, "pupil_file": None}, {}, [("evidence_of_nobody", "pupil_file")]),
    (REGISTER, {**MEDIA, "pupil_file": None, "cohort_id": "c7a"}, {}, []),
    (REGISTER, {**MEDIA, "scan_kind": "document"}, {}, [("evidence_without_media", "scan")]),
    (REGISTER, {**MEDIA, "scan_kind": None}, {}, [("evidence_without_media", "scan")]),
]
