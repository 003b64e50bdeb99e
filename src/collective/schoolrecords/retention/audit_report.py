"""The whole archive as an auditor asks for it: what is proved up to when, and what is out of order.

Everything is counted from indexes and from what runs and checkpoints left; no record is woken.
``GET @audit-report`` asks for "School Records: Audit".
"""

from collective.schoolrecords.access.clock import now
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.access.log import settings
from collective.schoolrecords.access.log.current import current
from collective.schoolrecords.core.holds import STATUSES
from collective.schoolrecords.core.lifecycle import FAMILIES
from collective.schoolrecords.integrity.checkpoint_evidence import all_taken
from collective.schoolrecords.integrity.checkpoints import window_of
from collective.schoolrecords.integrity.fixity import runs
from collective.schoolrecords.integrity.fixity.services import run_under_way
from collective.schoolrecords.ledger.log import find_ledger
from collective.schoolrecords.retention.hold.overview import holds_page
from collective.schoolrecords.retention.overview import due_counts
from collective.schoolrecords.school.paging import Question
from collective.schoolrecords.school.rest import SchoolService
from collective.schoolrecords.school.storage import get_school
from collective.schoolrecords.signing.check_services import check_status
from plone import api
from plone.restapi.serializer.converters import json_compatible


ACT = "destruction_act"


class AuditReportGet(SchoolService):
    """``GET @audit-report``."""

    endpoint = "@audit-report"
    max_path = 0

    def reply(self):
        """Return the status of the whole archive."""
        Question(self.request, ()).done()
        return json_compatible({"@id": self.url(), **audit_status(self.context, self.request)})


def audit_status(site, request):
    """Return the status of the whole archive as plain values.

    ``ledger``: the last checkpoint and ``window``, how many chains grew since. ``fixity``: the last
    run that ended, and the job of one under way. ``access_log``: kept or not, since when degraded.
    ``records`` and ``acts``: counts by family and state; all records, whoever asks. ``holds`` by
    status. ``signatures``: records by how their signatures stand, and the last check of them all.
    ``terms``: due, on hold, still open, with dates to mend.
    """
    return {
        "at": now().isoformat(),
        "ledger": ledger_status(site),
        "fixity": fixity_status(site),
        "access_log": access_log_status(),
        "records": {family: _states(family) for family in FAMILIES if family != ACT},
        "acts": _states(ACT),
        "holds": _holds(request),
        "signatures": check_status(site),
        "terms": _terms(),
    }


def ledger_status(site):
    """Return the last checkpoint, the archive's id, the window since, and what was taken away last.

    ``taken``: number, account, name and moment of the latest checkpoint that lies with somebody
    outside; what came after it is proved to nobody. ``None`` for what there is not.
    """
    ledger = find_ledger(site)
    if ledger is None:
        return {"archive": None, "checkpoint": None, "window": 0, "taken": None}
    last = ledger.log.last()
    return {
        "archive": ledger.log.archive,
        "checkpoint": last.as_dict() if last is not None else None,
        "window": window_of(site),
        "taken": next((_taken(site, *one) for one in all_taken(site)), None),
    }


def _taken(site, number, user_id, at):
    school = get_school(site)
    name = school.name_of_account(user_id) if school is not None else None
    return {"number": number, "taken_by": user_id, "name": name, "at": at}


def fixity_status(site):
    """Return the last finished run and the job under way, ``None`` where there is none."""
    last, job = runs.last_run(site), run_under_way(site)
    return {
        "last": None
        if last is None
        else {
            "uid": last.uid,
            "started": last.started.isoformat(),
            "finished": last.finished.isoformat(),
            "faults": last.totals.faults,
            "report": last.report,
            **last.totals.as_dict(),
        },
        "under_way": None
        if job is None
        else {"uid": job.uid, "state": job.state, "percent": job.percent()},
    }


def access_log_status():
    """Return whether this process keeps the log of access, and whether it can be written.

    ``stops_reading``: whether personal data is not shown while it cannot.
    """
    log = current()
    state = log.state() if log is not None else None
    return {
        "kept": log is not None,
        "degraded": bool(state and state.degraded),
        "since": state.since.isoformat() if state and state.since else None,
        "waiting": state.waiting if state else 0,
        "lost": state.lost if state else 0,
        "stops_reading": settings.stops_reading(),
    }


def _states(family):
    catalog = api.portal.get_tool("portal_catalog")
    found = {}
    for state in FAMILIES[family].states:
        rows = catalog.unrestrictedSearchResults(portal_type=family, review_state=state)
        if rows.actual_result_count:
            found[state] = rows.actual_result_count
    return found


def _holds(request):
    day = school_today()
    return {
        status: holds_page(request, {"status": frozenset((status,))}, day, size=0)[0]
        for status in STATUSES
    }


def _terms():
    total, _types = due_counts()
    return {
        "due": total.due,
        "on_hold": total.on_hold,
        "open": total.open,
        "to_mend": total.error,
    }
