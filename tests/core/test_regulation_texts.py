"""The schools' texts in tests/data/seeds: nobody is named, nothing changes unnoticed."""

import hashlib
import pytest
import re
import regulation_samples as samples


PERSON = [
    # «И.О. Фамилия» and «Фамилия И.О.», with or without a space between the initials.
    r"\b[А-ЯЁ]\.\s*[А-ЯЁ]\.\s*[А-ЯЁ][а-яё]+",
    r"\b[А-ЯЁ][а-яё]+\s+[А-ЯЁ]\.\s*[А-ЯЁ]\.",
    # Patronymics.
    r"\b[А-ЯЁ][а-яё]+(?:ович|евич|овна|евна|ична|инична)\b",
]
MASKS = {"И. О. Фамилия", "Фамилия И. О."}
NAME_OF_THE_LYCEUM = "им. В.П. Ларионова"


@pytest.mark.parametrize("mark", samples.MARKS.values())
def test_no_person_is_named_in_the_texts(mark):
    """People are masked; the lyceum keeps its own name, which honours a scholar."""
    text = samples.seed(mark).replace(NAME_OF_THE_LYCEUM, "")
    found = {
        " ".join(match.group().split())
        for pattern in PERSON
        for match in re.finditer(pattern, text)
    }
    assert found <= MASKS


@pytest.mark.parametrize(("mark", "people"), [("N1", 1), ("S20", 1), ("S90", 2)])
def test_the_masks_stand_where_people_stood(mark, people):
    assert sum(samples.seed(mark).count(mask) for mask in MASKS) == people


def test_the_texts_are_those_of_the_sums():
    """Nobody changes a school's text by accident."""
    listed = dict(
        reversed(line.split()) for line in (samples.SEEDS / "SHA256SUMS").read_text().splitlines()
    )
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in samples.SEEDS.glob("*.txt")
    }
    assert found == listed
    assert len(found) == 5
