"""The files that lie on the disk beside the storage: is each one known to it?

Only storages that keep blobs as files of their own are walked (FileStorage, a shared folder of
RelStorage). A cache of blobs is no archive: what it lacks is fetched again.
"""

from pathlib import Path
from ZODB.blob import is_blob_record
from ZODB.POSException import POSKeyError

import os


#: What the folder of blobs holds besides blobs.
_OWN = frozenset((".layout", ".lock", ".removed", "tmp"))


def blob_folder(store):
    """Return the folder of blobs (``Path``) of a store, ``None`` for one without."""
    helper = getattr(store.storage, "fshelper", None)
    return None if helper is None else Path(helper.base_dir)


def files_after(folder, last):
    """Yield the relative paths of all files below a folder, sorted, behind ``last``.

    Folders that lie wholly before ``last`` are not opened.
    """
    yield from _walk(folder, (), tuple(last.split("/")) if last else ())


def is_known(store, folder, name):
    """Whether the storage has the revision of the blob whose file this is."""
    helper = store.storage.fshelper
    path = str(folder / name)
    if not name.endswith(".blob"):
        return False
    try:
        oid, serial = helper.splitBlobFilename(path)
        data = store.storage.loadSerial(oid, serial)
    except (POSKeyError, ValueError, TypeError):
        return False
    # A file may be put beside an object that has none.
    return is_blob_record(data)


def _walk(folder, place, last):
    here = last[: len(place)] == place and len(last) > len(place)
    first = last[len(place)] if here else ""
    for name in sorted(os.listdir(folder)):
        if name < first or (not place and name in _OWN):
            continue
        path, found = Path(folder) / name, (*place, name)
        # A folder in the place of a blob is what is looked for, not a folder of blobs.
        if path.is_dir() and not path.is_symlink() and not name.endswith(".blob"):
            yield from _walk(path, found, last)
        elif found != last:
            yield "/".join(found)
