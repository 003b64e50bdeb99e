"""Headings under which a list offers the kinds of a case: forty in one row are read by nobody."""

from .case_kinds import CERTIFICATE
from .case_kinds import MEDIA
from .case_kinds import NOTEBOOKS
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
_HEADING_OF = {name: heading for heading, names in HEADINGS.items() for name in names}


def heading_of(doc_type: str | None) -> str:
    """The heading under which a list offers a document type."""
    return _HEADING_OF.get(doc_type, OTHER)
