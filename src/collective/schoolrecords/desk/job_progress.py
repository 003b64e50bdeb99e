"""How far a job of the archive is: the bar on a page, and what the page asks while the job runs."""

from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from zope.i18nmessageid import Message

import json


SAID = _("desk_progress_said", default="${done} of ${total}")
CHECK = _("audit_progress_title", default="A check is under way")


def progress_bar(job, url, say, title=CHECK, words=SAID):
    """Return the bar of a job that has not ended, ``None`` without one; ``url`` is asked anew.

    ``title`` names the job; ``words`` say how far it is, with ``${done}`` and, where it is known from
    the start, ``${total}``.
    """
    if job is None:
        return None
    done, total = number_text(job.done), number_text(job.total or 0)
    return Values(
        part=int(job.percent() or 0),
        title=title,
        said=say(Message(words, mapping={"done": done, "total": total})),
        message="",
        url=url,
        text=say(Message(words, mapping={"done": "{done}", "total": "{total}"})),
    )


def progress_json(job, response):
    """Return the same as JSON; without a job it is done."""
    response.setHeader("Content-Type", "application/json")
    response.setHeader("Cache-Control", "no-store")
    return json.dumps(
        {
            "state": "running" if job is not None else "done",
            "done": job.done if job is not None else 0,
            "total": (job.total or 0) if job is not None else 0,
            "message": "",
        }
    )
