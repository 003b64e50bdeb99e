"""A register as CSV: the same question, every row."""

from collective.schoolrecords.access.log.requests import note_shown
from collective.schoolrecords.desk.csv_file import csv_answer
from collective.schoolrecords.desk.register import RegisterPage
from collective.schoolrecords.desk.register_columns import COLUMNS
from collective.schoolrecords.desk.register_query import find
from plone import api


class RegisterCSV(RegisterPage):
    """``@@export-csv`` of a register."""

    def __call__(self):
        columns = COLUMNS[self.family]
        rows = [[self.say(column.title) for column in columns]]
        path = "/".join(self.context.getPhysicalPath())
        catalog = api.portal.get_tool("portal_catalog")
        _total, brains = find(catalog, self.question, path, 0, None)
        brains = list(brains)
        note_shown(brain.UID for brain in brains)
        words = self.rows_in_words
        rows += ([words.text(column.id, brain) for column in columns] for brain in brains)
        name = f"{self.context.getId()}-{self.today.isoformat()}.csv"
        return csv_answer(self.request, name, rows)
