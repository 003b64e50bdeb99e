"""Refusals of this room, in words, with the reasons of core translated."""

from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.lifecycle.words import reasons_in_words
from collective.schoolrecords.messages import _
from zope.globalrequest import getRequest
from zope.i18n import translate


class RecordProtected(Refusal):
    """Somebody tried to remove, move, rename or overwrite a record past draft."""

    status = 403


class StepRefused(Refusal):
    """A step or a change is not possible now; all reasons are said.

    ``titles``: (field name, title) pairs of fields that are called otherwise than in the record.
    """

    def __init__(self, record, reasons, titles=()):
        request = getRequest()
        self.core_reasons = tuple(reasons)
        message = translate(_("lifecycle_refused", default="Nothing was changed."), context=request)
        super().__init__(message, reasons_in_words(reasons, record, request, titles))


class StepImpossible(Refusal):
    """The record's state does not allow the step at all."""

    status = 400


class StepForbidden(Refusal):
    """The user's role may not take the step."""

    status = 403
