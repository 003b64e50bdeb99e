"""Inventories of the newer families: compiled, agreed, approved, printed; and what is handed out.

A book is kept for 75 years and stands in the inventory on people, minutes of a council and a local
regulation in that of what is kept for ever. Portfolios and certificates in custody wait for their
pupil: they stand in none, and leave against a receipt.
"""

from book_entries import add
from book_entries import ANNULMENT
from builders import book
from builders import case_file
from builders import HANDING
from builders import inventory
from builders import local_regulation
from builders import personal_file
from builders import portfolio
from builders import protocol
from builders import step
from collective.schoolrecords.core.protocols import Decision
from collective.schoolrecords.core.protocols import ResultRow
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.lifecycle.steps import enter_state
from collective.schoolrecords.lifecycle.steps import perform
from collective.schoolrecords.printing.checks import problems
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.records.protocol import rows as protocol_rows
from collective.schoolrecords.retention.due import put_records
from collective.schoolrecords.retention.inventory import rows
from collective.schoolrecords.retention.inventory.index import find_listing
from collective.schoolrecords.retention.inventory.prints import inventory_form
from collective.schoolrecords.retention.receipts.journal import find_journal
from collective.schoolrecords.retention.terms import snapshot
from collective.schoolrecords.school import cohorts
from datetime import date
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME

import pytest


DAY = date(2026, 2, 2)
CLOSED = date(2025, 10, 30)
AGREED = {"minutes_number": "3", "minutes_date": date(2026, 1, 20)}


@pytest.fixture
def office(town, on_day):
    """One record of each newer family, closed in 2025; people who compile, agree and approve."""
    on_day(DAY)
    for role in ("commission_chair", "director", "certificate_keeper"):
        town.holder(role, role)
    offices = ["Secretary", "Archivist", "Deputy", "Director", "Certificate Keeper"]
    setRoles(town.portal, TEST_USER_ID, offices)
    login(town.portal, TEST_USER_NAME)
    keeper = town.school.person_of("certificate_keeper")
    town.book = step(
        book(appointed=keeper.id, record_volume="2", registration_number="3"), "register"
    )
    add(town.book, name="Козлова Вера")
    entries_of(town.book).annul(1, ANNULMENT)
    step(town.book, "close", closed_on=CLOSED, signature_fact="Печать, лист 96")
    town.minutes = _ended(
        _with(
            protocol(kind="council", title="Заседание № 1", dated_on=date(2025, 8, 28)),
            Decision(line=1, question="О приёме", decision="Принять"),
        )
    )
    town.exam = _ended(
        _with(
            protocol(dated_on=date(2025, 6, 9), title="Русский язык"),
            ResultRow(label="9А", last_name="Козлова", first_name="Вера", mark="5"),
        )
    )
    town.regulation = _ended(local_regulation(title="Положение о портфолио"))
    cohort = cohorts.add_cohort(town.school, year=2025, grade=10, letter="А")
    town.file = step(personal_file(cohort_id=cohort.id), "register")
    town.portfolio = step(portfolio(town.file), "register")
    return town


def _with(record, row):
    protocol_rows.add_rows(record, [row])
    return record


def _ended(record):
    """Closed without the steps before it, with its term as closing writes it."""
    record.opened_on, record.closed_on = date(2025, 6, 1), CLOSED
    snapshot(record)
    enter_state(record, "closed")
    record.reindexObject()
    put_records([record])
    return record


def approved(office, kind):
    """Compile an inventory of 2025 and take it through the hands of all three."""
    made = inventory(kind, 2025, 2025)
    rows.compile_rows(made)
    step(made, "submit")
    for who, name, details in (
        ("commission_chair", "agree", AGREED),
        ("director", "approve", {}),
    ):
        with office.logged_in(who):
            perform(made, name, details)
        login(office.portal, TEST_USER_NAME)
    return made


def test_each_stands_in_the_inventory_of_its_term(office):
    """Rows of what is destroyed one day name nobody; what is kept for ever has its own title."""
    people, permanent = approved(office, "personnel"), approved(office, "permanent")

    (line,) = inventory_form(people).rows
    assert line.title == "Книга выдачи аттестатов, № 3, т. 2"
    assert (line.dates, line.sheets) == ("01.09.2025 – 30.10.2025", 96)
    assert line.term.startswith("75 лет")
    titles = {one.title for one in inventory_form(permanent).rows}
    assert titles == {"Заседание № 1", "Положение о портфолио"}
    for made in (people, permanent):
        form = inventory_form(made)
        assert (form.number, form.draft) == ("1", False)
        assert problems(form) == ()
        assert "Козлов" not in repr(form)
    known = find_listing()
    assert known.where(office.book.UID())[0] == people.UID()
    for one in (office.exam, office.portfolio):
        assert known.where(one.UID()) is None


def test_what_belongs_into_no_inventory_is_refused_with_its_reason(office):
    made = inventory("personnel", 2025, 2025)
    wrong = [office.portfolio, office.minutes, office.exam]

    with pytest.raises(StepRefused) as refused:
        rows.add_records(made, [one.UID() for one in wrong])

    assert [(one.code, one.data["row"]) for one in refused.value.core_reasons] == [
        ("record_not_kept", 1),
        ("record_of_another_kind", 1),
        ("record_of_another_kind", 2),
        ("record_of_another_kind", 3),
    ]


def test_a_book_that_is_transferred_is_marked_in_its_inventory(office):
    made = approved(office, "personnel")
    step(office.book, "archive")
    step(office.book, "transfer", **{**HANDING, "handed_out_on": DAY})

    (line,) = inventory_form(made).rows
    (receipt,) = find_journal().of(office.book.UID())
    assert line.note == f"передано 02.02.2026, расписка № {receipt.label}"


def test_a_certificate_and_a_portfolio_leave_against_receipts(office):
    """The certificate once its pupil has left; the portfolio on the receipt of the file."""
    kept = case_file(
        title="Аттестат об основном общем образовании",
        doc_type="certificate_basic",
        pupil_file=office.file.UID(),
        registration_number="01224000000001",
        taken_on=date(2025, 9, 1),
        taken_fact="Подпись матери, лист 3",
    )
    step(kept, "register")
    leaving = {**HANDING, "handed_out_on": DAY}
    with pytest.raises(StepRefused) as refused:
        step(kept, "hand_out", **leaving)
    assert [one.code for one in refused.value.core_reasons] == ["pupil_still_here"]

    step(office.file, "hand_out", **leaving)
    step(kept, "hand_out", **leaving)

    journal = find_journal()
    (of_file,), (of_portfolio,), (of_certificate,) = (
        journal.of(one.UID()) for one in (office.file, office.portfolio, kept)
    )
    assert of_portfolio == of_file
    assert (of_file.label, of_certificate.label) == ("1/2026", "2/2026")
    assert {one.state for one in (office.file, office.portfolio, kept)} == {"handed_out"}
    assert office.portfolio.holder == kept.holder == HANDING["receiver"]
