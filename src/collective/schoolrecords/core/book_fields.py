"""The fields of entries in books of registration: what each kind of book asks, and how it is read.

Sources: domain 3.1 (order 546 of 05.10.2020) and 3.2; N1-2.2 for the kinds of books.
"""

from . import blanks
from .names import clean_name
from .names import clean_text
from .names import is_name
from .reasons import Reason
from .year_results import MARKS
from .year_results import MAX_SUBJECT
from .year_results import MAX_SUBJECTS
from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType


CERTIFICATES_9 = "certificates_9"
CERTIFICATES_11 = "certificates_11"
STUDY = "study_certificates"
TRAINING = "training_certificates"
MEDALS = "medals"
BLANKS = "blanks"
ALPHABET = "alphabet"

TEXT, NAME, DAY, CHOICE, BLANK, MARK_LIST, COUNT = (
    "text",
    "name",
    "day",
    "choice",
    "blank",
    "marks",
    "count",
)

#: What a book of certificates registers (domain 3.1).
ORIGINAL = "certificate"
DUPLICATES = ("certificate_duplicate", "supplement_duplicate")
#: Why a duplicate is given.
GROUNDS = ("lost", "damaged", "mistakes", "name_changed")
#: How something is received.
SELF, PROXY, POST = "self", "proxy", "post"
WAYS = (SELF, PROXY, POST)
#: What a study certificate says (FTL-1.13).
STUDY_KINDS = ("not_passed", "unsatisfactory", "part_of_programme", "expelled", "period")


MAX_TEXT = 400
MAX_NAME = 200
MAX_QUANTITY = 100_000
EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True)
class Field:
    """A field of an entry. ``choices``: of a :data:`CHOICE`; ``most``: letters of a text."""

    name: str
    type: str = TEXT
    required: bool = True
    choices: tuple[str, ...] = ()
    most: int = MAX_TEXT


@dataclass(frozen=True)
class Kind:
    """A kind of book.

    ``doc_type``: its type in the regulation. ``grade``: the one that ends with it. ``certified``: whether entries are certified by
    class. ``titles``: kinds of blanks that an entry may stand on, ``supplements``: of its
    supplement. ``handed_out``: whether what is registered is received by somebody.
    """

    id: str
    doc_type: str
    fields: tuple[Field, ...]
    certified: bool = False
    handed_out: bool = True
    titles: tuple[str, ...] = ()
    supplements: tuple[str, ...] = ()
    duplicated: bool = False
    grade: int | None = None

    def field(self, name):
        """Return a field by name; raises ``KeyError``."""
        return {one.name: one for one in self.fields}[name]


_PERSON = (
    Field("name", NAME, most=MAX_NAME),
    Field("birth_date", DAY),
    Field("class_label", TEXT, most=20),
)
_ORDER = (Field("order_number", TEXT, most=60), Field("order_date", DAY))


def _certificate(distinctions):
    return (
        *_PERSON,
        Field("document", CHOICE, choices=(ORIGINAL, *DUPLICATES)),
        Field("distinction", CHOICE, required=False, choices=distinctions),
        Field("blank", BLANK),
        Field("supplement", BLANK, required=False),
        Field("marks", MARK_LIST),
        # Why a mark is not the one that the pupil's own records propose.
        Field("marks_reason", TEXT, required=False),
        # Why it is written before the pupil's file says that school is finished.
        Field("early_reason", TEXT, required=False),
        *_ORDER,
    )


_KINDS = (
    Kind(
        CERTIFICATES_9,
        "certificate_book",
        _certificate(("honours",)),
        certified=True,
        titles=("title_9", "title_9_honours"),
        supplements=("supplement_9",),
        duplicated=True,
        grade=9,
    ),
    Kind(
        CERTIFICATES_11,
        "certificate_book",
        _certificate(("honours_red", "honours_blue")),
        certified=True,
        titles=("title_11", "title_11_honours_red", "title_11_honours_blue"),
        supplements=("supplement_11",),
        duplicated=True,
        grade=11,
    ),
    Kind(
        STUDY,
        "study_certificate_book",
        (*_PERSON, Field("study_kind", CHOICE, choices=STUDY_KINDS), *_ORDER),
    ),
    Kind(
        TRAINING,
        "training_certificate_book",
        (*_PERSON, Field("marks", MARK_LIST, required=False), *_ORDER),
    ),
    Kind(
        MEDALS,
        "medal_book",
        (*_PERSON, Field("degree", CHOICE, choices=("first", "second")), *_ORDER),
        certified=True,
    ),
    Kind(
        BLANKS,
        "blank_ledger",
        (
            Field("operation", CHOICE, choices=blanks.OPERATIONS),
            Field("day", DAY),
            Field("basis", TEXT),
            Field("blank_kind", CHOICE, choices=blanks.KINDS),
            Field("first", BLANK, required=False),
            Field("last", BLANK, required=False),
            Field("quantity", COUNT),
            Field("note", TEXT, required=False),
        ),
        handed_out=False,
    ),
    Kind(ALPHABET, "alphabet_book", (), handed_out=False),
)
KINDS = MappingProxyType({kind.id: kind for kind in _KINDS})


def kinds_to_open(begun: Collection[str], grades: Collection[int]) -> tuple[str, ...]:
    """Return the kinds of books that a school needs and has not begun, the first to open first.

    ``begun``: kinds of the books that are open or drawn up; ``grades``: of the classes that live
    now, none in a school that has only begun. Certificates are registered where classes come so
    far (domain 3.1), their blanks with them (domain 3.2); books of study certificates and of training are opened
    when there is something to write into them.
    """
    highest = max(grades, default=9)
    needed = [CERTIFICATES_9] if highest > 4 else []
    needed += [CERTIFICATES_11, MEDALS] if highest > 9 else []
    needed += [BLANKS] if needed else []
    return tuple(one for one in needed if one not in begun)


#: What is written about handing a document out (domain 3.1, columns 7 to 9).
ISSUE = (
    Field("issued_on", DAY),
    Field("way", CHOICE, choices=WAYS),
    Field("receiver", NAME, most=MAX_NAME),
    Field("proof", TEXT, required=False),
    Field("issued_by", NAME, most=MAX_NAME),
)
#: What a duplicate says of its original (domain 3.1).
DUPLICATE = (
    Field("ground", CHOICE, choices=GROUNDS),
    Field("original_number", COUNT),
    Field("original_date", DAY),
    Field("original_blank", BLANK),
    Field("original_book", TEXT, required=False),
)
#: What annuls an entry.
ANNULMENT = (*_ORDER, Field("reason", TEXT))


def read(fields, raw: Mapping, today, reasons):
    """Return the values of ``fields`` in ``raw``, cleaned, as JSON's own kinds; days as ISO text.

    Every fault is added to ``reasons``; a field with a fault is not among the values. Empty fields
    are left out. What is in ``raw`` beside the fields is a fault too.
    """
    known = {one.name for one in fields}
    reasons.extend(
        Reason("entry_field_unknown", None, {"name": str(name)[:80]})
        for name in sorted(set(raw) - known, key=str)
    )
    values = {}
    for field in fields:
        found = list(_read(field, raw.get(field.name), today, values))
        reasons.extend(found)
    return values


def _read(field, value, today, values):
    """Put the cleaned ``value`` into ``values``, or yield why it is none."""
    if value is None or value == "" or value == {}:
        if field.required:
            yield Reason("missing", field.name)
        return
    reader = _READERS[field.type]
    try:
        values[field.name] = reader(field, value, today)
    except _Fault as fault:
        yield Reason(fault.code, field.name, fault.data)


class _Fault(ValueError):
    def __init__(self, code, **data):
        super().__init__(code)
        self.code = code
        self.data = data


def _text(field, value, today):
    if not isinstance(value, str) or not clean_text(value[: 2 * field.most]):
        raise _Fault("entry_value_wrong", value=str(value)[:40])
    text = clean_text(value[: 10 * field.most])
    if len(text) > field.most or len(value) > 10 * field.most:
        raise _Fault("entry_text_long", most=field.most)
    return text


def _name(field, value, today):
    text = clean_name(_text(field, value, today), russian=False)
    if not is_name(text):
        raise _Fault("entry_name_wrong", value=text[:80])
    return text


def _day(field, value, today):
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        day = None
    if type(day) is not date:
        raise _Fault("entry_value_wrong", value=str(value)[:40])
    if day > today:
        raise _Fault("day_in_future", day=day)
    if day < EARLIEST:
        raise _Fault("entry_value_wrong", value=str(day))
    return day.isoformat()


def _choice(field, value, today):
    if value not in field.choices:
        raise _Fault("entry_value_wrong", value=str(value)[:40])
    return value


def _blank(field, value, today):
    number = blanks.clean_number(value)
    for reason in blanks.number_reasons(number, field.name):
        raise _Fault(reason.code, **reason.data)
    return number


def _count(field, value, today):
    if type(value) is not int or not 1 <= value <= MAX_QUANTITY:
        raise _Fault("entry_value_wrong", value=str(value)[:40])
    return value


def _marks(field, value, today):
    if not isinstance(value, Mapping) or len(value) > MAX_SUBJECTS:
        raise _Fault("marks_unreadable")
    marks = {}
    for subject, mark in value.items():
        name = clean_text(subject[: 2 * MAX_SUBJECT]) if isinstance(subject, str) else ""
        if not name or len(name) > MAX_SUBJECT or name in marks:
            raise _Fault("subject_unreadable")
        if mark not in MARKS:
            raise _Fault("mark_unknown", subject=name, mark=str(mark)[:40])
        marks[name] = mark
    return marks


_READERS = MappingProxyType(
    {
        TEXT: _text,
        NAME: _name,
        DAY: _day,
        CHOICE: _choice,
        BLANK: _blank,
        COUNT: _count,
        MARK_LIST: _marks,
    }
)
