"""What a printed protocol needs: of an exam, an attestation, a monitoring, a council; see ``forms``.

Sources: N1-2.10–2.13 (who is familiarised, what is stitched, signed and sealed), domain.md 6.1.
"""

from collective.schoolrecords.core import protocols as rules
from collective.schoolrecords.printing.checks import at_least
from collective.schoolrecords.printing.checks import known
from collective.schoolrecords.printing.checks import lacking
from collective.schoolrecords.printing.checks import once
from collective.schoolrecords.printing.checks import problems
from collective.schoolrecords.printing.checks import rows_there
from collective.schoolrecords.printing.forms import Minutes
from collective.schoolrecords.printing.forms import Signature
from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True)
class ResultLine:
    """A pupil's result, as ``core.protocols.ResultRow`` has it.

    ``number`` is the line of the protocol. ``state`` is one of ``ROW_STATES``, ``ruling`` the later
    protocol that made it so, ``replaces`` the number of the line that an appeal changed.
    ``told_on`` is the day on which the pupil was familiarised, ``told_fact`` how that was noted.
    ``outside`` says who somebody from no class here is: «экстерн», «школа № 5».
    """

    number: str
    name: str
    label: str = ""
    document: str = ""
    form: str = ""
    variant: str = ""
    ticket: str = ""
    primary: int | None = None
    criteria: str = ""
    test: int | None = None
    mark: str = ""
    year_mark: str = ""
    final_mark: str = ""
    note: str = ""
    state: str = rules.EFFECTIVE
    ruling: Minutes | None = None
    replaces: str = ""
    told_on: date | None = None
    told_fact: str = ""
    outside: str = ""


@dataclass(frozen=True)
class CouncilPoint:
    """A question of a council: who reported, what was decided; votes are None where not counted."""

    number: str
    question: str
    decision: str
    speakers: str = ""
    votes_for: int | None = None
    votes_against: int | None = None
    abstained: int | None = None


@dataclass(frozen=True)
class Stitching:
    """What the stitched paper bears; everything that is not known is left for ink.

    ``signature_fact`` and ``seal_fact`` are the notes on the director's signature and the seal.
    """

    director: Signature
    sheets: int | None = None
    stitched_on: date | None = None
    signature_fact: str = ""
    seal_fact: str = ""


@dataclass(frozen=True)
class ProtocolForm:
    """A protocol of ``core.protocols.KINDS``.

    ``rows`` holds ``ResultLine``, those of a council ``CouncilPoint``. ``extract``: the reader sees
    a part of the rows only, so that the page is an extract (выписка), certified by ``certifier``
    and never stitched. ``familiarised``: a list of who was familiarised follows. ``stitching`` is
    ``None`` for what is not kept on paper. ``mark`` is what the page is besides: «ПРОЕКТ».
    """

    TEMPLATE: ClassVar[str] = "protocol"

    school: str
    kind: str
    title: str
    rows: tuple
    number: str = ""
    school_year: str = ""
    subject: str = ""
    subject_code: str = ""
    dated_on: date | None = None
    exam_day: str = ""
    commission_on: date | None = None
    received_on: date | None = None
    organisation: str = ""
    organisation_code: str = ""
    study_form: str = ""
    teacher: str = ""
    assistants: str = ""
    chair: str = ""
    clerk: str = ""
    present: int | None = None
    opinions: str = ""
    extract: bool = False
    certifier: Signature | None = None
    familiarised: bool = False
    stitching: Stitching | None = None
    mark: str = ""


@problems.register
def _protocol(form: ProtocolForm):
    found = [*lacking(form, "school", "title"), *known(form, "kind", rules.KINDS)]
    found += rows_there(form)
    needed = ("question", "decision") if form.kind == rules.COUNCIL else ("name",)
    for line in form.rows:
        found += lacking(line, *needed)
    if form.stitching is not None:
        found += at_least(form.stitching, "sheets", 1)
    return once(found)
