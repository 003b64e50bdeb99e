"""Imports as plain data: what REST answers and what a page shows."""

from collective.schoolrecords.core.lifecycle import CURRENT
from collective.schoolrecords.core.lifecycle import STATES as STATES_OF_LIFE
from collective.schoolrecords.exchange import journal
from collective.schoolrecords.exchange.annulling import FAMILIES
from collective.schoolrecords.exchange.annulling import may_annul
from collective.schoolrecords.exchange.annulling import states_of
from collective.schoolrecords.exchange.taking_back import may_take_back
from collective.schoolrecords.exchange.taking_back import past_draft
from collective.schoolrecords.exchange.texts import findings_in_words
from collective.schoolrecords.exchange.texts import KINDS
from collective.schoolrecords.exchange.texts import NUMBERS
from collective.schoolrecords.exchange.texts import NUMBERS_OF
from collective.schoolrecords.exchange.texts import STATES
from collective.schoolrecords.jobs.interfaces import CANCELLED
from collective.schoolrecords.jobs.interfaces import DONE
from collective.schoolrecords.jobs.interfaces import FAILED
from collective.schoolrecords.jobs.interfaces import RUNNING
from collective.schoolrecords.jobs.overview import STANDS_STILL
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.storage import utcnow
from collective.schoolrecords.lifecycle.describe import state_title
from zope.i18n import translate


#: An import with more findings is read page by page (``findings_start``).
FINDINGS_SHOWN = 200


def all_imports(site):
    """Return the journal's imports, the latest first."""
    imports = journal.imports_of(site)
    return [] if imports is None else imports.newest_first()


def describe_import(site, one, request, findings_start=None):
    """Return an import as JSON-ready data; with ``findings_start`` also a page of its findings."""
    state = journal.state_of(site, one)
    kept = get_jobs(site)
    working = one.annul_job if state == journal.ANNULLING else one.undo_job or one.job
    job = kept.get(working) if kept is not None else None
    result = {
        "@id": f"{site.absolute_url()}/@imports/{one.uid}",
        "uid": one.uid,
        "kind": one.kind,
        "kind_title": translate(KINDS[one.kind], context=request),
        "filename": one.filename,
        "sha256": one.sha256,
        "size": one.size,
        "started_by": one.user_id,
        "created": one.at.isoformat(),
        "state": state,
        "state_title": translate(_title(state, job), context=request),
        "job": job.uid if job is not None else None,
        "done": job.done if job is not None else 0,
        "total": one.rows,
        "read": one.rows if one.rows_read is None else one.rows_read,
        "percent": job.percent() if job is not None else None,
        "messages": _messages(job, request),
        "numbers": numbers_in_words(one.numbers, request, one.kind),
        "records": len(one.uids),
        "findings_total": len(one.findings),
        "undone_at": one.undone_at and one.undone_at.isoformat(),
        "undone_by": one.undone_by,
        "annulled": one.annulled,
    }
    if findings_start is not None:
        page = one.noted(findings_start, FINDINGS_SHOWN)
        result["findings_start"] = findings_start
        result["findings"] = findings_in_words(page, request)
        result["past_draft"] = past_draft(site, one)
        at_rest = state in (DONE, FAILED, CANCELLED)
        result["can_undo"] = at_rest and not result["past_draft"] and may_take_back(site, one)
        result["states"] = _states(site, one, request)
        current = any(state["id"] == CURRENT for state in result["states"])
        result["can_annul"] = at_rest and current and may_annul(site, one)
    return result


def _title(state, job):
    """An import whose work was broken off says that it waits, not that it runs."""
    waits = state == RUNNING and job.stands_still(utcnow())
    return STANDS_STILL if waits else STATES[state]


def _states(site, one, request):
    """How many records of an import stand in which state, in the order of a record's life."""
    found, family = states_of(site, one), FAMILIES.get(one.kind)
    return [
        {"id": state, "title": state_title(state, request, family), "count": found[state]}
        for state in STATES_OF_LIFE
        if found[state]
    ]


def describe_dry_run(report, request, kind):
    """Return a `Report` on a list of a kind as JSON-ready data."""
    return {
        "dry_run": True,
        "refused": report.refused,
        "total": report.rows,
        "read": report.read,
        "numbers": numbers_in_words(report.numbers, request, kind),
        "findings_total": len(report.findings),
        "findings": findings_in_words(report.findings, request),
    }


def numbers_in_words(numbers, request, kind):
    """Return counts as a list of ``{name, title, count}`` in the order of display.

    ``kind``: of the list; a protocol that is made holds many of its rows.
    """
    titles = {**NUMBERS, **NUMBERS_OF.get(kind, {})}
    return [
        {"name": name, "title": translate(title, context=request), "count": numbers[name]}
        for name, title in titles.items()
        if numbers.get(name)
    ]


def _messages(job, request):
    if job is None:
        return []
    return [translate(text, context=request) for _at, _level, text in job.messages.values()]
