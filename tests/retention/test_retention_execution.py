"""Records are destroyed by an act: what stays, what goes, what is saved."""

from builders import case_file
from builders import order
from builders import protocol
from builders import step
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.numbers import same_number
from collective.schoolrecords.core.protocols import ResultRow
from collective.schoolrecords.exchange import journal
from collective.schoolrecords.exchange.findings import Finding
from collective.schoolrecords.integrity.ledger_entries import Holder
from collective.schoolrecords.integrity.ledger_entries import record_holders
from collective.schoolrecords.integrity.ledger_entries import Wanted
from collective.schoolrecords.integrity.presence import Presence
from collective.schoolrecords.jobs.interfaces import JobFailed
from collective.schoolrecords.ledger.storage import append
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import digest_of
from collective.schoolrecords.lifecycle import guards
from collective.schoolrecords.lifecycle.bulk import BulkFiling
from collective.schoolrecords.lifecycle.guards import destroying
from collective.schoolrecords.lifecycle.refusals import RecordProtected
from collective.schoolrecords.lifecycle.steps import enter_state
from collective.schoolrecords.records import numbering
from collective.schoolrecords.records.protocol import rows
from collective.schoolrecords.retention import holds
from collective.schoolrecords.retention import membership
from collective.schoolrecords.retention.due import find_index
from collective.schoolrecords.retention.due import put_records
from collective.schoolrecords.retention.execution.destroy import Chunk
from collective.schoolrecords.retention.execution.destroy import find_record
from collective.schoolrecords.retention.execution.jobs import complete
from collective.schoolrecords.retention.execution.removal import Removal
from collective.schoolrecords.retention.execution.traces import traces_of
from collective.schoolrecords.retention.hold.index import find_holds
from collective.schoolrecords.retention.tombstone.remains import documents_of
from collective.schoolrecords.school import families
from collective.schoolrecords.school.staff import add_person
from collective.schoolrecords.school.storage import get_school
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import UTC
from executing import act_over
from executing import OFFICE
from executing import old_case
from executing import old_file
from five.intid.intid import addIntIdSubscriber
from plone import api
from plone.app.contentrules.handlers import removed as run_rules
from plone.app.contentrules.rule import container_removed
from plone.app.contentrules.rule import Rule
from plone.app.linkintegrity.handlers import removedContent
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.contentrules.engine.interfaces import IRuleStorage
from z3c.relationfield import RelationValue
from z3c.relationfield.event import _setRelation
from zc.relation.interfaces import ICatalog
from zope.component import getUtility
from zope.intid.interfaces import IIntIds

import pickle
import pytest


@pytest.fixture
def site(portal):
    setRoles(portal, TEST_USER_ID, OFFICE)
    return portal


def execute(site, act):
    """All rows in one transaction; returns their results."""
    chunk = Chunk(site, act, school_today())
    results = [chunk.take(position) for position in list(act.rows)]
    chunk.finish()
    return results


def row_in_catalog(uid):
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(UID=uid)
    assert len(brains) == 1
    return brains[0]


# What stays


def test_a_tombstone_stands_at_the_records_address_with_its_chain(site):
    record = old_file(number=70)
    uid, url, id_ = record.UID(), record.absolute_url(), record.getId()
    register = site["personal-files"]
    counts = register.kept(), register.objectCount()
    entries = [entry.hash for entry in chain_of(record).entries()]
    salt = chain_of(record).salt
    act = act_over(record)

    assert execute(site, act) == ["removed"]

    tombstone = register[id_]
    assert tombstone.portal_type == "tombstone"
    assert (tombstone.UID(), tombstone.absolute_url()) == (uid, url)
    assert (register.kept(), register.objectCount()) == counts
    chain = chain_of(tombstone)
    assert [entry.hash for entry in chain.entries()][: len(entries)] == entries
    last = chain.last()
    assert (last.event, last.transition, last.state) == ("destroyed", "destroy", "destroyed")
    assert chain.payload(last.seq) == {"act": act.UID(), "act_number": "1", "row": 1}
    assert not any(chain.payload(seq) for seq in range(last.seq))
    assert {problem.code for problem in chain.verify()} == {"payload_destroyed"}
    assert chain.salt != salt
    assert digest_of(tombstone) == last.after


def test_a_tombstone_says_what_stood_here_and_names_nobody(site):
    record = old_file(number=71, case_index="02-14", file_plan_year=2011, sheets=64)
    step_days = record.opened_on, record.closed_on
    act = act_over(record)
    execute(site, act)

    tombstone = find_record(site, act.rows[1].uid)

    assert tombstone.title == "Личная карта обучающегося (Личное дело)"
    assert tombstone.registration_number == "К-71"
    assert (tombstone.case_index, tombstone.file_plan_year, tombstone.sheets) == ("02-14", 2011, 64)
    assert (tombstone.opened_on, tombstone.closed_on) == step_days
    assert tombstone.term["years"] == 3
    assert tombstone.destroy_from == date(2015, 1, 1)
    assert (tombstone.act, tombstone.act_number, tombstone.act_row) == (act.UID(), "1", 1)
    assert [(one["number"], one["kind"], one["sheets"]) for one in tombstone.documents] == [
        (1, "заявление о приёме", 1),
        (2, "заявление о приёме", 1),
    ]
    kept = pickle.dumps({**vars(tombstone), "_chain": None, "document_chains": None})
    for name in ("Козлов", "Вера", "Ильинична", "шкаф"):
        assert name.encode() not in kept
    row = row_in_catalog(act.rows[1].uid)
    said = " ".join(str(row[column]) for column in row.__record_schema__)
    assert "Козлов" not in said
    assert "козлов" not in said.lower()
    assert row.review_state == "destroyed"
    catalog = api.portal.get_tool("portal_catalog")
    assert not catalog.unrestrictedSearchResults(SearchableText="Козлова", UID=row.UID)


def test_a_protocol_goes_with_all_its_rows(site):
    """Rows are values beside the fields; nothing of them stays or is found."""
    made = protocol(dated_on=date(2011, 6, 9), case_index="02-31")
    rows.add_rows(made, [ResultRow(label="9А", last_name="Бобров", first_name="Антон", mark="5")])
    made.closed_on = date(2012, 5, 31)
    enter_state(made, "closed")
    made.reindexObject()
    act = act_over(made)

    assert execute(site, act) == ["removed"]

    tombstone = find_record(site, act.rows[1].uid)
    assert (tombstone.family_id, tombstone.portal_type) == ("protocol", "tombstone")
    gone = pickle.dumps({**vars(tombstone), "_chain": None, "document_chains": None})
    assert "Бобров".encode() not in gone
    chain = chain_of(tombstone)
    assert not any(chain.payload(seq) for seq in range(chain.last().seq))
    catalog = api.portal.get_tool("portal_catalog")
    assert not catalog.unrestrictedSearchResults(SearchableText="Бобров*")


def test_the_documents_chains_go_on_without_their_payloads(site):
    record = old_file(number=72)
    before = {one.UID(): chain_of(one).head() for one in record.objectValues()}
    act = act_over(record)
    execute(site, act)

    tombstone = find_record(site, act.rows[1].uid)

    assert set(tombstone.document_chains) == set(before)
    for uid, chain in tombstone.document_chains.items():
        length, head = before[uid]
        assert chain.entry(length - 1).hash == head
        assert chain.last().event == "destroyed"
        assert not [problem for problem in chain.verify() if problem.is_fault]
    for uid in before:
        assert find_record(site, uid) is None
    # The archive knows where they are, and no deletion has to explain them.
    presence = Presence(site)
    for uid in before:
        assert presence.judge_ended(uid, presence.ledger.ended_chain(uid)) == []
    assert (list(presence.absent()), presence.named) == ([], {})


def test_the_act_and_the_tombstone_say_the_same(site):
    """What its chain calls destroyed while no act says so was destroyed past the product."""
    act = act_over(old_file(number=73))
    execute(site, act)
    row, other = act.rows[1], order()
    tombstone = find_record(site, row.uid)
    (holder,) = (one for one in record_holders(site, Wanted()) if one.about["uid"] == row.uid)

    def found():
        return [one.code for one in Presence(site).judge_standing(holder)]

    assert found() == []
    act.put(1, replace(row, result="skipped"))
    assert found() == ["destroyed_without_act"]
    act.put(1, row)
    for name, value in (("act", other.UID()), ("act", "0" * 32), ("act_row", 2)):
        former = getattr(tombstone, name)
        setattr(tombstone, name, value)
        assert found() == ["destroyed_without_act"], (name, value)
        setattr(tombstone, name, former)
    act.rows[1] = replace(row, uid=other.UID())
    assert found() == ["destroyed_without_act"]
    # Of a record that still stands as such the chain cannot say so at all.
    append(other, "destroyed", at=datetime.now(UTC), actor="x", roles=(), groups=(), source="job")
    holder = Holder(0, other, {"uid": other.UID()})
    assert found() == ["destroyed_without_act"]


# What goes


def as_set(value):
    return set(value) if isinstance(value, list) else value


def test_nothing_of_the_record_stays_in_an_index_or_a_registry(site):
    school = get_school()
    record = old_file(number=73)
    mother = add_person(school, "Козлова", "Анна", kinds=("guardian",))
    brother = old_file(number=74, first_name="Пётр")
    father = add_person(school, "Козлов", "Илья", kinds=("guardian",))
    families.link_guardian(school, record.UID(), mother.id, "mother")
    for child in (record, brother):
        families.link_guardian(school, child.UID(), father.id, "father")
    holds.lift(record, holds.place(record, reason="Спор", basis="Иск").id, "Отозван")
    act = act_over(record)
    uid = record.UID()

    execute(site, act)

    assert find_index().get(uid) is None
    assert uid not in school.guardianships
    assert school.children_of(father.id) == (brother.UID(),)
    assert traces_of(act).people == (mother.id,)
    assert mother.id in school.people
    assert not [row for row in find_holds()._rows.values() if row.record == uid]
    # The number of the alphabet book is never given again.
    claims = site["personal-files"]._alphabet_claims
    assert claims["1", "К", 73] == uid


def test_every_index_says_what_it_would_say_of_a_new_tombstone(site):
    """The row is overwritten, not dropped and made again: nothing of the former one may stay."""
    records = [
        old_file(number=75, description="Козлова", case_index="02-14"),
        old_case(title="Ведомость Козловой", case_index="02-15", storage_place="Архив"),
        old_case(doc_type="class_journal", cohort_id="cohort-1", school_year="2011/12"),
    ]
    act = act_over(*records)
    execute(site, act)
    tool = api.portal.get_tool("portal_catalog")
    for row in act.rows.values():
        stone = find_record(site, row.uid)
        path = "/".join(stone.getPhysicalPath())

        overwritten = tool.getIndexDataForRID(tool.getrid(path)), tool.getMetadataForUID(path)
        tool._catalog.uncatalogObject(path)
        tool.catalog_object(stone, path)

        anew = tool.getIndexDataForRID(tool.getrid(path)), tool.getMetadataForUID(path)
        for former, new in zip(overwritten, anew, strict=True):
            assert {name for name in new if as_set(former[name]) != as_set(new[name])} == set()
        assert "козлов" not in str(overwritten).lower()


def test_listeners_of_removals_are_left_out_only_while_they_have_nothing_to_do(site):
    """A rule, a link or a relation anywhere in the site, and they are told as ever."""
    assert {run_rules, container_removed, removedContent} <= Removal()._of_documents
    setRoles(site, TEST_USER_ID, ["Manager"])
    page = api.content.create(site, "Document", "page", title="Страница")
    setRoles(site, TEST_USER_ID, OFFICE)
    record = old_case(title="Журнал")
    for one in (page, record):
        addIntIdSubscriber(one, None)
    numbers, relations = getUtility(IIntIds), getUtility(ICatalog)
    relation = RelationValue(numbers.getId(record))
    _setRelation(page, "relatedItems", relation)
    getUtility(IRuleStorage)["rule"] = Rule()
    act = act_over(record)

    assert not {run_rules, container_removed, removedContent} & Removal()._of_documents
    number = numbers.getId(record)
    execute(site, act)

    assert relation.isBroken()
    assert numbers.queryObject(number) is None
    assert not list(relations.findRelations({"to_id": number}))


def test_a_documents_number_goes_with_it(site):
    record = old_file(number=76)
    objects = [record, *documents_of(record)]
    numbers = getUtility(IIntIds)
    given = [numbers.getId(one) for one in objects]

    execute(site, act_over(record))

    assert not Removal().related
    assert [numbers.queryObject(one) for one in given] == [None] * 3


def test_an_orders_number_is_kept_only_if_it_names_nobody(site):
    orders = []
    for number in ("77-у", "Козловой-1"):
        record = order(registration_number=number, dated_on=date(1930, 2, 3))
        numbering.claim(site["orders"], record)
        record.closed_on = date(1930, 2, 3)
        enter_state(record, "archived")
        record.reindexObject()
        orders.append(record)
    act = act_over(*orders)

    assert execute(site, act) == ["removed", "removed"]

    found = [find_record(site, row.uid).registration_number for row in act.rows.values()]
    assert found == ["77-у", None]
    kept = {number for _year, _type, number in site["orders"]._number_claims}
    assert "77-у" in kept
    assert same_number("Козловой-1") not in kept


def test_the_journal_of_imports_forgets_what_the_row_said(site):
    bulk = BulkFiling(site["cases"], "case_file")
    imports = journal.install_imports(site)
    one = journal.Import("backlog", "admin", "опись.csv", b"list", {})
    imports.add(one)
    for row in (2, 3):
        values = {
            "title": f"Дело {row}",
            "doc_type": "internal_monitoring",
            "opened_on": date(2011, 9, 1),
            "closed_on": date(2012, 5, 31),
        }
        source = {"import": one.uid, "sha256": one.sha256, "row": row}
        record = bulk.file(values, state="archived", payload=source)
        key = ("archive", f"{row:064x}")
        one.uids[row], one.keys[row], imports.filed[key] = record.UID(), key, record.UID()
    one.note([Finding("X", "warning", row=row, detail="Козлова") for row in (2, 3, 4)])
    put_records(bulk.finish())
    act = act_over(bulk.records[0])

    execute(site, act)

    assert [finding.detail for finding in one.noted()] == ["", "Козлова", "Козлова"]
    assert list(one.keys) == [3]
    assert list(imports.filed.values()) == [bulk.records[1].UID()]
    # The row is still known to have been filed, as which record.
    assert one.uids[2] == act.rows[1].uid


# What is saved


def test_a_record_under_a_hold_is_skipped_and_goes_back(site):
    record, other = old_case(), old_case()
    act = act_over(record, other)
    holds.place(record, reason="Жалоба", basis="Запрос прокуратуры")

    assert execute(site, act) == ["skipped", "removed"]

    assert act.rows[1].result_reason == "item_held"
    assert record.state == "archived"
    assert membership.act_of(record) is None
    assert row_in_catalog(record.UID()).review_state == "archived"
    assert find_index().get(record.UID()) is not None


def test_a_record_that_was_closed_goes_back_to_the_office(site):
    record = case_file(doc_type="internal_monitoring", opened_on=date(2011, 9, 1))
    step(record, "register")
    step(record, "close", closed_on=date(2012, 5, 31))
    act = act_over(record)
    holds.place(record, reason="Жалоба", basis="Запрос прокуратуры")

    execute(site, act)

    assert record.state == "closed"


def test_a_record_of_another_act_or_given_back_is_left_alone(site):
    mine, theirs, released = old_case(), old_case(), old_case()
    act = act_over(mine, theirs, released)
    theirs._act = "f" * 32
    released._act = None

    assert execute(site, act) == ["removed", "skipped", "skipped"]

    assert act.rows[2].result_reason == "item_not_selected, item_in_act"
    assert act.rows[3].result_reason.startswith("item_not_selected")
    assert (theirs.state, membership.act_of(theirs)) == ("selected", "f" * 32)


def test_a_kept_record_is_not_touched_and_the_act_can_be_closed(site):
    record, kept = old_case(), old_case()
    act = act_over(record, kept, keep=(kept,))
    chunk = Chunk(site, act, school_today())
    with pytest.raises(JobFailed):
        complete(act)
    chunk.take(1)
    chunk.finish()

    complete(act)

    assert act.state == "closed"
    assert kept.state == "archived"
    assert row_in_catalog(act.UID()).review_state == "closed"


# The one way through the wall


@pytest.fixture
def two_in_act(site):
    record, other = old_file(number=80), old_case()
    act = act_over(record)
    other_act = act_over(other)
    return record, other, act, other_act


@pytest.mark.parametrize(
    "attack",
    [
        "other act's record",
        "released record",
        "single document",
        "rename",
        "register",
        "site",
        "act",
        "another thread",
    ],
)
def test_while_the_way_is_open_for_an_act_nothing_else_passes(site, two_in_act, attack):
    record, other, act, other_act = two_in_act
    register, uid = site["personal-files"], act.UID()
    attacks = {
        "other act's record": lambda: site["cases"]._delObject(other.getId()),
        "released record": lambda: register._delObject(record.getId()),
        "single document": lambda: record._delObject(record.objectIds()[0]),
        "rename": lambda: register.manage_renameObject(record.getId(), "x"),
        "register": lambda: site._delObject("personal-files"),
        "site": lambda: site.aq_parent._delObject("plone"),
        "act": lambda: act.aq_parent._delObject(act.getId()),
    }
    if attack == "released record":
        record._state = "archived"
    if attack == "another thread":
        with destroying(uid):
            assert ThreadPoolExecutor(1).submit(guards._destroying.get).result() is None
        return
    with destroying(uid), pytest.raises(RecordProtected):
        attacks[attack]()


def test_outside_of_the_way_a_selected_record_is_as_protected_as_any(site, two_in_act):
    record, _other, _act, _other_act = two_in_act
    with pytest.raises(RecordProtected):
        site["personal-files"]._delObject(record.getId())
