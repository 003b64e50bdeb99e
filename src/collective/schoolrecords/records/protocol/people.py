"""Who sees which row of a protocol, and who writes beside it.

Staff who see the record by an office see every row. A class teacher sees the rows of the own
class, a guardian or a pupil the own rows alone: they are told by the computed groups of the class
and of the child's file, so that a new teacher or guardian needs no change here.
"""

from AccessControl import getSecurityManager
from collective.schoolrecords.access.groups import parse
from collective.schoolrecords.core import lifecycle as states
from collective.schoolrecords.core import protocols as rules
from collective.schoolrecords.school.working_days import work_calendar
from dataclasses import dataclass


#: The text index that has the names in the rows beside the words of the protocol.
ROW_WORDS = "record_row_words"
#: States in which a family sees the results: the school has approved them, nobody annulled them.
FAMILY_SEES = frozenset(
    (states.APPROVED, states.SIGNED, states.CLOSED, states.ARCHIVED, states.SELECTED)
)


@dataclass(frozen=True)
class Viewer:
    """What the current user may see of one protocol."""

    everything: bool
    cohorts: frozenset
    files: frozenset

    @property
    def sees_any(self):
        """Whether there may be a row for this person at all."""
        return self.everything or bool(self.cohorts or self.files)

    def sees(self, row):
        """Whether a row is shown; the decisions of a council are for those who see it whole."""
        if self.everything:
            return True
        file = getattr(row, "file", None)
        cohort = getattr(row, "cohort", None)
        return file in self.files or cohort in self.cohorts

    def own(self, rows):
        """Return those of ``rows`` (position → row) that are shown."""
        if self.everything:
            return rows
        return {position: row for position, row in rows.items() if self.sees(row)}


def viewer_of(record):
    """Return the :class:`Viewer` of the current user."""
    user = getSecurityManager().getUser()
    allowed = set(record.roles_of(states.VIEW))
    held = set(user.getRolesInContext(record))
    cohorts, files = _places(user)
    teaches = states.CLASS_TEACHER in allowed
    shown = record.state in FAMILY_SEES
    return Viewer(
        everything=bool(held & (allowed - {states.CLASS_TEACHER})),
        cohorts=frozenset(cohorts) if teaches else frozenset(),
        files=frozenset(files) if shown else frozenset(),
    )


def text_index():
    """Return the index that the current user's words are asked of, for protocols.

    Whoever sees protocols by an office finds them by the pupils in them as well; a class teacher,
    who sees the rows of one class, does not learn by a search who else is in a protocol.
    """
    family = states.FAMILIES["protocol"]
    seeing = {role for state in family.states for role in family.roles_for(state, states.VIEW)}
    held = set(getSecurityManager().getUser().getRoles())
    return ROW_WORDS if held & (seeing - {states.CLASS_TEACHER}) else "SearchableText"


def own_files():
    """Return the UIDs of the personal files whose family the current user belongs to."""
    return _places(getSecurityManager().getUser())[1]


def own_cohorts():
    """Return the ids of the classes whose class teacher the current user is today."""
    return _places(getSecurityManager().getUser())[0]


def _places(user):
    cohorts, files = set(), set()
    for group in getattr(user, "getGroups", tuple)() or ():
        name = parse(group)
        if name is None or name.scope is None:
            continue
        if name.key == "class_teacher":
            cohorts.add(name.scope)
        elif name.key in ("guardian", "pupil"):
            files.add(name.scope)
    return cohorts, files


def last_day_to_tell(record):
    """Return the last day on which the pupils of a protocol are to be told, ``None`` without one.

    Working days are those of the school's calendar.
    """
    received = record.received_on or record.commission_on
    return rules.familiarise_by(record.kind, received, work_calendar())


def familiarises(record, row):
    """Whether the current user may note that the pupil of ``row`` was familiarised.

    The class teacher of the class does it; the deputy director, who keeps the protocols
    (N1-2.10.3), and the secretary do for whomever the class teacher cannot reach.
    """
    manager = getSecurityManager()
    if not manager.checkPermission(states.CERTIFY, record):
        return False
    held = set(manager.getUser().getRolesInContext(record))
    if held & {states.DEPUTY, states.SECRETARY}:
        return True
    return row.cohort is not None and row.cohort in own_cohorts()
