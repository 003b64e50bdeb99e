"""Which order approves which local act: by its words, its kind and its day."""

from collective.schoolrecords.core import approving_order as rules
from collective.schoolrecords.core import order_texts
from datetime import date
from datetime import timedelta
from hypothesis import given
from hypothesis import strategies as st

import pytest


DAY = date(2026, 8, 28)
PORTFOLIO = "Положение о портфолио обучающегося"
FILES = "Положение о порядке ведения, учёта и хранения личных дел обучающихся МБОУ СОШ № 12"
RULES = "Правила внутреннего распорядка обучающихся"


def reasons(title, text, act, **more):
    order = rules.Approving("112", DAY, title, text, **more)
    return [one.code for one in rules.reasons_against(order, act, [DAY], "order", "day")]


NOTHING, OTHER = ["order_approves_nothing"], ["order_names_no_act"]


@pytest.mark.parametrize(
    ("title", "text", "act", "codes"),
    [
        ("Об утверждении Положения о портфолио обучающегося", "", PORTFOLIO, []),
        ("Об утверждении Положения о портфолио", "", PORTFOLIO, []),
        ("ОБ УТВЕРЖДЕНИИ ПОЛОЖЕНИЙ", "Утвердить:\n1. Положение о портфолио", PORTFOLIO, []),
        ("Об утверждении локальных актов", "Утвердить Положение о портфолио", PORTFOLIO, []),
        ("О локальных актах", "ПРИКАЗЫВАЮ: утвердить Положение о портфолио", PORTFOLIO, []),
        ("О введении в действие Положения о портфолио", "", PORTFOLIO, []),
        ("О внесении изменений в Положение о портфолио", "", PORTFOLIO, []),
        ("Об утверждении Положения о ведении личных дел учащихся", "", FILES, []),
        ("Об утверждении Правил внутреннего распорядка", "", RULES, []),
        ("Об утверждении Положения о столовой", "", PORTFOLIO, OTHER),
        ("Об утверждении Положения о ведении классных журналов", "", FILES, OTHER),
        ("Об утверждении локальных актов", "", PORTFOLIO, OTHER),
        # Whatever approves something else approves no act, though its text rests on one.
        ("Об утверждении плана работы", "Утвердить Положение о портфолио", PORTFOLIO, NOTHING),
        ("О портфолио", "На основании Положения о портфолио собрать работы", PORTFOLIO, NOTHING),
        (
            "О работе школы",
            "Утвердить план. Руководствоваться Положением о портфолио",
            PORTFOLIO,
            NOTHING,
        ),
        (
            "О локальных актах",
            "Утвердить Положение о столовой. Признать утратившим силу Положение о портфолио",
            PORTFOLIO,
            OTHER,
        ),
        ("О режиме дня", "", PORTFOLIO, NOTHING),
        ("О зачислении", "Зачислить в 1А класс", PORTFOLIO, NOTHING),
        ("", "", PORTFOLIO, NOTHING),
        ("<script>", "=1+1", PORTFOLIO, NOTHING),
        # An act without a title yet is not asked for.
        ("Об утверждении Положения о столовой", "", None, []),
    ],
)
def test_an_order_approves_what_it_says(title, text, act, codes):
    assert reasons(title, text, act) == codes


def test_an_order_about_pupils_approves_nothing_and_all_reasons_come_at_once():
    order = rules.Approving("5", DAY, f"Об утверждении «{PORTFOLIO}»", "", False)
    later = DAY + timedelta(1)
    found = rules.reasons_against(order, PORTFOLIO, [DAY, later], "order", "day")
    assert [(one.code, one.field) for one in found] == [
        ("order_approves_nothing", "order"),
        ("order_before_minutes", "day"),
    ]
    assert found[1].data["minutes"] == later


@pytest.mark.parametrize(
    ("day", "minutes", "refused"),
    [
        (DAY, [DAY], False),
        (DAY, [], False),
        (None, [DAY], False),
        (DAY, [DAY - timedelta(9), DAY + timedelta(1)], True),
    ],
)
def test_an_order_comes_after_the_last_minutes(day, minutes, refused):
    assert bool(rules.day_reasons("5", day, minutes, "day")) is refused


@given(st.text(), st.text(), st.text())
def test_no_words_fail_and_what_approves_is_never_left_out_by_its_title(title, text, act):
    order = rules.Approving("1", DAY, title, text)
    if rules.approves_act(order) or rules.names_act(order, act):
        assert rules.may_approve(title) or not rules.approves_act(order)


@given(st.sampled_from((PORTFOLIO, FILES, RULES)) | st.text())
def test_the_order_that_is_proposed_for_an_act_approves_it(act):
    text = order_texts.local_act_text(act, "протокол педагогического совета № 1 от 28.08.2026")
    order = rules.Approving("1", DAY, order_texts.LOCAL_ACT, text)
    assert rules.approves_act(order)
    assert rules.names_act(order, act)
