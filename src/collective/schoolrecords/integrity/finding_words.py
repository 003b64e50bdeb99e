"""Findings of a verification in words; the stand-alone verifier has its own."""

from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import language_of
from zope.globalrequest import getRequest
from zope.i18n import translate


FINDINGS = {
    "unknown_document": _(
        "finding_unknown_document",
        default="this is no document that can be judged: its kind is not named or not known",
    ),
    "malformed": _("finding_malformed", default="it is damaged or was changed"),
    "not_connected": _(
        "finding_not_connected",
        default="nothing leads from a kept checkpoint to it: ask for the growth of the log",
    ),
    "set_back": _(
        "finding_set_back",
        default="the kept checkpoint is newer than this one: if it was taken away before, the archive "
        "was set back to an earlier state",
    ),
    "other_checkpoint": _(
        "finding_other_checkpoint",
        default="the archive has another checkpoint of this number: it was set back, or its log "
        "rewritten",
    ),
    "no_checkpoint": _(
        "finding_no_checkpoint", default="no kept checkpoint was given: nobody vouches for the log"
    ),
    "other_archive": _("finding_other_archive", default="the documents are of two archives"),
    "numbers_do_not_grow": _(
        "finding_numbers_do_not_grow",
        default="numbers, sizes or times of the checkpoints go backwards",
    ),
    "log_rewritten": _(
        "finding_log_rewritten",
        default="the log was rewritten: the kept checkpoint is not its beginning",
    ),
    "head_not_in_log": _(
        "finding_head_not_in_log", default="the log has no such state of the record"
    ),
    "head_of_another_record": _(
        "finding_head_of_another_record", default="the proof is another record's"
    ),
    "chain_cut_or_rewritten": _(
        "finding_chain_cut_or_rewritten",
        default="the chain was cut or rewritten after the checkpoint",
    ),
    "opened_differs": _(
        "finding_opened_differs", default="an opened value is not the one that the chain fixed"
    ),
    "record_differs": _(
        "finding_record_differs", default="the values shown are not those of the last event"
    ),
    "gap": _("finding_gap", default="events are missing"),
    "reorder": _("finding_reorder", default="the event stands in the wrong place or twice"),
    "changed": _("finding_changed", default="the event was changed"),
    "changed_outside": _(
        "finding_changed_outside",
        default="before this event somebody changed the record past its chain",
    ),
    "wrong_previous": _(
        "finding_wrong_previous", default="the event does not follow the one before it"
    ),
    "wrong_before": _(
        "finding_wrong_before",
        default="the state before the event is not the one after the event before it",
    ),
    "wrong_origin": _("finding_wrong_origin", default="the chain belongs to another record"),
    "wrong_head": _(
        "finding_wrong_head", default="the chain does not reach the head that the log has"
    ),
    "payload_mismatch": _(
        "finding_payload_mismatch",
        default="a value beside the chain is not the one that was committed to",
    ),
    "payload_missing": _(
        "finding_payload_missing",
        default="a value beside the chain is gone, and no act explains it",
    ),
    "payload_unexpected": _(
        "finding_payload_unexpected",
        default="a value stands beside the chain that no event committed to",
    ),
    "metadata_changed": _(
        "finding_metadata_changed", default="the record was changed past its chain"
    ),
    "chain_absent": _(
        "finding_chain_absent",
        default="nothing is there of the record, not even its history, though the ledger knows it",
    ),
    "chain_without_record": _(
        "finding_chain_without_record",
        default="the history is there and its record is not; neither a deletion nor an act explains it",
    ),
    "deletion_differs": _(
        "finding_deletion_differs",
        default="the event of its deletion says something else than its history",
    ),
    "deleted_past_draft": _(
        "finding_deleted_past_draft", default="it is called a deleted draft and was more than one"
    ),
    "deleted_and_there": _(
        "finding_deleted_and_there", default="it is called deleted and stands in the archive"
    ),
    "destroyed_without_act": _(
        "finding_destroyed_without_act",
        default="its history says that it was destroyed, and no act that was carried out says so",
    ),
    "unreadable": _("finding_unreadable", default="the storage cannot read it"),
    "payload_destroyed": _("finding_payload_destroyed", default="values were destroyed by act"),
    "clock_back": _("finding_clock_back", default="the server's clock was set back"),
}


def language_now():
    """Return the language of the reader: lines are made after the request, when nobody can tell."""
    return language_of(getRequest())


def in_words(code, language=None):
    """Return a finding in a language, by default that of the reader."""
    return translate(FINDINGS.get(code, code), target_language=language or language_now())
