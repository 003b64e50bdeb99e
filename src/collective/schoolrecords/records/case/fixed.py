"""What the server itself wrote into a case file, such as the report of a check: nobody changes it."""

from Acquisition import aq_base
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.lifecycle.digest import plain_value
from collective.schoolrecords.lifecycle.refusals import StepRefused

import transaction


FIXED = (
    "title",
    "doc_type",
    "opened_on",
    "checked_on",
    "checked_by",
    "checked_what",
    "findings",
    "scan",
)


def fix(record):
    """Fix the values of :data:`FIXED` as they stand; when faults were mended people still enter."""
    aq_base(record)._fixed = _values(record)


def guard_fixed(record, event):
    """Subscriber: refuse a change of what the server wrote."""
    fixed = getattr(aq_base(record), "_fixed", None)
    if fixed is None or aq_base(event.object) is not aq_base(record):
        return
    changed = [name for name, value in _values(record).items() if value != fixed[name]]
    if changed:
        transaction.doom()
        raise StepRefused(record, [Reason("field_locked", name) for name in changed])


def _values(record):
    return {name: plain_value(getattr(record, name, None)) for name in FIXED}
