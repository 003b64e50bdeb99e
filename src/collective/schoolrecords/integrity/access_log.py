"""The access log over REST, and its deletion by the regulation's term.

``@access-log`` is for the data protection officer and the auditor alone. What they read there is an
entry of the log, too.
"""

from collective.schoolrecords.access.clock import now
from collective.schoolrecords.access.clock import school_timezone
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.access.log import reading
from collective.schoolrecords.access.log.current import current
from collective.schoolrecords.access.log.interfaces import IPersonalData
from collective.schoolrecords.access.log.reading import Wanted
from collective.schoolrecords.access.log.requests import site_id
from collective.schoolrecords.core import access_log as rules
from collective.schoolrecords.core.access_log import Entry
from collective.schoolrecords.integrity.access_names import FAMILIES
from collective.schoolrecords.integrity.access_words import AccessWords
from collective.schoolrecords.integrity.lines import asks_lines
from collective.schoolrecords.integrity.lines import FORMAT
from collective.schoolrecords.integrity.lines import LinesService
from collective.schoolrecords.integrity.lines import send_lines
from collective.schoolrecords.integrity.periods import PERIOD
from collective.schoolrecords.integrity.periods import period_of
from collective.schoolrecords.jobs.interfaces import Progress
from collective.schoolrecords.jobs.kinds import JobKind
from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import language_of
from collective.schoolrecords.school.paging import page_of
from collective.schoolrecords.school.paging import Question
from collective.schoolrecords.school.regulation import regulation_on
from dataclasses import asdict
from dataclasses import replace
from datetime import datetime
from datetime import time
from zExceptions import NotFound


PURGE = "access-log-purge"
#: Document types whose term the log has: its own where the regulation names it, else that of the
#: journal of issued credentials, which is the paper nearest to it.
DOC_TYPES = ("access_log", "credential_log")
FILTERS = (*PERIOD, "actor", "event", "family", "record", "result", FORMAT)


class AccessLogGet(LinesService):
    """``GET @access-log?since=&until=&school_year=&actor=&event=&family=&record=&result=&format=``.

    Of a record: who had it, its parts or what is filed about it before them.
    """

    #: :class:`IPersonalData` of the one record that is asked about.
    about = None

    def reply(self):
        log = current()
        if log is None:
            raise NotFound("@access-log")
        filters = [one for one in FILTERS if one != "record" or self.about is None]
        question = Question(self.request, filters)
        wanted = read_wanted(question)
        _sort, descending = question.sort(("at",), "at")
        if not self.request.form.get("sort_order"):
            descending = True
        start, size = question.page()
        as_lines, words = asks_lines(question), AccessWords(language_of(self.request))
        question.done()
        if self.about is not None:
            wanted = replace(wanted, subjects=subjects_of(self.about))
        if as_lines:
            entries = reading.stream(log, site_id(), wanted)
            return send_lines(self.request, (entry_json(one, words) for one in entries))
        total = reading.count(log, site_id(), wanted)
        rows = reading.page(log, site_id(), wanted, start, size, descending)
        state = log.state()
        return page_of(
            self.request, total, [entry_json(one, words) for one in rows], degraded=state.degraded
        )


class RecordAccessLogGet(AccessLogGet):
    """``GET <record>/@access-log``: the same questions, about one record."""

    @property
    def about(self):
        """See the base."""
        return IPersonalData(self.context)


def subjects_of(data):
    """Return the UIDs by which a record and its parts stand in the log."""
    return frozenset(uid for uid in (data.uid, *data.parts()) if uid)


def read_wanted(question):
    """Return the :class:`Wanted` of a query string; days are the school's, both included."""
    since, until = period_of(question)
    return Wanted(
        since=since,
        until=until,
        actors=question.texts("actor") or frozenset(),
        events=question.choices("event", rules.EVENTS) or frozenset(),
        families=question.choices("family", FAMILIES) or frozenset(),
        subjects=question.texts("record") or frozenset(),
        result=question.text("result", (rules.OK, rules.DENIED)),
    )


def entry_json(entry, words):
    """Return an entry in JSON's own kinds, and under ``words`` what its codes mean to people."""
    return {
        **asdict(entry),
        "at": entry.at.isoformat(),
        "roles": list(entry.roles),
        "subjects": list(entry.subjects),
        "words": {
            "event": words.event(entry),
            "result": words.result(entry),
            "how": words.way(entry),
            "offices": words.offices(entry),
            "opened": words.opened(entry),
        },
    }


def log_term(site, day):
    """Return the core ``Term`` of the log by the regulation in force, ``None`` without one."""
    regulation = regulation_on(site, day)
    documents = regulation.documents if regulation is not None else {}
    for name in DOC_TYPES:
        if getattr(documents.get(name), "retention", None) is not None:
            return regulation.term(name)
    return None


def kept_from(site, day):
    """Return the first moment whose entries stay on ``day``, ``None`` when all stay."""
    return _midnight(rules.kept_since(log_term(site, day), day))


class PurgeAccessLog(JobKind):
    """Kind ``access-log-purge``: every day, what the term has ended for.

    The log lies outside the database of the school, so that a step's deletion stands even if the
    step is repeated: then there is less to delete.
    """

    title = _("integrity_job_purge", default="Deletion of old entries of the access log")
    permission = "collective.schoolrecords.ViewAccessLog"
    system = True

    def daily(self, site, day):
        """Wanted where a log is kept and its oldest entry is past its term."""
        log, before = current(), kept_from(site, day)
        if log is None or before is None:
            return None
        return {} if reading.count(log, site_id(), Wanted(until=before)) else None

    def step(self, site, job, budget):
        """Delete some of the oldest entries; the cursor counts them."""
        log, before = current(), kept_from(site, school_today())
        gone = 0 if log is None or before is None else reading.purge(log, site_id(), before)
        job.cursor += gone
        return Progress(job.cursor, job.cursor if not gone else None, finished=not gone)

    def finish(self, site, job):
        """Tell the log what was deleted from it."""
        log = current()
        if log is not None and job.cursor:
            log.put(site_id(), Entry(now(), rules.PURGED, actor="system", number=job.cursor))
        return {"entries": job.cursor}


def _midnight(day):
    return None if day is None else datetime.combine(day, time(), school_timezone())
