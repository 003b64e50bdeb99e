"""The legal representatives of a list of pupils as people of the school.

Brothers and sisters share their parents: one name with one telephone number is one person. A name
without a telephone is a person of its own in every row, for nothing says that it is the same one.
"""

from collective.schoolrecords.core.names import name_sort_key
from collective.schoolrecords.school.families import link_guardian
from collective.schoolrecords.school.people import FATHER
from collective.schoolrecords.school.people import GUARDIAN
from collective.schoolrecords.school.people import LEGAL_GUARDIAN
from collective.schoolrecords.school.people import MOTHER
from collective.schoolrecords.school.people import OTHER
from collective.schoolrecords.school.people import TRUSTEE
from collective.schoolrecords.school.staff import add_person


RELATIONS = {
    "мать": MOTHER,
    "мама": MOTHER,
    "отец": FATHER,
    "папа": FATHER,
    "опекун": LEGAL_GUARDIAN,
    "попечитель": TRUSTEE,
}


class Families:
    """Finds or enters the representatives of one filing's rows and links them to the files."""

    def __init__(self, filing):
        self.filing = filing
        self.school = filing.school
        self._known = None

    def link(self, record, row):
        """Link the guardians of a row to the personal file made of it."""
        linked = set()
        for guardian in row.guardians:
            if not (guardian.last_name and guardian.first_name):
                self.filing.sink.warn("GUARDIAN_NOT_LINKED", row)
                continue
            person_id = self._person(guardian, row)
            if person_id in linked:
                continue
            linked.add(person_id)
            self.filing.sink.count("guardians")
            if not self.filing.dry:
                relation = RELATIONS.get(guardian.relation, OTHER)
                link_guardian(self.school, record.UID(), person_id, relation)

    def _person(self, guardian, row):
        """Return the id of the person; a dry run invents one for a new person."""
        keys = _keys(guardian)
        known = self.known
        for key in keys:
            if key in known:
                return known[key]
        self.filing.sink.count("people")
        person_id = self._enter(guardian, (row.sheet, row.row, len(known)))
        for key in keys:
            known[key] = person_id
        return person_id

    def _enter(self, guardian, invented):
        if self.filing.dry:
            return invented
        contacts = (("phone", ", ".join(guardian.phones)), ("email", guardian.email))
        person = add_person(
            self.school,
            guardian.last_name,
            guardian.first_name,
            guardian.middle_name,
            kinds=(GUARDIAN,),
            contacts=tuple(pair for pair in contacts if pair[1]),
        )
        self.filing.own.keep("person", person.id)
        return person.id

    @property
    def known(self):
        """(name, telephone) → id of the representatives that the school knows."""
        if self._known is None:
            self._known = {}
            for person in self.school.people.values():
                if GUARDIAN in person.kinds:
                    phones = dict(person.contacts).get("phone", "").split(", ")
                    for phone in filter(None, phones):
                        self._known[person.sort_key, phone] = person.id
        return self._known


def _keys(guardian):
    name = name_sort_key(guardian.last_name, guardian.first_name, guardian.middle_name)
    return [(name, phone) for phone in guardian.phones]
