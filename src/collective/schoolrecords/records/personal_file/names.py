"""A pupil's name as a dated value: the one way to change it past registration.

The number and the letter stay (N1-2.9.2); the old name stays visible with the day and the document
it was changed by, is found by search, and the alphabet book points from the page of the new one.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.core import person_names as rules
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.refusals import StepForbidden
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.bodies import RecordService
from collective.schoolrecords.records.personal_file.interfaces import IPersonalFile
from collective.schoolrecords.records.personal_file.interfaces import PupilChangedEvent
from collective.schoolrecords.records.personal_file.moves import MANAGE
from plone.indexer import indexer
from zope.event import notify
from zope.i18n import translate

import transaction


#: What a new name writes anew in the catalog; who may see the file does not change.
INDEXES = ("Title", "record_sort", "SearchableText", "record_book_letters")
KIND_TITLES = {
    rules.CHANGE: _("pf_name_change", default="The name was changed"),
    rules.CORRECTION: _("pf_name_correction", default="A mistake in the name was corrected"),
}


def name_of(record):
    """Return the present name of a file's pupil."""
    return rules.PersonName(
        record.last_name or "", record.first_name or "", record.middle_name or ""
    )


def former_of(record):
    """Return the former names of a file's pupil, as they were entered."""
    return rules.read_former(record.former_names, name_of(record))


def may_change_name(record):
    """Whether the reader may change the name: the office, on a registered file that is current."""
    check = getSecurityManager().checkPermission
    return bool(
        record.state == life.CURRENT and check(life.MODIFY, record) and check(MANAGE, record)
    )


def book_references(record):
    """Return the letters of the alphabet book whose pages point to a numbered file."""
    if not record.letter or not record.number:
        return ()
    surnames = (one.name.last_name for one in former_of(record))
    return rules.reference_letters(record.letter, record.last_name or "", surnames)


@indexer(IPersonalFile)
def record_book_letters(record):
    """The letters of :func:`book_references`; most files have none and take no place."""
    return list(book_references(record))


def fix_name(record):
    """Fix the names with the registration: from here on :func:`change_name` alone changes them."""
    aq_base(record)._fixed_name = (name_of(record), former_of(record))


def name_is_fixed(record):
    """Whether the name is no ordinary field any more."""
    return getattr(aq_base(record), "_fixed_name", None) is not None


def change_name(record, new, kind, since, basis):
    """Give the pupil of a current file another name; the old one stays with its day and basis.

    ``new``: core ``PersonName``. Raises :class:`StepRefused` with all reasons, nothing is written.
    """
    present, former = name_of(record), former_of(record)
    reasons = list(
        rules.check_change(
            present, new, kind, since, basis, former, record.birth_date, school_today()
        )
    )
    if record.state != life.CURRENT:
        reasons.insert(0, Reason("name_of_current_file"))
    if reasons:
        raise StepRefused(record, reasons)
    row = rules.row_of(rules.FormerName(present, since, basis, kind))
    base = aq_base(record)
    base.former_names = [*(record.former_names or ()), row]
    for name in rules.PARTS:
        setattr(base, name, getattr(new, name) or None)
    fix_name(record)
    payload = {"from": str(present), "to": str(new), "since": since, "basis": basis, "kind": kind}
    record_event(record, "name_changed", payload=payload)
    record.reindexObject(idxs=list(INDEXES))
    notify(PupilChangedEvent(record))


def guard_name(record, event):
    """Refuse to change the name of a registered file as if it were an ordinary field."""
    base = aq_base(record)
    fixed = getattr(base, "_fixed_name", None)
    if aq_base(event.object) is not base or fixed is None:
        return
    present, former = fixed
    changed = [
        name for name in rules.PARTS if getattr(present, name) != (getattr(record, name) or "")
    ]
    if not changed and former != former_of(record):
        changed = ["former_names"]
    refuse_change(record, changed, "name_fixed")


def refuse_change(record, fields, code):
    """Doom the transaction and refuse the change of fixed fields, each with its reason, if any."""
    if not fields:
        return
    transaction.doom()
    raise StepRefused(record, [Reason(code, name) for name in fields])


def names_json(record, request):
    """Return the present and the former names as JSON-ready data, the oldest first."""
    former = former_of(record)
    newest = max((one.until for one in former if one.until), default=None)
    return {
        "@id": f"{record.absolute_url()}/@pupil-names",
        "file_number": record.file_number,
        "present": {**_parts(name_of(record)), "since": newest and newest.isoformat()},
        "former": [
            {
                **_parts(one.name),
                "until": one.until and one.until.isoformat(),
                "basis": one.basis,
                "kind": {
                    "id": one.kind,
                    "title": translate(KIND_TITLES.get(one.kind, one.kind), context=request),
                },
            }
            for one in former
        ],
        "book_references": list(book_references(record)),
    }


def _parts(name):
    return {part: getattr(name, part) for part in rules.PARTS}


class NamesGet(RecordService):
    """``GET @pupil-names``: the name and every former one, for whoever may see the file."""

    def reply(self):
        """Return the names."""
        return names_json(self.context, self.request)


class NamesPost(RecordService):
    """``POST @pupil-names`` {last_name, first_name, middle_name, since, basis, kind}."""

    def reply(self):
        """Change the name; a part that is not given stays as it is."""
        body, present = self.body(), name_of(self.context)
        parts = {name: body.text(name, default=getattr(present, name)) for name in rules.PARTS}
        since, basis = body.day("since"), body.text("basis")
        kind = body.text("kind", default=rules.CHANGE)
        body.done()
        if not getSecurityManager().checkPermission(MANAGE, self.context):
            message = _("pf_name_forbidden", default="Only the office changes a pupil's name.")
            raise StepForbidden(translate(message, context=self.request))
        change_name(self.context, rules.PersonName.read(**parts), kind, since, basis)
        return names_json(self.context, self.request)
