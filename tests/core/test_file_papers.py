"""Papers of a pupil's file: which are medical by their words, and where these lie."""

from collective.schoolrecords.core.file_papers import is_medical
from collective.schoolrecords.core.file_papers import kinds
from collective.schoolrecords.core.file_papers import medical_place
from collective.schoolrecords.core.file_papers import USUAL
from collective.schoolrecords.core.regulation_model import Part
from hypothesis import given
from hypothesis import strategies as st

import pytest


OFFICE = "медицинский кабинет"
PARTS = (
    Part("Заявление"),
    Part("Копия полиса медицинского страхования", "copy", OFFICE, True),
    Part("Карта ребёнка", None, OFFICE, True),
)


@pytest.mark.parametrize(
    ("kind", "medical"),
    [
        ("Медицинский полис", True),
        ("  полис   ОМС ", True),
        ("ПОЛИСЫ", True),
        ("Пoлис", True),
        ("Медкарта", True),
        ("Медицинская карта № 26", True),
        ("Справка врача", True),
        ("Сертификат о прививках", True),
        ("Справка о состоянии здоровья", True),
        ("карта ребенка", True),
        ("Карта", False),
        ("Медаль", False),
        ("Копия паспорта", False),
        ("Заключение психолого-медико-педагогической комиссии", False),
        ("Политика", False),
        ("", False),
    ],
)
def test_a_medical_paper_is_known_by_its_words(kind, medical):
    assert is_medical(kind, PARTS) is medical


def test_the_place_is_that_of_the_regulation():
    assert medical_place("копия полиса медицинского страхования", PARTS) == OFFICE
    # Named otherwise, it lies where all medical papers lie.
    assert medical_place("Полис ОМС", PARTS) == OFFICE
    two = (*PARTS, Part("Справка", None, "архив", True))
    assert medical_place("Полис ОМС", two) is None
    assert medical_place("справка", two) == "архив"
    assert medical_place("Полис ОМС", ()) is None


def test_kinds_of_the_regulation_are_offered_first_and_once():
    parts = (*PARTS, Part("медицинская карта", None, OFFICE, True))
    found = kinds(parts)
    assert found[: len(parts)] == tuple(one.label for one in parts)
    assert [one.lower() for one in found].count("медицинская карта") == 1
    assert set(USUAL) - set(found) == {"Медицинская карта"}


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_judged_and_words_around_hide_nothing(before, after):
    assert is_medical(before) in (True, False)
    assert is_medical(f"{before} Медицинский полис {after}")
