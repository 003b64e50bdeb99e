"""docs/reference/uploads.md says what the check does: every format, ending, reason."""

from collective.schoolrecords.core.uploads import FORMATS
from collective.schoolrecords.core.uploads import REASONS
from pages import page
from pages import rows


PAGE = page("reference/uploads.md")


def test_the_table_of_formats_is_the_one_in_the_code():
    written = [tuple(cells[:4]) for cells in rows(PAGE, "Formats")]
    assert written == [
        (f"`{entry.id}`", entry.kind, f"`{entry.media_type}`", ", ".join(entry.endings))
        for entry in FORMATS.values()
    ]


def test_every_reason_is_written_down_with_its_data():
    written = [(cells[0], cells[1]) for cells in rows(PAGE, "Reasons")]
    assert written == [
        (f"`{code}`", ", ".join(f"`{name}`" for name in data)) for code, data in REASONS.items()
    ]
