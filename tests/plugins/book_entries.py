"""What is written into books in tests; names and numbers are invented."""

from collective.schoolrecords.records.book.entries import entries_of

import itertools


_serials = itertools.count(1)


def certificate(**values):
    """Values of an entry of a book of certificates, with a blank of its own."""
    serial = next(_serials)
    return {
        "name": "Козлова Вера Ильинична",
        "birth_date": "2012-05-17",
        "class_label": "7А",
        "document": "certificate",
        "blank": f"052042612{serial:05d}",
        "supplement": f"052042644{serial:05d}",
        "marks": {"Русский язык": "5", "Физика": "4"},
        "order_number": "77-у",
        "order_date": "2025-09-01",
        **values,
    }


def line(operation="receipt", first=451, last=460, kind="title_9", **values):
    """Values of a line of the ledger of blanks; numbers by their last five figures."""
    return {
        "operation": operation,
        "day": "2025-09-01",
        "basis": "Накладная № 117",
        "blank_kind": kind,
        "first": f"052042612{first:05d}",
        "last": f"052042612{last:05d}",
        "quantity": last - first + 1,
        **values,
    }


ISSUE = {
    "issued_on": "2025-09-01",
    "way": "self",
    "receiver": "Козлова Вера Ильинична",
    "issued_by": "Образцова Анна Петровна",
}
ANNULMENT = {"order_number": "90-у", "order_date": "2025-09-01", "reason": "Внесена по ошибке"}
FACT = "Подпись директора и печать, лист 3"


def add(book, **values):
    """Write an entry of a certificate without supplement."""
    return entries_of(book).add(certificate(supplement=None, **values))
