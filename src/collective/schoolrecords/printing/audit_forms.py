"""What the printed report on the whole archive needs; see ``forms``."""

from collective.schoolrecords.printing.checks import lacking
from collective.schoolrecords.printing.checks import once
from collective.schoolrecords.printing.checks import problems
from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True)
class AuditForm:
    """The state of the archive on a day: pairs (what, how it stands) in order."""

    TEMPLATE: ClassVar[str] = "audit"

    school: str
    dated_on: date
    lines: tuple[tuple[str, str], ...]


@problems.register
def _audit(form: AuditForm):
    return once([*lacking(form, "school", "dated_on", "lines")])
