"""The printed act and minutes say what is true of the act on that day."""

from act_people import ActTown
from act_people import DAY
from act_people import inventories
from act_people import MINUTES
from collective.schoolrecords.printing import forms
from collective.schoolrecords.printing.checks import problems
from collective.schoolrecords.printing.pages import FormRefused
from collective.schoolrecords.retention.act import decisions
from collective.schoolrecords.retention.act.overview import row_result
from collective.schoolrecords.retention.act.prints import act_form
from collective.schoolrecords.retention.act.prints import given_name_first
from collective.schoolrecords.retention.act.prints import minutes_form
from collective.schoolrecords.retention.act.prints import period
from datetime import date
from plone.app.testing import login
from plone.app.testing import TEST_USER_NAME
from types import SimpleNamespace
from zope.interface import alsoProvides

import pytest


LABEL = "Результаты внутреннего мониторинга качества образования"


@pytest.fixture
def town(functional, on_day):
    on_day(DAY)
    portal = functional["portal"]
    login(portal, TEST_USER_NAME)
    with inventories() as found:
        found.covering = lambda years, kinds=(): [
            SimpleNamespace(
                kind=kind,
                first_year=2015,
                last_year=2015,
                registration_number=number,
                approved_on=date(2020, 2, 3),
                minutes_number="4",
                minutes_date=date(2020, 2, 1),
            )
            for kind, number in (("permanent", "1"), ("personnel", "2"))
        ]
        yield ActTown(portal)


def test_the_act_on_its_way(town):
    act = town.act(town.cases(3, sheets=20))
    draft = act_form(act)
    assert problems(draft) == ()
    assert (draft.status, draft.number, draft.period) == ("draft", "", "2014–2015")

    town.step("archivist", act, "submit")
    with town.logged_in("second"):
        decisions.keep(act, 2, "Запрос прокуратуры")
    town.voted(act, ("for", "for", "abstained"))
    with pytest.raises(FormRefused):
        minutes_form(act)
    town.step("chair", act, "conclude", **MINUTES)
    minutes = minutes_form(act)
    assert problems(minutes) == ()
    assert (minutes.number, minutes.quorum, minutes.count) == ("3", 3, 2)
    assert minutes.kept == (forms.KeptLine(f"02-2 {LABEL}", "2014–2015", "Запрос прокуратуры"),)

    town.step("director", act, "sign")
    form = act_form(act)
    assert problems(form) == ()
    assert (form.status, form.number, form.dated_on) == ("approved", "1", DAY)
    term = "3 года, п. 2.13 Положения"
    assert form.rows == tuple(
        forms.ActLine(f"02-{number} {LABEL}", "2014–2015", term=term) for number in (1, 3)
    )
    assert form.approver.signed_on == DAY
    assert form.commission_order == "приказ от 25.08.2025 № 12-К"
    assert [one.vote for one in form.commission] == ["for", "for", "abstained"]
    assert [one.number for one in (*form.permanent, *form.personnel)] == ["1", "2"]
    # The paper half is a blank for ink until somebody enters it.
    blank = form.destruction
    assert (blank.destroyed_on, blank.count, blank.sheets, blank.electronic) == (None, 2, 40, 0)
    assert (blank.method, blank.handed_over_by, blank.witnesses) == ("", None, ())

    town.step("director", act, "abort", reason="Спор")
    form = act_form(act)
    assert problems(form) == ()
    assert (form.status, form.annulled_because) == ("annulled", "Спор")


def test_the_half_on_destruction(town):
    act = town.signed(town.act(town.cases(2, sheets=20)))
    town.run_jobs()
    act._state = "closed"
    act.set_result(1, "removed")
    act.set_result(2, "skipped", "item_held")
    act.paper = {
        "method": "Измельчение",
        "weight": "12,4",
        "handed_over_by": "архивариус, А. А. Образцова",
        "witnesses": ("Б. Б. Примеров",),
        "destroyed_on": date(2026, 3, 10),
    }
    act.stages = {"packed": {"on": date(2026, 3, 11)}}
    form = act_form(act)
    assert problems(form) == ()
    assert (form.status, form.backups_until) == ("removed", date(2026, 6, 9))
    gone = form.destruction
    assert (gone.count, gone.sheets, gone.weight) == (1, 20, "12,4")
    assert gone.handed_over_by == forms.Signature("архивариус", "А. А. Образцова")
    assert gone.witnesses == (forms.Signature("", "Б. Б. Примеров"),)
    assert form.kept[0].reason.startswith("№ 2")
    # The clause stands after the execution as well.
    assert [one.number for one in (*form.permanent, *form.personnel)] == ["1", "2"]

    result = row_result(act, 1, act.rows[1], town.portal.REQUEST)
    assert result["title"] == "Удалено, резервные копии до 09.06.2026"
    act._state = "archived"
    act.stages = {**act.stages, "verified": {"on": date(2026, 6, 10)}}
    assert row_result(act, 1, act.rows[1], town.portal.REQUEST)["title"] == "Уничтожено"
    act._state, act.stages = "current", {}
    assert row_result(act, 1, act.rows[1], town.portal.REQUEST)["title"] == "Удалено"


def test_the_pages_are_pdf_for_who_sees_the_act(town):
    from collective.schoolrecords.interfaces import ISchoolRecordsLayer
    from plone import api

    act = town.approved(town.act(town.cases(2)))
    request = town.portal.REQUEST
    alsoProvides(request, ISchoolRecordsLayer)
    with town.logged_in("auditor"):
        for name in ("print-act", "print-act-protocol"):
            page = api.content.get_view(name, act, request)()
            assert page.startswith(b"%PDF-1.7")
    assert request.response.getHeader("Cache-Control") == "private, no-store"


@pytest.mark.parametrize(
    ("name", "turned"),
    [
        ("Образцова А. А.", "А. А. Образцова"),
        ("Оглы А.-М.", "А.-М. Оглы"),
        ("Образцова", "Образцова"),
        ("", ""),
    ],
)
def test_the_name_of_a_signature_begins_with_initials(name, turned):
    assert given_name_first(name) == turned


def test_the_years_are_those_of_what_goes():
    """The act names years for what it lists; what is kept stands below, with its own."""

    def row(decision, year):
        return SimpleNamespace(
            decision=decision, opened_on=date(year, 9, 1), closed_on=date(year + 1, 5, 31)
        )

    act = SimpleNamespace(rows={1: row("destroy", 2018), 2: row("keep", 2021)})
    assert period(act) == "2018–2019"
    act.rows[1].decision = "keep"
    assert period(act) == "2018–2022"
