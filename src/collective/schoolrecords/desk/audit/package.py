"""The auditor's package on the page of the archive's state: made by one button, then taken away."""

from AccessControl import getSecurityManager
from collective.schoolrecords.access.clock import school_timezone
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.formats import size_text
from collective.schoolrecords.desk.values import Values
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
TITLE = _("audit_section_package", default="Package to take away")


def package_deed(reader):
    """Yield the deed that makes a package, for the auditor while none is being made."""
    if OFFICE not in reader.keys or _open_job(reader) is not None:
        return

    def make(values):
        for job in _own_jobs(reader):
            # One package for each auditor: it can be as large as the whole ledger.
            job.data.clear()
        submit(reader.site, KIND, started_by=reader.id)
        return _("audit_queued", default="It is queued.")

    yield Deed(
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


def package_section(page, form):
    """Return the section of the page, ``None`` for who is no auditor."""
    reader = page.reader
    if OFFICE not in reader.keys:
        return None
    facts = [_fact(page, job) for job in _own_jobs(reader) if job.state in SHOWN][:1]
    facts = [one for one in facts if one is not None]
    return Values(
        id="package",
        title=TITLE,
        facts=facts,
        facts_css="sr-facts",
        empty=None if facts else _("audit_package_none", default="None was made yet."),
        forms=[form] if form is not None else [],
    )


@implementer(IPublishTraverse)
class PackageFile(BrowserView):
    """``audit-package/<uid of the job>``: the package, for the person who had it made."""

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
        if not mine or PACKAGE not in job.data:
            raise NotFound("audit-package")
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


def _open_job(reader):
    return next((job for job in _own_jobs(reader) if job.state in (QUEUED, RUNNING)), None)


def _fact(page, job):
    label, url, value = SHOWN[job.state], None, ""
    if job.state == DONE:
        if PACKAGE not in job.data:
            return None
        at = job.finished.astimezone(school_timezone())
        value = f"{at:%d.%m.%Y %H:%M}, {size_text(job.result['size'])}"
        url = f"{page.site.absolute_url()}/@@audit-package/{job.uid}"
    return Values(label=label, value=value or f"{job.created:%d.%m.%Y}", url=url)


SHOWN = {
    DONE: _("audit_package_done", default="Ready"),
    QUEUED: _("audit_package_queued", default="It is being made since"),
    RUNNING: _("audit_package_queued", default="It is being made since"),
    FAILED: _("audit_package_failed", default="It could not be made"),
}
