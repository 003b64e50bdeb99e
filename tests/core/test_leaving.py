"""Leaving: what has to be entered, the path, working days and the awaited notice."""

from collective.schoolrecords.core import leaving as rules
from collective.schoolrecords.core import order_fit
from collective.schoolrecords.core import order_texts as texts
from collective.schoolrecords.core.working_days import after_working_days
from collective.schoolrecords.core.working_days import is_working_day
from datetime import date
from datetime import timedelta
from hypothesis import given
from hypothesis import strategies as st

import pytest


TODAY = date(2026, 2, 2)
GOOD = {
    "way": rules.TRANSFER,
    "application_on": date(2026, 1, 29),
    "left_on": TODAY,
    "destination": "Школа № 5",
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"way": "x"}, [("leaving_way", "way")]),
        ({"application_on": None}, [("not_given", "application_on")]),
        ({"destination": ""}, [("not_given", "destination")]),
        ({"way": rules.FAMILY, "destination": ""}, []),
        ({"way": rules.DISCIPLINE, "application_on": None, "destination": ""}, []),
        ({"way": rules.OTHER}, [("not_given", "words")]),
        ({"left_on": None}, [("not_given", "left_on")]),
        ({"left_on": date(2026, 2, 3)}, [("day_in_future", "left_on")]),
        ({"left_on": date(2019, 8, 31)}, [("left_before_admission", "left_on")]),
        (
            {"application_on": None, "destination": "", "left_on": None},
            [
                ("not_given", "application_on"),
                ("not_given", "destination"),
                ("not_given", "left_on"),
            ],
        ),
    ],
)
def test_every_reason_at_once(change, expected):
    """Whatever lacks is told together."""
    found = rules.check_application({**GOOD, **change}, date(2019, 9, 1), TODAY)

    assert [(one.code, one.field) for one in found] == expected


@pytest.mark.parametrize(
    ("ordered", "applied", "admitted", "expected"),
    [
        (TODAY, TODAY, TODAY, []),
        (TODAY, None, None, []),
        (None, TODAY, TODAY, []),
        (date(1999, 11, 23), TODAY, None, ["order_before_application"]),
        (date(1999, 11, 23), None, date(2019, 9, 1), ["order_before_admission"]),
        (
            date(1999, 11, 23),
            TODAY,
            date(2019, 9, 1),
            ["order_before_application", "order_before_admission"],
        ),
    ],
)
def test_an_order_is_not_older_than_what_it_rests_on(ordered, applied, admitted, expected):
    found = rules.check_order_day(ordered, applied, admitted)
    assert [(one.code, one.field) for one in found] == [(code, "order_date") for code in expected]


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 2, 2), 2, date(2026, 2, 4)),
        (date(2026, 2, 5), 2, date(2026, 2, 9)),
        (date(2026, 2, 6), 1, date(2026, 2, 9)),
        (date(2025, 12, 31), 2, date(2026, 1, 12)),
        (date(2026, 2, 20), 1, date(2026, 2, 24)),
        (date(2026, 4, 30), 1, date(2026, 5, 4)),
        (date(2026, 2, 2), 0, date(2026, 2, 2)),
    ],
)
def test_terms_in_working_days(day, count, expected):
    """The day itself does not count, days off do not either."""
    assert after_working_days(day, count) == expected


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 40))
def test_a_term_has_exactly_its_working_days(day, count):
    """Between the day and the end lie as many working days as were asked for."""
    end = after_working_days(day, count)
    between = (day + timedelta(days=n) for n in range(1, (end - day).days + 1))

    assert sum(map(is_working_day, between)) == count
    assert count == 0 or is_working_day(end)


@pytest.mark.parametrize(
    ("way", "done", "expected"),
    [
        (None, "", rules.APPLICATION),
        (rules.TRANSFER, "a", rules.ORDER),
        (rules.TRANSFER, "ao", rules.CHECK),
        (rules.TRANSFER, "aoc", rules.HAND_OUT),
        (rules.TRANSFER, "aoch", rules.NOTICE),
        (rules.TRANSFER, "aochn", rules.RESULT),
        (rules.FAMILY, "aoch", rules.RESULT),
    ],
)
def test_the_place_on_the_path(way, done, expected):
    """The first step that is not done; a notice is awaited of a transfer alone."""
    found = rules.place_on_path(
        way,
        asked="a" in done,
        ordered="o" in done,
        closed="c" in done,
        handed_out="h" in done,
        noticed="n" in done,
    )

    assert found == expected


@pytest.mark.parametrize(
    ("due", "received", "expected"),
    [
        (None, None, None),
        (TODAY, None, rules.WAITING),
        (date(2026, 2, 1), None, rules.OVERDUE),
        (date(2026, 2, 1), TODAY, rules.RECEIVED),
    ],
)
def test_a_notice_is_late_after_its_day(due, received, expected):
    """On the last day it is not late yet."""
    assert rules.notice_state(due, received, TODAY) == expected


def test_a_notice_comes_after_the_file_was_given():
    """A day that is missing, in the future or before the hand-out."""
    given_on = date(2026, 1, 30)
    assert rules.check_notice(TODAY, given_on, TODAY) == ()
    for day, code in (
        (None, "not_given"),
        (date(2026, 2, 3), "day_in_future"),
        (date(2026, 1, 29), "notice_before_hand_out"),
    ):
        assert [one.code for one in rules.check_notice(day, given_on, TODAY)] == [code]


ORDER_WORDS = [
    ("О зачислении обучающихся", "Зачислить в порядке перевода, в 1А класс", {"admission"}),
    ("Об отчислении обучающегося", "", {"leaving", "graduation"}),
    ("Об отчислении обучающегося", "Отчислить: причина: перевод в другую школу", {"leaving"}),
    ("Об отчислении выпускников 9А класса", "Отчислить выпускников", {"graduation"}),
    ("О выбытии", "Отчислить", {"leaving", "graduation"}),
    ("О переводе в другую образовательную организацию", "", {"leaving"}),
    ("О переводе обучающегося в другой класс", "из 5А в 5Б класс", {"class_change"}),
    ("О переводе обучающихся 5Б класса", "Перевести в следующий класс:", {"moving_up"}),
    ("О переводе обучающегося", "", {"leaving", "class_change", "moving_up"}),
    ("О зачислении и отчислении", "", {"admission", "leaving", "graduation"}),
    ("О движении обучающихся", "Отчислить по заявлению", {"leaving", "graduation"}),
    ("О движении обучающихся", "", set(order_fit.MOVEMENTS)),
    ("О режиме дня", "", set()),
    ("", "", set()),
    ("<script>", "=1+1", set()),
]


@pytest.mark.parametrize(("title", "text", "said"), ORDER_WORDS)
def test_an_order_stands_for_what_it_says(title, text, said):
    """The title decides; the text is read where the title leaves it open."""
    assert order_fit.movements_of(order_fit.Order("1", title, text, ())) == said


@pytest.mark.parametrize(
    ("movement", "people", "text", "codes"),
    [
        ("leaving", [{"name": "Ёлкина Анна", "file": "u1"}], "", []),
        ("leaving", [{"name": "Елкина  анна"}], "", []),
        ("leaving", [{"name": "Ёлкина Анна", "file": "u2"}], "", ["order_names_other"]),
        ("leaving", [{"name": "Журавлёва Анна"}], "Ёлкина Анна", ["order_names_other"]),
        ("leaving", [], "Отчислить: Ёлкина Анна, 5А", []),
        ("leaving", [], "Отчислить Ёлкину Анну Петровну из 5А класса", []),
        ("leaving", [], "Отчислить Журавлёву Анну из 5А класса", ["order_names_other"]),
        ("leaving", [], "", ["order_names_other"]),
        ("class_change", [{"name": "Ёлкина Анна"}], "", ["order_says_other"]),
        ("admission", [], "", ["order_says_other", "order_names_other"]),
    ],
)
def test_an_order_fits_who_it_names(movement, people, text, codes):
    """Another's order and an order of another kind are refused, both reasons at once."""
    order = order_fit.Order("78-у", "Об отчислении", text, tuple(people))
    found = order_fit.reasons_against(order, movement, [("u1", "Ёлкина Анна")])
    assert [(one.code, one.field) for one in found] == [(code, "order") for code in codes]


@pytest.mark.parametrize(
    ("people", "text", "fits"),
    [
        ([{"name": "Чужакова Ия"}, {"name": "Ёлкина Анна", "file": "u7"}], "", True),
        ([{"name": "Чужакову Ию Павловну"}, {"name": "Елкина Анна Петровна"}], "", True),
        ([], "Зачислить Чужакову Ию и Ёлкину Анну в 5А класс", True),
        ([{"name": "Новикова Дарья", "file": "u1"}], "Чужакова Ия, Ёлкина Анна", False),
        ([{"name": "Ёлкина Анна"}], "Чужакова Ия", False),
        ([], "Зачислить в 5А класс по списку", False),
    ],
)
def test_an_order_of_admission_names_every_child(people, text, fits):
    """A child has no file yet and is known by its name; nobody is enrolled by another's order."""
    order = order_fit.Order("78-у", "О зачислении", text, tuple(people))
    found = order_fit.reasons_against(
        order, "admission", [(None, "Чужакова Ия"), (None, "Ёлкина Анна")]
    )
    assert [one.code for one in found] == ([] if fits else ["order_names_other"])


@given(st.text(), st.text(), st.lists(st.text(min_size=1), max_size=5))
def test_whom_an_order_lists_by_name_it_names(title, text, listed):
    """Whatever stands in an order, its own people are found in it and nothing fails."""
    order = order_fit.Order("1", title, text, tuple({"name": name} for name in listed))
    assert order_fit.movements_of(order) <= set(order_fit.MOVEMENTS)
    assert all(order_fit.may_say(title, one) for one in order_fit.movements_of(order))
    assert all(order_fit.names_pupil(order, None, name) for name in listed)


@pytest.mark.parametrize(
    ("movement", "title", "text"),
    [
        (order_fit.ADMISSION, texts.ADMISSION, texts.admission_text([("А", "1А", TODAY, "№ 5")])),
        (order_fit.LEAVING, texts.LEAVING, texts.leaving_text("А", "5А", TODAY, "перевод", TODAY)),
        (
            order_fit.CLASS_CHANGE,
            texts.CLASS_CHANGE,
            texts.class_change_text("А", "5А", "5Б", None),
        ),
        (
            order_fit.GRADUATION,
            texts.GRADUATION.format(label="9А"),
            texts.graduation_text("9А", ["А"], TODAY, "№ 9"),
        ),
        (
            order_fit.MOVING_UP,
            texts.MOVING_UP.format(label="5А"),
            texts.moving_up_text(["А"], [("Б", ["Химия"], TODAY)], [("В", "5Б")], "№ 9"),
        ),
    ],
)
def test_the_orders_of_the_house_say_what_they_are_for(movement, title, text):
    """An order drawn up by one guided act serves this act and no other by mistake."""
    said = order_fit.movements_of(order_fit.Order("1", title, text, ()))
    assert movement in said
    assert said <= {movement, order_fit.GRADUATION}


NUMBER, ORDER_DAY = "leaving_order_number", "leaving_order_date"


@pytest.mark.parametrize(
    ("step", "studies", "basis", "details", "codes"),
    [
        ("close", True, None, {}, ["leaving_guided"]),
        ("close", True, None, {NUMBER: "77-у", ORDER_DAY: TODAY}, ["leaving_guided"]),
        ("close", False, None, {}, []),
        ("annul", True, None, {}, []),
        ("close", True, ("77-у", TODAY), {}, []),
        ("close", True, ("77-у", TODAY), {NUMBER: "77-У", ORDER_DAY: TODAY}, []),
        (
            "close",
            True,
            ("77-у", TODAY),
            {NUMBER: "78-у", ORDER_DAY: TODAY},
            ["leaving_other_order"],
        ),
        (
            "close",
            True,
            ("77-у", TODAY),
            {NUMBER: "77-у", ORDER_DAY: date(2026, 1, 1)},
            ["leaving_other_order"],
        ),
    ],
)
def test_the_file_of_who_studies_is_closed_by_the_leaving(step, studies, basis, details, codes):
    """The plain step is no second way past application, order and hand-out."""
    found = rules.check_closing(step, studies, basis, details)
    assert [one.code for one in found] == codes
