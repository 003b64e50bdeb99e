"""Holds of many records as jobs, and what the dates of holds change from one day to the next."""

from AccessControl.security import checkPermission
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import holds as rules
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.core.terms import ERROR
from collective.schoolrecords.jobs import storage
from collective.schoolrecords.jobs.interfaces import Progress
from collective.schoolrecords.jobs.kinds import JobKind
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention import due
from collective.schoolrecords.retention import holds
from collective.schoolrecords.retention.hold.index import find_holds
from collective.schoolrecords.retention.hold.index import turned
from collective.schoolrecords.retention.hold.words import HoldRefused
from plone.app.uuid.utils import uuidToObject


#: Records that one order may name.
MOST = 100_000
#: Messages of one job about single records; the numbers of the result count all of them.
MOST_MESSAGES = 200


def record_of(uid):
    """Return the object with this UID, whoever asks; ``None`` when there is none."""
    return uuidToObject(uid, unrestricted=True)


class ManyHolds(JobKind):
    """What laying and lifting in bulk share. ``job.data["items"]``: what to do, in order."""

    permission = "collective.schoolrecords.Hold"

    def step(self, site, job, budget):
        """Take items until the budget is spent; what is refused is told and counted."""
        items = job.data["items"]
        first = job.cursor
        while job.cursor < len(items) and not budget.spent(job.cursor - first):
            self._take(job, items[job.cursor])
            job.cursor += 1
        return Progress(job.cursor, len(items), job.cursor == len(items))

    def finish(self, site, job):
        """Return how many were done and refused; reasons do not stay with the job."""
        refused = job.data.get("refused", 0)
        job.data.clear()
        return {"done": job.done - refused, "refused": refused}

    def _take(self, job, item):
        uid = self.uid_of(item)
        obj = record_of(uid) if uid else None
        try:
            if obj is None or not checkPermission("zope2.View", obj):
                raise HoldRefused([Reason("hold_target_unknown")])
            self.act(job, obj, item)
        except HoldRefused as refusal:
            refused = job.data["refused"] = job.data.get("refused", 0) + 1
            if refused <= MOST_MESSAGES:
                why = " ".join(reason["message"] for reason in refusal.reasons)
                job.say(storage.WARNING, _told(self.address(obj, item), why))

    def address(self, obj, item):
        """Return what names an item in a message: an address below the site, no title."""
        return "/".join(obj.getPhysicalPath()[2:]) if obj is not None else self.uid_of(item)


class PlaceHolds(ManyHolds):
    """Kind ``hold-place``: lay one hold on many records. ``job.data["hold"]``: its values."""

    title = _("hold_job_place", default="Laying a hold on many records")

    def uid_of(self, item):
        """The items are UIDs."""
        return item

    def act(self, job, obj, item):
        """Lay the hold; what is laid together is known by the job."""
        holds.place(obj, **job.data["hold"], batch=job.uid)


class LiftHolds(ManyHolds):
    """Kind ``hold-lift``: lift many holds. The items are their ids."""

    title = _("hold_job_lift", default="Lifting many holds")

    def uid_of(self, item):
        """The record of a hold, from the index; empty when it is unknown."""
        index = find_holds()
        row = index.get(item) if index is not None else None
        return row.uid if row is not None else ""

    def address(self, obj, item):
        """The record's address, else the id of the hold."""
        return super().address(obj, item) or item

    def act(self, job, obj, item):
        """Lift the hold."""
        holds.lift(obj, item, job.data["reason"])


class RetentionDay(JobKind):
    """Kind ``retention-day``: tell the due index which holds begin or end with the new day."""

    title = _("hold_job_day", default="Dates of holds of the new day")
    permission = "collective.schoolrecords.ManageArchive"
    system = True

    def daily(self, site, day):
        """Wanted on every day since the last one counted, when anything has a date."""
        index = find_holds(site)
        if index is None or index.counted_on >= day:
            return None
        return {"day": day}

    def start(self, parameters):
        """Begin before the first record."""
        return ""

    def step(self, site, job, budget):
        """Put the records anew whose holds turned, in the order of their UIDs."""
        index, day, done = find_holds(site), job.parameters["day"], 0
        uids = [uid for uid in changed(site, index.counted_on, day) if uid > job.cursor]
        for uid in uids:
            if budget.spent(done):
                return Progress(job.done + done, job.done + len(uids))
            record = record_of(uid)
            if record is not None:
                due.put_record(record, day)
            job.cursor = uid
            done += 1
        index.counted_on = max(index.counted_on, day)
        return Progress(job.done + done, job.done + done, finished=True)


def changed(site, after, day):
    """Return the UIDs of what stands otherwise on ``day`` than on ``after``, sorted.

    Records with a hold that begins or ends, and those whose closing date lay in the future.
    """
    uids = set(turned(find_holds(site), after, day))
    index = due.find_index(site)
    if index is not None:
        years = frozenset(range(after.year, day.year + 1))
        _total, rows = index.query(day, {"status": ERROR, "year": years}, size=len(index))
        uids.update(row.uid for row in rows)
    return sorted(uids)


def place_many(site, uids, *, started_by, reason, basis, **more):
    """Queue a job that lays one hold on many records or documents; return it.

    ``uids``: of at most ``MOST``. ``more``: see ``holds.place``. Raises ``HoldRefused`` for what
    no record would take. Records that refuse it are told in the job, the others are held.
    """
    values = {"reason": reason, "basis": basis, **more}
    found = rules.check_place(holds.new_hold(**values), (), False, school_today())
    data = {"items": _checked(uids, found), "hold": values}
    return storage.submit(site, "hold-place", started_by=started_by, data=data)


def lift_many(site, hold_ids, *, started_by, reason):
    """Queue a job that lifts many holds by their ids; return it. Raises ``HoldRefused``."""
    reason = (reason or "").strip()
    data = {"items": _checked(hold_ids, rules.check_word(reason)), "reason": reason}
    return storage.submit(site, "hold-lift", started_by=started_by, data=data)


def _told(address, why):
    return _(
        "hold_job_refused", default="${address}: ${why}", mapping={"address": address, "why": why}
    )


def _checked(items, found):
    """Return the items, each once; raise ``HoldRefused`` for what is wrong with all of it."""
    items, found = tuple(dict.fromkeys(items)), list(found)
    if not items:
        found.append(Reason("hold_nothing_named"))
    elif len(items) > MOST:
        found.append(Reason("hold_too_many", None, {"most": MOST}))
    if found:
        raise HoldRefused(found)
    return items
