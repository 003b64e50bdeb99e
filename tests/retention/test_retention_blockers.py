"""What the due list says still stands in the way, and what the list of errors says is to mend."""

from Acquisition import aq_base
from builders import case_file
from builders import order
from builders import step
from collective.schoolrecords.core.faults import CODES
from collective.schoolrecords.core.inventories import Asked
from collective.schoolrecords.core.terms import ERROR
from collective.schoolrecords.core.terms import OPEN
from collective.schoolrecords.retention import holds
from collective.schoolrecords.retention import overview
from collective.schoolrecords.retention.act.items import SummarySheets
from collective.schoolrecords.retention.act.items import unfit
from collective.schoolrecords.retention.blockers import PageBlockers
from collective.schoolrecords.retention.blockers_words import BLOCKERS
from collective.schoolrecords.retention.blockers_words import FAULTS
from collective.schoolrecords.retention.due import put_record
from collective.schoolrecords.retention.membership import claim
from datetime import date
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.dexterity.utils import createContentInContainer
from Products.CMFCore.indexing import processQueue
from unittest import mock

import ast
import inspect
import pytest
import transaction


TODAY = date(2026, 2, 2)
OLD = {"closed_on": date(2015, 5, 31)}


class Inventories:
    """Stands for the room of inventories: those of the years named are approved."""

    def __init__(self, *years):
        self.years = years
        self.asked = []

    def asked_for(self, years, kinds=("permanent", "personnel")):
        self.asked += years
        missing = [(kind, year) for year in years if year not in self.years for kind in kinds]
        return Asked(tuple(missing), ())


@pytest.fixture
def inventories():
    found = Inventories(2015)
    with mock.patch("collective.schoolrecords.retention.blockers.queryUtility") as ask:
        ask.return_value = found
        yield found


@pytest.fixture
def office(portal, on_day, inventories):
    on_day(TODAY)
    setRoles(portal, TEST_USER_ID, ["Secretary", "Archivist"])
    return portal


def archived(**values):
    """A case that was closed in 2015 and handed to the archive."""
    case = step(case_file(**{"opened_on": date(2014, 9, 1), **values}), "register")
    step(case, "close", **OLD)
    return step(case, "archive")


def codes(record):
    return [reason.code for reason in PageBlockers(TODAY).of(record)]


class TestBlockers:
    def test_an_archived_record_whose_term_has_ended_is_free(self, office):
        assert codes(archived(doc_type="internal_monitoring")) == []

    def test_each_thing_in_the_way_is_said(self, office):
        case = archived(doc_type="internal_monitoring")
        holds.place(case, reason="Спор", basis="Определение суда")
        case.holder = "Инспектор"
        claim(case, "a" * 32)

        assert codes(case) == ["item_held", "item_given_out", "item_in_act"]

    @pytest.mark.parametrize(
        ("doc_type", "found"),
        [
            ("certificate_book", ["item_running"]),
            ("exam_protocol", ["item_needs_decision"]),
            ("class_journal", ["item_no_summary"]),
        ],
    )
    def test_terms_and_decisions(self, office, doc_type, found):
        assert codes(archived(doc_type=doc_type)) == found

    def test_states_and_dates(self, office):
        current = step(case_file(doc_type="internal_monitoring"), "register")

        assert codes(current) == ["item_state", "item_open"]
        assert codes(order(doc_type="order_main", people=None)) == ["item_state", "item_permanent"]

    def test_inventories_of_its_year(self, office, inventories):
        inventories.years = ()
        page = PageBlockers(TODAY)
        first, second = (archived(doc_type="internal_monitoring") for _n in range(2))

        reasons = page.of(first)
        assert [(reason.code, reason.data) for reason in reasons] == [
            ("inventory_missing", {"kind": "permanent", "years": "2015"}),
            ("inventory_missing", {"kind": "personnel", "years": "2015"}),
        ]
        assert page.of(second) == reasons
        assert inventories.asked == [2015]

    def test_the_years_of_a_page_are_asked_for_at_once(self, office, inventories):
        archived(doc_type="internal_monitoring")
        case_file(doc_type="internal_monitoring", closed_on=date(2010, 1, 1))

        overview.due_page(office.REQUEST, {}, TODAY, blockers=True)

        assert inventories.asked == [2010, 2015]

    def test_a_journal_and_its_one_archived_sheet(self, office):
        journal = archived(doc_type="class_journal", cohort_id="c7a", school_year="2014/15")
        archived(doc_type="summary_sheet", cohort_id="c7a", school_year="2013/14")
        assert codes(journal) == ["item_no_summary"]

        archived(doc_type="summary_sheet", cohort_id="c7a", school_year="2014/15")
        assert codes(journal) == []

        archived(doc_type="summary_sheet", cohort_id="c7a", school_year="2014/15")
        assert codes(journal) == ["item_many_summaries"]

    def test_no_sheet_is_loaded_to_find_one(self, office):
        """Twenty of other classes and years, one that fits: all stay asleep, the journal wakes."""
        journal = archived(doc_type="class_journal", cohort_id="c7a", school_year="2014/15")
        sheets = [
            archived(doc_type="summary_sheet", cohort_id=cohort_id, school_year=school_year)
            for cohort_id, school_year in [
                *(("c7a", f"20{n}/{n + 1}") for n in range(15, 25)),
                *((f"c{n}b", "2014/15") for n in range(10)),
                ("c7a", "2014/15"),
            ]
        ]
        processQueue()
        transaction.savepoint()
        office._p_jar.cacheMinimize()

        assert SummarySheets().of(journal) == (sheets[-1].UID(),)
        sheets[-1]._p_deactivate()
        assert [aq_base(one)._p_changed for one in sheets] == [None] * len(sheets)
        assert aq_base(journal)._p_changed is False

    def test_a_list_promises_nothing_that_an_act_would_refuse(self, office):
        free, held = (archived(doc_type="internal_monitoring") for _n in range(2))
        holds.place(held, reason="Спор", basis="Определение суда")

        for record in (free, held):
            assert set(codes(record)) >= {one.code for one in unfit(record, None, TODAY)}


class TestRows:
    def rows(self, office, **filters):
        return overview.due_page(office.REQUEST, filters, TODAY, blockers=True)[1]

    def test_they_say_it_in_russian(self, office):
        case = archived(doc_type="internal_monitoring")
        holds.place(case, reason="Спор", basis="Определение суда")
        claim(case, "a" * 32)

        (row,) = self.rows(office)

        assert row["blockers"] == [
            {
                "code": "item_held",
                "field": None,
                "message": "Уничтожение запрещено, запретов: 1",
            },
            {"code": "item_in_act", "field": None, "message": "Включено: акт"},
        ]
        assert row["faults"] == []

    def test_inventories_and_the_act_are_named(self, office, inventories):
        inventories.years = ()
        case = archived(doc_type="internal_monitoring")
        act = createContentInContainer(
            office["destruction-acts"], "destruction_act", title="За 2015 год"
        )
        claim(case, act.UID())

        def told():
            (row,) = self.rows(office)
            return [(one["message"], one.get("@id")) for one in row["blockers"]]

        assert told() == [
            ("Включено: проект акта «За 2015 год»", act.absolute_url()),
            ("Нет утверждённой описи: дела постоянного хранения, 2015 г.", None),
            ("Нет утверждённой описи: дела по личному составу, 2015 г.", None),
        ]
        act.registration_number = "3"
        act.reindexObject()
        assert told()[0] == ("Включено: акт № 3", act.absolute_url())

    def test_of_a_record_that_one_may_not_see_nothing_is_said(self, office):
        archived(doc_type="internal_monitoring")
        setRoles(office, TEST_USER_ID, ["Member"])

        (row,) = self.rows(office)

        assert (row["blockers"], row["faults"]) == (None, None)

    def test_without_being_asked_for_they_cost_nothing(self, office):
        archived(doc_type="internal_monitoring")
        assert "blockers" not in overview.due_page(office.REQUEST, {}, TODAY)[1][0]

    def test_errors_say_what_to_mend_in_which_field(self, office):
        for error in ("BAD_DATE: 31.06.2012; CLOSED: 01.01.2015", "UNKNOWN_TYPE: Ключи"):
            case_file(archive_error=error, closed_on=date(2015, 1, 1))
        case_file(doc_type="key_register", closed_on=date(2015, 1, 1))
        case_file(closed_on=date(2199, 1, 1))

        rows = self.rows(office, status=ERROR)

        told = {
            one["code"]: (one["field"], one["message"]) for row in rows for one in row["faults"]
        }
        assert told == {
            "fault_bad_date": (
                "closed_on",
                "В списке архива нет такого дня: «31.06.2012». Укажите дату закрытия и очистите "
                "отметку",
            ),
            "fault_unknown_type": (
                "doc_type",
                "В списке архива незнакомый вид: «Ключи». Выберите вид документа и очистите "
                "отметку",
            ),
            "fault_no_term": (
                "doc_type",
                "Действующий регламент не называет срока для вида «key_register»",
            ),
            "fault_closed_in_future": ("closed_on", "Дата закрытия 01.01.2199 ещё не наступила"),
        }

    def test_an_open_file_says_that_it_must_be_closed(self, office):
        step(case_file(), "register")
        (row,) = self.rows(office, status=OPEN)
        assert [one["code"] for one in row["faults"]] == ["fault_not_closed"]
        assert self.rows(office, status=ERROR) == []

    def test_what_is_over_without_a_closing_date_is_to_be_mended(self, office):
        file = step(step(case_file(), "register"), "close", closed_on=date(2025, 8, 31))
        file.closed_on = None
        put_record(file)

        (row,) = self.rows(office, status=ERROR)

        assert [one["code"] for one in row["faults"]] == ["fault_not_closed"]
        assert self.rows(office, status=OPEN) == []


def test_every_code_has_its_words():
    """Codes of the rules of acts, read from their code: a new one needs its short words here."""
    import collective.schoolrecords.core.destruction as rules

    told = set()
    for function in (rules._item_reasons, rules._term_reasons, rules.open_questions):
        for node in ast.walk(ast.parse(inspect.getsource(function))):
            if isinstance(node, ast.Constant) and str(node.value).startswith("item_"):
                told.add(node.value.split(":")[0].split(",")[0])
    assert {code for code in told if " " not in code} - set(BLOCKERS) == set()
    assert set(FAULTS) == set(CODES)
