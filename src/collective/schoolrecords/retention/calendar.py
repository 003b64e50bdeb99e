"""The retention calendar of a site: what falls due in which year, from the due index."""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.forecast import draw
from collective.schoolrecords.retention import due
from collective.schoolrecords.retention.overview import type_labels


#: Years of a calendar without a last one, and of one at most.
YEARS = 20
MOST_YEARS = 200


def calendar(site, filters=None, first=None, last=None):
    """Return the core ``Calendar`` of the years ``first`` … ``last``.

    ``filters``: those of ``DueIndex.query`` without ``status`` and ``due_year`` (doc_type, cohort,
    year, place, carrier, term, holds). Without years: twenty from this one. Raises ``ValueError``
    for what no calendar can answer.
    """
    first = school_today().year if first is None else first
    last = first + YEARS - 1 if last is None else last
    if last - first >= MOST_YEARS:
        raise ValueError(f"{first} … {last}")
    index = due.find_index(site)
    return draw(index.tallies(filters) if index is not None else (), first, last)


def calendar_rows(site, found, on=None):
    """Return the years of a ``Calendar`` as dicts of plain values, types with their labels.

    ``{year, rows, on_hold, needs_decision, selectable, types: [{id, title, …the same}]}``; types
    stand in the regulation's order.
    """
    labels = type_labels(site, on or school_today())
    order = {name: number for number, name in enumerate(labels)}
    return [
        {
            "year": one.year,
            **one.total.as_dict(),
            "types": [
                {"id": name, "title": labels.get(name, name), **one.types[name].as_dict()}
                for name in sorted(one.types, key=lambda name: (order.get(name, len(order)), name))
            ],
        }
        for one in found.years
    ]
