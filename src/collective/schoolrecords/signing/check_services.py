"""``@signature-checks`` of the site: the signatures that need a look, and the check of all of them.

For those who answer for the archive. A record is told to whoever may see it.
"""

from AccessControl import getSecurityManager
from AccessControl.security import checkPermission
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core import signature_standing as rules
from collective.schoolrecords.core.signing import DEFAULT_SIGNERS
from collective.schoolrecords.jobs.overview import describe
from collective.schoolrecords.jobs.storage import submit
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.paging import page_of
from collective.schoolrecords.school.paging import Question
from collective.schoolrecords.school.rest import SchoolService
from collective.schoolrecords.signing import outcome_words
from collective.schoolrecords.signing.check_job import job_under_way
from collective.schoolrecords.signing.check_job import KIND
from collective.schoolrecords.signing.check_runs import last_run
from collective.schoolrecords.signing.indexers import INDEX
from collective.schoolrecords.signing.refusals import say
from collective.schoolrecords.signing.storage import made_on
from collective.schoolrecords.signing.words import RESULT_TITLES
from collective.schoolrecords.signing.words import SIGNING_TITLES
from plone import api
from plone.restapi.serializer.converters import json_compatible
from zExceptions import Unauthorized


AUDIT = "collective.schoolrecords.Audit"
MAY_START = "collective.schoolrecords.TakeCheckpoint"
#: What is listed when nothing else is asked.
TO_LOOK_INTO = (*rules.AMISS, rules.UNCHECKED, rules.BESIDE)
TOLD = (*rules.STANDINGS, rules.BESIDE)


class ChecksUnderWay(Refusal):
    """A check is waiting, running or paused."""


def may_read(site):
    """Whether the user reads what the check of all signatures found."""
    return bool(checkPermission(AUDIT, site) or checkPermission(MAY_START, site))


def counts(restricted=False):
    """Return standing, and ``beside``, → number of records; ``restricted``: that the user may see."""
    catalog = api.portal.get_tool("portal_catalog")
    ask = catalog if restricted else catalog.unrestrictedSearchResults
    return {one: ask(**{INDEX: one}).actual_result_count for one in TOLD}


def records_that_stand(standings, families=None):
    """Return the catalog's rows of records that the user may see, by name."""
    query = {INDEX: list(standings), "sort_on": "record_sort"}
    if families is not None:
        query["portal_type"] = list(families)
    return api.portal.get_tool("portal_catalog")(**query)


def standing_in(values):
    """Return the standing among the catalog's values of a record, ``None`` without one."""
    return next((one for one in rules.STANDINGS if one in (values or ())), None)


def not_valid_on(record):
    """Return the signatures of a record whose last check did not find "valid", as they were made."""
    return rules.not_valid(made_on(record))


def check_status(site):
    """Return counts of all records by standing, the last run and the job under way."""
    last, job = last_run(site), job_under_way(site)
    return {
        **counts(),
        "last": last.as_dict() if last is not None else None,
        "under_way": job and {"uid": job.uid, "state": job.state, "percent": job.percent()},
    }


def start_checks(site):
    """Queue the check for the current user and return its job; refused while one is under way."""
    if job_under_way(site) is not None:
        message = _("checks_under_way", default="A check of all signatures is under way.")
        raise ChecksUnderWay(say(message))
    return submit(site, KIND, started_by=getSecurityManager().getUser().getId())


class ChecksGet(SchoolService):
    """``GET @signature-checks?standing=&family=``, paged."""

    endpoint = "@signature-checks"
    max_path = 0

    def reply(self):
        """Return the records, the counts and the last run."""
        if not may_read(self.context):
            raise Unauthorized(self.endpoint)
        question = Question(self.request, ("standing", "family"))
        standings = question.texts("standing", TOLD)
        families = question.texts("family", tuple(DEFAULT_SIGNERS))
        start, size = question.page()
        question.done()
        found = records_that_stand(standings or TO_LOOK_INTO, families)
        rows = [self._row(brain) for brain in found[start : start + size]]
        return json_compatible(
            page_of(self.request, len(found), rows, signatures=check_status(self.context))
        )

    def _row(self, brain):
        standing = standing_in(brain[INDEX])
        return {
            "@id": f"{brain.getURL()}/@signatures",
            "UID": brain.UID,
            "family": brain.portal_type,
            "title": brain.Title,
            "state": brain.review_state,
            "standing": {"id": standing, "title": say(SIGNING_TITLES[standing])},
            "not_valid": [_signature(one) for one in not_valid_on(brain.getObject())],
        }


def _signature(made):
    result = made.outcome.result
    return {
        "number": made.signature.number,
        "name": made.signature.name,
        "result": {"id": result, "title": say(RESULT_TITLES[result])},
        "reasons": [outcome_words.in_words(one) for one in made.outcome.reasons],
    }


class ChecksPost(SchoolService):
    """``POST @signature-checks``: check all signatures now, as a job; answers 202 with the job."""

    endpoint = "@signature-checks"
    max_path = 0

    def reply(self):
        """Queue the job, unless one is under way."""
        self.body().done()
        job = start_checks(self.context)
        self.request.response.setStatus(202)
        return json_compatible(describe(self.context, job, self.request))
