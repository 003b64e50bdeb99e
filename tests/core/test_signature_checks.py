"""What findings of a check of a signature lead to."""

from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.core.signature_checks import lifetime
from collective.schoolrecords.core.signature_checks import may_be_kept
from collective.schoolrecords.core.signature_checks import REMARKS
from collective.schoolrecords.core.signature_checks import RESULT_OF
from collective.schoolrecords.core.signature_checks import result_of
from collective.schoolrecords.core.signature_checks import speaks_for
from collective.schoolrecords.core.signatures import CANNOT_CHECK
from collective.schoolrecords.core.signatures import CHAIN_UNCHECKED
from collective.schoolrecords.core.signatures import INVALID
from collective.schoolrecords.core.signatures import Outcome
from collective.schoolrecords.core.signatures import RESULTS
from collective.schoolrecords.core.signatures import Signer
from collective.schoolrecords.core.signatures import VALID
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from hypothesis import given
from hypothesis import strategies as st

import pytest


DAY = timedelta(days=1)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FOUND = st.lists(st.sampled_from(sorted(RESULT_OF)).map(Reason))


@pytest.mark.parametrize(
    ("codes", "result"),
    [
        ((), VALID),
        (("no_trusted_root",), CHAIN_UNCHECKED),
        (("crl_missing", "crl_stale"), CHAIN_UNCHECKED),
        (("no_gost_engine",), CANNOT_CHECK),
        (("no_trusted_root", "unknown_algorithm"), CANNOT_CHECK),
        (("content_differs", "no_trusted_root"), INVALID),
        (("no_gost_engine", "certificate_expired"), INVALID),
    ],
)
def test_reasons_lead_to_one_result(codes, result):
    assert result_of(map(Reason, codes)) == result


SIGNER = Signer("Орлова", None, None, None, None, "01", "УЦ", NOON, NOON, "00")


@pytest.mark.parametrize("code", RESULT_OF)
def test_an_upload_is_kept_while_a_later_check_may_say_more(code):
    reasons = (Reason(code),)
    outcome = Outcome(result_of(reasons), reasons, SIGNER, "RSA / SHA-1", None, None, NOON)
    vain = RESULT_OF[code] == INVALID or code == "weak_algorithm"
    assert may_be_kept(outcome) == (not vain)
    assert not may_be_kept(replace(outcome, signer=None))
    assert may_be_kept(replace(outcome, result=VALID, reasons=()))


@given(FOUND)
def test_only_a_check_without_reasons_is_valid(reasons):
    assert (result_of(reasons) == VALID) == (not reasons)


@given(FOUND, FOUND)
def test_another_reason_never_makes_a_result_better(some, others):
    best_first = (VALID, CHAIN_UNCHECKED, CANNOT_CHECK, INVALID)
    assert best_first.index(result_of(some + others)) >= best_first.index(result_of(some))


def test_codes_are_of_the_four_results_and_no_remark_decides():
    assert set(RESULT_OF.values()) == set(RESULTS) - {VALID}
    assert not set(REMARKS) & set(RESULT_OF)
    with pytest.raises(KeyError):
        result_of([Reason("sunshine")])


@pytest.mark.parametrize(
    ("at", "issuer", "codes"),
    [
        (NOON - DAY, "", []),
        (NOON + DAY, "", []),
        (NOON - DAY - timedelta(seconds=1), "", ["certificate_not_yet"]),
        (NOON + DAY + timedelta(seconds=1), "", ["certificate_expired"]),
        (NOON + DAY + timedelta(seconds=1), "УЦ", ["issuer_expired"]),
        (NOON - 2 * DAY, "УЦ", ["issuer_expired"]),
    ],
)
def test_a_certificate_stands_from_its_first_to_its_last_second(at, issuer, codes):
    found = lifetime(NOON - DAY, NOON + DAY, at, issuer=issuer)
    assert [one.code for one in found] == codes


@pytest.mark.parametrize(
    ("this", "following", "speaks"),
    [
        (NOON - DAY, NOON + DAY, True),
        (NOON - DAY, NOON, True),
        (NOON - 2 * DAY, NOON - DAY, False),
        (NOON + DAY, NOON + 2 * DAY, True),
        (NOON + 11 * DAY, NOON + 12 * DAY, False),
        (NOON - DAY, None, False),
    ],
)
def test_a_list_speaks_for_an_instant(this, following, speaks):
    assert speaks_for(this, following, NOON + 10 * DAY, NOON) is speaks
