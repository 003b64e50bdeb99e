"""Code that asks for no permission does not pass either: rules, API, parents, the whole site.

Every attack here runs as the Manager of the server, swallows what is raised and commits all the
same; that is what content rules and ``@@fc-delete`` do.
"""

from collections import Counter
from collective.schoolrecords.lifecycle.interfaces import IRecord
from collective.schoolrecords.lifecycle.refusals import RecordProtected
from OFS.event import ObjectWillBeMovedEvent
from plone import api
from plone.app.contentrules import handlers
from plone.app.contentrules.actions.copy import CopyAction
from plone.app.contentrules.actions.delete import DeleteAction
from plone.app.contentrules.actions.move import MoveAction
from plone.app.contentrules.actions.workflow import WorkflowAction
from plone.app.contentrules.rule import get_assignments
from plone.app.contentrules.rule import Rule
from plone.contentrules.engine.assignments import RuleAssignment
from plone.contentrules.engine.interfaces import IRuleAssignmentManager
from plone.contentrules.engine.interfaces import IRuleStorage
from unittest import mock
from walls_house import BAIT
from walls_house import LOCKED
from walls_house import RECORDS
from ZODB.Connection import Connection
from zope.component import getUtility
from zope.container.contained import ContainerModifiedEvent
from zope.event import notify
from zope.lifecycleevent import modified
from zope.lifecycleevent import ObjectModifiedEvent
from zope.lifecycleevent.interfaces import IObjectModifiedEvent

import pytest
import transaction


def api_delete(record):
    api.content.delete(record, check_linkintegrity=False)


def api_move(record):
    api.content.move(record, api.portal.get()["target"])


def api_rename(record):
    api.content.rename(record, "other")


def api_copy(record):
    api.content.copy(record, api.portal.get()["target"])


def parent_deletes(record):
    record.aq_parent.manage_delObjects([record.getId()])


def parent_drops(record):
    record.aq_parent._delObject(record.getId())


def parent_renames(record):
    record.aq_parent.manage_renameObject(record.getId(), "other")


def parent_forgets(record):
    del record.aq_parent[record.getId()]


def publish(record):
    api.portal.get_tool("portal_workflow").doActionFor(record, "publish")


ATTACKS = {
    name: attack
    for name, attack in list(globals().items())
    if getattr(attack, "__module__", None) == __name__ and attack.__code__.co_argcount == 1
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_record_past_draft_falls(house, attack):
    before = house.pictures()

    raised = {
        name: house.attempt(lambda n=name: ATTACKS[attack](house.record(n))) for name in RECORDS
    }

    assert house.changes(before) == []
    assert None not in raised.values()


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_attack_is_real(house, attack):
    before = house.bait_picture()

    raised = house.attempt(lambda: ATTACKS[attack](house.portal.unrestrictedTraverse(BAIT)))

    assert raised is None
    assert house.bait_picture() != before


@pytest.mark.parametrize("name", RECORDS)
def test_whoever_swallows_the_refusal_commits_nothing(house, name):
    """Half of a change, then a removal that is refused: neither the half nor the rest stays."""
    before = house.pictures()

    def attack():
        house.portal["folder"].title = "Half"
        parent_drops(house.record(name))

    raised = house.attempt(attack)

    assert isinstance(raised, RecordProtected)
    assert house.changes(before) == []
    assert house.portal["folder"].title != "Half"


RULE_ACTIONS = {
    "delete": (DeleteAction, {}),
    "move": (MoveAction, {"target_folder": "/target"}),
    "copy": (CopyAction, {"target_folder": "/target"}),
    "workflow": (WorkflowAction, {"transition": "publish"}),
}


def add_rule(portal, action):
    """A rule of the site's own kind: whenever something in it is modified, ``action``."""
    factory, values = RULE_ACTIONS[action]
    element = factory()
    for name, value in values.items():
        setattr(element, name, value)
    rule = Rule()
    rule.event = IObjectModifiedEvent
    rule.actions.append(element)
    name = f"walls-{action}"
    storage = getUtility(IRuleStorage)
    storage.active = True
    storage[name] = rule
    assignment = RuleAssignment(name, enabled=True, bubbles=True)
    IRuleAssignmentManager(portal)[name] = assignment
    get_assignments(rule).insert("/".join(portal.getPhysicalPath()))
    transaction.commit()
    # What ran earlier in this thread does not count as run already.
    handlers.close(None)


@pytest.mark.parametrize("action", RULE_ACTIONS)
def test_a_content_rule_does_not_reach_a_record(house, action):
    add_rule(house.portal, action)
    before = house.pictures()

    for name in RECORDS:
        house.attempt(lambda n=name: notify(ObjectModifiedEvent(house.record(n))))
        handlers.close(None)

    assert house.changes({name: before[name] for name in LOCKED}) == []
    for name, was in before.items():
        # Where the record may be modified the modification stands; what the rule wanted does not.
        now = house.picture(name)
        assert (now.path, now.state, now.permissions) == (was.path, was.state, was.permissions)
        assert (len(now.row), now.contents, now.faults) == (1, was.contents, ())
    assert house.portal["target"].objectIds() == []


@pytest.mark.parametrize("action", RULE_ACTIONS)
def test_the_content_rule_is_real(house, action):
    add_rule(house.portal, action)
    before = house.bait_picture()

    house.attempt(lambda: modified(house.portal.unrestrictedTraverse(BAIT)))

    assert house.bait_picture() != before


@pytest.mark.parametrize("name", LOCKED)
def test_no_event_of_modification_passes_on_a_locked_record(house, name):
    before = house.picture(name)

    def rewrite():
        record = house.record(name)
        record.storage_place = record.place = record.title = "Ложь"
        modified(record)

    def contents():
        notify(ContainerModifiedEvent(house.record(name)))

    assert isinstance(house.attempt(rewrite), RecordProtected)
    assert isinstance(house.attempt(contents), RecordProtected)
    assert house.picture(name) == before


@pytest.mark.parametrize("register", ("personal-files", "orders", "cases"))
def test_a_register_does_not_fall(house, register):
    before = house.pictures()

    for attack in (api_delete, api_move, api_rename, api_copy, parent_drops):
        assert house.attempt(lambda a=attack: a(house.portal[register])) is not None

    assert house.changes(before) == []


@pytest.fixture
def loaded():
    """The classes of the objects that are loaded from the database meanwhile, counted."""
    classes = Counter()
    setstate = Connection.setstate

    def counting(self, obj):
        classes[type(obj)] += 1
        return setstate(self, obj)

    with mock.patch.object(Connection, "setstate", counting):
        yield classes


@pytest.mark.parametrize("attack", ("manage_delObjects", "_delObject"))
def test_the_site_is_refused_from_a_counter_waking_no_record(house, loaded, attack):
    before = house.pictures()
    house.app._p_jar.cacheMinimize()
    loaded.clear()

    raised = house.attempt(lambda: getattr(house.app, attack)("plone"))

    awake = [cls for cls in loaded if IRecord.implementedBy(cls)]
    assert loaded, "nothing was counted"
    assert isinstance(raised, RecordProtected)
    assert awake == []
    assert house.changes(before) == []


def test_the_site_is_not_renamed(house):
    before = house.pictures()

    raised = house.attempt(lambda: house.app.manage_renameObject("plone", "other"))

    assert isinstance(raised, RecordProtected)
    assert house.changes(before) == []


def test_a_site_without_records_past_draft_may_go(house):
    """The wall is no trap: with the counters at nothing the guard lets the site go."""
    from collective.schoolrecords.lifecycle.guards import guard_removal

    for register in ("personal-files", "orders", "cases"):
        house.portal[register].kept.set(0)
    event = ObjectWillBeMovedEvent(house.portal, house.app, "plone", None, None)

    assert guard_removal(house.portal, event) is None
