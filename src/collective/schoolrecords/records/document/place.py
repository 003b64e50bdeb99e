"""Where an accepted document lies: in the file around it or elsewhere (FTL-1.8), and moved by whom.

A draft's place is an ordinary field. Once the document is accepted its fields are locked, but the
paper itself still moves: the medical card goes to the office of the nurse and comes back. Each
move is an event of the document's chain with the former place and the word it was moved on.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.refusals import StepForbidden
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.bodies import RecordService
from collective.schoolrecords.records.document.interfaces import IFileDocument
from zope.i18n import translate


#: Characters of a place and of the word on which a paper is moved.
MOST_PLACE = IFileDocument["place"].max_length
MOST_BASIS = 400


def may_move_document(document):
    """Whether the reader may say where an accepted document lies: who may hand it out."""
    held = getSecurityManager().checkPermission(life.HAND_OUT, document)
    return bool(document.state == life.APPROVED and held)


def move_document(document, place, basis):
    """Note that an accepted document lies in ``place`` now; empty: in the file around it.

    ``basis``: on whose word, 1 to 400 characters. Refused with all reasons; nothing is written then.
    """
    place, basis = " ".join((place or "").split()), " ".join((basis or "").split())
    reasons = list(_reasons(document, place, basis))
    if reasons:
        raise StepRefused(document, reasons)
    former = document.place or ""
    aq_base(document).place = place or None
    payload = {"place": place, "former": former, "basis": basis}
    record_event(document, "carrier_moved", payload=payload)


def _reasons(document, place, basis):
    if document.state != life.APPROVED:
        yield Reason("place_of_accepted", "place")
    elif place == (document.place or ""):
        yield Reason("place_same", "place")
    if not basis:
        yield Reason("not_given", "basis")
    for name, text, most in (("place", place, MOST_PLACE), ("basis", basis, MOST_BASIS)):
        if len(text) > most:
            yield Reason("text_too_long", name, {"most": most})


def place_json(document):
    """Return where the document lies as JSON-ready data; ``place`` empty: in the file around it."""
    return {"@id": f"{document.absolute_url()}/@place", "place": document.place or ""}


class PlaceGet(RecordService):
    """``GET @place`` of a document, for whoever may see it."""

    def reply(self):
        """Return the place."""
        return place_json(self.context)


class PlacePost(RecordService):
    """``POST @place`` {place, basis} of a document; an empty place puts it back into its file."""

    def reply(self):
        """Move the paper and return where it is now."""
        body = self.body()
        place, basis = body.text("place"), body.text("basis")
        body.done()
        if not getSecurityManager().checkPermission(life.HAND_OUT, self.context):
            message = _(
                "document_place_forbidden", default="Only the office moves papers of a file."
            )
            raise StepForbidden(translate(message, context=self.request))
        move_document(self.context, place, basis)
        return place_json(self.context)
