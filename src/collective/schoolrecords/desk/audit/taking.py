"""A checkpoint taken out of turn: the button, and how far its job is.

They stand on the page of the archive's state, and for the archivist, who may take one and does not read
that page, on the page of the checks of signatures.
"""

from AccessControl import getSecurityManager
from AccessControl.security import checkPermission
from collective.schoolrecords.desk.audit.proof import checkpoint_text
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.job_progress import progress_bar
from collective.schoolrecords.desk.job_progress import progress_json
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.integrity.checkpoints import KIND
from collective.schoolrecords.integrity.checkpoints import window_of
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.storage import submit
from collective.schoolrecords.ledger.log import find_ledger
from collective.schoolrecords.messages import _
from Products.Five.browser import BrowserView


MAY_TAKE = "collective.schoolrecords.TakeCheckpoint"
MAY_READ = "collective.schoolrecords.Audit"
#: The deed, and the section in which its progress stands.
DEED, SECTION = "checkpoint", "proof"
TITLE = _("audit_checkpoint_under_way", default="A checkpoint is being taken")
SAID = _("audit_checkpoint_said", default="A checkpoint is being taken; records in it: ${done}")


def checkpoint_deed(page):
    """Yield the deed that has a checkpoint taken, for who may and while none is being taken."""
    if not checkPermission(MAY_TAKE, page.site) or _under_way(page.site) is not None:
        return

    def take(values):
        submit(page.site, KIND, started_by=getSecurityManager().getUser().getId())
        return _(
            "audit_checkpoint_queued",
            default="The job «Checkpoint of the ledger» is queued; how far it is stands on this page "
            "under «What is proved».",
        )

    yield Deed(
        DEED,
        _("audit_deed_checkpoint", default="Take a checkpoint"),
        take,
        text=_(
            "audit_deed_checkpoint_text",
            default="A checkpoint fixes the history of all records as it is at this moment: whoever takes "
            "it away sees when something is changed afterwards. The server takes one itself once a day, "
            "if anything has changed.",
        ),
        css="btn-secondary",
    )


def checkpoint_progress(page):
    """Return the bar of the checkpoint that is being taken, ``None`` without one."""
    if not checkPermission(MAY_TAKE, page.site):
        return None
    url = f"{page.site.absolute_url()}/@@checkpoint-progress"
    return progress_bar(_under_way(page.site), url, page.say, TITLE, SAID)


def checkpoint_section(page):
    """Return what is proved and the button, for who takes checkpoints and reads no archive's state."""
    if not checkPermission(MAY_TAKE, page.site) or checkPermission(MAY_READ, page.site):
        return None
    ledger = find_ledger(page.site)
    last = ledger.log.last() if ledger is not None and len(ledger.log) else None
    form = page.form_of(DEED)
    return Values(
        id=SECTION,
        title=_("audit_section_proof", default="What is proved"),
        progress=checkpoint_progress(page),
        facts=[
            Values(
                label=_("audit_fact_checkpoint", default="Last checkpoint"),
                value=checkpoint_text(last and last.as_dict()),
            ),
            Values(
                label=_("audit_fact_window", default="Records changed since"),
                value=number_text(window_of(page.site)),
            ),
        ],
        facts_css="sr-facts",
        forms=[form] if form is not None else [],
    )


def where_begun(page, url):
    """Return where a page goes after a deed: after this one to the section with its progress."""
    begun = page.request.form.get("do") == DEED and _under_way(page.site) is not None
    return f"{url}#{SECTION}" if begun else url


class CheckpointProgress(BrowserView):
    """``checkpoint-progress`` of the site: what the pages ask meanwhile, as JSON."""

    def __call__(self):
        return progress_json(_under_way(self.context), self.request.response)


def _under_way(site):
    """Return the job of a checkpoint that has not ended, ``None`` without one."""
    jobs = get_jobs(site)
    found = jobs.open_jobs() if jobs is not None else ()
    return next((one for one in found if one.kind == KIND), None)
