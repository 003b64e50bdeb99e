"""What follows the removal on the page of an act: packing, the word on the backups, verification."""

from AccessControl.security import checkPermission
from collective.schoolrecords.core import act_stages as rules
from collective.schoolrecords.core import lifecycle as states
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.jobs.interfaces import CANCELLED
from collective.schoolrecords.jobs.interfaces import DONE
from collective.schoolrecords.jobs.interfaces import FAILED
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.act import handlers
from collective.schoolrecords.retention.execution import stages
from zope import schema


MANAGE_ARCHIVE = "collective.schoolrecords.ManageArchive"

#: What a verification may find, in the order in which it is told.
FOUND = {
    "objects": _("desk_found_objects", default="objects in the storage"),
    "blobs": _("desk_found_blobs", default="their files in the storage"),
    "files": _("desk_found_files", default="copies of their files"),
    "rows": _("desk_found_rows", default="rows of the catalog"),
    "words": _("desk_found_words", default="words of the search"),
}


def trace_deeds(page):
    """Yield the deeds (:class:`Deed`) that are open behind the removal, one stage after another."""
    act = page.context
    if act.state != states.CLOSED or not checkPermission(MANAGE_ARCHIVE, page.site):
        return
    if running_job(act) is not None:
        return
    if not stages.reasons_against(act, rules.PACKED):
        again = rules.PACKED in act.stages
        yield Deed(
            "pack",
            _("desk_trace_pack_again", default="Pack the storage once more")
            if again
            else _("desk_trace_pack", default="Pack the storage and clear the search"),
            lambda values: stages.pack(act) and STARTED,
            css="btn-secondary" if again else "btn-primary",
        )
    if rules.CACHES_CLEARED in act.stages and rules.BACKUPS_EXPIRED not in act.stages:
        yield _backups(act)
    if not stages.reasons_against(act, rules.VERIFIED):
        yield Deed(
            "verify",
            _("desk_trace_verify", default="Look whether anything is left"),
            lambda values: stages.verify(act) and STARTED,
        )


def _backups(act):
    return Deed(
        "backups",
        _("desk_trace_backups", default="Confirm that the backups have expired"),
        lambda values: stages.confirm_backups(act, values["on"]),
        (
            schema.Date(
                __name__="on",
                title=_("desk_trace_backups_on", default="No backup holds the records since"),
            ),
        ),
        _(
            "desk_trace_backups_text",
            default="Not before ${day}: until then the school's own backups still hold them.",
            mapping={"day": day_text(stages.backups_until(act))},
        ),
        done=_(
            "desk_done_trace_backups_gone", default="It is noted that the backups have expired."
        ),
    )


def running_job(act):
    """Return the packing or verifying job under way, or ``None``."""
    for kind in (stages.PACK, stages.VERIFY):
        job = handlers.job_of(act, kind)
        if job is not None and job.state not in (DONE, CANCELLED, FAILED):
            return job
    return None


def trace_texts(act):
    """Return sentences: what runs now, what stopped, what the last verification found."""
    said = []
    if running_job(act) is not None:
        said.append(RUNNING)
    for kind in (stages.PACK, stages.VERIFY):
        job = handlers.job_of(act, kind)
        if job is not None and job.state == FAILED:
            said.append(STOPPED)
    found = stages.findings_of(act)
    if found is not None:
        said.append(_found(found))
        said += [_shared(path) for _sum, path in found["shared"]]
    return said


def _found(found):
    day = day_text(found["on"])
    if found["clean"]:
        return _(
            "desk_trace_clean",
            default="Looked for on ${day}: nothing of the records is left.",
            mapping={"day": day},
        )
    return _(
        "desk_trace_left",
        default="Looked for on ${day}: something is left (see the list). Pack the storage once "
        "more and look again.",
        mapping={"day": day},
    )


def _shared(path):
    return _(
        "desk_trace_shared",
        default="The same file is held by another record, which stays: ${path}",
        mapping={"path": path},
    )


def found_counts(act):
    """Return pairs (title, number as text) of what the last verification found."""
    found = stages.findings_of(act)
    if found is None or found["clean"]:
        return []
    return [
        (title, number_text(count))
        for name, title in FOUND.items()
        if (count := found.get(f"{name}_total", _count(found[name])))
    ]


def _count(value):
    return value if isinstance(value, int) else len(value)


STARTED = _("desk_trace_started", default="The work has begun. Come back to this page for it.")
RUNNING = _("desk_trace_running", default="The storage is being worked on. Open the page later.")
STOPPED = _(
    "desk_trace_stopped",
    default="The work stopped. Its message stands in the list of jobs; begin it once more.",
)
