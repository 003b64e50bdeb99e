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
    found = [*lacking(form, *needed), *rows_there(form), *known(form, "status", forms.ACT_STATUSES)]
    for line in form.rows:
        found += [*lacking(line, "title", "years"), *at_least(line, "count", 1)]
    found += _members(form.commission)
    for line in form.kept:
        found += lacking(line, "title", "reason")
    selected = sum(line.count for line in form.rows)
    if form.destruction is not None and form.destruction.count > selected:
        counts = {"value": form.destruction.count, "most": selected}
        found.append(Reason("MORE_THAN_SELECTED", "destruction", counts))
    return once(found)


@problems.register
def _minutes(form: forms.MinutesForm):
    found = [*lacking(form, "school", "number", "period", "members", "decided")]
    found += [*at_least(form, "quorum", 1), *_members(form.members)]
    if not any(one.chair for one in form.members):
        found.append(Reason("MISSING", "chair"))
    return once(found)


@problems.register
def _inventory(form: forms.InventoryForm):
    needed = ["school", "years"] + ([] if form.draft else ["number"])
    found = [
        *lacking(form, *needed),
        *rows_there(form),
        *known(form, "kind", forms.INVENTORY_KINDS),
    ]
    seen = set()
    for line in form.rows:
        found += lacking(line, "number", "title")
        if line.number in seen:
            found.append(Reason("TWICE", "number", {"value": line.number}))
        seen.add(line.number)
    found += [
        Reason("MISSED_IS_THERE", "missed", {"value": number})
        for number in form.missed
        if number in seen
    ]
    return once(found)


@problems.register
def _cover(form: forms.CoverForm):
    return once([*lacking(form, "school", "title"), *at_least(form, "sheets", 0)])


@problems.register
def _inner_inventory(form: forms.InnerInventoryForm):
    found = [*lacking(form, "school", "title")]
    for name in ("documents", "sheets", "elsewhere", "inventory_sheets"):
        found += at_least(form, name, 0)
    return once(found)


@problems.register
def _certifying(form: forms.CertifyingSheetForm):
    found = [*lacking(form, "school", "title")]
    for name in ("sheets", "inventory_sheets"):
        found += at_least(form, name, 0)
    return once(found)


@problems.register
def _receipt(form: forms.ReceiptForm):
    return once([*lacking(form, "school", "title"), *at_least(form, "sheets", 0)])


@problems.register
def _file_plan(form: plan_forms.FilePlanForm):
    found = [*lacking(form, "school"), *at_least(form, "year", 1900)]
    if not any(unit.rows for unit in form.units):
        found.append(Reason("NO_ROWS", "units"))
    for unit in form.units:
        for line in unit.rows:
            found += lacking(line, "index", "title")
    return once(found)


def lacking(value, *names):
    """Yield a reason for each of the fields ``names`` of ``value`` that is empty."""
    for name in names:
        found = getattr(value, name)
        if found is None or found == () or (isinstance(found, str) and not found.strip()):
            yield Reason("MISSING", name)


def rows_there(form):
    """Yield a reason when the form has no row."""
    if not form.rows:
        yield Reason("NO_ROWS", "rows")


def known(value, name, values):
    """Yield a reason when field ``name`` is none of ``values``."""
    if getattr(value, name) not in values:
        yield Reason("UNKNOWN", name, {"value": getattr(value, name)})


def at_least(value, name, least):
    """Yield a reason when the number in field ``name`` is below ``least``; ``None`` is no number."""
    number = getattr(value, name)
    if number is not None and number < least:
        yield Reason("COUNT", name, {"value": number, "least": least})


def _members(members):
    for one in members:
        yield from lacking(one, "name")
        yield from known(one, "vote", (None, *forms.VOTES))


def once(reasons):
    """Return the reasons without repetitions: a thousand rows may lack the same thing."""
    found = []
    for reason in reasons:
        if reason not in found:
            found.append(reason)
    return tuple(found)
