"""How much a list may hold. A school's longest list is a hundredth of this."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds of one file, checked before anything is unpacked or built in memory.

    `file_bytes` is the file as it came, `unpacked_bytes` all its parts together, `cells` the
    rectangle that one sheet spans (readers build the whole rectangle), `text_chars` all texts of
    one sheet together, `cell_chars` one text (the limit of spreadsheets themselves).
    """

    file_bytes: int = 32 * 1024 * 1024
    unpacked_bytes: int = 96 * 1024 * 1024
    parts: int = 2000
    sheets: int = 200
    rows: int = 100_000
    columns: int = 500
    cells: int = 3_000_000
    text_chars: int = 64 * 1024 * 1024
    cell_chars: int = 32_767
    depth: int = 64


LIMITS = Limits()
