"""A list of pupils becomes drafts of personal files, classes and legal representatives.

A row whose letter and number are claimed, or stand on a draft, is reported and not filed. Pupils
who left get their leaving data too. With ``register`` a file without any finding that fulfils the
preconditions of registration is registered at once; the others stay drafts, with the reasons.
"""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.lifecycle import FAMILIES
from collective.schoolrecords.exchange.contingent import read_contingent
from collective.schoolrecords.exchange.filing import Filing
from collective.schoolrecords.exchange.filing import ImportKind
from collective.schoolrecords.exchange.filing import this_year
from collective.schoolrecords.exchange.filing import year_of
from collective.schoolrecords.exchange.filing_families import Families
from collective.schoolrecords.exchange.journal import CONTINGENT
from collective.schoolrecords.exchange.titles import titles_of
from collective.schoolrecords.lifecycle.bulk import BulkFiling
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.storage import get_school
from Products.CMFCore.indexing import processQueue

import re


REGISTER_ID = "personal-files"
PORTAL_TYPE = "personal_file"

SEXES = {"М": "male", "Ж": "female"}
_NUMBER = re.compile(r"([А-ЯЁ])-(\d+)(?:\s|$)")


class ContingentFiling(Filing):
    """Files pupils. Numbers: filed, registered, already, refused, cohorts, people, guardians."""

    kind = CONTINGENT

    def __init__(self, *args):
        super().__init__(*args)
        self.school = get_school(self.site)
        self.register = self.site[REGISTER_ID]
        self.bulk = BulkFiling(self.register, PORTAL_TYPE)
        self.families = Families(self)
        self.volume = self.parameters.get("volume") or "1"
        self.today = school_today()
        self._drafts = None

    def take(self, number, row):
        """See :class:`Filing`."""
        key = (PORTAL_TYPE, self.volume, *row.key)
        if self._stands_already(key, row):
            self.sink.refuse("ALREADY_FILED", row, detail=f"{row.file_letter}-{row.file_number}")
            self.sink.count("already")
            return
        values = self.values(row)
        wrong = self.bulk.problems(values)
        if wrong:
            self.sink.refuse("VALUE_INVALID", row, detail=", ".join(wrong))
            return
        values["cohort_id"] = self.cohort_id(self.school, row.class_label)
        if self.dry:
            self.plan(key)
            record = self.bulk.draft(values)
        else:
            record = self.bulk.file(values, payload=self.source(row))
            self.keep(number, key, record.UID())
        self.sink.count("filed")
        self.families.link(record, row)
        if self.parameters.get("register"):
            self._register(record, row)

    def finish(self):
        """Write the catalog rows. Drafts have no day of destruction; a step tells its own."""
        if not self.dry:
            self.bulk.finish()

    def values(self, row):
        """Return the fields of the personal file of a row, without the class."""
        values = {
            "book_volume": self.volume,
            "letter": row.file_letter,
            "number": row.file_number,
            "last_name": row.last_name,
            "first_name": row.first_name,
            "middle_name": row.middle_name or None,
            "sex": SEXES.get(row.sex),
            "birth_date": row.birth_date,
            "snils": row.snils or None,
            "address": row.address or None,
            "representatives": [_representative(one) for one in row.guardians] or None,
            "medical_group": row.medical_group or None,
            "study_form": row.study_form or None,
            "admitted_on": row.admission_date,
            "admission_order_number": row.order_number or None,
            "admission_order_date": row.order_date,
            "came_from": row.came_from or None,
            "note": row.note or None,
        }
        if row.former_last_name:
            values["former_names"] = [{"last_name": row.former_last_name}]
        if row.leaving is not None:
            values.update(
                left_on=row.leaving.day,
                leaving_order_number=row.leaving.order_number or None,
                leaving_order_date=row.leaving.order_date,
                leaving_reason=row.leaving.reason or None,
                destination=row.leaving.destination or None,
            )
        return values

    def _stands_already(self, key, row):
        if self.is_filed(key):
            return True
        claims = getattr(self.register, "_alphabet_claims", None)
        if claims is not None and (self.volume, *row.key) in claims:
            return True
        return any(
            (brain._unrestrictedGetObject().book_volume or "1") == self.volume
            for brain in self._drafts_with(row.key)
        )

    def _drafts_with(self, letter_and_number):
        """Brains of drafts with a letter and a number, filed by anybody before this chunk."""
        if self._drafts is None:
            processQueue()
            self._drafts = {}
            catalog = self.site.portal_catalog
            wanted = {"portal_type": PORTAL_TYPE, "review_state": "draft"}
            for brain in catalog.unrestrictedSearchResults(**wanted):
                found = _NUMBER.match(brain.Title)
                if found:
                    self._drafts.setdefault((found[1], int(found[2])), []).append(brain)
        return self._drafts.get(letter_and_number, ())

    def _register(self, record, row):
        if self.is_doubtful(row):
            self.sink.warn("NOT_REGISTERED_DOUBTFUL", row)
            return
        reasons = self.bulk.reasons(record, "register", self.today)
        if reasons:
            found = ", ".join(f"{one.field or ''} {one.code}".strip() for one in reasons)
            self.sink.warn("NOT_REGISTERED", row, detail=found)
            return
        self.sink.count("registered")
        if not self.dry:
            self.bulk.take_step(record, "register")


def _representative(guardian):
    found = {
        "name": guardian.full_name,
        "relation": guardian.relation,
        "phone": ", ".join(guardian.phones),
        "email": guardian.email,
    }
    return {name: value for name, value in found.items() if value}


class ContingentImport(ImportKind):
    """See :class:`ImportKind`."""

    title = _("import_contingent_title", default="Loading a list of pupils")
    filing = ContingentFiling

    def read(self, data, filename, parameters, site):
        """See :class:`ImportKind`: any sensible class is taken, new ones are opened."""
        return read_contingent(data, filename, None, parameters["today"])

    def defaults(self, reading, data, filename, parameters):
        """The school year is the one that the list names above its header, else this one."""
        year = parameters.get("year") or year_of(titles_of(data, filename)) or this_year()
        return {**parameters, "year": year}

    def may(self, site, parameters):
        """Whether the person may register, where that is asked for."""
        if not parameters.get("register"):
            return True
        step = FAMILIES[PORTAL_TYPE].step("register")
        return BulkFiling(site[REGISTER_ID], PORTAL_TYPE).may(step)
