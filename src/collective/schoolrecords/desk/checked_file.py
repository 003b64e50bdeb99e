"""The file that a person has given for checking and not loaded yet: one for each person.

It waits between the check and the loading, so that nobody chooses it twice, and goes when it is
loaded or another one is given.
"""

from BTrees.OOBTree import OOBTree
from persistent import Persistent
from ZODB.blob import Blob
from zope.annotation.interfaces import IAnnotations


KEY = "collective.schoolrecords.desk.checked_files"


class CheckedFile(Persistent):
    """A list given for checking: kind, file name, options as they were typed, and the bytes."""

    def __init__(self, kind, filename, typed, data):
        self.kind = kind
        self.filename = filename
        self.typed = dict(typed)
        self.blob = Blob()
        with self.blob.open("w") as stream:
            stream.write(data)

    def read(self):
        """Return the bytes."""
        with self.blob.open("r") as stream:
            return stream.read()


def keep(site, user_id, checked):
    """Keep a file for a person in place of a former one."""
    kept = IAnnotations(site)
    if KEY not in kept:
        kept[KEY] = OOBTree()
    kept[KEY][user_id] = checked


def kept_for(site, user_id):
    """Return the person's :class:`CheckedFile` or ``None``."""
    return IAnnotations(site).get(KEY, {}).get(user_id)


def forget(site, user_id):
    """Drop the person's file, if there is one."""
    kept = IAnnotations(site).get(KEY)
    if kept is not None and user_id in kept:
        del kept[user_id]
