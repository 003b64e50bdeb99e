"""Protocols: rows find their pupils, an appeal replaces a row, each sees what is theirs."""

from builders import local_regulation
from builders import order
from builders import personal_file
from builders import protocol
from builders import step
from collective.schoolrecords.core import protocols as rules
from collective.schoolrecords.core.protocols import Decision
from collective.schoolrecords.core.protocols import ResultRow
from collective.schoolrecords.core.year_results import MarkRules
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle import steps
from collective.schoolrecords.lifecycle.content import FIXED_WHEN_FILED
from collective.schoolrecords.lifecycle.refusals import StepForbidden
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.lifecycle.steps import enter_state
from collective.schoolrecords.records import numbering
from collective.schoolrecords.records.personal_file.year_json import year_json
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.records.protocol import rows as writer
from collective.schoolrecords.records.protocol.council import citations_of
from collective.schoolrecords.records.protocol.council import citing
from collective.schoolrecords.records.protocol.council import minutes_url
from collective.schoolrecords.records.protocol.council import points_cited
from collective.schoolrecords.records.protocol.facts import asked_by_regulation
from collective.schoolrecords.records.protocol.interfaces import IProtocol
from collective.schoolrecords.records.protocol.of_file import rows_of_file
from collective.schoolrecords.records.protocol.people import viewer_of
from collective.schoolrecords.retention.terms import term_of
from collective.schoolrecords.school.cohorts import add_cohort
from collective.schoolrecords.school.families import link_guardian
from collective.schoolrecords.school.families import link_pupil
from collective.schoolrecords.school.regulation import Basis
from collective.schoolrecords.setup.regulations import put_in_force
from collective.schoolrecords.signing.form import form_of
from collective.schoolrecords.signing.refusals import SigningForbidden
from datetime import date
from plone import api
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from schoolrecords_town import town
from zope.globalrequest import getRequest

import pytest


__all__ = ["town"]

EXAM = date(2026, 6, 9)
HEAD = {
    "kind": "state_exam_9",
    "school_subject": "Русский язык",
    "dated_on": EXAM,
    "commission_on": date(2026, 6, 19),
    "received_on": date(2026, 6, 19),
    "registration_number": "101-2026",
}
LATER = date(2026, 6, 28)


def row(last, first="Анна", middle="Ивановна", label="9А", mark="4", **more):
    return ResultRow(
        label=label, last_name=last, first_name=first, middle_name=middle, mark=mark, **more
    )


@pytest.fixture
def school(portal, town, on_day):
    """Two classes with three files, two of one name in 9Б; teachers, a guardian and a pupil."""
    on_day(date(2026, 7, 1))
    setRoles(portal, TEST_USER_ID, ["Secretary", "Deputy"])
    a, b = (add_cohort(town.school, year=2025, grade=9, letter=one) for one in "АБ")
    names = {"last_name": "Бобров", "first_name": "Антон", "middle_name": "Васильевич"}
    town.bobrov = personal_file(letter="Б", number=1, cohort_id=a.id, **names)
    twin = {"last_name": "Кузнецова", "first_name": "Анастасия", "middle_name": "Сергеевна"}
    town.twins = [personal_file(letter="К", number=n, cohort_id=b.id, **twin) for n in (12, 31)]
    town.ezhova = personal_file(
        letter="Е", number=4, cohort_id=b.id, last_name="Ёжова", first_name="Ольга", middle_name=""
    )
    town.a, town.b = a, b
    town.holder("teacher-a", "class_teacher", cohort_id=a.id)
    town.holder("teacher-b", "class_teacher", cohort_id=b.id)
    guardian = town.person("guardian", kinds=("guardian",))
    link_guardian(town.school, town.bobrov.UID(), guardian.id, "mother")
    pupil = town.person("pupil", kinds=("pupil",))
    link_pupil(town.school, town.ezhova.UID(), pupil.id)
    return town


@pytest.fixture
def exam(school):
    """A draft with four rows: two of them are recognised."""
    record = protocol(**HEAD)
    writer.add_rows(
        record,
        [
            row("Бобров", "Антон", "Васильевич", form="ОГЭ", primary=32, criteria="7", mark="5"),
            row("Ежова", "ОЛЬГА", "", "9 «Б»", form="ОГЭ", primary=25, mark="4"),
            row("Кузнецова", "Анастасия", "Сергеевна", "9Б", form="ГВЭ", primary=20, mark="4"),
            row("Неизвестный", "Пётр", "", "9В", form="ОГЭ", mark="н/я"),
        ],
    )
    return record


def approved(record, state="approved"):
    enter_state(record, state)
    record.reindexObject(idxs=["review_state", "record_awaiting", "allowedRolesAndUsers"])
    return record


def awaiting(record):
    """The classes that the catalog says are waited for."""
    catalog = api.portal.get_tool("portal_catalog")
    (brain,) = catalog.unrestrictedSearchResults(UID=record.UID())
    return set(brain.record_awaiting)


def reasons(refused):
    return [(one["code"], one["field"]) for one in refused.value.reasons]


def test_rows_find_their_files_by_class_and_name_and_ambiguity_stays(exam, school):
    rows = exam.rows()
    assert [one.file for one in rows.values()] == [
        school.bobrov.UID(),
        school.ezhova.UID(),
        None,
        None,
    ]
    assert [one.cohort for one in rows.values()] == [
        school.a.id,
        school.b.id,
        school.b.id,
        None,
    ]
    assert exam.doc_type == "exam_protocol"
    assert [one.event for one in chain_of(exam).entries()] == ["filed", "protocol_rows"]
    assert chain_of(exam).payload(1)["row.1"]["last_name"] == "Бобров"
    assert chain_of(exam).verify() == ()
    assert exam.values_intact()
    assert not api.content.find(SearchableText="Кузнецова", portal_type="protocol")
    found = api.content.find(record_row_words="Кузнецова", portal_type="protocol")
    assert [one.UID for one in found] == [exam.UID()]
    assert sorted(found[0].record_cohorts) == sorted([school.a.id, school.b.id])


def test_no_field_has_a_name_that_is_fixed_when_a_record_is_filed(exam):
    """Plone's own `subject` is: what a form writes there later would be lost without a word."""
    assert not set(FIXED_WHEN_FILED) & set(IProtocol.names())
    exam.school_subject = "Литература"
    assert exam.school_subject == "Литература"


def test_a_person_chooses_between_two_of_one_name(exam, school):
    one, other = (file.UID() for file in school.twins)
    writer.change_row(exam, 3, {"file": one})
    assert exam.row(3).file == one
    writer.change_row(exam, 3, {"mark": "5"})
    assert exam.row(3).file == one, "another mark does not take the choice back"
    with pytest.raises(StepRefused) as refused:
        writer.change_row(exam, 3, {"file": school.bobrov.UID()})
    assert reasons(refused) == [("row_file_strange", "file"), ("row_twice", None)]
    with pytest.raises(StepRefused) as refused:
        writer.add_rows(exam, [row("Кузнецова", file=one, label="9Б"), row("", mark="9")])
    assert reasons(refused) == [
        ("row_value_missing", "last_name"),
        ("row_mark_unknown", "mark"),
        ("row_twice", None),
    ]
    assert exam.row_count() == 4
    writer.add_rows(exam, [row("Кузнецова", "Анастасия", "Сергеевна", "9Б", file=other)])
    assert exam.row(5).file == other
    writer.remove_row(exam, 5)
    assert exam.next_position() == 6, "a number that was given up is not given again"


def resolve(exam, school):
    """Choose the file of the one twin, and say of the stranger that he comes from outside."""
    writer.change_row(exam, 3, {"file": school.twins[0].UID()})
    writer.change_row(exam, 4, {"outside": "экстерн"})


def test_a_row_of_nobody_is_not_submitted(exam, school):
    with pytest.raises(StepRefused) as refused:
        step(exam, "submit")
    assert reasons(refused) == [("row_without_file", None)] * 2
    told = [one["message"] for one in refused.value.reasons]
    assert "Кузнецова Анастасия" in told[0]
    assert "Неизвестный Пётр" in told[1]
    assert exam.state == "draft"
    with pytest.raises(StepRefused) as refused:
        writer.change_row(exam, 3, {"file": school.twins[0].UID(), "outside": "экстерн"})
    assert reasons(refused) == [("row_outside_with_file", "outside")]
    # Of one name with a pupil of the school and yet from outside; then the file is chosen after all.
    assert writer.change_row(exam, 1, {"outside": "школа № 5"}).file is None
    changed = writer.change_row(exam, 1, {"file": school.bobrov.UID()})
    assert (changed.file, changed.outside) == (school.bobrov.UID(), "")
    resolve(exam, school)
    assert step(exam, "submit").state == "in_review"


def test_a_number_is_asked_for_and_held_from_the_day_it_is_given_for_approval(exam, school):
    """The head can fill nothing in: what approval would miss is said to who sends the protocol."""
    resolve(exam, school)
    number, exam.registration_number = exam.registration_number, None
    with pytest.raises(StepRefused) as refused:
        step(exam, "submit")
    assert reasons(refused) == [("missing", "registration_number")]
    exam.registration_number = number
    record_event(exam, "changed")
    second = protocol(**HEAD)
    writer.add_rows(second, [row("Бобров", "Антон", "Васильевич", form="ОГЭ", mark="5")])
    step(exam, "submit")
    with pytest.raises(StepRefused) as refused:
        step(second, "submit")
    assert reasons(refused) == [("registration_number_taken", "registration_number")]
    setRoles(api.portal.get(), TEST_USER_ID, ["Director"])
    step(exam, "return", reason="Ошибка в дате")
    setRoles(api.portal.get(), TEST_USER_ID, ["Secretary", "Deputy"])
    assert step(second, "submit").state == "in_review"


def test_a_row_kept_before_later_fields_keeps_what_was_signed_and_its_sum(exam, school):
    """Rows of former versions are shorter: their signatures and their digest still hold."""
    signed, sum_ = form_of(exam).digest, exam.digest_values()
    whole = exam._rows[2]
    short = whole[: -len(rules.LATER_FIELDS)]
    exam._rows[2] = short
    assert exam.row(2) == ResultRow(*whole)
    assert form_of(exam).digest == signed
    exam._rows[2] = whole
    assert exam.digest_values() == sum_
    # Filled in it is signed; the other rows stay as they were kept.
    exam._rows[1] = exam._rows[1][: -len(rules.LATER_FIELDS)]
    former = exam._rows[1]
    writer.change_row(exam, 4, {"outside": "экстерн"})
    assert exam._rows[1] == former
    changed = form_of(exam)
    assert changed.digest != signed
    assert "экстерн" in changed.data.decode()


def test_a_submitted_protocol_keeps_its_rows(exam, school):
    resolve(exam, school)
    step(exam, "submit")
    for change in (
        lambda: writer.add_rows(exam, [row("Новый")]),
        lambda: writer.change_row(exam, 1, {"mark": "3"}),
        lambda: writer.remove_row(exam, 1),
    ):
        with pytest.raises(StepRefused) as refused:
            change()
        assert reasons(refused) == [("rows_locked", None)]


def test_an_appeal_replaces_a_row_and_the_old_one_stays_visible(exam, school):
    with pytest.raises(StepRefused) as refused:
        writer.rule_on(exam, 1, "changed", "102-А", LATER, {"mark": "5"})
    assert ("protocol_is_draft", None) in reasons(refused)
    approved(exam)
    new = writer.rule_on(exam, 2, "changed", "102-А", LATER, {"primary": 29, "mark": "5"})
    assert (new, exam.row(new).replaces, exam.row(new).file) == (5, 2, school.ezhova.UID())
    assert exam.row(2).mark == "4"
    assert exam.states() == {
        1: "effective",
        2: "changed",
        3: "effective",
        4: "effective",
        5: "effective",
    }
    writer.rule_on(exam, 1, "rejected", "103-А", LATER)
    with pytest.raises(StepRefused) as refused:
        writer.rule_on(exam, 2, "annulled", "104-А", LATER)
    assert reasons(refused) == [("outcome_impossible", "outcome")]
    assert chain_of(exam).verify() == ()
    assert exam.values_intact()
    with school.logged_in("teacher-b"), pytest.raises(StepForbidden):
        writer.rule_on(exam, 3, "rejected", "105-А", LATER)


def test_the_class_teacher_notes_who_was_told_and_of_the_own_class_only(portal, exam, school):
    approved(exam)
    assert set(exam.unfamiliar()) == {1, 2, 3, 4}
    assert awaiting(exam) == {school.a.id, school.b.id, "unknown"}
    with school.logged_in("teacher-a"):
        assert set(viewer_of(exam).own(exam.rows())) == {1}
        # The bytes to sign hold every row.
        with pytest.raises(SigningForbidden):
            api.content.get_view("signed-form", exam, getRequest())()
        with pytest.raises(StepForbidden):
            writer.acknowledge(exam, (1, 2), date(2026, 6, 22), "paper")
        writer.acknowledge(exam, (1,), date(2026, 6, 22), "paper", "лист ознакомления")
        with pytest.raises(StepRefused) as refused:
            writer.acknowledge(exam, (1,), date(2026, 6, 22), "paper")
        assert reasons(refused) == [("already_familiarised", None)]
    assert set(exam.unfamiliar()) == {2, 3, 4}
    assert awaiting(exam) == {school.b.id, "unknown"}
    login(portal, TEST_USER_NAME)
    writer.acknowledge(exam, (2, 3, 4), date(2026, 6, 23), "electronic")
    assert exam.unfamiliar() == ()


def test_a_family_sees_its_own_rows_and_not_the_protocol(exam, school):
    seen = {"guardian": {1}, "pupil": {2}, "teacher-b": {2, 3}}
    for user_id in seen:
        with school.logged_in(user_id):
            assert viewer_of(exam).own(exam.rows()) == {}, "a draft is nobody's result"
    approved(exam)
    for user_id, expected in seen.items():
        with school.logged_in(user_id):
            assert set(viewer_of(exam).own(exam.rows())) == expected
            found = api.content.find(portal_type="protocol")
            assert bool(found) == (user_id == "teacher-b")
    with school.logged_in("guardian"):
        (mine,) = rows_of_file(school.bobrov, getRequest())
        assert (mine["number"], mine["mark"], mine["name"]) == (1, "5", "Бобров Антон Васильевич")
        assert rows_of_file(school.ezhova, getRequest()) == []
        assert "by" not in (mine["familiarised"] or {})
    approved(exam, "annulled")
    with school.logged_in("guardian"):
        assert viewer_of(exam).own(exam.rows()) == {}


def test_a_protocol_lives_through_its_year(portal, exam, school):
    exam.case_index = None
    resolve(exam, school)
    step(exam, "submit")
    setRoles(portal, TEST_USER_ID, ["Director"])
    exam.creators = ("deputy",)
    with pytest.raises(StepRefused) as refused:
        step(exam, "approve")
    assert reasons(refused) == [("author_cannot_approve", None)]
    enter_state(exam, "signed")
    setRoles(portal, TEST_USER_ID, ["Secretary", "Deputy"])
    with pytest.raises(StepRefused) as refused:
        step(exam, "close", closed_on=date(2026, 6, 30))
    assert reasons(refused) == [("familiarisation_incomplete", None)]
    writer.acknowledge(exam, (1, 2, 3, 4), date(2026, 6, 22), "paper")
    step(exam, "close", closed_on=date(2026, 6, 30))
    assert exam.term_snapshot["term"]["years"] == 5


def test_each_kind_is_kept_and_closed_as_the_regulation_of_the_school_says(portal, school):
    """Where a regulation is silent the default list holds; Н1 alone asks for stitching and carriers."""
    kept = {
        "state_exam_9": ("years", 5),
        "state_exam_11": ("years", 5),
        "interim": ("years", 3),
        "independent_monitoring": ("years", 3),
        "internal_monitoring": ("years", 3),
        "council": ("permanent", None),
    }
    records = {kind: protocol(kind=kind) for kind in kept}
    for day, name in enumerate(("soch12", "school20", "soch90", "ftl", "neman1"), 1):
        put_in_force(portal, name, Basis("1-од", date(2026, 5, 29)), date(2026, 6, day))
        terms = {kind: term_of(one) for kind, one in records.items()}
        found = {kind: (one.kind, one.years) for kind, one in terms.items()}
        least = dict.fromkeys(("state_exam_9", "state_exam_11"), ("min_years", 5))
        assert found == {**kept, **(least if name == "neman1" else {})}, name
        asked = {kind: asked_by_regulation(one) for kind, one in records.items()}
        stitched = {kind for kind, one in asked.items() if one["stitching_asked"]}
        told = {kind for kind, one in asked.items() if one["familiarisation_asked"]}
        here = name == "neman1"
        assert stitched == ({"interim"} if here else set()), name
        assert told == ({"state_exam_9", "state_exam_11"} if here else set()), name
        assert asked["internal_monitoring"]["carriers_asked"] == (
            ("paper", "electronic") if here else ()
        ), name

    interim = records["interim"]
    interim.carriers = [{"carrier": "paper"}]
    enter_state(interim, "signed")
    with pytest.raises(StepRefused) as refused:
        step(interim, "close", closed_on=date(2026, 6, 30))
    fields = ("stitched_on", "sheets", "signature_fact", "seal_fact")
    assert [pair for pair in reasons(refused) if pair[0] == "not_given"] == [
        ("not_given", one) for one in fields
    ]
    bound = {"sheets": 4, "signature_fact": "Подпись директора", "seal_fact": "Печать"}
    step(interim, "close", closed_on=date(2026, 6, 30), stitched_on=date(2026, 6, 29), **bound)
    assert (interim.state, interim.sheets, interim.seal_fact) == ("closed", 4, "Печать")


def test_minutes_of_a_council_hold_numbered_decisions(school):
    record = protocol(kind="council", dated_on=date(2026, 5, 25), chair="Белов", clerk="Серова")
    with pytest.raises(StepRefused) as refused:
        writer.add_rows(record, [Decision(1, "О переводе", "", "", 25, 0, 1)])
    assert reasons(refused) == [("row_value_missing", "decision")]
    writer.add_rows(record, [Decision(1, "О переводе", "Белов", "Перевести", 25, 0, 1)])
    assert record.row(1).decision == "Перевести"
    assert (record.doc_type, record.unfamiliar()) == ("council_minutes", ())


def test_a_yearly_result_leads_to_the_minutes_that_it_cites(portal, school):
    minutes = protocol(
        kind="council",
        registration_number="5",
        dated_on=date(2026, 5, 25),
        chair="Белов",
        clerk="Серова",
    )
    writer.add_rows(minutes, [Decision(1, "О переводе", "", "Перевести")])
    file = step(school.bobrov, "register")
    cited = {"minutes_number": "5", "minutes_date": date(2026, 5, 25), "decision": "promoted"}
    result = years_of(file).enter("2025/26", cited, 9, MarkRules())
    assert "minutes" not in year_json(file, result, getRequest(), staff=True), (
        "a draft is nobody's decision"
    )
    step(minutes, "submit")
    setRoles(portal, TEST_USER_ID, ["Director"])
    minutes.creators = ("deputy",)
    enter_state(minutes, "approved")
    numbering.claim(portal["protocols"], minutes)
    minutes.reindexObject()
    shown = year_json(file, result, getRequest(), staff=True)["minutes"]
    assert shown == {"@id": minutes.absolute_url()}
    years_of(file).enter("2025/26", {**cited, "minutes_date": date(2026, 5, 26)}, 9, MarkRules())
    assert "minutes" not in year_json(file, result, getRequest(), staff=True)
    years_of(file).enter("2025/26", cited, 9, MarkRules())
    with school.logged_in("guardian"):
        assert minutes_url("5", date(2026, 5, 25)) is None


def test_minutes_show_who_cites_them_and_each_citing_record_leads_to_them(portal, school):
    setRoles(portal, TEST_USER_ID, ["Secretary", "Deputy", "Director", "Certificate Keeper"])
    day = date(2026, 5, 25)
    minutes = protocol(kind="council", registration_number="5", dated_on=day)
    writer.add_rows(minutes, [Decision(1, "О переводе", "", "Перевести")])
    enter_state(minutes, "approved")
    numbering.claim(portal["protocols"], minutes)
    minutes.reindexObject()
    file = step(school.bobrov, "register")
    cited = {"minutes_number": "5", "minutes_date": day, "decision": "promoted"}
    years_of(file).enter("2025/26", cited, 9, MarkRules())
    resting = order(minutes_number="5", minutes_date=day)
    other = order(registration_number="78-у", minutes_number="6", minutes_date=day)
    body = {"adoption": "adopted", "minutes_number": "5", "minutes_date": "2026-05-25"}
    act = local_regulation(adopted_by=[{"body": "Педагогический совет", **body}])
    strange = local_regulation(adopted_by=[{"body": "Совет Учреждения", **body}])
    assert {brain.UID for brain in citing(minutes)} == {one.UID() for one in (file, resting, act)}
    for record in (resting, act):
        assert citations_of(record) == [("5", day, None, minutes.absolute_url())]
    assert citations_of(other) == [("6", day, None, None)]
    assert citations_of(strange) == []
    assert citing(resting) == []
    # Another year of another number takes the citation back; nobody sees what is not theirs.
    with school.logged_in("teacher-a"):
        assert {brain.UID for brain in citing(minutes)} == {file.UID()}
    years_of(file).enter("2025/26", {**cited, "minutes_number": "6"}, 9, MarkRules())
    assert file.UID() not in {brain.UID for brain in citing(minutes)}


def test_a_citation_names_a_point_that_the_minutes_have(portal, school):
    setRoles(portal, TEST_USER_ID, ["Secretary", "Deputy", "Director", "Certificate Keeper"])
    day = date(2026, 5, 25)
    minutes = protocol(kind="council", registration_number="5", dated_on=day)
    points = [Decision(1, "О переводе", "", "Перевести"), Decision(4, "О выпуске", "", "Выпустить")]
    writer.add_rows(minutes, points)
    enter_state(minutes, "approved")
    numbering.claim(portal["protocols"], minutes)
    minutes.reindexObject()
    file = step(school.bobrov, "register")
    cited = {"minutes_number": "5", "minutes_date": day, "decision": "promoted"}
    with pytest.raises(StepRefused) as refused:
        years_of(file).enter("2025/26", {**cited, "minutes_point": 2}, 9, MarkRules())
    assert [(one["code"], one["field"]) for one in refused.value.reasons] == [
        ("point_unknown", "minutes_point")
    ]
    assert years_of(file).get("2025/26") is None
    years_of(file).enter("2025/26", cited, 9, MarkRules())
    before = years_of(file).get("2025/26").version()
    years_of(file).enter("2025/26", {**cited, "minutes_point": 4}, 9, MarkRules())
    assert years_of(file).get("2025/26").version() != before

    resting = order(minutes_number="5", minutes_date=day, minutes_point=1)
    cites = {"minutes_number": "5", "minutes_date": day, "dated_on": date(2026, 5, 26)}
    strange = order(registration_number="79-у", **cites)
    strange.minutes_point = 3
    with pytest.raises(StepRefused) as refused:
        step(strange, "submit")
    assert [one["code"] for one in refused.value.reasons] == ["point_unknown"]
    body = {"body": "Педагогический совет", "adoption": "adopted"}
    lines = [{**body, "minutes_number": "5", "minutes_date": "2026-05-25", "minutes_point": 3}]
    act = local_regulation(adopted_by=lines)
    found = steps.reasons(act, "approve", {})
    assert ("point_unknown", "adopted_by") in [(one.code, one.field) for one in found]

    assert citations_of(file)[0].url == f"{minutes.absolute_url()}/@@entry?number=2"
    assert citations_of(resting) == [
        ("5", day, 1, f"{minutes.absolute_url()}/@@entry?number=1"),
    ]
    named = points_cited(minutes, citing(minutes))
    assert {named[file.UID()] == [4], named[resting.UID()] == [1]} == {True}
    # What was entered before points were cited keeps its digest: no key stands without one.
    years_of(file).enter("2025/26", {**cited, "minutes_point": None}, 9, MarkRules())
    assert years_of(file).get("2025/26").version() == before


def test_five_hundred_rows_are_one_event_with_a_payload_for_each(school):
    record = protocol(**HEAD)
    many = [row(f"Петров-{n}", label="9А", primary=20, document=f"0000 {n:06}") for n in range(500)]
    writer.add_rows(record, many)
    assert record.row_count() == 500
    assert [one.event for one in chain_of(record).entries()] == ["filed", "protocol_rows"]
    assert len(chain_of(record).payload(1)) == 500
