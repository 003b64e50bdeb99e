"""Bars of a Code 128 symbol of digits (ISO/IEC 15417, code set C: two digits a character).

Every scanner reads it without being set up. Only even rows of digits are drawn: that is all the
product prints.
"""

# Widths in modules of bar, space, bar, space, bar, space for the values 0 to 105.
_TABLE = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231"
    "113222123122123221223211221132221231213212223112312131311222321122321221312212322112322211"
    "212123212321232121111323131123131321112313132113132311211313231113231311112133112331132131"
    "113123113321133121313121211331231131213113213311213131311123311321331121312113312311332111"
    "314111221411431111111224111422121124121421141122141221112214112412122114122411142112142211"
    "241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141"
    "214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214"
    "211232"
)
_WIDTHS = tuple(_TABLE[at : at + 6] for at in range(0, len(_TABLE), 6))
_START_C = 105
_STOP = "2331112"
_MODULUS = 103


def bars(digits: str) -> tuple[int, ...]:
    """Widths in modules, bar and space by turns, the first and the last one a bar.

    A quiet zone of ten modules at both ends is left to whoever draws. Raises ``ValueError`` for
    anything but an even, non-empty row of ASCII digits.
    """
    if not (digits and digits.isascii() and digits.isdigit() and len(digits) % 2 == 0):
        raise ValueError("Code 128 C takes an even row of digits")
    values = [int(digits[at : at + 2]) for at in range(0, len(digits), 2)]
    check = (_START_C + sum(place * value for place, value in enumerate(values, 1))) % _MODULUS
    symbols = [_WIDTHS[value] for value in (_START_C, *values, check)]
    return tuple(int(width) for width in "".join((*symbols, _STOP)))
