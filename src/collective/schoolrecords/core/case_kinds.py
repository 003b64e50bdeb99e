"""Kinds of case files: what each has besides what all have, what it needs for which step.

A kind is told by the document type. It is no portal type of its own: life, term, place, act and
register are those of every case file; only fields, needs and, for the certificates in the safe,
the readers differ. A document type without a kind has the plain fields.

Sources: S12-3.11b, S20-3.1.9d, S90-6.5b, N1-2.8.6, N1-2.8.11b (summary sheets); S20-3.1.9e, S90-6.4,
N1-2.8.8 (journals); N1-2.16 (control notebooks); S20-3.1.9b, S90-3.5, N1-2.7 (checks);
S20-3.4.1–3.4.5 (certificates in custody); S12-1.6 (media evidence).
"""

from .common_rules import one_original
from .reasons import day_not_after_today
from .reasons import needs
from .reasons import Reason
from .school import SchoolYear
from .states import ACCESS
from .states import ARCHIVIST
from .states import CERTIFICATE_KEEPER
from .states import CLASS_TEACHER
from .states import CURRENT
from .states import DEPUTY
from .states import DIRECTOR
from .states import HAND_OUT
from .states import HANDED_OUT
from .states import LIST
from .states import SECRETARY
from .states import SUBJECT_TEACHER
from .states import VIEW
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from types import MappingProxyType


SUMMARY_SHEET = "summary_sheet"
JOURNAL = "journal"
NOTEBOOKS = "control_notebook"
CHECK_REPORT, INTEGRITY_REPORT = "check_report", "integrity_report"
CERTIFICATE = "certificate_basic"
MEDIA = "media_evidence"

#: Fields of a case file of no kind.
PLAIN_FIELDS = ("school_year", "cohort_id", "registration_number")
#: A certificate is kept for pupils of these grades (S20-3.4.2).
FIRST_CUSTODY_GRADE = 10
#: Formats that show or sound what a pupil did (kinds of ``core.uploads.FORMATS``).
MEDIA_FORMATS = ("sound", "film", "image")


@dataclass(frozen=True)
class Kind:
    """A kind: its document types, its fields in order, and what must be filled in for a step.

    ``readers``: the only roles that see such a record, empty for those of every case file.
    ``teachers``: roles of the record's class that see it besides, and hand it out while it is open.
    """

    id: str
    doc_types: tuple[str, ...]
    fields: tuple[str, ...]
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    readers: tuple[str, ...] = ()
    teachers: tuple[str, ...] = ()


KINDS = (
    Kind(
        SUMMARY_SHEET,
        ("summary_sheet",),
        ("cohort_id", "school_year", "drawn_on", "certified_on", "certified_by"),
        {"close": ("cohort_id", "school_year", "drawn_on", "certified_on", "certified_by")},
    ),
    Kind(
        JOURNAL,
        (
            "class_journal",
            "elective_journal",
            "home_tuition_journal",
            "extracurricular_journal",
        ),
        ("cohort_id", "school_year", "quarter", "media", "certified_on", "certified_by"),
        {"close": ("school_year",)},
    ),
    Kind(
        NOTEBOOKS,
        ("control_notebook",),
        ("cohort_id", "school_year", "school_subject", "teacher", "pieces"),
        {"register": ("cohort_id", "school_year", "school_subject", "teacher")},
        # They lie with the teacher, who gives them back to the pupils (N1-2.16).
        teachers=(CLASS_TEACHER, SUBJECT_TEACHER),
    ),
    Kind(
        CHECK_REPORT,
        ("check_report", INTEGRITY_REPORT),
        (
            "registration_number",
            "checked_on",
            "checked_by",
            "checked_what",
            "findings",
            "mend_until",
            "mended_on",
        ),
        {"register": ("checked_on", "checked_by", "checked_what")},
    ),
    Kind(
        CERTIFICATE,
        ("certificate_basic",),
        ("pupil_file", "registration_number", "original", "taken_on", "taken_fact"),
        {
            "register": (
                "pupil_file",
                "registration_number",
                "taken_on",
                "taken_fact",
                "storage_place",
            )
        },
        (DIRECTOR, SECRETARY, CERTIFICATE_KEEPER),
    ),
    Kind(
        MEDIA,
        ("media_evidence",),
        ("pupil_file", "cohort_id", "school_subject", "recorded_on"),
        {"register": ("school_subject", "recorded_on")},
    ),
)
_BY_TYPE = MappingProxyType({name: kind for kind in KINDS for name in kind.doc_types})

#: Every field that some kind adds to the plain case file.
KIND_FIELDS = tuple(
    dict.fromkeys(name for kind in KINDS for name in kind.fields if name not in PLAIN_FIELDS)
)


def kind_of(doc_type: str | None) -> Kind | None:
    """The kind of a document type, None for a plain case file."""
    return _BY_TYPE.get(doc_type)


def fields_of(doc_type: str | None) -> tuple[str, ...]:
    """The fields that a form of this document type shows besides title, type and keeping."""
    kind = kind_of(doc_type)
    return kind.fields if kind is not None else PLAIN_FIELDS


# Who may do what

_EDITORS = (SECRETARY, DEPUTY, ARCHIVIST)


def narrowed(doc_type: str | None, roles: tuple[str, ...]) -> tuple[str, ...]:
    """Of the roles that hold a permission on case files those that hold it on this kind.

    The keeper appointed by order does all that the secretary or the archivist does with other
    files, and sees what they see; nobody else is added.
    """
    kind = kind_of(doc_type)
    if kind is None or not kind.readers:
        return roles
    held = set(roles)
    if held & {SECRETARY, ARCHIVIST}:
        held.add(CERTIFICATE_KEEPER)
    return tuple(sorted(held & set(kind.readers)))


def _teachers_hold(permission, state):
    """What lies with the teachers of a class they see, also when it was given back."""
    seen = permission in (VIEW, ACCESS, LIST) and state in (CURRENT, HANDED_OUT)
    return seen or (permission, state) == (HAND_OUT, CURRENT)


def roles_in(
    doc_type: str | None, state: str, permission: str, roles: tuple[str, ...]
) -> tuple[str, ...]:
    """The roles that hold a permission on a case file of this type in a state.

    ``roles``: those that hold it on case files of no kind; see :func:`narrowed`.
    """
    kind, found = kind_of(doc_type), narrowed(doc_type, roles)
    if kind is None or not kind.teachers or not _teachers_hold(permission, state):
        return found
    return tuple(sorted({*found, *kind.teachers}))


def hands_out_some_kind(roles) -> bool:
    """Whether one of the roles hands out open case files of some kind."""
    return any(set(roles) & set(kind.teachers) for kind in KINDS)


def may_file(doc_type: str | None, roles) -> bool:
    """Whether one of the roles files records of this type; the keeper files certificates only."""
    return bool(set(roles) & set(narrowed(doc_type, _EDITORS)))


def sees_some_kind(roles) -> bool:
    """Whether one of the roles sees a kind that not all readers of case files see."""
    return any(set(roles) & {*kind.readers, *kind.teachers} for kind in KINDS)


# What waits, and since when


def deadline(doc_type: str | None, facts: Mapping) -> date | None:
    """The day by which something is to be done with an open file of this kind, None when nothing.

    A certificate: the day of the leaving order (S20-3.4.4, at once). Findings of a check: the day
    named for them, until they are mended. Notebooks: the last day of lessons, ``lessons_until``.
    """
    kind = kind_of(doc_type)
    if kind is None:
        return None
    if kind.id == CERTIFICATE:
        return facts.get("return_due_on")
    if kind.id == CHECK_REPORT:
        return None if facts.get("mended_on") else facts.get("mend_until")
    return facts.get("lessons_until") if kind.id == NOTEBOOKS else None


# Needs of the steps

#: Steps that end the life of a file.
_OF_THE_END = ("close", "archive")


#: Fields that only describe a file: who knows them of an old one need not know the rest.
DESCRIBING = frozenset(("cohort_id", "school_year", "quarter", "school_subject"))


def _ended_before_listed(facts, details):
    """Whether the file was at its end before the archive's list, with it in, was loaded.

    The class, the certificate and the media of that time are not known here, and nobody may make
    them up. A file that the list itself closed has ended. One that it left open, for its day was
    unknown or could not be read, may have ended long ago too; but nobody gets round the needs of
    a file in use by an early day. So it must have ended in a school year that was over when the
    list was loaded, and nothing of its kind may have been entered here (``lived_here``). While the
    day of closing is not given yet, it is not judged.
    """
    listed = facts.get("listed_on")
    if listed is None or facts.get("listed_closed"):
        return listed is not None
    if facts.get("lived_here"):
        return False
    closed = details.get("closed_on") or facts.get("closed_on")
    return closed is None or closed < SchoolYear.of(listed).first_day


def kind_rule(step: str):
    """Return the rule of a step (see ``core.reasons``): what the record's kind asks of it."""

    def rule(facts, details, today):
        kind = kind_of(facts.get("doc_type"))
        if kind is None or (step in _OF_THE_END and _ended_before_listed(facts, details)):
            return
        yield from needs(*kind.needs.get(step, ()))(facts, details, today)
        for own in _OWN.get((kind.id, step), ()):
            yield from own(facts, details, today)

    return rule


def _after(name, first, code):
    """Return a rule: the day ``name`` (one that the step gives comes first) is not before ``first``."""

    def rule(facts, details, today):
        day, earlier = details.get(name) or facts.get(name), facts.get(first)
        if day is not None and earlier is not None and day < earlier:
            yield Reason(code, name, {"day": day, "earlier": earlier})

    return rule


def _carrier_of_the_regulation(facts, details, today):
    """S12-3.11b, N1-2.8.11b: electronic; S20-3.1.9d, S90-6.5b: on paper."""
    asked = facts.get("asked_carriers") or ()
    kept = {one["carrier"] for one in facts.get("carriers") or ()}
    if asked and not kept & set(asked):
        electronic = "electronic" in asked
        yield Reason("carrier_not_electronic" if electronic else "carrier_not_paper", "carriers")


def _copies_in_rooms(facts, details, today):
    """S20-3.1.9e: on two electronic media, and two in one room burn together."""
    carriers = {one["carrier"] for one in facts.get("carriers") or ()}
    least = facts.get("asked_copies") or 0
    if "electronic" not in carriers or least < 2:
        return
    media = facts.get("media") or ()
    rooms = {" ".join(one["room"].lower().split()) for one in media if one.get("room")}
    if len(media) < least:
        yield Reason("media_too_few", "media", {"count": len(media), "least": least})
    elif len(rooms) < least:
        yield Reason("media_in_one_room", "media", {"least": least})


def _print_certified(facts, details, today):
    """S90-6.4, N1-2.8.8: what is printed is certified."""
    carriers = {one["carrier"] for one in facts.get("carriers") or ()}
    if "paper_print" in carriers:
        yield from needs("certified_on", "certified_by")(facts, details, today)


def _class_known(facts, details, today):
    """A class journal goes with the summary sheet of its class and year."""
    if facts.get("doc_type") == "class_journal":
        yield from needs("cohort_id")(facts, details, today)


def _is_handed_back(facts, details, today):
    yield Reason("notebooks_are_handed_back")


def _findings_have_a_day(facts, details, today):
    if facts.get("findings"):
        yield from needs("mend_until")(facts, details, today)


def _findings_mended(facts, details, today):
    if facts.get("findings") and facts.get("mended_on") is None:
        yield Reason("findings_not_mended", "mended_on")


def _keeper_appointed(facts, details, today):
    if not facts.get("keeper_appointed"):
        yield Reason("no_keeper_appointed")


def _of_a_senior(facts, details, today):
    grade = facts.get("pupil_grade")
    if grade is not None and grade < FIRST_CUSTODY_GRADE:
        yield Reason("pupil_below_grade", "pupil_file", {"grade": FIRST_CUSTODY_GRADE})


def _pupil_has_left(facts, details, today):
    if facts.get("return_due_on") is None:
        yield Reason("pupil_still_here", "pupil_file")


def _of_somebody(facts, details, today):
    if not facts.get("pupil_file") and not facts.get("cohort_id"):
        yield Reason("evidence_of_nobody", "pupil_file")


def _has_media(facts, details, today):
    if facts.get("scan_kind") not in MEDIA_FORMATS:
        yield Reason("evidence_without_media", "scan")


_NOT_AHEAD = day_not_after_today
_TAKEN = _NOT_AHEAD("taken_on")
_OWN = {
    (SUMMARY_SHEET, "close"): (
        _NOT_AHEAD("drawn_on"),
        _NOT_AHEAD("certified_on"),
        _after("certified_on", "drawn_on", "day_before"),
        _carrier_of_the_regulation,
    ),
    (JOURNAL, "close"): (
        _class_known,
        _copies_in_rooms,
        _print_certified,
        _NOT_AHEAD("certified_on"),
    ),
    (NOTEBOOKS, "close"): (_is_handed_back,),
    (NOTEBOOKS, "archive"): (_is_handed_back,),
    (CHECK_REPORT, "register"): (
        _NOT_AHEAD("checked_on"),
        _findings_have_a_day,
        _after("mend_until", "checked_on", "day_before"),
    ),
    (CHECK_REPORT, "close"): (
        _findings_mended,
        _NOT_AHEAD("mended_on"),
        _after("mended_on", "checked_on", "day_before"),
    ),
    (CERTIFICATE, "register"): (_keeper_appointed, _of_a_senior, one_original, _TAKEN),
    (CERTIFICATE, "hand_out"): (_pupil_has_left,),
    # Nobody can claim it before the order by which the pupil leaves (S20-3.4.3).
    (CERTIFICATE, "close"): (_pupil_has_left, _after("closed_on", "return_due_on", "day_before")),
    (MEDIA, "register"): (_of_somebody, _has_media, _NOT_AHEAD("recorded_on")),
}

CASE_KIND_CODES = (
    "carrier_not_electronic",
    "carrier_not_paper",
    "day_before",
    "evidence_of_nobody",
    "evidence_without_media",
    "findings_not_mended",
    "media_in_one_room",
    "media_too_few",
    "no_keeper_appointed",
    "notebooks_are_handed_back",
    "original_held",
    "pupil_below_grade",
    "pupil_still_here",
)
