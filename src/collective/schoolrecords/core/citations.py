"""Minutes of the pedagogical council as other records cite them: by number and date.

A yearly result rests on a decision of the council, so do an order and a version of a local
regulation (domain 4 and S20-1.3). On paper one writes «протокол № 5 от 25.05.2026», and by that
the minutes are found, however the number is spelled.
"""

from .numbers import same_number
from datetime import date

import re


#: «Педагогический совет», «педсоветом», «совет педагогический»: the body in any of its forms.
_COUNCIL = re.compile(r"педсовет|педагогическ\w*\s+совет|совет\w*\s+педагогическ")


def minutes_key(number: str | None, day: date | str | None) -> str | None:
    """Return the key of minutes in the catalog's index of codes; ``None`` where one part lacks.

    ``day`` is a date or its ISO text. No number of a record looks like it.
    """
    same = same_number(number) if isinstance(number, str) else ""
    text = day.isoformat() if isinstance(day, date) else day
    return f"~{text} {same}" if same and text else None


def is_pedagogical_council(body: str | None) -> bool:
    """Whether a body that adopted something is the council whose minutes the school keeps."""
    return isinstance(body, str) and bool(_COUNCIL.search(body.casefold()))
