"""The journal of receipts: a number for everything that leaves against a signature."""

from builders import case_file
from builders import document
from builders import HANDING
from builders import order
from builders import personal_file
from builders import step
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle.interfaces import IRecordFacts
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.records.history import entry_json
from collective.schoolrecords.records.history import Reader
from collective.schoolrecords.records.holder import give_to
from collective.schoolrecords.records.holder import holder_json
from collective.schoolrecords.records.holder import take_back
from collective.schoolrecords.retention.receipts import journal
from collective.schoolrecords.retention.receipts.overview import receipts
from collective.schoolrecords.retention.receipts.overview import receipts_data
from datetime import date
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID

import pytest


@pytest.fixture
def office(town, on_day):
    on_day(date(2026, 2, 2))
    setRoles(town.portal, TEST_USER_ID, ["Secretary", "Archivist"])
    return on_day


def labels(found):
    return [one.label for one in found]


def test_numbers_follow_each_other_whatever_leaves(office):
    file = step(personal_file(), "register")
    paper = step(document(file), "approve")
    case = step(case_file(), "register")
    assert receipts() == []

    step(paper, "hand_out", **HANDING)
    give_to(case, "Инспектор", date(2026, 2, 20), "Запрос № 14", "Журнал выдачи, лист 3")
    step(file, "hand_out", **HANDING)
    office(date(2027, 1, 11))
    step(case, "close", closed_on=date(2025, 8, 31))
    take_back(case, date(2027, 1, 11), "whole")
    step(case, "archive")
    step(case, "transfer", **HANDING)

    assert labels(receipts()) == ["1/2026", "2/2026", "3/2026", "1/2027"]
    assert [one.kind for one in receipts()] == ["handed_out", "lent", "handed_out", "transferred"]
    assert labels(receipts(years={2027})) == ["1/2027"]
    assert labels(receipts(kinds={"handed_out"})) == ["1/2026", "3/2026"]
    # A file's receipts are those of its papers too.
    assert labels(receipts(uid=file.UID())) == ["1/2026", "3/2026"]
    assert labels(receipts(uid=paper.UID())) == ["1/2026"]
    assert journal.last_receipt(file).label == holder_json(file)["receipt"] == "3/2026"


def test_who_took_it_stands_in_the_records_own_chain_alone(office):
    file = step(personal_file(), "register")
    step(file, "hand_out", **{**HANDING, "receiver": "Козлова Анна Петровна"})
    (receipt,) = receipts()

    assert "Козлова" not in repr(receipt)
    given = journal.payload_of(file, receipt)
    assert (given["receiver"], given["receipt_number"]) == ("Козлова Анна Петровна", "1/2026")
    assert chain_of(file).verify() == ()


def test_a_refused_step_takes_no_number(office):
    file = step(personal_file(), "register")
    with pytest.raises(StepRefused):
        step(file, "hand_out", receiver="Козлова А. П.")
    with pytest.raises(StepRefused):
        give_to(file, "Инспектор", None, "")

    assert receipts() == []


def test_what_is_lent_is_open_then_overdue_then_returned(office):
    file = step(personal_file(), "register")
    receipt = give_to(file, "Инспектор", date(2026, 2, 20), "Запрос № 14")
    assert holder_json(file)["receipt"] == receipt.label == "1/2026"
    assert (receipts(overdue=True), labels(receipts(still_out=True))) == ([], ["1/2026"])

    office(date(2026, 2, 21))
    assert labels(receipts(overdue=True)) == ["1/2026"]

    with pytest.raises(StepRefused) as refused:
        take_back(file, date(2026, 2, 1), "damaged")
    codes = [one["code"] for one in refused.value.reasons]
    assert codes == ["returned_before_given", "not_given"]
    take_back(file, date(2026, 2, 21), "damaged", "Порвана обложка")
    assert (receipts(overdue=True), receipts(still_out=True)) == ([], [])
    assert receipts()[0].returned_on == date(2026, 2, 21)
    assert holder_json(file)["receipt"] is None
    (data,) = receipts_data(receipts(), file.REQUEST, "/@receipts")
    assert (data["condition"], data["remarks"]) == ("damaged", "Порвана обложка")
    assert chain_of(file).verify() == ()


def test_a_journal_of_former_days_learns_what_is_out(office):
    """It kept no list of loans: it is read whole until the next loan, and then has one."""
    file, case = step(personal_file(), "register"), step(case_file(), "register")
    give_to(file, "Инспектор", date(2026, 2, 20), "Запрос № 14")
    kept = journal.find_journal()
    del kept._out
    assert labels(kept.out()) == ["1/2026"]

    give_to(case, "Методист", date(2026, 2, 20), "Служебная записка")
    assert labels(kept.out()) == ["1/2026", "2/2026"]
    take_back(file, date(2026, 2, 2), "whole")
    assert labels(kept.out()) == ["2/2026"]


@pytest.mark.parametrize("make", [personal_file, case_file])
def test_what_is_lent_is_not_handed_out_for_good(office, make):
    file = step(make(), "register")
    give_to(file, "Инспектор", date(2026, 2, 20), "Запрос № 14")
    before = file._p_serial, len(chain_of(file))
    with pytest.raises(StepRefused) as refused:
        step(file, "hand_out", **HANDING)
    assert [one["code"] for one in refused.value.reasons] == ["held_by"]
    assert (file._p_serial, len(chain_of(file))) == before

    take_back(file, date(2026, 2, 2), "whole")
    step(file, "hand_out", **HANDING)
    assert [(one.label, one.open) for one in receipts()] == [("1/2026", False), ("2/2026", False)]


def test_the_receiver_is_known_whole_to_the_chain_and_masked_to_every_list(office, town):
    file = step(personal_file(), "register")
    paper = step(document(file, kind="Аттестат", index="00000000001234"), "approve")
    told = {
        **HANDING,
        "capacity": "proxy",
        "identity_kind": "passport",
        "identity_number": "45 06 123456",
        "proxy_number": "12",
        "proxy_date": date(2025, 6, 1),
    }
    with pytest.raises(StepRefused) as refused:
        step(paper, "hand_out", **{**told, "identity_number": "", "proxy_date": date(2026, 2, 3)})
    codes = [one["code"] for one in refused.value.reasons]
    assert codes == ["not_given", "day_in_future", "proxy_after_receipt"]

    step(paper, "hand_out", **told)

    (receipt,) = receipts()
    assert journal.payload_of(paper, receipt)["identity_number"] == "45 06 123456"
    (data,) = receipts_data([receipt], town.portal.REQUEST, "/@receipts")
    assert data["capacity"] == "proxy"
    assert data["identity_document"] == {"kind": "passport", "number": "•••456"}
    assert data["proxy"]["number"] == "12"
    setRoles(town.portal, TEST_USER_ID, ["Auditor"])
    chain = chain_of(paper)
    shown = entry_json(paper, chain, list(chain.entries())[-1], town.portal.REQUEST, Reader(paper))
    assert shown["payload"]["identity_number"] == "•••456"
    catalog = town.portal.portal_catalog
    for word in ("123456", "4506123456", "45 06"):
        assert not catalog.unrestrictedSearchResults(SearchableText=word)
    assert chain.verify() == ()


@pytest.mark.parametrize("newest", [date(2025, 6, 27), date(2025, 6, 26)])
@pytest.mark.parametrize("make", [personal_file, case_file])
def test_an_open_file_is_not_given_away_before_its_newest_paper(office, make, newest):
    file = step(make(), "register")
    step(document(file, dated_on=newest), "approve")
    if newest > HANDING["handed_out_on"]:
        before = file._p_serial, len(chain_of(file))
        with pytest.raises(StepRefused) as refused:
            step(file, "hand_out", **HANDING)
        assert [one["code"] for one in refused.value.reasons] == ["closed_before_content"]
        assert (file.closed_on, receipts()) == (None, [])
        assert (file._p_serial, len(chain_of(file))) == before
    else:
        step(file, "hand_out", **HANDING)
        assert file.closed_on == newest


def test_an_order_closes_no_earlier_than_what_is_attached_to_it(office, town):
    paper = order()
    document(paper, kind="Приложение", dated_on=date(2025, 9, 30))
    facts = IRecordFacts(paper).facts()
    assert facts["newest_content"] == date(2025, 9, 30)
