"""The steps of a portfolio: the clear case of each, and every single refusal."""

from datetime import date


PORTFOLIO = {
    "pupil_file": "a" * 32,
    "pupil_state": "current",
    "cycle": "5-9",
    "cycle_first": 5,
    "cycle_last": 9,
    "grade": 7,
    "kept_by": "classroom",
    "opened_on": date(2024, 9, 2),
    "newest_content": date(2026, 5, 20),
    "storage_place": "кабинет 31",
    "carriers": [{"carrier": "paper"}],
    "term": object(),
}
OVER = {**PORTFOLIO, "grade": 10}
HANDING = {
    "receiver": "Козлова А. П.",
    "basis": "заявление",
    "handed_out_on": date(2026, 6, 26),
    "signature_fact": "лист 12",
}
CLOSING = {"closed_on": date(2026, 8, 31)}


def _step(name):
    return ("portfolio", name)


CLEAR = {
    **{_step(name): ({}, {}) for name in ("select", "release", "release_to_office", "destroy")},
    _step("register"): (PORTFOLIO, {}),
    _step("close"): (OVER, CLOSING),
    _step("hand_out"): (PORTFOLIO, HANDING),
    _step("archive"): (OVER, {}),
    _step("transfer"): (OVER, HANDING),
    _step("annul"): (PORTFOLIO, {"reason": "заведено дважды"}),
}

_FILE_GOES = ("personal_file", "hand_out")
_KEPT = {"cycle": "5-9"}

REFUSED = [
    (
        _step("register"),
        {"pupil_file": None, "cycle": "", "opened_on": None},
        {},
        [("missing", "pupil_file"), ("missing", "cycle"), ("missing", "opened_on")],
    ),
    (_step("register"), {"opened_on": date(2026, 11, 22)}, {}, [("day_in_future", "opened_on")]),
    (_step("register"), {"pupil_state": None}, {}, [("pupil_unknown", "pupil_file")]),
    (_step("register"), {"pupil_state": "closed"}, {}, [("pupil_not_here", "pupil_file")]),
    (_step("register"), {"taken_by": "x"}, {}, [("portfolio_exists", "cycle")]),
    (_step("register"), {"cycle_first": None}, {}, [("cycle_unknown", "cycle")]),
    (_step("register"), {"grade": 4}, {}, [("cycle_not_reached", "cycle")]),
    (_step("register"), {"grade": 10}, {}, []),
    (_step("register"), {"grade": None}, {}, []),
    (_step("register"), {"former_open": ["1-4"]}, {}, [("former_cycle_open", "cycle")]),
    (
        _step("register"),
        {"index_not_planned": {"index": "02-99", "year": 2026}},
        {},
        [("index_not_in_plan", "case_index")],
    ),
    (_step("close"), {}, {"closed_on": None}, [("not_given", "closed_on")]),
    (_step("close"), {}, {"closed_on": date(2026, 11, 22)}, [("day_in_future", "closed_on")]),
    (_step("close"), {}, {"closed_on": date(2026, 5, 1)}, [("closed_before_content", "closed_on")]),
    (_step("close"), {"grade": 9}, {}, [("cycle_not_over", "cycle")]),
    (_step("close"), {"grade": 9, "pupil_state": "handed_out"}, {}, []),
    (_step("close"), {"draft_documents": ["x"]}, {}, [("documents_not_accepted", None)]),
    (_step("close"), {"term": None}, {}, [("term_unknown", "doc_type")]),
    (_step("hand_out"), {"kept_by": "pupil"}, {}, [("portfolio_with_pupil", "kept_by")]),
    (_step("hand_out"), {"holder": "методист"}, {}, [("held_by", "holder")]),
    (_step("hand_out"), {"draft_documents": ["x"]}, {}, [("documents_not_accepted", None)]),
    (_step("hand_out"), {}, {"receiver": " "}, [("not_given", "receiver")]),
    (
        _step("archive"),
        {"kept_by": "pupil", "storage_place": "", "carriers": None, "holder": "методист"},
        {},
        [
            ("missing", "storage_place"),
            ("missing", "carriers"),
            ("held_by", "holder"),
            ("portfolio_with_pupil", "kept_by"),
        ],
    ),
    (_step("transfer"), {"holder": "методист"}, {}, [("held_by", "holder")]),
    (_step("annul"), {}, {"reason": ""}, [("not_given", "reason")]),
    # The file and the portfolio that is kept at school leave together or not at all.
    (_FILE_GOES, {"portfolios": [_KEPT]}, {}, []),
    (
        _FILE_GOES,
        {"portfolios": [{**_KEPT, "drafts": 2, "holder": "методист", "in_act": True}]},
        {},
        [
            ("portfolio_documents_not_accepted", None),
            ("portfolio_held_by", None),
            ("portfolio_in_act", None),
        ],
    ),
    # What is open is closed by the day on which it leaves, alone or with the file.
    (
        ("portfolio", "hand_out"),
        {"closed_on": None, "newest_content": date(2026, 11, 30)},
        {"handed_out_on": date(2026, 11, 20)},
        [("closed_before_content", "handed_out_on")],
    ),
    (
        ("personal_file", "hand_out"),
        {
            "portfolios": [
                {"cycle": "basic", "newest_content": date(2026, 11, 20)},
                {
                    "cycle": "primary",
                    "newest_content": date(2026, 11, 20),
                    "closed_on": date(2026, 11, 20),
                },
            ]
        },
        {"handed_out_on": date(2026, 11, 19)},
        [("closed_before_content", "handed_out_on")],
    ),
]
