"""Two people at once: one of them wins, the other is refused, and nothing is half.

Each of the two works in a thread of their own, with an own connection and an own transaction. Both
finish their work before either commits, so each has seen the record as it was before; the second
commit must be a conflict. The publisher then tries the request again, as here.
"""

from builders import document
from builders import LEAVING
from builders import order
from builders import personal_file
from builders import step
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.core.year_results import MarkRules
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import digest_of
from collective.schoolrecords.lifecycle.refusals import RecordProtected
from collective.schoolrecords.lifecycle.refusals import StepImpossible
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.lifecycle.steps import perform
from collective.schoolrecords.lifecycle.steps import version_of
from collective.schoolrecords.records.personal_file.year_results import years_of
from datetime import date
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from two_computers import Person
from zExceptions import Unauthorized
from ZODB.POSException import ConflictError
from zope.lifecycleevent import modified

import pytest
import transaction


YEAR = "2024/25"
MARKS = MarkRules()


@pytest.fixture
def town(functional):
    """Two people who hold the office's and the director's roles, at two computers."""
    portal = functional["portal"]
    for name in ("first", "second"):
        portal.acl_users.userFolderAddUser(name, "Secret-word-123", ["Secretary", "Director"], [])
    login(portal, TEST_USER_NAME)
    setRoles(portal, TEST_USER_ID, ["Secretary", "Director"])
    transaction.commit()
    database = portal._p_jar.db()
    people = (Person(database, "first"), Person(database, "second"))
    yield portal, people
    for person in people:
        person.leaves()


def edit(record):
    record.holder = record.note = "Образцова"
    modified(record)


def approve(record):
    step(record, "approve")


def submit(record):
    step(record, "submit")


def register(record):
    step(record, "register")


def close(record):
    step(record, "close", **LEAVING)


def file_document(record):
    document(record)


def enter_year(record):
    years_of(record).enter(YEAR, {"marks": {"Алгебра": "4"}}, 7, MARKS)


def sign_year(record):
    years_of(record).certify(YEAR, "class_teacher", "Лист 4", "first", now(), MARKS)


def draft_document():
    return document(step(personal_file(), "register"))


def draft_order():
    return order()


def order_in_review():
    return step(order(), "submit")


def current_file():
    return step(personal_file(), "register")


def file_with_year():
    record = current_file()
    values = {
        "marks": {"Алгебра": "5"},
        "decision": "promoted",
        "minutes_number": "4",
        "minutes_date": date(2025, 5, 28),
    }
    years_of(record).enter(YEAR, values, 7, MARKS)
    return record


#: What exists, what the faster does, what the slower does, what the slower hears on the next try
#: (``None``: the work is still possible, on what the faster one left).
MEETINGS = (
    (draft_document, approve, edit, RecordProtected),
    (draft_document, edit, approve, None),
    (draft_document, approve, approve, StepImpossible),
    (draft_order, submit, edit, RecordProtected),
    (draft_order, edit, submit, None),
    (order_in_review, approve, approve, StepImpossible),
    (current_file, close, edit, RecordProtected),
    (current_file, edit, close, None),
    (current_file, close, file_document, Unauthorized),
    (current_file, file_document, close, StepRefused),
    (file_with_year, sign_year, enter_year, StepRefused),
    (file_with_year, enter_year, sign_year, None),
    (file_with_year, sign_year, sign_year, StepRefused),
)


def in_words(meeting):
    return "-".join(part.__name__ for part in meeting if part is not None)


@pytest.mark.parametrize("meeting", MEETINGS, ids=in_words)
def test_one_wins_and_nothing_is_half(town, meeting):
    make, faster, slower, refusal = meeting
    portal, (first, second) = town
    record = make()
    transaction.commit()
    path = "/".join(record.getPhysicalPath())

    first.works(faster, path)
    second.works(slower, path)
    first.commits()
    with pytest.raises(ConflictError):
        second.commits()

    transaction.begin()
    won = (chain_of(record).head(), digest_of(record), record.state)
    if refusal is None:
        second.works(slower, path)
        second.commits()
        transaction.begin()
        assert len(chain_of(record)) == won[0][0] + 1
    else:
        with pytest.raises(refusal):
            second.works(slower, path)
        transaction.begin()
        assert (chain_of(record).head(), digest_of(record), record.state) == won
    assert [problem for problem in chain_of(record).verify() if problem.is_fault] == []
    assert chain_of(record).last().after == digest_of(record)
    rows = portal.portal_catalog.unrestrictedSearchResults(UID=record.UID())
    assert [row.review_state for row in rows] == [record.state]


class Reading:
    """Somebody who reads, then acts on what was read, also when the request is tried again."""

    def __init__(self, read, act):
        self.read, self.act = read, act
        self.seen = None

    def __call__(self, record):
        self.seen = self.seen or self.read(record)
        self.act(record, self.seen)


def read_year(record):
    return years_of(record).get(YEAR).version()


def sign_year_as_read(record, seen):
    years_of(record).certify(YEAR, "class_teacher", "Лист 4", "second", now(), MARKS, seen)


def submit_as_read(record, seen):
    perform(record, "submit", {}, seen)


@pytest.mark.parametrize(
    ("make", "faster", "read", "act", "code"),
    [
        (file_with_year, enter_year, read_year, sign_year_as_read, "year_changed"),
        (draft_order, edit, version_of, submit_as_read, "record_changed"),
    ],
)
def test_a_repeated_request_signs_nothing_that_was_not_seen(town, make, faster, read, act, code):
    """The publisher tries a request again after a conflict; the values are others by then."""
    _portal, (first, second) = town
    record, reader = make(), Reading(read, act)
    transaction.commit()
    path = "/".join(record.getPhysicalPath())

    first.works(faster, path)
    second.works(reader, path)
    first.commits()
    with pytest.raises(ConflictError):
        second.commits()
    transaction.begin()
    won = (chain_of(record).head(), digest_of(record), record.state)
    with pytest.raises(StepRefused) as refused:
        second.works(reader, path)

    transaction.begin()
    assert [reason.code for reason in refused.value.core_reasons] == [code]
    assert (chain_of(record).head(), digest_of(record), record.state) == won


@pytest.mark.parametrize("order_of_two", ((0, 1), (1, 0)))
def test_one_number_of_the_alphabet_book_is_given_once(town, order_of_two):
    portal, people = town
    first, second = (people[place] for place in order_of_two)
    step(personal_file(letter="Щ", number=6), "register")
    rivals = [personal_file(letter="Щ", number=7), personal_file(letter="Щ", number=7)]
    transaction.commit()
    paths = ["/".join(rival.getPhysicalPath()) for rival in rivals]

    first.works(register, paths[0])
    second.works(register, paths[1])
    first.commits()
    with pytest.raises(ConflictError):
        second.commits()
    with pytest.raises(StepRefused) as refused:
        second.works(register, paths[1])

    transaction.begin()
    assert [reason.code for reason in refused.value.core_reasons] == ["number_taken"]
    assert [rival.state for rival in rivals] == ["current", "draft"]
    assert rivals[1].registration_number is None
    assert len(chain_of(rivals[1])) == 1


@pytest.mark.parametrize("order_of_two", ((0, 1), (1, 0)))
def test_one_number_of_orders_reaches_the_director_once(town, order_of_two):
    """Two drafts may have one number; the director is given one of them."""
    _portal, people = town
    first, second = (people[place] for place in order_of_two)
    step(order(registration_number="6-у"), "submit")
    rivals = [order(registration_number="7-у"), order(registration_number="7-У ")]
    transaction.commit()
    paths = ["/".join(rival.getPhysicalPath()) for rival in rivals]

    first.works(submit, paths[0])
    second.works(submit, paths[1])
    first.commits()
    with pytest.raises(ConflictError):
        second.commits()
    with pytest.raises(StepRefused) as refused:
        second.works(submit, paths[1])

    transaction.begin()
    assert [reason.code for reason in refused.value.core_reasons] == ["registration_number_taken"]
    assert [rival.state for rival in rivals] == ["in_review", "draft"]
    assert len(chain_of(rivals[1])) == 1


def test_people_at_different_files_do_not_meet(town):
    """So a conflict above is one about the record, not about the site."""
    _portal, (first, second) = town
    records = (current_file(), current_file())
    transaction.commit()

    for person, record in zip((first, second), records, strict=True):
        person.works(edit, "/".join(record.getPhysicalPath()))
    first.commits()
    second.commits()

    transaction.begin()
    assert [record.holder for record in records] == ["Образцова", "Образцова"]
