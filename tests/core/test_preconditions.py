"""Every reason against a step, each alone and all together."""

from collective.schoolrecords.core import lifecycle
from collective.schoolrecords.core.preconditions import check
from collective.schoolrecords.core.preconditions import check_change
from collective.schoolrecords.core.preconditions import CODES
from datetime import date
from hypothesis import given
from hypothesis import strategies as st

import act_cases
import book_cases
import case_kind_cases
import inventory_cases
import local_regulation_cases
import portfolio_cases
import protocol_cases
import pytest
import receiver_cases


TODAY = date(2026, 11, 21)

FILE = {
    "letter": "К",
    "number": 25,
    "volume": "1",
    "last_name": "Козлова",
    "first_name": "Вера",
    "birth_date": date(2012, 5, 17),
    "cohort_id": "c7a",
    "admitted_on": date(2019, 9, 1),
    "admission_order_number": "41-у",
    "admission_order_date": date(2019, 8, 28),
    "storage_place": "шкаф 2",
    "carriers": [{"carrier": "paper"}],
    "term": object(),
}
ORDER = {
    "title": "О зачислении",
    "doc_type": "order_movement",
    "registration_number": "41-у",
    "dated_on": date(2026, 8, 28),
    "text": "Зачислить",
    "people": [{"name": "Козлова Вера"}],
    "authors": ["sokolova", "deputy"],
    "actor": "director",
    "storage_place": "канцелярия",
    "carriers": [{"carrier": "paper"}],
    "term": object(),
}
CASE = case_kind_cases.SHEET
PAPER = {"kind": "Заявление", "dated_on": date(2019, 8, 20), "sheets": 1, "on_paper": True}
LEAVING = {
    "left_on": date(2026, 6, 25),
    "leaving_reason": "окончила",
    "leaving_order_number": "77-у",
    "leaving_order_date": date(2026, 6, 25),
}
HANDING = {
    "receiver": "Козлова А. П.",
    "basis": "заявление",
    "handed_out_on": date(2026, 6, 26),
    "signature_fact": "лист 12",
}

#: Step, complete facts, complete details: nothing stands in the way.
CLEAR = {
    # With its act a record goes and comes back; the act's own rules are in core/destruction.py.
    **{
        (family, step): ({}, {})
        for family in ("personal_file", "order", "case_file")
        for step in ("select", "release", "release_to_office", "destroy")
    },
    **act_cases.CLEAR,
    **inventory_cases.CLEAR,
    **local_regulation_cases.CLEAR,
    **book_cases.CLEAR,
    **portfolio_cases.CLEAR,
    **protocol_cases.CLEAR,
    ("personal_file", "register"): (FILE, {}),
    ("personal_file", "close"): (FILE, LEAVING),
    ("personal_file", "hand_out"): (FILE, HANDING),
    ("personal_file", "archive"): (FILE, {}),
    ("personal_file", "transfer"): (FILE, HANDING),
    ("personal_file", "annul"): (FILE, {"reason": "заведено дважды"}),
    ("file_document", "approve"): (PAPER, {}),
    ("file_document", "hand_out"): (PAPER, HANDING),
    ("file_document", "annul"): (PAPER, {"reason": "чужой документ"}),
    ("order", "submit"): (ORDER, {}),
    ("order", "return"): (ORDER, {"reason": "нет даты"}),
    ("order", "approve"): (ORDER, {}),
    ("order", "sign"): (ORDER, {"signature_fact": "подпись"}),
    ("order", "close"): (ORDER, {"closed_on": date(2026, 10, 1)}),
    ("order", "archive"): (ORDER, {}),
    ("order", "transfer"): (ORDER, HANDING),
    ("order", "annul"): (ORDER, {"reason": "ошибка"}),
    ("case_file", "register"): (CASE, {}),
    ("case_file", "close"): (CASE, {"closed_on": date(2026, 8, 31)}),
    ("case_file", "archive"): (CASE, {}),
    ("case_file", "hand_out"): (CASE, HANDING),
    ("case_file", "transfer"): (CASE, HANDING),
    ("case_file", "annul"): (CASE, {"reason": "ошибка"}),
}

#: Step, what differs from the clear case (facts, details), the reasons: code and field.
REFUSED = [
    (("personal_file", "register"), {"letter": None}, {}, [("missing", "letter")]),
    (("personal_file", "register"), {"letter": "Ё"}, {}, [("letter_has_no_page", "letter")]),
    (("personal_file", "register"), {"letter": "K"}, {}, [("letter_has_no_page", "letter")]),
    (("personal_file", "register"), {"number": 0}, {}, [("number_not_positive", "number")]),
    (("personal_file", "register"), {"number_taken_by": "u"}, {}, [("number_taken", "number")]),
    (
        ("personal_file", "register"),
        {"birth_date": date(2019, 9, 1)},
        {},
        [("born_after_admission", "birth_date")],
    ),
    (
        ("personal_file", "register"),
        {"birth_date": date(2016, 9, 2)},
        {},
        [("admitted_too_young", "birth_date")],
    ),
    (
        ("personal_file", "register"),
        {"birth_date": date(1850, 1, 1), "admission_order_date": date(2031, 1, 1)},
        {},
        [("admitted_too_old", "birth_date"), ("day_in_future", "admission_order_date")],
    ),
    (
        ("personal_file", "register"),
        {"birth_date": date(2026, 11, 22), "admitted_on": date(2026, 11, 21)},
        {},
        [("born_after_admission", "birth_date"), ("day_in_future", "birth_date")],
    ),
    (
        ("personal_file", "register"),
        {"admitted_on": date(2027, 9, 2)},
        {},
        [("day_too_far", "admitted_on")],
    ),
    (
        ("personal_file", "register"),
        {"first_name": " ", "cohort_id": None, "admission_order_number": ""},
        {},
        [
            ("missing", "first_name"),
            ("missing", "cohort_id"),
            ("missing", "admission_order_number"),
        ],
    ),
    (("personal_file", "close"), {}, {"left_on": None}, [("not_given", "left_on")]),
    (
        ("personal_file", "close"),
        {"draft_documents": ["a", "b"], "years_not_certified": ["2024/25", "2025/26"]},
        {},
        [
            ("documents_not_accepted", None),
            ("year_not_certified", None),
            ("year_not_certified", None),
        ],
    ),
    (
        ("personal_file", "close"),
        {"newest_content": date(2026, 6, 26)},
        {},
        [("closed_before_content", "left_on")],
    ),
    (("personal_file", "close"), {"term": None}, {}, [("term_unknown", "doc_type")]),
    (("personal_file", "archive"), {"storage_place": ""}, {}, [("missing", "storage_place")]),
    (
        ("personal_file", "archive"),
        {"carriers": [], "holder": "Иванова"},
        {},
        [("missing", "carriers"), ("held_by", "holder")],
    ),
    (("personal_file", "hand_out"), {}, {"receiver": ""}, [("not_given", "receiver")]),
    (
        ("personal_file", "hand_out"),
        {},
        {"handed_out_on": date(2026, 11, 22)},
        [("day_in_future", "handed_out_on")],
    ),
    # What somebody has for a time comes back before it leaves for good.
    *(
        ((family, "hand_out"), {"holder": "Инспектор"}, {}, [("held_by", "holder")])
        for family in ("personal_file", "case_file")
    ),
    # Every way to a closing date asks for the newest content; a closed file has its date already.
    *(
        ((family, "hand_out"), {name: date(2026, 6, 27)}, {}, [(code, "handed_out_on")])
        for family in ("personal_file", "case_file")
        for name, code in (
            ("newest_content", "closed_before_content"),
            ("opened_on", "closed_before_opened"),
        )
    ),
    *(
        (
            (family, "hand_out"),
            {"closed_on": date(2026, 6, 25), "newest_content": date(2026, 6, 27)},
            {},
            [],
        )
        for family in ("personal_file", "case_file")
    ),
    *receiver_cases.REFUSED,
    (("file_document", "approve"), {"sheets": 0}, {}, [("missing", "doc_sheets")]),
    (
        ("file_document", "approve"),
        {"on_paper": False},
        {},
        [("document_without_file", "scan")],
    ),
    (
        ("order", "submit"),
        dict.fromkeys(("title", "doc_type", "registration_number", "dated_on", "text")),
        {},
        [
            ("missing", "title"),
            ("missing", "doc_type"),
            ("missing", "registration_number"),
            ("missing", "dated_on"),
            ("order_without_text", "text"),
        ],
    ),
    (
        ("order", "submit"),
        {"number_taken_by": "u", "registration_number": "41-у"},
        {},
        [("registration_number_taken", "registration_number")],
    ),
    *(
        (("order", step), {"dated_on": date(2030, 11, 20)}, {}, [("day_in_future", "dated_on")])
        for step in ("submit", "approve")
    ),
    (("order", "submit"), {"text": ""}, {}, [("order_without_text", "text")]),
    (("order", "submit"), {"people": []}, {}, [("order_without_people", "people")]),
    (("order", "submit"), {"minutes_number": "5"}, {}, [("missing", "minutes_date")]),
    (
        ("order", "submit"),
        {"minutes_point": 3},
        {},
        [("point_without_minutes", "minutes_point")],
    ),
    *(
        (
            ("order", step),
            {
                "minutes_number": "5",
                "minutes_date": date(2026, 8, 20),
                "minutes_point": 3,
                "minutes_points": {1, 2},
            },
            {},
            [("point_unknown", "minutes_point")],
        )
        for step in ("submit", "approve")
    ),
    (
        ("order", "submit"),
        {"minutes_date": date(2026, 8, 29)},
        {},
        [("missing", "minutes_number"), ("minutes_after_order", "minutes_date")],
    ),
    (
        ("order", "approve"),
        {"authors": ["sokolova", "director"]},
        {},
        [("author_cannot_approve", None)],
    ),
    (
        ("order", "approve"),
        {"number_taken_by": "u"},
        {},
        [("registration_number_taken", "registration_number")],
    ),
    (
        ("case_file", "close"),
        {},
        {"closed_on": date(2025, 8, 31)},
        [("closed_before_opened", "closed_on")],
    ),
    (("case_file", "annul"), {}, {"reason": " "}, [("not_given", "reason")]),
    (
        ("case_file", "register"),
        {"index_not_planned": {"index": "02-14", "year": 2025}},
        {},
        [("index_not_in_plan", "case_index")],
    ),
    (("order", "transfer"), {}, {"signature_fact": ""}, [("not_given", "signature_fact")]),
    *act_cases.REFUSED,
    *book_cases.REFUSED,
    *case_kind_cases.REFUSED,
    *inventory_cases.REFUSED,
    *local_regulation_cases.REFUSED,
    *portfolio_cases.REFUSED,
    *protocol_cases.REFUSED,
]


def refused(key, facts, details):
    return [(r.code, r.field) for r in check(*key, facts, details, TODAY)]


def test_every_step_of_every_family_has_a_clear_case():
    steps = {
        (family.id, step.id) for family in lifecycle.FAMILIES.values() for step in family.steps
    }
    assert set(CLEAR) == steps


@pytest.mark.parametrize("key", CLEAR, ids="-".join)
def test_nothing_stands_in_the_way_of_a_complete_step(key):
    facts, details = CLEAR[key]
    assert refused(key, facts, details) == []


@pytest.mark.parametrize(("key", "facts", "details", "expected"), REFUSED)
def test_each_reason_is_said_and_no_other(key, facts, details, expected):
    clear_facts, clear_details = CLEAR[key]
    assert refused(key, {**clear_facts, **facts}, {**clear_details, **details}) == expected


def test_every_code_is_reached_by_the_table():
    assert {code for row in REFUSED for code, _ in row[3]} == set(CODES)


def test_a_main_order_needs_no_people():
    facts = {**ORDER, "doc_type": "order_main", "people": None}
    assert refused(("order", "approve"), facts, {}) == []


#: What a registered record is changed to, the fields of the save, the reasons: code and field.
CHANGED = [
    ({"birth_date": None}, {"birth_date"}, [("missing", "birth_date")]),
    ({"birth_date": None}, {"address", "snils"}, []),
    ({"birth_date": date(2030, 1, 1), "admitted_on": None}, {"birth_date"}, ["day_in_future"]),
    (
        {"birth_date": date(2020, 1, 1)},
        {"birth_date", "admitted_on"},
        [("born_after_admission", "birth_date")],
    ),
    # Told at the birth date, brought about by the other of the two.
    ({"admitted_on": date(2012, 5, 17)}, {"admitted_on"}, ["born_after_admission"]),
    (
        {"admitted_on": None, "admission_order_number": " ", "admission_order_date": None},
        {"admitted_on", "admission_order_number", "admission_order_date", "came_from"},
        [
            ("missing", "admitted_on"),
            ("missing", "admission_order_number"),
            ("missing", "admission_order_date"),
        ],
    ),
    ({"last_name": None, "letter": None}, (), []),
]


@pytest.mark.parametrize(("facts", "changed", "reasons"), CHANGED)
def test_a_change_of_a_registered_file(facts, changed, reasons):
    found = check_change("personal_file", "register", {**FILE, **facts}, changed, TODAY)

    wanted = [one if isinstance(one, tuple) else (one, "birth_date") for one in reasons]
    assert [(one.code, one.field) for one in found] == wanted


@given(
    key=st.sampled_from(sorted(CLEAR)),
    gone=st.sets(st.sampled_from(sorted({*FILE, *ORDER, *CASE, *PAPER} - {"volume"}))),
    changed=st.sets(st.sampled_from(sorted({*FILE, *ORDER, *CASE, *PAPER, *HANDING}))),
)
def test_a_change_is_asked_no_more_than_the_step_and_of_its_fields_alone(key, gone, changed):
    facts = {name: value for name, value in CLEAR[key][0].items() if name not in gone}

    found = check_change(*key, facts, changed, TODAY)

    asked = check(*key, facts, {}, TODAY)
    assert all(one in asked for one in found)
    assert {one.field for one in found if one.code == "missing"} <= changed
    assert "not_given" not in {one.code for one in found}
    assert check_change(*key, facts, (), TODAY) == ()


@given(
    key=st.sampled_from(sorted(CLEAR)),
    gone=st.sets(
        st.sampled_from(
            sorted(
                {*FILE, *ORDER, *CASE, *PAPER, *act_cases.ACT, *inventory_cases.INVENTORY}
                - {"volume"}
            )
        )
    ),
    ungiven=st.sets(st.sampled_from(sorted({*LEAVING, *HANDING, "reason", "closed_on"}))),
)
def test_what_is_missing_only_adds_reasons_and_never_breaks(key, gone, ungiven):
    facts, details = CLEAR[key]
    fewer = {name: value for name, value in facts.items() if name not in gone}
    given_ = {name: value for name, value in details.items() if name not in ungiven}

    found = check(*key, fewer, given_, TODAY)

    assert {r.code for r in found} <= set(CODES)
    asked = check(*key, {"volume": "1"}, {}, TODAY)
    required = {r.field for r in asked if r.code in ("missing", "not_given")}
    for name in (set(facts) & gone | set(details) & ungiven) & required:
        assert name in {r.field for r in found}


def test_an_old_file_is_as_lawful_as_one_of_today():
    old = {"birth_date": date(1943, 5, 1), "admitted_on": date(1950, 9, 1)}
    old["admission_order_date"] = date(1950, 8, 30)
    assert check("personal_file", "register", {**FILE, **old}, {}, TODAY) == ()
