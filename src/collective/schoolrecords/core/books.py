"""Books of registration: what an entry is, what may be written into it, what never changes.

The rules, as a short list (S20-3.3.1–3.3.4, N1-2.2, N1-2.14, FTL-1.10, FTL-1.13, order 546 of
05.10.2020 as domain 3.1 and 3.2 tell it):

1. Entries are numbered through the whole book from 1, without gaps. A number is never given twice:
   what was wrong is annulled and stays.
2. An entry is a value. What was written stays; a correction is a new value beside the old one,
   with a reason, by the head and the seal, and names the number of the entry.
3. A duplicate is an entry of its own, with its ground; the original bears a mark that leads to it.
4. Entries of certificates and medals are certified class by class: the class teacher, the head,
   the seal. A duplicate is certified alone: the head and the seal.
5. A book is closed when every entry is certified, and handed out or annulled, and its sheets are
   counted.

The book of the alphabet has no entries of its own: its numbers are those of the personal files
(N1-2.9.2). The ledger of blanks has lines with a range of numbers (:mod:`.blanks`).
"""

from . import blanks
from .book_fields import ALPHABET
from .book_fields import BLANKS
from .book_fields import ORIGINAL
from .book_fields import POST
from .book_fields import PROXY
from .certificate_marks import differing
from .names import sort_key
from .reasons import Reason
from .school import SchoolYear
from .states import CURRENT
from datetime import date


TEACHER, HEAD, SEAL = "class_teacher", "director", "seal"
#: Who certifies the entries of a class, in this order, and who a duplicate.
CLASS_SIGNERS = (TEACHER, HEAD, SEAL)
DUPLICATE_SIGNERS = (HEAD, SEAL)

#: Longest list of subjects in a reason.
MAX_TOLD = 400

ENTERED = "entered"
ISSUED = "issued"
ANNULLED = "annulled"
ENTRY_STATES = (ENTERED, ISSUED, ANNULLED)


def entry_reasons(kind, values):
    """Yield what in the values of an entry does not agree; ``values`` are those of :func:`read`."""
    born, ordered = values.get("birth_date"), values.get("order_date")
    if born and ordered and born >= ordered:
        yield Reason("born_after_order", "birth_date", {"born": _as_day(born)})
    year = int(ordered[:4]) if ordered else None
    for name in ("blank", "supplement"):
        if name in values:
            yield from blanks.number_reasons(values[name], name, year)
    if "blank" in values and values["blank"] == values.get("supplement"):
        yield Reason("blank_named_twice", "supplement", {"number": values["blank"]})
    if kind.id == BLANKS:
        yield from line_reasons(values)


def marks_reasons(proposed, values):
    """Yield why marks that differ from those proposed (subject → mark) cannot be entered so."""
    subjects = differing(proposed, values.get("marks") or {})
    if subjects and not values.get("marks_reason"):
        told = ", ".join(subjects)[:MAX_TOLD]
        yield Reason("marks_without_reason", "marks_reason", {"subjects": told})


def graduation_reasons(kind, graduated, values):
    """Yield why a certificate cannot be entered for a pupil who has not finished school.

    ``graduated``: what the personal file says, ``None`` where there is none. A reason lifts it: the
    book of a former year is filled in, or the council's decision is not entered yet.
    """
    original = values.get("document", ORIGINAL) == ORIGINAL
    asked = kind.grade is not None and graduated is False and original
    if asked and not values.get("early_reason"):
        yield Reason("not_graduated_yet", "early_reason", {"grade": kind.grade})


def finishing_day(kind, cohort, left_on, today):
    """Return the day on which a pupil's class is named in an entry: as it was when it was finished.

    ``left_on``: ``None`` while the pupil is here. Whoever went on to grade 10 is written into the
    book of grade 9 with the class of grade 9; whoever has not come so far, with the class of now.
    """
    day = min(left_on or today, cohort.last_day)
    if kind.grade is None:
        return day
    year = cohort.base_year + kind.grade - cohort.base_grade
    ended = SchoolYear(year).last_day
    return min(day, ended) if ended >= cohort.first_day else day


def entry_warnings(kind, values, grade, name, order_days=()):
    """Yield what looks wrong in an entry and is not refused; whoever writes it looks again.

    ``grade``: of the pupil on the day of the order, ``name``: as the personal file has it; ``None``
    where there is no file. ``order_days``: days of the school's orders with the number of the entry's
    one. A number that no order has is let be: orders of former years lie on paper.
    """
    ordered = values.get("order_date")
    same_year = [day for day in order_days if ordered is not None and day.year == ordered.year]
    if same_year and ordered not in same_year:
        data = {"number": values["order_number"], "day": same_year[-1]}
        yield Reason("order_of_another_day", "order_date", data)
    if kind.grade is not None and grade is not None and grade != kind.grade:
        yield Reason("grade_not_of_book", None, {"grade": grade, "last": kind.grade})
    if name is not None and "name" in values and sort_key(values["name"]) != sort_key(name):
        yield Reason("name_not_of_file", "name", {"name": name})
    original = values.get("document", ORIGINAL) == ORIGINAL
    if kind.supplements and original and "supplement" not in values:
        yield Reason("supplement_missing", "supplement")


#: Codes of :func:`entry_warnings`.
WARNINGS = (
    "order_of_another_day",
    "grade_not_of_book",
    "name_not_of_file",
    "supplement_missing",
)


def line_reasons(values):
    """Yield what in a line of the ledger of blanks does not agree."""
    by_quantity = values.get("blank_kind") in blanks.BY_QUANTITY
    given = [name for name in ("first", "last") if name in values]
    if by_quantity:
        yield from (Reason("blank_has_no_number", name) for name in given)
    elif len(given) == len(("first", "last")):
        yield from blanks.range_reasons(values["first"], values["last"], values.get("quantity"))
    elif "blank_kind" in values:
        yield from (Reason("missing", name) for name in ("first", "last") if name not in given)


def issue_reasons(entry, values):
    """Yield why what an entry registers cannot be handed out so."""
    if state_of(entry) == ANNULLED:
        yield Reason("entry_annulled", None, {"number": entry["number"]})
    elif state_of(entry) == ISSUED:
        yield Reason("entry_issued", None, {"number": entry["number"]})
    ordered, issued = current_values(entry).get("order_date"), values.get("issued_on")
    if ordered and issued and issued < ordered:
        yield Reason("issued_before_order", "issued_on", {"ordered": _as_day(ordered)})
    if values.get("way") in (PROXY, POST) and "proof" not in values:
        yield Reason("missing", "proof")


def correction_reasons(kind, entry, values, reason):
    """Yield why ``values`` (only what changes) cannot correct an entry; see rule 2."""
    if kind.id == BLANKS:
        yield Reason("line_not_corrected")
    if state_of(entry) == ANNULLED:
        yield Reason("entry_annulled", None, {"number": entry["number"]})
    if not reason:
        yield Reason("not_given", "reason")
    now = current_values(entry)
    if not {name for name, value in values.items() if now.get(name) != value}:
        yield Reason("nothing_corrected", None, {"number": entry["number"]})


def annulment_reasons(entry):
    """Yield why an entry cannot be annulled."""
    if state_of(entry) == ANNULLED:
        yield Reason("entry_annulled", None, {"number": entry["number"]})


def place_reasons(facts):
    """Yield why the book takes nothing now: ``kind`` and ``state`` of it."""
    if facts["kind"] == ALPHABET:
        yield Reason("entries_are_files")
    if facts["state"] != CURRENT:
        yield Reason("book_not_current")


def duplicate_reasons(original, values, backmarked):
    """Yield why a duplicate cannot be entered.

    ``original``: its entry, ``None`` when it stands in a book that is not kept here.
    ``backmarked``: whether the mark can still be put there.
    """
    if original is None:
        return
    if state_of(original) == ANNULLED:
        yield Reason("entry_annulled", None, {"number": original["number"]})
    elif state_of(original) == ENTERED:
        yield Reason("original_not_issued", None, {"number": original["number"]})
    if not backmarked:
        yield Reason("original_gone", None, {"number": original["number"]})
    issued = (original.get("issue") or {}).get("issued_on")
    ordered = values.get("order_date")
    if issued and ordered and ordered < issued:
        yield Reason("duplicate_before_original", "order_date", {"issued": _as_day(issued)})


def certification_reasons(signers, signed, signer):
    """Yield why ``signer`` cannot certify now; ``signed`` are those who have."""
    if signer not in signers:
        yield Reason("signer_unknown", "signer")
    elif signer in signed:
        yield Reason("entries_signed", "signer")
    else:
        before = signers[: signers.index(signer)]
        missing = [one for one in before if one not in signed]
        if missing:
            yield Reason("signer_waits", "signer", {"signer": missing[0]})


def next_number(highest):
    """Return the number after the highest one of a book, ``None`` for an empty book."""
    return 1 if highest is None else highest + 1


def new_entry(number, values, *, at, actor, **more):
    """Return a fresh entry as plain values: what the book keeps.

    ``more``: ``file`` (UID of the personal file), ``cohort`` (id of the class), ``duplicate``
    (what it says of its original), ``proposed`` (where marks were proposed from).
    """
    proposed = {"proposed": more["proposed"]} if more.get("proposed") else {}
    return {
        **proposed,
        "number": number,
        "values": dict(values),
        "file": more.get("file"),
        "cohort": more.get("cohort"),
        "duplicate": more.get("duplicate"),
        "entered": {"at": at, "actor": actor},
        "corrections": [],
        "issue": None,
        "annulled": None,
    }


def corrected(entry, values, *, reason, fact, at, actor):
    """Return the entry with a correction: new values beside the former ones."""
    now = current_values(entry)
    changed = {name: value for name, value in values.items() if now.get(name) != value}
    correction = {
        "entry": entry["number"],
        "values": changed,
        "former": {name: now.get(name) for name in changed},
        "reason": reason,
        "fact": fact,
        "at": at,
        "actor": actor,
    }
    return {**entry, "corrections": [*entry["corrections"], correction]}


def issued(entry, values, *, at, actor):
    """Return the entry with the fact that its document was handed out."""
    return {**entry, "issue": {**values, "at": at, "actor": actor}}


def annulled(entry, values, *, at, actor):
    """Return the entry with its annulment; nothing of it is taken away."""
    return {**entry, "annulled": {**values, "at": at, "actor": actor}}


def current_values(entry):
    """Return the values of an entry with all corrections applied."""
    values = dict(entry["values"])
    for correction in entry["corrections"]:
        values.update(correction["values"])
    return {name: value for name, value in values.items() if value is not None}


def state_of(entry):
    """Return ``entered``, ``issued`` or ``annulled``."""
    if entry["annulled"]:
        return ANNULLED
    return ISSUED if entry["issue"] else ENTERED


def is_duplicate(entry):
    """Whether an entry registers a duplicate."""
    return bool(entry["duplicate"])


def same_matter(entry, values):
    """Whether an entry that stands says the same as ``values``: a form that was sent twice."""
    now = current_values(entry)
    if entry["annulled"] or is_duplicate(entry):
        return False
    names = ("birth_date", "order_number", "order_date", "study_kind", "document")
    return sort_key(now.get("name", "")) == sort_key(values.get("name", "")) and all(
        now.get(name) == values.get(name) for name in names
    )


def search_texts(values):
    """Return what people look for an entry by: name, numbers of blanks and of the order."""
    names = ("name", "blank", "supplement", "order_number")
    return tuple(values[name] for name in names if values.get(name))


def _as_day(text):
    return date.fromisoformat(text)


#: Codes of this module and of :mod:`.blanks` beside those of other rules.
CODES = (
    "book_not_current",
    "entries_are_files",
    "entries_changed",
    "entry_changed",
    "entry_repeated",
    "file_differs",
    "file_unknown",
    "blank_has_no_number",
    "blank_named_twice",
    "blank_not_in_stock",
    "blank_not_received",
    "blank_number_old",
    "blank_number_wrong",
    "blank_of_another_kind",
    "blank_quantity_differs",
    "blank_range_long",
    "blank_range_received",
    "blank_range_wrong",
    "blanks_too_few",
    "born_after_order",
    "duplicate_before_original",
    "entries_signed",
    "entry_annulled",
    "entry_field_unknown",
    "entry_issued",
    "entry_name_wrong",
    "entry_text_long",
    "entry_value_wrong",
    "issued_before_order",
    "line_built_on",
    "line_not_corrected",
    "line_not_issued",
    "marks_without_reason",
    "not_a_duplicate",
    "not_graduated_yet",
    "nothing_corrected",
    "original_gone",
    "original_not_issued",
    "original_unknown",
    "signer_unknown",
    "signer_waits",
)
