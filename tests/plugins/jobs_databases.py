"""Storages for the tests of jobs, by a spec that also a child process can open."""

from contextlib import contextmanager
from ZODB.FileStorage import FileStorage

import uuid


def open_storage(spec):
    """Open the storage of a spec ``(kind, place)``."""
    kind, place = spec
    if kind == "FileStorage":
        return FileStorage(place)
    from relstorage.adapters.postgresql import PostgreSQLAdapter
    from relstorage.options import Options
    from relstorage.storage import RelStorage

    options = Options(keep_history=False, cache_prefix="jobs", cache_local_mb=10)
    return RelStorage(PostgreSQLAdapter(place, options=options), options=options)


@contextmanager
def own_postgresql(dsn):
    """Make an empty database beside the one of ``dsn``, yield its dsn, drop it."""
    import psycopg2

    name = f"jobs_{uuid.uuid4().hex}"
    _execute(psycopg2.connect(dsn), f"CREATE DATABASE {name}")
    try:
        yield psycopg2.extensions.make_dsn(dsn, dbname=name)
    finally:
        _execute(psycopg2.connect(dsn), f"DROP DATABASE {name} WITH (FORCE)")


def _execute(connection, statement):
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()
