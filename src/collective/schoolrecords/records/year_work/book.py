"""The alphabet book against the files, as the core rule asks for it, and ``@book-check``.

The answer names numbers and addresses, never people, so whoever may see the school's lists may ask.
"""

from collective.schoolrecords.core import book_check as rules
from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import filled
from collective.schoolrecords.records.bodies import RecordService
from collective.schoolrecords.records.personal_file.moves import ALPHABET
from collective.schoolrecords.records.personal_file.names import former_of
from collective.schoolrecords.school.paging import Question
from plone import api
from zope.i18n import translate


TEXTS = {
    "number_twice": _("book_number_twice", default="The number stands on ${count} files."),
    "gap": _("book_gap", default="No file has this number (${count})."),
    "letter_differs": _(
        "book_letter_differs", default="The surname begins with another letter than ${letter}."
    ),
    "admission_without_order": _(
        "book_admission_without_order", default="The order of admission or its day is missing."
    ),
    "leaving_without_order": _(
        "book_leaving_without_order", default="The order of leaving or its day is missing."
    ),
    "left_and_current": _(
        "book_left_and_current", default="A day of leaving is entered, but the file is current."
    ),
    "left_before_admission": _(
        "book_left_before_admission", default="The day of leaving is before the admission."
    ),
}
EXPLAINED = {
    "annulled": _("book_explained_annulled", default="one of the files was annulled"),
    "name_changed": _("book_explained_name", default="the surname changed, the number stays"),
}


def entries(letter=None):
    """Return the core entries of all files, or of those of one letter."""
    query = {"portal_type": "personal_file"}
    if letter:
        query["record_number"] = {"query": (f"{letter}-", f"{letter}-\uffff"), "range": "minmax"}
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(**query)
    return [_entry(brain._unrestrictedGetObject()) for brain in brains]


def _entry(record):
    surnames = (record.last_name or "", *(one.name.last_name for one in former_of(record)))
    return rules.Entry(
        record.UID(),
        record.book_volume or "1",
        record.letter or "",
        record.number or 0,
        record.state,
        surnames,
        record.admitted_on,
        record.admission_order_number or "",
        record.left_on or record.closed_on,
        record.leaving_order_number or "",
    )


def destroyed_numbers(known):
    """Return (volume, letter, number) of numbers that were given and whose files are destroyed.

    The book keeps the claim of each number for ever; ``known`` are the entries of living files.
    """
    claims = getattr(api.portal.get()["personal-files"], "_alphabet_claims", None)
    living = {one.uid for one in known}
    return [key for key, uid in (claims.items() if claims is not None else ()) if uid not in living]


def findings(letter=None):
    """Return the core findings of the whole book, or of one letter."""
    known = entries(letter)
    gone = [key for key in destroyed_numbers(known) if letter in (None, key[1])]
    return rules.check_book(known, gone)


def finding_json(one, request):
    """Return a finding as JSON-ready data with its sentence."""
    message = TEXTS[one.code]
    text = filled(message, dict(one.data))
    return {
        "code": one.code,
        "number": one.number,
        "level": one.level,
        "message": translate(text, context=request),
        "explanation": one.explained and translate(EXPLAINED[one.explained], context=request),
        "files": list(one.uids),
    }


class BookCheckGet(RecordService):
    """``GET @book-check?letter=К`` of the register of personal files."""

    def reply(self):
        """Return the disagreements between the alphabet book and the files."""
        question = Question(self.request, ("letter",))
        letter = question.text("letter")
        if letter is not None and letter not in ALPHABET:
            question.fault("letter", letter)
        question.done()
        items = [finding_json(one, self.request) for one in findings(letter)]
        return {
            "@id": f"{self.context.absolute_url()}/@book-check",
            "letter": letter,
            "items": items,
            "items_total": len(items),
            "faults": sum(one["level"] == rules.FAULT for one in items),
        }
