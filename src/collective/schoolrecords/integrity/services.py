"""REST: ``@checkpoints`` of the archive, ``@proof`` of a record.

What is answered is enough to check without this server: see docs/reference/ledger.md.
"""

from AccessControl import getSecurityManager
from base64 import b64encode
from collective.schoolrecords.integrity.checkpoint_evidence import evidence_of
from collective.schoolrecords.integrity.checkpoint_evidence import sign
from collective.schoolrecords.integrity.checkpoints import KIND
from collective.schoolrecords.integrity.proofs import growth
from collective.schoolrecords.integrity.proofs import proof_of
from collective.schoolrecords.jobs.overview import describe
from collective.schoolrecords.jobs.storage import submit
from collective.schoolrecords.ledger.log import find_ledger
from collective.schoolrecords.school.paging import page_of
from collective.schoolrecords.school.paging import Question
from collective.schoolrecords.school.rest import SchoolService
from collective.schoolrecords.signing import outcome_words
from itertools import islice
from plone.restapi.serializer.converters import json_compatible
from plone.restapi.services import Service
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
            return {**self._shown(checkpoint), **self._evidence(checkpoint.number)}
        if self.path[1] == "body":
            return {"@id": self.url(*self.path), "body": _base64(checkpoint.body())}
        if self.path[1] != "growth":
            raise NotFound("/".join(self.path))
        question = Question(self.request, ("since",))
        kept = question.text("since")
        question.done()
        return growth(ledger.log, self._checkpoint(ledger.log, kept or ""), checkpoint)

    def _page(self, ledger):
        question = Question(self.request, ())
        _sort, descending = question.sort(("number",), "number")
        if not self.request.form.get("sort_order"):
            descending = True
        start, size = question.page()
        question.done()
        total = len(ledger.log)
        if descending:
            numbers = range(total - start, max(total - start - size, 0), -1)
        else:
            numbers = islice(range(1, total + 1), start, start + size)
        rows = [self._shown(ledger.log.checkpoint(number)) for number in numbers]
        return page_of(
            self.request,
            total,
            rows,
            archive=ledger.log.archive,
            window=len(ledger.marks),
        )

    def _shown(self, checkpoint):
        return {"@id": self.url(str(checkpoint.number)), **checkpoint.as_dict()}

    def _evidence(self, number):
        tokens, signatures = evidence_of(self.context, number)
        return {
            "timestamps": [_base64(one) for one in tokens],
            "signatures": [
                {"signature": _base64(der), "signed_by": user, "at": at, "result": result}
                for der, user, at, result in signatures
            ],
        }

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


def _base64(data):
    return b64encode(data).decode("ascii")


class ProofGet(Service):
    """``GET @proof?checkpoint=``: the chain of a record and its place in the log.

    Without a number the last checkpoint in which the record stands. 404 when it stands in none.
    """

    def reply(self):
        question = Question(self.request, ("checkpoint",))
        numbers = question.text("checkpoint")
        if numbers is not None and not (numbers.isascii() and numbers.isdigit()):
            question.fault("checkpoint", numbers)
        question.done()
        found = proof_of(self.context, None if numbers is None else int(numbers))
        if found is None:
            raise NotFound("@proof")
        return found
