"""What a form of a new record begins with when it was opened from elsewhere, by its address."""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.book_fields import KINDS
from collective.schoolrecords.core.case_kinds import CERTIFICATE
from collective.schoolrecords.desk.regulations import new_version
from collective.schoolrecords.desk.regulations import order_choice
from collective.schoolrecords.records.case.custody import TITLE


#: Letters of a number of a personal file in an address.
MOST_NUMBER = 32


def known_before(family, form):
    """Return the values of a draft that are known from where its form was opened.

    A version that replaces one, an order that approves one, a book of a kind, a
    certificate of a pupil; nothing for everything else.
    """
    if family == new_version.FAMILY:
        return new_version.known_of_former(form.get("replaces"))
    if family == "order":
        return order_choice.known_of_act(form.get("approves"))
    kind = form.get("kind")
    if family == "book" and isinstance(kind, str) and kind in KINDS:
        return {"kind": kind}
    if family == "case_file" and form.get("doc_type") == CERTIFICATE:
        return _certificate(form.get("file_number"))
    return {}


def _certificate(number):
    """Of a certificate that is taken into custody today: whose it is."""
    if not isinstance(number, str) or not number:
        return {}
    return {"title": TITLE, "pupil_file": number[:MOST_NUMBER], "taken_on": school_today()}
