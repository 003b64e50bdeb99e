"""Entries of books: what may be written, what stays, and numbers without gaps."""

from collective.schoolrecords.core import books
from collective.schoolrecords.core.book_fields import ANNULMENT
from collective.schoolrecords.core.book_fields import DUPLICATE
from collective.schoolrecords.core.book_fields import ISSUE
from collective.schoolrecords.core.book_fields import KINDS
from collective.schoolrecords.core.book_fields import kinds_to_open
from collective.schoolrecords.core.book_fields import read
from datetime import date
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant
from hypothesis.stateful import rule
from hypothesis.stateful import RuleBasedStateMachine

import pytest


TODAY = date(2026, 7, 1)
NOW = {"at": "2026-06-25T08:00:00.000000Z", "actor": "keeper"}
CERTIFICATE = {
    "name": "Ёлкина Вера Ильинична",
    "birth_date": "2010-05-17",
    "class_label": "9А",
    "document": "certificate",
    "blank": "05204261200451",
    "supplement": "05204264400801",
    "marks": {"Русский язык": "5", "Физика": "4"},
    "order_number": "77-у",
    "order_date": "2026-06-23",
}
STUDY = {
    "name": "Петров Пётр",
    "birth_date": "2010-01-01",
    "class_label": "9Б",
    "study_kind": "not_passed",
    "order_number": "80-у",
    "order_date": "2026-06-25",
}
ISSUED = {
    "issued_on": "2026-06-25",
    "way": "self",
    "receiver": "Ёлкина Вера Ильинична",
    "issued_by": "Образцова Мария Ивановна",
}
ANNULLED = {"order_number": "9", "order_date": "2026-06-30", "reason": "Ошибка"}


def judged(kind, raw, today=TODAY):
    """Return (values, codes by field) of an entry."""
    reasons = []
    values = read(KINDS[kind].fields, raw, today, reasons)
    reasons += books.entry_reasons(KINDS[kind], values)
    return values, [(one.field, one.code) for one in reasons]


def entry(number=1, **values):
    return books.new_entry(number, {**CERTIFICATE, **values}, **NOW)


def codes(reasons):
    return [one.code for one in reasons]


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("certificates_9", CERTIFICATE),
        ("certificates_11", {**CERTIFICATE, "distinction": "honours_red"}),
        ("study_certificates", STUDY),
        ("training_certificates", {k: v for k, v in STUDY.items() if k != "study_kind"}),
        ("medals", {**{k: v for k, v in STUDY.items() if k != "study_kind"}, "degree": "first"}),
    ],
)
def test_a_whole_entry_is_kept_as_it_is(kind, raw):
    assert judged(kind, raw) == (raw, [])


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"name": ""}, "name", "missing"),
        ({"name": None}, "name", "missing"),
        ({"name": "=HYPERLINK(1)"}, "name", "entry_name_wrong"),
        ({"name": "<script>alert(1)</script>"}, "name", "entry_name_wrong"),
        ({"name": "Ивaнoвdg Пётр"}, "name", "entry_name_wrong"),  # letters of two alphabets
        ({"name": "Я" * 300}, "name", "entry_text_long"),
        ({"name": "Я" * 10**6}, "name", "entry_text_long"),
        ({"name": 5}, "name", "entry_value_wrong"),
        ({"name": " \u200b\u00a0 "}, "name", "entry_value_wrong"),
        ({"birth_date": "31.02.2010"}, "birth_date", "entry_value_wrong"),
        ({"birth_date": "2026-06-23"}, "birth_date", "born_after_order"),
        ({"order_date": "2026-07-02"}, "order_date", "day_in_future"),
        ({"order_date": "1066-10-14"}, "order_date", "entry_value_wrong"),
        ({"document": "diploma"}, "document", "entry_value_wrong"),
        ({"document": ["certificate"]}, "document", "entry_value_wrong"),
        ({"distinction": "honours_red"}, "distinction", "entry_value_wrong"),
        ({"blank": "1200451"}, "blank", "blank_number_wrong"),
        ({"blank": "77АБ0012345"}, "blank", "blank_number_old"),
        ({"supplement": "05204261200451"}, "supplement", "blank_named_twice"),
        ({"marks": {}}, "marks", "missing"),
        ({"marks": [5]}, "marks", "marks_unreadable"),
        ({"marks": {"Физика": "6"}}, "marks", "mark_unknown"),
        ({"marks": {"Физика": 5}}, "marks", "mark_unknown"),
        ({"marks": {" ": "5"}}, "marks", "subject_unreadable"),
        ({"marks": {"Физика": "5", "Физика ": "4"}}, "marks", "subject_unreadable"),
        ({"marks": {f"П{n}": "5" for n in range(61)}}, "marks", "marks_unreadable"),
        ({"snils": "9"}, None, "entry_field_unknown"),
    ],
)
def test_a_fault_is_named_by_its_field(change, field, code):
    assert judged("certificates_9", {**CERTIFICATE, **change})[1] == [(field, code)]


def test_every_missing_field_is_named_at_once():
    found = judged("certificates_9", {})[1]
    needed = {one.name for one in KINDS["certificates_9"].fields if one.required}
    assert found == [(name, "missing") for name in CERTIFICATE if name in needed]


def test_look_alike_letters_of_a_name_are_mended_and_an_old_number_fits_its_year():
    values, found = judged(
        "certificates_9",
        {**CERTIFICATE, "name": "Cергеев  Пётр", "order_date": "2012-06-20", "blank": "77АБ0012345"}
        | {"birth_date": "1996-01-01"},
    )
    assert (values["name"], found) == ("Сергеев Пётр", [])


LINE = {
    "operation": "receipt",
    "day": "2026-05-15",
    "basis": "Накладная № 117",
    "blank_kind": "title_9",
    "first": "05204261200451",
    "last": "05204261200460",
    "quantity": 10,
}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"quantity": 11}, [("quantity", "blank_quantity_differs")]),
        ({"quantity": True}, [("quantity", "entry_value_wrong")]),
        ({"quantity": -1}, [("quantity", "entry_value_wrong")]),
        ({"first": None}, [("first", "missing")]),
        ({"first": None, "last": None}, [("first", "missing"), ("last", "missing")]),
        (
            {"blank_kind": "cover"},
            [("first", "blank_has_no_number"), ("last", "blank_has_no_number")],
        ),
        ({"blank_kind": "cover", "first": "", "last": ""}, []),
        ({"operation": "given_away"}, [("operation", "entry_value_wrong")]),
    ],
)
def test_a_line_of_the_ledger_of_blanks(change, found):
    assert judged("blanks", {**LINE, **change})[1] == found


def test_a_correction_stands_beside_what_was_written():
    first = entry()
    kind = KINDS["certificates_9"]
    new = {"name": "Елкина Вера Ильинична"}
    assert codes(books.correction_reasons(kind, first, new, "")) == ["not_given"]
    assert codes(books.correction_reasons(kind, first, CERTIFICATE, "Опечатка")) == [
        "nothing_corrected"
    ]
    assert codes(books.correction_reasons(KINDS["blanks"], first, new, "Опечатка")) == [
        "line_not_corrected"
    ]
    second = books.corrected(first, new, reason="Опечатка", fact="Подпись и печать", **NOW)
    assert books.current_values(second) == {**CERTIFICATE, **new}
    assert second["values"] == CERTIFICATE
    [correction] = second["corrections"]
    assert (correction["entry"], correction["former"]) == (1, {"name": CERTIFICATE["name"]})
    gone = books.corrected(second, {"supplement": None}, reason="Нет", fact="", **NOW)
    assert "supplement" not in books.current_values(gone)


STATES = {
    "entered": entry(),
    "issued": books.issued(entry(), ISSUED, **NOW),
    "annulled": books.annulled(entry(), ANNULLED, **NOW),
    "issued, annulled": books.annulled(books.issued(entry(), ISSUED, **NOW), ANNULLED, **NOW),
}


@pytest.mark.parametrize(
    ("state", "issue", "annul", "correct", "duplicate"),
    [
        ("entered", [], [], [], ["original_not_issued"]),
        ("issued", ["entry_issued"], [], [], []),
        ("annulled", *[["entry_annulled"]] * 4),
        ("issued, annulled", *[["entry_annulled"]] * 4),
    ],
)
def test_what_may_be_done_with_an_entry(state, issue, annul, correct, duplicate):
    found, kind = STATES[state], KINDS["certificates_9"]
    assert codes(books.issue_reasons(found, ISSUED)) == issue
    assert codes(books.annulment_reasons(found)) == annul
    assert codes(books.correction_reasons(kind, found, {"name": "Иная"}, "Да")) == correct
    ordered = {"order_date": "2026-06-30"}
    assert codes(books.duplicate_reasons(found, ordered, True)) == duplicate


def test_a_duplicate_needs_a_mark_on_the_original_and_comes_after_it():
    original = STATES["issued"]
    early = {"order_date": "2026-06-24"}
    assert codes(books.duplicate_reasons(original, early, False)) == [
        "original_gone",
        "duplicate_before_original",
    ]
    assert codes(books.duplicate_reasons(None, early, False)) == []
    reasons = []
    read(DUPLICATE, {"ground": "burnt", "original_number": 0}, TODAY, reasons)
    assert [(one.field, one.code) for one in reasons] == [
        ("ground", "entry_value_wrong"),
        ("original_number", "entry_value_wrong"),
        ("original_date", "missing"),
        ("original_blank", "missing"),
    ]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"way": "proxy"}, [("proof", "missing")]),
        ({"way": "post", "proof": "№ 29800012345678 от 26.06.2026"}, []),
        ({"issued_on": "2026-06-22"}, [("issued_on", "issued_before_order")]),
        ({"issued_on": "2026-07-02"}, [("issued_on", "day_in_future")]),
    ],
)
def test_handing_out(change, found):
    reasons = []
    values = read(ISSUE, {**ISSUED, **change}, TODAY, reasons)
    reasons += books.issue_reasons(entry(), values)
    assert [(one.field, one.code) for one in reasons] == found


def test_an_annulment_names_order_and_reason():
    reasons = []
    read(ANNULMENT, {}, TODAY, reasons)
    assert [one.field for one in reasons] == ["order_number", "order_date", "reason"]


@pytest.mark.parametrize(
    ("signers", "signed", "signer", "found"),
    [
        (books.CLASS_SIGNERS, (), "class_teacher", []),
        (books.CLASS_SIGNERS, (), "seal", ["signer_waits"]),
        (books.CLASS_SIGNERS, ("class_teacher",), "director", []),
        (books.CLASS_SIGNERS, ("class_teacher",), "class_teacher", ["entries_signed"]),
        (books.DUPLICATE_SIGNERS, (), "class_teacher", ["signer_unknown"]),
        (books.DUPLICATE_SIGNERS, ("director",), "seal", []),
    ],
)
def test_teacher_head_and_seal_certify_in_this_order(signers, signed, signer, found):
    assert codes(books.certification_reasons(signers, signed, signer)) == found


@pytest.mark.parametrize(
    ("kind", "changes", "grade", "name", "found"),
    [
        ("certificates_9", {}, 9, CERTIFICATE["name"], []),
        ("certificates_9", {}, None, None, []),
        ("certificates_9", {}, 5, CERTIFICATE["name"].upper(), ["grade_not_of_book"]),
        ("certificates_11", {}, 9, None, ["grade_not_of_book"]),
        ("certificates_9", {}, 9, "Ёлкина Вера Игоревна", ["name_not_of_file"]),
        ("certificates_9", {"supplement": None}, 9, None, ["supplement_missing"]),
        ("medals", {"supplement": None}, 9, None, []),
        (
            "certificates_9",
            {"supplement": None, "document": "supplement_duplicate"},
            9,
            None,
            [],
        ),
    ],
)
def test_what_looks_wrong_is_told_and_not_refused(kind, changes, grade, name, found):
    values = {key: value for key, value in {**CERTIFICATE, **changes}.items() if value}
    told = codes(books.entry_warnings(KINDS[kind], values, grade, name))
    assert told == found
    assert set(found) <= set(books.WARNINGS)


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ((), []),
        (("2025-06-30",), []),
        (("2025-05-01", "2025-06-30"), []),
        (("2025-11-23",), ["order_of_another_day"]),
        (("2024-11-23",), []),
    ],
)
def test_an_order_that_the_school_has_of_another_day_is_told(days, found):
    """Orders of former years lie on paper: only what contradicts an order of the year is told."""
    values = {**CERTIFICATE, "order_date": date(2025, 6, 30)}
    known = tuple(map(date.fromisoformat, days))
    told = list(books.entry_warnings(KINDS["certificates_9"], values, 9, None, known))
    assert codes(told) == found


def test_another_mark_than_the_proposed_one_needs_a_reason():
    proposed = {"Русский язык": "5", "Физика": "5"}
    (reason,) = books.marks_reasons(proposed, CERTIFICATE)
    assert (reason.code, reason.field) == ("marks_without_reason", "marks_reason")
    assert reason.data == {"subjects": "Физика"}
    assert not list(books.marks_reasons(proposed, {**CERTIFICATE, "marks_reason": "Апелляция"}))
    assert not list(books.marks_reasons({}, CERTIFICATE))


@pytest.mark.parametrize(
    ("kind", "graduated", "changes", "asks"),
    [
        ("certificates_9", False, {}, True),
        ("certificates_9", False, {"early_reason": "Досрочно"}, False),
        ("certificates_9", False, {"document": "certificate_duplicate"}, False),
        ("certificates_9", True, {}, False),
        ("certificates_9", None, {}, False),
        ("study_certificates", False, {}, False),
    ],
)
def test_a_certificate_before_the_end_of_school_needs_a_reason(kind, graduated, changes, asks):
    values = {**CERTIFICATE, **changes}
    found = books.graduation_reasons(KINDS[kind], graduated, values)
    assert [one.code for one in found] == (["not_graduated_yet"] if asks else [])


def test_the_same_matter_twice_is_a_form_that_was_sent_twice():
    assert books.same_matter(entry(), {**CERTIFICATE, "name": "Елкина Вера Ильинична"})
    assert not books.same_matter(entry(), {**CERTIFICATE, "birth_date": "2010-05-18"})
    assert not books.same_matter(STATES["annulled"], CERTIFICATE)
    assert books.search_texts({**CERTIFICATE, "supplement": None}) == (
        "Ёлкина Вера Ильинична",
        "05204261200451",
        "77-у",
    )


class BookMachine(RuleBasedStateMachine):
    """Whatever is done, numbers run from 1 without gaps and nothing written ever changes."""

    def __init__(self):
        super().__init__()
        self.entries, self.written = {}, {}

    @rule(name=st.sampled_from(("Иванов Иван", "Петров Пётр", "Ёлкина Вера")))
    def make(self, name):
        number = books.next_number(max(self.entries, default=None))
        assert number not in self.entries
        self.entries[number] = entry(number, name=name)
        self.written[number] = dict(self.entries[number]["values"])

    @rule(data=st.data(), act=st.sampled_from(("correct", "issue", "annul")))
    def change(self, data, act):
        if not self.entries:
            return
        number = data.draw(st.sampled_from(sorted(self.entries)))
        found, former = self.entries[number], self.entries[number]
        if act == "correct" and not codes(
            books.correction_reasons(KINDS["certificates_9"], found, {"name": "Иная"}, "Да")
        ):
            found = books.corrected(found, {"name": "Иная"}, reason="Да", fact="", **NOW)
        if act == "issue" and not codes(books.issue_reasons(found, ISSUED)):
            found = books.issued(found, ISSUED, **NOW)
        if act == "annul" and not codes(books.annulment_reasons(found)):
            found = books.annulled(found, ANNULLED, **NOW)
        self.entries[number] = found
        assert found["corrections"][: len(former["corrections"])] == former["corrections"]
        assert former["annulled"] is None or found == former

    @invariant()
    def numbers_have_no_gaps_and_what_was_written_stays(self):
        assert sorted(self.entries) == list(range(1, len(self.entries) + 1))
        for number, values in self.written.items():
            assert self.entries[number]["values"] == values
            assert self.entries[number]["number"] == number


BookMachine.TestCase.settings = settings(max_examples=40, stateful_step_count=20)
TestBookMachine = BookMachine.TestCase


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=40),
    st.lists(st.text(max_size=5), max_size=3),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3),
)


@given(
    st.sampled_from(sorted(KINDS)),
    st.dictionaries(st.sampled_from([*CERTIFICATE, *LINE, "degree", "", "x"]), VALUES),
)
def test_nothing_that_is_sent_breaks_the_reading(kind, raw):
    values, _found = judged(kind, raw)
    assert set(values) <= {one.name for one in KINDS[kind].fields}


@pytest.mark.parametrize(
    ("begun", "grades", "missing"),
    [
        ((), (), ("certificates_9", "blanks")),
        (("certificates_9", "alphabet"), (1, 9), ("blanks",)),
        (("certificates_9", "blanks", "study_certificates"), (5,), ()),
        ((), (1, 11), ("certificates_9", "certificates_11", "medals", "blanks")),
        (("certificates_9",), (10,), ("certificates_11", "medals", "blanks")),
        ((), (1, 4), ()),
    ],
)
def test_which_books_a_school_lacks(begun, grades, missing):
    """Certificates where classes come so far, and the blanks that they stand on."""
    assert kinds_to_open(begun, grades) == missing
