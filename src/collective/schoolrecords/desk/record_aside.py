"""The slim column of a record's page: place, term, signatures, related records, history."""

from collective.schoolrecords.access.clock import school_timezone
from collective.schoolrecords.access.roles import offices_of
from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.portfolios.links import portfolio_links
from collective.schoolrecords.desk.protocols.citations import citation_links
from collective.schoolrecords.desk.signing.links import signature_lines
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.history import event_title
from collective.schoolrecords.records.history import Reader
from collective.schoolrecords.retention.due import GONE
from collective.schoolrecords.retention.terms import event_day
from collective.schoolrecords.retention.terms import first_day
from collective.schoolrecords.retention.terms import term_of
from collective.schoolrecords.retention.words import term_sentence
from datetime import datetime
from plone import api
from zope.globalrequest import getRequest


#: A space at which no line ends.
NARROW = "\u00a0"
SHOWN = 6
MOST_SHOWN = 500
EVENTS = {
    "filed": _("desk_event_filed", default="Filed"),
    "imported": _("desk_event_imported", default="Loaded from a list"),
    "changed": _("desk_event_changed", default="Changed"),
    "document_filed": _("desk_event_document_filed", default="A document was added"),
    "document_withdrawn": _("desk_event_document_withdrawn", default="A draft was taken out"),
    "yearly_results": _("desk_event_yearly_results", default="Yearly results were entered"),
    "certified": _("desk_event_certified", default="Yearly results were certified"),
    "correction": _("desk_event_correction", default="A mark was corrected"),
    "moved_to_cohort": _("desk_event_moved", default="Moved to another class"),
    "identity_corrected": _(
        "desk_event_identity", default="The date of birth or the sex was corrected"
    ),
    "name_changed": _("desk_event_name", default="The name was changed"),
    "year_decided": _("desk_event_year_decided", default="Order on the end of the year"),
    "debt_settled": _("desk_event_debt_settled", default="An academic debt was settled"),
    "notice_received": _("desk_event_notice", default="The receiving school told of the pupil"),
    "protocol_rows": _("desk_event_protocol_rows", default="Rows of the protocol were changed"),
    "protocol_appeal": _("desk_event_protocol_appeal", default="A result of an appeal was entered"),
    "familiarised": _("desk_event_familiarised", default="Pupils were familiarised"),
    "hold_placed": _("desk_event_hold", default="Destruction was suspended"),
    "hold_lifted": _("desk_event_hold_lifted", default="A hold was lifted"),
    "upload": _("desk_event_upload", default="A file was attached"),
    "act_rows": _("desk_event_act_rows", default="Files of the act were chosen"),
    "act_decided": _("desk_event_act_decided", default="Questions about files were decided"),
    "act_kept": _("desk_event_act_kept", default="Files were kept, or no longer kept"),
    "voted": _("desk_event_voted", default="A member of the commission voted"),
    "act_stage": _("desk_event_act_stage", default="A stage after the removal was reached"),
    "act_paper": _("desk_event_act_paper", default="The destruction of the paper was entered"),
    "act_years_stated": _(
        "desk_event_act_years_stated", default="Years without permanent records were confirmed"
    ),
    "inventory_rows": _("desk_event_inventory_rows", default="Rows were changed"),
    "inventory_marked": _("desk_event_inventory_marked", default="A row was marked"),
    "destroyed": _("desk_event_destroyed", default="Destroyed by act"),
    "custody_began": _("desk_event_custody_began", default="A certificate was taken into the safe"),
    "custody_ended": _("desk_event_custody_ended", default="Custody of the certificate ended"),
    "custody_resumed": _("desk_event_custody_resumed", default="Certificate stays in custody"),
    "leaving_ordered": _("desk_event_leaving_ordered", default="Leaving ordered"),
    "leaving_withdrawn": _("desk_event_leaving_withdrawn", default="Order of leaving annulled"),
    "achievement_entered": _("desk_event_achievement", default="An achievement was entered"),
    "achievement_certified": _(
        "desk_event_achievement_certified", default="An achievement was certified"
    ),
    "achievement_corrected": _(
        "desk_event_achievement_corrected", default="An achievement was corrected"
    ),
    "portfolio_shown": _("desk_event_portfolio_shown", default="Shown to the family"),
    "term_event": _("desk_event_term_event", default="The term of storage may begin"),
    "entry_made": _("desk_event_entry_made", default="An entry was written"),
    "entry_certified": _("desk_event_entry_certified", default="Entries were certified"),
    "entry_issued": _("desk_event_entry_issued", default="A document was handed out"),
    "entry_corrected": _("desk_event_entry_corrected", default="An entry was corrected"),
    "entry_annulled": _("desk_event_entry_annulled", default="An entry was annulled"),
    "entry_duplicated": _("desk_event_entry_duplicated", default="A duplicate was marked"),
    "carrier_moved": _("desk_event_carrier_moved", default="Place or holder changed"),
    "certifying_sheet": _(
        "desk_event_certifying_sheet", default="The certifying sheet was drawn up"
    ),
    "changed_outside": _(
        "desk_event_changed_outside", default="The record was found changed past its history"
    ),
    "evidence_filed": _("desk_event_evidence_filed", default="Evidence was kept with the act"),
    "signature_added": _("desk_event_signature_added", default="A signature was added"),
    "signature_checked": _("desk_event_signature_checked", default="A signature was checked"),
    "signature_timestamped": _(
        "desk_event_signature_timestamped", default="A signature got a timestamp"
    ),
    "seal_noted": _("desk_event_seal_noted", default="The seal was entered"),
    "sheet_listed": _("desk_event_sheet_listed", default="The familiarisation sheet was drawn up"),
    "sheet_noted": _("desk_event_sheet_noted", default="Somebody got to know the document"),
    "regulation_published": _("desk_event_regulation_published", default="Published on the site"),
    "regulation_withdrawn": _("desk_event_regulation_withdrawn", default="Taken off the site"),
}
#: Steps that were taken.
DONE = {
    "register": _("desk_done_register", default="Registered"),
    "submit": _("desk_done_submit", default="Submitted for approval"),
    "return": _("desk_done_return", default="Returned for rework"),
    "approve": _("desk_done_approve", default="Approved"),
    "sign": _("desk_done_sign", default="Signed"),
    "close": _("desk_done_close", default="Closed"),
    "archive": _("desk_done_archive", default="Taken into the archive"),
    "hand_out": _("desk_done_hand_out", default="Handed out against signature"),
    "transfer": _("desk_done_transfer", default="Transferred to another organisation"),
    "annul": _("desk_done_annul", default="Annulled"),
    "enact": _("desk_done_enact", default="Put into force"),
    "supersede": _("desk_done_supersede", default="Declared no longer in force"),
    "select": _("desk_done_select", default="Selected for destruction"),
    "release": _("desk_done_release", default="Given back to the archive"),
    "release_to_office": _("desk_done_release_to_office", default="Given back to the office"),
    "destroy": _("desk_done_destroy", default="Destroyed by act"),
    "register_paper": _("desk_done_register_paper", default="Entered as approved on paper"),
    "withdraw": _("desk_done_withdraw", default="Withdrawn"),
    "agree": _("desk_done_agree", default="Agreed"),
    "conclude": _("desk_done_conclude", default="The vote has ended"),
    "abort": _("desk_done_abort", default="The act is aborted"),
    "execute": _("desk_done_execute", default="The destruction has begun"),
    "complete": _("desk_done_complete", default="The destruction is complete"),
    "verify": _("desk_done_verify", default="The destruction is confirmed"),
}
#: Steps that mean something else in a family.
FAMILY_DONE = {
    ("file_document", "approve"): _("desk_done_accept", default="Accepted into the file"),
    ("file_document", "hand_out"): _("desk_done_give_back", default="Returned against signature"),
    ("order", "close"): _("desk_done_close_order", default="Filed into the case of orders"),
    ("destruction_act", "submit"): _("desk_done_submit_act", default="Given to the commission"),
    ("destruction_act", "sign"): _("desk_done_sign_act", default="The act is approved"),
}
OTHER_EVENT = _("desk_event_other", default="Event")


def step_done(family_id, step_id):
    """Return the words for a step that was taken."""
    return FAMILY_DONE.get((family_id, step_id)) or DONE[step_id]


def aside_of(record, say):
    """Return the boxes for a record; a document has no term of its own."""
    boxes = [_place(record)]
    if record.family_id != "file_document":
        boxes.append(_term(record))
    signatures = _signatures(record, say)
    if signatures:
        boxes.append(
            Values(
                icon="pen",
                title=_("desk_box_signatures", default="Signatures"),
                texts=signatures,
            )
        )
    related = _related(record)
    if related:
        boxes.append(
            Values(
                icon="link",
                title=_("desk_box_related", default="Related"),
                texts=(),
                links=related,
            )
        )
    boxes.append(history_box(record, say))
    return boxes


def _place(record):
    found = []
    apart = record.family_id == "file_document" and (record.place or record.medical)
    # A document without a place lies in the file, whose place and holder it has.
    place = record.place if apart else getattr(record, "storage_place", None)
    found.append(place or _("desk_place_unknown", default="The place is not given."))
    holder = None if apart else getattr(record, "holder", None)
    if holder:
        data = {"who": holder, "until": day_text(record.held_until)}
        found.append(
            _("desk_held_until", default="Held by ${who} until ${until}", mapping=data)
            if record.held_until
            else _("desk_held", default="Held by ${who}", mapping=data)
        )
    return Values(icon="place", title=_("desk_box_place", default="Place of storage"), texts=found)


def _term(record):
    term = term_of(record)
    sentence = term_sentence(
        term,
        record.closed_on,
        first_day(record, term),
        event_day(record, term),
        gone=record.state in GONE,
    )
    return Values(
        icon="calendar", title=_("desk_box_term", default="Term of storage"), texts=[sentence]
    )


def _signatures(record, say):
    chain, reader, found = chain_of(record), Reader(record), []
    for entry in record.step_entries():
        if entry.transition in ("approve", "sign", "register"):
            title = say(DONE[entry.transition])
            found.append(f"{title}: {_who(reader, chain, entry, say)}, {_when(entry.at)[:10]}")
    fact = getattr(record, "signature_fact", None)
    found += signature_lines(record, say)
    return [*found, fact] if fact else found


def _related(record):
    catalog = api.portal.get_tool("portal_catalog")
    if record.family_id == "personal_file":
        brains = catalog(record_pupils=record.UID(), portal_type="case_file")[:20]
        found = [Values(url=brain.getURL(), title=brain.Title) for brain in brains]
        return [*portfolio_links(record), *found]
    uids = [line.get("file") for line in getattr(record, "people", None) or ()]
    uids.append(getattr(record, "pupil_file", None))
    uids = [uid for uid in uids if uid][:20]
    brains = catalog(UID=uids) if uids else ()
    found = [Values(url=brain.getURL(), title=brain.Title) for brain in brains]
    return [*citation_links(record), *found]


def history_events(record, say, most=MOST_SHOWN):
    """Return the last ``most`` events of the record's chain, the latest first."""
    chain, reader = chain_of(record), Reader(record)
    start = max(0, len(chain) - most)
    found = []
    for entry in chain.entries(start):
        if entry.transition:
            title = say(step_done(record.family_id, entry.transition))
        elif entry.event == "act_stage":
            title = event_title(chain, entry, getRequest())
        else:
            title = say(EVENTS.get(entry.event, OTHER_EVENT))
        at = _when(entry.at)
        who = _who(reader, chain, entry, say)
        text = f"{title} · {who}" if who else title
        why = reader.reason(chain, entry)
        found.append(Values(at=at, iso=str(entry.at), text=text, reason=why))
    return list(reversed(found))


def returned_notice(record, say):
    """Return why the record is a draft again, for whoever may change it; empty for all others."""
    if record.state != rules.DRAFT or not api.user.has_permission(rules.MODIFY, obj=record):
        return []
    entry, reader = record.last_step_entry(), Reader(record)
    chain = chain_of(record)
    why = reader.reason(chain, entry) if entry is not None else None
    if why is None:
        return []
    data = {
        "done": say(step_done(record.family_id, entry.transition)),
        "day": _when(entry.at)[:10],
        "who": _who(reader, chain, entry, say),
        "reason": why,
    }
    return [say(_("desk_returned", default="${done} ${day}, ${who}: ${reason}", mapping=data))]


def history_box(record, say):
    """Return the box with the last events of a record."""
    more = None
    if len(chain_of(record)) > SHOWN:
        more = Values(
            url=f"{record.absolute_url()}/@@sr-history",
            title=_("desk_history_all", default="The whole history"),
        )
    return Values(
        icon="history",
        title=_("desk_box_history", default="History"),
        texts=(),
        events=history_events(record, say, SHOWN),
        more=more,
    )


def _who(reader, chain, entry, say):
    """Return who a chain names: for the staff the person of the account, for families the office."""
    if reader.names:
        # A name is not torn apart at the end of a line of the slim column.
        return (reader.name(chain, entry) or entry.actor).replace(" ", NARROW)
    return ", ".join(say(office.title) for office in offices_of(entry.roles))


def _when(at):
    moment = at if isinstance(at, datetime) else datetime.fromisoformat(str(at))
    local = moment.astimezone(school_timezone())
    return f"{local:%d.%m.%Y, %H:%M}"
