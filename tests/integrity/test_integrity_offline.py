"""Somebody with the storage's file: what they do offline, and what the auditor's command says of it.

The archive here is small, its parts are the real ones: a FileStorage on disk, the chains, the log,
and ``schoolrecords-verify`` as a process without Plone. The auditor took a checkpoint away before.
"""

from BTrees.OOBTree import OOBTree
from collective.schoolrecords.integrity.proofs import entry_values
from collective.schoolrecords.integrity.proofs import growth
from collective.schoolrecords.ledger.interfaces import IDigestible
from collective.schoolrecords.ledger.log import Ledger
from collective.schoolrecords.ledger.log import SHARDS
from collective.schoolrecords.ledger.storage import append
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import digest_of
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from persistent import Persistent
from verifier_command import VerifierCommand
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage
from zope.interface import implementer

import json
import pytest
import shutil
import transaction


NOON = datetime(2026, 2, 2, 12, tzinfo=UTC)
UIDS = tuple(f"{number:032x}" for number in range(1, 6))


@implementer(IDigestible)
class Record(Persistent):
    """A record with a title and a chain."""

    def __init__(self, uid, title):
        self.uid, self.title = uid, title

    def __conform__(self, interface):
        """Give the UID where the chain asks for it."""
        return self.uid if interface.__name__ == "IUUID" else None

    def digestible(self):
        """See ``IDigestible``."""
        return {"title": self.title}


class Archive:
    """The storage in a folder, opened for one deed at a time."""

    def __init__(self, folder):
        self.folder = folder
        self.path = folder / "Data.fs"
        self.minutes = 0
        with self.opened() as root:
            root["ledger"], root["records"] = Ledger(), OOBTree()
            for uid in UIDS:
                root["records"][uid] = Record(uid, "Приказ о зачислении")
                self.tell(root, uid, "filed")

    @contextmanager
    def opened(self):
        """The root of the database; what was done is committed."""
        database = DB(FileStorage(str(self.path)))
        connection = database.open()
        try:
            yield connection.root()
            transaction.commit()
        finally:
            transaction.abort()
            connection.close()
            database.close()

    def moment(self):
        """The next minute."""
        self.minutes += 1
        return NOON + timedelta(minutes=self.minutes)

    def tell(self, root, uid, event, **payload):
        """Append an event as the server does."""
        record = root["records"][uid]
        append(
            record,
            event,
            at=self.moment(),
            actor="secretary",
            roles=("Secretary",),
            groups=(),
            source="form",
            payload=payload or {"title": record.title},
            alone=True,
        )
        root["ledger"].marks.mark(chain_of(record))

    def change(self, uid, title):
        """Change a record as the server does."""
        with self.opened() as root:
            root["records"][uid].title = title
            self.tell(root, uid, "changed", title=title)

    def checkpoint(self):
        """Take a checkpoint as the job does, and return what the auditor takes away."""
        with self.opened() as root:
            ledger = root["ledger"]
            for shard in range(SHARDS):
                ledger.log.append(ledger.marks.take(shard, 1000))
            return ledger.log.close(self.moment()).as_dict()

    def proof(self, uid, opened=False):
        """Return what the server answers for a record: its chain and its place in the last log."""
        with self.opened() as root:
            log, chain = root["ledger"].log, chain_of(root["records"][uid])
            checkpoint = log.last()
            index = log.index_of(uid, checkpoint.size)
            found = {
                "format": "schoolrecords-proof-1",
                "uid": uid,
                "checkpoint": checkpoint.as_dict(),
                "head": {"index": index, **asdict(log.head(index))},
                "path": [step.hex() for step in log.inclusion(index, checkpoint.size)],
                "entries": [entry_values(entry) for entry in chain.entries()],
            }
            if opened:
                found["opened"] = [
                    {"seq": seq, "salt": chain.own_salt(seq).hex(), "payload": chain.payload(seq)}
                    for seq in range(len(chain))
                ]
            return found

    def growth(self):
        """Return what the server says of its first and its last checkpoint."""
        with self.opened() as root:
            log = root["ledger"].log
            return growth(log, log.checkpoint(1), log.last())


@pytest.fixture(scope="module")
def command(tmp_path_factory):
    """The auditor's command; it runs with the standard library and itself alone."""
    folder = tmp_path_factory.mktemp("command")
    made = VerifierCommand(folder)

    def verify(kept, *documents):
        names = []
        for number, document in enumerate((kept, *documents)):
            path = folder / f"{number}.json"
            path.write_text(json.dumps(document), encoding="utf-8")
            names.append(str(path))
        done = made.ask("--json", "--checkpoint", *names)
        assert done.stderr == ""
        told = json.loads(done.stdout)
        assert (done.returncode == 0) == told["holds"]
        return [[one["code"] for one in shown["findings"]] for shown in told["documents"]]

    return verify


@pytest.fixture
def archive(tmp_path):
    """An archive in which one record was changed."""
    made = Archive(tmp_path)
    made.change(UIDS[0], "Приказ об отчислении")
    return made


def test_an_archive_that_nobody_touched_holds(archive, command):
    kept = archive.checkpoint()
    archive.change(UIDS[0], "Приказ о переводе")
    assert command(kept, *(archive.proof(uid, opened=True) for uid in UIDS)) == [[]] * len(UIDS)


def test_storage_undo_on_the_raw_file(archive, command):
    """The last change and the checkpoint over it are undone, and the server goes on."""
    first = archive.checkpoint()
    archive.change(UIDS[0], "Приказ о переводе")
    kept = archive.checkpoint()
    storage = FileStorage(str(archive.path))
    database = DB(storage)
    done = storage.undoLog(0, 2)
    for one in done:
        database.undo(one["id"])
        transaction.commit()
    database.close()
    with archive.opened() as root:
        assert root["records"][UIDS[0]].title == "Приказ об отчислении"
        assert root["ledger"].log.last().as_dict() == first

    archive.change(UIDS[1], "Другой приказ")
    archive.checkpoint()
    assert command(kept, archive.proof(UIDS[0])) == [["other_checkpoint"]]
    assert command(kept, archive.growth(), archive.proof(UIDS[0]))[0] != []


def test_a_restored_backup(archive, command):
    first = archive.checkpoint()
    shutil.copy(archive.path, archive.folder / "backup.fs")
    archive.change(UIDS[2], "Приказ о переводе")
    kept = archive.checkpoint()
    for left in archive.folder.glob("Data.fs*"):
        left.unlink()
    shutil.copy(archive.folder / "backup.fs", archive.path)

    # As it came from the backup: the log ends before the auditor's checkpoint.
    assert command(kept, archive.proof(UIDS[2])) == [["set_back"]]
    # After it went on: the same number stands for another log.
    archive.change(UIDS[2], "Совсем другой приказ")
    again = archive.checkpoint()
    assert (again["number"], again["previous"]) == (kept["number"], kept["previous"])
    assert again["root"] != kept["root"]
    assert command(kept, archive.proof(UIDS[2])) == [["other_checkpoint"]]
    # Who says that the kept one leads to the new one has to prove it, and cannot.
    claimed = {**archive.growth(), "old": kept}
    assert command(kept, claimed, archive.proof(UIDS[2])) == [
        ["log_rewritten"],
        ["other_checkpoint"],
    ]
    # The checkpoint before the backup still vouches for what stood in it.
    assert command(first, archive.growth(), archive.proof(UIDS[0])) == [[], []]


def test_an_entry_edited_in_the_raw_file(archive, command):
    """Bytes of the file are exchanged for as many others: FileStorage has no sums of its own."""
    kept = archive.checkpoint()
    data = archive.path.read_bytes()
    assert data.count(b"secretary") > 0
    archive.path.write_bytes(data.replace(b"secretary", b"archivist"))

    [found] = command(kept, archive.proof(UIDS[0]))
    assert found.count("changed") == 2


def test_a_hand_edited_object(archive, command):
    """A record rewritten past its chain: its chain holds, and the record is not what it says."""
    kept = archive.checkpoint()
    with archive.opened() as root:
        root["records"][UIDS[0]].title = "Приказ о награждении"

    assert command(kept, archive.proof(UIDS[0])) == [[]]
    with archive.opened() as root:
        record = root["records"][UIDS[0]]
        assert digest_of(record) != chain_of(record).last().after
        untouched = root["records"][UIDS[1]]
        assert digest_of(untouched) == chain_of(untouched).last().after


def test_an_edited_payload(archive, command):
    kept = archive.checkpoint()
    with archive.opened() as root:
        payloads = chain_of(root["records"][UIDS[0]])._payloads
        payloads[1] = {"title": "Приказ о награждении"}

    # Without the payload nothing is wrong with the chain; with it the commitment does not fit.
    assert command(kept, archive.proof(UIDS[0])) == [[]]
    assert command(kept, archive.proof(UIDS[0], opened=True)) == [["opened_differs"]]


@pytest.mark.parametrize(
    ("seq", "code"), [(0, "gap"), (1, "chain_cut_or_rewritten")], ids=["first", "last"]
)
def test_a_dropped_entry(archive, command, seq, code):
    kept = archive.checkpoint()
    with archive.opened() as root:
        del chain_of(root["records"][UIDS[0]])._entries[seq]

    [found] = command(kept, archive.proof(UIDS[0]))
    assert code in found


def test_a_chain_rewritten_as_a_whole_with_a_new_log(archive, command):
    """The best that somebody can do who knows the product: everything agrees with itself."""
    kept = archive.checkpoint()
    with archive.opened() as root:
        archive.minutes = 0
        root["ledger"] = Ledger()
        root["ledger"].log.archive = kept["archive"]
        for uid in UIDS:
            root["records"][uid] = Record(uid, "Приказ о награждении")
            archive.tell(root, uid, "filed")
    forged = archive.checkpoint()
    assert command(forged, archive.proof(UIDS[0])) == [[]]

    assert command(kept, archive.proof(UIDS[0])) == [["other_checkpoint"]]
