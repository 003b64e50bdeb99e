"""Databases for the tests of jobs: a FileStorage, and PostgreSQL for tests that ask for both."""

from jobs_databases import open_storage
from jobs_databases import own_postgresql
from jobs_support import make_site
from jobs_support import Marks
from jobs_support import registered
from ZODB.DB import DB

import os
import pytest


@pytest.fixture
def storage_spec(request, tmp_path):
    """What a child process needs to open the same storage: its kind and its place."""
    if getattr(request, "param", "FileStorage") == "FileStorage":
        yield "FileStorage", str(tmp_path / "Data.fs")
        return
    dsn = os.environ.get("SCHOOLRECORDS_TEST_DSN")
    if not dsn:
        pytest.skip("SCHOOLRECORDS_TEST_DSN names no PostgreSQL: jobs not tested on RelStorage")
    with own_postgresql(dsn) as own_dsn:
        yield "PostgreSQL", own_dsn


@pytest.fixture
def database(storage_spec):
    """A database with one empty site."""
    opened = DB(open_storage(storage_spec))
    make_site(opened)
    yield opened
    opened.close()


@pytest.fixture
def marks():
    """The kind of job that marks items."""
    with registered(Marks()) as kind:
        yield kind
