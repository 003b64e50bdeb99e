"""The journal of imports: who loaded which file when, what was found, and which records it made.

Kept in an annotation of the site. An import's numbers of rows are those of its reading: the first
row that may be filed is 0. The file itself is kept only until its rows are filed, because it holds
what the records hold; its digest stays.
"""

from BTrees.IOBTree import IOBTree
from BTrees.OOBTree import OOBTree
from collective.schoolrecords.access import clock
from collective.schoolrecords.core.upload_names import clean_name
from collective.schoolrecords.exchange.findings import Finding
from collective.schoolrecords.jobs import storage as jobs
from collective.schoolrecords.jobs.interfaces import CANCELLED
from collective.schoolrecords.jobs.interfaces import PAUSED
from collective.schoolrecords.jobs.interfaces import QUEUED
from collective.schoolrecords.jobs.interfaces import RUNNING
from dataclasses import astuple
from hashlib import sha256
from persistent import Persistent
from uuid import uuid4
from ZODB.blob import Blob
from zope.annotation.interfaces import IAnnotations


KEY = "collective.schoolrecords.imports"

CONTINGENT = "contingent"
STAFF = "staff"
BACKLOG = "backlog"
PROTOCOLS = "protocols"
KINDS = (CONTINGENT, STAFF, BACKLOG, PROTOCOLS)

UNDONE = "undone"
UNDOING = "undoing"
ANNULLING = "annulling"
#: Kind of the job that annuls what an import filed.
ANNUL = "import_annul"


class Import(Persistent):
    """One import. ``numbers`` maps names of counts to how many; ``job`` is the uid of its job.

    ``made`` keeps what it made, by kind of thing ("record", "person", "cohort", "appointment"):
    running number → id. ``uids`` maps the number of a row to the UID of its record. ``annulled``
    tells when (ISO), by whom and why its records were annulled. ``rows`` could be filed;
    ``rows_read`` counts the refused ones too (``None``: loaded before they were counted).
    """

    annul_job = None
    annulled = None
    undo_job = None
    undone_at = None
    undone_by = None
    data = None
    rows_read = None

    def __init__(self, kind, user_id, filename, data, parameters):
        self.uid = uuid4().hex
        self.kind = kind
        self.user_id = user_id
        self.at = clock.now()
        self.filename = clean_name(filename)
        self.sha256 = sha256(data).hexdigest()
        self.size = len(data)
        self.parameters = parameters
        self.rows = 0
        self.numbers = {}
        self.findings = IOBTree()
        self.uids = IOBTree()
        self.made = OOBTree()
        self.keys = IOBTree()
        self.job = None
        self.data = Blob()
        with self.data.open("w") as stream:
            stream.write(data)

    def read(self):
        """Return the bytes of the file; ``None`` once it is filed."""
        if self.data is None:
            return None
        with self.data.open("r") as stream:
            return stream.read()

    def forget_file(self):
        """Give the file up: what it held is filed."""
        self.data = None

    def note(self, findings):
        """Keep findings (`exchange.findings.Finding`) behind those kept before."""
        place = self.findings.maxKey() + 1 if self.findings else 0
        for finding in findings:
            self.findings[place] = astuple(finding)
            place += 1

    def noted(self, start=0, size=None):
        """Return the findings from number ``start``, at most ``size``."""
        stop = None if size is None else start + size - 1
        return [Finding(*kept) for kept in self.findings.values(start, stop)]

    def count(self, name, by=1):
        """Add to one of the ``numbers``."""
        if by:
            self.numbers = {**self.numbers, name: self.numbers.get(name, 0) + by}

    def keep(self, what, uid):
        """Remember that the import made the thing ``uid`` of the kind ``what``."""
        things = self.made.get(what)
        if things is None:
            things = self.made[what] = IOBTree()
        things[things.maxKey() + 1 if things else 0] = uid

    def things(self, what):
        """Return the ids of what the import made of one kind, oldest first."""
        return list(self.made.get(what, {}).values())


class Imports(Persistent):
    """All imports of a site.

    ``newest`` names the last import of a file: (kind, digest) → uid. Two requests that load the
    same file write the same key, so one of them conflicts, is repeated and is refused.
    ``filed`` names the record of a row: key of the row → UID, with the same effect.
    """

    def __init__(self):
        self.items = OOBTree()
        self.by_time = OOBTree()
        self.newest = OOBTree()
        self.filed = OOBTree()

    def add(self, one):
        """Keep a new import."""
        self.items[one.uid] = one
        self.by_time[one.at, one.uid] = one.uid
        self.newest[one.kind, one.sha256] = one.uid

    def get(self, uid):
        """Return an import, or ``None``."""
        return self.items.get(uid) if isinstance(uid, str) else None

    def newest_first(self):
        """Return all imports, the latest first."""
        return [self.items[uid] for uid in list(self.by_time.values())[::-1]]


def imports_of(site):
    """Return the site's :class:`Imports`, ``None`` before the first one; writes nothing."""
    return IAnnotations(site).get(KEY)


def install_imports(site):
    """Return the site's :class:`Imports`, made when there are none."""
    annotations = IAnnotations(site)
    if KEY not in annotations:
        annotations[KEY] = Imports()
    return annotations[KEY]


def state_of(site, one):
    """Return the state of an import: that of its job, ``undoing``, ``undone`` or ``annulling``."""
    if one.undone_at is not None:
        return UNDONE
    kept = jobs.get_jobs(site)
    for uid, state in ((one.undo_job, UNDOING), (one.annul_job, ANNULLING)):
        later = kept.get(uid) if uid else None
        if later is not None and later.state in (QUEUED, RUNNING, PAUSED):
            return state
    job = kept.get(one.job) if kept is not None else None
    return job.state if job is not None else CANCELLED
