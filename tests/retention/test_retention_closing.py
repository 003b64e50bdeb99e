"""Closing in every family: never before its newest content, and the term is kept from then on."""

from builders import book
from builders import case_file
from builders import document
from builders import LEAVING
from builders import local_regulation
from builders import order
from builders import personal_file
from builders import portfolio
from builders import protocol
from builders import step
from collective.schoolrecords.core.lifecycle import FAMILIES
from collective.schoolrecords.core.preconditions import check
from collective.schoolrecords.core.terms import Term
from collective.schoolrecords.lifecycle.interfaces import IRecordFacts
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.records.book.entries import Entries
from collective.schoolrecords.retention import due
from collective.schoolrecords.school.regulation import Basis
from collective.schoolrecords.school.regulation import new_version
from collective.schoolrecords.school.storage import get_school
from datetime import date
from datetime import timedelta
from importlib.resources import files
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from unittest import mock

import pytest


NEWEST = date(2025, 6, 20)


@pytest.fixture
def office(portal, on_day):
    on_day(date(2026, 2, 2))
    setRoles(portal, TEST_USER_ID, ["Secretary", "Archivist", "Deputy"])
    return portal


def file_with_a_paper():
    file = step(personal_file(), "register")
    step(document(file, dated_on=date(2025, 6, 20)), "approve")
    return file


def case_with_a_paper():
    case = step(case_file(), "register")
    step(document(case, dated_on=date(2025, 6, 20)), "approve")
    return case


#: Family → (a record with content of 20 June 2025, the detail that closes it, the other details).
CLOSING = {
    "personal_file": (file_with_a_paper, "left_on", LEAVING),
    "case_file": (case_with_a_paper, "closed_on", {}),
}


@pytest.mark.parametrize("family", CLOSING)
def test_a_day_before_the_newest_paper_is_refused_and_its_day_is_not(office, family):
    make, name, details = CLOSING[family]
    record = make()

    with pytest.raises(StepRefused) as refusal:
        step(record, "close", **{**details, name: date(2025, 6, 19)})
    assert "closed_before_content" in [one.code for one in refusal.value.core_reasons]
    assert record.closed_on is None

    step(record, "close", **{**details, name: date(2025, 6, 20)})
    assert record.closed_on == date(2025, 6, 20)


def regulation_in_force():
    record = local_regulation()
    record.in_force_from = NEWEST
    return record


def portfolio_with_a_paper():
    record = portfolio()
    document(record, dated_on=NEWEST)
    return record


#: Family → (a record with content of 20 June 2025, the step that closes it): their rules are asked.
ASKED = {
    "order": (lambda: order(dated_on=NEWEST), "close"),
    "protocol": (lambda: protocol(dated_on=NEWEST), "close"),
    "book": (book, "close"),
    "portfolio": (portfolio_with_a_paper, "close"),
    "local_regulation": (regulation_in_force, "supersede"),
}


@pytest.mark.parametrize("family", ASKED)
def test_the_facts_of_every_family_name_its_newest_content(office, family):
    setRoles(office, TEST_USER_ID, ["Manager", "Secretary", "Deputy", "Certificate Keeper"])
    make, name = ASKED[family]
    with mock.patch.object(Entries, "newest_day", return_value=NEWEST):
        facts = {**IRecordFacts(make()).facts(), "opened_on": None}

    def codes(closed):
        found = check(family, name, facts, {"closed_on": closed}, date(2026, 2, 2))
        return [one.code for one in found]

    assert facts["newest_content"] == NEWEST
    assert "closed_before_content" in codes(NEWEST - timedelta(days=1))
    assert "closed_before_content" not in codes(NEWEST)


def test_every_family_that_is_closed_for_good_is_tried_here():
    """A family whose records an act can select has a closing date."""
    selected = {
        family.id for family in FAMILIES.values() if any(one.id == "select" for one in family.steps)
    }
    assert selected == {*CLOSING, *ASKED}


def test_the_term_of_the_closing_day_survives_every_other_regulation(office):
    kept = step(case_file(doc_type="certificate_book"), "register")
    step(kept, "close", closed_on=date(2025, 8, 31))
    snapshot = dict(kept.term_snapshot)
    assert Term.from_dict(snapshot["term"]).years == 75

    for number, name in enumerate(("soch12", "school20", "soch90", "ftl"), 1):
        text = files("collective.schoolrecords") / "profiles" / "regulations" / name
        new_version(
            get_school(office),
            (text / "regulation.toml").read_text(encoding="utf-8"),
            in_force_from=date(2022, 1, 1) + timedelta(days=number),
            author="director",
            basis=Basis(str(number), date(2021, 12, 30)),
        )
        due.rebuild(office)

        assert kept.term_snapshot == snapshot
        assert due.due_index().get(kept.UID()).day == date(2101, 1, 1)

    step(kept, "archive")
    assert kept.term_snapshot == snapshot


def test_a_school_year_in_the_record_may_only_delay(office):
    """N1 2.8.11: journals are counted from the end of the school year."""
    days = {}
    for closed in (date(2025, 5, 31), date(2025, 8, 31), date(2025, 12, 20), date(2026, 1, 15)):
        journal = step(case_file(doc_type="class_journal", school_year="2024/25"), "register")
        step(journal, "close", closed_on=closed)
        days[closed] = journal.term_snapshot["destroy_from"]
        assert days[closed] >= date(closed.year + 6, 1, 1)
    assert set(days.values()) == {date(2031, 1, 1), date(2032, 1, 1)}
