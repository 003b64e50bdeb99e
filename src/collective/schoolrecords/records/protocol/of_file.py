"""A pupil's rows in all protocols: for the page of the personal file and for REST."""

from collective.schoolrecords.records.bodies import RecordService
from collective.schoolrecords.records.protocol import json as words
from collective.schoolrecords.records.protocol.people import viewer_of
from collective.schoolrecords.records.protocol.words import KIND_TITLES
from collective.schoolrecords.school.paging import page_of
from collective.schoolrecords.school.paging import Question
from plone import api
from zope.i18n import translate


class FileResults(RecordService):
    """``GET @results`` of a personal file: the pupil's rows in all protocols the reader may see."""

    def reply(self):
        """Return the rows, the latest exam first."""
        question = Question(self.request, ())
        start, size = question.page()
        question.done()
        found = rows_of_file(self.context, self.request)
        return page_of(self.request, len(found), found[start : start + size])


def rows_of_file(record, request):
    """Return the rows of a pupil's file in all protocols, those that the current user sees."""
    shown = []
    for protocol, pairs in protocols_of(record):
        head = {
            "@id": protocol.absolute_url(),
            "number": protocol.registration_number,
            "title": protocol.title,
            "subject": protocol.school_subject,
            "kind": {"id": protocol.kind}
            | {"title": translate(KIND_TITLES[protocol.kind], context=request)},
            "dated_on": protocol.dated_on.isoformat() if protocol.dated_on else None,
        }
        rows = words.RowsJson(protocol, request).page(pairs)
        shown += [{**row, "protocol": head} for row in rows]
    return shown


def protocols_of(record):
    """Return [(protocol, [(position, row)])] of a pupil's file, the latest exam first.

    The catalog is asked without the reader's rights, each row with them.
    """
    uid = record.UID()
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(
        portal_type="protocol",
        record_pupils=uid,
        sort_on="record_dated_on",
        sort_order="descending",
    )
    found = []
    for brain in brains:
        protocol = brain._unrestrictedGetObject()
        viewer = viewer_of(protocol)
        rows = protocol.rows() if viewer.sees_any else {}
        pairs = [(at, row) for at, row in rows.items() if row.file == uid and viewer.sees(row)]
        if pairs:
            found.append((protocol, pairs))
    return found
