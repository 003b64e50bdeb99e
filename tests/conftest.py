"""Fixtures of all tests that need a site; tests/core runs without this file's layers."""

from pytest_plone import fixtures_factory
from schoolrecords_layers import FUNCTIONAL_TESTING
from schoolrecords_layers import INTEGRATION_TESTING
from walls_house import open_house
from walls_house import open_session
from walls_house import WALLS_TESTING

import os
import pytest


# Russian texts are read from compiled catalogues; the layers compile what is stale.
os.environ.setdefault("zope_i18n_compile_mo_files", "true")

globals().update(
    fixtures_factory(
        (
            (FUNCTIONAL_TESTING, "functional"),
            (INTEGRATION_TESTING, "integration"),
            (WALLS_TESTING, "walls"),
        )
    )
)


@pytest.fixture
def house(walls):
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
