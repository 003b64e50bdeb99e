"""What the printed report of a fixity run needs; see ``forms``."""

from collective.schoolrecords.core.fixity import Finding
from collective.schoolrecords.core.fixity import Totals
from collective.schoolrecords.printing.checks import lacking
from collective.schoolrecords.printing.checks import once
from collective.schoolrecords.printing.checks import problems
from collective.schoolrecords.printing.forms import Signature
from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True)
class FixityForm:
    """The report of a check of files and metadata: what was looked at, every fault with both sums.

    ``began`` and ``ended`` are instants as texts. ``left`` says how many findings stand in the table
    beside the report and not on paper.
    """

    TEMPLATE: ClassVar[str] = "fixity"

    school: str
    dated_on: date
    began: str
    ended: str
    totals: Totals
    findings: tuple[Finding, ...] = ()
    left: int = 0
    compiler: Signature | None = None


@problems.register
def _fixity(form: FixityForm):
    return once([*lacking(form, "school", "dated_on", "began", "ended")])
