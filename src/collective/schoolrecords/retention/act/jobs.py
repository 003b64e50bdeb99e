"""Long work of an act before its execution: selecting its records, and letting them go again."""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import destruction as rules
from collective.schoolrecords.core.lifecycle import ARCHIVED
from collective.schoolrecords.core.lifecycle import SELECTED
from collective.schoolrecords.jobs.interfaces import JobFailed
from collective.schoolrecords.jobs.interfaces import Progress
from collective.schoolrecords.jobs.kinds import JobKind
from collective.schoolrecords.lifecycle.by_act import take
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.act.items import records_by_uid
from collective.schoolrecords.retention.act.items import unfit
from collective.schoolrecords.retention.membership import act_of
from collective.schoolrecords.retention.membership import release
from dataclasses import replace


#: Records of one transaction: a hold that comes meanwhile loses so little work.
CHUNK = 100


class ActJob(JobKind):
    """Walks the rows of an act; the cursor is the position of the last row dealt with."""

    permission = "collective.schoolrecords.ViewDue"
    states = ()

    def step(self, site, job, budget):
        """Deal with a chunk of rows."""
        act = act_by_uid(job.parameters["act"])
        if act is None or act.state not in self.states:
            raise JobFailed(_("act_job_gone", default="The act is no longer in the right state."))
        size = min(CHUNK, budget.items)
        positions = list(act.rows.keys(min=job.cursor + 1))
        chunk = positions[:size]
        records = records_by_uid([act.rows[position].uid for position in chunk])
        self.deal(act, [(one, act.rows[one], records.get(act.rows[one].uid)) for one in chunk])
        if chunk:
            job.cursor = chunk[-1]
        return Progress(job.done + len(chunk), len(act.rows), len(positions) <= size)

    def finish(self, site, job):
        """Tell the act's UID and how its rows stand."""
        act = act_by_uid(job.parameters["act"])
        return {"act": act.UID(), **act.totals()}


class ActSelect(ActJob):
    """Kind ``act-select``: each record is judged again, then selected; kept ones are let go.

    A record that may not be destroyed any more is skipped, and the row says why.
    """

    title = _("act_job_select", default="Select the records of an act")
    states = ("signed",)

    def deal(self, act, chunk):
        """Judge and select the records of a chunk of rows."""
        today, uid, number = school_today(), act.UID(), act.registration_number
        chosen = []
        for position, row, record in chunk:
            if row.decision == rules.KEEP:
                if record is not None:
                    release(record, uid)
                continue
            if record is None:
                act.set_result(position, rules.SKIPPED, "item_unknown")
            elif record.state == SELECTED and act_of(record) == uid:
                continue
            else:
                found = unfit(record, uid, today)
                if act_of(record) != uid:
                    act.set_result(position, rules.SKIPPED, "item_in_act")
                elif found:
                    codes = ", ".join(reason.code for reason in found)
                    act.set_result(position, rules.SKIPPED, codes)
                    release(record, uid)
                else:
                    act.put(position, replace(row, former=record.state))
                    chosen.append(record)
        take(chosen, "select", uid, number=number)


class ActRelease(ActJob):
    """Kind ``act-release``: the records of an act that was given up are what they were before."""

    title = _("act_job_release", default="Let go of the records of an act")
    states = ("annulled",)

    def deal(self, act, chunk):
        """Give back the records of a chunk of rows."""
        give_back(act, chunk)


def give_back(act, chunk):
    """Release records of an act: (position, row, record or ``None``) each, to their former state."""
    uid = act.UID()
    mine = [(row, one) for _n, row, one in chunk if one is not None and act_of(one) == uid]
    selected = [(row, one) for row, one in mine if one.state == SELECTED]
    for step, records in (
        ("release", [one for row, one in selected if row.former == ARCHIVED]),
        ("release_to_office", [one for row, one in selected if row.former != ARCHIVED]),
    ):
        take(records, step, uid, number=act.registration_number)
    for _row, record in mine:
        release(record, uid)


def act_by_uid(uid):
    """Return the act with this UID, or ``None``."""
    return records_by_uid([uid]).get(uid)
