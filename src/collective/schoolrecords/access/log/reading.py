"""What the log is asked: pages of entries, all of them as a stream, and the deletion by term."""

from collections import defaultdict
from collective.schoolrecords.access.log import tables
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core.access_log import Entry
from collective.schoolrecords.core.access_log import OPENED
from collective.schoolrecords.core.access_log import Use
from collective.schoolrecords.messages import _
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from zope.globalrequest import getRequest
from zope.i18n import translate


#: Entries read from the store at a time.
CHUNK = 1_000
#: Seconds that a reader waits until what was seen a moment ago is written.
PATIENCE = 1.0


class AccessLogUnreadable(Refusal):
    """The store of the log does not answer."""

    status = 503


@dataclass(frozen=True)
class Wanted:
    """Which entries are wanted; ``None`` and empty mean all of them.

    ``since`` is included, ``until`` is not; both are aware. ``subjects``: entries that showed any
    of these UIDs.
    """

    since: datetime | None = None
    until: datetime | None = None
    actors: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    result: str | None = None


def count(log, site, wanted):
    """Return how many entries there are."""
    query = _narrowed(select(func.count()).select_from(tables.entries), site, wanted)
    with _connected(log) as connection:
        return connection.execute(query).scalar_one()


def page(log, site, wanted, start, size, descending=True):
    """Return the entries (:class:`Entry`, with their subjects) of a page, by time."""
    key = tables.entries.c.id
    query = _narrowed(select(tables.entries), site, wanted)
    query = query.order_by(key.desc() if descending else key).offset(start).limit(size)
    with _connected(log) as connection:
        return _with_subjects(connection, connection.execute(query).all())


def records(log, site, wanted):
    """Return the UIDs of what the entries tell of, each once."""
    uid = tables.entries.c.uid
    query = _narrowed(select(uid).distinct(), site, wanted).where(uid != "")
    with _connected(log) as connection:
        return connection.execute(query).scalars().all()


def stream(log, site, wanted):
    """Yield all entries in the order of their time; a thousand are in memory at once."""
    key, last = tables.entries.c.id, ""
    while True:
        query = _narrowed(select(tables.entries), site, wanted)
        query = query.where(key > last).order_by(key).limit(CHUNK)
        with _connected(log) as connection:
            rows = connection.execute(query).all()
            found = _with_subjects(connection, rows)
        yield from found
        if len(rows) < CHUNK:
            return
        last = rows[-1].id


def uses(log, site, wanted, timezone, is_child):
    """Yield :class:`Use` of every entry, in the school's time.

    ``is_child(uid)`` tells personal files from the other records that an entry showed.
    """
    for entry in stream(log, site, wanted):
        opened = entry.subjects if entry.event in OPENED else ()
        children = tuple(uid for uid in opened if is_child(uid))
        yield Use(entry.at.astimezone(timezone), entry.actor, entry.event, children)


def purge(log, site, before, most=CHUNK):
    """Delete the oldest entries of ``site`` before a moment, at most so many; return how many."""
    key = tables.entries.c.id
    query = select(key).where(tables.entries.c.site == site, key < tables.key_of(before))
    with _connected(log) as connection, connection.begin():
        found = list(connection.execute(query.order_by(key).limit(most)).scalars())
        for first in range(0, len(found), 500):
            part = found[first : first + 500]
            connection.execute(delete(tables.subjects).where(tables.subjects.c.entry.in_(part)))
            connection.execute(delete(tables.entries).where(key.in_(part)))
    return len(found)


def _narrowed(query, site, wanted):
    columns = tables.entries.c
    query = query.where(columns.site == site)
    if wanted.since is not None:
        query = query.where(columns.id >= tables.key_of(wanted.since))
    if wanted.until is not None:
        query = query.where(columns.id < tables.key_of(wanted.until))
    for column, values in (
        (columns.actor, wanted.actors),
        (columns.event, wanted.events),
        (columns.family, wanted.families),
    ):
        if values:
            query = query.where(column.in_(sorted(values)))
    if wanted.result is not None:
        query = query.where(columns.result == wanted.result)
    if wanted.subjects:
        shown = select(tables.subjects.c.entry).where(
            tables.subjects.c.subject.in_(sorted(wanted.subjects))
        )
        query = query.where(columns.id.in_(shown))
    return query


def _with_subjects(connection, rows) -> list[Entry]:
    found = defaultdict(list)
    keys = [row.id for row in rows]
    for first in range(0, len(keys), 500):
        query = select(tables.subjects).where(
            tables.subjects.c.entry.in_(keys[first : first + 500])
        )
        for row in connection.execute(query.order_by(tables.subjects.c.subject)):
            found[row.entry].append(row.subject)
    return [replace(tables.entry_of(row), subjects=tuple(found[row.id])) for row in rows]


@contextmanager
def _connected(log):
    """Connect once what waits is written, as far as that is quick."""
    log.flush(PATIENCE)
    try:
        log.prepare()
        with log.engine.connect() as connection:
            yield connection
    except (SQLAlchemyError, OSError) as error:
        message = _("access_log_unreadable", default="The log of access cannot be read now.")
        raise AccessLogUnreadable(translate(message, context=getRequest())) from error
