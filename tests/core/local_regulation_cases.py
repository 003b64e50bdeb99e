"""The steps of a version of a local regulation: the clear case of each, and every refusal."""

from collective.schoolrecords.core.approving_order import Approving
from datetime import date


VERSION = {
    "title": "Положение о портфолио обучающегося",
    "doc_type": "regulation",
    "registration_number": "12",
    "dated_on": date(2026, 8, 28),
    "has_file": True,
    "adopted_by": [
        {
            "body": "Педагогический совет",
            "minutes_number": "1",
            "minutes_date": date(2026, 8, 28),
        }
    ],
    "touches_rights": True,
    "opinions": [
        {"council": name, "minutes_number": "2", "minutes_date": date(2026, 8, 27)}
        for name in ("parents", "pupils")
    ],
    "approval_order": "b" * 32,
    "order_state": "signed",
    "order_date": date(2026, 8, 31),
    "order": Approving("112", date(2026, 8, 31), "Об утверждении Положения о портфолио", ""),
    "replaces": "c" * 32,
    "replaced_state": "current",
    "replaced_since": date(2020, 9, 1),
    "authors": ["deputy"],
    "actor": "director",
    "opened_on": date(2026, 9, 1),
    "storage_place": "канцелярия",
    "carriers": [{"carrier": "paper"}],
    "term": object(),
}
ENACTING = {"in_force_from": date(2026, 9, 1)}
ENDING = {"closed_on": date(2026, 11, 1), "basis": "приказ 5 от 01.11.2026"}
HANDING = {
    "receiver": "Муниципальный архив",
    "basis": "акт",
    "handed_out_on": date(2026, 6, 26),
    "signature_fact": "лист 12",
}


def _step(name):
    return ("local_regulation", name)


CLEAR = {
    **{_step(name): ({}, {}) for name in ("select", "release", "release_to_office", "destroy")},
    _step("submit"): (VERSION, {}),
    _step("return"): (VERSION, {"reason": "нет протокола"}),
    _step("approve"): (VERSION, {}),
    _step("enact"): (VERSION, ENACTING),
    _step("supersede"): (VERSION, ENDING),
    _step("archive"): (VERSION, {}),
    _step("transfer"): (VERSION, HANDING),
    _step("annul"): (VERSION, {"reason": "ошибка"}),
}

_BODY = VERSION["adopted_by"][0]

REFUSED = [
    (
        _step("submit"),
        {"title": " ", "doc_type": None, "has_file": False},
        {},
        [("missing", "title"), ("missing", "doc_type"), ("regulation_without_file", "scan")],
    ),
    (
        _step("submit"),
        {"has_file": False, "opinions": [{"council": "parents", "minutes_number": "2"}]},
        {},
        [
            ("regulation_without_file", "scan"),
            ("minutes_incomplete", "opinions"),
            ("opinion_missing_pupils", "opinions"),
        ],
    ),
    (_step("submit"), {"opinions": None, "touches_rights": False}, {}, []),
    (
        _step("submit"),
        {
            "registration_number": "",
            "dated_on": None,
            "adopted_by": None,
            "replaced_state": "closed",
            "approval_order": None,
            "order": None,
            "order_date": None,
            "index_not_planned": {"index": "01-99", "year": 2026},
        },
        {},
        [
            ("missing", "registration_number"),
            ("missing", "dated_on"),
            ("missing", "adopted_by"),
            ("replaced_not_in_force", "replaces"),
            ("order_not_named", "approval_order"),
            ("index_not_in_plan", "case_index"),
        ],
    ),
    (
        _step("submit"),
        {"number_taken_by": "x", "order_state": None},
        {},
        [
            ("registration_number_taken", "registration_number"),
            ("order_unknown", "approval_order"),
        ],
    ),
    # The order of approval may go to the same head together with the version; so may its author.
    (_step("submit"), {"order_state": "in_review", "actor": "deputy"}, {}, []),
    # It says that it approves this very act, and has its number; so does one known by its number.
    (
        _step("submit"),
        {"order_state": "draft", "order": Approving("9", date(2026, 8, 1), "О режиме дня", "")},
        {},
        [
            ("order_not_registered", "approval_order"),
            ("order_approves_nothing", "approval_order"),
            ("order_before_minutes", "approval_order"),
        ],
    ),
    (
        _step("approve"),
        {"title": "Положение о столовой", "approval_order": None, "order_number": "112"},
        {},
        [("order_names_no_act", "order_number")],
    ),
    (
        _step("submit"),
        {
            "approval_order": None,
            "order": None,
            "order_number": "112",
            "order_date": date(2026, 8, 27),
        },
        {},
        [("order_before_minutes", "order_date")],
    ),
    (_step("return"), {}, {"reason": " "}, [("not_given", "reason")]),
    (
        _step("approve"),
        {"registration_number": "", "dated_on": None, "adopted_by": None, "opinions": None},
        {},
        [
            ("missing", "registration_number"),
            ("missing", "dated_on"),
            ("missing", "adopted_by"),
            ("opinion_missing_parents", "opinions"),
            ("opinion_missing_pupils", "opinions"),
        ],
    ),
    (_step("approve"), {"opinions": None, "touches_rights": False}, {}, []),
    (_step("approve"), {"dated_on": date(2026, 11, 22)}, {}, [("day_in_future", "dated_on")]),
    (
        _step("approve"),
        {"adopted_by": [{**_BODY, "minutes_number": ""}]},
        {},
        [("minutes_incomplete", "adopted_by")],
    ),
    (
        _step("approve"),
        {"adopted_by": [{**_BODY, "minutes_date": date(2026, 11, 22)}]},
        {},
        [("minutes_in_future", "adopted_by")],
    ),
    (
        _step("approve"),
        {"number_taken_by": "x"},
        {},
        [("registration_number_taken", "registration_number")],
    ),
    (_step("approve"), {"actor": "deputy"}, {}, [("author_cannot_approve", None)]),
    (_step("approve"), {"order_state": None}, {}, [("order_unknown", "approval_order")]),
    (_step("approve"), {"order_state": "draft"}, {}, [("order_not_approved", "approval_order")]),
    (_step("approve"), {"approval_order": None}, {}, [("order_not_named", "approval_order")]),
    (_step("approve"), {"approval_order": None, "order_number": "41"}, {}, []),
    (
        _step("approve"),
        {"index_not_planned": {"index": "01-99", "year": 2026}},
        {},
        [("index_not_in_plan", "case_index")],
    ),
    (
        _step("approve"),
        {"replaced_state": "closed"},
        {},
        [("replaced_not_in_force", "replaces")],
    ),
    (
        _step("enact"),
        {"replaced_state": "closed", "replaced_title": "Положение"},
        {},
        [("replaced_not_in_force", "replaces")],
    ),
    (_step("enact"), {"replaces": None, "replaced_state": None, "replaced_since": None}, {}, []),
    (_step("enact"), {}, {"in_force_from": None}, [("not_given", "in_force_from")]),
    (
        _step("enact"),
        {},
        {"in_force_from": date(2026, 12, 1)},
        [("day_in_future", "in_force_from")],
    ),
    (
        _step("enact"),
        {},
        {"in_force_from": date(2026, 8, 30)},
        [("in_force_before_order", "in_force_from")],
    ),
    (
        _step("enact"),
        {"order_date": date(2020, 8, 31)},
        {"in_force_from": date(2020, 9, 1)},
        [("in_force_before_former", "in_force_from")],
    ),
    (_step("supersede"), {}, {"basis": " "}, [("not_given", "basis")]),
    (
        _step("supersede"),
        {},
        {"closed_on": date(2026, 8, 31)},
        [("closed_before_opened", "closed_on")],
    ),
    (_step("archive"), {"storage_place": None}, {}, [("missing", "storage_place")]),
    (_step("transfer"), {"holder": "методист"}, {}, [("held_by", "holder")]),
    (_step("annul"), {}, {}, []),
]
