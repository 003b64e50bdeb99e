"""How the signatures of a record stand as a whole, and which checks say something new."""

from collective.schoolrecords.core import signature_standing as rules
from collective.schoolrecords.core import signing
from collective.schoolrecords.core import states
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.core.signatures import CANNOT_CHECK
from collective.schoolrecords.core.signatures import CHAIN_UNCHECKED
from collective.schoolrecords.core.signatures import INVALID
from collective.schoolrecords.core.signatures import Outcome
from collective.schoolrecords.core.signatures import RESULTS
from collective.schoolrecords.core.signatures import VALID
from datetime import datetime
from datetime import UTC
from hypothesis import given
from hypothesis import strategies as st

import pytest


NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)
TODAY, FORMER = "a" * 64, "b" * 64
ONE, TWO = ("director",), ("deputy", "director")


def outcome(result, *, codes=("why",), remarks=(), data=None, stamped=None):
    reasons = () if result == VALID else tuple(Reason(one, None, data or {}) for one in codes)
    noted = tuple(map(Reason, remarks))
    return Outcome(result, reasons, None, "RSA", None, stamped, NOW, noted)


def made(office="director", result=None, digest=TODAY, number=1):
    kind = signing.SIMPLE if result is None else signing.CRYPTOGRAPHIC
    one = signing.Signature(number, kind, office, "u", "", NOW, digest, "v", "")
    return signing.Made(one, outcome(result) if result else None)


# family, state, plan, signatures, how they stand
TABLE = [
    ("order", states.DRAFT, ONE, (), None),
    ("order", states.IN_REVIEW, ONE, (made(result=INVALID),), None),
    ("order", states.ANNULLED, ONE, (made(result=INVALID),), None),
    ("order", states.APPROVED, ONE, (), rules.WANTED),
    ("order", states.APPROVED, ONE, (made(result=CHAIN_UNCHECKED),), rules.UNCHECKED),
    ("order", states.APPROVED, ONE, (made(result=CANNOT_CHECK),), rules.UNCHECKED),
    ("order", states.SIGNED, ONE, (), rules.SIGNED),
    ("order", states.SIGNED, ONE, (made(),), rules.SIGNED),
    ("order", states.ARCHIVED, ONE, (made(result=VALID),), rules.SIGNED),
    ("order", states.ARCHIVED, ONE, (made(result=INVALID),), rules.FAILED),
    ("order", states.SIGNED, ONE, (made(digest=FORMER),), rules.CHANGED),
    # The office has signed anew: its former signature no longer counts against the record.
    ("order", states.SIGNED, ONE, (made(result=INVALID), made(result=VALID)), rules.SIGNED),
    # The worst is told.
    (
        "order",
        states.SIGNED,
        TWO,
        (made("deputy", CANNOT_CHECK), made(digest=FORMER), made("x", INVALID)),
        rules.FAILED,
    ),
    ("local_regulation", states.CURRENT, ONE, (), None),
    ("local_regulation", states.CURRENT, TWO, (made("deputy"),), rules.WANTED),
    ("local_regulation", states.CURRENT, TWO, (made("deputy"), made()), rules.SIGNED),
    ("local_regulation", states.ARCHIVED, TWO, (made("deputy"),), rules.SIGNED),
    ("personal_file", states.CURRENT, (), (), None),
]


@pytest.mark.parametrize("family,state,plan,there,expected", TABLE)
def test_table(family, state, plan, there, expected):
    assert rules.standing_of(family, state, plan, there, TODAY) == expected


def test_what_is_not_valid_beside_a_signature_that_counts_is_told():
    bad, unchecked = made(result=INVALID), made(result=CHAIN_UNCHECKED, number=2)
    there = (bad, unchecked, made(), made(result=VALID, number=4))
    assert rules.not_valid(there) == [bad, unchecked]
    for standing in (None, *rules.STANDINGS):
        rests = standing in (rules.SIGNED, rules.WANTED)
        assert rules.is_beside(standing, there) is rests
        assert not rules.is_beside(standing, there[2:])


@given(
    st.lists(
        st.builds(
            made,
            st.sampled_from(TWO),
            st.sampled_from((None, *RESULTS)),
            st.sampled_from((TODAY, FORMER)),
        ),
        max_size=5,
    ),
    st.sampled_from(signing.OPEN_STATES["order"]),
)
def test_a_record_never_stands_better_than_its_signatures(there, state):
    """Signed says that every office that began to sign has a signature that counts."""
    found = rules.standing_of("order", state, TWO, tuple(there), TODAY)
    through = {one.signature.office for one in there if one.counts(TODAY)}
    if found in (rules.SIGNED, rules.WANTED):
        assert {one.signature.office for one in there} <= through
    else:
        assert found in rules.STANDINGS
        assert any(one.signature.office not in through for one in there)


@pytest.mark.parametrize(
    "after,expected",
    [
        (outcome(CHAIN_UNCHECKED, codes=("crl_stale",), data={"until": NOW}), False),
        (outcome(CHAIN_UNCHECKED, codes=("crl_missing",)), True),
        (outcome(VALID), True),
        (outcome(CHAIN_UNCHECKED, codes=("crl_stale",), remarks=("timestamp_broken",)), True),
        (outcome(CHAIN_UNCHECKED, codes=("crl_stale",), stamped=NOW), True),
    ],
)
def test_only_news_are_kept(after, expected):
    before = outcome(CHAIN_UNCHECKED, codes=("crl_stale",))
    assert rules.says_other(before, after) is expected
