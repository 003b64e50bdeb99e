"""Timestamps: a real local authority, over real HTTP; kept, verified later, renewed in time."""

from collective.schoolrecords.core.signatures import INVALID
from collective.schoolrecords.core.signatures import VALID
from collective.schoolrecords.jobs.interfaces import DONE
from collective.schoolrecords.jobs.interfaces import FAILED
from collective.schoolrecords.jobs.interfaces import SYSTEM
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.storage import submit
from collective.schoolrecords.jobs.worker import run_now
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.signing import detached
from collective.schoolrecords.signing import trust_store
from collective.schoolrecords.signing import tsa
from collective.schoolrecords.signing.cms import timestamps
from collective.schoolrecords.signing.cms import Trust
from collective.schoolrecords.signing.cms import verify_detached
from collective.schoolrecords.signing.cms.parsed import parse
from collective.schoolrecords.signing.form import form_of
from collective.schoolrecords.signing.storage import signatures_of
from collective.schoolrecords.signing.timestamp_job import GetTimestamps
from collective.schoolrecords.signing.timestamp_queue import ask_waiting
from collective.schoolrecords.signing.timestamp_queue import find_queue
from collective.schoolrecords.signing.timestamp_rows import is_late
from collective.schoolrecords.signing.timestamp_rows import rows_of
from collective.schoolrecords.signing.timestamp_rows import waits
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from signature_pki import LONG
from signature_pki import NOW
from signing_people import SigningTown
from timestamp_authority import Authority

import pytest
import transaction


DATA = "Протокол № 3".encode()
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def authority(family):
    """The authority of curves: the quickest."""
    made = Authority(family("ec"))
    yield made
    made.close()


@pytest.fixture(autouse=True)
def sound(authority):
    authority.fault, authority.asked = None, 0


def stamped(made, covered):
    """A verified token of a family's authority."""
    query = timestamps.query(covered)
    return timestamps.answered(made.stamp(query), query, (made.root,), datetime.now(UTC))


def trust(made, **other):
    parts = {"roots": (made.root,), "crls": made.lists, "tsa_roots": (made.root,)}
    return Trust(**{**parts, **other})


@pytest.mark.parametrize("name", ["rsa", "gost256"])
def test_a_token_proves_the_time_and_outlives_the_signer(family, name):
    """The signer's certificate ends tomorrow; with the token the signature holds years later."""
    made = family(name)
    made.person("leaving", end=NOW + DAY)
    sig = made.sign(DATA, "leaving")
    token = stamped(made, parse(sig).value)
    later, known = NOW + timedelta(days=365), trust(made)

    plain = verify_detached(DATA, sig, known, later)
    proved = verify_detached(DATA, sig, known, later, tokens=(token,))

    assert plain.result == INVALID
    assert "certificate_expired" in [one.code for one in plain.reasons]
    assert (proved.result, proved.remarks) == (VALID, ())
    assert abs(proved.timestamped_at - NOW) < timedelta(hours=1)


def test_a_row_of_tokens_outlives_the_first_authority(family):
    ec = family("ec")
    sig = ec.sign(DATA)
    first = stamped(ec, parse(sig).value)
    second = stamped(ec, first)
    known = trust(ec)

    kept = verify_detached(DATA, sig, known, NOW + DAY, tokens=(first, second))
    assert kept.timestamped_at == timestamps.read(first).at
    # A row whose second token covers something else proves nothing.
    strange = verify_detached(DATA, sig, known, NOW + DAY, tokens=(first, first))
    assert [one.code for one in strange.remarks] == ["timestamp_of_other"]
    assert strange.timestamped_at is None
    # Years later nobody renewed it: the authority's own certificate has ended.
    over = verify_detached(DATA, sig, known, NOW + 2 * LONG, tokens=(first, second))
    assert [one.code for one in over.remarks] == ["timestamp_untrusted"]
    assert over.result == INVALID


def test_what_proves_nothing_is_a_remark_and_never_chooses_the_time(family):
    """The token is judged first: whoever could choose the time could choose the result."""
    ec = family("ec")
    ec.person("gone", start=NOW - LONG, end=NOW - DAY)
    sig = ec.sign(DATA, "gone")
    token = stamped(ec, parse(ec.sign(b"another")).value)
    value = parse(sig).value
    own = stamped(ec, value)
    revoked = ec.list_of("root", [ec.number("clock")], name="clock") if ec.clock else b""
    cases = {
        "timestamp_of_other": (token, trust(ec), NOW + DAY),
        "timestamp_untrusted": (own, trust(ec, tsa_roots=()), NOW + DAY),
        "timestamp_broken": (own[:-9], trust(ec), NOW + DAY),
        "timestamp_in_future": (own, trust(ec), NOW - DAY),
        "timestamp_revoked": (own, trust(ec, crls=(revoked,)), NOW + DAY),
    }
    for code, (given, known, at) in cases.items():
        found = verify_detached(DATA, sig, known, at, tokens=(given,))
        assert [one.code for one in found.remarks] == [code]
        assert found.timestamped_at is None
    foreign = verify_detached(
        DATA, sig, trust(ec, tsa_roots=(ec.other_root,)), NOW + DAY, tokens=(own,)
    )
    assert [one.code for one in foreign.remarks] == ["timestamp_untrusted"]


@pytest.mark.parametrize("fault", ["broken", "page", "silent", "moved", "long"])
def test_a_wrong_answer_is_none(authority, fault):
    authority.fault = fault
    with pytest.raises(tsa.NoAnswer):
        tsa.ask(authority.url, timestamps.query(b"x"))
    assert authority.asked == 1


def test_an_answer_to_another_request_is_refused(authority):
    authority.fault = "other"
    query = timestamps.query(b"x")
    with pytest.raises(timestamps.NoTimestamp):
        timestamps.answered(
            tsa.ask(authority.url, query), query, (authority.family.root,), datetime.now(UTC)
        )


def test_nobody_at_the_address_is_told(authority):
    with pytest.raises(tsa.NoAnswer, match="ConnectionRefused"):
        tsa.ask("http://127.0.0.1:1/tsr", b"x", seconds=2)


@pytest.fixture
def town(functional_portal, authority):
    """A school that trusts the authorities of curves and asks for timestamps."""
    town = SigningTown(functional_portal)
    ec = authority.family
    trust_store.add(ec.root)
    trust_store.add(ec.root, for_timestamps=True)
    for one in ec.lists:
        trust_store.add(one)
    trust_store.set_authority(authority.url, 180)
    return town


def sign(town, made):
    """An approved order that its director signed with a key."""
    record = town.approved()
    form = form_of(record)
    with town.logged_in("director"):
        detached.sign_detached(record, made.sign(form.data), form.digest)
    transaction.commit()
    return record


def jobs(portal):
    found = get_jobs(portal)
    there = found.open_jobs() if found is not None else ()
    return [one for one in there if one.kind == "timestamps"]


def test_a_signature_gets_its_timestamp_after_the_commit_and_anew_in_time(
    functional_portal, town, authority
):
    record = sign(town, authority.family)
    kept = signatures_of(record)
    assert (authority.asked, kept.tokens(1)) == (0, ())

    [job] = jobs(functional_portal)
    assert run_now(functional_portal, job) == DONE
    assert (authority.asked, len(kept.tokens(1))) == (1, 1)
    last = chain_of(record).last()
    assert (last.event, last.source) == ("signature_timestamped", "job")
    with town.logged_in("director"):
        outcome = detached.check_again(record, 1)
    assert outcome.result == VALID
    assert outcome.timestamped_at == timestamps.read(kept.tokens(1)[0]).at
    (shown,) = rows_of(functional_portal, kept.tokens(1))
    assert (shown.at, shown.renewed) == (outcome.timestamped_at, False)
    assert shown.renew_on == (NOW + LONG).date() - timedelta(days=180)

    kind, today = GetTimestamps(), NOW.date()
    assert kind.daily(functional_portal, today) is None
    near = (NOW + LONG).date() - timedelta(days=180)
    assert kind.daily(functional_portal, near - DAY) is None
    assert kind.daily(functional_portal, near) == {}

    # The school wants to renew earlier: the row grows, the first time stays.
    trust_store.set_authority(authority.url, 3650)
    again = submit(functional_portal, "timestamps", started_by=SYSTEM)
    assert run_now(functional_portal, again) == DONE
    assert len(kept.tokens(1)) == 2
    first, second = rows_of(functional_portal, kept.tokens(1))
    assert (first.renewed, first.renew_on, second.renewed) == (True, None, False)
    with town.logged_in("director"):
        renewed = detached.check_again(record, 1)
    assert (renewed.result, renewed.remarks) == (VALID, ())
    assert renewed.timestamped_at == outcome.timestamped_at


def test_an_authority_that_fails_keeps_the_signature_waiting(functional_portal, town, authority):
    authority.fault = "broken"
    sign(town, authority.family)

    [job] = jobs(functional_portal)
    assert run_now(functional_portal, job) == FAILED
    *_others, (_at, _level, told) = job.messages.values()
    assert told.mapping == {"what": "HTTP 500"}
    assert len(find_queue(functional_portal).waiting) == 1
    assert GetTimestamps().daily(functional_portal, date(2026, 2, 2)) == {}


def test_a_signature_that_is_older_than_the_authority_gets_its_timestamp(
    functional_portal, town, authority
):
    trust_store.set_authority("", 180)
    record = sign(town, authority.family)
    key, kept = (record.UID(), 1), signatures_of(record)
    queue = find_queue(functional_portal)
    assert (jobs(functional_portal), list(queue.waiting)) == ([], [key])
    assert (waits(functional_portal, key), is_late(functional_portal, key)) == (False, False)
    assert GetTimestamps().daily(functional_portal, NOW.date()) is None

    # As one that was signed before signatures waited without an authority: the check finds it.
    queue.waiting.clear()
    trust_store.set_authority(authority.url, 180)
    assert (waits(functional_portal, key), is_late(functional_portal, key)) == (False, True)
    ask_waiting(functional_portal)
    assert jobs(functional_portal) == []
    checks = submit(functional_portal, "signature-checks", started_by=SYSTEM)
    assert run_now(functional_portal, checks) == DONE
    assert waits(functional_portal, key)
    [job] = jobs(functional_portal)
    assert run_now(functional_portal, job) == DONE
    assert (authority.asked, len(kept.tokens(1)), list(queue.waiting)) == (1, 1, [])


def test_a_signature_that_went_with_its_record_waits_no_more(functional_portal, town, authority):
    sign(town, authority.family)
    queue = find_queue(functional_portal)
    queue.waiting.clear()
    queue.waiting[("f" * 32, 1)] = True
    transaction.commit()

    [job] = jobs(functional_portal)
    assert run_now(functional_portal, job) == DONE
    assert (len(queue.waiting), len(queue.ends), authority.asked) == (0, 0, 0)
