"""What the last check of files and metadata found, on the desks of those who must act on it."""

from collective.schoolrecords.integrity.fixity.runs import last_run
from collective.schoolrecords.messages import _


OFFICES = frozenset(("archivist", "director"))
FOUND = _("desk_wait_fixity", default="Faults that the check of files and metadata found")
END = _("desk_end_look", default="to look into")


def fixity_alert(reader):
    """Return (count, title, address of the findings, end) of the last run's faults, or ``None``."""
    run = last_run(reader.site) if OFFICES.intersection(reader.keys) else None
    if run is None or not run.totals.faults:
        return None
    return run.totals.faults, FOUND, f"{reader.site.absolute_url()}/@@fixity-findings", END
