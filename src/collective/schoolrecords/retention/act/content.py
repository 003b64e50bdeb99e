"""The act: rows as values in a tree, the commission and its votes, stages, numbers of jobs.

What other parts of the room call:

* ``act.rows`` — IOBTree position (from 1) → :class:`~.rows.ActRow`; ``act.row_of(uid)`` gives
  (position, row) or ``None``; ``act.put(position, row)`` replaces a row.
* ``act.to_destroy()`` — positions of the rows that are to be destroyed and are not dealt with.
* ``act.set_result(position, result, reason)`` — what became of a row.
* ``act.stages`` — stage → {"on": date, …}; ``act.reach(stage, on, **facts)`` writes one.
* ``act.paper`` — how the paper was destroyed, who handed it over, who saw it.
* :func:`collective.schoolrecords.retention.act.items.unfit` — why a record may not be taken today.

Nothing here asks a rule or writes into the chain but :meth:`reach`; the modules beside it do.
"""

from BTrees.IOBTree import IOBTree
from BTrees.OOBTree import OOBTree
from collective.schoolrecords.core.canonical import canonical_bytes
from collective.schoolrecords.core.destruction import DESTROY
from collective.schoolrecords.core.destruction import KEEP
from collective.schoolrecords.core.states import CURRENT
from collective.schoolrecords.core.states import SIGNED
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.content import RecordContainer
from collective.schoolrecords.retention.act.interfaces import IDestructionAct
from collective.schoolrecords.retention.act.rows import ActRow
from dataclasses import asdict
from dataclasses import replace
from hashlib import sha256
from zope.interface import implementer


#: States in which records are selected and destroyed. What became of rows is written by chunks then,
#: without an event each; the step that ends it covers it.
UNDER_WAY = (SIGNED, CURRENT)
NOTHING_DONE = {"former": "", "result": None, "result_reason": ""}


@implementer(IDestructionAct)
class DestructionAct(RecordContainer):
    """See :class:`IDestructionAct` and the module's text.

    ``members``: the commission of the day of submission (core ``Member``), with
    ``commission_orders`` (pairs number, date) and ``rules`` (core ``ActRules``). ``votes``: user
    id → core ``Vote``; ``lifts``: position → {user id → ``Vote``} on items that are kept.
    ``empty_years``: :class:`~.empty_years.Stated` years without records to list.
    ``minutes``: (number, date) of the commission's minutes. ``waiting_until``: first day of
    execution. ``jobs``: kind → uid of the job. All of them are replaced, never edited in place.
    """

    family_id = "destruction_act"
    doc_type = "destruction_act"
    personal_data = "none"
    rest_services = ("destruction-acts",)

    members = ()
    commission_orders = ()
    rules = None
    votes = {}
    lifts = {}
    stages = {}
    paper = {}
    jobs = {}
    empty_years = ()
    minutes = None
    signed_by = ""
    annulled_because = ""
    waiting_until = None
    _rows = None
    _positions = None

    @property
    def rows(self):
        """Position → row; an empty tree before the first one."""
        return IOBTree() if self._rows is None else self._rows

    def row_of(self, uid):
        """Return (position, row) of a record, or ``None``."""
        position = None if self._positions is None else self._positions.get(uid)
        return None if position is None else (position, self._rows[position])

    def append(self, rows):
        """Add rows at the end; return their positions."""
        if self._rows is None:
            self._rows, self._positions = IOBTree(), OOBTree()
        first = self._rows.maxKey() + 1 if self._rows else 1
        for position, row in enumerate(rows, first):
            self._rows[position] = row
            self._positions[row.uid] = position
        return range(first, first + len(rows))

    def put(self, position, row):
        """Replace a row; its record stays the same."""
        if self._rows[position].uid != row.uid:
            raise ValueError("a row keeps its record")
        self._rows[position] = row

    def drop(self, position):
        """Take a row out; the numbers of the others stay until the act is handed in."""
        row = self._rows.pop(position)
        del self._positions[row.uid]
        return row

    def renumber(self):
        """Close the gaps that rows taken out have left: column 1 counts from 1."""
        rows = list(self.rows.values())
        if rows and self._rows.maxKey() != len(rows):
            self._rows, self._positions = None, None
            self.append(rows)

    def to_destroy(self):
        """Return the positions of the rows that are to be destroyed, nothing done with them yet."""
        return [
            position
            for position, row in self.rows.items()
            if row.decision == DESTROY and row.result is None
        ]

    def set_result(self, position, result, reason=""):
        """Write what became of a row: ``removed``, or ``skipped`` with the codes of the reasons."""
        self.put(position, replace(self._rows[position], result=result, result_reason=reason))

    def totals(self):
        """Return numbers of rows: all, to destroy, kept, undecided, removed, skipped; and units."""
        found = dict.fromkeys(
            ("rows", "units", "to_destroy", "kept", "undecided", "removed", "skipped"), 0
        )
        for row in self.rows.values():
            found["rows"] += 1
            found["kept"] += row.decision == KEEP
            found["undecided"] += row.undecided
            open_ = row.decision == DESTROY and row.result is None
            found["to_destroy"] += open_
            if row.result is not None:
                found[row.result] += 1
            if row.decision == DESTROY and row.result != "skipped":
                found["units"] += row.count
        return found

    def reach(self, stage, on, **facts):
        """Write that a stage after the removal was reached on the day ``on``."""
        self.stages = {**self.stages, stage: {"on": on, **facts}}
        record_event(self, "act_stage", payload={"stage": stage, "on": on, **facts})

    def search_words(self):
        """Title and number."""
        return (self.title, self.registration_number)

    def digest_extra(self):
        """What the digest covers beyond the schemata: rows as one sum, people, votes, stages."""
        rows, open_ = sha256(), NOTHING_DONE if self.state in UNDER_WAY else {}
        for position, row in self.rows.items():
            rows.update(canonical_bytes([position, row.as_dict() | open_]))
        evidence = getattr(self, "_evidence", None) or {}
        kept = {"evidence": {name: one.sha256 for name, one in evidence.items()}}
        stated = {"empty_years": [list(one) for one in self.empty_years]}
        return {
            **(kept if evidence else {}),
            **(stated if self.empty_years else {}),
            "rows": rows.hexdigest(),
            "members": [asdict(one) for one in self.members],
            "votes": _plain_votes(self.votes),
            "lifts": {str(position): _plain_votes(one) for position, one in self.lifts.items()},
            "minutes": list(self.minutes or ()),
            "stages": dict(self.stages),
            "paper": dict(self.paper),
            "waiting_until": self.waiting_until,
        }


def _plain_votes(votes):
    return {user_id: asdict(vote) for user_id, vote in votes.items()}


__all__ = ["ActRow", "DestructionAct"]
