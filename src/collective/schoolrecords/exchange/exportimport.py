"""collective.exportimport in a school: records come in as drafts, without their former steps.

The stock import takes a record's state from the file by real transitions (which would register,
sign and close again, with today's date and by whoever imports), and then overwrites the history
without telling permissions and catalog. A record that comes in as JSON has no chain that proves
its former life, so here it begins a new one as a draft; people take the steps.
"""

from collective.exportimport.import_content import ImportContent
from collective.schoolrecords.ledger.actor import working_as
from collective.schoolrecords.lifecycle.interfaces import IRecord


class ImportRecords(ImportContent):
    """The stock page ``@@import_content`` where the product is installed."""

    def do_import(self, data):
        """Write "import" as the source into every chain."""
        with working_as("import"):
            return super().do_import(data)

    def import_review_state(self, obj, item):
        """Take no step on a record; other content gets its state as usual."""
        if not IRecord.providedBy(obj):
            super().import_review_state(obj, item)

    def import_workflow_history(self, obj, item):
        """Write no history of a record: it is what its own chain says."""
        if not IRecord.providedBy(obj):
            super().import_workflow_history(obj, item)
