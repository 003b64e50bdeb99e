"""Checkpoints over REST: who may take one, what it proves, and what it finds."""

from builders import step
from collective.schoolrecords.core import chain as chains
from collective.schoolrecords.core import checkpoint as rules
from collective.schoolrecords.integrity.checkpoints import TakeCheckpoint
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now
from collective.schoolrecords.ledger.log import find_ledger
from datetime import date
from schoolrecords_http import DAY
from schoolrecords_http import HttpSchool

import pytest
import transaction


AUDITORS = {"auditor", "director", "data_officer"}
TAKERS = {"archivist", "director", "data_officer"}


@pytest.fixture
def school(functional, on_day):
    on_day(DAY)
    school = HttpSchool(functional["portal"])
    return school


def take(school, user_id="archivist"):
    """Take a checkpoint as a person asks for it; return it as the auditor reads it."""
    answer = school.ask(user_id, "POST", "/@checkpoints", {})
    assert answer.status_code == 202, answer.text
    job = get_jobs(school.portal).get(answer.json()["uid"])
    assert run_now(school.portal, job) == "done"
    transaction.commit()
    newest = school.ask("auditor", "GET", "/@checkpoints").json()["items"][0]
    return rules.read_checkpoint(newest)


def entries_of(proof):
    found = []
    for values in proof["entries"]:
        values["commitments"] = tuple(tuple(pair) for pair in values["commitments"])
        values["roles"], values["groups"] = tuple(values["roles"]), tuple(values["groups"])
        found.append(chains.Entry(**values))
    return found


def verdict(proof, kept):
    """What an auditor with nothing but a kept checkpoint says of a proof."""
    head = proof["head"]
    return rules.check_record(
        proof["uid"],
        entries_of(proof),
        rules.read_head(head),
        head["index"],
        rules.read_path(proof["path"]),
        kept,
    )


def proof_of(school, record, kept, user_id="auditor"):
    path = f"{school.path(record)}/@proof?checkpoint={kept.number}"
    return school.ask(user_id, "GET", path).json()


class TestProofs:
    def test_a_record_is_proved_against_a_checkpoint_that_was_taken_away(self, school):
        kept = take(school)
        assert (kept.number, kept.previous) == (1, None)
        with school.as_test_user("Secretary"):
            step(school.order, "submit")
        for record in (school.file, school.paper, school.order, school.case):
            assert verdict(proof_of(school, record, kept), kept) == ()

    def test_the_log_of_a_later_checkpoint_begins_with_that_of_the_kept_one(self, school):
        kept = take(school)
        with school.as_test_user("Secretary"):
            step(school.order, "submit")
        now = take(school, "director")
        assert (now.number, now.previous) == (2, kept.hash())
        path = f"/@checkpoints/{now.number}/growth?since={kept.number}"
        answer = school.ask("auditor", "GET", path).json()
        assert rules.read_checkpoint(answer["old"]) == kept
        assert rules.read_checkpoint(answer["new"]) == now
        assert rules.check_growth(kept, now, rules.read_path(answer["path"])) == ()

    def test_only_what_grew_since_the_last_one_takes_a_place(self, school):
        kept = take(school)
        window = school.ask("auditor", "GET", "/@checkpoints").json()["window"]
        with school.as_test_user("Secretary"):
            step(school.order, "submit")
        assert school.ask("auditor", "GET", "/@checkpoints").json()["window"] == window + 1
        assert take(school).size == kept.size + window + 1

    def test_an_entry_that_was_taken_out_of_a_chain_is_found(self, school):
        kept = take(school)
        del school.file._chain._entries[school.file._chain.head()[0] - 1]
        transaction.commit()
        assert "chain_cut_or_rewritten" in verdict(proof_of(school, school.file, kept), kept)

    def test_what_was_changed_by_hand_is_vouched_for_by_no_later_event(self, school):
        """Edited past the product: the next request that changes the record writes that down first."""
        path, kept = school.path(school.file), take(school)
        held = {"holder": "Инспектор", "until": "2026-02-20", "basis": "Запрос № 14"}
        assert school.ask("secretary", "POST", f"{path}/@holder", held).ok
        assert school.ask("auditor", "GET", f"{path}/@verify").json()["holds"]
        transaction.begin()
        school.file.birth_date = date(2011, 1, 1)
        transaction.commit()
        # Who reads writes nothing.
        length = len(school.file._chain)
        school.ask("auditor", "GET", path)
        seen = school.ask("auditor", "GET", f"{path}/@verify").json()
        assert [one["code"] for one in seen["findings"]] == ["metadata_changed"]
        transaction.begin()
        assert len(school.file._chain) == length

        # Who read the record before is refused nothing: what the server finds is no deed.
        read = school.file._chain.version()
        given = {"storage_place": "Шкаф 4"}
        assert school.ask("secretary", "PATCH", path, given).ok
        transaction.begin()
        noticed, changed = list(school.file._chain.entries(length))
        assert (noticed.event, noticed.roles) == ("changed_outside", ())
        assert (noticed.before, changed.before) != (noticed.after, changed.after)
        assert changed.actor == "secretary"
        assert (read, school.file._chain.version()) == (noticed.previous, changed.hash)
        now = take(school)
        for number in (kept.number, now.number):
            found = school.ask("auditor", "GET", f"{path}/@verify").json()
            assert [(one["code"], one["seq"]) for one in found["findings"]] == [
                ("changed_outside", length)
            ], number
        assert verdict(proof_of(school, school.file, now), now) == ("chain_broken",)
        assert school.ask("secretary", "PATCH", path, {"storage_place": "Шкаф 5"}).ok
        transaction.begin()
        assert len(school.file._chain) == length + 3

    def test_a_log_that_was_set_back_is_found(self, school):
        """What a restored backup does: the checkpoint that the auditor holds never was."""
        take(school)
        log = find_ledger(school.portal).log
        size, edge = log.size, log._edge
        with school.as_test_user("Secretary"):
            step(school.order, "submit")
        kept = take(school)
        log._size, log._edge = size, edge
        for index in list(log._heads.keys(size)):
            del log._latest[log._heads[index][0]], log._heads[index]
        del log._checkpoints[kept.number]
        with school.as_test_user("Secretary", "Director"):
            step(school.order, "return", reason="Нет даты")
        now = take(school)
        assert (now.number, now.size) == (kept.number, kept.size)
        assert rules.check_growth(kept, now, []) == ("log_rewritten",)

    def test_a_record_that_no_checkpoint_knows_has_no_proof(self, school):
        path = f"{school.path(school.file)}/@proof"
        assert school.ask("auditor", "GET", path).status_code == 404
        take(school)
        assert school.ask("auditor", "GET", path).status_code == 200
        assert school.ask("auditor", "GET", f"{path}?checkpoint=99").status_code == 404
        assert school.ask("auditor", "GET", f"{path}?checkpoint=x").status_code == 400


class TestPermissions:
    def test_who_reads_checkpoints_and_who_has_one_taken(self, school):
        assert school.who("GET", "/@checkpoints") == AUDITORS
        assert school.who("POST", "/@checkpoints", {}) == TAKERS

    def test_who_reads_proofs(self, school):
        take(school)
        assert school.who("GET", f"{school.path(school.file)}/@proof") == AUDITORS
        assert school.who("GET", "/@checkpoints/1") == AUDITORS
        assert school.who("GET", "/@checkpoints/1/growth?since=1") == AUDITORS

    @pytest.mark.parametrize("path", ["0", "2", "x", "1/other", "1/growth?since=x"])
    def test_what_is_not_there_is_not_found(self, school, path):
        take(school)
        assert school.ask("auditor", "GET", f"/@checkpoints/{path}").status_code == 404

    def test_growth_asks_from_which_checkpoint_on(self, school):
        take(school)
        answer = school.ask("auditor", "GET", "/@checkpoints/1/growth")
        assert answer.status_code == 400
        assert "since" in answer.text


def test_reading_writes_nothing(school):
    take(school)
    before = school.portal._p_jar.db().storage.lastTransaction()
    proof_of(school, school.file, find_ledger(school.portal).log.last())
    school.ask("auditor", "GET", "/@checkpoints/1/growth?since=1")
    assert school.portal._p_jar.db().storage.lastTransaction() == before


def test_a_proof_carries_no_name(school):
    kept = take(school)
    text = school.ask(
        "auditor", "GET", f"{school.path(school.file)}/@proof?checkpoint={kept.number}"
    ).text
    for word in ("Козлова", "Вера", "Медицинская"):
        assert word not in text


def test_every_day_with_events_has_its_checkpoint(school):
    assert TakeCheckpoint().daily(school.portal, DAY) == {}
    take(school)
    assert TakeCheckpoint().daily(school.portal, DAY) is None
