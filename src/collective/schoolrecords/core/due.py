"""What of an archive falls due on a day under a regulation: a verdict per row, counts per type."""

from .backlog import ArchiveRow
from .backlog import Finding
from .backlog import UNKNOWN_TYPE
from .terms import decide
from .terms import Decision
from .terms import ERROR
from .terms import NEVER
from .terms import ON_HOLD
from .terms import OPEN
from .terms import Term
from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import date


@dataclass
class Counts:
    """How many rows of a type there are, and how they stand.

    `due` is every row whose term has ended, `on_hold` those of them that a hold blocks,
    `selectable` all others: an act may take them today. `needs_decision` are those of the
    selectable on which people decide one by one («срок истёк, решает комиссия»). What is in none
    of never, open, error and due is still running (or waits for its event).
    """

    rows: int = 0
    never: int = 0
    open: int = 0
    error: int = 0
    due: int = 0
    on_hold: int = 0
    selectable: int = 0
    needs_decision: int = 0

    def add(self, decision: Decision) -> None:
        self.rows += 1
        self.never += decision.status == NEVER
        self.open += decision.status == OPEN
        self.error += decision.status == ERROR
        self.due += decision.expired
        self.on_hold += decision.status == ON_HOLD
        self.selectable += decision.selectable
        self.needs_decision += decision.selectable and decision.needs_decision

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


@dataclass(frozen=True)
class Verdict:
    """A row and what the clock says of it; None for the repetition of a row, which is not judged."""

    row: ArchiveRow
    decision: Decision | None


@dataclass(frozen=True)
class DueReport:
    """Everything that one question about an archive answers, in file order.

    A row of an unknown type is counted in `total` alone, as an error.
    """

    total: Counts = field(default_factory=Counts)
    types: dict[str, Counts] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def due_report(
    rows: Iterable[ArchiveRow], term_of: Callable[[str], Term], today: date
) -> DueReport:
    """Judge `rows` on the day `today`; `term_of(doc_type)` is the regulation's term.

    A type without a term (KeyError) is an UNKNOWN_TYPE finding and an error: without a term
    there is no destruction.
    """
    report = DueReport()
    for row in rows:
        verdict = judge(row, term_of, today)
        report.verdicts.append(verdict)
        report.findings.extend(verdict.row.findings)
        if verdict.decision is None:
            continue
        report.total.add(verdict.decision)
        if verdict.row.doc_type is not None:
            report.types.setdefault(verdict.row.doc_type, Counts()).add(verdict.decision)
    return report


def judge(row: ArchiveRow, term_of: Callable[[str], Term], today: date) -> Verdict:
    """The verdict on one row; `row` comes back with a further finding when its type has no term."""
    if not row.counted:
        return Verdict(row, None)
    term = None
    if row.doc_type is not None:
        try:
            term = term_of(row.doc_type)
        except KeyError:
            finding = Finding(row.number, row.line, UNKNOWN_TYPE, row.label)
            row = replace(row, doc_type=None, findings=(*row.findings, finding))
    errors = row.errors
    if term is None or errors:
        held = bool(row.holds)
        return Verdict(row, Decision(ERROR, held=held, reason=errors[0]))
    return Verdict(row, decide(term, row.closed, row.holds, today))
