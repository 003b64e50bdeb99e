"""The steps of a book of registration: the clear case of each, and every single refusal."""

from datetime import date


BOOK = {
    "kind": "certificates_9",
    "title": "Книга регистрации",
    "registration_number": "3",
    "opened_on": date(2025, 9, 1),
    "storage_place": "сейф",
    "carriers": [{"carrier": "paper"}],
    "appointed": "p1",
    "appointed_works_here": True,
    "appointed_order_number": "12-К",
    "appointed_order_date": date(2025, 8, 25),
    "sheets": 96,
    "not_certified": 0,
    "not_issued": 0,
    "newest_content": date(2026, 6, 25),
    "term": object(),
}
CLOSING = {"closed_on": date(2026, 8, 31), "signature_fact": "подпись директора и печать"}
HANDING = {
    "receiver": "Муниципальный архив",
    "basis": "акт приёма-передачи",
    "handed_out_on": date(2026, 11, 20),
    "signature_fact": "лист 12",
}


def _step(name):
    return ("book", name)


CLEAR = {
    **{_step(name): ({}, {}) for name in ("select", "release", "release_to_office", "destroy")},
    _step("register"): (BOOK, {}),
    _step("close"): (BOOK, CLOSING),
    _step("archive"): (BOOK, {}),
    _step("transfer"): (BOOK, HANDING),
}

REFUSED = [
    (_step("register"), {"kind": "alphabet", "appointed": None}, {}, []),
    (_step("register"), {"kind": None}, {}, [("missing", "kind")]),
    (
        _step("register"),
        {"appointed": "", "appointed_order_number": None, "storage_place": ""},
        {},
        [
            ("missing", "appointed"),
            ("missing", "appointed_order_number"),
            ("missing", "storage_place"),
        ],
    ),
    (
        _step("register"),
        {"appointed_works_here": False},
        {},
        [("appointed_unknown", "appointed")],
    ),
    (
        _step("register"),
        {"number_taken_by": "u"},
        {},
        [("registration_number_taken", "registration_number")],
    ),
    (_step("close"), {"sheets": 0}, {}, [("missing", "sheets")]),
    (
        _step("close"),
        {"not_certified": 2, "not_issued": 1},
        {},
        [("entries_not_certified", None), ("entries_not_issued", None)],
    ),
    (_step("close"), {}, {"signature_fact": " "}, [("not_given", "signature_fact")]),
    (
        _step("close"),
        {"newest_content": date(2026, 9, 1)},
        {},
        [("closed_before_content", "closed_on")],
    ),
    (_step("close"), {"term": None}, {}, [("term_unknown", "doc_type")]),
    (_step("archive"), {"holder": "Козлова А. П."}, {}, [("held_by", "holder")]),
    (_step("transfer"), {}, {"receiver": ""}, [("not_given", "receiver")]),
]
