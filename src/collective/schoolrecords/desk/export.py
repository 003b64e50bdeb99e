"""A register as CSV: the same question, every row, no cell that a spreadsheet would run."""

from collective.schoolrecords.desk.register import RegisterPage
from collective.schoolrecords.desk.register_columns import COLUMNS
from collective.schoolrecords.desk.register_query import find
from collective.schoolrecords.exchange.cells import safe_cell
from plone import api

import csv
import io


class RegisterCSV(RegisterPage):
    """``@@export-csv`` of a register: semicolons and a byte-order mark, as Excel wants it."""

    def __call__(self):
        columns = COLUMNS[self.family]
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow([self.say(column.title) for column in columns])
        path = "/".join(self.context.getPhysicalPath())
        catalog = api.portal.get_tool("portal_catalog")
        _total, brains = find(catalog, self.question, path, 0, None)
        words = self.rows_in_words
        for brain in brains:
            writer.writerow([safe_cell(words.text(column.id, brain)) for column in columns])
        response = self.request.response
        name = f"{self.context.getId()}-{self.today.isoformat()}.csv"
        response.setHeader("Content-Type", "text/csv; charset=utf-8")
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        response.setHeader("X-Content-Type-Options", "nosniff")
        return text.getvalue().encode("utf-8-sig")
