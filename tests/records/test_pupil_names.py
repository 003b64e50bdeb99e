"""A change of name: a dated value with the old one visible; number and letter stay."""

from builders import personal_file
from builders import step
from collective.schoolrecords.core.person_names import CHANGE
from collective.schoolrecords.core.person_names import CORRECTION
from collective.schoolrecords.core.person_names import PersonName
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.records.personal_file.identity import correct_identity
from collective.schoolrecords.records.personal_file.identity import identity_of
from collective.schoolrecords.records.personal_file.names import change_name
from collective.schoolrecords.records.personal_file.names import former_of
from collective.schoolrecords.records.personal_file.names import may_change_name
from datetime import date
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import pytest


ORLOVA = PersonName("Орлова", "Вера", "Ильинична")
GIVEN = (CHANGE, date(2026, 2, 20), "Свидетельство о перемене имени № 7")


@pytest.fixture
def file(portal):
    setRoles(portal, TEST_USER_ID, ["Secretary"])
    return step(personal_file(number=825), "register")


def test_the_old_name_stays_and_both_are_found(file):
    """One event in the chain; number, letter and title; search by both; sorted by the new one."""
    change_name(file, ORLOVA, *GIVEN)

    assert (file.title, file.letter, file.number) == ("К-825 Орлова Вера Ильинична", "К", 825)
    assert [str(one.name) for one in former_of(file)] == ["Козлова Вера Ильинична"]
    assert former_of(file)[0].until == date(2026, 2, 20)
    last = chain_of(file).last()
    assert last.event == "name_changed"
    assert chain_of(file).payload(last.seq)["from"] == "Козлова Вера Ильинична"
    assert chain_of(file).verify() == ()
    for word in ("Орлова", "Козлова"):
        assert [one.UID for one in api.content.find(SearchableText=word)] == [file.UID()]
    assert [one.UID for one in api.content.find(record_book_letters="О")] == [file.UID()]
    assert len(api.content.find(record_book_letters="К")) == 0
    sorts = api.portal.get_tool("portal_catalog").getIndexDataForUID(
        "/".join(file.getPhysicalPath())
    )
    assert sorts["record_sort"].startswith("орлова")


def test_a_refusal_tells_everything_and_writes_nothing(file):
    """All reasons at once; the chain is as long as before."""
    before = chain_of(file).head()

    with pytest.raises(StepRefused) as refused:
        change_name(file, PersonName("Орл0ва", ""), "else", None, "")

    assert [one["code"] for one in refused.value.reasons] == [
        "not_given",
        "name_unreadable",
        "name_kind",
        "not_given",
        "not_given",
    ]
    assert all("${" not in one["message"] for one in refused.value.reasons)
    assert chain_of(file).head() == before


def test_an_ordinary_change_of_the_name_is_refused(file):
    """Past registration neither the name nor the former names are ordinary fields."""
    change_name(file, PersonName("Козлова", "Вера", "Ильична"), CORRECTION, *GIVEN[1:])
    for name, value in (("last_name", "Ложь"), ("former_names", None)):
        kept = getattr(file, name)
        setattr(file, name, value)
        with pytest.raises(StepRefused) as refused:
            notify(ObjectModifiedEvent(file))
        assert [(one["code"], one["field"]) for one in refused.value.reasons] == [
            ("name_fixed", name)
        ]
        setattr(file, name, kept)


def test_only_the_office_and_only_while_the_file_is_current(portal, file):
    """The class teacher corrects fields, not names; a draft has its name as a field."""
    assert may_change_name(file)
    draft = personal_file(number=826)
    assert not may_change_name(draft)
    with pytest.raises(StepRefused) as refused:
        change_name(draft, ORLOVA, *GIVEN)
    assert [one["code"] for one in refused.value.reasons] == ["name_of_current_file"]
    for roles in (["Class Teacher"], ["Director"], ["Manager"], ["Guardian"]):
        setRoles(portal, TEST_USER_ID, roles)
        assert not may_change_name(file)


def test_a_birth_date_is_corrected_with_a_reason_and_the_old_one_stays(file):
    """One event with both values; as an ordinary field it is refused; a gap is filled once."""
    old = file.birth_date
    new = {**identity_of(file), "birth_date": date(2011, 5, 17)}
    before = chain_of(file).head()
    with pytest.raises(StepRefused) as refused:
        correct_identity(file, {**new, "birth_date": date(2100, 1, 1)}, "", "")
    assert [one["code"] for one in refused.value.reasons] == [
        "day_in_future",
        "born_after_admission",
        "not_given",
        "not_given",
    ]
    assert all("${" not in one["message"] for one in refused.value.reasons)
    assert chain_of(file).head() == before

    correct_identity(file, new, "Ошибка при вводе", "Свидетельство № 7")
    assert file.birth_date == date(2011, 5, 17)
    [row] = file.former_identity
    assert (row["value"], row["by"], row["reason"]) == (
        old.isoformat(),
        TEST_USER_ID,
        "Ошибка при вводе",
    )
    last = chain_of(file).last()
    assert last.event == "identity_corrected"
    assert chain_of(file).payload(last.seq)["to"] == {"birth_date": "2011-05-17"}
    assert chain_of(file).verify() == ()

    for value in (date(2010, 1, 1), None):
        file.birth_date = value
        with pytest.raises(StepRefused) as refused:
            notify(ObjectModifiedEvent(file))
        assert [(one["code"], one["field"]) for one in refused.value.reasons] == [
            ("identity_fixed", "birth_date")
        ]
        file.birth_date = date(2011, 5, 17)
    assert file.sex is None
    file.sex = "female"
    notify(ObjectModifiedEvent(file))
    file.sex = "male"
    with pytest.raises(StepRefused):
        notify(ObjectModifiedEvent(file))
    file.sex = "female"
    with pytest.raises(StepRefused) as refused:
        correct_identity(personal_file(number=827), new, "Ошибка", "Паспорт")
    assert "identity_of_current_file" in [one["code"] for one in refused.value.reasons]
