"""Versions of the regulation through time, in a plain ZODB."""

from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.school import appointments
from collective.schoolrecords.school import regulation
from collective.schoolrecords.school import staff
from collective.schoolrecords.school.refusals import SchoolRefused
from collective.schoolrecords.school.regulation import Basis
from collective.schoolrecords.school.storage import KEY
from collective.schoolrecords.school.storage import School
from datetime import date
from importlib.resources import files
from unittest import mock
from ZODB.DB import DB
from ZODB.MappingStorage import MappingStorage
from ZODB.POSException import ConflictError
from zope.annotation.interfaces import IAnnotations
from zope.interface import implementer

import pytest
import transaction


BASIS = Basis("274", date(2021, 12, 15))
FIRST = date(2021, 12, 15)


@implementer(IAnnotations)
class Site(dict):
    """A site is asked for its annotations only."""


def text(name):
    profiles = files("collective.schoolrecords").joinpath("profiles", "regulations", name)
    return profiles.joinpath("regulation.toml").read_text()


@pytest.fixture
def school():
    return School()


def keep(school, name="neman1", since=FIRST, basis=BASIS, **more):
    values = {"in_force_from": since, "author": "director", "basis": basis, **more}
    return regulation.new_version(school, text(name), **values)


def refused(function, *args, **kwargs):
    with pytest.raises(SchoolRefused) as caught:
        function(*args, **kwargs)
    return [reason["code"] for reason in caught.value.reasons]


class TestInForce:
    def test_a_site_without_a_school_or_version_has_none(self, school):
        assert regulation.regulation_on(Site(), FIRST) is None
        assert regulation.regulation_on(Site({KEY: school}), FIRST) is None

    @pytest.mark.parametrize(
        "day,name",
        [
            (date(1999, 1, 1), "neman1"),  # no other is known for the time before
            (FIRST, "neman1"),
            (date(2026, 8, 31), "neman1"),
            (date(2026, 9, 1), "soch12"),
            (date(2100, 1, 1), "soch12"),
        ],
    )
    def test_the_version_of_the_day_answers(self, school, day, name):
        keep(school)
        keep(school, "soch12", date(2026, 9, 1))
        assert regulation.regulation_on(Site({KEY: school}), day).name == name

    def test_a_text_is_parsed_once(self, school):
        keep(school)
        regulation._parsed.cache_clear()
        with mock.patch.object(regulation, "load", wraps=regulation.load) as load:
            for _ in range(3):
                regulation.regulation_on(Site({KEY: school}), FIRST)
        assert load.call_count == 1


class TestNewVersion:
    def test_a_version_keeps_who_when_why_and_the_sum_of_its_text(self, school):
        made = keep(school)
        assert (made.number, made.author, made.basis) == (1, "director", BASIS)
        assert made.text == text("neman1")
        entry = chain_of(school).last()
        payload = chain_of(school).payload(entry.seq)
        assert entry.event == "regulation_changed"
        assert (payload["sha256"], payload["order_number"]) == (made.digest, "274")

    @pytest.mark.parametrize("since", [FIRST, date(2020, 1, 1)])
    def test_the_past_is_never_rewritten(self, school, since):
        keep(school)
        assert refused(keep, school, "soch12", since) == ["REGULATION_NOT_LATER"]
        assert list(school.regulations) == [1]

    def test_a_version_that_says_nothing_new_is_refused(self, school):
        keep(school)
        assert refused(keep, school, since=date(2026, 9, 1)) == ["REGULATION_SAME"]

    def test_faults_of_text_basis_and_day_are_told_together(self, school):
        keep(school)
        codes = refused(
            regulation.new_version,
            school,
            "format = 1\nunknown = 2\n",
            in_force_from=FIRST,
            author="director",
            basis=Basis(" ", FIRST),
        )
        assert codes.count("REGULATION_FAULT") >= 2
        assert {"ORDER_MISSING", "REGULATION_NOT_LATER"} <= set(codes)

    def test_changes_rest_on_the_order_and_leave_the_rest(self, school):
        keep(school)
        path = "documents.exam_protocol.retention.value"
        changed = regulation.changed_text(school, [(path, 10)], Basis("5", date(2026, 8, 20)))
        regulation.new_version(
            school, changed, in_force_from=date(2026, 9, 1), author="d", basis=BASIS
        )
        before, after = (regulation.parsed(one) for one in school.regulations.values())
        assert before.term("exam_protocol").years == 5
        assert after.term("exam_protocol").years == 10
        assert after.source(path).basis == "5 20.08.2026"
        assert before.term("class_journal") == after.term("class_journal")

    def test_faulty_changes_are_told_together(self, school):
        keep(school)
        changes = [
            ("documents.exam_protocol.retention.value", "many"),
            ("documents.exam_protocol.retention.kind", "sometimes"),
        ]
        codes = refused(regulation.changed_text, school, changes, BASIS)
        assert codes == ["REGULATION_FAULT", "REGULATION_FAULT"]


@pytest.mark.parametrize("first_commits", [0, 1])
def test_two_directors_appointed_at_once_are_not_both_kept(first_commits):
    """Write skew: each connection sees a free office; the chain lets one of them commit."""
    db = DB(MappingStorage())
    managers = [transaction.TransactionManager(explicit=False) for _ in range(2)]
    connections = [db.open(manager) for manager in managers]
    with transaction.manager:
        connection = db.open()
        connection.root()["school"] = school = School()
        people = [staff.add_person(school, f"Иная{n}", "Анна").id for n in range(2)]
    for connection, person_id in zip(connections, people, strict=True):
        connection.sync()
        appointments.appoint(
            connection.root()["school"],
            person_id,
            "director",
            start=date(2026, 2, 2),
            order_number="1",
            order_date=date(2026, 2, 1),
        )
    managers[first_commits].commit()
    with pytest.raises(ConflictError):
        managers[1 - first_commits].commit()
    managers[1 - first_commits].abort()
    connections[0].sync()
    kept = connections[0].root()["school"].appointments.values()
    assert [one.person_id for one in kept] == [people[first_commits]]
