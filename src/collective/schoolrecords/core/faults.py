"""Why no term can be counted for a record: what is wrong, and which field mends it.

Such records stand in the list of errors until a person mends them; nothing is destroyed on them
(records-peers.md section 0: fail-closed, and shown).
"""

from .backlog import BAD_DATE
from .backlog import DATE_WITHOUT_DAY
from .backlog import EXTRA_CELLS
from .backlog import FUTURE_DATE
from .backlog import TOO_OLD
from .backlog import TWO_DIGIT_YEAR
from .backlog import UNKNOWN_TYPE
from .reasons import Reason
from datetime import date


#: Fault of an archive's list → the field that mends it; the list's words are emptied afterwards.
MENDED_BY = {
    BAD_DATE: "closed_on",
    DATE_WITHOUT_DAY: "closed_on",
    TWO_DIGIT_YEAR: "closed_on",
    FUTURE_DATE: "closed_on",
    TOO_OLD: "closed_on",
    UNKNOWN_TYPE: "doc_type",
    EXTRA_CELLS: "archive_error",
}

CODES = (
    *(f"fault_{code.lower()}" for code in MENDED_BY),
    "fault_noted",
    "fault_no_type",
    "fault_no_term",
    "fault_closed_in_future",
    "fault_not_closed",
)


def faults(
    *,
    doc_type: str | None,
    has_term: bool,
    permanent: bool,
    closed: date | None,
    noted: str | None,
    today: date,
) -> tuple[Reason, ...]:
    """All faults of a record; empty when its day can be counted or it is kept for ever.

    ``noted``: what the archive's list said wrongly, as the import wrote it («CODE: text; …»).
    """
    found = list(_noted(noted))
    if not doc_type:
        found.append(Reason("fault_no_type", "doc_type"))
    elif not has_term:
        found.append(Reason("fault_no_term", "doc_type", {"value": doc_type}))
    if closed is not None and closed > today:
        found.append(Reason("fault_closed_in_future", "closed_on", {"day": closed}))
    if closed is None and has_term and not permanent and not found:
        found.append(Reason("fault_not_closed", "closed_on"))
    return tuple(found)


def _noted(noted):
    for part in (noted or "").split("; "):
        code, colon, text = part.partition(": ")
        if colon and code in MENDED_BY:
            yield Reason(f"fault_{code.lower()}", MENDED_BY[code], {"value": text})
        elif part and code != "CLOSED":
            # Words of a person, or the rest of a text that was too long.
            yield Reason("fault_noted", "archive_error", {"value": part})
