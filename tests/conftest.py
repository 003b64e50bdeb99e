"""Fixtures of all tests that need a site; tests/core runs without this file's layers."""

from pytest_plone import fixtures_factory
from schoolrecords_layers import FUNCTIONAL_TESTING
from schoolrecords_layers import INTEGRATION_TESTING

import os


# Russian texts are read from compiled catalogues; the layers compile what is stale.
os.environ.setdefault("zope_i18n_compile_mo_files", "true")

globals().update(
    fixtures_factory(
        (
            (FUNCTIONAL_TESTING, "functional"),
            (INTEGRATION_TESTING, "integration"),
        )
    )
)
