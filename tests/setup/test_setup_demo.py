"""The demo school and the commands that make a school in a stopped instance."""

from audit_packages import exchanged
from audit_packages import lines_in
from collections import Counter
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.access.plugin import forget_groups
from collective.schoolrecords.core import books as rules
from collective.schoolrecords.core.destruction import ActRules
from collective.schoolrecords.core.lifecycle import FAMILIES
from collective.schoolrecords.core.school import ROLE_PLACES
from collective.schoolrecords.desk.first_hour import FirstHour
from collective.schoolrecords.integrity.checkpoint_evidence import plain_checkpoint
from collective.schoolrecords.integrity.fixity.metadata import judge_metadata
from collective.schoolrecords.integrity.ledger_entries import page
from collective.schoolrecords.integrity.ledger_entries import place_of
from collective.schoolrecords.integrity.ledger_entries import Wanted
from collective.schoolrecords.jobs.interfaces import Budget
from collective.schoolrecords.jobs.kinds import find_kind
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.storage import submit
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.records.book.stock import find_stock
from collective.schoolrecords.records.local_regulation.publication import published
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.records.portfolio.achievements import achievements_of
from collective.schoolrecords.retention.audit_package import KIND
from collective.schoolrecords.retention.audit_package import PACKAGE
from collective.schoolrecords.retention.execution.evidence import evidence_of
from collective.schoolrecords.retention.file_plan import draft_from_regulation
from collective.schoolrecords.school.storage import get_school
from collective.schoolrecords.setup.commandline import main
from collective.schoolrecords.setup.demo.files import accounts
from collective.schoolrecords.setup.demo.files import read_rows
from collective.schoolrecords.setup.demo.files import read_toml
from collective.schoolrecords.setup.demo.school import fill
from importlib.resources import files
from pathlib import Path
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from schoolrecords_instance import make_instance
from schoolrecords_instance import schoolrecords
from verifier_command import VerifierCommand

import json
import pytest
import time


SEEDS = Path(__file__).resolve().parents[1] / "data" / "seeds"
MARKS = {"soch12": "S12", "school20": "S20", "soch90": "S90", "neman1": "N1", "ftl": "FTL"}


@pytest.fixture
def demo(portal):
    setRoles(portal, TEST_USER_ID, ["Manager"])
    draft_from_regulation(portal, school_today().year)
    fill(portal)
    return portal


def test_the_demo(demo, tmp_path):
    """One demo, many questions: filling it takes longer than all of them."""
    check_states(demo)
    check_people(demo)
    check_chains(demo)
    check_years_and_scans(demo)
    check_family(demo)
    check_teaching(demo)
    check_protocols(demo)
    check_books(demo)
    check_acts(demo)
    check_desks(demo)
    check_own_chains(demo)
    check_package(demo, VerifierCommand(tmp_path))


def check_states(demo):
    """As many records as the data files have lines, in the states that they name."""
    states = {
        name: Counter(one.state for one in demo[name].objectValues())
        for name in ("personal-files", "orders", "cases")
    }
    cases = Counter(row["state"] for row in read_rows("cases.csv"))
    # The school's own regulation is a local regulation, the others are examples.
    cases["current"] += len(MARKS) - 1
    # Notebooks, a certificate in custody and a check report.
    cases["current"] += 3
    # What the first act took; the second one is still before the commission.
    cases["archived"] -= 3
    cases["destroyed"] += 3
    pupils = Counter(row["state"] for row in read_rows("pupils.csv"))
    pupils["current"] += pupils.pop("certified")

    assert states["cases"] == cases
    assert states["personal-files"] == pupils
    assert states["orders"] == Counter(one["state"] for one in read_toml("orders.toml")["orders"])
    assert len(demo["personal-files"]) == 62
    assert set(states["orders"]) == set(FAMILIES["order"].states) - {
        "selected",
        "destroyed",
        "transferred",
    }


def check_people(demo):
    """Every role has an account, and every account its role."""
    people = read_toml("staff.toml")["people"]
    roles = Counter(one["role"] for one in people)
    assert set(roles) == set(ROLE_PLACES)
    # No act of the demo could be voted on with less.
    assert roles["commission_chair"] + roles["commission_member"] >= ActRules.least_members
    assert [login for _title, login, _password in accounts()] == [one["login"] for one in people]
    for _title, login, password in accounts():
        user = demo.acl_users.authenticate(login, password, demo.REQUEST)
        assert user is not None, login
    school = get_school(demo)
    labels = {cohort.label_on(school_today()) for cohort in school.cohorts.values()} - {None}
    assert labels == {f"{grade}{letter}" for grade in range(1, 12) for letter in "АБ"}


def check_chains(demo):
    """Each step stands in the chain, taken by the account whose role takes it."""
    logins = {
        one.user_id: demo.acl_users.getUserById(one.user_id).getUserName()
        for one in get_school(demo).people.values()
    }
    order = next(one for one in demo["orders"].objectValues() if one.state == "archived")
    steps = [
        (entry.transition, logins[entry.actor])
        for entry in chain_of(order).entries()
        if entry.transition
    ]

    assert steps == [
        ("submit", "secretary"),
        ("approve", "director"),
        ("sign", "director"),
        ("close", "secretary"),
        ("archive", "archivist"),
    ]
    # No way that the demo went writes past a chain: a check of the archive is clean.
    brains = demo.portal_catalog.unrestrictedSearchResults(portal_type=list(FAMILIES))
    records = [brain._unrestrictedGetObject() for brain in brains]
    assert len(records) > 100
    assert [one.getId() for one in records if judge_metadata(one, {})] == []


def check_years_and_scans(demo):
    """Nine files of 7А and 5Б have a certified year; the five regulations have their text."""
    certified = [
        one
        for one in demo["personal-files"].objectValues()
        if [years_of(one).get(label).state for label in years_of(one).labels()] == ["certified"]
    ]
    regulations = [one for one in demo["cases"].objectValues() if one.doc_type == "regulation"]

    assert len(certified) == 9
    assert len(regulations) == 4
    assert {one.scan.contentType for one in regulations} == {"application/pdf"}


def check_family(demo):
    """The mother and the pupil belong to one file, that of a pupil of their own name."""
    school = get_school(demo)
    uids = set(school.guardianships) | set(school.pupils)
    record = next(one for one in demo["personal-files"].objectValues() if one.UID() in uids)

    assert len(uids) == 1
    assert record.full_name == "Рябинкин Матвей Ильич"


def check_teaching(demo):
    """The own regulation is in force and everybody reads it; the family's portfolio is filled."""
    (own,) = demo["regulations"].objectValues()
    assert own.state == "current"
    assert published(demo) == [own]
    portfolios = demo["portfolios"].objectValues()
    assert {one.state for one in portfolios} == {"current"}
    filled = [one for one in portfolios if achievements_of(one).all()]
    assert len(filled) == 1
    assert achievements_of(filled[0]).showings()
    parent = demo.acl_users.getUser("parent")
    with api.env.adopt_user(user=parent):
        assert [brain.UID for brain in demo.portal_catalog(portal_type="portfolio")] == [
            filled[0].UID()
        ]


def check_protocols(demo):
    """Each waits for somebody else: nobody, a class teacher, the director, its author."""
    found = {one.kind: one for one in demo["protocols"].objectValues()}
    assert {kind: one.state for kind, one in found.items()} == {
        "council": "signed",
        "independent_monitoring": "approved",
        "internal_monitoring": "in_review",
        "interim": "draft",
    }
    results = found["independent_monitoring"]
    assert all(row.file for row in results.rows().values())
    assert 0 < len(results.unfamiliar()) < len(results.rows())


def check_books(demo):
    """Entries stand on blanks that were received, one is handed out, a class waits for the head."""
    books = {one.kind: one for one in demo["books"].objectValues()}
    assert {one.state for one in books.values()} == {"current"}
    entries = entries_of(books["certificates_9"])
    assert Counter(rules.state_of(one) for one in entries.all()) == {"entered": 2, "issued": 1}
    assert all(one["file"] for one in entries.all())
    assert 0 < entries.not_certified() < len(entries)
    stock = {one.kind: one for one in find_stock(books["blanks"]).balances()}
    assert stock["title_9"].issued == len(entries)
    entered = {one["file"] for one in entries.all()}
    waiting = [
        row
        for row in read_rows("pupils.csv")
        if row["class"].startswith("9") and row["left_years_ago"] == "0"
    ]
    assert len(waiting) > len(entered)


def check_acts(demo):
    """One act has removed its records and is to be cleared up; the commission votes on another."""
    acts = {one.state: one for one in demo["destruction-acts"].objectValues()}
    assert set(acts) == {"closed", "in_review"}
    done, open_ = acts["closed"], acts["in_review"]
    assert done.totals()["removed"] == 3
    assert set(done.stages) == {"removed"}
    assert {"rows.csv", "event-log.jsonl", "act.pdf", "minutes.pdf"} <= set(evidence_of(done))
    assert len(open_.votes) == 1
    assert open_.totals()["to_destroy"] == 2
    assert [job.state for job in get_jobs(demo).items.values()] == ["done"] * 4
    (inventory,) = demo["inventories"].objectValues()
    assert [row.title for _position, row in inventory.rows()]


def check_package(demo, command):
    """What an auditor takes away is proved as a whole, the evidence of the act included."""
    job = made_package(demo)
    number = job.result["checkpoint"]
    (command.folder / "kept.json").write_text(json.dumps(plain_checkpoint(demo, number)))
    with job.data[PACKAGE].open("r") as stream:
        data = stream.read()
    code, told = judged(command, data)
    wrong = [(one["subject"], one["code"], one["detail"]) for one in told["findings"]]
    assert (code, wrong, told["remarks"]) == (0, [], [])
    assert told["proved"] == told["entries"]
    # The chain of the file plan is there, too: it is neither a record's nor the school's.
    assert "file_plan" in {one["type"] for one in lines_in(data, "/data/ledger/")}
    act = next(one for one in demo["destruction-acts"].objectValues() if one.state == "closed")
    base = f"acts/{act.UID()}"
    events = Counter(one["event"] for one in lines_in(data, "/data/opened/"))
    assert {"voted", "evidence_filed", "act_stage", "act_paper", "audit_reported"} <= set(events)
    assert told["opened"] == events.total()
    gone = sum(one["event"] == "destroyed" for one in lines_in(data, "/data/ledger/"))
    proofs = (f"{base}/rows.json", f"{base}/event-log.jsonl")
    for name in (*proofs, f"{base}/minutes.pdf", "report/status.csv"):
        code, told = judged(command, exchanged(data, name))
        codes = Counter(one["code"] for one in told["findings"])
        assert (code, told["findings"][0]["detail"], codes.pop("file_differs")) == (1, name, 1)
        # What was destroyed has lost the act that proved it.
        assert codes == ({"destroyed_without_act": gone} if name in proofs else {}), name
        assert bool(told["notes"]) == (name in proofs)


def check_own_chains(demo):
    """The chains that are no record's are paged like all others."""
    wanted = Wanted(types=frozenset(("school", "file_plan")))
    whole, nothing = page(demo, wanted, None, 10_000)
    rows, place = page(demo, wanted, None, len(whole) - 1)
    assert nothing is None
    while place is not None:
        more, place = page(demo, wanted, place_of(demo, f"{place.uid}.{place.entry}"), 1)
        rows += more
    assert rows == whole
    assert whole[-1]["type"] == "file_plan"


def made_package(demo):
    """Do the job of a package here and now; the report of another one meanwhile makes it begin anew."""
    kind, much = find_kind(KIND), Budget(100, 60)
    job, other = (submit(demo, KIND, started_by=one) for one in ("auditor", "other"))
    for one in (job, other):
        one.cursor = kind.start({})
        while one.cursor["phase"] != "ledger":
            one.done = kind.step(demo, one, much).done
    job.done = kind.step(demo, job, much).done
    assert job.cursor["phase"] == "report"
    finished = False
    while not finished:
        progress = kind.step(demo, job, much)
        job.done, finished = progress.done, progress.finished
    job.result = kind.finish(demo, job)
    return job


def judged(command, data):
    """Return (exit code, what the verifier says as JSON) of a package."""
    (command.folder / "package.zip").write_bytes(data)
    done = command.ask("--json", "package", "package.zip", "--checkpoint", "kept.json")
    return done.returncode, json.loads(done.stdout)


def check_desks(demo):
    """Everybody who works in the demo has something to look at."""
    empty = []
    for login in (
        "director",
        "secretary",
        "teacher7a",
        "certificates",
        "deputy",
        "archivist",
        "chair",
    ):
        user = demo.acl_users.getUser(login)
        forget_groups()
        with api.env.adopt_user(user=user):
            view = api.content.get_view("desk", demo, demo.REQUEST)
            if not view.waiting:
                empty.append(login)
    assert empty == []
    # What the demo filed in the secretary's name is no task that the newcomer has done.
    assert FirstHour("secretary", demo).left == 4


@pytest.mark.parametrize("name", sorted(MARKS))
def test_the_package_has_the_masked_texts(name):
    """The same bytes as the texts that the regulations' phrases are looked up in."""
    text = files("collective.schoolrecords") / "profiles" / "regulations" / name / "text.txt"

    assert text.read_bytes() == (SEEDS / f"{MARKS[name]}.txt").read_bytes()


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    """A Zope that has never been started."""
    return make_instance(tmp_path_factory.mktemp("instance"))


def command(instance, name, *arguments):
    """Run `schoolrecords` on an instance."""
    return schoolrecords(name, "--config", str(instance / "etc" / "zope.conf"), *arguments)


@pytest.mark.slow
def test_create_demo_makes_it_once(instance):
    """The second call finds it, changes nothing and is quick; both print the accounts."""
    first = command(instance, "create-demo", "--port", "8123")
    assert first.returncode == 0, first.stderr
    database = instance / "var" / "Data.fs"
    before = database.read_bytes()
    began = time.monotonic()
    second = command(instance, "create-demo", "--port", "8123")

    assert time.monotonic() - began < 60
    assert second.returncode == 0, second.stderr
    assert database.read_bytes() == before
    for shown in (first.stdout, second.stdout):
        assert "http://127.0.0.1:8123/school" in shown
        for title, login, password in accounts():
            lines = [line for line in shown.splitlines() if line.startswith(title)]
            assert [login, password] in [line.split()[-2:] for line in lines]
    assert "Создаётся" in first.stdout
    assert "Создаётся" not in second.stdout
    assert first.stderr == second.stderr == ""


@pytest.mark.slow
def test_create_makes_a_real_school(instance):
    """Beside the demo, under the address asked for; a second one there is refused."""
    asked = ("--regulation", "ftl", "--id", "lyceum", "--title", "Лицей", "--order", "7")
    made = command(instance, "create", *asked, "--date", "01.09.2025")
    again = command(instance, "create", *asked, "--date", "01.09.2025")

    assert made.returncode == 0, made.stderr
    assert "/lyceum" in made.stdout
    assert again.returncode == 2
    assert "сайт lyceum уже есть" in again.stderr


def test_create_refuses_what_cannot_be(tmp_path, capsys):
    """Without an instance, and with a regulation that nobody knows."""
    missing = ["--config", str(tmp_path / "zope.conf")]
    assert main(["create-demo", *missing]) == 2
    assert "make install" in capsys.readouterr().err
    assert main(["create", "--regulation", "x", "--id", "y", *missing]) == 2
    assert "нет такого положения: x" in capsys.readouterr().err
