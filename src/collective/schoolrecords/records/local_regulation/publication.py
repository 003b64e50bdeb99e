"""What the school shows of its local regulations to everybody, without login (FTL-1.14).

Only what is in force and was published by somebody, only public fields and the file: no people, no
history, no place. What is not published is not there: every address of it answers as one that never
was.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from BTrees.OOBTree import OOBTree
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.lifecycle import CURRENT
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.records.local_regulation.interfaces import ILocalRegulation
from zope.component.hooks import getSite


REGISTER = "regulations"
PUBLISH = "School Records: Manage School"


def is_published(record):
    """Whether a version stands on the school's site."""
    return getattr(aq_base(record), "published_on", None) is not None


def may_publish(record):
    """Whether the current user may put a version on the site and take it off."""
    return bool(getSecurityManager().checkPermission(PUBLISH, record))


def publish(record):
    """Put a version that is in force on the site; refused with all reasons."""
    reasons = []
    if record.state != CURRENT:
        reasons.append(Reason("not_in_force"))
    if is_published(record):
        reasons.append(Reason("published_already"))
    if reasons:
        raise StepRefused(record, reasons)
    today = school_today()
    aq_base(record).published_on = today
    register = aq_parent(aq_inner(record))
    if getattr(aq_base(register), "_published", None) is None:
        register._published = OOBTree()
    register._published[record.getId()] = today
    record_event(record, "regulation_published", payload={"published_on": today})


def withdraw(record):
    """Take a version off the site; refused when it is not there."""
    if not is_published(record):
        raise StepRefused(record, [Reason("not_published")])
    aq_base(record).published_on = None
    tree = getattr(aq_base(aq_parent(aq_inner(record))), "_published", None)
    if tree is not None and record.getId() in tree:
        del tree[record.getId()]
    record_event(record, "regulation_withdrawn")


def published(site=None):
    """Return what everybody may see, by title. Whoever asks gets the same."""
    register = (getSite() if site is None else site).get(REGISTER)
    tree = getattr(aq_base(register), "_published", None)
    found = [public(register, one) for one in (tree or ())]
    return sorted((one for one in found if one is not None), key=lambda one: one.sort_key())


def public(register, record_id):
    """Return the published version with this id, ``None`` for anything else."""
    record = register.get(record_id) if register is not None else None
    if not ILocalRegulation.providedBy(record) or record.state != CURRENT:
        return None
    return record if is_published(record) else None
