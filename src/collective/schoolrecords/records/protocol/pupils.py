"""Rows of a protocol find their personal files: by class and name, never by guessing."""

from collective.schoolrecords.core.classes import find_class
from collective.schoolrecords.core.rosters import Pupil
from collective.schoolrecords.core.rosters import respelled
from collective.schoolrecords.core.rosters import Roster
from collective.schoolrecords.core.searching import number_key
from collective.schoolrecords.core.states import ANNULLED
from collective.schoolrecords.school.cohorts import find_cohort
from collective.schoolrecords.school.storage import get_school
from dataclasses import replace
from plone import api

import re


PORTAL_TYPE = "personal_file"
_NUMBER = re.compile(r"([А-ЯЁ]-\d+)\s+(.+)")


class Pupils:
    """The classes and files of the school on ``day``; classes are read when a row names them.

    The catalog is asked without the reader's rights: whoever enters a protocol is told which file
    a row belongs to, and nothing else of the file.
    """

    def __init__(self, site, day):
        self.school = get_school(site)
        self.day = day
        self.catalog = api.portal.get_tool("portal_catalog")
        self._cohorts = {}
        self._rosters = {}
        self._known = {}

    def cohort(self, label):
        """Return the id of the class that was called ``label`` on the day, or ``None``."""
        if label not in self._cohorts:
            found = find_class(label) if self.school is not None else None
            cohort = find_cohort(self.school, str(found), self.day) if found else None
            self._cohorts[label] = cohort.id if cohort is not None else None
        return self._cohorts[label]

    def match(self, row):
        """Return (the row with its class and file, core ``Match``)."""
        cohort = self.cohort(row.label)
        typed = (row.last_name, row.first_name, row.middle_name)
        found = self._roster(cohort).find(cohort, *typed)
        if found.uid is not None:
            typed = respelled(typed, found.name)
        names = dict(zip(("last_name", "first_name", "middle_name"), typed, strict=True))
        return replace(row, cohort=cohort, file=found.uid, **names), found

    def belongs(self, uid, cohort):
        """Whether ``uid`` is a personal file of the class (of any class, where none is known)."""
        if cohort is not None and self._known.get(uid) == cohort:
            return True
        brains = self.catalog.unrestrictedSearchResults(UID=uid, portal_type=PORTAL_TYPE)
        return any(cohort is None or brain.record_cohort == cohort for brain in brains)

    def _roster(self, cohort):
        if cohort not in self._rosters:
            self._rosters[cohort] = Roster(self._files(cohort) if cohort else ())
        return self._rosters[cohort]

    def _files(self, cohort):
        brains = self.catalog.unrestrictedSearchResults(
            portal_type=PORTAL_TYPE, record_cohort=cohort
        )
        for brain in brains:
            if brain.review_state == ANNULLED:
                continue
            found = _NUMBER.fullmatch(brain.Title or "")
            number, name = found.groups() if found else ("", brain.Title or "")
            self._known[brain.UID] = cohort
            yield Pupil(brain.UID, cohort, number, name)


def find_file(number, cohort):
    """Return the UID of the one personal file with a number, in any spelling, in a class."""
    wanted = number_key(number)
    if wanted is None:
        return None
    catalog = api.portal.get_tool("portal_catalog")
    found = catalog.unrestrictedSearchResults(
        portal_type=PORTAL_TYPE, record_cohort=cohort, record_codes=wanted
    )
    return found[0].UID if len(found) == 1 else None
