"""Words that several forms share: totals in figures and words, years, signatures, numbers of rows."""

from collective.schoolrecords.core.plural import choose
from collective.schoolrecords.core.plural import count_in_words
from collective.schoolrecords.core.plural import FEMININE
from collective.schoolrecords.core.plural import NEUTER


#: Stands where there is nothing to name: «литерные номера: нет».
NONE = "нет"


def units(number: int) -> str:
    """«12 (двенадцать) единиц хранения»."""
    return count_in_words(
        number, "единица хранения", "единицы хранения", "единиц хранения", FEMININE
    )


def files(number: int) -> str:
    """«12 (двенадцать) дел»."""
    return count_in_words(number, "дело", "дела", "дел", NEUTER)


def sheets(number: int) -> str:
    """«31 (тридцать один) лист»."""
    return count_in_words(number, "лист", "листа", "листов")


def documents(number: int) -> str:
    """«3 (три) документа»."""
    return count_in_words(number, "документ", "документа", "документов")


def on_sheets(number: int) -> str:
    """«на 21 листе», «на 31 листе», «на 12 листах»: the prepositional case."""
    return f"на {number} {choose(number, 'листе', 'листах', 'листах')}"


def during(years: str) -> str:
    """«за 2019 год», «за 2014–2019 годы»; empty for empty years."""
    if not years:
        return ""
    return f"за {years} год" if years.isdigit() else f"за {years} годы"


def listed(texts) -> str:
    """Texts with commas between them, «нет» for none."""
    return ", ".join(texts) or NONE


def minutes(value) -> str:
    """«протокол от 01.02.2026 № 3»; empty for None."""
    return f"протокол от {value.dated_on:%d.%m.%Y} № {value.number}" if value else ""


def signature(value) -> dict | None:
    """A signature block's data; None for None."""
    if value is None:
        return None
    return {
        "post": value.post,
        "name": value.name,
        "day": f"{value.signed_on:%d.%m.%Y}" if value.signed_on else "",
        "fact": value.fact,
    }


def day(value) -> str:
    """«01.02.2026», empty for None."""
    return f"{value:%d.%m.%Y}" if value else ""
