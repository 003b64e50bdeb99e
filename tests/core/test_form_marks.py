"""What is written when two people had the same form open."""

from collective.schoolrecords.core.form_marks import mark_of
from collective.schoolrecords.core.form_marks import marks_text
from collective.schoolrecords.core.form_marks import merge
from collective.schoolrecords.core.form_marks import MOST_MARKS
from collective.schoolrecords.core.form_marks import read_marks
from datetime import date
from hypothesis import given
from hypothesis import strategies as st

import pytest


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.dates(),
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1),
    st.lists(st.dictionaries(st.sampled_from(("name", "phone")), st.text("абв")), min_size=1),
)
NAMES = st.from_regex(r"[a-z][a-z_]{0,20}", fullmatch=True)


@pytest.mark.parametrize(
    "seen, stored, sent, becomes",
    [
        # (shown, now, sent) → written, kept or clash
        ("8А", "8А", "8А", None),
        ("8А", "8А", "8Б", "write"),
        ("8А", "8А", None, "write"),
        ("8А", "8В", "8А", "kept"),
        ("8А", "8В", "8Б", "clashes"),
        ("8А", "8В", "8В", None),
        ("8А", None, "8Б", "clashes"),
        (None, "", None, "write"),
        (date(2025, 9, 1), date(2025, 9, 1), date(2025, 9, 2), "write"),
        ([{"name": "Козлова"}], [{"name": "Орлова"}], [{"name": "Козлова"}], "kept"),
    ],
)
def test_each_field_is_judged_by_what_was_shown(seen, stored, sent, becomes):
    merged = merge({"one": mark_of(seen)}, {"one": stored}, {"one": sent})
    expected = {"write": {}, "kept": (), "clashes": ()}
    if becomes == "write":
        expected["write"] = {"one": sent}
    elif becomes is not None:
        expected[becomes] = ("one",)
    assert vars(merged) == expected


def test_a_field_without_a_mark_is_written():
    """A form of another program carries no marks: what it sends is meant."""
    assert merge({}, {"one": 1}, {"one": 2}).write == {"one": 2}


def test_empty_values_are_one():
    assert mark_of(None) == mark_of("") == mark_of([])
    assert len({mark_of(None), mark_of(0), mark_of(False), mark_of("0")}) == 4
    assert mark_of(1.5) == mark_of(1.5) != mark_of(None)


@given(VALUES, VALUES, VALUES)
def test_nothing_unseen_is_written_over(seen, stored, sent):
    """What is written replaces what the sender saw; what the sender changed is never dropped."""
    merged = merge({"one": mark_of(seen)}, {"one": stored}, {"one": sent})
    if merged.write:
        assert mark_of(stored) == mark_of(seen)
    if merged.kept:
        assert mark_of(sent) == mark_of(seen)
    if merged.clashes:
        assert len({mark_of(seen), mark_of(stored), mark_of(sent)}) >= 2


@given(st.dictionaries(NAMES, VALUES, max_size=40))
def test_marks_survive_the_form(values):
    marks = {name: mark_of(value) for name, value in values.items()}
    assert read_marks(marks_text(marks)) == marks


@given(st.one_of(st.none(), st.integers(), st.text(), st.lists(st.text())))
def test_whatever_comes_back_is_read(text):
    assert isinstance(read_marks(text), dict)


def test_hostile_marks_are_left_out():
    text = "one=xyz two=" + "a" * 16 + " <script>=" + "b" * 16 + " three=" + "c" * 17
    assert read_marks(text) == {"two": "a" * 16}
    many = " ".join(f"f{number}=" + "0" * 16 for number in range(10 * MOST_MARKS))
    assert len(read_marks(many)) == MOST_MARKS
