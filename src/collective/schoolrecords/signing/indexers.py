"""What the catalog knows of a record's signatures: how they stand as a whole, and that there are any.

Registers, desks and the check of all signatures ask it, so that none of them wakes a record.
"""

from collective.schoolrecords.core.signature_standing import BESIDE
from collective.schoolrecords.core.signature_standing import is_beside
from collective.schoolrecords.core.signature_standing import standing_of
from collective.schoolrecords.core.signing import DEFAULT_SIGNERS
from collective.schoolrecords.core.signing import PAPER
from collective.schoolrecords.lifecycle.interfaces import IRecordContent
from collective.schoolrecords.signing.form import form_of
from collective.schoolrecords.signing.plan import plan_of
from collective.schoolrecords.signing.storage import made_on
from plone.indexer import indexer


#: Beside the standing: the record has electronic signatures, which are checked again.
KEPT = "kept"
INDEX = "record_signing"


@indexer(IRecordContent)
def record_signing(record):
    """See :func:`values_of`."""
    return values_of(record)


def values_of(record):
    """Return the standing of a record's signatures, :data:`KEPT` and ``BESIDE``, each where it is so."""
    if record.family_id not in DEFAULT_SIGNERS:
        return []
    made = made_on(record)
    # Most records are filed without signatures: neither form nor plan is asked for them.
    digest, plan = (form_of(record).digest, plan_of(record)) if made else ("", ())
    standing = standing_of(record.family_id, record.state, plan, made, digest)
    kept = any(one.signature.kind != PAPER for one in made)
    beside = is_beside(standing, made)
    told = ((standing, standing), (KEPT, kept), (BESIDE, beside))
    return [value for value, there in told if there]


def index_signing(record, event=None):
    """Bring the catalog up to date; a subscriber of signatures and of steps, too."""
    if record.family_id in DEFAULT_SIGNERS:
        record.reindexObject(idxs=[INDEX])
