"""Asking the check of uploads about bytes."""

from collective.schoolrecords.core.uploads import examine
from collective.schoolrecords.core.uploads import REASONS
from collective.schoolrecords.core.uploads import Refused

import io


LIMIT = 100 << 20


def examined(data, name="файл", limit=LIMIT):
    return examine(io.BytesIO(data), name, limit=limit)


def refusal(data, name="файл", limit=LIMIT):
    """The one reason why ``data`` is refused, as (code, data)."""
    result = examined(data, name, limit)
    assert isinstance(result, Refused), result
    (reason,) = result.reasons
    assert set(REASONS[reason.code]) <= set(reason.data)
    return reason.code, dict(reason.data)
