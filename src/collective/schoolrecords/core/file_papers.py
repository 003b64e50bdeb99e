"""The usual papers of a pupil's file, which of them are medical, and where those are kept.

People type the kind of a document freely. What a school keeps apart (FTL-1.8: policy and medical
card lie in the medical office, with a permission of their own) is known by its words; whoever
files the paper may say that it is no medical one.
"""

from .lookalikes import cyrillic
from .names import sort_key

import re


#: Kinds that are offered beside those that the regulation names.
USUAL = (
    "Заявление о приёме",
    "Копия свидетельства о рождении",
    "Копия паспорта родителя",
    "Согласие на обработку персональных данных",
    "Справка о регистрации по месту жительства",
    "Копия СНИЛС",
    "Личная карта из другой школы",
    "Копия аттестата об основном общем образовании",
    "Договор об образовании",
    "Характеристика",
    "Медицинский полис",
    "Медицинская карта",
    "Медицинская справка",
    "Сертификат о прививках",
)

#: The commission of psychologists, physicians and teachers is no word of this list: teachers work
#: by its conclusion.
_MEDICAL = re.compile(
    r"\b(?:полис(?:а|у|ом|е|ы|ов)?|медицинск\w+|мед(?:карт|справк|осмотр|полис)\w*"
    r"|привив\w+|вакцин\w+|врач\w*|флюорограф\w*|диагноз\w*|состояни\w+ здоровья)\b"
)


def kinds(parts):
    """Return the kinds to offer: those that the regulation names first, each once."""
    found = {}
    for kind in (*(one.label for one in parts), *USUAL):
        found.setdefault(_key(kind), kind)
    return tuple(found.values())


def is_medical(kind, parts=()):
    """Return whether a paper is a medical one by its kind.

    ``parts``: the papers of a file in the regulation (:class:`.regulation_model.Part`).
    """
    key = _key(kind)
    named = next((one.medical for one in parts if _key(one.label) == key), None)
    return bool(named) or _MEDICAL.search(key) is not None


def medical_place(kind, parts):
    """Return where the regulation keeps a medical paper, ``None`` where it does not say so.

    The place of a paper that is named otherwise is known when all medical ones lie in one.
    """
    medical = [one for one in parts if one.medical and one.storage_place]
    key = _key(kind)
    for one in medical:
        if _key(one.label) == key:
            return one.storage_place
    places = {one.storage_place for one in medical}
    return places.pop() if len(places) == 1 else None


def _key(text):
    return sort_key(cyrillic(text))
