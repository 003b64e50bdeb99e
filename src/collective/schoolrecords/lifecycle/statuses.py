"""``workflow_history`` as DCWorkflow wants it, read from the record's chain."""

from Acquisition import aq_base
from collections.abc import Mapping
from collective.schoolrecords.lifecycle.interfaces import IRecord
from DateTime import DateTime
from functools import lru_cache
from Products.CMFCore.interfaces import IWorkflowDefinition
from Products.CMFCore.interfaces import IWorkflowStatus
from zope.component import adapter
from zope.interface import implementer


class ChainHistory(Mapping):
    """The histories of a record by workflow.

    Only the family's own workflow has a history; what another tool writes is ignored.
    """

    def __init__(self, record):
        self._record = record

    def __getitem__(self, workflow_id):
        if workflow_id != self._record.workflow_id:
            raise KeyError(workflow_id)
        return tuple(all_statuses(self._record))

    def __iter__(self):
        yield self._record.workflow_id

    def __len__(self):
        return 1

    def __setitem__(self, workflow_id, statuses):
        return None


def all_statuses(record):
    """Return the statuses of a record in order, the present one last; there is always one."""
    found = [_status(record, entry) for entry in record.step_entries()]
    last = last_status(record)
    return [*found, last] if last["action"] is None else found


def last_status(record):
    """Return the present status without reading the others."""
    entry = record.last_step_entry()
    if entry is not None and record.family.step(entry.transition).target == record.state:
        return _status(record, entry)
    return {
        "action": None,
        "actor": "",
        "comments": "",
        "review_state": record.state,
        "time": record.created(),
    }


def _status(record, entry):
    return {
        "action": entry.transition,
        "actor": entry.actor,
        "comments": "",
        "review_state": record.family.step(entry.transition).target,
        "time": _moment(entry.at),
    }


@lru_cache(maxsize=1000)
def _moment(text):
    """Return the instant of an entry as workflows want it; nobody changes such an object."""
    return DateTime(text)


@implementer(IWorkflowStatus)
@adapter(IRecord, IWorkflowDefinition)
class RecordStatus:
    """The present status, which DCWorkflow asks for five times in one step.

    The stock adapter would read the whole history for it, and copy it to set a new one.
    """

    def __init__(self, record, workflow):
        self._record = aq_base(record)
        self._workflow_id = workflow.getId()

    def get(self):
        """Return the status, ``None`` for a workflow that is not the record's own."""
        if self._workflow_id != self._record.workflow_id:
            return None
        return last_status(self._record)

    def set(self, status):
        """Do nothing: the chain grows by the step itself."""
