"""Is a destroyed record gone? The storage, its blobs, the catalog and the lexicon are asked.

"Verified destroyed" (design 8) means: no oid of the record or its parts in the storage, no blob
with its oid, no blob with its SHA-256 unless another live record holds it (then named), no row in
any index, no word in the lexicon that stands in no document. The spool of transactions and the
former files of a pack are looked at as well. Nothing is written here.
"""

from collective.schoolrecords.integrity.lexicons import idle_words
from collective.schoolrecords.integrity.lexicons import indexes_with
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field


#: The text indexes in which a tombstone stands: with its numbers and its group's title.
TEXTS = frozenset(("Description", "SearchableText", "Title"))
#: So many single findings are told for each question; the rest is a number.
MOST = 20


@dataclass
class Findings:
    """What was found of destroyed records; empty lists and zeros: nothing.

    ``objects``: oids still in the storage. ``blobs``: oids that still have a blob file. ``files``:
    pairs (SHA-256, oid) of blobs with the content of a destroyed file that no live record names.
    ``shared``: (SHA-256, path of the live record that holds the same content); no fault. ``rows``:
    UIDs with a row or an entry that is not the tombstone's. ``words``: how many words of the
    lexicons stand in no document. ``left``: codes of what the storage keeps beside its data.
    """

    objects: list = field(default_factory=list)
    blobs: list = field(default_factory=list)
    files: list = field(default_factory=list)
    shared: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    words: int = 0
    left: list = field(default_factory=list)

    @property
    def clean(self):
        """Whether nothing of the records was found."""
        return not (self.objects or self.blobs or self.files or self.rows or self.words)

    def as_dict(self):
        """Return plain values; long lists are cut and say how long they were."""
        shown = {}
        for name, value in asdict(self).items():
            shown[name] = value[:MOST] if isinstance(value, list) else value
            if isinstance(value, list) and len(value) > MOST:
                shown[f"{name}_total"] = len(value)
        return shown


def look(store, catalog, oids, files, stones, holders_of):
    """Return the :class:`Findings` about destroyed records.

    ``store``: of :mod:`.stores`. ``oids``: numbers. ``files``: SHA-256 → size. ``stones``: the
    tombstones, as objects of the site. ``holders_of``: function of a set of SHA-256 that returns
    sum → path of a live record whose file has it.
    """
    oids = set(oids)
    found = Findings(left=store.left())
    found.objects = sorted(oid for oid in oids if store.holds(oid))
    found.blobs = sorted({oid for oid, _path in store.blob_files() if oid in oids})
    same = [
        (sha256, oid) for oid, sha256 in store.blob_sums(set(files.values())) if sha256 in files
    ]
    if same:
        holders = holders_of({sha256 for sha256, _oid in same})
        found.shared = sorted({(one, holders[one]) for one, _oid in same if one in holders})
        found.files = sorted(pair for pair in same if pair[0] not in holders)
    found.rows = sorted(one.UID() for one in stones if not _row_is_its_own(catalog, one))
    found.words = sum(1 for _word in idle_words(catalog))
    return found


def _row_is_its_own(catalog, stone):
    """Whether the catalog keeps of a tombstone what it says itself, and nothing else."""
    kept = catalog._catalog
    rid = kept.uids.get("/".join(stone.getPhysicalPath()))
    others = catalog.unrestrictedSearchResults(UID=stone.UID())
    if rid is None or [brain.getRID() for brain in others] != [rid]:
        return False
    row = kept.data[rid]
    if row[kept.schema["portal_type"]] != "tombstone":
        return False
    if not TEXTS.issuperset(indexes_with(catalog, rid)):
        return False
    return row[kept.schema["Title"]] == stone.title
