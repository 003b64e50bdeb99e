"""A finding of a check of files and metadata as a row: which record, what is wrong, both sums whole."""

from collective.schoolrecords.core import fixity as rules
from collective.schoolrecords.desk.audit.words import HIDDEN
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.integrity.finding_words import FINDINGS
from collective.schoolrecords.messages import _
from zope.i18nmessageid import Message


KINDS = {
    rules.CHANGED: (_("audit_kind_changed", default="changed"), "refused", "stop"),
    rules.MISSING: (_("audit_kind_missing", default="missing"), "warning", "stop"),
    rules.EXTRA: (_("audit_kind_extra", default="extra"), "plus", "wait"),
    rules.UNREADABLE: (_("audit_kind_unreadable", default="unreadable"), "lock", "stop"),
}
SUBJECTS = {
    rules.FILE: _("audit_subject_file", default="file"),
    rules.METADATA: _("audit_subject_metadata", default="metadata"),
    rules.CHAIN: _("audit_subject_chain", default="chain of events"),
    rules.RECORD: _("audit_subject_record", default="record"),
}
EXPECTED = _("audit_col_expected", default="Written down")
NOW = _("audit_col_now", default="Now")
FINDING_COLUMNS = (
    ("", _("audit_col_fault", default="Fault")),
    ("sr-lead", _("audit_col_where", default="Where")),
    ("sr-hash", EXPECTED),
    ("sr-hash", NOW),
)
#: Kind of an error → what it means; any other one is the disk's.
ERRORS = {
    "POSKeyError": _("audit_error_gone", default="the storage does not have it"),
    "UnpicklingError": _("audit_error_damaged", default="what is stored is damaged"),
    "EOFError": _("audit_error_damaged", default="what is stored is damaged"),
}
DISK = _("audit_error_disk", default="the disk does not give it")
EVENT = _("audit_finding_event", default="event ${n}: ${what}")
SCAN, SIGNED = "scan", "signed/"
ON_DISK = "./"
SCAN_TITLE = _("audit_file_scan", default="scan or file of the record")
SIGNED_TITLE = _("audit_file_signed", default="bytes that were signed")
DISK_TITLE = _("audit_file_disk", default="file of the storage that no record keeps: ${name}")


def finding_row(one, titles, say):
    """Return the row of a ``Finding``; ``titles``: UID → (title, address) of what the reader sees."""
    title, icon, tone = KINDS[one.kind]
    words = f"{say(SUBJECTS[one.subject])}: {say(title)}"
    name, url = titles.get(one.uid, ("", None))
    # What is gone has no address, and nothing of it is hidden from anybody.
    lead = name or (say(HIDDEN) if one.uid and one.path else one.path or one.uid)
    parts = [part for part in (_file(one.name, say), _why(one.detail, say)) if part]
    lead, parts = (lead, parts) if lead else (parts[0], parts[1:])
    return Values(
        cells=[
            Values(state=Values(icon=icon, tone=tone, title=words)),
            Values(text=lead, css="sr-lead", sub="; ".join(parts) or None, url=url),
            Values(text=one.expected or "—", css="sr-hash sr-whole", label=say(EXPECTED)),
            Values(text=one.found or "—", css="sr-hash sr-whole", label=say(NOW)),
        ]
    )


def _file(name, say):
    """Return which file of a record it is, or where it lies on the disk."""
    if name == SCAN:
        return say(SCAN_TITLE)
    if name.startswith(SIGNED):
        return say(SIGNED_TITLE)
    if name.startswith(ON_DISK):
        return say(Message(DISK_TITLE, mapping={"name": name.removeprefix(ON_DISK)}))
    return name


def _why(detail, say):
    """Return the kind of an error, or what is wrong with which event of the chain."""
    if not detail:
        return ""
    code, _blank, rest = detail.partition(" ")
    if code not in FINDINGS:
        return say(ERRORS.get(code, DISK))
    what, event = say(FINDINGS[code]), rest.partition(" ")[0]
    return say(Message(EVENT, mapping={"n": event, "what": what})) if event else what
