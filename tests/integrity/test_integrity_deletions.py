"""Drafts that are deleted leave an event and their chain; what is taken out past the product is found."""

from builders import document
from builders import order
from builders import personal_file
from builders import step
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.core.deletions import Deleted
from collective.schoolrecords.core.deletions import EVENT
from collective.schoolrecords.core.deletions import payload_of
from collective.schoolrecords.core.deletions import read_deleted
from collective.schoolrecords.integrity.fixity import runs
from collective.schoolrecords.integrity.fixity.job import KIND
from collective.schoolrecords.integrity.ledger_entries import holders
from collective.schoolrecords.integrity.ledger_entries import Wanted
from collective.schoolrecords.integrity.presence import Presence
from collective.schoolrecords.integrity.verdicts import verdict_on
from collective.schoolrecords.jobs.storage import submit
from collective.schoolrecords.jobs.worker import run_now
from collective.schoolrecords.ledger.log import find_ledger
from collective.schoolrecords.ledger.log import SHARDS
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.ledger.storage import survivor
from collective.schoolrecords.lifecycle.refusals import RecordProtected
from collective.schoolrecords.retention.audit_package import MakeAuditPackage
from collective.schoolrecords.school.storage import get_school
from plone import api
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from plone.app.testing import TEST_USER_PASSWORD
from plone.dexterity.utils import addContentToContainer
from plone.dexterity.utils import createContent
from plone.restapi.testing import RelativeSession
from plone.uuid.interfaces import ATTRIBUTE_NAME
from Products.BTreeFolder2.BTreeFolder2 import BTreeFolder2Base
from site_database import copy_site
from site_database import opened
from two_computers import Person
from unittest.mock import patch
from verifier_command import VerifierCommand
from ZODB.POSException import ConflictError

import json
import pytest
import subprocess
import transaction


OFFICE = ["Secretary", "Archivist", "Director"]


def events(site):
    """The deletions that the school's chain tells of: entry, payload."""
    chain = chain_of(get_school(site))
    return [(chain.entry(seq), chain.payload(seq)) for seq in chain.numbers_of(EVENT)]


def deleted(site):
    """The UIDs of all deleted drafts, by event."""
    return [{one.uid for one in read_deleted(payload)} for _entry, payload in events(site)]


def broken(site):
    """(UID, codes) of all that does not hold in the whole archive."""
    presence = Presence(site)
    found = [*holders(site, Wanted()), *presence.absent_holders()]
    verdicts = [verdict_on(one, presence) for one in found]
    return {
        one["uid"]: [finding["code"] for finding in one["findings"]]
        for one in verdicts
        if not one["holds"]
    }


def take_checkpoint(site):
    """Take a checkpoint as the job does."""
    ledger = find_ledger(site)
    for shard in range(SHARDS):
        ledger.log.append(ledger.marks.take(shard, 10**6))
    ledger.log.close(now())
    transaction.commit()


@pytest.fixture
def office(functional):
    portal = functional["portal"]
    login(portal, TEST_USER_NAME)
    setRoles(portal, TEST_USER_ID, OFFICE)
    transaction.commit()
    return portal


def test_every_way_to_delete_a_draft_is_one_event(office):
    chain = chain_of(get_school(office))
    before = len(chain)
    alone, one, two = order(), order(), order()
    file = personal_file()
    inside, kept = document(file), step(personal_file(), "register")
    paper = document(kept)
    uids = [record.UID() for record in (alone, one, two, file, inside, paper)]
    transaction.commit()
    assert len(chain) == before

    alone.aq_parent.manage_delObjects([alone.getId()])
    transaction.commit()
    orders = office["orders"]
    orders.manage_delObjects([one.getId(), two.getId()])
    spared = order()
    transaction.commit()
    savepoint = transaction.savepoint()
    orders.manage_delObjects([spared.getId()])
    savepoint.rollback()
    api.content.delete(file)
    transaction.commit()
    kept.manage_delObjects([paper.getId()])
    transaction.abort()
    session = RelativeSession(kept.absolute_url())
    session.headers["Accept"] = "application/json"
    session.auth = (TEST_USER_NAME, TEST_USER_PASSWORD)
    assert session.delete(f"/{paper.getId()}").status_code == 204
    transaction.begin()

    assert deleted(office) == [set(uids[:1]), set(uids[1:3]), set(uids[3:5]), set(uids[5:])]
    told = events(office)
    assert [entry.source for entry, _payload in told] == ["form"] * 3 + ["rest"]
    assert told[0][0].actor == TEST_USER_ID
    assert chain.own_salt(told[0][0].seq)
    [[row]] = [list(payload.values())[0] for _entry, payload in told[:1]]
    ended = find_ledger(office).ended_chain(uids[0])
    assert row == [uids[0], "order", *ended.chain.head()]
    assert (ended.chain.payload(0), ended.chain.salt == alone._chain.salt) == ({}, False)
    assert broken(office) == {}
    take_checkpoint(office)
    assert broken(office) == {}


def test_the_uid_of_a_deleted_draft_is_given_to_no_other_record(office):
    """An import gives records the UIDs of their export, right after it filed them."""
    draft = order()
    uid, foreign = draft.UID(), "f" * 32
    transaction.commit()
    draft.aq_parent.manage_delObjects([draft.getId()])
    again, came = order(), order()
    setattr(again, ATTRIBUTE_NAME, uid)
    setattr(came, ATTRIBUTE_NAME, foreign)
    assert again.UID() != uid
    assert (came.UID(), chain_of(came).uid, chain_of(came).verify()) == (foreign, foreign, ())
    came.reindexObject()
    transaction.commit()
    setattr(came, ATTRIBUTE_NAME, "e" * 32)
    assert came.UID() == foreign
    assert broken(office) == {}

    with pytest.raises(RecordProtected):
        made = createContent("order", title="О другом")
        setattr(made, ATTRIBUTE_NAME, uid)
        addContentToContainer(office["orders"], made)
    transaction.abort()


# -- past the product --------------------------------------------------------------------------------


@pytest.fixture
def folder(functional, tmp_path):
    copy_site(functional["portal"], tmp_path)
    return tmp_path


def take_out(record):
    """What somebody with the storage does: the object and its row go, and no event is sent."""
    register, name = record.aq_parent, record.getId()
    catalog = api.portal.get_tool("portal_catalog")._catalog
    catalog.uncatalogObject("/".join(record.getPhysicalPath()))
    BTreeFolder2Base._delOb(register, name)


def check(site):
    """Run a whole check of files and metadata; return what it found beside files, by UID."""
    job = submit(site, KIND, started_by=TEST_USER_ID)
    transaction.commit()
    assert run_now(site, job, items=2) == "done"
    found = list(runs.find_runs(site).by_uid[job.uid].findings())
    return {one.uid: one for one in found if one.subject != "file"}


def packed(site, command):
    """Have the auditor's package made; return what the command says of it: UID → codes, and all of it."""
    job = submit(site, "audit-package", started_by=TEST_USER_ID)
    transaction.commit()
    draft = order()
    transaction.commit()
    original = MakeAuditPackage._others

    def late(*args):
        """The draft goes while the package is made, after its chain was put in."""
        draft.aq_parent.manage_delObjects([draft.getId()])
        return original(*args)

    with patch.object(MakeAuditPackage, "_others", late):
        assert run_now(site, job) == "done"
    path = command.folder / "package.zip"
    with job.data["package"].open("r") as stream:
        path.write_bytes(stream.read())
    kept = command.folder / "kept.json"
    if not kept.exists():
        kept.write_text(json.dumps(find_ledger(site).log.last().as_dict()))
    done = command.ask("package", path, "--checkpoint", kept, "--json")
    assert done.stderr == ""
    told = json.loads(done.stdout)
    assert done.returncode == (0 if told["holds"] else 1)
    said = {}
    for one in told["findings"]:
        said.setdefault(one["subject"], []).append(one["code"])
    return said, told


def test_what_is_taken_out_past_the_product_is_named_everywhere(folder, tmp_path_factory):
    command = VerifierCommand(tmp_path_factory.mktemp("command"))
    with opened(folder, role=None) as site:
        setRoles(site, TEST_USER_ID, OFFICE)
        gone, lawful, early, kept = (order(registration_number=str(n)) for n in range(4))
        for one in (gone, kept):
            step(one, "submit")
        uids = {"gone": gone.UID(), "lawful": lawful.UID(), "early": early.UID()}
        take_checkpoint(site)
        forged = step(personal_file(), "register")
        uids |= {"forged": forged.UID(), "kept": kept.UID()}
        heads = {name: find_ledger(site).heads_known(uid)[-1].hash for name, uid in uids.items()}
        lawful.aq_parent.manage_delObjects([lawful.getId()])
        transaction.commit()
        assert (broken(site), check(site)) == ({}, {})
        assert packed(site, command)[0] == {}
        fresh = step(order(), "submit")
        uids["fresh"] = fresh.UID()
        transaction.commit()

    with opened(folder, role=None) as site:
        # One that the log knows, one that only its mark knows, one whose chain is left behind, and
        # one that a forged event calls a deleted draft.
        setRoles(site, TEST_USER_ID, OFFICE)
        objects = {name: record_of(site, uid) for name, uid in uids.items() if name != "lawful"}
        ledger = find_ledger(site)
        for name in ("gone", "fresh", "early", "forged"):
            take_out(objects[name])
        ledger.end(survivor(chain_of(objects["early"])), "order")
        kept_chain = survivor(chain_of(objects["forged"]))
        ledger.end(kept_chain, "personal_file")
        named = Deleted(uids["forged"], "personal_file", *kept_chain.head())
        there = Deleted(uids["kept"], "order", *chain_of(objects["kept"]).head())
        record_event(get_school(site), EVENT, payload=payload_of([named, there]), alone=True)
        transaction.commit()

    expected = {
        uids["gone"]: ["chain_absent"],
        uids["fresh"]: ["chain_absent"],
        uids["early"]: ["chain_without_record"],
        uids["forged"]: ["deleted_past_draft"],
        uids["kept"]: ["deleted_and_there"],
    }
    with opened(folder, role=None) as site:
        setRoles(site, TEST_USER_ID, OFFICE)
        assert broken(site) == expected
        found = check(site)
        assert {uid: [one.detail] for uid, one in found.items()} == expected
        assert {uid: one.kind for uid, one in found.items()} == {
            uids["gone"]: "missing",
            uids["fresh"]: "missing",
            uids["early"]: "missing",
            uids["forged"]: "changed",
            uids["kept"]: "changed",
        }
        one, other = found[uids["gone"]], found[uids["early"]]
        assert (one.expected, one.found) == (heads["gone"], "")
        assert (other.expected, other.found) == (heads["early"], "")
        report = record_of(site, runs.last_run(site).report).scan.data
        done = subprocess.run(
            ["pdftotext", "-", "-"], input=report, capture_output=True, check=True
        )
        text = "".join(done.stdout.decode().replace("\u200b", "").split())
        assert uids["gone"] in text
        assert "названаудалённымчерновиком" in text
        # The package is closed by a checkpoint of its own: with it the log knows all of them.
        said, told = packed(site, command)
        both = ["deleted_and_there", "deleted_past_draft"]
        assert said == {**expected, uids["kept"]: both}
        [detail] = [one["detail"] for one in told["findings"] if one["subject"] == uids["gone"]]
        assert detail == f"2 {heads['gone']}"
        # A draft that an earlier edition deleted looks the same: it says what tells them apart.
        assert "Журнал помнит запись, а истории её в пакете нет" in told["notes"][0]


def record_of(site, uid):
    (brain,) = site.portal_catalog.unrestrictedSearchResults(UID=uid)
    return brain._unrestrictedGetObject()


def test_two_people_delete_a_draft_at_one_moment(functional):
    """The slower one's commit conflicts; the request is tried again, and no event is lost."""
    portal = functional["portal"]
    for name in ("first", "second"):
        portal.acl_users.userFolderAddUser(name, "Secret-word-123", OFFICE, [])
    login(portal, TEST_USER_NAME)
    setRoles(portal, TEST_USER_ID, OFFICE)
    records = order(), order()
    uids = [{one.UID()} for one in records]
    paths = ["/".join(one.getPhysicalPath()) for one in records]
    transaction.commit()
    first, second = (Person(portal._p_jar.db(), name) for name in ("first", "second"))
    try:
        first.works(api.content.delete, paths[0])
        second.works(api.content.delete, paths[1])
        first.commits()
        with pytest.raises(ConflictError):
            second.commits()
        second.works(api.content.delete, paths[1])
        second.commits()
    finally:
        first.leaves()
        second.leaves()
    transaction.begin()
    assert deleted(portal) == uids
    assert [entry.actor for entry, _payload in events(portal)] == ["first", "second"]
    assert broken(portal) == {}
