"""A site full of records past draft, and the hostile callers that attack them.

The layer builds the house once; each test gets its own copy-on-write database over it. Beside the
records stands stock content of the same shape, the bait: an attack that leaves the bait as it was
proves nothing about the records.
"""

from builders import case_file
from builders import document
from builders import order
from builders import personal_file
from builders import step
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.steps import enter_state
from contextlib import contextmanager
from dataclasses import dataclass
from plone import api
from plone.app.contentrules.rule import Rule
from plone.app.testing import applyProfile
from plone.app.testing import FunctionalTesting
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import PloneSandboxLayer
from plone.app.testing import setRoles
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from plone.contentrules.engine.interfaces import IRuleStorage
from plone.protect import createToken
from plone.restapi.testing import RelativeSession
from plone.testing.zope import installProduct
from plone.testing.zope import WSGI_SERVER_FIXTURE
from Products.CMFCore.indexing import processQueue
from schoolrecords_layers import FIXTURE
from walls import changes
from walls import picture
from zope.component import getUtility
from zope.component.hooks import setSite
from zope.lifecycleevent.interfaces import IObjectModifiedEvent

import transaction


#: Name of a record → who would be asked what became of it.
RECORDS = (
    "current file",
    "closed file",
    "approved order",
    "returned order",
    "current case",
    "closed case",
    "accepted document",
)
#: Records in which nothing may be modified by anybody.
LOCKED = ("closed file", "approved order", "closed case", "accepted document")
BAIT = "folder/bait"


class WallsLayer(PloneSandboxLayer):
    """The product, the add-ons that might tear a wall down, and one record of each kind."""

    defaultBases = (FIXTURE,)

    def setUpZope(self, app, configurationContext):
        import collective.exportimport
        import plone.app.iterate
        import Products.CMFPlacefulWorkflow

        self.loadZCML(package=collective.exportimport)
        self.loadZCML(package=plone.app.iterate)
        self.loadZCML(package=Products.CMFPlacefulWorkflow)
        installProduct(app, "Products.CMFPlacefulWorkflow")

    def setUpPloneSite(self, portal):
        applyProfile(portal, "Products.CMFPlacefulWorkflow:base")
        applyProfile(portal, "plone.app.iterate:default")
        self["paths"] = build(portal)
        # At the layer's own commit the site is not set any more, and rows would be half empty.
        processQueue()


def build(portal):
    """File one record of each name, and the bait; return name → path below the portal."""
    setRoles(portal, TEST_USER_ID, ["Secretary", "Archivist", "Director"])
    login(portal, TEST_USER_NAME)
    current = step(personal_file(), "register")
    accepted = step(document(current), "approve")
    closed = step(personal_file(), "register")
    approved = order()
    returned = step(order(), "submit")
    step(returned, "return", reason="Нет даты")
    current_case = step(case_file(), "register")
    closed_case = step(case_file(), "register")
    for record, state in ((closed, "closed"), (approved, "approved"), (closed_case, "closed")):
        enter_state(record, state)
        record_event(record, "changed")
        record.reindexObject()
    setRoles(portal, TEST_USER_ID, ["Manager"])
    workflow = api.portal.get_tool("portal_workflow")
    workflow.setChainForPortalTypes(("Folder", "Document"), ("simple_publication_workflow",))
    folder = api.content.create(portal, "Folder", "folder")
    bait = api.content.create(folder, "Folder", "bait", title="Bait")
    api.content.create(bait, "Document", "page", title="Page")
    api.content.create(folder, "Document", "spare", title="Spare")
    api.content.create(portal, "Folder", "target")
    getUtility(IRuleStorage)["rule-1"] = rule = Rule()
    rule.event = IObjectModifiedEvent
    setRoles(portal, TEST_USER_ID, ["Member"])
    records = (current, closed, approved, returned, current_case, closed_case, accepted)
    root = len(portal.getPhysicalPath())
    return {
        name: "/".join(record.getPhysicalPath()[root:])
        for name, record in zip(RECORDS, records, strict=True)
    }


WALLS_FIXTURE = WallsLayer()
WALLS_TESTING = FunctionalTesting(
    bases=(WALLS_FIXTURE, WSGI_SERVER_FIXTURE), name="SchoolRecords:Walls"
)


@dataclass
class House:
    """The site of one test."""

    app: object
    portal: object
    paths: dict

    def picture(self, name):
        """The picture of a record as it is stored."""
        return picture(self.portal, self.paths[name])

    def pictures(self):
        """The pictures of all records."""
        return {name: self.picture(name) for name in RECORDS}

    def changes(self, before):
        """What has changed since ``before``, the pictures of some records; empty when nothing."""
        return [
            f"{name}: {change}"
            for name, picture in before.items()
            for change in changes(picture, self.picture(name))
        ]

    def record(self, name):
        """The record itself, in the test's own connection."""
        return self.portal.unrestrictedTraverse(self.paths[name])

    def bait_picture(self):
        """What an attack on stock content would change, or ``None`` when the bait is gone."""
        transaction.begin()
        self.portal._p_jar.cacheMinimize()
        setSite(self.portal)
        bait = self.portal.unrestrictedTraverse(BAIT, None)
        if bait is None:
            return None
        bait._p_activate()
        fields = {
            name: repr(value)
            for name, value in vars(bait.aq_base).items()
            if not name.startswith(("_v_", "_p_")) and name not in ("_tree", "_count", "_mt_index")
        }
        annotations = sorted(getattr(bait.aq_base, "__annotations__", {}))
        places = (self.portal["folder"], self.portal["target"], bait)
        copies = tuple(name for place in places for name in sorted(place.objectIds()))
        return (tuple(sorted(fields.items())), tuple(annotations), copies)

    @contextmanager
    def manager(self):
        """Act as the Manager of the whole Zope server."""
        logout()
        login(self.app, SITE_OWNER_NAME)
        try:
            yield
        finally:
            logout()

    def attempt(self, attack, *args):
        """Run an attack as a caller that swallows every error and commits all the same.

        Returns what was raised, by the attack or by the commit; ``None`` when both went through.
        """
        error = None
        transaction.begin()
        setSite(self.portal)
        with self.manager():
            try:
                attack(*args)
            except Exception as raised:
                error = raised
            try:
                transaction.commit()
            except Exception as raised:
                error = error or raised
            finally:
                transaction.abort()
        return error


def open_house(layer):
    """The house of a test that runs in ``layer``."""
    return House(layer["app"], layer["portal"], dict(layer["paths"]))


def open_session(house, name=SITE_OWNER_NAME, password=SITE_OWNER_PASSWORD):
    """A session over HTTP as the Manager, with the token that a page of the site would give."""
    login(house.app if name == SITE_OWNER_NAME else house.portal, name)
    token = createToken()
    logout()
    session = RelativeSession(house.portal.absolute_url(), test=None)
    session.headers.update({"X-CSRF-TOKEN": token})
    session.auth = (name, password)
    session.token = token
    return session
