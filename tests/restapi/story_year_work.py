"""A name that changes, the check of the alphabet book, the orders of a year's end, over REST."""

from builders import personal_file
from builders import step
from collective.schoolrecords.core.year_end import YearOrder
from collective.schoolrecords.records.year_work import storage
from collective.schoolrecords.records.year_work.year_end import note_year_order
from datetime import date


def play(say, school):
    """A pupil of her own: her surname changes, her academic debt is settled."""
    with school.as_test_user("Secretary"):
        storage.begin(storage.LEAVING, "secretary")
        file = step(
            personal_file(
                letter="Щ", number=4, last_name="Щукина", cohort_id=school.other_cohort.id
            ),
            "register",
        )
        step(personal_file(letter="Щ", number=7, last_name="Щеглова"), "register")
        order = YearOrder("2024/25", "conditional", "88-у", date(2025, 6, 20))
        debt = {"subjects": ("Химия",), "deadline": date(2026, 5, 27)}
        note_year_order(file, YearOrder(**{**vars(order), **debt}))
    path = school.path(file)
    new = {"last_name": "Зайцева", "since": "2026-01-20", "basis": "Свидетельство № 7"}
    say("pupil-names-post", "secretary", "POST", f"{path}/@pupil-names", new)
    wrong = {"last_name": "Зайцева"}
    say("pupil-names-refused", "secretary", "POST", f"{path}/@pupil-names", wrong, 409)
    born = {"birth_date": "2012-05-18", "reason": "Опечатка", "basis": "Свидетельство № 7"}
    say("pupil-identity-post", "secretary", "POST", f"{path}/@pupil-identity", born)
    wrong = {"birth_date": "1812-05-18"}
    say("pupil-identity-refused", "secretary", "POST", f"{path}/@pupil-identity", wrong, 409)
    say("book-check-get", "auditor", "GET", "/personal-files/@book-check?letter=Щ")
    say("year-orders-get", "auditor", "GET", f"{path}/@year-orders")
    say("year-work-get", "secretary", "GET", "/@year-work")
    given = {"outcome": "liquidated", "settled_on": "2026-02-02", "basis": "Протокол № 3"}
    say("year-orders-settle", "secretary", "POST", f"{path}/@year-orders/2024-25/settle", given)
    # The production calendar, by which terms in working days are counted.
    moved = {"free": ["2026-01-09", "2026-12-31"], "worked": ["2026-06-13"]}
    say("working-days-patch", "secretary", "PATCH", "/@working-days/2026", moved)
    wrong = {"free": ["2026-06-12", "2027-01-11"], "worked": ["2026-06-11"]}
    say("working-days-refused", "secretary", "PATCH", "/@working-days/2026", wrong, 400)
    say("working-days-get", "auditor", "GET", "/@working-days/2026")
