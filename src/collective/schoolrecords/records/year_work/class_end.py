"""Who is in a class and what names it: asked before a class is closed early or taken back."""

from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.core.names import short_name
from collective.schoolrecords.records.personal_file.moves import moves_of
from collective.schoolrecords.records.year_work import storage
from collective.schoolrecords.school.interfaces import IClassUse
from plone import api
from zope.interface import implementer


@implementer(IClassUse)
class ClassUse:
    """Answers from the catalog, whoever asks, and from the year's works."""

    def pupils_of(self, cohort_id):
        """See `IClassUse`."""
        found = []
        for record in _files(record_cohort=cohort_id, review_state=life.CURRENT):
            move = storage.move_of(record.UID())
            goes = move.day if move is not None and move.former == cohort_id else None
            name = short_name(record.last_name, record.first_name, record.middle_name or "")
            found.append((name, goes))
        return sorted(found, key=lambda one: one[0])

    def records_of(self, cohort):
        """See `IClassUse`; moves into a class are on days from its first one on."""
        catalog = api.portal.get_tool("portal_catalog")
        found = set()
        for index in ("record_cohort", "record_cohorts"):
            found.update(one.UID for one in catalog.unrestrictedSearchResults(**{index: cohort.id}))
        since = {"query": cohort.first_day.isoformat(), "range": "min"}
        for record in _files(record_moved_on=since):
            if any(cohort.id in (move.former, move.new) for move in moves_of(record)):
                found.add(record.UID())
        for brain in catalog.unrestrictedSearchResults(portal_type="book"):
            if cohort.id in brain._unrestrictedGetObject()._cohorts:
                found.add(brain.UID)
        return len(found)

    def works_of(self, cohort_id):
        """See `IClassUse`."""
        named = sum(cohort_id in _named_in(work.values) for work in storage.open_works())
        return named + len(storage.moves_to(cohort_id))


def _files(**query):
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(portal_type="personal_file", **query)
    return [brain._unrestrictedGetObject() for brain in brains]


def _named_in(values):
    yield values.get("cohort_id")
    yield from (child.get("cohort_id") for child in values.get("children", ()))
    yield from (row.get("to") for row in (values.get("rows") or {}).values())
