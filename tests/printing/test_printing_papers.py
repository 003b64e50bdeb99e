"""Printing without Plone: protocols, the calendar of terms, class lists, achievements, statements."""

from collective.schoolrecords.core import protocols as rules
from collective.schoolrecords.core.forecast import draw
from collective.schoolrecords.core.terms import STATUSES
from collective.schoolrecords.printing import school_forms
from collective.schoolrecords.printing.checks import problems
from collective.schoolrecords.printing.page_calendar import calendar_data
from collective.schoolrecords.printing.page_calendar import DAYLESS
from collective.schoolrecords.printing.page_protocol import protocol_data
from collective.schoolrecords.printing.page_school import achievements_data
from collective.schoolrecords.printing.page_school import class_list_data
from collective.schoolrecords.printing.page_school import statement_data
from collective.schoolrecords.printing.pages import print_form
from dataclasses import replace
from datetime import date
from hypothesis import given
from hypothesis import strategies as st
from printed_forms import MOMENT
from protocol_samples import COUNCIL
from protocol_samples import EXAM
from protocol_samples import INDEPENDENT
from protocol_samples import INTERIM
from protocol_samples import long_exam
from school_samples import ACHIEVEMENTS
from school_samples import ADMITTED
from school_samples import CALENDAR
from school_samples import CLASS_LIST
from school_samples import PERIOD
from school_samples import STUDIES

import pytest
import subprocess


def heads(data):
    """Titles of the columns of a protocol."""
    return [column["title"] for column in data["columns"]]


class TestProtocol:
    """Columns, states, totals, who was familiarised."""

    def test_the_exam_lies_and_tells_what_became_of_each_row(self):
        data = protocol_data(EXAM)

        assert data["flipped"]
        assert heads(data)[3:7] == ["Документ", "Форма", "Первичный балл", "Баллы по критериям"]
        assert [row[-1] for row in data["rows"]] == [
            "действует",
            "изменён по апелляции, протокол № 14-А от 24.06.2026",
            "действует",
            "действует, взамен строки\u00a02",
        ]
        assert data["total"] == (
            "Всего результатов: 4 (четыре) строки, из них действует: 3 (три) строки. "
            "Отметки: «5» — 1, «4» — 1, «н/я» — 1."
        )

    def test_a_replaced_row_is_not_familiarised_any_more(self):
        told = protocol_data(EXAM)["familiar"]

        assert [(row[1], row[5]) for row in told["rows"]] == [
            ("Абрамова-Ёлкина Вера Ильинична", "18.06.2026"),
            ("Гасанов Руслан Вагиф оглы", ""),
            ("Бобров Антон", "18.06.2026"),
        ]
        assert told["total"] == (
            "Ознакомлено: 2 (два) обучающихся, не ознакомлено: 1 (один) обучающийся."
        )
        assert protocol_data(INTERIM)["familiar"] is None

    def test_upright_with_as_many_columns_as_are_filled(self):
        data = protocol_data(INTERIM)

        assert not data["flipped"]
        assert "Первичный балл" not in heads(data)
        assert data["stitching"]["sheets"] == "21 (двадцать один) лист"
        assert [one["name"] for one in data["signers"]] == [
            "И. К. Учительская",
            "Н. О. Помощникова",
            "П. Р. Второва",
        ]

    def test_variant_and_ticket_stand_where_some_pupil_has_one(self):
        first, *others = INTERIM.rows
        data = protocol_data(replace(INTERIM, rows=(replace(first, ticket="14"), *others)))

        assert not {"Вариант", "Билет"} & set(heads(protocol_data(INTERIM)))
        assert "Билет" in heads(data)
        assert "Вариант" not in heads(data)
        assert "14" in data["rows"][0]

    def test_who_comes_from_outside_is_named_so_in_the_rows_and_on_the_sheet(self):
        first, *others = EXAM.rows
        data = protocol_data(replace(EXAM, rows=(replace(first, outside="школа № 5"), *others)))

        assert f"{first.name} (школа № 5)" in data["rows"][0]
        assert data["familiar"]["rows"][0][1] == f"{first.name} (школа № 5)"
        assert first.name in protocol_data(EXAM)["rows"][0]

    def test_an_attestation_writes_marks_out_and_names_those_of_the_year(self):
        first, *others = INTERIM.rows
        graded = replace(first, year_mark="4", final_mark="5")
        data = protocol_data(replace(INTERIM, rows=(graded, *others)))

        assert heads(data)[3:6] == [
            "Отметка цифрой и\u00a0прописью",
            "Годовая отметка",
            "Итоговая отметка",
        ]
        assert data["rows"][0][3:6] == ["5 (пять)", "4", "5"]
        assert data["rows"][1][3:6] == ["зачёт", "", ""]
        assert "«5» — 1" in data["total"]
        assert "Итоговая отметка" not in heads(protocol_data(INTERIM))

    def test_an_extract_is_certified_and_never_stitched(self):
        data = protocol_data(replace(INDEPENDENT, stitching=EXAM.stitching))

        assert data["heading"] == "ВЫПИСКА ИЗ ПРОТОКОЛА №"
        assert (data["stitching"], data["signers"]) == (None, [])
        assert data["certifier"]["name"] == "И. К. Учительская"

    def test_council(self):
        points = protocol_data(COUNCIL)["council"]["points"]

        assert len(points[0]["decision"]) == 2
        assert points[0]["votes"] == "Голосовали: за — 36, против — 0, воздержались — 2."
        assert points[1]["votes"] == ""

    @pytest.mark.parametrize(
        ("form", "found"),
        [
            (replace(EXAM, rows=()), [("NO_ROWS", "rows")]),
            (replace(COUNCIL, kind="party"), [("UNKNOWN", "kind"), ("MISSING", "name")]),
            (
                replace(EXAM, title=" ", stitching=replace(EXAM.stitching, sheets=0)),
                [("MISSING", "title"), ("COUNT", "sheets")],
            ),
        ],
    )
    def test_refused_with_all_reasons(self, form, found):
        if form.kind == "party":
            form = replace(form, rows=(replace(EXAM.rows[0], name=""),))
        assert [(one.code, one.field) for one in problems(form)] == found

    def test_five_hundred_long_names_keep_the_head_on_every_page(self):
        pdf = print_form(long_exam(500), timestamp=MOMENT)
        command = ["pdftotext", "-layout", "-", "-"]
        done = subprocess.run(command, input=pdf, capture_output=True, check=True)
        pages = done.stdout.decode().split("\f")[:-1]

        with_rows = [page for page in pages if "Примерова" in page]
        assert len(with_rows) > 30
        assert all("Фамилия, имя, отчество" in page for page in with_rows)
        assert "Всего результатов: 500 (пятьсот) строк" in "".join(pages)
        assert "не ознакомлено: 500 (пятьсот) обучающихся" in "".join(pages)

    @pytest.mark.parametrize("kind", rules.KINDS)
    def test_hostile_texts_of_every_kind_are_printed(self, kind):
        bad = '#panic("x") 王 😀 ' + "Щ" * 400
        rows = (replace(EXAM.rows[0], name=bad, label=bad, criteria=bad, note=bad, told_fact=bad),)
        if kind == rules.COUNCIL:
            rows = (replace(COUNCIL.rows[0], question=bad, decision=(bad + "\n") * 50),)
        form = replace(EXAM, kind=kind, rows=rows, title=bad, organisation=bad, opinions=bad)

        assert print_form(form, timestamp=MOMENT).startswith(b"%PDF-1.7")


COUNTS = st.integers(0, 2000).flatmap(
    lambda rows: st.tuples(st.just(rows), st.integers(0, rows)).flatmap(
        lambda pair: st.tuples(
            st.just(pair[0]), st.just(pair[1]), st.integers(0, pair[0] - pair[1])
        )
    )
)
WHEN = st.one_of(st.integers(2010, 2060), st.sampled_from(sorted(DAYLESS)))
GROUPS = st.lists(st.tuples(WHEN, st.sampled_from("abc"), COUNTS), max_size=30)


def figure(text):
    """The number in a cell."""
    return 0 if text == "—" else int(text.replace("\u00a0", ""))


class TestCalendar:
    """Sums are those of what is printed above them."""

    @given(GROUPS)
    def test_sums(self, groups):
        flat = [(when, kind, *counts) for when, kind, counts in groups]
        drawn = draw(flat, 2026, 2045)
        data = calendar_data(replace(CALENDAR, calendar=drawn))

        for place in range(1, 5):
            column = [figure(row[place]) for row in data["years"]]
            assert sum(column) == figure(data["sum"][place])
            of_types = sum(figure(row[place]) for row in data["types"])
            assert of_types == sum(column[1:-1]) == figure(data["types_sum"][place])
        dayless = sum(figure(row[1]) for row in data["dayless"])
        assert figure(data["sum"][1]) + dayless == drawn.total
        assert all(sum(bar["parts"]) == bar["rows"] for bar in data["bars"])

    def test_every_status_without_a_day_has_words(self):
        assert set(DAYLESS) < set(STATUSES)

    def test_nothing_and_too_much_are_refused(self):
        empty = replace(CALENDAR, calendar=draw((), 2026, 2045))
        long = replace(CALENDAR, calendar=draw([(2030, "a", 1, 0, 0)], 2000, 2100))

        assert [one.code for one in problems(empty)] == ["NO_ROWS"]
        assert [one.code for one in problems(long)] == ["TOO_MANY"]


class TestPapersAboutPupils:
    """Class lists, achievements, statements."""

    def test_an_empty_class_has_no_page(self):
        data = class_list_data(CLASS_LIST)

        assert [one["label"] for one in data["classes"]] == ["7А"]
        assert data["classes"][0]["total"] == "Всего в классе: 3 (три) обучающихся."
        empty = replace(CLASS_LIST, classes=CLASS_LIST.classes[1:])
        assert [one.code for one in problems(empty)] == ["NO_ROWS"]

    def test_certified_and_not(self):
        data = achievements_data(ACHIEVEMENTS)

        assert [row[-1] for row in data["rows"]] == ["Диплом № 14, 08.12.2025", "не заверено"]
        assert data["total"] == "Всего: 2 (два) достижения, из них заверено: 1 (одно) достижение."

    @pytest.mark.parametrize(
        ("form", "sentence"),
        [
            (STUDIES, "Зачислена с 01.09.2019 (приказ № 41-у от 28.08.2019)."),
            (
                replace(STUDIES, female=False, admission=school_forms.StatementOrder()),
                "Зачислен с 01.09.2019.",
            ),
            (
                ADMITTED,
                "Дана в том, что Козлова Вера Ильинична, 17.05.2012 года рождения, зачислен(а) в "
                "1А класс данной образовательной организации с 01.09.2019 "
                "(приказ № 41-у от 28.08.2019).",
            ),
            (
                PERIOD,
                "Дана в том, что Козлова Вера Ильинична, 17.05.2012 года рождения, обучалась в "
                "данной образовательной организации с 01.09.2019 (приказ № 41-у от 28.08.2019) по "
                "25.06.2025 (приказ № 77-у от 25.06.2025).",
            ),
        ],
    )
    def test_sentences_agree_with_the_pupil(self, form, sentence):
        assert sentence in statement_data(form)["sentences"]

    def test_marks_stand_in_the_period_alone(self):
        assert statement_data(PERIOD)["marks_title"].endswith("2024/25 учебный год, 9 класс")
        other = statement_data(replace(PERIOD, kind=school_forms.STUDIES))
        assert (other["marks"], other["exams"]) == ([], [])

    def test_what_a_statement_lacks(self):
        bare = replace(PERIOD, born=None, left_on=None, name="", dated_on=date(2026, 3, 5))

        assert [one.field for one in problems(bare)] == ["name", "born", "left_on"]

    def test_hostile_texts_are_printed(self):
        bad = '#panic("x") 王 😀 ' + "Щ" * 400
        line = replace(CLASS_LIST.classes[0].rows[0], name=bad, number=bad)
        page = replace(CLASS_LIST.classes[0], label=bad, rows=(line,) * 120)
        won = replace(ACHIEVEMENTS.rows[0], title=bad, result=bad, certified=bad)
        for form in (
            replace(CLASS_LIST, school=bad, classes=(page,)),
            replace(ACHIEVEMENTS, name=bad, grades=bad, rows=(won,) * 60),
            replace(PERIOD, name=bad, reason=bad, exams=((bad, bad),) * 40),
            replace(CALENDAR, about=bad, titles=(("class_journal", bad),)),
        ):
            assert print_form(form, timestamp=MOMENT).startswith(b"%PDF-1.7")
