"""Who belongs to which group on a day: computed from appointments and families."""

from .appointments import offices_of
from .storage import get_school
from .texts import role_title
from collective.schoolrecords.access.groups import child_group
from collective.schoolrecords.access.groups import cohort_group
from collective.schoolrecords.access.groups import office_group
from collective.schoolrecords.access.groups import parse
from collective.schoolrecords.access.interfaces import IMembership
from collective.schoolrecords.core.school import CHILD
from collective.schoolrecords.core.school import COHORT
from Products.CMFCore.interfaces import ISiteRoot
from zope.component import adapter
from zope.interface import implementer


@implementer(IMembership)
@adapter(ISiteRoot)
class SchoolMembership:
    """Answers from the site's `School`; everybody is in no group while there is none."""

    def __init__(self, site):
        self.school = get_school(site)

    def groups_of(self, user_id, day):
        """See `IMembership`."""
        person = None if self.school is None else self.school.person_of(user_id)
        if person is None:
            return ()
        groups = [_group(office) for office in offices_of(self.school, person.id, day)]
        for uid in self.school.children_of(person.id):
            if any(
                one.person_id == person.id and one.valid_on(day)
                for one in self.school.guardianships[uid]
            ):
                groups.append(child_group(uid, "guardian"))
        groups.extend(child_group(uid, "pupil") for uid in self.school.files_of(person.id))
        return tuple(dict.fromkeys(groups))

    def members_of(self, group_id, day):
        """See `IMembership`."""
        name = parse(group_id)
        if self.school is None or name is None:
            return ()
        if name.place == CHILD:
            candidates = self._family(name.scope)
        else:
            given = self.school.appointments_to(name.key, name.scope)
            candidates = dict.fromkeys(one.person_id for one in given)
        users = [self.school.people[one].user_id for one in candidates]
        return tuple(one for one in users if one and group_id in self.groups_of(one, day))

    def title_of(self, group_id, day):
        """See `IMembership`: «Классный руководитель, 7А»; a child is never named."""
        name = parse(group_id)
        if self.school is None or name is None:
            return None
        title = role_title(name.key)
        cohort = self.school.cohorts.get(name.scope) if name.place == COHORT else None
        return title if cohort is None else f"{title}, {cohort.name_on(day)}"

    def _family(self, child_uid):
        linked = [one.person_id for one in self.school.guardianships.get(child_uid, ())]
        pupil = self.school.pupils.get(child_uid)
        return dict.fromkeys([*linked, pupil] if pupil else linked)


def _group(office):
    if office.cohort_id is not None:
        return cohort_group(office.cohort_id, office.role)
    return office_group(office.role)
