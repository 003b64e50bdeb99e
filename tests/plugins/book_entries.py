"""What is written into books in tests; names and numbers are invented."""

from builders import book
from builders import step
from collective.schoolrecords.records.book.entries import entries_of
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from schoolrecords_screens import ACCOUNTS
from schoolrecords_screens import Screens

import itertools
import requests
import transaction


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
#: Why pupils who are still at school stand in a book.
EARLY = "Досрочная аттестация, приказ № 5"
FACT = "Подпись директора и печать, лист 3"


def add(book, **values):
    """Write an entry of a certificate without supplement."""
    return entries_of(book).add(certificate(supplement=None, **values))


class Books(Screens):
    """The small school with a book of certificates: entries of two pupils."""

    def __init__(self, portal):
        super().__init__(portal)
        setRoles(portal, TEST_USER_ID, ["Certificate Keeper", "Director", "Secretary"])
        login(portal, TEST_USER_NAME)
        keeper = self.town.school.person_of(ACCOUNTS["certificate_keeper"])
        self.keeper = keeper
        self.book = step(book(appointed=keeper.id, registration_number="3"), "register")
        entries = entries_of(self.book)
        birth = self.file.birth_date.isoformat()
        own = certificate(name=self.file.full_name, birth_date=birth, early_reason=EARLY)
        entries.add(own, file=self.file.UID(), cohort=self.cohort.id)
        other = certificate(name="Орлова Вера Ильинична", birth_date=birth, early_reason=EARLY)
        entries.add(other, file=self.other.UID(), cohort=self.cohort.id)
        self.ledger = step(
            book(kind="blanks", appointed=keeper.id, title="Учёт бланков"), "register"
        )
        setRoles(portal, TEST_USER_ID, ["Member"])
        transaction.commit()

    def rest(self, key, method, path, json=None):
        """Ask the service as somebody."""
        return requests.request(
            method,
            self.url + path,
            json=json,
            auth=self.account(key),
            headers={"Accept": "application/json", "Accept-Language": "ru"},
            timeout=60,
        )
