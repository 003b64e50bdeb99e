"""What a form of a new record begins with when it was opened from a local act."""

from collective.schoolrecords.desk.regulations import new_version
from collective.schoolrecords.desk.regulations import order_choice


def known_before(family, form):
    """Return the values of a draft that follows from another record, by the form's address.

    A version that replaces one, an order that approves one; nothing for everything else.
    """
    if family == new_version.FAMILY:
        return new_version.known_of_former(form.get("replaces"))
    if family == "order":
        return order_choice.known_of_act(form.get("approves"))
    return {}
