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

# ruff: noqa: PLC0414 (the words are read through this module: ``lifecycle.CLOSED``)
from .archive_lives import destruction_act
from .archive_lives import inventory
from .family import BY_ACT_STEPS
from .family import COMMISSION
from .family import FAMILY
from .family import Family
from .family import freeze
from .family import READERS
from .family import row
from .family import signed_paper_steps
from .family import Step
from .states import ACCESS as ACCESS
from .states import ADD as ADD
from .states import ADD_CONTENT as ADD_CONTENT
from .states import ANNUL as ANNUL
from .states import ANNULLED as ANNULLED
from .states import APPROVE as APPROVE
from .states import APPROVED as APPROVED
from .states import ARCHIVE as ARCHIVE
from .states import ARCHIVED as ARCHIVED
from .states import ARCHIVIST as ARCHIVIST
from .states import AUDITOR as AUDITOR
from .states import BY_ACT as BY_ACT
from .states import CERTIFICATE_KEEPER as CERTIFICATE_KEEPER
from .states import CERTIFY as CERTIFY
from .states import CLASS_TEACHER as CLASS_TEACHER
from .states import CLOSE as CLOSE
from .states import CLOSED as CLOSED
from .states import COMMISSION_CHAIR as COMMISSION_CHAIR
from .states import COMMISSION_MEMBER as COMMISSION_MEMBER
from .states import COPY as COPY
from .states import CURRENT as CURRENT
from .states import DATA_OFFICER as DATA_OFFICER
from .states import DELETE as DELETE
from .states import DEPUTY as DEPUTY
from .states import DESTROYED as DESTROYED
from .states import DIRECTOR as DIRECTOR
from .states import DRAFT as DRAFT
from .states import EVERYBODY as EVERYBODY
from .states import EXECUTE as EXECUTE
from .states import FINISHED as FINISHED
from .states import FORBIDDEN as FORBIDDEN
from .states import GUARDIAN as GUARDIAN
from .states import HAND_OUT as HAND_OUT
from .states import HANDED_OUT as HANDED_OUT
from .states import IN_REVIEW as IN_REVIEW
from .states import LIST as LIST
from .states import MANAGER as MANAGER
from .states import MODIFY as MODIFY
from .states import PAST_DRAFT as PAST_DRAFT
from .states import PERMISSIONS as PERMISSIONS
from .states import PUPIL as PUPIL
from .states import REGISTER as REGISTER
from .states import SECRETARY as SECRETARY
from .states import SELECTED as SELECTED
from .states import SIGN as SIGN
from .states import SIGNED as SIGNED
from .states import SITE_ADMINISTRATOR as SITE_ADMINISTRATOR
from .states import STATES as STATES
from .states import TRANSFERRED as TRANSFERRED
from .states import VIEW as VIEW
from .states import VIEW_MEDICAL as VIEW_MEDICAL
from .states import VIEW_NOTES as VIEW_NOTES
from .states import VOTE as VOTE
from .teaching_lives import book
from .teaching_lives import local_regulation
from .teaching_lives import portfolio
from .teaching_lives import protocol
from types import MappingProxyType


#: Who may see a pupil's medical group and medical papers (FTL-1.8): no class teacher, no family.
_MEDICAL = (DIRECTOR, SECRETARY, DATA_OFFICER, AUDITOR)


_FILE_STEPS = (
    Step("register", (DRAFT,), CURRENT, REGISTER),
    Step("close", (CURRENT,), CLOSED, CLOSE, ("left_on", "leaving_reason")),
    Step("hand_out", (CURRENT, CLOSED, ARCHIVED), HANDED_OUT, HAND_OUT, ("receiver",)),
    Step("archive", (CLOSED,), ARCHIVED, ARCHIVE),
    Step("transfer", (ARCHIVED,), TRANSFERRED, ARCHIVE, ("receiver",)),
    Step("annul", (CURRENT,), ANNULLED, ANNUL, ("reason",)),
    *BY_ACT_STEPS,
)


def _personal_file():
    view = (*READERS, CLASS_TEACHER, CERTIFICATE_KEEPER)
    shown = (*view, *FAMILY)
    kept = (*READERS, CERTIFICATE_KEEPER, *COMMISSION)
    editors = (SECRETARY,)
    current = (SECRETARY, CLASS_TEACHER)
    table = {
        DRAFT: row(
            (*READERS, CLASS_TEACHER), editors, editors, editors, _MEDICAL, register=(SECRETARY,)
        ),
        CURRENT: row(
            shown,
            current,
            add=current,
            medical=_MEDICAL,
            certify=(SECRETARY, CLASS_TEACHER),
            approve=(DIRECTOR,),
            close=(SECRETARY,),
            hand_out=(SECRETARY,),
            annul=(DIRECTOR,),
        ),
        # A year that was never entered, or a wrong mark, is the director's to put right, with a reason.
        CLOSED: row(
            kept,
            medical=_MEDICAL,
            approve=(DIRECTOR,),
            archive=(ARCHIVIST,),
            hand_out=(SECRETARY, ARCHIVIST),
        ),
        ARCHIVED: row(kept, medical=_MEDICAL, hand_out=(ARCHIVIST,), archive=(ARCHIVIST,)),
        SELECTED: row(kept, medical=_MEDICAL),
        DESTROYED: row(kept, medical=_MEDICAL),
        HANDED_OUT: row(kept, medical=_MEDICAL),
        TRANSFERRED: row(kept, medical=_MEDICAL),
        ANNULLED: row(kept, medical=_MEDICAL),
    }
    return Family("personal_file", tuple(table), _FILE_STEPS, freeze(table), FINISHED)


def _file_document():
    view = (*READERS, CLASS_TEACHER, CERTIFICATE_KEEPER)
    shown = (*view, *FAMILY, *COMMISSION)
    editors = (SECRETARY, CLASS_TEACHER)
    table = {
        DRAFT: row(view, editors, editors, medical=_MEDICAL, register=editors),
        APPROVED: row(shown, medical=_MEDICAL, hand_out=(SECRETARY,), annul=(DIRECTOR,)),
        DESTROYED: row(view, medical=_MEDICAL),
        HANDED_OUT: row(shown, medical=_MEDICAL),
        ANNULLED: row(view, medical=_MEDICAL),
    }
    steps = (
        Step("approve", (DRAFT,), APPROVED, REGISTER),
        Step("hand_out", (APPROVED,), HANDED_OUT, HAND_OUT, ("receiver",)),
        Step("annul", (APPROVED,), ANNULLED, ANNUL, ("reason",)),
    )
    return Family("file_document", tuple(table), steps, freeze(table), frozenset(table) - {DRAFT})


def _order():
    kept = (*READERS, *COMMISSION)
    editors = (SECRETARY, DEPUTY)
    table = {
        DRAFT: row(READERS, editors, editors, editors, register=editors),
        IN_REVIEW: row(READERS, approve=(DIRECTOR,)),
        APPROVED: row(READERS, sign=(DIRECTOR,), annul=(DIRECTOR,)),
        SIGNED: row(READERS, close=(SECRETARY, ARCHIVIST), annul=(DIRECTOR,)),
        CLOSED: row(kept, archive=(ARCHIVIST,)),
        ARCHIVED: row(kept, archive=(ARCHIVIST,)),
        SELECTED: row(kept),
        DESTROYED: row(kept),
        TRANSFERRED: row(kept),
        ANNULLED: row(kept),
    }
    steps = signed_paper_steps()
    return Family("order", tuple(table), steps, freeze(table), frozenset(table) - {DRAFT})


def _case_file():
    kept = (*READERS, *COMMISSION)
    editors = (SECRETARY, DEPUTY, ARCHIVIST)
    table = {
        DRAFT: row(READERS, editors, editors, editors, register=editors),
        CURRENT: row(
            READERS, editors, add=editors, close=editors, hand_out=editors, annul=(DIRECTOR,)
        ),
        CLOSED: row(kept, archive=(ARCHIVIST,), hand_out=(SECRETARY, ARCHIVIST)),
        ARCHIVED: row(kept, archive=(ARCHIVIST,), hand_out=(ARCHIVIST,)),
        SELECTED: row(kept),
        DESTROYED: row(kept),
        HANDED_OUT: row(kept),
        TRANSFERRED: row(kept),
        ANNULLED: row(kept),
    }
    steps = (
        Step("register", (DRAFT,), CURRENT, REGISTER),
        Step("close", (CURRENT,), CLOSED, CLOSE, ("closed_on",)),
        Step("archive", (CLOSED,), ARCHIVED, ARCHIVE),
        Step("hand_out", (CURRENT, CLOSED, ARCHIVED), HANDED_OUT, HAND_OUT, ("receiver",)),
        Step("transfer", (ARCHIVED,), TRANSFERRED, ARCHIVE, ("receiver",)),
        Step("annul", (CURRENT,), ANNULLED, ANNUL, ("reason",)),
        *BY_ACT_STEPS,
    )
    return Family("case_file", tuple(table), steps, freeze(table), FINISHED)


FAMILIES = MappingProxyType(
    {
        family.id: family
        for family in (
            _personal_file(),
            _file_document(),
            _order(),
            _case_file(),
            inventory(),
            destruction_act(),
            protocol(),
            book(),
            portfolio(),
            local_regulation(),
        )
    }
)

#: What the registers (containers of one family) allow: everybody who is logged in may open the
#: page, rows are filtered one by one; nobody removes or reconfigures a register.
REGISTER_ADDERS = MappingProxyType(
    {
        "personal_file": (SECRETARY,),
        "order": (SECRETARY, DEPUTY),
        # The keeper files certificates in custody, and nothing else (core.case_kinds).
        "case_file": (SECRETARY, DEPUTY, ARCHIVIST, CERTIFICATE_KEEPER),
        "inventory": (ARCHIVIST,),
        "destruction_act": (ARCHIVIST,),
        "protocol": (SECRETARY, DEPUTY),
        "book": (SECRETARY, CERTIFICATE_KEEPER),
        "portfolio": (SECRETARY,),
        "local_regulation": (SECRETARY, DEPUTY),
    }
)


def register_roles(family, permission):
    """Return the roles that hold ``permission`` on the register of ``family``."""
    if permission in (VIEW, ACCESS, LIST):
        return (EVERYBODY,)
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
    if (
        permission not in (VIEW, ACCESS, LIST, VIEW_MEDICAL, VIEW_NOTES)
        and parent_state in parent.locked
    ):
        roles = set()
    if medical:
        roles &= set(family.roles_for(state, VIEW_MEDICAL))
    return tuple(sorted(roles))
