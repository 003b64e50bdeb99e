"""The filters of the due list as people and programs write them, for every service that has them."""

from collective.schoolrecords.core.states import STATES
from collective.schoolrecords.core.terms import STATUSES
from collective.schoolrecords.lifecycle.interfaces import CARRIERS
from itertools import combinations


#: Repeatable parameters that are facts of a record, and all names that :func:`due_filters` reads.
TEXTS = ("doc_type", "cohort", "place", "term")
NAMES = (*TEXTS, "status", "review_state", "carrier", "year", "due_year")


def due_filters(question):
    """Return the filters of ``DueIndex.query`` that a ``Question`` names; faults stay with it."""
    found = {name: question.texts(name) for name in TEXTS}
    found["status"] = question.texts("status", STATUSES)
    found["state"] = question.texts("review_state", STATES)
    found["year"] = question.years("year")
    found["due_year"] = question.years("due_year")
    carriers = question.texts("carrier", CARRIERS)
    found["carrier"] = carriers and carrier_texts(carriers)
    return {name: values for name, values in found.items() if values is not None}


def carrier_texts(carriers):
    """Return every text by which the index names one of ``carriers``, alone or with others."""
    return frozenset(
        ", ".join(sorted(some))
        for size in range(1, len(CARRIERS) + 1)
        for some in combinations(CARRIERS, size)
        if carriers & set(some)
    )
