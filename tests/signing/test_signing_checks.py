"""All signatures checked anew: who is revoked later is found, what says nothing new is not kept."""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.signature_standing import BESIDE
from collective.schoolrecords.core.signature_standing import CHANGED
from collective.schoolrecords.core.signature_standing import FAILED
from collective.schoolrecords.core.signature_standing import SIGNED
from collective.schoolrecords.core.signature_standing import UNCHECKED
from collective.schoolrecords.core.signature_standing import WANTED
from collective.schoolrecords.jobs.interfaces import DONE
from collective.schoolrecords.jobs.interfaces import SYSTEM
from collective.schoolrecords.jobs.storage import submit
from collective.schoolrecords.jobs.worker import run_now
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.records.history import Reader
from collective.schoolrecords.records.history import SERVER
from collective.schoolrecords.records.history import SERVER_ACCOUNT
from collective.schoolrecords.retention.audit_words import signature_lines
from collective.schoolrecords.signing import adding
from collective.schoolrecords.signing import check_services
from collective.schoolrecords.signing import trust_store
from collective.schoolrecords.signing.check_job import CheckSignatures
from collective.schoolrecords.signing.check_job import KIND
from collective.schoolrecords.signing.check_runs import last_run
from collective.schoolrecords.signing.detached import sign_detached
from collective.schoolrecords.signing.form import form_of
from collective.schoolrecords.signing.storage import signatures_of
from datetime import timedelta
from plone import api
from signing_people import ALLOWED
from signing_people import SigningTown
from zope.globalrequest import getRequest
from zope.i18n import translate

import pytest
import transaction


@pytest.fixture
def town(functional_portal):
    town = SigningTown(functional_portal)
    town.rule(*ALLOWED)
    return town


def standing(record):
    """What a register shows of the record's signatures."""
    (brain,) = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(UID=record.UID())
    return check_services.standing_in(brain.record_signing)


def check_all(portal):
    """Run the check as the server does, and return the run."""
    job = submit(portal, KIND, started_by=SYSTEM)
    transaction.commit()
    assert run_now(portal, job) == DONE
    transaction.begin()
    assert job.result == last_run(portal).as_dict()
    return last_run(portal)


def by_key(town, pki, **values):
    """An order that the director signed with a key."""
    record = town.approved(**values)
    form = form_of(record)
    with town.logged_in("director"):
        sign_detached(record, pki.sign(form.data), form.digest)
    return record


def test_a_certificate_that_is_revoked_later_is_found_by_the_check_of_all(
    functional_portal, town, family
):
    pki, kind, today = family("ec"), CheckSignatures(), school_today()
    assert kind.daily(functional_portal, today) is None
    for der in (pki.root, pki.authority, *pki.lists):
        trust_store.add(der)
    record = by_key(town, pki)
    with town.logged_in("director"):
        simple = town.approved(registration_number="42-у")
    assert (standing(record), standing(simple)) == (SIGNED, WANTED)
    with town.logged_in("director"):
        adding.sign_simple(simple, form_of(simple).digest)
    assert standing(simple) == SIGNED

    # Never checked all together: the day wants it, once.
    assert kind.daily(functional_portal, today) == {}
    run = check_all(functional_portal)
    assert (run.records, run.signatures, run.news, run.failed) == (2, 2, 0, 0)
    length = len(chain_of(record))
    assert len(signatures_of(record).checks(1)) == 1
    assert kind.daily(functional_portal, today + timedelta(days=6)) is None
    assert kind.daily(functional_portal, today + timedelta(days=7)) == {}

    # A new list comes: the day wants a check, whatever the week.
    (old,) = [one for one in trust_store.all_items() if one.kind == "crl" and "Выд" in one.issuer]
    trust_store.remove(old.key, "Новый список")
    trust_store.add(pki.list_of("issuing", revoked=[pki.number("signer")], name="afterwards"))
    assert kind.daily(functional_portal, today) == {}
    run = check_all(functional_portal)
    assert (run.records, run.signatures, run.news, run.failed) == (2, 2, 1, 1)
    assert (standing(record), standing(simple)) == (FAILED, SIGNED)
    assert [one.result for one in signatures_of(record).checks(1)] == ["valid", "invalid"]
    last = chain_of(record).last()
    assert (last.event, last.source, last.seq) == ("signature_checked", "job", length)
    with town.logged_in("director"):
        told = Reader(record).name(chain_of(record), last)
    assert (last.actor, told) == (SERVER_ACCOUNT, translate(SERVER, context=getRequest()))
    assert check_services.counts()[FAILED] == 1
    # No step was taken, nothing else was changed.
    assert record.state == "signed"

    # The same again says nothing new and writes nothing.
    run = check_all(functional_portal)
    assert (run.news, run.failed, len(chain_of(record))) == (0, 1, length + 1)

    # The office signs anew: the record stands, the former signature stays with its result.
    pki.person("second")
    form = form_of(record)
    with town.logged_in("director"):
        sign_detached(record, pki.sign(form.data, "second"), form.digest)
    assert standing(record) == SIGNED
    run = check_all(functional_portal)
    assert (run.failed, run.beside) == (0, 1)
    # It rests on the second signature; that the first is revoked is still told.
    assert check_services.counts() == {
        FAILED: 0,
        CHANGED: 0,
        UNCHECKED: 0,
        WANTED: 0,
        SIGNED: 2,
        BESIDE: 1,
    }
    assert [one.signature.number for one in check_services.not_valid_on(record)] == [1]
    assert (
        "Записи, которые держатся на другой подписи, а одна из их подписей не подтверждена",
        "1",
    ) in (list(signature_lines(check_services.check_status(functional_portal))))


def test_what_is_changed_behind_the_server_and_what_waits_for_a_list_is_told(
    functional_portal, town, family
):
    pki = family("ec")
    trust_store.add(pki.root)
    waiting = by_key(town, pki)
    assert (standing(waiting), waiting.state) == (UNCHECKED, "approved")
    simple = town.approved(registration_number="42-у")
    with town.logged_in("director"):
        adding.sign_simple(simple, form_of(simple).digest)
    # As somebody with the console would: past every wall, the catalog knows nothing of it.
    simple.text = "Зачислить в 1Б класс."

    run = check_all(functional_portal)
    assert (run.changed, run.unchecked, run.failed) == (1, 1, 0)
    assert (standing(simple), standing(waiting)) == (CHANGED, UNCHECKED)

    # The lists come; the job tells that the signature holds and leaves the step to people.
    for der in (pki.authority, *pki.lists):
        trust_store.add(der)
    run = check_all(functional_portal)
    assert (run.news, run.unchecked) == (1, 0)
    assert (standing(waiting), waiting.state) == (WANTED, "approved")


def test_a_record_that_is_gone_stops_no_check(functional_portal, town, family):
    pki = family("ec")
    record = by_key(town, pki)
    assert standing(record) == UNCHECKED
    index = api.portal.get_tool("portal_catalog")._catalog.getIndex("record_signing")
    (number,) = index._index["kept"]
    del record._signatures
    transaction.commit()

    run = check_all(functional_portal)
    assert (run.records, number in index._index["kept"]) == (0, True)
