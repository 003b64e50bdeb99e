"""Upgrade steps: what a site that was made by an earlier version lacks is added and filled.

The missing parts are told by comparing the catalog before and after its step of the profile: so the
next index that the profile gets needs no step of its own but a new version of the profile. An index
that gets other values needs one: :func:`index_anew`.
"""

from collective.schoolrecords.jobs.interfaces import Progress
from collective.schoolrecords.jobs.interfaces import SYSTEM
from collective.schoolrecords.jobs.kinds import JobKind
from collective.schoolrecords.jobs.storage import submit
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.personal_file.identity import fix_identity
from collective.schoolrecords.records.personal_file.names import name_is_fixed
from collective.schoolrecords.retention import due
from plone import api
from zope.component.hooks import getSite


DEFAULT = "profile-collective.schoolrecords:default"
#: Indexes in which records have other values since 1003.
REWRITTEN = ("SearchableText", "record_codes")


def complete_catalog(tool):
    """Add the indexes and columns that the profile has and the site lacks; a job fills them.

    Adding them is quick and part of the upgrade; until the job has ended a new index answers for
    what was filed since, and the registers and searches that ask it show less than there is.
    """
    catalog = api.portal.get_tool("portal_catalog")
    indexes, columns = set(catalog.indexes()), set(catalog.schema())
    tool.runImportStepFromProfile(DEFAULT, "catalog", run_dependencies=False)
    indexes, columns = set(catalog.indexes()) - indexes, set(catalog.schema()) - columns
    if indexes or columns:
        wanted = {"indexes": sorted(indexes), "columns": sorted(columns)}
        submit(getSite(), "catalog-fill", wanted, started_by=SYSTEM)


def index_anew(tool):
    """Let jobs write anew what an earlier version wrote otherwise into an index that it had.

    The codes by which numbers are found, the words of the search, and the due list, which knows
    states and the days of events now. Until a job comes to a record, it is found as before.
    """
    site = getSite()
    submit(site, "catalog-fill", {"indexes": list(REWRITTEN), "columns": []}, started_by=SYSTEM)
    if due.is_stale(site):
        submit(site, "due-rebuild", started_by=SYSTEM)


def close_lists_of_accounts(tool):
    """Let administrators alone list accounts; Plone lets everybody who is logged in."""
    getSite().manage_permission("List portal members", ["Manager", "Site Administrator"], acquire=0)


def fix_identities(tool):
    """Fix day of birth and sex of the files that were registered before this was done with it."""
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(portal_type="personal_file"):
        record = brain._unrestrictedGetObject()
        if name_is_fixed(record):
            fix_identity(record)


class FillCatalog(JobKind):
    """Kind ``catalog-fill``; parameters ``{"indexes": [ids], "columns": [names]}``.

    The cursor is the last number of the catalog that was dealt with: what is filed meanwhile is
    indexed whole wherever its number lies.
    """

    title = _("setup_job_catalog", default="Fill new indexes of the catalog")
    permission = "cmf.ManagePortal"
    system = True

    def start(self, parameters):
        """Begin before the first number."""
        return None

    def step(self, site, job, budget):
        """Index a chunk of objects anew, in the new indexes alone."""
        catalog = api.portal.get_tool("portal_catalog")
        paths, cursor, taken, finished = catalog._catalog.paths, job.cursor, 0, True
        # With no index named the catalog would index everything.
        names = job.parameters["indexes"] or ["UID"]
        columns = bool(job.parameters["columns"])
        for number in list(paths.keys(cursor, excludemin=cursor is not None)):
            if budget.spent(taken):
                finished = False
                break
            obj = site.unrestrictedTraverse(paths[number], None)
            if obj is not None:
                catalog.catalog_object(obj, paths[number], idxs=names, update_metadata=columns)
            taken, cursor = taken + 1, number
        job.cursor = cursor
        total = max(len(paths), job.done + taken)
        return Progress(job.done + taken, total, finished)

    def finish(self, site, job):
        """Tell how many objects were looked at."""
        return {"objects": job.done}
