"""A name that changes, the check of the alphabet book, the orders of a year's end, over REST."""

from collective.schoolrecords.core.year_end import YearOrder
from collective.schoolrecords.records.year_work import storage
from collective.schoolrecords.records.year_work.year_end import note_year_order
from datetime import date

import transaction


def play(say, school):
    """The neighbour's surname changes; an academic debt is settled."""
    path = school.path(school.neighbour)
    with school.as_test_user("Secretary"):
        storage.begin(storage.LEAVING, "secretary")
        note_year_order(
            school.neighbour,
            YearOrder(
                "2024/25",
                "conditional",
                "88-у",
                date(2025, 6, 20),
                subjects=("Химия",),
                deadline=date(2026, 5, 27),
            ),
        )
        transaction.commit()
    new = {"last_name": "Зайцева", "since": "2026-01-20", "basis": "Свидетельство № 7"}
    say("pupil-names-post", "secretary", "POST", f"{path}/@pupil-names", new)
    wrong = {"last_name": "Зайцева"}
    say("pupil-names-refused", "secretary", "POST", f"{path}/@pupil-names", wrong, 409)
    say("book-check-get", "auditor", "GET", "/personal-files/@book-check?letter=Л")
    say("year-orders-get", "other_guardian", "GET", f"{path}/@year-orders")
    say("year-work-get", "secretary", "GET", "/@year-work")
    given = {"outcome": "liquidated", "settled_on": "2026-02-02", "basis": "Протокол № 3"}
    address = f"{path}/@year-orders/2024-25/settle"
    say("year-orders-settle", "secretary", "POST", address, given)
