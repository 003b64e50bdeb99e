"""The jobs behind the removal: packing the storage, clearing index and caches, verifying.

A pack cannot be part of a transaction, and a vacuum waits for everybody who reads. So the job gives
up its own transaction for it and notes the result in the next one; a pack that is done twice does
no harm.
"""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import act_stages as rules
from collective.schoolrecords.integrity import erasure
from collective.schoolrecords.integrity.lexicons import forget_idle_words
from collective.schoolrecords.integrity.lexicons import mend_postings
from collective.schoolrecords.integrity.stores import store_of
from collective.schoolrecords.jobs.interfaces import Progress
from collective.schoolrecords.jobs.kinds import JobKind
from collective.schoolrecords.jobs.storage import utcnow
from collective.schoolrecords.lifecycle.interfaces import IRegister
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.execution import stages
from collective.schoolrecords.retention.execution.caches import clear_caches
from collective.schoolrecords.retention.execution.destroy import find_record
from collective.schoolrecords.retention.execution.jobs import act_of_job
from collective.schoolrecords.retention.execution.jobs import MANAGE
from collective.schoolrecords.retention.execution.traces import sums_of
from collective.schoolrecords.retention.execution.traces import traces_of
from collective.schoolrecords.retention.tombstone.remains import documents_of
from datetime import timedelta
from Products.CMFCore.utils import getToolByName


#: How long a pack may take before another worker thinks that this one is dead.
PACK_HOURS = 12


class PackStorage(JobKind):
    """Kind ``act-pack``; parameters ``{"act": uid}``. The cursor: the next thing, and word ids.

    The words go first: what the lexicon looked like before is then packed away as well.
    """

    title = _("act_job_pack", default="Pack the storage and clear index and caches")
    permission = MANAGE

    def start(self, parameters):
        """Begin with the words."""
        return {"next": "words"}

    def step(self, site, job, budget):
        """Drop idle words, look once more at what was filed meanwhile, pack, clear caches."""
        act, cursor = act_of_job(site, job), job.cursor
        catalog = getToolByName(site, "portal_catalog")
        if cursor["next"] == "words":
            job.cursor = {"next": "mend", "words": forget_idle_words(catalog)}
            return Progress(1, 4)
        if cursor["next"] == "mend":
            words = sum(len(one) for one in cursor["words"].values())
            facts = {"words": words, "mended": mend_postings(catalog, cursor["words"])}
            job.cursor = {"next": "pack", "facts": facts}
            return Progress(2, 4)
        today = school_today()
        if cursor["next"] == "pack":
            packed = pack_outside(site, job)
            stages.reach(act, rules.PACKED, today, **packed)
            job.cursor = {**cursor, "next": "caches"}
            return Progress(3, 4)
        cleared = clear_caches(site)
        stages.reach(act, rules.CACHES_CLEARED, today, cleared=cleared, **cursor["facts"])
        return Progress(4, 4, finished=True)


def pack_outside(site, job):
    """Pack the database of ``site`` outside of any transaction; return what was done.

    The lease is made long first, in a transaction of its own.
    """
    connection = site._p_jar
    manager = connection.transaction_manager
    job.take_lease(job.lease_owner, utcnow() + timedelta(hours=PACK_HOURS))
    manager.commit()
    release = getattr(connection._storage, "afterCompletion", None)
    if release is not None:
        # A snapshot that this very connection keeps open would make the vacuum wait for ever.
        release()
    try:
        return store_of(connection.db()).pack()
    finally:
        manager.begin()


class VerifyErasure(JobKind):
    """Kind ``act-verify``; parameters ``{"act": uid}``."""

    title = _("act_job_verify", default="Verify that nothing of the records is left")
    permission = MANAGE

    def step(self, site, job, budget):
        """Drop words that edits have left idle since, then look everywhere."""
        act = act_of_job(site, job)
        if job.cursor == 0:
            forget_idle_words(getToolByName(site, "portal_catalog"))
            job.cursor = 1
            return Progress(1, 2)
        found = look(site, act)
        today = school_today()
        stages.keep_findings(act, {"on": today, "clean": found.clean, **found.as_dict()})
        if found.clean:
            stages.reach(act, rules.VERIFIED, today, left=found.left)
        job.cursor = 2
        return Progress(2, 2, finished=True)

    def finish(self, site, job):
        """Tell whether anything was found."""
        findings = stages.findings_of(act_of_job(site, job))
        return {"clean": findings["clean"]}


def look(site, act):
    """Return the ``Findings`` about everything that the act removed."""
    traces = traces_of(act)
    rows = [row for row in act.rows.values() if row.result == "removed"]
    return erasure.look(
        store_of(site._p_jar.db()),
        getToolByName(site, "portal_catalog"),
        traces.oids() if traces is not None else (),
        traces.files() if traces is not None else {},
        [find_record(site, row.uid) for row in rows],
        lambda sums: holders_of(site, sums),
    )


def holders_of(site, sums):
    """Return SHA-256 → path of a live record or document whose file has it.

    Reads every record; asked only when a blob with the content of a destroyed file was found.
    """
    found = {}
    for register in site.objectValues():
        if not IRegister.providedBy(register):
            continue
        for record in register.objectValues():
            for one in (record, *documents_of(record)):
                for sha256, _size in sums_of(one):
                    if sha256 in sums:
                        found.setdefault(sha256, "/".join(one.getPhysicalPath()))
        register._p_jar.cacheGC()
    return found
