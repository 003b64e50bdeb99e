"""collective.exportimport in a school: records come in as drafts, without their former steps.

The stock import takes a record's state from the file by real transitions (which would register,
sign and close again, with today's date and by whoever imports), and then overwrites the history
without telling permissions and catalog. A record that comes in as JSON has no chain that proves
its former life, so here it begins a new one as a draft; people take the steps. A hold comes along:
what was forbidden to destroy there must not be free here.
"""

from collective.exportimport.export_content import ExportContent
from collective.exportimport.import_content import ImportContent
from collective.schoolrecords.core.holds import Hold
from collective.schoolrecords.ledger.actor import working_as
from collective.schoolrecords.lifecycle.interfaces import IRecord
from collective.schoolrecords.lifecycle.interfaces import IRecordContent
from collective.schoolrecords.retention import due
from collective.schoolrecords.retention import holds
from collective.schoolrecords.retention.hold.index import new_id
from dataclasses import replace
from datetime import date
from datetime import datetime
from plone.restapi.serializer.converters import json_compatible
from zExceptions import BadRequest

import ijson


#: Key of a record's holds in an exported item.
HOLDS = "schoolrecords.holds"
_DAYS = ("since", "until", "basis_date")
_MOMENTS = ("placed_at", "lifted_at")


class ExportRecords(ExportContent):
    """The stock page ``@@export_content`` where the product is installed."""

    repeated_names = ("portal_type",)
    number_names = (
        *("depth", "include_blobs", "download_to_server"),
        *("migration", "include_revisions", "write_errors"),
    )

    def global_dict_hook(self, item, obj):
        """Add what stands on a record beside its fields: its holds, lifted ones too."""
        if IRecordContent.providedBy(obj) and holds.holds_of(obj):
            item[HOLDS] = json_compatible([hold.as_dict() for hold in holds.holds_of(obj)])
        return item


class ImportRecords(ImportContent):
    """The stock page ``@@import_content`` where the product is installed."""

    number_names = (
        *("commit", "handle_existing_content", "limit"),
        *("import_to_current_folder", "import_old_revisions"),
    )

    def start(self):
        """Refuse a folder of the server that the form does not offer; the stock page reads any."""
        asked = self.request.form.get("server_directory")
        if asked and asked not in self.server_directories:
            raise BadRequest("server_directory")
        super().start()

    def do_import(self, data):
        """Write "import" as the source into every chain; what is no JSON is refused whole."""
        try:
            with working_as("import"):
                return super().do_import(data)
        except ijson.JSONError as error:
            raise BadRequest("No JSON could be decoded") from error

    def global_obj_hook(self, obj, item):
        """Lay the holds anew that the record does not have, each as it stood."""
        if not IRecordContent.providedBy(obj):
            return
        known = {hold.said() for hold in holds.holds_of(obj)}
        for values in item.get(HOLDS) or ():
            hold = replace(_hold(values), id=new_id())
            # A lifted one forbids nothing; the record's new life begins without it.
            if hold.said() not in known and hold.lifted_at is None:
                holds.enter(obj, hold)
                due.put_record(obj)

    def import_review_state(self, obj, item):
        """Take no step on a record; other content gets its state as usual."""
        if not IRecord.providedBy(obj):
            super().import_review_state(obj, item)

    def import_workflow_history(self, obj, item):
        """Write no history of a record: it is what its own chain says."""
        if not IRecord.providedBy(obj):
            super().import_workflow_history(obj, item)


def _hold(values):
    """Return the ``Hold`` that an exported mapping says."""
    read = dict(values)
    for names, kind in ((_DAYS, date), (_MOMENTS, datetime)):
        read.update({name: kind.fromisoformat(read[name]) for name in names if read.get(name)})
    return Hold(**read)
