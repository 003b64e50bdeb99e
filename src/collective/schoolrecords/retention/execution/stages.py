"""The stages behind the removal of an act's records: who starts them and what they leave.

The jobs of :mod:`.clearing` pack and verify; the expiry of the backups is a person's word with a
day. What each stage did stands on the act (``act.stages``) and in its chain.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import act_stages as rules
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.jobs.interfaces import PAUSED
from collective.schoolrecords.jobs.interfaces import QUEUED
from collective.schoolrecords.jobs.interfaces import RUNNING
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.retention.act.handlers import job_of
from collective.schoolrecords.retention.act.handlers import start
from collective.schoolrecords.retention.act.permits import require
from collective.schoolrecords.retention.settings import rules_on
from collective.schoolrecords.school.regulation import regulation_on
from zope.component.hooks import getSite


#: The setting of the regulation that says for how many years.
YEARS = "destruction_log_years"
PACK, VERIFY = "act-pack", "act-verify"
MANAGE = "School Records: Manage Archive"


def pack(act):
    """Queue the packing of the storage and the clearing of index and caches; return the job."""
    return _queue(act, PACK, rules.PACKED)


def verify(act):
    """Queue the search for what is left of the act's records; return the job."""
    return _queue(act, VERIFY, rules.VERIFIED)


def confirm_backups(act, on):
    """Enter that since the day ``on`` no backup holds the records any more.

    The current user's word, kept with the act. Raises ``StepForbidden``, or ``StepRefused`` with
    all reasons: too early, in the future, or the stages before it are open.
    """
    require(getSite(), MANAGE)
    _refuse_if(act, reasons_against(act, rules.BACKUPS_EXPIRED, on))
    user = getSecurityManager().getUser().getId()
    reach(act, rules.BACKUPS_EXPIRED, on, confirmed_by=user)


def reach(act, stage, on, **facts):
    """Write a stage on the act; what was reached behind it before is void."""
    kept = rules.after(act.stages, stage)
    if kept != act.stages:
        act.stages = kept
    act.reach(stage, on, **facts)


def days_of(act):
    """Return stage → the day on which it was reached."""
    return {stage: facts["on"] for stage, facts in act.stages.items()}


def backups_until(act):
    """Return the first day on which the backups can have expired, ``None`` before the packing."""
    return rules.backups_until(days_of(act), backup_days(act))


def evidence_until(act):
    """Return the day until which the export of the event log is kept at least, or ``None``."""
    day = days_of(act).get(rules.REMOVED)
    regulation = regulation_on(getSite(), day) if day is not None else None
    if regulation is None:
        return None
    return rules.evidence_until(days_of(act), int(regulation.settings[YEARS].value))


def backup_days(act):
    """Return how many days the school keeps its backups, by the rules of the act."""
    found = act.rules or rules_on(getSite(), school_today())
    return found.backup_days


def reasons_against(act, stage, on=None):
    """Return all reasons (core ``Reason``) why ``stage`` cannot be reached on ``on`` (today)."""
    today = school_today()
    return rules.stage_reasons(stage, days_of(act), on or today, today, backup_days(act))


def findings_of(act):
    """Return what the last verification found, as plain values with its day; ``None`` before."""
    return getattr(aq_base(act), "_findings", None)


def keep_findings(act, found):
    """Keep what a verification found in place of what the one before found."""
    aq_base(act)._findings = found


def _queue(act, kind, stage):
    require(getSite(), MANAGE)
    found = list(reasons_against(act, stage))
    job = job_of(act, kind)
    if job is not None and job.state in (QUEUED, RUNNING, PAUSED):
        found.append(Reason("act_job_open"))
    _refuse_if(act, found)
    return start(act, kind)


def _refuse_if(act, reasons):
    if reasons:
        raise StepRefused(act, list(reasons))
