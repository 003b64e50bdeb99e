"""People of the school whom only a destroyed file named: the link goes, the people are reported.

A guardian's name, telephone and account are the school's own data, not part of the child's file;
whether they go is for a person to decide. The act lists by id those whom no file names any more.
"""

from collective.schoolrecords.retention.execution.traces import install_traces
from collective.schoolrecords.school.families import unlink_family
from collective.schoolrecords.school.storage import get_school


def part_families(event):
    """Subscriber: forget who belonged to a destroyed file; note who is left without any."""
    school = get_school()
    if school is None:
        return
    parted = set()
    for stone in event.tombstones:
        parted |= _unlink(school, stone.uid)
    alone = sorted(one for one in parted if _is_alone(school, one))
    if alone:
        traces = install_traces(event.act)
        traces.people = tuple(sorted({*traces.people, *alone}))


def _unlink(school, child_uid):
    people = {one.person_id for one in school.guardianships.get(child_uid, ())}
    if child_uid in school.pupils:
        people.add(school.pupils[child_uid])
    unlink_family(school, child_uid)
    return people


def _is_alone(school, person_id):
    """Whether a person has no file of a child or of their own left, and no office."""
    kept = (
        *school.children_of(person_id),
        *school.files_of(person_id),
        *school.appointments_of(person_id),
    )
    return not kept
