"""The lives of what teaching leaves behind: protocols, books, portfolios and local regulations.

Sources: N1-2.10–2.13 (protocols), S20-3.3 and N1-2.14 (books of strict accountability),
S20-3.5 and N1-2.15 (portfolios), S20-1.3, S90-1.10 and FTL-1.14 (local regulations).
"""

from .family import BY_ACT_STEPS
from .family import COMMISSION
from .family import FAMILY
from .family import Family
from .family import freeze
from .family import READERS
from .family import row
from .family import signed_paper_steps
from .family import Step
from .states import ANNUL
from .states import ANNULLED
from .states import APPROVE
from .states import APPROVED
from .states import ARCHIVE
from .states import ARCHIVED
from .states import ARCHIVIST
from .states import CERTIFICATE_KEEPER
from .states import CLASS_TEACHER
from .states import CLOSE
from .states import CLOSED
from .states import CURRENT
from .states import DEPUTY
from .states import DESTROYED
from .states import DIRECTOR
from .states import DRAFT
from .states import EVERYBODY
from .states import FINISHED
from .states import HAND_OUT
from .states import HANDED_OUT
from .states import IN_REVIEW
from .states import REGISTER
from .states import SECRETARY
from .states import SELECTED
from .states import SIGN
from .states import SIGNED
from .states import TRANSFERRED


def protocol():
    """Return the life of a protocol: drawn up, agreed, approved, signed, closed, kept.

    Its rows change no more once it is submitted. What comes later stands beside them: a result
    after an appeal (``register``) and that a graduate was familiarised (``certify``: the class
    teacher, N1-2.10.2).
    """
    shown = (*READERS, CLASS_TEACHER)
    kept = (*shown, *COMMISSION)
    editors = (SECRETARY, DEPUTY)
    beside = {"certify": (CLASS_TEACHER, SECRETARY, DEPUTY), "register": editors}
    table = {
        DRAFT: row(READERS, editors, editors, editors, register=editors),
        IN_REVIEW: row(READERS, approve=(DIRECTOR,)),
        APPROVED: row(shown, sign=(DIRECTOR,), annul=(DIRECTOR,), **beside),
        SIGNED: row(shown, close=(SECRETARY, ARCHIVIST), annul=(DIRECTOR,), **beside),
        CLOSED: row(kept, archive=(ARCHIVIST,)),
        ARCHIVED: row(kept, archive=(ARCHIVIST,)),
        SELECTED: row(kept),
        DESTROYED: row(kept),
        TRANSFERRED: row(kept),
        ANNULLED: row(kept),
    }
    steps = signed_paper_steps("closed_on")
    return Family("protocol", tuple(table), steps, freeze(table), frozenset(table) - {DRAFT})


def book():
    """Return the life of a book of registration: opened, kept, closed under certification.

    While it is kept, entries are made (``register``), certified, handed out and annulled one by
    one; the whole book is annulled by nobody.
    """
    shown = (*READERS, CERTIFICATE_KEEPER, CLASS_TEACHER)
    kept = (*READERS, CERTIFICATE_KEEPER, *COMMISSION)
    keepers = (SECRETARY, CERTIFICATE_KEEPER)
    table = {
        DRAFT: row((*READERS, CERTIFICATE_KEEPER), keepers, keepers, register=keepers),
        CURRENT: row(
            shown,
            keepers,
            register=keepers,
            certify=(DIRECTOR, CLASS_TEACHER),
            hand_out=keepers,
            annul=(DIRECTOR,),
            close=keepers,
        ),
        CLOSED: row(kept, archive=(ARCHIVIST,)),
        ARCHIVED: row(kept, archive=(ARCHIVIST,)),
        SELECTED: row(kept),
        DESTROYED: row(kept),
        TRANSFERRED: row(kept),
    }
    steps = (
        Step("register", (DRAFT,), CURRENT, REGISTER),
        Step("close", (CURRENT,), CLOSED, CLOSE, ("closed_on",)),
        Step("archive", (CLOSED,), ARCHIVED, ARCHIVE),
        Step("transfer", (ARCHIVED,), TRANSFERRED, ARCHIVE, ("receiver",)),
        *BY_ACT_STEPS,
    )
    return Family("book", tuple(table), steps, freeze(table), FINISHED)


def portfolio():
    """Return the life of a portfolio: it grows, is shown to the family and goes with the pupil."""
    view = (*READERS, CLASS_TEACHER)
    shown = (*view, *FAMILY)
    kept = (*READERS, *COMMISSION)
    editors = (SECRETARY, CLASS_TEACHER)
    table = {
        DRAFT: row(view, editors, editors, editors, register=editors),
        CURRENT: row(
            shown,
            editors,
            add=editors,
            certify=(CLASS_TEACHER, DEPUTY),
            close=editors,
            hand_out=editors,
            annul=(DIRECTOR,),
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
        Step("hand_out", (CURRENT, CLOSED, ARCHIVED), HANDED_OUT, HAND_OUT, ("receiver",)),
        Step("archive", (CLOSED,), ARCHIVED, ARCHIVE),
        Step("transfer", (ARCHIVED,), TRANSFERRED, ARCHIVE, ("receiver",)),
        Step("annul", (CURRENT,), ANNULLED, ANNUL, ("reason",)),
        *BY_ACT_STEPS,
    )
    return Family("portfolio", tuple(table), steps, freeze(table), FINISHED)


def local_regulation():
    """Return the life of a version of a local regulation: adopted, approved, in force, replaced.

    Everybody of the school reads what is in force and what it replaced.
    """
    kept = (*READERS, *COMMISSION)
    editors = (SECRETARY, DEPUTY)
    table = {
        DRAFT: row(READERS, editors, editors, editors, register=editors),
        IN_REVIEW: row(READERS, approve=(DIRECTOR,)),
        APPROVED: row(READERS, sign=(DIRECTOR,), annul=(DIRECTOR,)),
        CURRENT: row((*READERS, EVERYBODY), close=(DIRECTOR,), annul=(DIRECTOR,)),
        CLOSED: row((*kept, EVERYBODY), archive=(ARCHIVIST,)),
        ARCHIVED: row(kept, archive=(ARCHIVIST,)),
        SELECTED: row(kept),
        DESTROYED: row(kept),
        TRANSFERRED: row(kept),
        ANNULLED: row(kept),
    }
    steps = (
        Step("submit", (DRAFT,), IN_REVIEW, REGISTER),
        Step("return", (IN_REVIEW,), DRAFT, APPROVE, ("reason",)),
        Step("approve", (IN_REVIEW,), APPROVED, APPROVE),
        Step("enact", (APPROVED,), CURRENT, SIGN, ("in_force_from",)),
        Step("supersede", (CURRENT,), CLOSED, CLOSE, ("closed_on",)),
        Step("archive", (CLOSED,), ARCHIVED, ARCHIVE),
        Step("transfer", (ARCHIVED,), TRANSFERRED, ARCHIVE, ("receiver",)),
        Step("annul", (APPROVED, CURRENT), ANNULLED, ANNUL, ("reason",)),
        *BY_ACT_STEPS,
    )
    locked = frozenset(table) - {DRAFT}
    return Family("local_regulation", tuple(table), steps, freeze(table), locked)
