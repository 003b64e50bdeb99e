"""One life for every record: states, steps and who may do what in which state.

The rules, as a short list:

1. A state means the same in every family; a family uses the subset it needs.
2. What a role may do with a record follows from the record's family and state alone.
   It is computed from the tables below and never stored on a record, so no tool that
   rewrites stored permissions can change it.
3. Past draft nobody deletes, copies, moves or renames a record. From the state that locks
   the family on, nobody modifies it. No role is an exception, ``Manager`` included.
4. A step names the permission it needs; the roles that hold the permission in a state are in
   the same table.

Sources: ISO 15489-1 (controlled disposition), domain.md section 8 for the words,
S12-3.7, N1-2.9.4 (certified parts are locked), 125-ФЗ (nothing leaves except by act).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


DRAFT = "draft"
IN_REVIEW = "in_review"
APPROVED = "approved"
SIGNED = "signed"
CURRENT = "current"
CLOSED = "closed"
ARCHIVED = "archived"
SELECTED = "selected"
DESTROYED = "destroyed"
HANDED_OUT = "handed_out"
TRANSFERRED = "transferred"
ANNULLED = "annulled"

STATES = (
    DRAFT,
    IN_REVIEW,
    APPROVED,
    SIGNED,
    CURRENT,
    CLOSED,
    ARCHIVED,
    SELECTED,
    DESTROYED,
    HANDED_OUT,
    TRANSFERRED,
    ANNULLED,
)

#: States in which the school no longer works on the record; its term runs or has ended.
FINISHED = frozenset((CLOSED, ARCHIVED, SELECTED, DESTROYED, HANDED_OUT, TRANSFERRED, ANNULLED))
#: Every state past draft: the record cannot vanish any more.
PAST_DRAFT = frozenset(STATES) - {DRAFT}

DIRECTOR = "Director"
DEPUTY = "Deputy"
CLASS_TEACHER = "Class Teacher"
SECRETARY = "Secretary"
ARCHIVIST = "Archivist"
CERTIFICATE_KEEPER = "Certificate Keeper"
COMMISSION_CHAIR = "Commission Chair"
COMMISSION_MEMBER = "Commission Member"
DATA_OFFICER = "Data Officer"
AUDITOR = "Auditor"
GUARDIAN = "Guardian"
PUPIL = "Pupil"
MANAGER = "Manager"
SITE_ADMINISTRATOR = "Site Administrator"

VIEW = "View"
ACCESS = "Access contents information"
LIST = "List folder contents"
MODIFY = "Modify portal content"
DELETE = "Delete objects"
COPY = "Copy or Move"
ADD = "School Records: Add Record"
ADD_CONTENT = "Add portal content"
VIEW_MEDICAL = "School Records: View Medical"
REGISTER = "School Records: Register"
APPROVE = "School Records: Approve"
SIGN = "School Records: Sign"
CERTIFY = "School Records: Certify"
CLOSE = "School Records: Close"
ARCHIVE = "School Records: Archive"
HAND_OUT = "School Records: Hand Out"
ANNUL = "School Records: Annul"

#: Held by nobody on a record in any state: each would be a second way past the workflow.
FORBIDDEN = (
    COPY,
    "Change permissions",
    "Take ownership",
    "Manage properties",
    "Change local roles",
    "Sharing page: Delegate roles",
    "Undo changes",
    "CMFEditions: Revert to previous versions",
    "CMFEditions: Save new version",
    "CMFEditions: Purge version",
    "WebDAV Lock items",
    "WebDAV Unlock items",
)

#: Every permission the tables decide, in the order the documentation prints them.
PERMISSIONS = (
    VIEW,
    ACCESS,
    LIST,
    MODIFY,
    DELETE,
    ADD,
    ADD_CONTENT,
    VIEW_MEDICAL,
    REGISTER,
    APPROVE,
    SIGN,
    CERTIFY,
    CLOSE,
    ARCHIVE,
    HAND_OUT,
    ANNUL,
    *FORBIDDEN,
)

_ADMINS = (MANAGER, SITE_ADMINISTRATOR)
_OFFICE = (DIRECTOR, DEPUTY, SECRETARY, ARCHIVIST)
_READERS = (*_OFFICE, DATA_OFFICER, AUDITOR, *_ADMINS)
_COMMISSION = (COMMISSION_CHAIR, COMMISSION_MEMBER)
_FAMILY = (GUARDIAN, PUPIL)


@dataclass(frozen=True)
class Step:
    """A transition: from which states to which state, and the permission it needs.

    ``needs`` names the facts a person must give with the step (checked by
    :mod:`collective.schoolrecords.core.preconditions`).
    """

    id: str
    sources: tuple[str, ...]
    target: str
    permission: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Family:
    """The life of one family of records.

    ``roles`` maps state → permission → role names; a permission that is missing there is
    held by nobody. ``locked`` are the states in which the whole record is read-only.
    """

    id: str
    states: tuple[str, ...]
    steps: tuple[Step, ...]
    roles: Mapping[str, Mapping[str, tuple[str, ...]]]
    locked: frozenset[str]

    def roles_for(self, state, permission):
        """Return the role names that hold ``permission`` in ``state``, sorted.

        An unknown state gives nobody anything: a foreign workflow cannot open a record.
        """
        return tuple(sorted(self.roles.get(state, {}).get(permission, ())))

    def step(self, step_id):
        """Return the step with this id; raise ``KeyError`` when the family has none."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)

    def steps_from(self, state):
        """Return the steps that leave ``state``, in the table's order."""
        return tuple(step for step in self.steps if state in step.sources)


def _freeze(table):
    return MappingProxyType({state: MappingProxyType(row) for state, row in table.items()})


def _row(view, modify=(), delete=(), add=(), medical=(), **steps):
    """Build one state's row. ``steps`` give the roles of a step's permission by short name."""
    row = {VIEW: view, ACCESS: view, LIST: view}
    for permission, roles in (
        (MODIFY, modify),
        (DELETE, delete),
        (ADD, add),
        (ADD_CONTENT, add),
        (VIEW_MEDICAL, medical),
    ):
        if roles:
            row[permission] = roles
    for name, roles in steps.items():
        row[_STEP_PERMISSIONS[name]] = roles
    return row


_STEP_PERMISSIONS = {
    "register": REGISTER,
    "approve": APPROVE,
    "sign": SIGN,
    "certify": CERTIFY,
    "close": CLOSE,
    "archive": ARCHIVE,
    "hand_out": HAND_OUT,
    "annul": ANNUL,
}


def _personal_file():
    view = (*_READERS, CLASS_TEACHER, CERTIFICATE_KEEPER)
    shown = (*view, *_FAMILY)
    kept = (*_READERS, CERTIFICATE_KEEPER, *_COMMISSION)
    editors = (SECRETARY,)
    current = (SECRETARY, CLASS_TEACHER)
    table = {
        DRAFT: _row((*_READERS, CLASS_TEACHER), editors, editors, editors, register=(SECRETARY,)),
        CURRENT: _row(
            shown,
            current,
            add=current,
            certify=(SECRETARY, CLASS_TEACHER),
            approve=(DIRECTOR,),
            close=(SECRETARY,),
            hand_out=(SECRETARY,),
            annul=(DIRECTOR,),
        ),
        CLOSED: _row(kept, archive=(ARCHIVIST,), hand_out=(SECRETARY, ARCHIVIST)),
        ARCHIVED: _row(kept, hand_out=(ARCHIVIST,), archive=(ARCHIVIST,)),
        SELECTED: _row(kept),
        DESTROYED: _row(kept),
        HANDED_OUT: _row(kept),
        TRANSFERRED: _row(kept),
        ANNULLED: _row(kept),
    }
    steps = (
        Step("register", (DRAFT,), CURRENT, REGISTER),
        Step("close", (CURRENT,), CLOSED, CLOSE, ("left_on", "leaving_reason")),
        Step("hand_out", (CURRENT, CLOSED, ARCHIVED), HANDED_OUT, HAND_OUT, ("receiver",)),
        Step("archive", (CLOSED,), ARCHIVED, ARCHIVE),
        Step("transfer", (ARCHIVED,), TRANSFERRED, ARCHIVE, ("receiver",)),
        Step("annul", (CURRENT,), ANNULLED, ANNUL, ("reason",)),
    )
    return Family("personal_file", tuple(table), steps, _freeze(table), FINISHED)


def _file_document():
    view = (*_READERS, CLASS_TEACHER, CERTIFICATE_KEEPER)
    shown = (*view, *_FAMILY, *_COMMISSION)
    editors = (SECRETARY, CLASS_TEACHER)
    medical = (DIRECTOR, SECRETARY, DATA_OFFICER, AUDITOR)
    table = {
        DRAFT: _row(view, editors, editors, medical=medical, register=editors),
        APPROVED: _row(shown, medical=medical, hand_out=(SECRETARY,), annul=(DIRECTOR,)),
        DESTROYED: _row(view, medical=medical),
        HANDED_OUT: _row(shown, medical=medical),
        ANNULLED: _row(view, medical=medical),
    }
    steps = (
        Step("approve", (DRAFT,), APPROVED, REGISTER),
        Step("hand_out", (APPROVED,), HANDED_OUT, HAND_OUT, ("receiver",)),
        Step("annul", (APPROVED,), ANNULLED, ANNUL, ("reason",)),
    )
    return Family("file_document", tuple(table), steps, _freeze(table), frozenset(table) - {DRAFT})


def _order():
    kept = (*_READERS, *_COMMISSION)
    editors = (SECRETARY, DEPUTY)
    table = {
        DRAFT: _row(_READERS, editors, editors, editors, register=editors),
        IN_REVIEW: _row(_READERS, approve=(DIRECTOR,)),
        APPROVED: _row(_READERS, sign=(DIRECTOR,), annul=(DIRECTOR,)),
        SIGNED: _row(_READERS, close=(SECRETARY, ARCHIVIST), annul=(DIRECTOR,)),
        CLOSED: _row(kept, archive=(ARCHIVIST,)),
        ARCHIVED: _row(kept, archive=(ARCHIVIST,)),
        SELECTED: _row(kept),
        DESTROYED: _row(kept),
        TRANSFERRED: _row(kept),
        ANNULLED: _row(kept),
    }
    steps = (
        Step("submit", (DRAFT,), IN_REVIEW, REGISTER),
        Step("return", (IN_REVIEW,), DRAFT, APPROVE, ("reason",)),
        Step("approve", (IN_REVIEW,), APPROVED, APPROVE),
        Step("sign", (APPROVED,), SIGNED, SIGN),
        Step("close", (SIGNED,), CLOSED, CLOSE),
        Step("archive", (CLOSED,), ARCHIVED, ARCHIVE),
        Step("transfer", (ARCHIVED,), TRANSFERRED, ARCHIVE, ("receiver",)),
        Step("annul", (APPROVED, SIGNED), ANNULLED, ANNUL, ("reason",)),
    )
    return Family("order", tuple(table), steps, _freeze(table), frozenset(table) - {DRAFT})


def _case_file():
    kept = (*_READERS, *_COMMISSION)
    editors = (SECRETARY, DEPUTY, ARCHIVIST)
    table = {
        DRAFT: _row(_READERS, editors, editors, editors, register=editors),
        CURRENT: _row(
            _READERS, editors, add=editors, close=editors, hand_out=editors, annul=(DIRECTOR,)
        ),
        CLOSED: _row(kept, archive=(ARCHIVIST,), hand_out=(SECRETARY, ARCHIVIST)),
        ARCHIVED: _row(kept, archive=(ARCHIVIST,), hand_out=(ARCHIVIST,)),
        SELECTED: _row(kept),
        DESTROYED: _row(kept),
        HANDED_OUT: _row(kept),
        TRANSFERRED: _row(kept),
        ANNULLED: _row(kept),
    }
    steps = (
        Step("register", (DRAFT,), CURRENT, REGISTER),
        Step("close", (CURRENT,), CLOSED, CLOSE, ("closed_on",)),
        Step("archive", (CLOSED,), ARCHIVED, ARCHIVE),
        Step("hand_out", (CURRENT, CLOSED, ARCHIVED), HANDED_OUT, HAND_OUT, ("receiver",)),
        Step("transfer", (ARCHIVED,), TRANSFERRED, ARCHIVE, ("receiver",)),
        Step("annul", (CURRENT,), ANNULLED, ANNUL, ("reason",)),
    )
    return Family("case_file", tuple(table), steps, _freeze(table), FINISHED)


FAMILIES = MappingProxyType(
    {family.id: family for family in (_personal_file(), _file_document(), _order(), _case_file())}
)

#: What the registers (containers of one family) allow: everybody who is logged in may open the
#: page, rows are filtered one by one; nobody removes or reconfigures a register.
REGISTER_ADDERS = MappingProxyType(
    {
        "personal_file": (SECRETARY,),
        "order": (SECRETARY, DEPUTY),
        "case_file": (SECRETARY, DEPUTY, ARCHIVIST),
    }
)


def register_roles(family, permission):
    """Return the roles that hold ``permission`` on the register of ``family``."""
    if permission in (VIEW, ACCESS, LIST):
        return ("Authenticated",)
    if permission in (ADD, ADD_CONTENT):
        return REGISTER_ADDERS[family]
    return ()


def document_roles(permission, state, medical, parent_family, parent_state):
    """Return the roles that hold ``permission`` on a document inside a record.

    Nothing is seen of a document or done with it by people who do not see the record that holds
    it. A medical paper is there only for those who hold "View Medical" (FTL-1.8), and inside a
    locked record nothing is done with a document at all.
    """
    family = FAMILIES["file_document"]
    roles = set(family.roles_for(state, permission))
    parent = FAMILIES.get(parent_family)
    if parent is None:
        return ()
    roles &= set(parent.roles_for(parent_state, VIEW))
    if permission not in (VIEW, ACCESS, LIST, VIEW_MEDICAL) and parent_state in parent.locked:
        roles = set()
    if medical:
        roles &= set(family.roles_for(state, VIEW_MEDICAL))
    return tuple(sorted(roles))
