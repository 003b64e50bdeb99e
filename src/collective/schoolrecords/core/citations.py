"""Minutes of the pedagogical council as other records cite them: by number and date.

A yearly result rests on a decision of the council, so do an order and a version of a local
regulation (domain 4 and S20-1.3). On paper one writes «протокол № 5 от 25.05.2026», and by that
the minutes are found, however the number is spelled. Decisions are numbered points: whatever rests on
one of them cites it, too («п. 3»), and a point that known minutes do not have is not cited.
"""

from .numbers import same_number
from .reasons import Reason
from collections.abc import Collection
from datetime import date

import re


#: «Педагогический совет», «педсоветом», «совет педагогический»: the body in any of its forms.
_COUNCIL = re.compile(r"педсовет|педагогическ\w*\s+совет|совет\w*\s+педагогическ")


#: Greatest number of a point that can be cited.
MOST_POINT = 9999
CITATION_CODES = ("point_without_minutes", "point_unknown")


def minutes_key(number: str | None, day: date | str | None, point: int | None = None) -> str | None:
    """Return the key of minutes in the catalog's index of codes; ``None`` where one part lacks.

    ``day`` is a date or its ISO text; ``point``: of one decision. No number of a record looks like
    it.
    """
    same = same_number(number) if isinstance(number, str) else ""
    text = day.isoformat() if isinstance(day, date) else day
    if not same or not text:
        return None
    return f"~{text} {same}" if point is None else f"~{text} {same} § {point}"


def point_reasons(
    number: str | None,
    day: date | str | None,
    point: int | None,
    known: Collection[int] | None,
    field: str = "minutes_point",
) -> tuple[Reason, ...]:
    """Return all reasons why a point of minutes cannot be cited.

    ``known``: the points of the minutes ``number`` of ``day``, ``None`` where the school has them on
    paper alone, so that nobody can tell.
    """
    if point is None:
        return ()
    found = []
    if not number or not day:
        found.append(Reason("point_without_minutes", field))
    if not 1 <= point <= MOST_POINT or (known is not None and point not in known):
        found.append(Reason("point_unknown", field, {"point": point, "number": number or ""}))
    return tuple(found)


def is_pedagogical_council(body: str | None) -> bool:
    """Whether a body that adopted something is the council whose minutes the school keeps."""
    return isinstance(body, str) and bool(_COUNCIL.search(body.casefold()))
