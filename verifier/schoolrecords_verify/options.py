"""What the commands share: arguments, and how a file is read or refused in Russian."""

from pathlib import Path
from schoolrecords_verify import texts
from schoolrecords_verify.core.verification import is_checkpoint

import errno
import json


UNREADABLE = 2
#: A signed document or a chain of a hundred thousand events (some 60 MB) is kept in memory once.
LIMIT_MB = 1024
_WHY = {
    errno.ENOENT: texts.NO_FILE,
    errno.EACCES: texts.NO_RIGHT,
    errno.EPERM: texts.NO_RIGHT,
    errno.EISDIR: texts.A_FOLDER,
    errno.ENOTDIR: texts.NO_FILE,
}


class Unreadable(Exception):
    """A file or a value that cannot be read; the text says why."""


def add_json(parser):
    """Add ``--json``, which every command has."""
    parser.add_argument("--json", action="store_true", help="вывести результат как JSON")


def add_kept(parser):
    """Add the kept checkpoints, and ``--json``."""
    parser.add_argument(
        "--checkpoint",
        action="append",
        default=[],
        metavar="ФАЙЛ",
        help="контрольная точка, которую вы сохранили; можно указать несколько",
    )
    add_json(parser)


def read_bytes(name):
    """Return the content of a file; raises :class:`Unreadable`."""
    path = Path(name)
    try:
        if path.stat().st_size > LIMIT_MB * 2**20:
            raise not_read(name, texts.TOO_LARGE.format(limit=LIMIT_MB))
        return path.read_bytes()
    except (OSError, ValueError) as refusal:
        raise not_read(name, why_not(refusal)) from None


def read_json(name):
    """Return the value of a file of JSON; raises :class:`Unreadable`."""
    try:
        return json.loads(read_bytes(name))
    except (ValueError, RecursionError):
        raise not_read(name, texts.NOT_JSON) from None


def read_kept(name):
    """Return the plain values of a file that has the shape of a checkpoint, right or not."""
    data = read_json(name)
    if not is_checkpoint(data):
        raise not_read(name, texts.NOT_A_CHECKPOINT)
    return data


def not_read(name, why):
    """Return the refusal of a file."""
    return Unreadable(texts.NOT_READ.format(name=name, why=why))


def why_not(refusal):
    """Return in Russian why the system gives no file."""
    return _WHY.get(getattr(refusal, "errno", None), texts.NOT_GIVEN)
