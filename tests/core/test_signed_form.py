"""The bytes to sign: one record, one text, whatever order its parts came in."""

from collective.schoolrecords.core.canonical import CanonicalError
from collective.schoolrecords.core.signed_form import form_bytes
from collective.schoolrecords.core.signed_form import form_digest
from collective.schoolrecords.core.signed_form import FormError
from collective.schoolrecords.core.signed_form import SignedContent
from collective.schoolrecords.core.signed_form import SignedFile
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from hypothesis import given
from hypothesis import strategies as st
from pathlib import Path
from types import MappingProxyType

import json
import pytest
import unicodedata


UID = "8c1f7a52e1b34f3f9d6a1f0e5c2b7d90"
SUM = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
#: The bytes of the example, signed by hand with a text editor in mind: they never change.
EXAMPLE = Path(__file__).parents[1] / "data" / "signed_form_1.json"
CONTENT = SignedContent(
    family="order",
    uid=UID,
    metadata={
        "title": "О зачислении «1А»",
        "registration_number": "41-у",
        "dated_on": date(2025, 8, 28),
        "people": [{"name": "Козлова Вера Ильинична", "note": ""}, {"name": "Ёжиков Пётр"}],
        "entered": datetime(2025, 8, 28, 9, 30, tzinfo=timezone(timedelta(hours=3))),
        "text": "Зачислить\nв 1А класс",
        "sheets": 0,
        "published": False,
        "scan_note": None,
    },
    rows={2: {"mark": "5", "note": ""}, 1: {"mark": "4", "primary": 14}},
    files=(SignedFile("scan", 120_000, SUM), SignedFile("document/1", 7, SUM)),
)


def test_the_example_has_its_committed_bytes():
    data = form_bytes(CONTENT)

    assert data == EXAMPLE.read_bytes()
    assert form_digest(data) == "debae007ddd1dcfba0fd3f1cad64f6c86568cad466913e56d284121c3c4227b6"
    assert json.loads(data)["metadata"]["title"] == "О зачислении «1А»"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=8) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


def _unlike(names):
    return len({unicodedata.normalize("NFC", name) for name in names}) == len(names)


def _distinct(value):
    """No two keys that NFC makes equal, at any depth: those are refused, see test_canonical."""
    if isinstance(value, dict):
        return _unlike(value) and all(map(_distinct, value.values()))
    return all(map(_distinct, value)) if isinstance(value, list) else True


@given(
    st.dictionaries(st.text(min_size=1, max_size=6), VALUES, max_size=5).filter(_distinct),
    st.dictionaries(
        st.integers(1, 99), st.dictionaries(st.sampled_from("abc"), st.integers(-9, 9))
    ),
    st.sets(st.text(alphabet="abc/1", min_size=1, max_size=5), max_size=4),
    st.randoms(use_true_random=False),
)
def test_any_order_of_the_parts_gives_the_same_bytes(metadata, rows, places, random):
    def shuffled(pairs):
        pairs = list(pairs)
        random.shuffle(pairs)
        return pairs

    files = [SignedFile(place, 3, SUM) for place in places]
    one = SignedContent("order", UID, metadata, rows, tuple(files))
    other = SignedContent(
        "order",
        UID,
        MappingProxyType(dict(shuffled(metadata.items()))),
        dict(shuffled(rows.items())),
        tuple(shuffled(files)),
    )

    assert form_bytes(one) == form_bytes(other)
    assert form_bytes(one) == form_bytes(one)


@given(st.sampled_from(["title", "a", "ё"]), st.sampled_from([None, "", [], (), {}, {"x": None}]))
def test_what_is_not_filled_in_changes_nothing(name, empty):
    """A field that a later edition adds leaves the digests of old records as they were."""
    plain = SignedContent("order", UID, {"number": "1"})

    assert form_bytes(plain) == form_bytes(
        SignedContent("order", UID, {"number": "1", name: empty})
    )


@pytest.mark.parametrize(
    "change",
    [
        {"family": "protocol"},
        {"uid": "0" * 32},
        {"metadata": {"title": "о зачислении «1А»"}},
        {"rows": {1: {"mark": "5"}}},
        {"files": (SignedFile("scan", 120_001, SUM),)},
    ],
)
def test_any_other_content_has_another_digest(change):
    fields = {name: getattr(CONTENT, name) for name in CONTENT.__dataclass_fields__}

    changed = form_bytes(SignedContent(**{**fields, **change}))

    assert form_digest(changed) != form_digest(form_bytes(CONTENT))


def test_composed_and_decomposed_letters_are_one_text():
    composed = SignedContent("order", UID, {"title": "Ёлкин"})

    decomposed = SignedContent("order", UID, {"title": "Е\u0308лкин"})

    assert form_bytes(composed) == form_bytes(decomposed)


@pytest.mark.parametrize(
    "content,error",
    [
        (SignedContent("order", UID, {"mark": 4.5}), CanonicalError),
        (SignedContent("order", UID, {"title": "\ud800"}), CanonicalError),
        (SignedContent("order", UID, {"at": datetime(2025, 1, 1)}), CanonicalError),
        (SignedContent("order", UID, {}, {}, (SignedFile("a", 1, SUM),) * 2), FormError),
        (SignedContent("order", UID, {}, {}, (SignedFile("a", 1, "none"),)), FormError),
        (SignedContent("order", UID, {}, {}, (SignedFile("a", -1, SUM),)), FormError),
    ],
)
def test_what_cannot_be_signed_is_refused(content, error):
    with pytest.raises(error):
        form_bytes(content)


def test_an_unknown_form_is_refused():
    with pytest.raises(FormError):
        form_bytes(CONTENT, "schoolrecords-signed/2")
