"""``@record-history``: the chain of a record in words, page by page.

Everybody who may see a record may see what happened to it, when, and in which office somebody did
it. Who that was, and the reason that was given with a step, is for those who work with the record;
what else was written (payloads), from where and the digests for those with "School Records: Audit";
of identity documents the last figures alone.
"""

from AccessControl import getSecurityManager
from AccessControl.SpecialUsers import system
from collective.schoolrecords.access.clock import day_of
from collective.schoolrecords.access.roles import offices_of
from collective.schoolrecords.access.roles import works_with
from collective.schoolrecords.core.chain import EVENTS
from collective.schoolrecords.core.chain import SOURCES
from collective.schoolrecords.core.receivers import without_number
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.lifecycle.describe import state_title
from collective.schoolrecords.lifecycle.words import field_titles
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.act.overview import STAGE_TITLES
from collective.schoolrecords.school.paging import page_of
from collective.schoolrecords.school.paging import Question
from collective.schoolrecords.school.storage import get_school
from datetime import date
from plone.restapi.services import Service
from zope.globalrequest import getRequest
from zope.i18n import translate


AUDIT = "School Records: Audit"
#: By this name a chain knows the server, which has no account; see ``ledger.actor``.
SERVER_ACCOUNT = system.getUserName()
SERVER = _("history_server", default="The server")

EVENT_TITLES = {
    "filed": _("history_filed", default="Filed"),
    "imported": _("history_imported", default="Imported from a list"),
    "changed": _("history_changed", default="Changed"),
    "correction": _("history_correction", default="Corrected"),
    "transition": _("history_transition", default="State changed"),
    "registered": _("history_registered", default="Registered"),
    "certified": _("history_certified", default="Certified"),
    "signed": _("history_signed", default="Signed"),
    "upload": _("history_upload", default="File attached"),
    "document_filed": _("history_document_filed", default="Document filed"),
    "document_withdrawn": _("history_document_withdrawn", default="Draft document taken out"),
    "yearly_results": _("history_yearly_results", default="Yearly results entered"),
    "handed_out": _("history_handed_out", default="Handed out"),
    "returned": _("history_returned", default="Returned"),
    "moved_to_cohort": _("history_moved_to_cohort", default="Moved to another class"),
    "identity_corrected": _("history_identity_corrected", default="Date of birth or sex corrected"),
    "name_changed": _("history_name_changed", default="Name changed"),
    "year_decided": _("history_year_decided", default="Order on the end of the year"),
    "debt_settled": _("history_debt_settled", default="Academic debt settled"),
    "notice_received": _("history_notice_received", default="Notice of the receiving school"),
    "protocol_rows": _("history_protocol_rows", default="Rows of the protocol changed"),
    "protocol_appeal": _("history_protocol_appeal", default="Result of an appeal entered"),
    "familiarised": _("history_familiarised", default="Pupils familiarised"),
    "carrier_moved": _("history_carrier_moved", default="Place or holder changed"),
    "custody_began": _("history_custody_began", default="Certificate taken into custody"),
    "custody_ended": _("history_custody_ended", default="Custody of the certificate ended"),
    "custody_resumed": _("history_custody_resumed", default="Certificate stays in custody"),
    "leaving_ordered": _("history_leaving_ordered", default="Leaving ordered"),
    "leaving_withdrawn": _("history_leaving_withdrawn", default="Order of leaving annulled"),
    "access_changed": _("history_access_changed", default="Access changed"),
    "hold_placed": _("history_hold_placed", default="Destruction suspended"),
    "hold_lifted": _("history_hold_lifted", default="Suspension lifted"),
    "destroyed": _("history_destroyed", default="Destroyed by act"),
    "import_undone": _("history_import_undone", default="Import taken back"),
    "act_rows": _("history_act_rows", default="Rows of the act changed"),
    "act_decided": _("history_act_decided", default="Decided on rows of the act"),
    "act_kept": _("history_act_kept", default="Row kept, or that lifted"),
    "voted": _("history_voted", default="Voted"),
    "act_stage": _("history_act_stage", default="Stage after the removal reached"),
    "evidence_filed": _("history_evidence_filed", default="Evidence kept with the act"),
    "act_paper": _("history_act_paper", default="Destruction of the paper entered"),
    "certifying_sheet": _("history_certifying_sheet", default="Certifying sheet drawn up"),
    "act_years_stated": _("history_act_years_stated", default="Years with nothing to list stated"),
    "inventory_rows": _("history_inventory_rows", default="Rows of the inventory changed"),
    "entry_made": _("history_entry_made", default="Entry written into the book"),
    "entry_certified": _("history_entry_certified", default="Entries certified"),
    "entry_issued": _("history_entry_issued", default="Document of an entry handed out"),
    "entry_corrected": _("history_entry_corrected", default="Entry corrected"),
    "entry_annulled": _("history_entry_annulled", default="Entry annulled"),
    "entry_duplicated": _("history_entry_duplicated", default="Duplicate marked at an entry"),
    "inventory_marked": _("history_inventory_marked", default="Row marked: the record left"),
    "achievement_entered": _("history_achievement_entered", default="Achievement entered"),
    "achievement_certified": _("history_achievement_certified", default="Achievement certified"),
    "achievement_corrected": _("history_achievement_corrected", default="Achievement corrected"),
    "portfolio_shown": _("history_portfolio_shown", default="Shown to the family"),
    "changed_outside": _("history_changed_outside", default="Found changed past its history"),
    "term_event": _("history_term_event", default="The term of storage may begin"),
    "signature_added": _("history_signature_added", default="Signature added"),
    "signature_checked": _("history_signature_checked", default="Signature checked again"),
    "signature_timestamped": _("history_signature_timestamped", default="Signature timestamped"),
    "seal_noted": _("history_seal_noted", default="Seal entered"),
    "sheet_listed": _("history_sheet_listed", default="People put on the familiarisation sheet"),
    "sheet_noted": _("history_sheet_noted", default="Somebody got to know the document"),
    "regulation_published": _("history_regulation_published", default="Published on the site"),
    "regulation_withdrawn": _("history_regulation_withdrawn", default="Taken off the site"),
}

SOURCE_TITLES = {
    "form": _("history_source_form", default="page"),
    "rest": _("history_source_rest", default="REST"),
    "import": _("history_source_import", default="import"),
    "job": _("history_source_job", default="job"),
    "setup": _("history_source_setup", default="set-up"),
}


#: Events whose payload holds what was ``from`` and ``to``.
CORRECTIONS = ("name_changed", "identity_corrected")
SEX_TITLES = {
    "male": _("history_sex_male", default="male"),
    "female": _("history_sex_female", default="female"),
}


def _correction(told):
    """Return «before → since; reason; document» of a payload, which a destroyed record lacks."""
    pairs = told.get("from"), told.get("to")
    if isinstance(pairs[0], dict):
        pairs = zip(pairs[0].values(), pairs[1].values(), strict=True)
        changed = [f"{_value(old)} → {_value(new)}" for old, new in pairs]
    else:
        changed = [f"{pairs[0]} → {pairs[1]}"] if all(pairs) else []
    return "; ".join(filter(None, (*changed, told.get("reason"), told.get("basis"))))


def _value(text):
    if text in SEX_TITLES:
        return translate(SEX_TITLES[text], context=getRequest())
    return texts.day_text(date.fromisoformat(text)) if text else "—"


def may_audit(record):
    """Whether the current user may see who wrote what."""
    return bool(getSecurityManager().checkPermission(AUDIT, record))


class Reader:
    """What the current user may see of a record's chain.

    ``names``: who did it, and why a step was taken; ``whole``: all roles and groups, the payload
    and the digests.
    """

    def __init__(self, record):
        self.whole = may_audit(record)
        self.names = self.whole or works_with(record)
        self._school = get_school() if self.names else None

    def reason(self, chain, entry):
        """Return the reason that was given with a step; ``None`` without one and for families.

        Of a correction, also what stood there before and what stands there since.
        """
        if not self.names:
            return None
        if entry.event in CORRECTIONS:
            return _correction(chain.payload(entry.seq)) or None
        return chain.payload(entry.seq).get("reason") or None if entry.transition else None

    def who(self, chain, entry, request):
        """Return who did it as plain values: the office held then, and for the staff the person."""
        titles = [
            {"id": office.key, "title": translate(office.title, context=request)}
            for office in offices_of(entry.roles)
        ]
        if not self.names:
            return {"offices": titles}
        return {"offices": titles, "actor": entry.actor, "actor_name": self.name(chain, entry)}

    def name(self, chain, entry):
        """Return the name of who acted, as it was then; ``None`` for nobody's.

        A name that was destroyed with the record is told as the school knows it; the server itself
        is told by a word.
        """
        return self.names and chain.actor_name(entry.seq) or self.name_of_account(entry.actor)

    def name_of_account(self, user_id):
        """Return the short name of who has or had an account; ``None`` for nobody's."""
        if self.names and user_id == SERVER_ACCOUNT:
            return translate(SERVER, context=getRequest())
        return self._school.name_of_account(user_id) if self._school is not None else None


def event_title(chain, entry, request):
    """Return what happened, in words: of a stage behind the removal also which one, and its day."""
    if entry.event == "act_stage":
        told = chain.payload(entry.seq)
        stage, on = STAGE_TITLES.get(told.get("stage")), told.get("on")
        if stage is not None and on:
            day = texts.day_text(date.fromisoformat(str(on)))
            return f"{translate(stage, context=request)}, {day}"
    return translate(EVENT_TITLES.get(entry.event, entry.event), context=request)


def _state(state, record, request):
    return {"id": state, "title": state_title(state, request, record.family_id)}


def entry_json(record, chain, entry, request, reader, titles=None):
    """Return one entry of the chain as plain values, as much as the :class:`Reader` may see.

    ``titles``: titles of fields, for the names of what was changed.
    """
    step = None
    if entry.transition:
        title = translate(texts.step_title(record.family_id, entry.transition), context=request)
        step = {"id": entry.transition, "title": title}
    shown = {
        "seq": entry.seq,
        "at": entry.at,
        "event": entry.event,
        "title": event_title(chain, entry, request),
        "transition": step,
        "state": entry.state and _state(entry.state, record, request),
        **reader.who(chain, entry, request),
    }
    if reader.whole:
        payload = without_number(chain.payload(entry.seq))
        shown.update(
            roles=list(entry.roles),
            groups=list(entry.groups),
            source=entry.source,
            source_title=translate(SOURCE_TITLES[entry.source], context=request),
            payload=payload,
            fields=[(titles or {}).get(name, name) for name in payload.get("fields", ())],
            before=entry.before,
            after=entry.after,
            previous=entry.previous,
            hash=entry.hash,
        )
    return shown


class HistoryGet(Service):
    """``GET @record-history?event=&actor=&source=&since=&until=&verify=1``, the latest first."""

    names = ("event", "actor", "source", "since", "until", "verify")

    def reply(self):
        """Return a page of entries, the head of the chain and, on request, its faults."""
        record, reader = self.context, Reader(self.context)
        whole = reader.whole
        question = Question(self.request, self.names if whole else self.names[:1])
        tests = self._tests(question)
        _sort, descending = question.sort(("seq",), "seq")
        if not self.request.form.get("sort_order"):
            descending = True
        start, size = question.page()
        verify = whole and question.flag("verify")
        question.done()
        chain = chain_of(record)
        found = [one for one in chain.entries() if all(test(one) for test in tests)]
        if descending:
            found.reverse()
        titles = field_titles(record, self.request) if whole else None
        rows = [
            entry_json(record, chain, one, self.request, reader, titles)
            for one in found[start : start + size]
        ]
        return page_of(self.request, len(found), rows, **_head(chain, whole, verify))

    def _tests(self, question):
        """Return the filters as functions of an entry."""
        events = question.texts("event", EVENTS)
        tests = [] if events is None else [lambda one: one.event in events]
        actors = question.texts("actor")
        if actors is not None:
            tests.append(lambda one: one.actor in actors)
        sources = question.texts("source", SOURCES)
        if sources is not None:
            tests.append(lambda one: one.source in sources)
        since, until = question.day("since"), question.day("until")
        if since is not None:
            tests.append(lambda one: day_of(one.at) >= since)
        if until is not None:
            tests.append(lambda one: day_of(one.at) <= until)
        return tests


def _head(chain, whole, verify):
    if not whole:
        return {}
    length, digest = chain.head()
    shown = {"head": {"length": length, "hash": digest}}
    if verify:
        shown["problems"] = [
            {"seq": one.seq, "code": one.code, "field": one.field, "fault": one.is_fault}
            for one in chain.verify()
        ]
    return shown
