"""Canonical bytes: one value, one text; everything without a canonical form is refused by path."""

from collections import OrderedDict
from collective.schoolrecords.core.canonical import canonical_bytes
from collective.schoolrecords.core.canonical import CanonicalError
from collective.schoolrecords.core.canonical import commitment
from collective.schoolrecords.core.canonical import digest
from collective.schoolrecords.core.canonical import instant
from collective.schoolrecords.core.canonical import plain
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from datetime import UTC
from decimal import Decimal
from enum import IntEnum
from enum import StrEnum
from hypothesis import given
from hypothesis import strategies as st

import hashlib
import json
import pytest
import unicodedata


PREFIX = b"schoolrecords-canonical-1:"
SALT = bytes(range(32))
CHITA = timezone(timedelta(hours=9))


class Grade(IntEnum):
    FIVE = 5


class State(StrEnum):
    DRAFT = "draft"


# A value and the JSON text that the rules of the module give for it, written by hand.
FORMS = [
    (None, "null"),
    (True, "true"),
    (False, "false"),
    (0, "0"),
    (-7, "-7"),
    (2**63 - 1, "9223372036854775807"),
    (-(2**63), "-9223372036854775808"),
    ("", '""'),
    ("Ёлкина", '"Ёлкина"'),
    ('в «кавычках» и "прямых"', '"в «кавычках» и \\"прямых\\""'),
    ("a\\b\n\t\x01\x7f\u2028", '"a\\\\b\\n\\t\\u0001\x7f\u2028"'),
    ("и\u0306", '"\u0439"'),
    (date(2025, 9, 1), '"2025-09-01"'),
    (date(988, 1, 1), '"0988-01-01"'),
    (datetime(2025, 9, 1, 6, 30, tzinfo=UTC), '"2025-09-01T06:30:00.000000Z"'),
    (datetime(2025, 9, 1, 3, 0, 0, 7, tzinfo=CHITA), '"2025-08-31T18:00:00.000007Z"'),
    ([], "[]"),
    ((), "[]"),
    ([1, (2, None)], "[1,[2,null]]"),
    ({}, "{}"),
    ({"б": 1, "a": 2, "Б": 3, "1": 4}, '{"1":4,"a":2,"Б":3,"б":1}'),
    ({"и\u0306": {"b": [], "a": ""}}, '{"\u0439":{"a":"","b":[]}}'),
]


@pytest.mark.parametrize("value,text", FORMS)
def test_a_value_has_one_text(value, text):
    assert canonical_bytes(value) == PREFIX + text.encode("utf-8")


# A value without a canonical form, where the fault lies and why.
REFUSED = [
    (1.0, "$", "type"),
    (float("nan"), "$", "type"),
    (Decimal("4.5"), "$", "type"),
    (b"bytes", "$", "type"),
    ({1, 2}, "$", "type"),
    (Grade.FIVE, "$", "type"),
    (State.DRAFT, "$", "type"),
    (OrderedDict(a=1), "$", "type"),
    (timedelta(1), "$", "type"),
    ({"marks": [5, 4, 3.5]}, "$.marks[2]", "type"),
    ({"pupil": {"name": "\ud800"}}, "$.pupil.name", "surrogate"),
    ({"\udc00": 1}, "$.'\\udc00'", "surrogate"),
    ({7: "А"}, "$", "key"),
    ({"a": {None: 1}}, "$.a", "key"),
    ({"\u0439": 1, "и\u0306": 2}, "$.\u0439", "same_key"),
    (2**63, "$", "integer"),
    (-(2**63) - 1, "$", "integer"),
    ([10**5000], "$[0]", "integer"),
    (datetime(2025, 9, 1), "$", "naive"),
    (datetime(1, 1, 1, tzinfo=CHITA), "$", "instant"),
]


@pytest.mark.parametrize("value,path,code", REFUSED)
def test_a_value_without_a_canonical_form_is_refused_with_its_path(value, path, code):
    with pytest.raises(CanonicalError) as caught:
        canonical_bytes(value)
    assert (caught.value.path, caught.value.code) == (path, code)


def nested(depth):
    value = "bottom"
    for _ in range(depth):
        value = [value]
    return value


def test_nesting_ends_at_a_depth_that_metadata_never_reaches():
    assert canonical_bytes(nested(32)).endswith(b'"bottom"' + b"]" * 32)
    with pytest.raises(CanonicalError) as caught:
        canonical_bytes(nested(33))
    assert caught.value.code == "depth"


def test_a_cycle_is_refused():
    value = {}
    value["self"] = value
    with pytest.raises(CanonicalError) as caught:
        canonical_bytes(value)
    assert caught.value.code == "depth"


def test_an_unknown_version_is_refused():
    with pytest.raises(KeyError):
        canonical_bytes("a", version=2)


@pytest.mark.parametrize("moment", ["2025-09-01", date(2025, 9, 1), None])
def test_only_a_moment_is_an_instant(moment):
    with pytest.raises(CanonicalError) as caught:
        instant(moment)
    assert caught.value.code == "type"


def test_a_digest_is_sha256_over_domain_salt_and_canonical_bytes():
    """The recipe of docs/reference/ledger.md, spelt out byte by byte."""
    by_hand = b"schoolrecords-digest-1:" + SALT + b'schoolrecords-canonical-1:{"a":1}'
    assert digest(SALT, {"a": 1}) == hashlib.sha256(by_hand).hexdigest()


def test_a_commitment_is_the_digest_of_place_and_value():
    by_hand = (
        b"schoolrecords-digest-1:"
        + SALT
        + 'schoolrecords-canonical-1:[3,"reason","Смена фамилии"]'.encode()
    )
    assert commitment(SALT, 3, "reason", "Смена фамилии") == hashlib.sha256(by_hand).hexdigest()


def test_the_same_value_elsewhere_has_another_commitment():
    places = [(0, "reason"), (1, "reason"), (0, "note")]
    assert len({commitment(SALT, seq, field, "да") for seq, field in places}) == 3


@pytest.mark.parametrize("salt", [b"", b"short", bytes(31), bytes(33), "х" * 32, None])
def test_a_salt_is_32_bytes(salt):
    with pytest.raises(ValueError, match="32 bytes"):
        digest(salt, "a")


scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.text()
    | st.dates()
    | st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1)).map(
        lambda moment: moment.replace(tzinfo=UTC)
    )
)
keys = st.text().map(lambda text: unicodedata.normalize("NFC", text))
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=20,
)


def as_json_reads(value):
    """What a reader of the JSON text gets, written independently of the module."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [as_json_reads(item) for item in value]
    if isinstance(value, dict):
        return {key: as_json_reads(item) for key, item in value.items()}
    return value


@given(values)
def test_the_bytes_read_back_as_the_same_value_and_give_the_same_bytes(value):
    data = canonical_bytes(value)
    again = json.loads(data.removeprefix(PREFIX))
    assert again == as_json_reads(value)
    assert canonical_bytes(again) == data
    assert plain(value) == again


@given(values, values)
def test_two_values_share_their_bytes_only_if_they_are_one_value(one, other):
    same = json.dumps(as_json_reads(one), sort_keys=True) == json.dumps(
        as_json_reads(other), sort_keys=True
    )
    assert (canonical_bytes(one) == canonical_bytes(other)) is same


@given(st.dictionaries(keys, st.integers(0, 9), min_size=2, max_size=6), st.randoms())
def test_the_order_of_filling_does_not_matter(mapping, random):
    shuffled = list(mapping.items())
    random.shuffle(shuffled)
    assert canonical_bytes(dict(shuffled)) == canonical_bytes(mapping)


@given(st.text())
def test_composed_and_decomposed_text_are_one(text):
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    assert canonical_bytes(composed) == canonical_bytes(decomposed)


anything = st.recursive(
    st.floats() | st.binary() | st.decimals() | scalars | st.text(st.characters(categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.integers() | st.text(), inner, max_size=3)
        | st.frozensets(st.integers(), max_size=2)
    ),
    max_leaves=8,
)


@given(anything)
def test_anything_else_gets_the_typed_error_and_no_other(value):
    try:
        data = canonical_bytes(value)
    except CanonicalError as error:
        assert error.path.startswith("$")
    else:
        assert data.startswith(PREFIX)
