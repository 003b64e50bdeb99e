"""What else happens when a version enters into force or loses it: all in one transaction.

The version that is replaced is written in the same transaction as the new one. Two people who put
two successors of one version into force at once write the same object, so that one of them
conflicts, is tried again and is refused: the version is not in force any more.
"""

from Acquisition import aq_base
from collective.schoolrecords.core.lifecycle import CURRENT
from collective.schoolrecords.ledger.storage import notice_change
from collective.schoolrecords.lifecycle.steps import perform
from collective.schoolrecords.records.local_regulation import publication
from collective.schoolrecords.records.local_regulation.content import former_of


def version_stepped(record, event):
    """Subscriber: replace the former version, and keep the site's list true."""
    if event.step.id == "enact":
        _replace(record)
    elif event.former == CURRENT and publication.is_published(record):
        publication.withdraw(record)


def _replace(record):
    former = former_of(record)
    if former is None:
        return
    published = publication.is_published(former)
    notice_change(former)
    aq_base(former).superseded_by = record.UID()
    number, day = record.registration_number, f"{record.dated_on:%d.%m.%Y}"
    details = {"closed_on": record.in_force_from, "basis": f"№ {number}, {day}"}
    perform(former, "supersede", details)
    if published:
        # Whoever looks for the regulation on the site finds the version that holds.
        publication.publish(record)
