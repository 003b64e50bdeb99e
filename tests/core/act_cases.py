"""The steps of an act of destruction: the clear case of each, and every single refusal."""

from collective.schoolrecords.core.act_steps import ITEM_CODES
from collective.schoolrecords.core.destruction import ABSTAINED
from collective.schoolrecords.core.destruction import ActRules
from collective.schoolrecords.core.destruction import AGAINST
from collective.schoolrecords.core.destruction import FOR
from collective.schoolrecords.core.destruction import Member
from collective.schoolrecords.core.destruction import STAGES
from collective.schoolrecords.core.destruction import Vote
from collective.schoolrecords.core.reasons import Reason
from datetime import date


MEMBERS = (
    Member("p1", "chair", "Образцова А. А.", "заместитель директора", chair=True),
    Member("p2", "second", "Примеров Б. Б."),
    Member("p3", "third", "Тестова В. В."),
)
RULES = ActRules()
ACT = {
    "rows": 5,
    "left": 4,
    "members": MEMBERS,
    "authors": ("archivist",),
    "directors": ("director",),
    "rules": RULES,
    "actor": "archivist",
}
ALL_FOR = {"chair": Vote(FOR), "second": Vote(FOR), "third": Vote(AGAINST)}
VOTED = {**ACT, "actor": "chair", "votes": ALL_FOR}
DIRECTOR = {**VOTED, "actor": "director"}
WAITED = {**ACT, "waiting_until": date(2026, 11, 21)}
DONE = {"stages": dict.fromkeys(STAGES, date(2026, 11, 1))}
MINUTES = {"minutes_number": "3", "minutes_date": date(2026, 11, 20)}
WHY = {"reason": "ошибка в сроках"}


def _act(step):
    return ("destruction_act", step)


CLEAR = {
    _act("submit"): (ACT, {}),
    _act("withdraw"): (ACT, WHY),
    _act("conclude"): (VOTED, MINUTES),
    _act("return"): (DIRECTOR, WHY),
    _act("sign"): (DIRECTOR, {}),
    _act("abort"): (ACT, WHY),
    _act("execute"): (WAITED, {"method": "измельчение"}),
    _act("complete"): (ACT, {}),
    _act("verify"): (DONE, {}),
}


def _some(codes):
    return tuple(Reason(code, None, {"row": 1}) for code in codes)


REFUSED = [
    (_act("submit"), {"left": 0}, {}, [("act_empty", None)]),
    (
        _act("submit"),
        {"unfit": _some(ITEM_CODES[:10]), "undecided": _some(ITEM_CODES[10:])},
        {},
        [(code, None) for code in ITEM_CODES],
    ),
    (
        _act("sign"),
        {"unfit": _some(["item_held"] * 52)},
        {},
        [("item_held", None)] * 50 + [("act_more_rows", None)],
    ),
    (
        _act("submit"),
        {"members": MEMBERS[1:]},
        {},
        [("commission_too_small", None), ("commission_without_chair", None)],
    ),
    (_act("submit"), {"authors": ("second",)}, {}, [("author_in_commission", None)]),
    (_act("submit"), {"directors": ("third",)}, {}, [("director_in_commission", None)]),
    (_act("submit"), {"directors": ("archivist",)}, {}, [("author_is_director", None)]),
    (_act("conclude"), {"actor": "second"}, {}, [("only_the_chair", None)]),
    (
        _act("conclude"),
        {"votes": {"second": Vote(FOR), "third": Vote(FOR)}},
        {},
        [("chair_not_voted", None), ("no_quorum", None)],
    ),
    (
        _act("conclude"),
        {"votes": {**ALL_FOR, "second": Vote(ABSTAINED)}},
        {},
        [("commission_against", None)],
    ),
    (_act("conclude"), {}, {"minutes_number": ""}, [("not_given", "minutes_number")]),
    (_act("sign"), {"authors": ("director",)}, {}, [("author_cannot_approve", None)]),
    (_act("sign"), {"actor": "third"}, {}, [("member_cannot_approve", None)]),
    (
        _act("sign"),
        {"missing_inventories": (("permanent", 2019), ("personnel", 2019))},
        {},
        [("no_permanent_inventory", None), ("no_personnel_inventory", None)],
    ),
    *(
        (
            _act(name),
            {"unstated_years": {"permanent": [2015], "personnel": [2015, 2016]}},
            {},
            [("permanent_years_not_stated", None), ("personnel_years_not_stated", None)],
        )
        for name in ("submit", "sign", "execute")
    ),
    (_act("execute"), {"waiting_until": date(2026, 11, 22)}, {}, [("act_waiting", None)]),
    (_act("execute"), {"waiting_until": None}, {}, [("act_waiting", None)]),
    (_act("execute"), {"selecting": True}, {}, [("act_selecting", None)]),
    (_act("complete"), {"open_rows": 3}, {}, [("act_rows_open", None)]),
    (_act("verify"), {"stages": {}}, {}, [(f"stage_{stage}_open", None) for stage in STAGES]),
]
