"""The base of a kind of job, and how a kind is found by its name."""

from collective.schoolrecords.jobs.interfaces import IJobKind
from collective.schoolrecords.jobs.interfaces import UnknownKind
from collective.schoolrecords.messages import _
from zope.component import queryUtility
from zope.interface import implementer


@implementer(IJobKind)
class JobKind:
    """A kind with the usual answers; a subclass gives ``title``, ``permission`` and ``step``."""

    system = False

    def daily(self, site, day):
        """Want no work of every day."""
        return None

    def start(self, parameters):
        """Begin at zero."""
        return 0

    def finish(self, site, job):
        """Leave no result: the numbers of the progress say it all."""
        return None


def find_kind(name: str):
    """Return the kind called ``name``; raise ``UnknownKind`` when none is registered."""
    kind = queryUtility(IJobKind, name=name)
    if kind is None:
        raise UnknownKind(
            _(
                "job_kind_unknown",
                default="This server does not know the job “${kind}”.",
                mapping={"kind": name},
            )
        )
    return kind
