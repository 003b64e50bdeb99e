"""A table as CSV: semicolons and a byte-order mark, as Excel wants it."""

from collective.schoolrecords.exchange.cells import safe_cell

import csv
import io


def csv_line(row):
    """Return one row of texts as a line of such a table."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerow([safe_cell(one) for one in row])
    return text.getvalue()


def csv_answer(request, name, rows):
    """Return rows of texts as the bytes of a file to keep; no cell is one a spreadsheet runs."""
    text = "".join(csv_line(row) for row in rows)
    response = request.response
    response.setHeader("Content-Type", "text/csv; charset=utf-8")
    response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
    response.setHeader("X-Content-Type-Options", "nosniff")
    response.setHeader("Cache-Control", "private, no-store")
    return text.encode("utf-8-sig")
