"""What is proved, and to whom: the last checkpoint, the window since, who took which one away."""

from AccessControl import getSecurityManager
from collective.schoolrecords.desk.audit.package import CHECKPOINT_FILE as FILE
from collective.schoolrecords.desk.audit.words import moment_text
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.integrity.checkpoint_evidence import has_taken
from collective.schoolrecords.integrity.checkpoint_evidence import plain_checkpoint
from collective.schoolrecords.integrity.checkpoint_evidence import take_away
from collective.schoolrecords.ledger.log import find_ledger
from collective.schoolrecords.messages import _
from datetime import datetime
from Products.Five.browser import BrowserView
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse

import json


NONE_YET = _("audit_checkpoint_none", default="not taken yet")


def take_deed(page):
    """Yield the deed that takes the last checkpoint away, for who has not taken it."""
    last = page.status["ledger"]["checkpoint"]
    if last is None:
        return
    number = last["number"]
    if has_taken(page.site, number, page.reader.id):
        return

    def take(values):
        take_away(page.site, number)
        page.download = f"{FILE}/{number}"
        return _(
            "audit_taken_now",
            default="Checkpoint No. ${n} is yours now: keep the file where nobody of the school can "
            "change it.",
            mapping={"n": str(number)},
        )

    yield Deed(
        "take",
        _("audit_deed_take", default="Take checkpoint No. ${n} away", mapping={"n": str(number)}),
        take,
        text=_(
            "audit_deed_take_text",
            default="A file with the checkpoint is downloaded, and the school notes who has it. With "
            "it anybody proves later that nothing before it was taken back.",
        ),
        css="btn-primary",
    )


def taken_checkpoint(page):
    """Yield the view that gives the last checkpoint, if the reader has taken it away."""
    last = page.status["ledger"]["checkpoint"]
    if last is not None and has_taken(page.site, last["number"], page.reader.id):
        yield f"{FILE}/{last['number']}"


def proof_section(page, progress):
    """Return the section of the page; ``progress``: the bar of a checkpoint that is being taken."""
    ledger = page.status["ledger"]
    last, taken = ledger["checkpoint"], ledger["taken"]
    facts = [
        _fact(
            _("audit_fact_checkpoint", default="Last checkpoint"),
            checkpoint_text(last),
            url=f"{page.site.absolute_url()}/@@checkpoint" if last is not None else None,
        ),
        _fact(
            _("audit_fact_window", default="Records changed since"), number_text(ledger["window"])
        ),
        _taken_fact(page, last, taken),
        _fact(_("audit_fact_archive", default="Number of the archive"), ledger["archive"] or "—"),
        _log_fact(page, page.status["access_log"]),
    ]
    forms = [page.form_of(one) for one in ("take", "checkpoint")]
    return Values(
        id="proof",
        title=_("audit_section_proof", default="What is proved"),
        progress=progress,
        facts=facts,
        facts_css="sr-facts",
        forms=[one for one in forms if one is not None],
    )


@implementer(IPublishTraverse)
class CheckpointFile(BrowserView):
    """``checkpoint-file/<number>``: the checkpoint as a file, for who noted that they take it."""

    number = ""

    def publishTraverse(self, request, name):
        """Take the number."""
        if self.number:
            raise NotFound(name)
        self.number = name
        return self

    def __call__(self):
        found = self._checkpoint()
        if found is None:
            raise NotFound(FILE)
        response = self.request.response
        response.setHeader("Content-Type", "application/json")
        name = f"checkpoint-{found['number']}.json"
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        response.setHeader("Cache-Control", "private, no-store")
        return json.dumps(found, indent=2, ensure_ascii=False) + "\n"

    def _checkpoint(self):
        """Return what ``GET @checkpoints/<number>`` answers, if the reader has taken it away."""
        text, ledger = self.number, find_ledger(self.context)
        if ledger is None or not (text.isascii() and text.isdigit() and len(text) < 10):
            return None
        number, user_id = int(text), getSecurityManager().getUser().getId()
        if not has_taken(self.context, number, user_id):
            return None
        return plain_checkpoint(self.context, number)


def _fact(label, value, sub=None, url=None):
    return Values(label=label, value=value, sub=sub, url=url)


def checkpoint_text(last):
    """Return number, moment and size of a checkpoint (plain values) in words; ``None``: there is none."""
    if last is None:
        return NONE_YET
    return _(
        "audit_checkpoint_text",
        default="No. ${n} of ${at}, heads in the log: ${size}",
        mapping={
            "n": str(last["number"]),
            "at": _moment(last["at"]),
            "size": number_text(last["size"]),
        },
    )


def _taken_fact(page, last, taken):
    label = _("audit_fact_taken", default="Taken away by")
    if taken is None:
        sub = _(
            "audit_taken_none_why",
            default="As long as nobody outside has a checkpoint, nothing is proved to anybody.",
        )
        return _fact(label, _("audit_taken_none", default="nobody yet"), sub)
    names = {
        "n": str(taken["number"]),
        "who": taken["name"] or taken["taken_by"],
        "at": _moment(taken["at"]),
    }
    value = _("audit_taken", default="No. ${n}: ${who}, ${at}", mapping=names)
    later = last["number"] - taken["number"]
    sub = _(
        "audit_taken_later",
        default="Later checkpoints that nobody took away: ${n}",
        mapping={"n": number_text(later)},
    )
    mine = has_taken(page.site, taken["number"], page.reader.id)
    url = f"{page.site.absolute_url()}/@@{FILE}/{taken['number']}" if mine else None
    return _fact(label, value, sub if later else None, url)


def _log_fact(page, log):
    label = _("audit_fact_log", default="Log of access")
    if not log["kept"]:
        text = _("audit_log_off", default="not kept: the operator of the server decided so")
        return _fact(label, text)
    if not log["degraded"]:
        return _fact(label, _("audit_log_on", default="kept"))
    said = {
        "at": _moment(log["since"]) if log["since"] else "—",
        "waiting": number_text(log["waiting"]),
        "lost": number_text(log["lost"]),
    }
    told = _(
        "audit_log_waiting",
        default="Since ${at}. Entries waiting: ${waiting}, lost: ${lost}.",
        mapping=said,
    )
    stops = STOPS if log["stops_reading"] else GOES_ON
    sub = f"{page.say(told)} {page.say(stops)}"
    return _fact(label, _("audit_log_fails", default="cannot be written"), sub)


def _moment(text):
    return moment_text(datetime.fromisoformat(text))


STOPS = _("audit_log_stops", default="Personal data is not shown meanwhile.")
GOES_ON = _("audit_log_goes_on", default="Personal data is shown meanwhile all the same.")
