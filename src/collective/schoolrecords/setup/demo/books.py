"""The book of certificates of grade 9 and the ledger of blanks, with last year's graduates."""

from .people import acting
from .students import CARRIERS
from .students import REGISTER
from collective.schoolrecords.core.book_fields import BLANKS
from collective.schoolrecords.core.book_fields import CERTIFICATES_9
from collective.schoolrecords.core.books import CLASS_SIGNERS
from collective.schoolrecords.lifecycle.steps import perform
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.retention.file_plan import file_plan_of
from collective.schoolrecords.school.appointments import holders_of
from collective.schoolrecords.school.storage import get_school
from datetime import date
from plone.dexterity.utils import createContentInContainer


KEEPER = "certificates"
#: Region and maker of the demo's blanks: no region has this number.
PREFIX = "00100"
#: Kind of blanks → first serial number received; ten of each.
RECEIVED = {"title_9": 1, "title_9_honours": 101, "supplement_9": 201}
EACH = 10
MARKS = {
    "Русский язык": "4",
    "Литература": "5",
    "Математика": "4",
    "История": "5",
    "Физика": "4",
    "Химия": "3",
}
#: How certificates of the demo were handed out, in turn; the others wait in the safe.
HANDED_OUT = 1
#: The last graduates by name stand in no book yet: something waits for the keeper.
NOT_ENTERED = 2


def fill_books(stage):
    """Open both books as the keeper, receive blanks, write the entries; the head certifies one."""
    ledger = _open(stage, BLANKS, "Книга учёта бланков документов об образовании", "1")
    book = _open(stage, CERTIFICATES_9, "Книга регистрации выданных аттестатов, 9 класс", "2")
    day = stage.day(0, "20.06")
    with acting(stage, KEEPER):
        for kind, first in RECEIVED.items():
            entries_of(ledger).add(_receipt(stage, kind, first, day))
    graduates = [
        one
        for one in stage.site[REGISTER].objectValues()
        if one.leaving_order_date == stage.day(0, "25.06") and _grade(stage, one) == 9
    ]
    graduates.sort(key=lambda one: one.sort_key())
    for place, file in enumerate(graduates[:-NOT_ENTERED]):
        _enter(stage, book, file, place)
    _certify(stage, book)


def _open(stage, kind, title, number):
    school = get_school(stage.site)
    keeper = holders_of(school, "certificate_keeper", stage.today)[0]
    with acting(stage, KEEPER):
        record = createContentInContainer(
            stage.site["books"],
            "book",
            kind=kind,
            title=title,
            registration_number=number,
            opened_on=stage.day(0, "15.01"),
            appointed=keeper.person_id,
            appointed_order_number="12",
            appointed_order_date=stage.day(0, "12.01"),
            storage_place="Сейф в кабинете директора",
            sheets=96,
            carriers=CARRIERS,
        )
        item = file_plan_of(stage.site, stage.today.year).item_for(record.doc_type)
        if item is not None:
            record.case_index, record.file_plan_year = item.index, stage.today.year
        perform(record, "register")
    return record


def _receipt(stage, kind, first, day):
    return {
        "operation": "receipt",
        "day": day.isoformat(),
        "basis": f"Накладная от {day:%d.%m.%Y}",
        "blank_kind": kind,
        "first": _number(stage, first),
        "last": _number(stage, first + EACH - 1),
        "quantity": EACH,
    }


def _enter(stage, book, file, place):
    """The entry of a graduate; the class has left, so that its head signs for its teacher."""
    ordered = stage.day(0, "25.06")
    values = {
        "name": file.full_name,
        "birth_date": file.birth_date.isoformat(),
        "class_label": _label(stage, file),
        "document": "certificate",
        "blank": _number(stage, RECEIVED["title_9"] + place),
        "supplement": _number(stage, RECEIVED["supplement_9"] + place),
        "marks": MARKS,
        "order_number": file.leaving_order_number,
        "order_date": ordered.isoformat(),
    }
    with acting(stage, KEEPER):
        entry = entries_of(book).add(values, file=file.UID())
        if place < HANDED_OUT:
            issue = {
                "issued_on": ordered.isoformat(),
                "way": "self",
                "receiver": file.full_name,
                "issued_by": "Каштанова Ольга Романовна",
            }
            entries_of(book).issue(entry["number"], issue)


def _certify(stage, book):
    """The first class has all signatures; those of the others wait."""
    with acting(stage, "director"):
        entries = entries_of(book)
        label = entries.waiting()[0]["label"]
        for signer in CLASS_SIGNERS:
            fact = "Подпись и печать, лист 1"
            entries.certify(entries.block_to_sign(label), signer, fact)


def _number(stage, serial):
    return f"{PREFIX}{stage.year % 100:02d}{serial:07d}"


def _cohort(stage, file):
    return get_school(stage.site).cohorts[file.cohort_id]


def _grade(stage, file):
    return _cohort(stage, file).grade_on(date(stage.year, 5, 25))


def _label(stage, file):
    return _cohort(stage, file).label_on(date(stage.year, 5, 25))
