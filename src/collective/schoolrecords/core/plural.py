"""Russian counts: the right form of a noun after a number, and the number in words.

Acts and inventories state every total twice, «12 (двенадцать) дел», so that nobody can change a
figure with one stroke of a pen. All words are in the nominative case, as in «в деле 31 (тридцать
один) лист»; sentences are worded so that this case is right.
"""

MASCULINE = "m"
FEMININE = "f"
NEUTER = "n"

LARGEST = 10**12 - 1

_UNITS = (
    "ноль",
    "один",
    "два",
    "три",
    "четыре",
    "пять",
    "шесть",
    "семь",
    "восемь",
    "девять",
    "десять",
    "одиннадцать",
    "двенадцать",
    "тринадцать",
    "четырнадцать",
    "пятнадцать",
    "шестнадцать",
    "семнадцать",
    "восемнадцать",
    "девятнадцать",
)
_TENS = (
    "",
    "",
    "двадцать",
    "тридцать",
    "сорок",
    "пятьдесят",
    "шестьдесят",
    "семьдесят",
    "восемьдесят",
    "девяносто",
)
_HUNDREDS = (
    "",
    "сто",
    "двести",
    "триста",
    "четыреста",
    "пятьсот",
    "шестьсот",
    "семьсот",
    "восемьсот",
    "девятьсот",
)
# Only 1 and 2 have a gender of their own.
_GENDERED = {
    (1, FEMININE): "одна",
    (1, NEUTER): "одно",
    (2, FEMININE): "две",
}
_SCALES = (
    (10**9, ("миллиард", "миллиарда", "миллиардов"), MASCULINE),
    (10**6, ("миллион", "миллиона", "миллионов"), MASCULINE),
    (10**3, ("тысяча", "тысячи", "тысяч"), FEMININE),
)


def choose(number: int, one: str, few: str, many: str) -> str:
    """The form that goes with `number`: 1, 21 дело · 2, 34 дела · 0, 5, 11, 112 дел."""
    number = abs(number)
    if number % 100 in (11, 12, 13, 14):
        return many
    last = number % 10
    if last == 1:
        return one
    return few if last in (2, 3, 4) else many


def count(number: int, one: str, few: str, many: str) -> str:
    """«12 дел»."""
    return f"{number} {choose(number, one, few, many)}"


def in_words(number: int, gender: str = MASCULINE) -> str:
    """«двенадцать», «двадцать одно»; `gender` is that of the noun counted.

    Raises ValueError below 0, above LARGEST and for an unknown gender.
    """
    if not 0 <= number <= LARGEST:
        raise ValueError(f"no words for {number}")
    if gender not in (MASCULINE, FEMININE, NEUTER):
        raise ValueError(f"no such gender: {gender!r}")
    if number == 0:
        return _UNITS[0]
    found = []
    for scale, forms, scale_gender in _SCALES:
        thousands, number = divmod(number, scale)
        if thousands:
            found += [*_below_thousand(thousands, scale_gender), choose(thousands, *forms)]
    found += _below_thousand(number, gender)
    return " ".join(found)


def count_in_words(number: int, one: str, few: str, many: str, gender: str = MASCULINE) -> str:
    """«12 (двенадцать) дел». Raises ValueError as `in_words` does."""
    return f"{number} ({in_words(number, gender)}) {choose(number, one, few, many)}"


def _below_thousand(number, gender):
    """The words of 0 to 999, none for 0."""
    hundreds, rest = divmod(number, 100)
    tens, units = (0, rest) if rest < len(_UNITS) else divmod(rest, 10)
    unit = _GENDERED.get((units, gender), _UNITS[units]) if units else ""
    return [word for word in (_HUNDREDS[hundreds], _TENS[tens], unit) if word]
