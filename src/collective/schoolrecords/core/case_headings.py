"""Which kinds are filed as a case, and under which headings a list offers them.

Forty in one row are read by nobody. A kind with a register of its own is filed there: a protocol
among the cases has no rows, an order is found by nobody. What a list of the archive brought as a
case (a folder of minutes, an old book) stays one.
"""

from .book_fields import KINDS as BOOKS
from .case_kinds import CERTIFICATE
from .case_kinds import MEDIA
from .case_kinds import NOTEBOOKS
from .protocols import DOC_TYPES as PROTOCOL_TYPES
from .reasons import Reason
from types import MappingProxyType


#: Heading → the document types below it on a list of kinds; what stands nowhere comes last.
HEADINGS = MappingProxyType(
    {
        "journals": (
            "class_journal",
            "summary_sheet",
            "elective_journal",
            "home_tuition_journal",
            "extracurricular_journal",
            "substitution_journal",
            "journal_remarks",
            "attendance_summary",
            "movement_summary",
            "check_report",
        ),
        "works": (
            NOTEBOOKS,
            "exam_work",
            "written_work",
            MEDIA,
            "platform_result",
            "other_evidence",
            "contest_database",
            "diary",
        ),
        "papers": (CERTIFICATE, "study_certificate", "consent"),
        "teaching": (
            "work_programme",
            "thematic_plan",
            "lesson_plan",
            "lesson_report",
            "correction_sheet",
            "timetable",
        ),
    }
)
OTHER = "other"
#: Family of records → the kinds that it files.
REGISTERS = MappingProxyType(
    {
        "personal_file": ("personal_file",),
        "portfolio": ("portfolio",),
        "order": ("order_main", "order_movement"),
        "protocol": tuple(dict.fromkeys(PROTOCOL_TYPES.values())),
        "book": tuple(dict.fromkeys(kind.doc_type for kind in BOOKS.values())),
        "local_regulation": ("regulation",),
        "inventory": ("inventory",),
        "destruction_act": ("destruction_act",),
    }
)
_REGISTER_OF = {name: family for family, names in REGISTERS.items() for name in names}
_HEADING_OF = {name: heading for heading, names in HEADINGS.items() for name in names}


def heading_of(doc_type: str | None) -> str:
    """The heading under which a list offers a document type."""
    return _HEADING_OF.get(doc_type, OTHER)


def filed_as_case(doc_type: str | None) -> bool:
    """Whether records of a type are filed as cases; one without a type is."""
    return doc_type not in _REGISTER_OF


def filing_reasons(doc_type: str | None, former: str | None = None) -> tuple[Reason, ...]:
    """Return why no case may be filed as ``doc_type``, or become it: its register has its own.

    ``former``: the type that the case has already; keeping it is no change.
    """
    if doc_type == former or filed_as_case(doc_type):
        return ()
    return (Reason(f"kind_elsewhere_{_REGISTER_OF[doc_type]}", "doc_type"),)
