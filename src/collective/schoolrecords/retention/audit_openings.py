"""What the audit package opens beside the ledger: single events, and the files that they name.

The rules stand in ``core.package_parts``. What a damaged archive cannot show any more is left out: that
the package lacks it is then what the auditor finds.
"""

from collective.schoolrecords.core.event_salts import shown
from collective.schoolrecords.core.package_parts import files_of
from collective.schoolrecords.core.package_parts import OPENED
from collective.schoolrecords.core.package_parts import OPENED_EVENTS
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.retention.execution.evidence import evidence_of
from collective.schoolrecords.school.storage import get_school
from collective.schoolrecords.signing.storage import signatures_of


#: The event that tells of the report.
EVENT = "audit_reported"
#: The event by which an act that was carried out is known.
CARRIED_OUT = "evidence_filed"


def openings(site, rows, reported):
    """Yield (line, files) of what the package opens among entries of the ledger.

    The line is ``None`` for an event that stays closed: it was written before such events had a salt of
    their own, and the salt of its record would open every other.

    ``rows``: entries as the ledger shows them. ``reported``: number of the event that tells of the
    report of this package. ``files`` are pairs (name, pieces of bytes).
    """
    kept = {}
    for row in rows:
        if row["event"] not in OPENED_EVENTS or row["path"] is None:
            # A chain whose object is gone has lost what opens it, too.
            continue
        if row["uid"] not in kept:
            holder = _holder(site, row)
            kept[row["uid"]] = holder, chain_of(holder), _is_carried_out(holder)
        holder, chain, carried_out = kept[row["uid"]]
        seq, event = row["seq"], row["event"]
        salt, payload = chain.own_salt(seq), chain.payload(seq)
        if event in OPENED["acts"] and not carried_out or event == EVENT and seq != reported:
            continue
        if not payload:
            continue
        if salt is None:
            yield None, ()
            continue
        line = {"uid": row["uid"], "seq": seq, "event": event}
        line |= {"salt": salt.hex(), "payload": shown(event, payload)}
        yield line, list(_files(holder, row["uid"], event, payload))


def _holder(site, row):
    """Return what has the chain of an entry."""
    school = get_school(site)
    return school if chain_of(school).uid == row["uid"] else site.unrestrictedTraverse(row["path"])


def _is_carried_out(holder):
    return bool(evidence_of(holder))


def _files(holder, uid, event, payload):
    for name, _digest in files_of(uid, event, payload):
        try:
            pieces = SOURCES[event](holder, payload, name) if event in SOURCES else None
        except KeyError:
            continue
        if pieces is not None:
            yield name, pieces


def _signature(record, payload, name):
    kept = _signatures(record)
    if name.endswith(".sig"):
        return [kept.uploaded(payload["number"])]
    return [kept.form(payload["digest"])]


def _token(record, payload, name):
    tokens = _signatures(record).tokens(payload["number"])
    return list(tokens[payload["token"] - 1 : payload["token"]]) or None


def _evidence(act, payload, name):
    return [evidence_of(act)[payload["name"]].read()]


def _signatures(record):
    kept = signatures_of(record)
    if kept is None:
        raise KeyError("signatures")
    return kept


#: Event → what gives the bytes of the files that it names; those of the report lie in the job.
SOURCES = {
    "signature_added": _signature,
    "signature_timestamped": _token,
    CARRIED_OUT: _evidence,
}
