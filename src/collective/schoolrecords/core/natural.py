"""Numbers of documents in the order in which people count them: 2-у before 10-у."""

from .names import sort_key

import re


#: Digits of the longest number that still sorts as one; longer ones sort by their first digits.
WIDTH = 12
_PARTS = re.compile(r"(\d+)")


def natural_key(text: str) -> str:
    """A key for registration numbers and indexes: figures by their value, letters by the alphabet.

    «2-у», «10-у», «10а», «02-14» and «К-25» sort as «2», «10», «10а», 2/14, К/25. Numbers of one value
    («2» and «02») have equal keys. Empty text has an empty key.
    """
    found = []
    for part in _PARTS.split(text):
        if part.isdecimal():
            found.append(str(int(part)).zfill(WIDTH))
        else:
            found.append(sort_key(part))
    return " ".join(part for part in found if part)
