"""How deep JSON lies in itself, against what Python's own reader makes of it."""

from collective.schoolrecords.core.nesting import deeper_than
from hypothesis import given
from hypothesis import strategies as st

import json
import pytest


TEXTS = st.one_of(st.text(), st.sampled_from(['"[[[', "\\", '\\"{', "]]}}", '"']))
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), TEXTS)
VALUES = st.recursive(LEAVES, lambda one: st.lists(one) | st.dictionaries(TEXTS, one))


def depth_of(value):
    """Levels of lists and objects in a value that was read."""
    inside = value.values() if isinstance(value, dict) else value
    if not isinstance(value, (dict, list)):
        return 0
    return 1 + max(map(depth_of, inside), default=0)


@given(VALUES)
def test_the_depth_is_that_of_what_is_read(value):
    body, depth = json.dumps(value, ensure_ascii=False).encode(), depth_of(value)
    assert not deeper_than(body, depth)
    assert deeper_than(body, depth - 1) is (depth > 0)


@pytest.mark.parametrize(
    ("body", "deep"),
    [
        (b"", False),
        (b"[" * 4, True),
        (b"[" * 1_000_000, True),
        (b"[]" * 1000, False),
        (b'{"a": "' + b"[" * 1000 + b'"}', False),
        (b'"\\"' + b"[" * 1000 + b'"', False),
        (b'{"a": [[["x"]]]}', True),
        (b'"never closed ' + b"[" * 1000, True),
        (b"\xff\xfe\x00[", False),
    ],
)
def test_what_is_too_deep(body, deep):
    assert deeper_than(body, 3) is deep


@given(st.binary())
def test_bytes_that_are_no_json_have_a_depth_too(body):
    assert deeper_than(body, -1) in (True, False)
