"""The auditor's package on the page of the archive's state: made by one button, then taken away."""

from AccessControl import getSecurityManager
from collective.schoolrecords.access.clock import school_timezone
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.formats import size_text
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.integrity.checkpoint_evidence import has_taken
from collective.schoolrecords.integrity.checkpoint_evidence import take_away
from collective.schoolrecords.jobs.interfaces import DONE
from collective.schoolrecords.jobs.interfaces import FAILED
from collective.schoolrecords.jobs.interfaces import QUEUED
from collective.schoolrecords.jobs.interfaces import RUNNING
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.storage import submit
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.audit_package import KIND
from collective.schoolrecords.retention.audit_package import PACKAGE
from Products.Five.browser import BrowserView
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse
from ZPublisher.Iterators import filestream_iterator


OFFICE = "auditor"
FILE, CHECKPOINT_FILE = "audit-package", "checkpoint-file"
TITLE = _("audit_section_package", default="Package to take away")


def package_deeds(page):
    """Yield the deeds of the auditor: make a package while none is being made, take one away."""
    reader = page.reader
    if OFFICE not in reader.keys:
        return
    ready = _ready(reader)
    if ready is not None and not _has_taken(page.site, ready):
        yield _take_deed(page, ready)
    if _open_job(reader) is None:
        yield _make_deed(reader)


def _make_deed(reader):
    def make(values):
        for job in _own_jobs(reader):
            # One package for each auditor: it can be as large as the whole ledger.
            job.data.clear()
        submit(reader.site, KIND, started_by=reader.id)
        return _("audit_queued", default="It is queued.")

    return Deed(
        "package",
        _("audit_deed_package", default="Make the package"),
        make,
        text=_(
            "audit_deed_package_text",
            default="Entries of all records, checkpoints, signatures, evidence of acts and the "
            "report as PDF/A and CSV, in one file by BagIt. A former package goes.",
        ),
        css="btn-secondary",
    )


def _take_deed(page, job):
    number = job.result["checkpoint"]

    def take(values):
        take_away(page.site, number)
        page.download = f"{FILE}/{job.uid}"
        return _(
            "audit_package_taken",
            default="The package is yours now, and checkpoint No. ${n} in it. Keep that checkpoint "
            "as a file of its own, too: with it anybody checks that the package was not changed.",
            mapping={"n": str(number)},
        )

    return Deed(
        "take_package",
        _("audit_deed_take_package", default="Take the package away"),
        take,
        text=_(
            "audit_deed_take_package_text",
            default="The package is downloaded, and the school notes that you hold checkpoint "
            "No. ${n}, which closes it.",
            mapping={"n": str(number)},
        ),
    )


def taken_package(page):
    """Yield the view that gives the package, if the reader has taken it away."""
    job = _ready(page.reader) if OFFICE in page.reader.keys else None
    if job is not None and _has_taken(page.site, job):
        yield f"{FILE}/{job.uid}"


def package_section(page, *forms):
    """Return the section of the page, ``None`` for who is no auditor."""
    reader = page.reader
    if OFFICE not in reader.keys:
        return None
    shown = [job for job in _own_jobs(reader) if job.state in SHOWN][:1]
    facts = [one for job in shown for one in _facts(page, job)]
    return Values(
        id="package",
        title=TITLE,
        facts=facts,
        facts_css="sr-facts",
        empty=None if facts else _("audit_package_none", default="None was made yet."),
        forms=[one for one in forms if one is not None],
    )


@implementer(IPublishTraverse)
class PackageFile(BrowserView):
    """``audit-package/<uid of the job>``: the package, for the person who had it made and took it."""

    uid = None

    def publishTraverse(self, request, name):
        """Take the job's uid."""
        if self.uid is not None:
            raise NotFound(name)
        self.uid = name
        return self

    def __call__(self):
        jobs = get_jobs(self.context)
        job = jobs.get(self.uid) if jobs is not None and self.uid else None
        user_id = getSecurityManager().getUser().getId()
        mine = job is not None and job.kind == KIND and job.started_by == user_id
        if not mine or PACKAGE not in job.data or not _has_taken(self.context, job):
            raise NotFound(FILE)
        name = f"audit-{job.finished.astimezone(school_timezone()):%Y-%m-%d}.zip"
        stream = filestream_iterator(job.data[PACKAGE].committed())
        response = self.request.response
        response.setHeader("Content-Type", "application/zip")
        response.setHeader("Content-Length", str(len(stream)))
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        response.setHeader("Cache-Control", "private, no-store")
        return stream


def _own_jobs(reader):
    jobs = get_jobs(reader.site)
    for uid in jobs.newest_first() if jobs is not None else ():
        job = jobs.get(uid)
        if job.kind == KIND and job.started_by == reader.id:
            yield job


def _ready(reader):
    """Return the job whose package waits for the reader, ``None`` without one."""
    return next((job for job in _own_jobs(reader) if PACKAGE in job.data), None)


def _has_taken(site, job):
    return has_taken(site, job.result["checkpoint"], job.started_by)


def _open_job(reader):
    return next((job for job in _own_jobs(reader) if job.state in (QUEUED, RUNNING)), None)


def _facts(page, job):
    """Yield how a package stands, and the checkpoint that closes it."""
    if job.state != DONE:
        yield Values(label=SHOWN[job.state], value=f"{job.created:%d.%m.%Y}", url=None)
        return
    if PACKAGE not in job.data:
        return
    taken, base = _has_taken(page.site, job), page.site.absolute_url()
    at, number = job.finished.astimezone(school_timezone()), job.result["checkpoint"]
    yield Values(
        label=SHOWN[DONE],
        value=f"{at:%d.%m.%Y %H:%M}, {size_text(job.result['size'])}",
        url=f"{base}/@@{FILE}/{job.uid}" if taken else None,
    )
    yield Values(
        label=_("audit_package_closed", default="Closed by checkpoint"),
        value=f"№ {number}",
        url=f"{base}/@@{CHECKPOINT_FILE}/{number}" if taken else None,
    )
    # A package that was made before they were counted does not know.
    if closed := job.result.get("closed", 0):
        yield Values(
            label=_("audit_package_unopened", default="Events that it does not open"),
            value=number_text(closed),
            sub=_(
                "audit_package_unopened_why",
                default="They were written before the system began to keep a key of its own for every "
                "signature, seal, acknowledgement, act and deletion of drafts: what they say cannot "
                "be shown without opening all else that the record's history holds. The package "
                "proves that they are there and that nobody changed them since your checkpoint, and "
                "not what they say; its check names each of them and ends with «not confirmed». "
                "Compare them with your earlier checkpoints and the papers.",
            ),
            url=None,
        )


SHOWN = {
    DONE: _("audit_package_done", default="Ready"),
    QUEUED: _("audit_package_queued", default="It is being made since"),
    RUNNING: _("audit_package_queued", default="It is being made since"),
    FAILED: _("audit_package_failed", default="It could not be made"),
}
