"""Imports into the database of a stopped server: the same jobs, run in the foreground."""

from .console import Complaint
from .instance import opened
from AccessControl import getSecurityManager
from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.SecurityManagement import noSecurityManager
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.exchange import journal
from collective.schoolrecords.exchange.overview import describe_dry_run
from collective.schoolrecords.exchange.overview import describe_import
from collective.schoolrecords.exchange.starting import dry_run
from collective.schoolrecords.exchange.starting import start_import
from collective.schoolrecords.exchange.taking_back import start_undo
from collective.schoolrecords.jobs.environment import ZopeAccess
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now
from contextlib import contextmanager
from plone.browserlayer.layer import mark_layer
from zExceptions import Unauthorized
from zope.component.hooks import setSite
from zope.traversing.interfaces import BeforeTraverseEvent


@contextmanager
def opened_school(config, name, user_name):
    """Give the :class:`LocalSchool` of a site in a stopped server's database, as one of its users.

    Raises `Complaint` when the configuration is missing, a server has the database open, or the
    site or the user does not exist.
    """
    with opened(config) as application:
        site = application.get(name)
        if getattr(site, "portal_type", None) != "Plone Site":
            raise Complaint(f"нет такого сайта: {name}")
        setSite(site)
        mark_layer(site, BeforeTraverseEvent(site, site.REQUEST))
        newSecurityManager(site.REQUEST, _user(application, site, user_name))
        try:
            yield LocalSchool(site)
        finally:
            noSecurityManager()
            setSite(None)


def _user(application, site, user_name):
    for folder in (site.acl_users, application.acl_users):
        user = folder.getUser(user_name)
        if user is not None:
            return user.__of__(folder)
    raise Complaint(f"нет такого пользователя: {user_name}")


class LocalSchool:
    """A school in an open database; the current user works."""

    def __init__(self, site):
        self.site = site
        site.REQUEST.environ["HTTP_ACCEPT_LANGUAGE"] = "ru"
        site.REQUEST.set("LANGUAGE", "ru")

    def dry_run(self, kind, *order):
        """Return what an import would do; writes nothing."""
        with _complaining():
            report = dry_run(self.site, kind, *order)
        return describe_dry_run(report, self.site.REQUEST, kind)

    def load(self, kind, data, filename, options, again, bar):
        """Import; return the import when its job has ended."""
        with _complaining():
            one = start_import(self.site, kind, data, filename, options, again)
        return self._run(one, one.job, bar)

    def undo(self, uid, bar):
        """Take an import back; return it when its job has ended."""
        imports = journal.imports_of(self.site)
        one = imports.get(uid) if imports is not None else None
        if one is None:
            raise Complaint(f"нет такой загрузки: {uid}")
        with _complaining():
            job = start_undo(self.site, one, getSecurityManager().getUser().getId())
        return self._run(one, job.uid, bar)

    def _run(self, one, job_uid, bar):
        job = get_jobs(self.site).get(job_uid)
        run_now(self.site, job, WatchedAccess(job_uid, bar))
        return describe_import(self.site, one, self.site.REQUEST)


class WatchedAccess(ZopeAccess):
    """Tells a bar how far a job is whenever a chunk has been committed."""

    def __init__(self, job_uid, bar):
        self.job_uid = job_uid
        self.bar = bar

    @contextmanager
    def enter(self, connection, path):
        """See `IAccess`."""
        with super().enter(connection, path) as site:
            yield site
            job = get_jobs(site).get(self.job_uid)
            if job is not None and job.total is not None:
                self.bar.show(job.done, job.total)


@contextmanager
def _complaining():
    """Turn refusals into complaints with all reasons."""
    try:
        yield
    except Refusal as refusal:
        words = [refusal.message, *(reason["message"] for reason in refusal.reasons)]
        raise Complaint("\n  ".join(dict.fromkeys(words))) from None
    except Unauthorized:
        raise Complaint("нет права загружать такие списки") from None
