"""What a form of a new record begins with when it was opened from elsewhere, by its address."""

from collective.schoolrecords.core.book_fields import KINDS
from collective.schoolrecords.desk.regulations import new_version
from collective.schoolrecords.desk.regulations import order_choice


def known_before(family, form):
    """Return the values of a draft that are known from where its form was opened.

    A version that replaces one, an order that approves one, a book of a kind; nothing for
    everything else.
    """
    if family == new_version.FAMILY:
        return new_version.known_of_former(form.get("replaces"))
    if family == "order":
        return order_choice.known_of_act(form.get("approves"))
    kind = form.get("kind")
    if family == "book" and isinstance(kind, str) and kind in KINDS:
        return {"kind": kind}
    return {}
