"""The number of an identity document is shown to nobody whole who did not ask for it."""

from collective.schoolrecords.core.receivers import masked
from collective.schoolrecords.core.receivers import without_number
from hypothesis import given
from hypothesis import strategies as st

import pytest


@pytest.mark.parametrize(
    ("text", "shown"),
    [("45 06 № 123456", "•••456"), ("AB-1234567", "•••567"), ("", ""), (None, None)],
)
def test_the_last_figures_stay(text, shown):
    assert masked(text) == shown


@given(st.from_regex(r"[0-9]{10}", fullmatch=True))
def test_most_of_a_number_never_shows(number):
    payload = {"receiver": "Козлова А. П.", "identity_number": number}

    assert without_number(payload) == {
        "receiver": "Козлова А. П.",
        "identity_number": masked(number),
    }
    assert number[:7] not in masked(number)
    assert payload["identity_number"] == number
    assert without_number({"basis": "заявление"}) == {"basis": "заявление"}
