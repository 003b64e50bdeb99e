"""Who acts and from where: the current user, and the source by request or by word."""

from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.SecurityManagement import noSecurityManager
from AccessControl.users import nobody
from AccessControl.users import SimpleUser
from collective.schoolrecords.ledger.actor import Actor
from collective.schoolrecords.ledger.actor import actor_now
from collective.schoolrecords.ledger.actor import working_as
from collective.schoolrecords.ledger.interfaces import IActorNames
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import record_event
from persistent import Persistent
from plone.rest.interfaces import IAPIRequest
from zope.component import getGlobalSiteManager
from zope.component.hooks import setSite
from zope.globalrequest import clearRequest
from zope.globalrequest import setRequest
from zope.interface import alsoProvides
from zope.interface import implementer
from zope.publisher import browser

import pytest
import threading


class Teacher(SimpleUser):
    """A user with an id of his own, with groups and with a local role."""

    def getId(self):
        return "u-17"

    def getGroups(self):
        return ["office-class_teacher", "cohort-2019a-class_teacher"]

    def getRolesInContext(self, context):
        return (*self.getRoles(), "Class Teacher")


class Site:
    """Stands for the site of a request."""

    def getSiteManager(self):
        return getGlobalSiteManager()


class Approved(Persistent):
    state = "approved"


@pytest.fixture(autouse=True)
def teacher():
    newSecurityManager(None, Teacher("ivanova", "", ["Member"], []))
    yield
    noSecurityManager()
    clearRequest()


def test_the_actor_is_the_user_with_roles_and_groups():
    assert actor_now(browser.TestRequest()) == Actor(
        actor="u-17",
        roles=("Authenticated", "Member"),
        groups=("cohort-2019a-class_teacher", "office-class_teacher"),
        source="form",
    )


class Named(Teacher):
    """An account with a full name of its own."""

    def getProperty(self, name, default=None):
        return {"fullname": "Администратор школы"}.get(name, default)


@implementer(IActorNames)
class People:
    def __init__(self, site):
        self.site = site

    def name_of(self, user_id):
        return {"u-17": "Иванова А. П."}.get(user_id)


def test_the_name_is_that_of_the_person_behind_the_account():
    """Without one it is the full name of the account; nobody logged in has none."""
    assert actor_now().name is None
    newSecurityManager(None, Named("ivanova", "", ["Member"], []))
    assert actor_now().name == "Администратор школы"
    registry = getGlobalSiteManager()
    registry.registerAdapter(People, (Site,), IActorNames)
    setSite(Site())
    try:
        assert actor_now().name == "Иванова А. П."
        newSecurityManager(None, nobody)
        assert actor_now().name is None
    finally:
        setSite(None)
        registry.unregisterAdapter(required=(Site,), provided=IActorNames)


def test_roles_are_those_on_the_object():
    assert "Class Teacher" in actor_now(context=object()).roles
    assert "Class Teacher" not in actor_now().roles


def test_a_user_without_id_is_named_by_user_name():
    newSecurityManager(None, nobody)
    actor = actor_now()
    assert (actor.actor, actor.roles, actor.groups) == ("Anonymous User", ("Anonymous",), ())


def test_a_page_is_a_form_a_rest_call_is_rest_and_a_script_is_setup():
    assert actor_now().source == "setup"
    request = browser.TestRequest()
    setRequest(request)
    assert actor_now().source == "form"
    alsoProvides(request, IAPIRequest)
    assert actor_now().source == "rest"


def test_a_job_and_an_import_say_so_themselves():
    with working_as("job"):
        assert actor_now(browser.TestRequest()).source == "job"
        with working_as("import"):
            assert actor_now(browser.TestRequest()).source == "import"
        assert actor_now(browser.TestRequest()).source == "job"
    assert actor_now(browser.TestRequest()).source == "form"


def test_the_word_ends_with_an_error_too():
    with pytest.raises(RuntimeError), working_as("import"):
        raise RuntimeError
    assert actor_now(browser.TestRequest()).source == "form"


def test_an_unknown_source_is_refused():
    with pytest.raises(ValueError, match="zmi"), working_as("zmi"):
        pass


def test_the_word_holds_in_its_own_thread_only():
    seen = []
    with working_as("job"):
        thread = threading.Thread(target=lambda: seen.append(actor_now().source))
        thread.start()
        thread.join()
    assert seen == ["setup"]


def test_an_event_takes_user_source_and_state_from_where_it_happens():
    record = Approved()
    with working_as("import"):
        entry = record_event(record, "transition", transition="approve", payload={"row": 7})
    assert entry == chain_of(record).last()
    assert (entry.actor, entry.source) == ("u-17", "import")
    assert (entry.transition, entry.state) == ("approve", "approved")
    assert "Class Teacher" in entry.roles
    assert chain_of(record).payload(0) == {"row": 7}
