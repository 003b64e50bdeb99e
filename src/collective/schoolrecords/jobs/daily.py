"""Work of every day: kinds that want to run once on each of the school's days.

A term ends, a hold begins, an appointment runs out with a date, and nobody is there to write it
down; reading pages never writes. So the worker orders such work when it finds that the day has
changed. A server that was off for a week orders it once, for the day on which it is on again.
"""

from collective.schoolrecords import logger
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.jobs import storage
from collective.schoolrecords.jobs.interfaces import IJobKind
from collective.schoolrecords.jobs.interfaces import SYSTEM
from transaction.interfaces import TransientError
from zope.component import getUtilitiesFor


def order(site):
    """Queue what ``site`` wants done today and was not ordered yet; return the jobs.

    A kind is asked once a day, by its ``daily``. One whose job failed today is not ordered again
    before tomorrow. Writes nothing when there is nothing to do.
    """
    day, jobs = school_today(), storage.get_jobs(site)
    ordered = []
    for name, kind in sorted(getUtilitiesFor(IJobKind)):
        if not kind.system or (jobs is not None and jobs.ordered_on(name) == day):
            continue
        parameters = _asked(name, kind, site, day)
        if parameters is not None:
            ordered.append(storage.submit(site, name, parameters, started_by=SYSTEM))
            jobs = storage.get_jobs(site)
            jobs.note_order(name, day)
    return ordered


def _asked(name, kind, site, day):
    """Ask one kind; its fault is logged by type and keeps no other work from being done."""
    try:
        return kind.daily(site, day)
    except TransientError:
        raise
    except Exception as error:
        logger.error("The daily work of %s is unknown: %s", name, type(error).__name__)
        return None
