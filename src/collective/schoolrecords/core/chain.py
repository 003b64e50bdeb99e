"""A record's chain of events: each entry carries the digest of the one before it.

The rules, as a short list:

1. An entry is added at the end and never changed. There is no function here that updates or
   removes one.
2. An entry holds who, in which role, when, what, from where and the digests of the record before
   and after. It holds no name (that of who acted neither), no free text and no value: those are
   payloads beside the chain, fixed by a commitment (``canonical.commitment``). They are destroyed
   with the record while the chain stays provable.
3. The first entry is bound to the record by its UID, so that no chain can be lent to another.
4. ``verify`` finds every change of an entry. A chain that somebody rewrote as a whole, or cut at
   the end, agrees with itself: that shows only against a head that was kept elsewhere
   (``head`` of ``verify``, ``is_prefix``).

Texts are made at the edge; this module speaks in codes.
"""

from .canonical import canonical_bytes
from .canonical import CanonicalError
from .canonical import commitment
from .canonical import instant
from .event_salts import salt_of
from dataclasses import dataclass
from dataclasses import fields
from dataclasses import replace
from types import MappingProxyType

import hashlib


#: What may happen to a record. Names stand in chains for 75 years: none is renamed or reused.
EVENTS = MappingProxyType(
    {
        "filed": "The record came into being: a person filed it.",
        "imported": "The record came into being by an import; the payload names file and row.",
        "changed": "Fields were changed; the payload holds the new values, by field.",
        "correction": "A locked value was corrected: new value and reason; the old one stays.",
        "transition": "The record took a step of its life; `transition` and `state` say which.",
        "registered": "A number was given; from here on it is fixed.",
        "certified": "A document, year, row or entry was certified and is locked.",
        "signed": "A signature was attached to the record or to one of its parts.",
        "upload": "A file was attached or replaced; the payload holds its name, size, SHA-256.",
        "document_filed": "A document was filed inside the record.",
        "document_withdrawn": "A draft document was taken out of the record.",
        "yearly_results": "Results of a school year were entered.",
        "handed_out": "The record or its original left the school against a signature.",
        "returned": "The record or its original came back.",
        "moved_to_cohort": "The pupil's file moved to another class.",
        "carrier_moved": "Place, volume, sheets or holder of a carrier changed.",
        "access_changed": "A local role or a group on the record changed.",
        "hold_placed": "Destruction was suspended; the payload holds the reason.",
        "hold_lifted": "A suspension of destruction was lifted.",
        "destroyed": "Payloads and files were destroyed by act; only the chain stays.",
        "import_undone": "An import was taken back while the record was a draft.",
        "drafts_deleted": "Drafts were deleted; the payload names them and their chains' heads.",
        "school_year": "A school year was opened or its dates were changed.",
        "work_calendar": "Days off and days worked of a calendar year were entered.",
        "cohort": "A class was opened, renamed or closed.",
        "person": "A member of staff, guardian or pupil was entered or changed.",
        "guardianship": "A guardian was linked to a child or the link was ended.",
        "account": "An account was issued to a person or was taken away.",
        "appointment": "A person was appointed by order, with dates.",
        "appointment_ended": "An appointment was ended before its date.",
        "regulation_changed": "A new dated version of the school's regulation came into force.",
        "act_rows": "Records were put into an act of destruction or taken out; the payload counts.",
        "act_decided": "A person decided on rows of an act whose records have no term of their own.",
        "act_kept": "A row of an act was kept from destruction, or that was lifted.",
        "voted": "A member of the commission voted on an act or on one of its rows.",
        "act_stage": "A stage after the removal of an act's records was reached, on a day.",
        "act_paper": "How the paper of an act was destroyed, by whom and before whom, was entered.",
        "file_plan_drawn": "The file plan of a year was drawn; the payload says from what.",
        "file_plan_changed": "An item of a file plan was added, changed or taken out.",
        "file_plan_approved": "A file plan was approved; the payload names the minutes.",
        "file_plan_closed": "A file plan was closed with its totals.",
        "file_plan_marked": "Files of a file plan left the school; the payload counts them.",
        "inventory_rows": "Rows of an inventory were added, changed or taken out.",
        "inventory_marked": "A record that the inventory lists left the school; the row is marked.",
        "custody_began": "A paper of the pupil went into the school's safe.",
        "custody_ended": "The pupil left, or the paper was given back: custody is at its end.",
        "custody_resumed": "The order of leaving was annulled: the paper stays in the safe.",
        "leaving_ordered": "The order by which the pupil leaves has force.",
        "leaving_withdrawn": "The order by which the pupil was to leave was annulled.",
        "entry_made": "A numbered entry was written into a book; the payload holds it whole.",
        "entry_certified": "Entries of a book were certified; the payload names signer and numbers.",
        "entry_issued": "What an entry registers was handed out; the payload holds it whole.",
        "entry_corrected": "An entry got new values with a reason; the former ones stay in it.",
        "entry_annulled": "An entry was annulled by order; it stays with its number.",
        "entry_duplicated": "A duplicate was entered; its original bears the mark.",
        "identity_corrected": "Date of birth or sex was corrected; the payload holds both values and why.",
        "name_changed": "A pupil's name was changed or corrected; the payload holds both.",
        "year_decided": "An order on the end of a school year was entered into a pupil's file.",
        "debt_settled": "An academic debt of a pupil was liquidated, or its time ran out.",
        "notice_received": "The receiving school told that it has the pupil and the file.",
        "protocol_rows": "Rows of a protocol were entered, changed or taken out, one payload each.",
        "protocol_appeal": "An appeal on a row was decided; the payload names the later protocol.",
        "familiarised": "Pupils were familiarised with rows of a protocol: day, way and by whom.",
        "achievement_entered": "An achievement was entered into a portfolio.",
        "achievement_certified": "An achievement was certified; the payload names it and the paper.",
        "achievement_corrected": "An achievement was replaced by a new value or taken back.",
        "portfolio_shown": "A portfolio was shown to the pupil's family.",
        "regulation_published": "A local regulation was published on the site.",
        "regulation_withdrawn": "A local regulation was taken off the site.",
        "repealed_acts": "The school's own list of repealed acts was changed.",
        "trust_changed": "What checks of signatures trust was changed; the payload names it.",
        "certifying_sheet": "The certifying sheet was drawn up: literal and missing numbers.",
        "act_years_stated": "Somebody stated of which years of an act there is nothing to list.",
        "signature_added": "A signature was made; the payload names signer, office and digest.",
        "signature_checked": "A signature was checked again; the payload holds both results.",
        "signature_timestamped": "A timestamp was kept with a signature, or renewed one.",
        "checkpoint_timestamped": "A timestamp was kept with a checkpoint; the payload holds its SHA-256.",
        "checkpoint_signed": "The director signed a checkpoint; the payload names it.",
        "checkpoint_taken": "Somebody took a checkpoint away; the payload names it.",
        "seal_noted": "Somebody entered that the school's seal stands on the paper.",
        "sheet_listed": "People were put on the familiarisation sheet; the payload names them.",
        "sheet_noted": "Somebody got to know the document: by a signature or as a paper fact.",
        "evidence_filed": "A file that proves an act was kept with it; the payload holds its SHA-256.",
        "audit_reported": "A report on the archive was made for an auditor; the payload holds its sums.",
        "changed_outside": "The record was found changed past its chain; `before` is not `after`.",
        "term_event": "What the term of storage waits for has happened; the payload says the day.",
    }
)

#: Where a change came from.
SOURCES = ("form", "rest", "import", "job", "setup")

#: After one of these the payloads of all earlier entries may be gone, and rightly so.
DESTROYING = frozenset(("destroyed",))

#: What the server writes when it finds a record other than its last event left it; a fault for ever.
CHANGED_OUTSIDE = "changed_outside"

#: Problems that need a look but break nothing: a clock set back, a payload destroyed by act.
REMARKS = frozenset(("clock_back", "payload_destroyed"))

_TEXT, _OPTIONAL, _LIST = frozenset((str,)), frozenset((str, type(None))), frozenset((tuple,))
_ENTRY_DOMAIN = b"schoolrecords-entry-1:"
_ORIGIN_DOMAIN = b"schoolrecords-origin-1:"


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a record.

    ``seq`` counts from 0. ``at`` is the instant in UTC as text with microseconds. ``roles`` and
    ``groups`` are those of the actor at that instant, sorted. ``state`` is the record's state
    after the event, ``before`` and ``after`` are salted digests (hex) of the whole record, or
    ``None`` where nothing was digested. ``commitments`` are pairs (field, hex), sorted.
    ``previous`` is the ``hash`` of the entry before, or :func:`origin` of the record's UID.
    ``hash`` is :func:`entry_hash` of all the other fields.
    """

    seq: int
    event: str
    at: str
    actor: str
    roles: tuple[str, ...]
    groups: tuple[str, ...]
    source: str
    transition: str | None
    state: str | None
    before: str | None
    after: str | None
    commitments: tuple[tuple[str, str], ...]
    previous: str
    hash: str


FIELDS = tuple(field.name for field in fields(Entry))
_HASHED = FIELDS[:-1]


@dataclass(frozen=True, slots=True)
class Problem:
    """What :func:`verify` found at entry ``seq``.

    Codes: ``gap`` (entries are missing before this one), ``reorder`` (the entry stands in the
    wrong place or twice), ``changed`` (its hash is not the hash of its fields), ``malformed``
    (its fields are not those of an entry), ``wrong_previous`` (it does not follow the entry before
    it), ``wrong_before`` (it does not begin with the digest that the entry before it ended with),
    ``changed_outside`` (the record was
    changed past the chain before it), ``wrong_origin`` (the chain is another record's), ``wrong_head`` (the chain does not reach the
    head that was kept), ``payload_mismatch``, ``payload_missing``, ``payload_unexpected`` (a
    payload without commitment), and the remarks of ``REMARKS``. ``field`` names the payload.
    ``seq`` is the entry's place in the list where the entry itself names no number.
    """

    seq: int
    code: str
    field: str | None = None

    @property
    def is_fault(self):
        """Tell a broken chain from a remark."""
        return self.code not in REMARKS


def origin(uid):
    """Return what the first entry of the record ``uid`` has as its ``previous``."""
    return hashlib.sha256(_ORIGIN_DOMAIN + canonical_bytes(uid)).hexdigest()


def entry_hash(entry):
    """Return the SHA-256 (hex) of all fields of ``entry`` but its ``hash``.

    Raises ``CanonicalError`` if a field has no canonical form.
    """
    body = {name: getattr(entry, name) for name in _HASHED}
    return hashlib.sha256(_ENTRY_DOMAIN + canonical_bytes(body)).hexdigest()


def append(
    last,
    event,
    *,
    uid,
    at,
    actor,
    source,
    roles=(),
    groups=(),
    transition=None,
    state=None,
    after=None,
    commitments=None,
):
    """Return the entry that follows ``last`` (``None``: the first one of record ``uid``).

    ``at`` is a datetime with a time zone. ``commitments`` maps field names to hex digests.
    ``before`` is what ``last`` had as ``after``. Raises ``ValueError`` for an unknown event or
    source and for fields that are not those of an entry (``CanonicalError`` is one).
    """
    if event not in EVENTS:
        raise ValueError(f"unknown event {event!r}")
    if source not in SOURCES:
        raise ValueError(f"unknown source {source!r}")
    entry = Entry(
        seq=last.seq + 1 if last else 0,
        event=event,
        at=instant(at),
        actor=actor,
        roles=tuple(sorted(set(roles))),
        groups=tuple(sorted(set(groups))),
        source=source,
        transition=transition,
        state=state,
        before=last.after if last else None,
        after=after,
        commitments=tuple(sorted((commitments or {}).items())),
        previous=last.hash if last else origin(uid),
        hash="",
    )
    if not is_well_formed(entry):
        raise ValueError("a field of the entry is of another kind than Entry says")
    return replace(entry, hash=entry_hash(entry))


def verify(entries, payloads=None, *, salt=None, own_salts=None, uid=None, head=None):
    """Return all problems of a chain, in its order; an empty tuple means that it holds.

    ``payloads`` maps seq to {field: value}; without it payloads are not looked at. Without
    ``salt`` their presence is checked, their values are not; ``own_salts`` maps seq to the salt of
    an event that can be opened without the others. ``uid`` is the record the chain must
    belong to. ``head`` is (length, hash) kept elsewhere: the chain must reach it. Never raises
    for what stands in an entry, however damaged it is.
    """
    entries = tuple(entries)
    formed = [is_well_formed(entry) for entry in entries]
    problems = [problem for i in range(len(entries)) for problem in _entry(entries, formed, i)]
    sound = [entry for entry, good in zip(entries, formed, strict=True) if good]
    noticed = (one.seq for one in sound if one.event == CHANGED_OUTSIDE)
    problems.extend(Problem(seq, CHANGED_OUTSIDE) for seq in noticed)
    if entries and uid is not None and formed[0]:
        first = entries[0]
        if first.seq == 0 and first.previous != origin(uid):
            problems.insert(0, Problem(0, "wrong_origin"))
    if head is not None and not is_prefix(head[1], head[0], entries):
        problems.append(Problem(max(len(entries) - 1, 0), "wrong_head"))
    if payloads is not None:
        problems.extend(verify_payloads(sound, payloads, salt, own_salts))
    return tuple(problems)


def is_prefix(head, length, entries):
    """Tell whether the chain that once had ``length`` entries and ``head`` begins ``entries``.

    The entries are hashed anew: a stored hash proves nothing.
    """
    begun = tuple(entries)[:length]
    if length == 0:
        return True
    if len(begun) != length or begun[-1].hash != head:
        return False
    formed = [is_well_formed(entry) for entry in begun]
    return not any(p.is_fault for i in range(length) for p in _entry(begun, formed, i))


def is_well_formed(entry):
    """Tell whether the fields of ``entry`` are of the kinds that :class:`Entry` says."""
    optional = (entry.transition, entry.state, entry.before, entry.after)
    texts = (entry.event, entry.at, entry.actor, entry.source, entry.previous, entry.hash)
    lists = (entry.roles, entry.groups, entry.commitments)
    return (
        type(entry.seq) is int
        and _are(texts, _TEXT)
        and _are(optional, _OPTIONAL)
        and _are(lists, _LIST)
        and _are((*entry.roles, *entry.groups), _TEXT)
        and all(_is_pair(pair) for pair in entry.commitments)
    )


def _are(values, kinds):
    """Whether the types of all values are among ``kinds``; a subclass is another type."""
    return kinds.issuperset(map(type, values))


def _is_pair(pair):
    return type(pair) is tuple and len(pair) == 2 and _are(pair, _TEXT)


def _entry(entries, formed, i):
    """Yield what is wrong with entry ``i``: alone, in its place and after the one before it.

    ``formed``: whether each of ``entries`` is well formed.
    """
    entry = entries[i]
    if not formed[i]:
        yield Problem(entry.seq if type(entry.seq) is int else i, "malformed")
        return
    if i == 0 or formed[i - 1]:
        yield from _order(entries, i)
    yield from _content(entry)
    if i and formed[i - 1]:
        yield from _link(entries[i - 1], entry)


def _order(entries, i):
    """Yield what is wrong with the place of entry ``i``."""
    expected = entries[i - 1].seq + 1 if i else 0
    seq = entries[i].seq
    if seq == expected:
        return
    if seq < expected:
        yield Problem(seq, "reorder")
        return
    present = {entry.seq for entry in entries if type(entry.seq) is int}
    missing = any(number not in present for number in range(expected, seq))
    yield Problem(seq, "gap" if missing else "reorder")


def _content(entry):
    """Yield what is wrong with ``entry`` taken alone."""
    if entry.event not in EVENTS or entry.source not in SOURCES:
        yield Problem(entry.seq, "malformed")
    try:
        intact = entry_hash(entry) == entry.hash
    except CanonicalError:
        intact = False
    if not intact:
        yield Problem(entry.seq, "changed")


def _link(before, entry):
    """Yield what is wrong between ``entry`` and the one before it."""
    if entry.previous != before.hash:
        yield Problem(entry.seq, "wrong_previous")
    elif entry.before != before.after:
        yield Problem(entry.seq, "wrong_before")
    if entry.at < before.at:
        yield Problem(entry.seq, "clock_back")


def verify_payloads(entries, payloads, salt, own_salts=None):
    """Yield what is wrong with the payloads beside the chain; arguments as for :func:`verify`."""
    own_salts = own_salts or {}
    destroyed_at = max((e.seq for e in entries if e.event in DESTROYING), default=-1)
    for entry in entries:
        found = payloads.get(entry.seq) or {}
        for field, fixed in entry.commitments:
            key = salt_of(entry.event, field, own_salts.get(entry.seq), salt)
            if field not in found:
                gone = entry.seq < destroyed_at
                yield Problem(entry.seq, "payload_destroyed" if gone else "payload_missing", field)
            elif key is not None and not fixes(fixed, key, entry.seq, field, found[field]):
                yield Problem(entry.seq, "payload_mismatch", field)
        committed = {field for field, _fixed in entry.commitments}
        for field in sorted(set(found) - committed):
            yield Problem(entry.seq, "payload_unexpected", field)
    known = {entry.seq for entry in entries}
    for seq in sorted(set(payloads) - known):
        yield Problem(seq, "payload_unexpected")


def fixes(fixed, salt, seq, field, value):
    """Whether the commitment ``fixed`` is that of ``value`` in ``field`` of entry ``seq``."""
    try:
        return commitment(salt, seq, field, value) == fixed
    except CanonicalError:
        return False
