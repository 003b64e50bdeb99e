"""A sample of a list to fill: the columns that its reader looks for and one invented line."""

from AccessControl import Unauthorized
from collective.schoolrecords.desk.csv_file import csv_answer
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.exchange.journal import KINDS
from collective.schoolrecords.exchange.samples import sample_rows
from collective.schoolrecords.exchange.starting import may_load
from zExceptions import NotFound


class ImportSample(Page):
    """``import-sample?kind=…``: a CSV file for whoever may load lists of this kind."""

    def __call__(self):
        kind = self.request.form.get("kind")
        if kind not in KINDS:
            raise NotFound("import-sample")
        if not may_load(self.site, kind):
            raise Unauthorized("import-sample")
        return csv_answer(self.request, f"sample-{kind}.csv", sample_rows(kind))
