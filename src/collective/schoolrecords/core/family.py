"""A family of records as a table: its states, its steps, and who may do what in which state."""

from .states import ACCESS
from .states import ADD
from .states import ADD_CONTENT
from .states import ANNUL
from .states import ANNULLED
from .states import APPROVE
from .states import APPROVED
from .states import ARCHIVE
from .states import ARCHIVED
from .states import ARCHIVIST
from .states import AUDITOR
from .states import BY_ACT
from .states import CERTIFY
from .states import CLOSE
from .states import CLOSED
from .states import COMMISSION_CHAIR
from .states import COMMISSION_MEMBER
from .states import DATA_OFFICER
from .states import DELETE
from .states import DEPUTY
from .states import DESTROYED
from .states import DIRECTOR
from .states import DRAFT
from .states import EVERYBODY
from .states import EXECUTE
from .states import GUARDIAN
from .states import HAND_OUT
from .states import IN_REVIEW
from .states import LIST
from .states import MANAGER
from .states import MODIFY
from .states import PUPIL
from .states import REGISTER
from .states import SECRETARY
from .states import SELECTED
from .states import SIGN
from .states import SIGNED
from .states import SITE_ADMINISTRATOR
from .states import TRANSFERRED
from .states import VIEW
from .states import VIEW_MEDICAL
from .states import VIEW_NOTES
from .states import VOTE
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


ADMINS = (MANAGER, SITE_ADMINISTRATOR)
OFFICE = (DIRECTOR, DEPUTY, SECRETARY, ARCHIVIST)
READERS = (*OFFICE, DATA_OFFICER, AUDITOR, *ADMINS)
COMMISSION = (COMMISSION_CHAIR, COMMISSION_MEMBER)
FAMILY = (GUARDIAN, PUPIL)


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


#: How a record goes by an act and comes back from one that was given up. No role takes these:
#: the act does, for each of its rows.
BY_ACT_STEPS = (
    Step("select", (CLOSED, ARCHIVED), SELECTED, BY_ACT),
    Step("release", (SELECTED,), ARCHIVED, BY_ACT),
    Step("release_to_office", (SELECTED,), CLOSED, BY_ACT),
    Step("destroy", (SELECTED,), DESTROYED, BY_ACT),
)


def signed_paper_steps(*closing):
    """Return the steps of a paper that is drawn up, approved and signed: an order, a protocol.

    ``closing``: what a person must give with the closing.
    """
    return (
        Step("submit", (DRAFT,), IN_REVIEW, REGISTER),
        Step("return", (IN_REVIEW,), DRAFT, APPROVE, ("reason",)),
        Step("approve", (IN_REVIEW,), APPROVED, APPROVE),
        Step("sign", (APPROVED,), SIGNED, SIGN),
        Step("close", (SIGNED,), CLOSED, CLOSE, closing),
        Step("archive", (CLOSED,), ARCHIVED, ARCHIVE),
        Step("transfer", (ARCHIVED,), TRANSFERRED, ARCHIVE, ("receiver",)),
        Step("annul", (APPROVED, SIGNED), ANNULLED, ANNUL, ("reason",)),
        *BY_ACT_STEPS,
    )


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

    def step_out_of_draft(self, state):
        """Return the step that takes a draft to ``state``; ``None`` when none does."""
        for step in self.steps:
            if DRAFT in step.sources and step.target == state:
                return step
        return None

    def steps_from(self, state):
        """Return the steps that leave ``state``, in the table's order."""
        return tuple(step for step in self.steps if state in step.sources)


def freeze(table):
    """Return ``table`` (state → permission → roles) as read-only mappings."""
    return MappingProxyType({state: MappingProxyType(cells) for state, cells in table.items()})


def row(view, modify=(), delete=(), add=(), medical=(), **steps):
    """Build one state's row. ``steps`` give the roles of a step's permission by short name."""
    staff = tuple(role for role in view if role not in (*FAMILY, *ADMINS, EVERYBODY))
    cells = {VIEW: view, ACCESS: view, LIST: view, VIEW_NOTES: staff}
    for permission, roles in (
        (MODIFY, modify),
        (DELETE, delete),
        (ADD, add),
        (ADD_CONTENT, add),
        (VIEW_MEDICAL, medical),
    ):
        if roles:
            cells[permission] = roles
    for name, roles in steps.items():
        cells[_STEP_PERMISSIONS[name]] = roles
    return cells


_STEP_PERMISSIONS = {
    "register": REGISTER,
    "approve": APPROVE,
    "sign": SIGN,
    "certify": CERTIFY,
    "close": CLOSE,
    "archive": ARCHIVE,
    "hand_out": HAND_OUT,
    "annul": ANNUL,
    "vote": VOTE,
    "execute": EXECUTE,
}
