"""The personal file: number in the alphabet book, the pupil, documents and yearly results."""

from collective.schoolrecords.access.groups import child_group
from collective.schoolrecords.access.groups import cohort_group
from collective.schoolrecords.access.interfaces import IAccessSubject
from collective.schoolrecords.core.names import sort_key
from collective.schoolrecords.core.person_names import PARTS
from collective.schoolrecords.lifecycle.content import RecordContainer
from collective.schoolrecords.lifecycle.field_defaults import field_defaults
from collective.schoolrecords.records.personal_file.alphabet_book import FIXED
from collective.schoolrecords.records.personal_file.interfaces import IPersonalFile
from collective.schoolrecords.records.personal_file.year_results import years_of
from zope.interface import implementer


@field_defaults(IPersonalFile)
@implementer(IPersonalFile, IAccessSubject)
class PersonalFile(RecordContainer):
    """See :class:`IPersonalFile`."""

    family_id = "personal_file"
    doc_type = "personal_file"
    personal_data = "special"
    #: What registration fixed, see :mod:`.alphabet_book`, :mod:`.moves` and :mod:`.identity`.
    _fixed_number = _fixed_cohort = _fixed_identity = None

    @property
    def fixed_fields(self):
        """Place in the alphabet book (N1-2.9.2), the class (by order), birth and sex (corrected)."""
        numbered = FIXED if self._fixed_number is not None else ()
        told = [name for name, value in (self._fixed_identity or {}).items() if value is not None]
        placed = ("cohort_id",) if self._fixed_cohort is not None else ()
        return (*numbered, *placed, *told)

    @property
    def full_name(self):
        """Last, first and middle name as one text."""
        return " ".join(
            part for part in (self.last_name, self.first_name, self.middle_name) if part
        )

    @property
    def file_number(self):
        """Letter and number as one text, ``К-25``; empty without a number."""
        return f"{self.letter or ''}-{self.number}" if self.number else ""

    @property
    def title(self):
        """Number and name: what the register shows."""
        return f"{self.file_number} {self.full_name}".strip()

    @title.setter
    def title(self, value):
        return None

    def sort_key(self):
        """Sort by name, then by number: two pupils may have one name."""
        return f"{sort_key(self.full_name)} {self.letter or ''} {self.number or 0:06d}"

    def search_words(self):
        """See :class:`RecordMixin`; former names find the file too."""
        former = [item.get(part) for item in self.former_names or () for part in PARTS]
        number = f"{self.letter}{self.number}" if self.number else None
        return (self.file_number, number, self.full_name, *former, self.case_index)

    def cited_minutes(self):
        """Yield (number, date, point) of the council's minutes that its yearly results rest on."""
        years = years_of(self)
        for result in map(years.get, years.labels()):
            yield result.minutes_number, result.minutes_date, result.minutes_point

    def digest_extra(self):
        """Yearly results lie outside the schema and belong to the digest."""
        return years_of(self).plain()

    def access_grants(self):
        """See :class:`IAccessSubject`: groups with stable ids, whoever is in them."""
        if self.cohort_id:
            yield cohort_group(self.cohort_id, "class_teacher"), "Class Teacher"
            yield cohort_group(self.cohort_id, "subject_teacher"), "Subject Teacher"
        uid = getattr(self, "_plone.uuid", None)
        if uid:
            yield child_group(uid, "guardian"), "Guardian"
            yield child_group(uid, "pupil"), "Pupil"
