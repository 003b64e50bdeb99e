"""The tables of the access log, the same on SQLite and on PostgreSQL.

Two tables: an entry, and the records and children whose data it showed. The key of an entry is its
instant in microseconds, a counter and what the process drew by lot, as text: it sorts by time, two
processes never make the same one, and an entry that is written twice (a connection lost in the
commit) stays one.
"""

from collective.schoolrecords.core.access_log import Entry
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from pathlib import Path
from sqlalchemy import Column
from sqlalchemy import create_engine
from sqlalchemy import event
from sqlalchemy import Index
from sqlalchemy import Integer
from sqlalchemy import MetaData
from sqlalchemy import String
from sqlalchemy import Table
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import make_url

import itertools
import os
import secrets


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
#: Letters of an id at most: PostgreSQL would refuse a longer one, and with it all that waits.
ID_LENGTH = 64
#: Seconds that a writer of SQLite waits for another process, and that a server may take to answer.
PATIENCE = 5

_LOT = secrets.token_hex(4)
_numbers = itertools.count()

metadata = MetaData()
entries = Table(
    "access_entry",
    metadata,
    Column("id", String(28), primary_key=True),
    Column("site", Text, nullable=False),
    Column("event", String(32), nullable=False),
    Column("actor", Text, nullable=False),
    Column("roles", Text, nullable=False),
    Column("address", String(64), nullable=False),
    Column("how", String(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("family", String(64), nullable=False),
    Column("uid", String(ID_LENGTH), nullable=False),
    Column("result", String(16), nullable=False),
    Column("number", Integer, nullable=False),
    Index("access_entry_actor", "actor", "id"),
    Index("access_entry_event", "event", "id"),
)
subjects = Table(
    "access_subject",
    metadata,
    Column("subject", String(ID_LENGTH), primary_key=True),
    Column("entry", String(28), primary_key=True),
    Index("access_subject_entry", "entry"),
)


def open_engine(url):
    """Return an engine for a URL of SQLAlchemy; nothing is connected yet.

    The file of SQLite is made readable by its owner alone.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(
            parsed, pool_pre_ping=True, pool_size=2, connect_args={"connect_timeout": PATIENCE}
        )
    engine = create_engine(parsed, connect_args={"timeout": PATIENCE})
    place = Path(parsed.database or "")

    @event.listens_for(engine, "do_connect")
    def make_private(dialect, record, args, keywords):
        if not place.exists():
            os.close(os.open(place, os.O_CREAT | os.O_WRONLY, 0o600))

    @event.listens_for(engine, "connect")
    def let_readers_be(connection, record):
        # A page of the log is read while entries are written.
        connection.execute("PRAGMA journal_mode = WAL")

    return engine


def prepare(engine):
    """Make the tables that are not there."""
    metadata.create_all(engine)


def key_of(moment):
    """Return the beginning of the keys of a moment (aware): 16 hexadecimal figures."""
    return f"{(moment - EPOCH) // MICROSECOND:016x}"


def moment_of(key):
    """Return the moment (UTC) of an entry's key."""
    return EPOCH + timedelta(microseconds=int(key[:16], 16))


def values_of(site, entry):
    """Return the row of an entry and the rows of its subjects."""
    key = f"{key_of(entry.at)}{next(_numbers) & 0xFFFF:04x}{_LOT}"
    row = {
        "id": key,
        "site": site,
        "event": entry.event,
        "actor": entry.actor,
        "roles": "\n".join(entry.roles),
        "address": entry.address,
        "how": entry.how,
        "name": entry.name,
        "family": entry.family,
        "uid": entry.uid[:ID_LENGTH],
        "result": entry.result,
        "number": entry.number,
    }
    shown = dict.fromkeys(one[:ID_LENGTH] for one in entry.subjects)
    return row, [{"entry": key, "subject": one} for one in shown]


def entry_of(row):
    """Return the :class:`Entry` of a row, without its subjects."""
    return Entry(
        at=moment_of(row.id),
        event=row.event,
        actor=row.actor,
        roles=tuple(row.roles.split("\n")) if row.roles else (),
        address=row.address,
        how=row.how,
        name=row.name,
        family=row.family,
        uid=row.uid,
        result=row.result,
        number=row.number,
    )


def write(engine, pairs):
    """Write rows and their subjects in one transaction; what is there already stays."""
    insert = {"sqlite": sqlite.insert}.get(engine.dialect.name, postgresql.insert)
    rows = [row for row, _subjects in pairs]
    shown = [one for _row, found in pairs for one in found]
    with engine.begin() as connection:
        connection.execute(insert(entries).on_conflict_do_nothing(), rows)
        if shown:
            connection.execute(insert(subjects).on_conflict_do_nothing(), shown)
