"""REST: ``@checkpoints`` of the archive, ``@proof`` of a record and of the school.

What is answered is enough to check without this server: see docs/reference/ledger.md.
"""

from AccessControl import getSecurityManager
from AccessControl import Unauthorized
from AccessControl.security import checkPermission
from base64 import b64encode
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.integrity.checkpoint_evidence import all_taken
from collective.schoolrecords.integrity.checkpoint_evidence import plain_checkpoint
from collective.schoolrecords.integrity.checkpoint_evidence import sign
from collective.schoolrecords.integrity.checkpoint_evidence import take_away
from collective.schoolrecords.integrity.checkpoints import KIND
from collective.schoolrecords.integrity.checkpoints import window_of
from collective.schoolrecords.integrity.periods import PERIOD
from collective.schoolrecords.integrity.periods import period_of
from collective.schoolrecords.integrity.periods import within
from collective.schoolrecords.integrity.proofs import growth
from collective.schoolrecords.integrity.proofs import proof_of
from collective.schoolrecords.jobs.overview import describe
from collective.schoolrecords.jobs.storage import submit
from collective.schoolrecords.ledger.log import find_ledger
from collective.schoolrecords.school.paging import page_of
from collective.schoolrecords.school.paging import Question
from collective.schoolrecords.school.rest import SchoolService
from collective.schoolrecords.school.storage import get_school
from collective.schoolrecords.signing import outcome_words
from datetime import datetime
from plone.autoform.interfaces import READ_PERMISSIONS_KEY
from plone.dexterity.utils import iterSchemata
from plone.restapi.serializer.converters import json_compatible
from plone.restapi.services import Service
from plone.supermodel.utils import mergedTaggedValueDict
from zExceptions import NotFound


class CheckpointsGet(SchoolService):
    """``GET @checkpoints``, ``@checkpoints/<number>``, ``…/growth?since=`` and ``…/body``.

    The list is paged, the latest first; ``window`` is how many records grew since the last one.
    One checkpoint comes with its timestamps and signatures; ``body`` are the bytes that both cover.
    """

    endpoint = "@checkpoints"
    max_path = 2

    def reply(self):
        ledger = find_ledger(self.context)
        if ledger is None:
            raise NotFound(self.endpoint)
        if not self.path:
            return self._page(ledger)
        checkpoint = self._checkpoint(ledger.log, self.path[0])
        if len(self.path) == 1:
            return plain_checkpoint(self.context, checkpoint.number)
        if self.path[1] == "body":
            return {"@id": self.url(*self.path), "body": _base64(checkpoint.body())}
        if self.path[1] != "growth":
            raise NotFound("/".join(self.path))
        question = Question(self.request, ("since",))
        kept = question.text("since")
        if kept is None:
            question.reasons.append(Reason("VALUE_MISSING", "since"))
        elif kept.isascii() and kept.isdigit() and int(kept[:10]) > checkpoint.number:
            said = {"since": kept[:10], "number": checkpoint.number}
            question.reasons.append(Reason("SINCE_LATER", "since", said))
        question.done()
        return growth(ledger.log, self._checkpoint(ledger.log, kept), checkpoint)

    def _page(self, ledger):
        question = Question(self.request, PERIOD)
        since, until = period_of(question)
        _sort, descending = question.sort(("number",), "number")
        if not self.request.form.get("sort_order"):
            descending = True
        start, size = question.page()
        question.done()
        numbers = range(1, len(ledger.log) + 1)
        if since is not None or until is not None:
            numbers = [
                one.number
                for one in ledger.log.checkpoints()
                if within(datetime.fromisoformat(one.at), since, until)
            ]
        total = len(numbers)
        ordered = numbers[::-1] if descending else numbers
        rows = [
            self._shown(ledger.log.checkpoint(number)) for number in ordered[start : start + size]
        ]
        return page_of(
            self.request,
            total,
            rows,
            archive=ledger.log.archive,
            window=window_of(self.context),
        )

    def _shown(self, checkpoint):
        return {"@id": self.url(str(checkpoint.number)), **checkpoint.as_dict()}

    def _checkpoint(self, log, text):
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise NotFound(text)
        try:
            return log.checkpoint(int(text))
        except KeyError:
            raise NotFound(text) from None


class CheckpointsPost(SchoolService):
    """``POST @checkpoints``: take one now, as a job; answers 202 with the job.

    ``POST @checkpoints/<number>/signatures``: the director's detached signature over its body.
    """

    endpoint = "@checkpoints"
    max_path = 2

    def reply(self):
        if self.path:
            return self._sign()
        body = self.body()
        body.done()
        user = getSecurityManager().getUser().getId()
        job = submit(self.context, KIND, started_by=user)
        self.request.response.setStatus(202)
        return json_compatible(describe(self.context, job, self.request))

    def _sign(self):
        number, *rest = self.path
        if rest != ["signatures"] or not (
            number.isascii() and number.isdigit() and len(number) < 10
        ):
            raise NotFound("/".join(self.path))
        body = self.body()
        text = body.long_text("signature") or ""
        body.done()
        try:
            outcome = sign(self.context, int(number), text.encode("utf-8", "replace"))
        except KeyError:
            raise NotFound(number) from None
        self.request.response.setStatus(201)
        reasons = [outcome_words.in_words(one) for one in outcome.reasons]
        return {"@id": self.url(number), "result": outcome.result, "reasons": reasons}


class TakenGet(SchoolService):
    """``GET @taken-checkpoints?since=&until=&school_year=&actor=``: who took which checkpoint away."""

    endpoint = "@taken-checkpoints"
    max_path = 0

    def reply(self):
        question = Question(self.request, (*PERIOD, "actor"))
        since, until = period_of(question)
        actors = question.texts("actor")
        start, size = question.page()
        question.done()
        found = [
            {"number": number, "taken_by": user, "at": at}
            for number, user, at in all_taken(self.context)
            if within(datetime.fromisoformat(at), since, until)
            and (actors is None or user in actors)
        ]
        return page_of(self.request, len(found), found[start : start + size])


class TakenPost(SchoolService):
    """``POST @taken-checkpoints`` {number}: note that I take it away; answers 201 with it."""

    endpoint = "@taken-checkpoints"
    max_path = 0

    def reply(self):
        body = self.body()
        number = body.number("number", required=True)
        body.done()
        ledger = find_ledger(self.context)
        try:
            if ledger is None:
                raise KeyError(number)
            taken = take_away(self.context, number)
        except (KeyError, TypeError, OverflowError):
            raise NotFound(str(number)) from None
        self.request.response.setStatus(201)
        return {"@id": f"{self.context.absolute_url()}/@checkpoints/{number}", **taken.as_dict()}


def _base64(data):
    return b64encode(data).decode("ascii")


class ProofGet(Service):
    """``GET @proof?checkpoint=&open=1``: the chain of a record and its place in the log.

    Without a number the last checkpoint in which the record stands. 404 when it stands in none.
    ``open``: with the record's own values and the salt that their digest was made with.
    """

    def reply(self):
        question = Question(self.request, ("checkpoint", "open"))
        numbers = question.text("checkpoint")
        if numbers is not None and not (numbers.isascii() and numbers.isdigit()):
            question.fault("checkpoint", numbers)
        opened = question.flag("open")
        question.done()
        if opened and not _sees_all(self.context):
            raise Unauthorized("@proof")
        found = proof_of(self.kept, None if numbers is None else int(numbers), opened)
        if found is None:
            raise NotFound("@proof")
        return found

    @property
    def kept(self):
        """What has the chain."""
        return self.context


def _sees_all(record):
    """Whether the reader may see the record with every field, those hidden from others included."""
    hidden = [mergedTaggedValueDict(one, READ_PERMISSIONS_KEY) for one in iterSchemata(record)]
    wanted = {"zope2.View", *(name for found in hidden for name in found.values())}
    return all(checkPermission(name, record) for name in wanted)


class SchoolProofGet(ProofGet):
    """``GET @proof?checkpoint=`` of the site: the school's own chain, with offices, accounts and regulations."""

    @property
    def kept(self):
        """See the base; 404 before there is a school."""
        school = get_school(self.context)
        if school is None:
            raise NotFound("@proof")
        return school
