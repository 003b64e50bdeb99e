"""A record on paper by what a signature on it covers: a local regulation, a case; see ``forms``.

The text of a local regulation is a file of its own, and so are the papers of a case: the page names
each with its SHA-256, so that paper, files and signatures can be told to belong together. Sources:
domain.md section 7 (the stamp of ГОСТ Р 7.0.97 point 5.23), 63-ФЗ article 6.
"""

from collective.schoolrecords.printing.checks import lacking
from collective.schoolrecords.printing.checks import once
from collective.schoolrecords.printing.checks import problems
from collective.schoolrecords.printing.forms import Signature
from collective.schoolrecords.printing.sentences import day
from collective.schoolrecords.printing.sentences import signature
from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True)
class RecordForm:
    """What ``heading`` the page has, the record's ``title``, ``facts`` (pairs of words) and signers.

    ``mark``: «ПРОЕКТ» and the like. ``signers`` sign by hand where there is no stamp.
    """

    TEMPLATE: ClassVar[str] = "record"

    school: str
    heading: str
    title: str
    dated_on: date | None = None
    facts: tuple[tuple[str, str], ...] = ()
    signers: tuple[Signature, ...] = ()
    mark: str = ""


@problems.register
def _record(form: RecordForm):
    return once(lacking(form, "school", "heading", "title"))


def record_data(form: RecordForm) -> dict:
    """See :class:`RecordForm`; the template is ``record``."""
    return {
        "school": form.school,
        "heading": form.heading,
        "title": form.title,
        "day": day(form.dated_on),
        "mark": form.mark,
        "facts": [list(pair) for pair in form.facts],
        "signers": [signature(one) for one in form.signers],
    }
