"""What of the books waits: documents that nobody has received, entries that want a signature."""

from collective.schoolrecords.core.books import BLANKS
from collective.schoolrecords.desk.desk_lists import school_year_before
from collective.schoolrecords.desk.desk_matters import item
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.book import rights
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.records.book.graduates import without_entry
from plone import api


def book_matters(today, say):
    """Return the lines of the list "Waits for you" about the books that the reader works on."""
    found = []
    for brain in api.portal.get_tool("portal_catalog")(portal_type="book", review_state="current"):
        book = brain.getObject()
        entries, data = entries_of(book), {"title": book.title}
        if rights.may_write(book):
            found += _graduates(book, school_year_before(today), say)
        count = entries.not_issued()
        if count and book.kind != BLANKS and rights.may_hand_out(book):
            title = _("desk_wait_issue", default="Not handed out: ${title}", mapping=data)
            end = _("desk_end_issue", default="to hand out")
            url = f"{brain.getURL()}/@@entries?state=entered"
            found.append(item(count, say(title), url, end, "wait", say))
        count = _to_sign(book, entries)
        if count:
            title = _("desk_wait_sign_entries", default="To certify: ${title}", mapping=data)
            end = _("desk_end_certify", default="to certify")
            url = f"{brain.getURL()}#certification"
            found.append(item(count, say(title), url, end, "wait", say))
    return found


def _graduates(book, year, say):
    """Graduates of the last year who stand in no book of the kind yet."""
    count = len(without_entry(book, year))
    if not count:
        return []
    data = {"title": book.title, "year": year}
    title = _(
        "desk_wait_graduates", default="Graduates of ${year} to enter: ${title}", mapping=data
    )
    end = _("desk_end_enter", default="to enter")
    return [item(count, say(title), f"{book.absolute_url()}/@@graduates", end, "wait", say)]


def _to_sign(book, entries):
    """How many entries wait for the very signature that the reader puts."""
    count = 0
    for block in entries.waiting():
        signer = next(one for one in block["signers"] if one not in block["signatures"])
        if rights.may_certify(book, block, signer):
            count += len(block["numbers"])
    return count
