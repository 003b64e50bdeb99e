"""``schoolrecords-verify``: what holds and what does not, for people or as JSON.

Exit code 0: everything holds. 1: something does not. 2: a file could not be read, or nothing was
given to check. ``schoolrecords-verify signature`` checks one signature, ``… checkpoint`` what
vouches for a checkpoint, ``… package`` the auditor's package: see the modules of these names.
"""

from dataclasses import asdict
from pathlib import Path
from schoolrecords_verify import checkpoint
from schoolrecords_verify import package
from schoolrecords_verify import signature
from schoolrecords_verify import texts
from schoolrecords_verify.core.verification import judge

import argparse
import json
import sys


HOLDS, BROKEN, UNREADABLE = 0, 1, 2
#: A chain of a hundred thousand events has some 60 MB; more is no document of one record.
LIMIT_MB = 256
_OTHERS = {"signature": signature.main, "checkpoint": checkpoint.main, "package": package.main}


class Unreadable(Exception):
    """A file that cannot be read as JSON; the text says why."""


def run():
    """Entry point of the command."""
    sys.exit(main(sys.argv[1:]))


def main(arguments, out=None):
    """Check the files that ``arguments`` name, write the verdicts and return the exit code."""
    out = out or sys.stdout
    if arguments[:1] and arguments[0] in _OTHERS:
        return _OTHERS[arguments[0]](arguments[1:], out)
    options = _parser().parse_args(arguments)
    try:
        kept = [_read(name) for name in options.checkpoint]
        documents = [one for name in options.files for one in _documents(_read(name))]
    except Unreadable as refusal:
        print(refusal, file=sys.stderr)
        return UNREADABLE
    verdicts = judge(documents, kept)
    _print_json(verdicts, out) if options.json else _print_text(verdicts, out)
    return HOLDS if all(one.holds for one in verdicts) else BROKEN


def _parser():
    parser = argparse.ArgumentParser(
        prog="schoolrecords-verify",
        description="Проверяет документы архива по сохранённой контрольной точке. "
        "Подпись файла проверяет «schoolrecords-verify signature ФАЙЛ ПОДПИСЬ», метку времени и "
        "подпись контрольной точки — «schoolrecords-verify checkpoint ФАЙЛ», пакет аудитора — "
        "«schoolrecords-verify package ПАКЕТ».",
    )
    parser.add_argument("files", nargs="+", metavar="ФАЙЛ", help="ответы @proof и …/growth")
    parser.add_argument(
        "--checkpoint",
        action="append",
        default=[],
        metavar="ФАЙЛ",
        help="контрольная точка, которую вы сохранили; можно указать несколько",
    )
    parser.add_argument("--json", action="store_true", help="вывести результат как JSON")
    return parser


def _read(name):
    path = Path(name)
    try:
        if path.stat().st_size > LIMIT_MB * 2**20:
            raise Unreadable(_not_read(name, texts.TOO_LARGE.format(limit=LIMIT_MB)))
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as refusal:
        raise Unreadable(_not_read(name, refusal.strerror)) from None
    except (ValueError, RecursionError):
        raise Unreadable(_not_read(name, texts.NOT_JSON)) from None


def _not_read(name, why):
    return texts.NOT_READ.format(name=name, why=why)


def _documents(data):
    """A file holds one document or a list of them."""
    return data if isinstance(data, list) else [data]


def _print_json(verdicts, out):
    shown = [{"holds": one.holds, **asdict(one)} for one in verdicts]
    answer = {"holds": all(one.holds for one in verdicts), "documents": shown}
    json.dump(answer, out, ensure_ascii=False, indent=2)
    out.write("\n")


def _print_text(verdicts, out):
    for verdict in verdicts:
        kind = texts.KINDS.get(verdict.kind, texts.UNKNOWN_KIND)
        word = texts.HOLDS if verdict.holds else texts.BROKEN
        print(f"{kind} {verdict.subject}: {word}".replace(" :", ":"), file=out)
        if verdict.entries:
            said = texts.COVERED.format(entries=verdict.entries, proved=verdict.proved)
            print(f"  {said}", file=out)
        for finding in (*verdict.findings, *verdict.remarks):
            print(f"  – {texts.said(finding)}", file=out)
    held = sum(one.holds for one in verdicts)
    numbers = {"total": len(verdicts), "held": held, "broken": len(verdicts) - held}
    print(texts.SUMMARY.format(**numbers), file=out)
