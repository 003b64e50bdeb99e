"""Detached signatures on records: kept with what a check found, refused when they are none."""

from builders import order
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.signing import adding
from collective.schoolrecords.signing import trust_store
from collective.schoolrecords.signing.cms import detached as engine
from collective.schoolrecords.signing.cms.normalised import LIMIT
from collective.schoolrecords.signing.detached import check_again
from collective.schoolrecords.signing.detached import sign_detached
from collective.schoolrecords.signing.form import form_of
from collective.schoolrecords.signing.refusals import SigningForbidden
from collective.schoolrecords.signing.refusals import SigningRefused
from collective.schoolrecords.signing.storage import signatures_of
from signing_people import DAY
from signing_people import SigningTown
from unittest import mock

import base64
import pytest


@pytest.fixture
def town(portal, on_day):
    on_day(DAY)
    return SigningTown(portal)


def trusted(pki):
    """Trust a family of authorities, with lists in which the signer is not revoked."""
    for der in (pki.root, pki.authority, *pki.lists):
        trust_store.add(der)


def codes(caught):
    return [reason["code"] for reason in caught.value.reasons]


def refused(record, data, seen, error=SigningRefused):
    with pytest.raises(error) as caught:
        sign_detached(record, data, seen)
    return codes(caught)


@pytest.mark.parametrize("name", ["ec", "gost256"])
def test_a_valid_signature_signs_the_record(town, family, name):
    pki = family(name)
    trusted(pki)
    record = town.approved()
    form = form_of(record)
    sig = pki.sign(form.data)

    with town.logged_in("director"):
        # Bare base64 with broken lines, as Russian tools write it.
        made = sign_detached(record, base64.encodebytes(sig), form.digest)
        assert record.state == "signed"
        assert (made.kind, made.office, made.file[1]) == ("cryptographic", "director", len(sig))
        kept = signatures_of(record)
        assert kept.uploaded(made.number) == sig
        outcome = kept.last_check(made.number)
        assert (outcome.result, outcome.reasons) == ("valid", ())
        assert outcome.signer.name == "Орлова Нина Петровна"
        assert refused(record, sig, form.digest) == [
            "signed_by_all",
            "signed_already",
            "signature_known",
        ]
        payload = chain_of(record).payload(len(chain_of(record)) - 2)
        assert payload["result"] == "valid" and "11223344595" not in str(payload)

    # A later check finds the certificate revoked: nothing is changed silently, nothing lost.
    revoked = pki.list_of("issuing", revoked=[pki.number("signer")], name="later")
    (item,) = [one for one in trust_store.all_items() if one.kind == "crl" and "Выд" in one.issuer]
    trust_store.remove(item.key, "Новый список")
    trust_store.add(revoked)
    with town.logged_in("auditor"):
        assert check_again(record, made.number).result == "invalid"
    assert [one.result for one in kept.checks(made.number)] == ["valid", "invalid"]
    last = chain_of(record).last()
    assert last.event == "signature_checked"
    assert chain_of(record).payload(last.seq) == {
        "number": 1,
        "before": "valid",
        "result": "invalid",
        "reasons": ["certificate_revoked"],
    }
    assert chain_of(record).verify() == ()


def test_an_unknown_authority_is_kept_and_counts_only_after_a_check(town, family):
    pki = family("ec")
    record = town.approved()
    form = form_of(record)
    with town.logged_in("director"):
        sign_detached(record, pki.sign(form.data), form.digest)
        assert record.state == "approved"
        assert signatures_of(record).last_check(1).result == "chain_unchecked"
        trusted(pki)
        check_again(record, 1)
    assert record.state == "signed"
    results = [one.result for one in signatures_of(record).checks(1)]
    assert results == ["chain_unchecked", "valid"]


def test_a_russian_signature_without_the_engine_is_kept_and_never_valid(town, family):
    pki = family("gost512")
    trusted(pki)
    record = town.approved()
    form = form_of(record)
    without = mock.patch.object(type(engine.GOST), "available", return_value=False)
    with without, town.logged_in("director"):
        sign_detached(record, pki.sign(form.data), form.digest)

    outcome = signatures_of(record).last_check(1)
    assert (outcome.result, [one.code for one in outcome.reasons]) == (
        "cannot_check",
        ["no_gost_engine"],
    )
    assert record.state == "approved"


def test_what_is_no_signature_of_this_record_leaves_nothing(town, family):
    pki = family("ec")
    trusted(pki)
    record, other = town.approved(), town.approved(title="О другом")
    form = form_of(record)
    good = pki.sign(form.data)
    with town.logged_in("director"):
        assert refused(record, b"", form.digest) == ["empty"]
        assert refused(record, b" \n", form.digest) == ["empty"]
        assert refused(record, b"x" * (LIMIT + 1), form.digest) == ["too_large"]
        assert refused(record, b"<script>alert(1)</script>", form.digest) == ["not_cms"]
        assert refused(record, form.data, form.digest) == ["not_cms"]
        assert refused(record, pki.sign(form.data, attached=True), form.digest) == ["attached"]
        assert refused(record, pki.sign(form_of(other).data), form.digest) == ["content_differs"]
        assert refused(record, pki.sign(form.data, by="revoked"), form.digest) == [
            "certificate_revoked"
        ]
        weak = pki.sign(form.data, more=("-md", "sha1"))
        assert refused(record, weak, form.digest) == ["weak_algorithm"]
        assert refused(record, good, "0" * 64) == ["signed_form_changed"]
    with town.logged_in("secretary"):
        found = refused(record, good, form.digest, error=SigningForbidden)
        assert found == ["signer_without_office", "certificate_of_other"]
        draft = order()
        assert "signing_not_open" in refused(draft, good, "0" * 64, error=SigningForbidden)
    assert signatures_of(record) is None
    assert chain_of(record).last().transition == "approve"


def test_only_uploaded_signatures_are_checked_and_by_the_staff(town):
    record = town.approved()
    with pytest.raises(KeyError):
        check_again(record, 1)
    with town.logged_in("secretary"):
        adding.enter_paper(record, "director", "Орлова Н. П.", DAY)
        with pytest.raises(SigningRefused) as caught:
            check_again(record, 1)
    assert codes(caught) == ["nothing_to_check"]
    town.person("stranger")
    with town.logged_in("stranger"), pytest.raises(SigningForbidden):
        check_again(record, 1)
