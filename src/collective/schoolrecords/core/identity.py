"""What a registered file says of who the pupil is besides the name, and how a mistake in it is mended.

The day of birth and the sex stand on certificates and statements. Past registration they are no
ordinary fields: a mistake is corrected for a reason, on the word of a document, and what stood
there before stays with the day, the person and the reason (a correction is a new value).
"""

from .person_names import MAX_BASIS
from .reasons import Reason
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date


FIELDS = ("birth_date", "sex")
SEXES = ("male", "female")
#: Former values that a file keeps; who needs more has another trouble.
MOST_FORMER = 20
#: A pupil of today was not born before; a date is a slip of the keyboard then.
EARLIEST = date(1900, 1, 1)


def check_correction(
    present: Mapping,
    new: Mapping,
    reason: str,
    basis: str,
    former: Sequence[Mapping],
    admitted: date | None,
    today: date,
) -> tuple[Reason, ...]:
    """Return all reasons against correcting ``present`` values to ``new`` ones (by field).

    Codes: not_given (a value that was there, the reason, the document), identity_same,
    identity_too_many, name_too_long (reason or document), day_in_future, birth_too_early,
    born_after_admission, sex_unknown.
    """
    reasons = [
        Reason("not_given", name)
        for name in FIELDS
        if present.get(name) is not None and new.get(name) is None
    ]
    if not reasons and not corrected(present, new):
        reasons.append(Reason("identity_same", FIELDS[0]))
    reasons.extend(_check_birth(new.get("birth_date"), admitted, today))
    if new.get("sex") is not None and new["sex"] not in SEXES:
        reasons.append(Reason("sex_unknown", "sex"))
    for name, text in (("reason", reason), ("basis", basis)):
        if not text:
            reasons.append(Reason("not_given", name))
        elif len(text) > MAX_BASIS:
            reasons.append(Reason("name_too_long", name, {"most": MAX_BASIS}))
    if len(former) + len(corrected(present, new)) > MOST_FORMER:
        reasons.append(Reason("identity_too_many", FIELDS[0], {"most": MOST_FORMER}))
    return tuple(reasons)


def _check_birth(born, admitted, today):
    if born is None:
        return
    if born > today:
        yield Reason("day_in_future", "birth_date", {"day": born})
    if born < EARLIEST:
        yield Reason("birth_too_early", "birth_date", {"day": born})
    if admitted is not None and born >= admitted:
        yield Reason("born_after_admission", "birth_date", {"born": born, "admitted": admitted})


def corrected(present: Mapping, new: Mapping) -> tuple[str, ...]:
    """Return the fields whose value a correction changes."""
    return tuple(name for name in FIELDS if new.get(name) != present.get(name))


def row_of(name: str, value: object, day: date, by: str, reason: str, basis: str) -> dict:
    """Return a former value as a file stores it; ``day``: when it was corrected, ``by``: whose id."""
    row = {"field": name, "value": plain(value), "corrected_on": day.isoformat(), "by": by}
    return {**row, "reason": reason, "basis": basis}


def plain(value: object) -> str:
    """Return a value as text: a day in ISO, nothing as nothing."""
    return value.isoformat() if isinstance(value, date) else value or ""


def newly_fixed(fixed: Mapping, present: Mapping) -> tuple[tuple[str, ...], dict]:
    """Return (fields that were changed as if they were ordinary, what is fixed from now on).

    What a registered file did not say may be filled in once; then it is fixed as well.
    """
    changed = tuple(
        name
        for name in FIELDS
        if fixed.get(name) is not None and present.get(name) != fixed.get(name)
    )
    return changed, dict(fixed) if changed else {name: present.get(name) for name in FIELDS}
