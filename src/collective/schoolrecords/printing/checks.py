"""What is wrong with a form before it is printed: all reasons at once."""

from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.printing import forms
from collective.schoolrecords.printing import plan_forms
from functools import singledispatch


@singledispatch
def problems(form) -> tuple[Reason, ...]:
    """Return all reasons why ``form`` cannot be printed, empty when it can.

    Codes: MISSING (``field`` names what is empty), NO_ROWS, UNKNOWN (``value`` is none of those
    that the field knows), COUNT (``value`` is below ``least``), MORE_THAN_SELECTED (more destroyed
    than the act has), TWICE (a number of the inventory stands for two files), MISSED_IS_THERE (a
    number said to be left out is there).
    """
    raise TypeError(f"not a form: {type(form).__name__}")


@problems.register
def _act(form: forms.ActForm):
    needed = ["school", "period", "basis"]
    if form.status not in (forms.ACT_DRAFT, forms.ACT_ANNULLED):
        needed.append("number")
    needed += {
        forms.ACT_REMOVED: ["backups_until"],
        forms.ACT_DESTROYED: ["verified_on"],
        forms.ACT_ANNULLED: ["annulled_because"],
    }.get(form.status, [])
    found = [*_missing(form, *needed), *_rows(form), *_known(form, "status", forms.ACT_STATUSES)]
    for line in form.rows:
        found += [*_missing(line, "title", "years"), *_at_least(line, "count", 1)]
    found += _members(form.commission)
    for line in form.kept:
        found += _missing(line, "title", "reason")
    selected = sum(line.count for line in form.rows)
    if form.destruction is not None and form.destruction.count > selected:
        counts = {"value": form.destruction.count, "most": selected}
        found.append(Reason("MORE_THAN_SELECTED", "destruction", counts))
    return _once(found)


@problems.register
def _minutes(form: forms.MinutesForm):
    found = [*_missing(form, "school", "number", "period", "members", "decided")]
    found += [*_at_least(form, "quorum", 1), *_members(form.members)]
    if not any(one.chair for one in form.members):
        found.append(Reason("MISSING", "chair"))
    return _once(found)


@problems.register
def _inventory(form: forms.InventoryForm):
    needed = ["school", "years"] + ([] if form.draft else ["number"])
    found = [
        *_missing(form, *needed),
        *_rows(form),
        *_known(form, "kind", forms.INVENTORY_KINDS),
    ]
    seen = set()
    for line in form.rows:
        found += _missing(line, "number", "title")
        if line.number in seen:
            found.append(Reason("TWICE", "number", {"value": line.number}))
        seen.add(line.number)
    found += [
        Reason("MISSED_IS_THERE", "missed", {"value": number})
        for number in form.missed
        if number in seen
    ]
    return _once(found)


@problems.register
def _cover(form: forms.CoverForm):
    return _once([*_missing(form, "school", "title"), *_at_least(form, "sheets", 0)])


@problems.register
def _inner_inventory(form: forms.InnerInventoryForm):
    found = [*_missing(form, "school", "title")]
    for name in ("documents", "sheets", "elsewhere", "inventory_sheets"):
        found += _at_least(form, name, 0)
    return _once(found)


@problems.register
def _certifying(form: forms.CertifyingSheetForm):
    found = [*_missing(form, "school", "title")]
    for name in ("sheets", "inventory_sheets"):
        found += _at_least(form, name, 0)
    return _once(found)


@problems.register
def _receipt(form: forms.ReceiptForm):
    return _once([*_missing(form, "school", "title"), *_at_least(form, "sheets", 0)])


@problems.register
def _file_plan(form: plan_forms.FilePlanForm):
    found = [*_missing(form, "school"), *_at_least(form, "year", 1900)]
    if not any(unit.rows for unit in form.units):
        found.append(Reason("NO_ROWS", "units"))
    for unit in form.units:
        for line in unit.rows:
            found += _missing(line, "index", "title")
    return _once(found)


def _missing(value, *names):
    for name in names:
        found = getattr(value, name)
        if found is None or found == () or (isinstance(found, str) and not found.strip()):
            yield Reason("MISSING", name)


def _rows(form):
    if not form.rows:
        yield Reason("NO_ROWS", "rows")


def _known(value, name, values):
    if getattr(value, name) not in values:
        yield Reason("UNKNOWN", name, {"value": getattr(value, name)})


def _at_least(value, name, least):
    number = getattr(value, name)
    if number is not None and number < least:
        yield Reason("COUNT", name, {"value": number, "least": least})


def _members(members):
    for one in members:
        yield from _missing(one, "name")
        yield from _known(one, "vote", (None, *forms.VOTES))


def _once(reasons):
    """The reasons without repetitions: a thousand rows may lack the same thing."""
    found = []
    for reason in reasons:
        if reason not in found:
            found.append(reason)
    return tuple(found)
