"""Fixtures of all tests that need a site; tests/core runs without this file's layers."""

from pytest_plone import fixtures_factory
from schoolrecords_layers import FUNCTIONAL_TESTING
from schoolrecords_layers import INTEGRATION_TESTING
from walls_house import open_house
from walls_house import open_session
from walls_house import WALLS_FIXTURE
from walls_house import WALLS_TESTING
from zope.pytestlayer.fixture import setup_layer
from zope.pytestlayer.fixture import teardown_layer

import os
import pytest


# Russian texts are read from compiled catalogues; the layers compile what is stale.
os.environ.setdefault("zope_i18n_compile_mo_files", "true")
# The layers start as servers do; a test that wants a log of access opens one of its own.
os.environ.setdefault("SCHOOLRECORDS_ACCESS_LOG", "off")

#: Files that take a minute or more, the longest first. They begin before all others, so that none
#: of them is left to one process at the end while the others wait.
LONG = (
    "test_setup_import_command.py",
    "test_tour.py",
    "test_browser_everybody.py",
    "test_setup_demo.py",
    "test_restapi_matrix.py",
    "test_exchange_backlog_site.py",
    "test_packaging.py",
    "test_desk_acts.py",
    "test_restapi_strangers.py",
    "test_restapi_bad_input.py",
    "test_exchange_contingent_site.py",
    "test_retention_erasure.py",
    "test_retention_execution_killed.py",
    "test_browser_audit.py",
    "test_browser_books.py",
    "test_access_matrix.py",
    "test_browser_walks.py",
)


def pytest_collection_modifyitems(items):
    """Begin with the long files, in their order; the others keep theirs."""
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))


globals().update(
    fixtures_factory(
        (
            (FUNCTIONAL_TESTING, "functional"),
            (INTEGRATION_TESTING, "integration"),
        )
    )
)


# Not kept for the session: every other test would find the records of the walls in its site.
globals().update(fixtures_factory(((WALLS_TESTING, "walls"),), keep_session=False))


@pytest.fixture(scope="module")
def walls_built(request):
    """Keep the layer of the walls for one module: building it for each test takes too long."""
    kept = request.session.zopelayer_state.keep_for_whole_session
    layers = (WALLS_FIXTURE, WALLS_TESTING)
    for layer in layers:
        setup_layer(layer, request)
        kept.add(layer)
    yield
    for layer in reversed(layers):
        kept.discard(layer)
        teardown_layer(layer, request)


@pytest.fixture
def house(walls_built, walls):
    """The house, as new for each test."""
    return open_house(walls)


@pytest.fixture
def window(house):
    """A Manager with a browser."""
    session = open_session(house)
    yield session
    session.close()


@pytest.fixture
def rest(window):
    """A Manager with a program that speaks REST."""
    window.headers.update({"Accept": "application/json"})
    return window
