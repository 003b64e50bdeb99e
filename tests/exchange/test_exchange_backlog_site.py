"""The whole archive in a site: dates and counts of all five regulations, by one import."""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.exchange.starting import dry_run
from collective.schoolrecords.exchange.starting import ImportRefused
from collective.schoolrecords.exchange.taking_back import start_undo
from collective.schoolrecords.exchange.taking_back import UndoRefused
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle import steps
from collective.schoolrecords.lifecycle.interfaces import IRecordFacts
from collective.schoolrecords.retention import holds
from collective.schoolrecords.retention.due import due_index
from collective.schoolrecords.retention.due import rebuild
from collective.schoolrecords.school.regulation import Basis
from collective.schoolrecords.school.regulation import new_version
from collective.schoolrecords.school.storage import get_school
from datetime import date
from importlib.resources import files
from imports_help import ARCHIVE
from imports_help import codes
from imports_help import record_of
from imports_help import run_import
from imports_help import state
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from zope.lifecycleevent import Attributes
from zope.lifecycleevent import modified

import csv
import pytest
import transaction


TODAY = date(2026, 11, 21)
MARKS = {"neman1": "N1", "soch12": "S12", "school20": "S20", "soch90": "S90", "ftl": "FTL"}
HEADER = "№ п/п;Вид документа;Заголовок;Индекс дела;Год заведения;Дата закрытия;Количество листов"
#: Name of a count → its column in the published table.
COLUMNS = {
    "rows": "rows",
    "never": "never",
    "open": "open",
    "error": "error",
    "due": "due_2026_11_21",
    "on_hold": "of_them_on_hold",
    "selectable": "may_be_selected",
}


def expected(name):
    with (ARCHIVE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))


@pytest.fixture
def archive(functional, monkeypatch):
    """A site on the day of the published tables, with an archivist at work."""
    portal = functional["portal"]
    for room in ("exchange.filing_backlog", "exchange.starting", "retention.due"):
        monkeypatch.setattr(f"collective.schoolrecords.{room}.school_today", lambda: TODAY)
    setRoles(portal, TEST_USER_ID, ["Archivist"])
    transaction.commit()
    return portal


def put_in_force(name, day):
    text = files("collective.schoolrecords") / "profiles" / "regulations" / name
    new_version(
        get_school(),
        (text / "regulation.toml").read_text(encoding="utf-8"),
        in_force_from=day,
        author="admin",
        basis=Basis(order_number="1", order_date=day),
    )


def standing(facts):
    """What the published table says in the column of a regulation."""
    return facts.day.isoformat() if facts.day is not None else facts.status


def load(*lines):
    text = "\n".join((HEADER + ";Место хранения;Носитель;Запрет на уничтожение", *lines))
    return run_import("backlog", text.encode(), "опись.csv")


@pytest.mark.slow
def test_dates_and_counts_of_all_five_regulations(archive):
    data = (ARCHIVE / "archive_backlog.csv").read_bytes()
    tried = dry_run(archive, "backlog", data, "archive_backlog.csv")

    # Every chunk writes the pages of the catalog again: few of them, their limits are told elsewhere.
    one = run_import("backlog", data, "archive_backlog.csv", items=4000, seconds=600)

    assert state(one) == "done"
    assert one.numbers == tried.numbers == {"filed": 12000, "closed": 11994, "open": 6, "held": 17}
    assert archive["cases"].objectCount() == 12000
    assert archive["cases"].kept() == 12000
    assert list(one.noted()) == list(tried.findings) == []
    dates = expected("archive_expected.csv")
    counts = expected("archive_expected_counts.csv")
    assert [int(line["row"]) for line in dates] == [number + 1 for number in one.uids]
    for step, (name, mark) in enumerate(MARKS.items(), 1):
        if name != "neman1":
            put_in_force(name, date(2022, 1, step))
            rebuild(archive)
        index = due_index(archive)
        found = {number + 1: standing(index.get(uid)) for number, uid in one.uids.items()}
        assert found == {int(line["row"]): line[mark] for line in dates}, mark
        found = {
            doc_type: [getattr(one, name) for name in COLUMNS]
            for doc_type, one in index.counts(TODAY).items()
        }
        found["TOTAL"] = [sum(column) for column in zip(*found.values(), strict=True)]
        assert found == {
            line["type"]: [int(line[column]) for column in COLUMNS.values()]
            for line in counts
            if line["profile"] == mark
        }, mark


def test_every_kind_of_fault(archive):
    one = run_import("backlog", (ARCHIVE / "archive_backlog_faults.csv").read_bytes(), "faults.csv")
    lines = expected("archive_backlog_faults_expected.csv")

    noted = {(finding.row, finding.code) for finding in one.noted()}
    assert noted == {
        (int(line["line"]), code.strip())
        for line in lines
        for code in line["code"].split(",")
        if code
    }
    index = due_index(archive)
    kept = [line for line in lines if line["code"] != "DUPLICATE_ROW"]
    found = {}
    for number, uid in one.uids.items():
        place = chain_of(record_of(one, number)).payload(0)["row"]
        found[place] = standing(index.get(uid))
    assert found == {int(line["line"]): line["destroy_from_N1"] for line in kept}
    assert one.numbers["errors"] == sum(line["destroy_from_N1"] == "error" for line in kept)
    assert one.numbers["refused"] == len(lines) - len(kept)


def test_the_cell_of_a_fault_is_told(archive):
    one = load("1;Классный журнал;Журнал 5А;02-01;1999;31.02.2004;40;Архив;бумажный;")

    (finding,) = one.noted()
    assert (finding.code, finding.row, finding.cell) == ("BAD_DATE", 2, "F2")


def test_a_faulty_row_waits_for_a_person(archive):
    one = load("1;Классный журнал;Журнал 5А;02-01;1999;31.02.2004;40;Архив;бумажный;")
    record = record_of(one, 0)

    assert record.state == "current"
    assert record.closed_on is None
    assert record.archive_error == "BAD_DATE: 31.02.2004"
    assert due_index(archive).get(record.UID()).status == "error"

    record.archive_error = None
    record.opened_on = date(1999, 9, 1)
    steps.perform(record, "close", {"closed_on": date(2004, 5, 31)})

    assert due_index(archive).get(record.UID()).day == date(2010, 1, 1)
    # Its class and its year are nobody's to make up.
    steps.perform(record, "archive")
    assert record.state == "archived"


def test_a_listed_file_closed_today_has_the_needs_of_its_kind(archive):
    one = load("1;Классный журнал;Журнал 5А;02-01;2025;;40;Архив;бумажный;")
    record = record_of(one, 0)
    record.opened_on = date(2025, 9, 1)

    with pytest.raises(steps.StepRefused) as refused:
        steps.perform(record, "close", {"closed_on": school_today()})

    assert {reason["field"] for reason in refused.value.reasons} >= {"school_year", "cohort_id"}


def test_no_early_day_gets_round_the_needs_of_a_listed_file_in_use(archive):
    """What was entered of its kind since shows that it lived here, also when it is emptied."""
    one = load("1;Справка о проверке журналов;Проверка;02-09;1999;;4;Архив;бумажный;")
    record = record_of(one, 0)
    record.doc_type, record.opened_on = "check_report", date(1999, 9, 1)
    for findings in ("Нет тем", None):
        record.findings = findings
        modified(record, Attributes(None, "findings"))
        assert IRecordFacts(record).facts()["lived_here"]
    record.findings = "Нет тем"

    with pytest.raises(steps.StepRefused) as refused:
        steps.perform(record, "close", {"closed_on": date(2004, 5, 31)})

    assert [reason["code"] for reason in refused.value.reasons] == ["findings_not_mended"]


def test_what_a_row_becomes(archive):
    one = load(
        "7;Личное дело обучающегося;Личное дело Козлова В.;К-25;1999;21.06.2010;31;"
        "Архив, короб 7;бумажный, электронный;Запрос суда от 01.02.2026"
    )
    record = record_of(one, 0)

    assert (record.portal_type, record.doc_type) == ("case_file", "personal_file")
    assert (record.state, record.closed_on) == ("closed", date(2010, 6, 21))
    assert (record.case_index, record.file_plan_year, record.sheets) == ("К-25", 1999, 31)
    assert record.storage_place == "Архив, короб 7"
    assert record.carriers == [{"carrier": "paper"}, {"carrier": "electronic"}]
    hold = holds.holds_in_force(record)[0]
    assert (hold.reason, hold.basis) == ("Запрос суда от 01.02.2026", "Отметка в списке архива")
    facts = due_index(archive).get(record.UID())
    assert (facts.day, facts.holds) == (date(2014, 1, 1), 1)
    assert steps.allowed_steps(record)
    assert record.aq_parent.kept() == 1


def test_an_open_file_is_current_and_listed_as_open(archive):
    one = load("1;Классный журнал;Журнал 5А;02-01;2025;;40;Архив;бумажный;")

    assert record_of(one, 0).state == "current"
    assert due_index(archive).get(one.uids[0]).status == "open"


def test_the_same_rows_in_a_longer_list_are_not_filed_twice(archive):
    line = "1;Классный журнал;Журнал 5А;02-01;1999;25.05.2004;40;Архив;бумажный;"
    load(line)

    again = load(line, line.replace("1;", "2;", 1))

    assert codes(again.noted()) == [(2, "ALREADY_FILED")]
    assert again.numbers == {"filed": 1, "closed": 1, "already": 1, "refused": 1}


def test_records_past_draft_are_never_taken_back(archive):
    one = load(
        "1;Классный журнал;Журнал 5А;02-01;1999;25.05.2004;40;Архив;бумажный;",
        "2;Классный журнал;Журнал 5Б;02-01;2025;;40;Архив;бумажный;",
    )

    with pytest.raises(UndoRefused) as refused:
        start_undo(archive, one, TEST_USER_ID)

    assert "2" in refused.value.message
    assert archive["cases"].objectCount() == 2


@pytest.mark.parametrize(
    "data, code",
    [
        (b"", "EMPTY_FILE"),
        (b"MZ\x90\x00\x03\x00\x00", "NOT_TEXT"),
        (b"a;b;c\n1;2;3\n", "NO_HEADER"),
        (HEADER.encode(), "NO_DATA"),
        ((HEADER + '\n1;"Классный журнал;x;;;;\n').encode(), "BROKEN_QUOTES"),
    ],
)
def test_files_that_are_no_list(archive, data, code):
    with pytest.raises(ImportRefused) as refused:
        run_import("backlog", data, "опись.csv")
    assert [reason["code"] for reason in refused.value.reasons] == [code]
    assert archive["cases"].objectCount() == 0
