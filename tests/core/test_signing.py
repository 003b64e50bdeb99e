"""Who may sign what, in which order, and how long an account waits after wrong passwords."""

from collective.schoolrecords.core import signing as rules
from collective.schoolrecords.core import states
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.core.signatures import CANNOT_CHECK
from collective.schoolrecords.core.signatures import CHAIN_UNCHECKED
from collective.schoolrecords.core.signatures import INVALID
from collective.schoolrecords.core.signatures import Outcome
from collective.schoolrecords.core.signatures import VALID
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from hypothesis import given
from hypothesis import strategies as st

import pytest


NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)
DAY = NOW.date()
PLAN = ("class_teacher", "commission_chair", "director")
TODAY, FORMER = "a" * 64, "b" * 64


def person(*offices, user_id="u", name="Образцова Анна"):
    return rules.Person(user_id, name, frozenset(offices))


def made(office, user_id="x", digest=TODAY, kind=rules.SIMPLE, result=None):
    signature = rules.Signature(1, kind, office, user_id, "", NOW, digest, "v", "")
    outcome = None
    if result is not None:
        reasons = () if result == VALID else (Reason("why"),)
        outcome = Outcome(result, reasons, None, "RSA", None, None, NOW)
    return rules.Made(signature, outcome)


def codes(reasons):
    return [one.code for one in reasons]


# who, what is made already, and every reason against
TURNS = [
    (person("class_teacher"), (), []),
    (person("director"), (), ["signs_later"]),
    (person("secretary"), (), ["signer_without_office"]),
    (person("commission_chair"), (made("class_teacher"),), []),
    (person("class_teacher"), (made("class_teacher"),), ["office_signed_already"]),
    (person("class_teacher", user_id="x"), (made("class_teacher"),), None),
    (person("director"), tuple(made(one) for one in PLAN), ["signed_by_all"]),
    # A signature of another edition counts for nothing: it is the first one's turn again.
    (person("class_teacher"), (made("class_teacher", digest=FORMER),), []),
    (person("class_teacher", user_id="x"), (made("class_teacher", digest=FORMER),), []),
    # One person in two offices signs once.
    (person("class_teacher", "commission_chair", user_id="x"), (made("class_teacher"),), None),
]


@pytest.mark.parametrize("who,there,expected", TURNS)
def test_whose_turn_it_is(who, there, expected):
    found = codes(rules.reasons_against("protocol", states.APPROVED, PLAN, there, TODAY, who))

    if expected is None:
        assert "signed_already" in found
    else:
        assert found == expected


@pytest.mark.parametrize("family", sorted(rules.DEFAULT_SIGNERS))
@pytest.mark.parametrize("state", states.STATES)
def test_a_record_takes_signatures_in_its_own_states_alone(family, state):
    plan = rules.DEFAULT_SIGNERS[family]
    found = rules.reasons_against(family, state, plan, (), TODAY, person(plan[0]))

    assert (codes(found) == []) == (state in rules.OPEN_STATES[family])
    assert states.DRAFT not in rules.OPEN_STATES[family]


def test_what_was_not_seen_is_not_signed_and_all_reasons_are_told():
    found = rules.reasons_against(
        "order", states.DRAFT, ("director",), (), TODAY, person("secretary"), FORMER
    )

    assert codes(found) == ["signing_not_open", "signer_without_office", "signed_form_changed"]


@pytest.mark.parametrize(
    "result,counts",
    [
        (None, True),
        (VALID, True),
        (CHAIN_UNCHECKED, False),
        (INVALID, False),
        (CANNOT_CHECK, False),
    ],
)
def test_only_a_valid_signature_of_today_counts(result, counts):
    assert made("director", result=result).counts(TODAY) is counts
    assert made("director", result=result).counts(FORMER) is False
    assert made("director", digest=FORMER).stale(TODAY)


@given(st.lists(st.sampled_from(PLAN), unique=True), st.sampled_from([VALID, INVALID, None]))
def test_who_is_missing_stands_in_the_order_of_the_plan(there, result):
    signatures = [made(one, result=result) for one in there]
    missing = rules.missing(PLAN, signatures, TODAY)

    assert list(missing) == [one for one in PLAN if one not in there or result == INVALID]
    first = rules.next_office(PLAN, signatures, TODAY, person(*PLAN))
    assert first == (missing[0] if missing else None)


def test_the_regulation_names_the_signers_where_it_speaks():
    assert rules.signers_of("order", None) == ("director",)
    assert rules.signers_of("protocol", ["class_teacher", "director"])[0] == "class_teacher"
    assert rules.signers_of("file_document", ["director"]) == ()


SIMPLE = [
    (("order", ["order"], "Приказ № 5"), []),
    (("order", ["protocol"], "Приказ № 5"), ["simple_not_for_kind"]),
    (("order", ["order"], "  "), ["simple_without_act"]),
    (("order", [], ""), ["simple_without_act"]),
    (("order", ["order"], "Нет"), ["simple_without_act"]),
    (("protocol", ["protocol"], "№ 5", True), ["simple_under_seal"]),
]


@pytest.mark.parametrize("given_,expected", SIMPLE)
def test_a_simple_signature_needs_the_schools_own_act(given_, expected):
    assert codes(rules.simple_reasons(*given_)) == expected


def test_a_setting_names_known_kinds_only():
    assert rules.kinds_in("order,  protocol, <script>") == {"order", "protocol"}
    assert rules.kinds_in("order protocol") == {"order", "protocol"}
    assert rules.kinds_in("Приказы, локальные  акты,приказы") == {"order", "local_regulation"}
    assert rules.kinds_in(", ".join(rules.KIND_WORDS.values())) == set(rules.KIND_WORDS)
    assert rules.kinds_in_words("order,familiarisation, <b>,") == "приказы, ознакомление, <b>"
    assert rules.kinds_in("") == frozenset()


def test_the_same_bytes_are_no_second_signature():
    known = rules.Signature(
        1, rules.CRYPTOGRAPHIC, "director", "x", "", NOW, TODAY, "v", "", file=("5" * 64, 3)
    )

    assert codes(rules.upload_reasons("5" * 64, (rules.Made(known),))) == ["signature_known"]
    assert codes(rules.upload_reasons("6" * 64, (rules.Made(known), made("director")))) == []


PAPER = [
    (("director", "Петрова О. И.", DAY), []),
    (("class_teacher", "Петрова О. И.", DAY), ["office_signed_already"]),
    (("secretary", " ", None), ["office_not_asked", "signer_name_missing", "signed_on_missing"]),
    (("director", "Петрова О. И.", DAY + timedelta(days=1)), ["paper_in_future"]),
]


@pytest.mark.parametrize("entered,expected", PAPER)
def test_a_signature_on_paper_is_a_fact_with_office_name_and_day(entered, expected):
    there = (made("class_teacher", kind=rules.PAPER),)

    assert codes(rules.paper_reasons(PLAN, there, TODAY, *entered, DAY)) == expected


@pytest.mark.parametrize(
    "certificate,fits",
    [
        ("Образцова Анна Петровна", True),
        ("ОБРАЗЦОВА АННА", True),
        ("Анна Образцова", True),
        ("Образцов Анна", False),
        ("Школа № 12", False),
        ("", False),
        (None, False),
    ],
)
def test_a_certificate_is_that_of_the_person(certificate, fits):
    assert rules.owner_matches(certificate, "Образцова Анна Петровна") is fits


def test_a_person_without_a_name_owns_no_certificate():
    assert not rules.owner_matches("Образцова Анна", "")


@given(st.integers(0, 40), st.integers(-7200, 7200))
def test_wrong_passwords_make_an_account_wait(tries, passed):
    """Five cost nothing; then a minute, doubled up to an hour, whatever the clock does."""
    wait = rules.seconds_to_wait(tries, NOW, NOW + timedelta(seconds=passed))

    assert 0 <= wait <= rules.LONGEST_WAIT
    assert wait == 0 if tries < rules.FREE_TRIES else True
    if tries >= rules.FREE_TRIES and passed <= 0:
        assert wait == min(rules.FIRST_WAIT * 2 ** (tries - rules.FREE_TRIES), rules.LONGEST_WAIT)
    assert rules.seconds_to_wait(tries, NOW, NOW + timedelta(hours=1)) == 0


def test_a_step_is_satisfied_by_signatures_or_by_paper():
    assert codes(rules.signed({}, {}, None)) == ["not_given"]
    assert codes(rules.signed({}, {"signature_fact": "на бумаге"}, None)) == []
    assert codes(rules.signed({"signed_electronically": True}, {}, None)) == []
