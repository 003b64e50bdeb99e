"""Regulations that are refused: every fault with its key, and nothing but RegulationError."""

from collective.schoolrecords.core.regulation import from_data
from collective.schoolrecords.core.regulation import load
from collective.schoolrecords.core.regulation_checks import Problem
from collective.schoolrecords.core.regulation_checks import RegulationError
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

import pytest
import regulation_samples as samples
import tomllib


NAMES = tuple(samples.MARKS)
JOURNAL = "documents.class_journal"

MINIMAL = 'format = 1\nname = "own"\nmark = "O"\n'


def problems(text):
    """(path, code) of everything that is wrong with a text; a good text fails the test."""
    with pytest.raises(RegulationError) as caught:
        load(text)
    return [(problem.path, problem.code) for problem in caught.value.errors]


def test_all_faults_come_at_once_each_with_its_key():
    """A person mends the file in one go."""
    text = (
        MINIMAL.replace("format = 1", "format = 2")
        + """
[surprise]
x = 1
[documents.class_journal]
label = { value = 5, source = { clause = "1", phrase = "а" } }
copies = { value = 0, source = { clause = "1" } }
carriers = { value = ["paper"] }
[documents.class_journal.retention]
kind = "years"
start = "year_after_close"
article = "п. 1"
source = { clause = "1", phrase = "а" }
[documents.portfolio.handout]
event = "leaving"
to = "guardian"
together_with = ["no_such_type"]
source = { clause = "1", phrase = "а" }
[deadlines.report]
label = "Отчёт"
source = { clause = "1", phrase = "а" }
[control.journal]
label = "Контроль"
roles = ["deputy"]
times = 2
documents = ["class_journal"]
source = { clause = "1", phrase = "а" }
"""
    )
    assert problems(text) == [
        ("control.journal.times", "CONTRADICTION"),
        ("deadlines.report", "CONTRADICTION"),
        ("documents.class_journal.carriers.source", "NO_SOURCE"),
        ("documents.class_journal.copies", "OUT_OF_RANGE"),
        ("documents.class_journal.copies.source", "BAD_SOURCE"),
        ("documents.class_journal.label", "WRONG_TYPE"),
        ("documents.class_journal.retention.value", "CONTRADICTION"),
        ("documents.portfolio.handout", "UNKNOWN_DOCUMENT"),
        ("format", "NOT_IN_LIST"),
        ("surprise", "UNKNOWN_KEY"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [("format", "MISSING"), ("mark", "MISSING"), ("name", "MISSING")]),
        ("format = ", [("", "NOT_TOML")]),
        ("x = " + "[" * 5000, [("", "NOT_TOML")]),
        ("x = " + "9" * 5000, [("", "NOT_TOML")]),
        ("x = 2021-02-30", [("", "NOT_TOML")]),
        ("#" * 400_001, [("", "TOO_LARGE")]),
        (MINIMAL.replace("1", "1.0"), [("format", "NOT_IN_LIST")]),
        (MINIMAL.replace("1", "true"), [("format", "NOT_IN_LIST")]),
        (MINIMAL.replace('"own"', '"../own"'), [("name", "BAD_ID")]),
        (MINIMAL.replace('"O"', "7"), [("mark", "WRONG_TYPE")]),
        (MINIMAL + "documents = 1", [("documents", "WRONG_TYPE")]),
        (MINIMAL + "regulation = []", [("regulation", "WRONG_TYPE")]),
        (MINIMAL + '[documents."Журнал"]', [("documents.'\\u0416\\u0443\\u0440\\u043d\\u0430\\u043b'", "BAD_ID")]),
        (MINIMAL + "[documents.class_journal]\nlabel = 1", [(f"{JOURNAL}.label", "WRONG_TYPE")]),
    ],
)  # fmt: skip
def test_refused_texts(text, found):
    assert problems(text) == found


def test_bytes_are_not_a_text():
    assert problems(b"format = 1") == [("", "NOT_TEXT")]


BLOCK = MINIMAL + '[{path}]\n{body}\nsource = {{ clause = "1", phrase = "а" }}\n'
TERM = 'kind = "{}"\nstart = "{}"\narticle = "п. 1"\n'


@pytest.mark.parametrize(
    ("path", "body", "found"),
    [
        (
            f"{JOURNAL}.retention",
            TERM.format("event", "year_after_close"),
            [(f"{JOURNAL}.retention.start", "CONTRADICTION")],
        ),
        (
            f"{JOURNAL}.retention",
            TERM.format("event", "event"),
            [(f"{JOURNAL}.retention.event", "CONTRADICTION")],
        ),
        (
            f"{JOURNAL}.retention",
            TERM.format("permanent", "year_after_close") + "value = 5",
            [(f"{JOURNAL}.retention.value", "CONTRADICTION")],
        ),
        (
            f"{JOURNAL}.retention",
            'kind = "years"\nvalue = 5',
            [
                (f"{JOURNAL}.retention.article", "MISSING"),
                (f"{JOURNAL}.retention.start", "MISSING"),
            ],
        ),
        (f"{JOURNAL}.certification", "", [(f"{JOURNAL}.certification", "EMPTY")]),
        (
            "documents.portfolio.cycles",
            'years = [4, 5]\ngrades = ["1-4"]',
            [("documents.portfolio.cycles", "CONTRADICTION")],
        ),
        (
            "deadlines.lists",
            'label = "Списки"\nday = "02-30"',
            [("deadlines.lists.day", "BAD_FORMAT")],
        ),
        (
            "deadlines.lists",
            'label = "Списки"\ntime = "24:00"',
            [("deadlines.lists.time", "BAD_FORMAT")],
        ),
        (
            "deadlines.lists",
            'label = "Списки"\namount = 2\nunit = "days"',
            [("deadlines.lists.amount", "CONTRADICTION")],
        ),
        (
            "control.journal",
            'label = "Контроль"\nroles = ["deputy"]\ndocuments = ["diaries"]',
            [("control.journal", "UNKNOWN_DOCUMENT")],
        ),
        (
            "repealed.law_1",
            'replaced_by = "Закон"',
            [("repealed.law_1", "UNKNOWN_REFERENCE")],
        ),
        (
            "settings.separator",
            'label = "Знак"\nvalue = 1.5',
            [("settings.separator.value", "WRONG_TYPE")],
        ),
    ],
)
def test_refused_blocks(path, body, found):
    assert problems(BLOCK.format(path=path, body=body)) == found


def test_a_file_cannot_pass_a_value_off_as_a_default():
    """Only the default list speaks for the default list."""
    text = MINIMAL + '[marks]\nscale = { value = "пять", source = { default = true } }\n'
    assert problems(text) == [("marks.scale.source", "BAD_SOURCE")]


def test_the_error_reads_well():
    with pytest.raises(RegulationError, match=r"^mark: MISSING; name: MISSING$"):
        load("format = 1")


# Random damage


def outcome(text):
    """A regulation, or None for one that was refused with at least one named fault."""
    try:
        return load(text)
    except RegulationError as error:
        assert error.errors
        assert all(isinstance(problem, Problem) and problem.code for problem in error.errors)
        return None


@settings(max_examples=300, deadline=None)
@given(
    name=st.sampled_from(NAMES),
    place=st.floats(0, 1),
    length=st.integers(0, 60),
    patch=st.one_of(
        st.text(max_size=20),
        st.sampled_from(
            ['"', "]", "}", "=", "\n[x]\n", "1979-13-01", "[[documents]]", "\x00", "inf"]
        ),
    ),
)
def test_damaged_text_is_read_or_refused(name, place, length, patch):
    """Whatever happens to the text, `load` raises RegulationError or nothing."""
    text = samples.text_of(name)
    start = int(place * len(text))
    damaged = outcome(text[:start] + patch + text[start + length :])
    if damaged is not None:
        assert load(damaged.to_toml()) == damaged


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=200))
def test_random_text_is_refused(text):
    """A random text is never a regulation: three keys are required."""
    assert outcome(text) is None


JUNK = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=8),
        st.dates(),
        st.datetimes(),
        st.times(),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


def places(data, path=()):
    """Every path of keys into a tree of tables."""
    for key, value in data.items():
        yield (*path, key)
        if isinstance(value, dict):
            yield from places(value, (*path, key))


@settings(max_examples=300, deadline=None)
@given(data=st.data(), name=st.sampled_from(NAMES), junk=JUNK)
def test_damaged_values_are_read_or_refused(data, name, junk):
    """Anything in the place of any key: read, or refused with the key's path."""
    tree = tomllib.loads(samples.text_of(name))
    *parents, last = data.draw(st.sampled_from(list(places(tree))))
    here = tree
    for key in parents:
        here = here[key]
    here[last] = junk
    try:
        damaged = from_data(tree)
    except RegulationError as error:
        assert error.errors
    else:
        assert load(damaged.to_toml()) == damaged
