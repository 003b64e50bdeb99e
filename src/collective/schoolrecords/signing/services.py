"""``@signatures`` of a record: who signed, the bytes to sign, and signing.

A wrong password is answered without an exception: the count of tries has to be kept.
"""

from collective.schoolrecords.access.roles import works_with
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.core.signing import CRYPTOGRAPHIC
from collective.schoolrecords.core.signing import KINDS
from collective.schoolrecords.core.signing import SIMPLE
from collective.schoolrecords.school.paging import page_of
from collective.schoolrecords.school.paging import Question
from collective.schoolrecords.school.rest import SchoolService
from collective.schoolrecords.signing import adding
from collective.schoolrecords.signing import detached
from collective.schoolrecords.signing import tries
from collective.schoolrecords.signing.adding import Signing
from collective.schoolrecords.signing.form import file_name
from collective.schoolrecords.signing.interfaces import ISignedContent
from collective.schoolrecords.signing.refusals import SigningForbidden
from collective.schoolrecords.signing.signature_json import SignatureJson
from collective.schoolrecords.signing.storage import signatures_of
from plone.restapi.serializer.converters import json_compatible
from zExceptions import NotFound


FORM_TYPE = "application/json"
SIG_TYPE = "application/pkcs7-signature"


class SignaturesService(SchoolService):
    """What the methods share."""

    endpoint = "@signatures"
    max_path = 2

    @property
    def signing(self):
        """The record before the current user; 404 for what nobody signs."""
        found = Signing(self.context)
        if found.form is None:
            raise NotFound(self.endpoint)
        return found

    def number(self):
        """Return the signature in the address as ``Made``; 404 when there is none."""
        kept, text = signatures_of(self.context), self.path[0]
        fits = text.isascii() and text.isdigit() and len(text) < 6
        try:
            return kept.get(int(text)) if kept is not None and fits else self._none(text)
        except KeyError:
            return self._none(text)

    def _none(self, text):
        raise NotFound(text)


class SignaturesGet(SignaturesService):
    """``GET @signatures``, ``/form``, ``/<n>``, ``/<n>/form`` and ``/<n>/signature``."""

    def render(self):
        """Answer with JSON, or with the very bytes that were asked for."""
        if self.path == ["form"]:
            check_reads_form(self.signing)
            return self._bytes(self.signing.form.data, FORM_TYPE, file_name(self.context))
        if len(self.path) == 2:
            return self._kept()
        return super().render()

    def reply(self):
        """Return the list, or one signature with all its checks."""
        told = SignatureJson(self.signing)
        if self.path:
            return json_compatible(told.one(self.number(), whole=True))
        question = Question(self.request, ("kind",))
        kinds = question.texts("kind", KINDS)
        start, size = question.page()
        question.done()
        found = [one for one in told.signing.made if not kinds or one.signature.kind in kinds]
        rows = [told.one(one) for one in found[start : start + size]]
        return page_of(self.request, len(found), rows, **told.head())

    def _kept(self):
        signature, kept = self.number().signature, signatures_of(self.context)
        if self.path[1] == "form":
            check_reads_form(self.signing)
            return self._bytes(kept.form(signature.digest), FORM_TYPE, file_name(self.context))
        if self.path[1] != "signature" or not signature.file:
            raise NotFound(self.path[1])
        check_reads_signature(self.context)
        name = f"{file_name(self.context)}.{signature.number}.sig"
        return self._bytes(kept.uploaded(signature.number), SIG_TYPE, name)

    def _bytes(self, data, media_type, name):
        return bytes_answer(self.request, data, media_type, name)


def may_read_form(signing):
    """Whether the user sees everything that the form says, or signs it."""
    return ISignedContent(signing.record).readable() or signing.takes_part


def check_reads_form(signing):
    """Raise :class:`SigningForbidden` for who sees a part of the record and does not sign it."""
    if not may_read_form(signing):
        raise SigningForbidden([Reason("form_forbidden")])


def check_reads_signature(record):
    """Raise :class:`SigningForbidden` for the family: a certificate holds numbers of its owner."""
    if not works_with(record):
        raise SigningForbidden([Reason("signature_forbidden")])


def bytes_answer(request, data, media_type, name):
    """Return ``data`` and set the headers of a download that no browser opens or keeps."""
    response = request.response
    response.setHeader("Content-Type", media_type)
    response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
    response.setHeader("X-Content-Type-Options", "nosniff")
    response.setHeader("Cache-Control", "private, no-store")
    return data


class SignaturesPost(SignaturesService):
    """``POST @signatures`` signs; ``/seals`` enters a seal; ``/<n>/check`` checks again."""

    def reply(self):
        """Return what was kept (201), or why the password does not do (403)."""
        signing, body = self.signing, self.body()
        if not self.path:
            return self._sign(signing, body)
        if self.path == ["seals"]:
            return self._seal(body)
        if len(self.path) == 2 and self.path[1] == "check":
            number = self.number().signature.number
            body.done()
            detached.check_again(self.context, number)
            return self._one(number)
        raise NotFound("/".join(self.path))

    def _sign(self, signing, body):
        kind = body.text("kind", required=True)
        if kind and kind not in KINDS:
            body.reasons.append(Reason("VALUE", "kind", {"value": kind}))
        if kind == SIMPLE:
            return self._simple(body)
        if kind == CRYPTOGRAPHIC:
            text, seen = body.long_text("signature"), body.text("digest", required=True)
            body.done()
            data = (text or "").encode("utf-8", "replace")
            made = detached.sign_detached(self.context, data, seen)
        else:
            office, name = body.text("office"), body.text("name")
            day, note = body.day("signed_on"), body.text("note")
            body.done()
            made = adding.enter_paper(self.context, office, name, day, note)
        return self._made(made)

    def _simple(self, body):
        password, seen = body.long_text("password"), body.text("digest", required=True)
        body.done()
        adding.check_simple(self.context, seen)
        fault = tries.fault_of(password)
        if fault is not None:
            return tries.answer(self.request, fault)
        return self._made(adding.sign_simple(self.context, seen))

    def _seal(self, body):
        day, note = body.day("on"), body.text("note")
        body.done()
        adding.enter_seal(self.context, day, note)
        self.request.response.setStatus(201)
        return json_compatible(SignatureJson(Signing(self.context)).head()["seals"][-1])

    def _made(self, signature):
        self.request.response.setStatus(201)
        found = self._one(signature.number)
        self.request.response.setHeader("Location", found["@id"])
        return {**found, "state": self.context.state}

    def _one(self, number):
        told = SignatureJson(Signing(self.context))
        return json_compatible(told.one(signatures_of(self.context).get(number), whole=True))
