"""Taking a checkpoint: the heads of all chains that grew go into the log, which is then closed."""

from collective.schoolrecords.access.clock import now
from collective.schoolrecords.core.checkpoint_files import STAMPED
from collective.schoolrecords.integrity.checkpoint_evidence import STAMPS
from collective.schoolrecords.jobs.interfaces import Progress
from collective.schoolrecords.jobs.kinds import JobKind
from collective.schoolrecords.ledger.log import find_ledger
from collective.schoolrecords.ledger.log import SHARDS
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.storage import get_school
from collective.schoolrecords.signing.timestamp_queue import wait


KIND = "checkpoint"


class TakeCheckpoint(JobKind):
    """Kind ``checkpoint``: shard by shard; the checkpoint itself comes with the last one.

    A run that is killed leaves heads in the log and no checkpoint: the next one covers them.
    """

    title = _("integrity_job_checkpoint", default="Checkpoint of the ledger")
    permission = "collective.schoolrecords.TakeCheckpoint"
    system = True

    def daily(self, site, day):
        """One checkpoint a day, when anything happened since the last one."""
        return {} if window_of(site) else None

    def step(self, site, job, budget):
        """Take marked chains until the budget is spent; the cursor is the shard."""
        job.cursor, done = take_heads(site, job.cursor, budget)
        if job.cursor < SHARDS:
            return Progress(job.done + done)
        close(site)
        return Progress(job.done + done, job.done + done, finished=True)

    def finish(self, site, job):
        """Name the checkpoint."""
        last = find_ledger(site).log.last()
        return {"number": last.number, "size": last.size, "root": last.root, "heads": job.done}


def window_of(site):
    """Return how many chains have grown since their heads were last taken.

    That of the school does not count when nothing but timestamps of checkpoints came to it: they follow a
    checkpoint, and if they called for the next one, an archive in which nothing happens would have one
    every day, and no checkpoint would ever leave nothing open.
    """
    ledger, school = find_ledger(site), get_school(site)
    if ledger is None:
        return 0
    chain = None if school is None else ledger.marks.chain(chain_of(school).uid)
    index = None if chain is None else ledger.log.index_of(chain.uid, ledger.log.size)
    if index is None:
        return len(ledger.marks)
    came = chain.entries(ledger.log.head(index).length)
    return len(ledger.marks) - all(one.event == STAMPED for one in came)


def take_heads(site, shard, budget):
    """Take marked chains into the log from ``shard`` on until the budget is spent.

    Returns (the shard to go on with, how many chains were taken); :data:`SHARDS` after the last one.
    """
    ledger, done = find_ledger(site), 0
    while shard < SHARDS and not budget.spent(done):
        most = budget.items - done
        heads = ledger.marks.take(shard, most)
        ledger.log.append(heads)
        done += len(heads)
        if len(heads) < most:
            shard += 1
    return shard, done


def close(site):
    """Make the checkpoint over the log as it is; where the school asks an authority, a timestamp follows."""
    made = find_ledger(site).log.close(now())
    wait(site, (STAMPS, made.number))
