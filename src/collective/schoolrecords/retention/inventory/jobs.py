"""Compiling an inventory of many records as a job; the rows are numbered when all are in."""

from collective.schoolrecords.core.lifecycle import DRAFT
from collective.schoolrecords.jobs.interfaces import JobError
from collective.schoolrecords.jobs.interfaces import JobFailed
from collective.schoolrecords.jobs.interfaces import Progress
from collective.schoolrecords.jobs.kinds import JobKind
from collective.schoolrecords.jobs.storage import submit
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.inventory import rows
from collective.schoolrecords.retention.inventory.marks import inventory_by_uid
from zope.component.hooks import getSite


#: So many records are taken at once, while the reader waits.
AT_ONCE = 300
#: Records whose objects are woken together.
PIECE = 50

GONE = _("inventory_job_gone", default="The inventory is no draft any more.")


def compile_now_or_later(inventory, user_id):
    """Compile the inventory at once, or as a job when it is long.

    Returns (number of rows added, ``None``) or (``None``, job).
    """
    rows.check_draft(inventory)
    if len(rows.candidates(inventory)) <= AT_ONCE:
        return rows.compile_rows(inventory), None
    job = submit(getSite(), "inventory-compile", {"inventory": inventory.UID()}, started_by=user_id)
    inventory._compiling = job.uid
    return None, job


class CompileInventory(JobKind):
    """Kind ``inventory-compile``: adds the records of the kind and the years, row by row."""

    title = _("inventory_job_compile", default="Compile an inventory")
    permission = "collective.schoolrecords.ManageArchive"
    system = False

    def start(self, parameters):
        """The cursor is the UID of the last record looked at."""
        if not isinstance(parameters.get("inventory"), str):
            raise JobError(GONE)
        return ""

    def step(self, site, job, budget):
        """Look at a piece of the candidates, in the order of their UIDs."""
        inventory = _draft(job)
        left = [uid for uid in rows.candidates(inventory) if uid > job.cursor]
        total = job.done + len(left)
        piece = left[: min(PIECE, budget.items)]
        rows.take_fitting(inventory, piece)
        if piece:
            job.cursor = piece[-1]
        return Progress(job.done + len(piece), total, finished=len(piece) == len(left))

    def finish(self, site, job):
        """Number the new rows."""
        inventory = _draft(job)
        rows.number_new(inventory)
        return {"rows": inventory.row_count()}


def _draft(job):
    inventory = inventory_by_uid(job.parameters["inventory"])
    if inventory is None or inventory.state != DRAFT:
        raise JobFailed(GONE)
    return inventory
