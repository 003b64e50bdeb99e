"""Day of birth and sex of a registered file: one way to correct them, with a reason and a document.

What stood before stays in the file: value, day, person, reason, document. Like a name, see
:mod:`.names`, whose conditions and guard are shared.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import identity as rules
from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.refusals import StepForbidden
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.bodies import RecordService
from collective.schoolrecords.records.personal_file.moves import MANAGE
from collective.schoolrecords.records.personal_file.names import refuse_change
from zope.i18n import translate


def identity_of(record):
    """Return field → present value."""
    return {name: getattr(record, name) for name in rules.FIELDS}


def fix_identity(record):
    """Fix the values with the registration: from here on :func:`correct_identity` changes them."""
    aq_base(record)._fixed_identity = identity_of(record)


def fixed_identity(record):
    """Return the fields of a registered file that say something and are no ordinary ones."""
    fixed = getattr(aq_base(record), "_fixed_identity", None) or {}
    return tuple(name for name in rules.FIELDS if fixed.get(name) is not None)


def correct_identity(record, new, reason, basis):
    """Correct the day of birth or the sex of a current file; what stood before stays.

    ``new``: field → value, all fields. Raises :class:`StepRefused` with all reasons, nothing is
    written.
    """
    present, today = identity_of(record), school_today()
    former = list(record.former_identity or ())
    found = list(
        rules.check_correction(present, new, reason, basis, former, record.admitted_on, today)
    )
    if record.state != life.CURRENT:
        found.insert(0, Reason("identity_of_current_file"))
    if found:
        raise StepRefused(record, found)
    changed = rules.corrected(present, new)
    by = getSecurityManager().getUser().getId() or ""
    base = aq_base(record)
    base.former_identity = [
        *former,
        *(rules.row_of(name, present[name], today, by, reason, basis) for name in changed),
    ]
    for name in changed:
        setattr(base, name, new[name])
    fix_identity(record)
    payload = {
        "from": {name: rules.plain(present[name]) for name in changed},
        "to": {name: rules.plain(new[name]) for name in changed},
        "reason": reason,
        "basis": basis,
    }
    record_event(record, "identity_corrected", payload=payload)
    record.reindexObject()


def guard_identity(record, event):
    """Refuse to change what is fixed as if it were an ordinary field; fix what was filled in."""
    base = aq_base(record)
    fixed = getattr(base, "_fixed_identity", None)
    if aq_base(event.object) is not base or fixed is None:
        return
    changed, now = rules.newly_fixed(fixed, identity_of(record))
    named = _named(event)
    # What was changed past the product stands in no save: another field can still be changed.
    refuse_change(record, [one for one in changed if one in named or not named], "identity_fixed")
    if now != fixed:
        base._fixed_identity = now


def _named(event):
    """Return the fields that a save names, nothing where it does not say."""
    told = (getattr(one, "attributes", ()) for one in event.descriptions)
    return {name.rpartition(".")[2] for names in told for name in names}


def identity_json(record, names):
    """Return present and former values as JSON-ready data; ``names``: who and why may be told."""
    hidden = () if names else ("by", "reason")
    return {
        "@id": f"{record.absolute_url()}/@pupil-identity",
        "present": {name: rules.plain(value) for name, value in identity_of(record).items()},
        "former": [
            {key: value for key, value in row.items() if key not in hidden}
            for row in record.former_identity or ()
        ],
    }


class IdentityGet(RecordService):
    """``GET @pupil-identity``: present and former values, for whoever may see the file."""

    def reply(self):
        """Return the values; who corrected them and why is for those who work with the file."""
        # The office that works with a file may change it or knows its notes.
        names = getSecurityManager().checkPermission(life.VIEW_NOTES, self.context)
        return identity_json(self.context, bool(names))


class IdentityPost(RecordService):
    """``POST @pupil-identity`` {birth_date, sex, reason, basis}."""

    def reply(self):
        """Correct the values; one that is not given stays as it is."""
        body, present = self.body(), identity_of(self.context)
        new = {
            "birth_date": body.day("birth_date") or present["birth_date"],
            "sex": body.text("sex", default=present["sex"] or "") or present["sex"],
        }
        reason, basis = body.text("reason"), body.text("basis")
        body.done()
        if not getSecurityManager().checkPermission(MANAGE, self.context):
            message = _("pf_identity_forbidden", default="Only the office corrects these values.")
            raise StepForbidden(translate(message, context=self.request))
        correct_identity(self.context, new, reason, basis)
        return identity_json(self.context, True)
