"""The lives of the archive's own records: inventories and acts of destruction.

Sources: domain.md 5.1 (приказ Росархива № 77 of 31.07.2023), design 8 and 9. The archivist
proposes, the expert commission votes, the director decides; no two of these are one person
(:mod:`collective.schoolrecords.core.destruction`).
"""

from .family import COMMISSION
from .family import Family
from .family import freeze
from .family import READERS
from .family import row
from .family import Step
from .states import ANNUL
from .states import ANNULLED
from .states import APPROVE
from .states import APPROVED
from .states import ARCHIVE
from .states import ARCHIVED
from .states import ARCHIVIST
from .states import BY_ACT
from .states import CERTIFY
from .states import CLOSED
from .states import COMMISSION_CHAIR
from .states import CURRENT
from .states import DIRECTOR
from .states import DRAFT
from .states import EXECUTE
from .states import IN_REVIEW
from .states import REGISTER
from .states import SIGN
from .states import SIGNED


def inventory():
    """Return the life of an inventory (опись): compiled, agreed, approved, numbered, closed.

    ``register_paper`` enters one that was approved on paper, with its number, date and minutes.
    """
    shown = (*READERS, *COMMISSION)
    author = (ARCHIVIST,)
    table = {
        DRAFT: row(READERS, author, author, register=author),
        IN_REVIEW: row(shown, certify=(COMMISSION_CHAIR,), register=author),
        APPROVED: row(shown, approve=(DIRECTOR,)),
        SIGNED: row(shown, archive=author),
        CLOSED: row(shown),
    }
    steps = (
        Step("submit", (DRAFT,), IN_REVIEW, REGISTER),
        Step("register_paper", (DRAFT,), SIGNED, REGISTER, ("registration_number", "approved_on")),
        Step("withdraw", (IN_REVIEW,), DRAFT, REGISTER, ("reason",)),
        Step("agree", (IN_REVIEW,), APPROVED, CERTIFY, ("minutes_number", "minutes_date")),
        Step("return", (APPROVED,), DRAFT, APPROVE, ("reason",)),
        Step("approve", (APPROVED,), SIGNED, APPROVE),
        Step("close", (SIGNED,), CLOSED, ARCHIVE),
    )
    return Family("inventory", tuple(table), steps, freeze(table), frozenset(table) - {DRAFT})


def destruction_act():
    """Return the life of an act (акт о выделении к уничтожению).

    draft: candidates are chosen · in_review: the commission votes · approved: it agreed, the
    director decides · signed: approved by the director, waiting · current: being executed ·
    closed: everything is removed, traces and backups are still being cleared · archived: verified
    destroyed · annulled: aborted by the director's or the commission's word.
    """
    shown = (*READERS, *COMMISSION)
    author = (ARCHIVIST,)
    table = {
        DRAFT: row(shown, author, author, register=author),
        IN_REVIEW: row(shown, vote=COMMISSION, certify=(COMMISSION_CHAIR,), register=author),
        APPROVED: row(shown, sign=(DIRECTOR,), register=author),
        SIGNED: row(shown, execute=author, annul=(DIRECTOR, COMMISSION_CHAIR, ARCHIVIST)),
        CURRENT: row(shown, execute=author),
        CLOSED: row(shown, archive=author),
        ARCHIVED: row(shown),
        ANNULLED: row(shown),
    }
    steps = (
        Step("submit", (DRAFT,), IN_REVIEW, REGISTER),
        Step("withdraw", (IN_REVIEW, APPROVED), DRAFT, REGISTER, ("reason",)),
        Step("conclude", (IN_REVIEW,), APPROVED, CERTIFY, ("minutes_number", "minutes_date")),
        Step("return", (APPROVED,), DRAFT, SIGN, ("reason",)),
        Step("sign", (APPROVED,), SIGNED, SIGN),
        Step("abort", (SIGNED,), ANNULLED, ANNUL, ("reason",)),
        Step("execute", (SIGNED,), CURRENT, EXECUTE, ("method",)),
        Step("complete", (CURRENT,), CLOSED, BY_ACT),
        Step("verify", (CLOSED,), ARCHIVED, ARCHIVE),
    )
    locked = frozenset(table) - {DRAFT}
    return Family("destruction_act", tuple(table), steps, freeze(table), locked)
