"""The steps of an inventory: the clear case of each, and every single refusal."""

from datetime import date


INVENTORY = {
    "title": "Опись дел постоянного хранения за 2019–2021 годы",
    "kind": "permanent",
    "first_year": 2019,
    "last_year": 2021,
    "numbers": ("1", "2", "2а", "4"),
    "row_years": (2019, 2021),
    "compiled_kind": "permanent",
    "authors": ("archivist",),
    "actor": "director",
    "taken": ("1", "2"),
}
AGREED = {"minutes_number": "3", "minutes_date": date(2026, 11, 20)}
ON_PAPER = {**AGREED, "registration_number": "3", "approved_on": date(2026, 11, 21)}
WHY = {"reason": "пропущены дела"}


def _step(name):
    return ("inventory", name)


CLEAR = {
    _step("submit"): (INVENTORY, {}),
    _step("register_paper"): ({**INVENTORY, "numbers": (), "compiled_kind": None}, ON_PAPER),
    _step("withdraw"): (INVENTORY, WHY),
    _step("agree"): (INVENTORY, AGREED),
    _step("return"): (INVENTORY, WHY),
    _step("approve"): (INVENTORY, {}),
    _step("close"): (INVENTORY, {}),
}

REFUSED = [
    (_step("submit"), {"title": " "}, {}, [("missing", "title")]),
    (
        _step("submit"),
        {"kind": "secret"},
        {},
        [
            ("inventory_kind_unknown", "kind"),
            ("inventory_of_another_kind", "kind"),
        ],
    ),
    (_step("submit"), {"compiled_kind": "personnel"}, {}, [("inventory_of_another_kind", "kind")]),
    (
        _step("submit"),
        {"first_year": 2022},
        {},
        [
            ("years_in_wrong_order", "first_year"),
            ("inventory_rows_of_other_years", "first_year"),
        ],
    ),
    (_step("submit"), {"first_year": 1900}, {}, [("years_too_many", "first_year")]),
    (_step("submit"), {"last_year": 2026}, {}, [("year_not_over", "last_year")]),
    (
        _step("submit"),
        {"row_years": (2018, 2019)},
        {},
        [
            ("inventory_rows_of_other_years", "first_year"),
        ],
    ),
    (_step("submit"), {"numbers": ()}, {}, [("inventory_empty", None)]),
    (
        _step("submit"),
        {"numbers": ("1", "2", "1", "2а", "2А", "2")},
        {},
        [
            ("inventory_number_repeated", None),
            ("inventory_number_repeated", None),
            ("inventory_number_repeated", None),
        ],
    ),
    (
        _step("submit"),
        {"numbers": ("1", "0", "7аб")},
        {},
        [
            ("inventory_number_unreadable", None),
            ("inventory_number_unreadable", None),
        ],
    ),
    (_step("submit"), {"compiling": True}, {}, [("inventory_compiling", None)]),
    (
        _step("register_paper"),
        {},
        {"approved_on": date(2026, 11, 19)},
        [("approved_before_agreed", "approved_on")],
    ),
    (
        _step("register_paper"),
        {},
        {"approved_on": date(2026, 11, 22)},
        [("day_in_future", "approved_on")],
    ),
    (
        _step("register_paper"),
        {},
        {"registration_number": " 2 "},
        [("inventory_number_taken", "registration_number")],
    ),
    (
        _step("register_paper"),
        {},
        {"registration_number": "", "minutes_number": None},
        [("not_given", "registration_number"), ("not_given", "minutes_number")],
    ),
    (
        _step("agree"),
        {},
        {"minutes_date": date(2026, 11, 22)},
        [("day_in_future", "minutes_date")],
    ),
    (_step("agree"), {"actor": "archivist"}, {}, [("author_cannot_approve", None)]),
    (_step("approve"), {"actor": "archivist"}, {}, [("author_cannot_approve", None)]),
    (_step("return"), {}, {"reason": ""}, [("not_given", "reason")]),
]
