"""What may stay of a record after its destruction: nothing that names a person.

A tombstone keeps index, numbers, days, term and sums (design idea 7). People type some of these
freely, so that a name may stand in any of them. Here a number stays only if it looks like one, and
of the kind of a document only the words of a closed list stay, never those that somebody typed.

Source: 152-ФЗ art. 5 and 21 (personal data are destroyed, not set aside), domain.md 5.1.
"""

import re


#: Letters in a row that a number may hold, all of one size: «41-у», «ОБ/Б-12», «12-лс». Surnames as
#: short as that are written «Ли» and «Ким», so such words are not kept.
MAX_LETTERS = 3
MAX_NUMBER = 40

_NUMBER = re.compile(r"[0-9A-Za-zА-ЯЁа-яё№ ./\\()–-]+")
_LETTERS = re.compile(r"[A-Za-zА-ЯЁа-яё]+")

#: What a document without a known kind is called.
DOCUMENT = "документ"

#: Kinds of documents that may stay, in lower case; a longer one stands before its beginning.
KINDS = tuple(
    sorted(
        (
            "автобиография",
            "аттестат",
            "ведомость",
            "выписка",
            "договор",
            "доверенность",
            "журнал",
            "заключение психолого-медико-педагогической комиссии",
            "заключение",
            "заявление о выбытии",
            "заявление о переводе",
            "заявление о приёме",
            "заявление об отчислении",
            "заявление",
            "копия паспорта",
            "копия свидетельства о рождении",
            "копия",
            "личная карта",
            "личная карточка",
            "медицинская карта",
            "медицинская справка",
            "направление",
            "опись",
            "паспорт",
            "полис",
            "приказ",
            "протокол",
            "распоряжение",
            "расписка",
            "решение",
            "свидетельство о рождении",
            "свидетельство",
            "согласие на обработку персональных данных",
            "согласие",
            "справка",
            "табель успеваемости",
            "табель",
            "уведомление",
            "характеристика",
        ),
        key=len,
        reverse=True,
    )
)


def kind_of(text):
    """Return the known kind that ``text`` begins with, in the list's own words, else «документ»."""
    given = " ".join((text or "").casefold().split()).replace("ё", "е")
    for kind in KINDS:
        plain = kind.replace("ё", "е")
        if given == plain or given.startswith(plain + " "):
            return kind
    return DOCUMENT


def number_of(text):
    """Return a registration number or an index as it stands, ``None`` when it may hold a name.

    A number has a digit, at most 40 characters and no word but up to three letters of one size.
    """
    given = (text or "").strip()
    if len(given) > MAX_NUMBER or not any(sign in "0123456789" for sign in given):
        return None
    if not _NUMBER.fullmatch(given):
        return None
    return given if all(_short(word) for word in _LETTERS.findall(given)) else None


def _short(word):
    return len(word) <= MAX_LETTERS and (word.islower() or word.isupper())
