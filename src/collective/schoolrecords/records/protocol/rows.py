"""The one writer of a protocol's rows, rulings and acknowledgements.

Every change asks all rules first, is one entry of the record's chain with a payload for each row,
and brings the catalog up to date. In a draft rows are entered, changed and taken out; from the
submission on they stay, and only rulings and acknowledgements are added.
"""

from AccessControl import getSecurityManager
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import lifecycle as states
from collective.schoolrecords.core import protocols as rules
from collective.schoolrecords.core.names import full_name
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.core.rosters import name_key
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.refusals import StepForbidden
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.protocol.people import familiarises
from collective.schoolrecords.records.protocol.pupils import Pupils
from dataclasses import replace
from zope.component.hooks import getSite
from zope.globalrequest import getRequest
from zope.i18n import translate


#: So many reasons about single rows are told; the rest would bury the page.
MAX_REASONS = 100
#: What rows write into the catalog.
INDEXES = (
    "allowedRolesAndUsers",
    "record_awaiting",
    "record_cohort",
    "record_cohorts",
    "record_pupils",
    "record_row_words",
)


def may_edit(record):
    """Whether the current user is one of those who draw up protocols, whatever the state is."""
    drafters = set(record.family.roles_for(states.DRAFT, states.MODIFY))
    return bool(drafters & set(getSecurityManager().getUser().getRolesInContext(record)))


def add_rows(record, rows, pupils=None):
    """Enter rows into a draft; return position → row as it stands now.

    Results get their class and their personal file by class and name, unless the row brings a
    ``file``. Nothing is entered when one of them cannot stand. ``pupils``: the classes that a check
    of the same rows has read in this transaction.
    """
    _check_draft(record)
    found, matched = [], []
    pupils = pupils or _pupils(record)
    for number, row in enumerate(rows, 1):
        matched.append(recognised(row, pupils) if not record.is_council else row)
        found += _of_row(number, row_reasons(record, matched[-1], pupils))
    found += _repeated(record, matched)
    if len(record.rows()) + len(matched) > rules.MOST_ROWS:
        found.append(Reason("rows_too_many", None, {"most": rules.MOST_ROWS}))
    _refuse(record, found)
    added = {}
    for row in matched:
        position = record.next_position()
        record.put_row(position, row)
        added[position] = row
    _written(record, "protocol_rows", {_name(at): _plain(row) for at, row in added.items()})
    return added


def recognised(row, pupils):
    """Return a result with its class and file; a ``file`` that the row brings stays.

    The name is spelled as the file spells it. Somebody from outside is nobody of the class, whatever
    the name is.
    """
    found, _match = pupils.match(row)
    if row.outside or row.file not in (None, "", found.file):
        return replace(row, cohort=found.cohort)
    return found


def row_reasons(record, row, pupils):
    """Return all reasons why a row cannot stand in this protocol."""
    if record.is_council:
        return rules.decision_reasons(row)
    found = list(rules.row_reasons(row, record.kind))
    if row.file and not pupils.belongs(row.file, row.cohort):
        found.append(Reason("row_file_strange", "file"))
    return found


def change_row(record, position, values):
    """Change fields of a row of a draft; return the row as it stands now.

    Another class or name is recognised anew; ``file`` chooses the personal file by hand.
    """
    _check_draft(record)
    row = _row(record, position)
    if values.get("file"):
        values = {"outside": "", **values}
    changed = replace(row, **values)
    pupils = _pupils(record)
    if not record.is_council and set(values) - {"file"}:
        fresh = recognised(replace(changed, file=values.get("file")), pupils)
        named = {"label", "last_name", "first_name", "middle_name", "file", "outside"} & set(values)
        changed = fresh if named else replace(fresh, file=row.file)
    found = _of_row(position, row_reasons(record, changed, pupils))
    others = {at: one for at, one in record.rows().items() if at != position}
    found += _repeated_among(others, [changed])
    _refuse(record, found)
    record.put_row(position, changed)
    _written(record, "protocol_rows", {_name(position): _plain(changed)})
    return changed


def remove_row(record, position):
    """Take a row out of a draft; its number is not given again."""
    _check_draft(record)
    _row(record, position)
    tied = [one for one in record.rulings() if position in (one.position, one.new)]
    if tied:
        raise StepRefused(record, [Reason("row_has_ruling")])
    record.drop_row(position)
    _written(record, "protocol_rows", {_name(position): None})


def rule_on(record, position, outcome, number, day, values=None):
    """Enter what became of a row by a later protocol; return the new row's position or ``None``.

    ``values`` are the fields that a changed result has anew. Asks for "Register" on a protocol
    that is approved and not closed yet.
    """
    if not getSecurityManager().checkPermission(states.REGISTER, record):
        _forbid(_("protocol_appeal_forbidden", default="Your role enters no results of appeals."))
    rows = record.rows() if not record.is_council else {}
    state = record.states().get(position) if position in rows else None
    found = list(rules.ruling_reasons(state, outcome, number, day, record.dated_on, school_today()))
    if record.state == states.DRAFT:
        found.append(Reason("protocol_is_draft"))
    new = None
    if outcome == rules.CHANGED and position in rows:
        old = rows[position]
        fresh = {"primary": None, "test": None, "criteria": "", "mark": "", "final_mark": ""}
        fresh |= values or {}
        new = replace(old, line=None, replaces=position, **fresh)
        found += rules.row_reasons(new, record.kind)
    _refuse(record, found)
    made = None
    payload = {}
    if new is not None:
        made = record.next_position()
        record.put_row(made, new)
        payload[_name(made)] = _plain(new)
    ruling = rules.Ruling(position, outcome, number, day, made)
    record.add_ruling(ruling)
    _written(record, "protocol_appeal", {**payload, "ruling": _plain(ruling)})
    return made


def judge_telling(record, positions, day, way):
    """Refuse to note that pupils were familiarised, with all reasons, or say nothing."""
    rows, told, now = record.rows(), record.told(), record.states()
    found = list(rules.telling_reasons(way, day, record.dated_on, school_today()))
    if record.is_council:
        rows = {}
    for position in positions:
        known = position in rows
        reasons = rules.acknowledgement_reasons(
            known, position in told, now.get(position) == rules.CHANGED
        )
        found += _of_row(position, reasons)
        if known and not familiarises(record, rows[position]):
            _forbid(
                _(
                    "protocol_familiarise_forbidden",
                    default="Pupils are familiarised by the class teacher of their own class.",
                )
            )
    if not positions:
        found.append(Reason("rows_not_chosen"))
    _refuse(record, found)


def acknowledge(record, positions, day, way, fact=""):
    """Note that the pupils of rows were familiarised with them; all of the rows or none.

    Refused as :func:`judge_telling` says.
    """
    judge_telling(record, positions, day, way)
    by = getSecurityManager().getUser().getId()
    made = rules.Acknowledgement(day, way, by, fact)
    for position in positions:
        record.add_told(position, made)
    _written(record, "familiarised", {_name(one): _plain(made) for one in positions})
    return made


def fill(record, rows, rulings, told):
    """Give a protocol that an import has just filed its rows and what stands beside them.

    ``rows`` maps positions to rows whose pupils are recognised, ``told`` positions to
    acknowledgements. The caller has asked the rules and catalogues the record.
    """
    for position, row in rows.items():
        record.put_row(position, row)
    for ruling in rulings:
        record.add_ruling(ruling)
    for position, one in told.items():
        record.add_told(position, one)
    record.seal()
    payload = {_name(at): _plain(row) for at, row in rows.items()}
    payload["rulings"] = [_plain(one) for one in rulings]
    payload["familiarised"] = {str(at): _plain(one) for at, one in told.items()}
    record_event(record, "protocol_rows", payload=payload)


def _pupils(record):
    return Pupils(getSite(), record.dated_on or school_today())


def _check_draft(record):
    if record.state != states.DRAFT:
        raise StepRefused(record, [Reason("rows_locked")])


def _row(record, position):
    try:
        return record.row(position)
    except KeyError:
        raise StepRefused(record, [Reason("row_unknown")]) from None


def _of_row(number, reasons):
    return [replace(one, data={**one.data, "row": number}) for one in reasons]


def _repeated(record, rows):
    return _repeated_among(record.rows(), rows) if not record.is_council else []


def _repeated_among(known, rows):
    """Reasons about pupils who stand twice: the same file, or the same name and document."""
    seen, found = set(), []
    for row in known.values():
        seen |= _keys(row)
    for number, row in enumerate(rows, 1):
        keys = _keys(row)
        if keys & seen:
            found.append(Reason("row_twice", None, {"row": number}))
        seen |= keys
    return found


def repeated(rows):
    """Return the places (from 0) of results whose pupil stands before them already."""
    return [reason.data["row"] - 1 for reason in _repeated_among({}, rows)]


def _keys(row):
    """What tells one pupil's row from another's; a replacing row repeats its old one."""
    if getattr(row, "replaces", None) is not None or not hasattr(row, "file"):
        return set()
    keys = {row.file} if row.file else set()
    if row.document:
        name = name_key(full_name(row.last_name, row.first_name, row.middle_name))
        keys.add((row.label, name, row.document))
    return keys


def _refuse(record, found):
    if found:
        raise StepRefused(record, found[:MAX_REASONS])


def _forbid(message):
    raise StepForbidden(translate(message, context=getRequest()))


def _written(record, event, payload):
    record.seal()
    record_event(record, event, payload=payload)
    record.reindexObject(idxs=list(INDEXES))


def _name(position):
    return f"row.{position}"


def _plain(value):
    return {name: _iso(getattr(value, name)) for name in value.__slots__}


def _iso(value):
    return value.isoformat() if hasattr(value, "isoformat") else value
