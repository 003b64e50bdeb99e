"""Refusals of the year's work: all reasons at once, each with the pupil it is about."""

from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.personal_file.interfaces import IPersonalFile
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.schema import getFieldsInOrder


class WorkRefused(Refusal):
    """A step of the year's work is not possible now; nothing was written."""

    def __init__(self, reasons, who=None):
        self.core_reasons = tuple(reasons)
        super().__init__(_nothing(), words_of(reasons, who))


class PupilsRefused(WorkRefused):
    """Reasons of several pupils: pairs (name, core reasons)."""

    def __init__(self, pairs):
        pairs = list(pairs)
        self.core_reasons = tuple(reason for _who, reasons in pairs for reason in reasons)
        found = [one for who, reasons in pairs for one in words_of(reasons, who)]
        Refusal.__init__(self, _nothing(), found)


def words_of(reasons, who=None):
    """Return core reasons as ``{code, field, message}``; ``who`` stands before each sentence."""
    request, titles = getRequest(), _titles()
    found = []
    for reason in reasons:
        text = translate(texts.reason_message(reason, titles), context=request)
        found.append(
            {
                "code": reason.code,
                # A field of one of several pupils is no field of the form.
                "field": None if who else reason.field,
                "message": f"{who}: {text}" if who else text,
            }
        )
    return found


def _titles():
    request = getRequest()
    known = {**texts.DETAILS, **{name: one.title for name, one in getFieldsInOrder(IPersonalFile)}}
    return {name: translate(title, context=request) for name, title in known.items()}


def _nothing():
    return translate(_("year_work_refused", default="Nothing was written."), context=getRequest())
