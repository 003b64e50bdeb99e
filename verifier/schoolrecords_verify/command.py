"""``schoolrecords-verify``: what holds and what does not, for people or as JSON.

Exit code 0: everything holds. 1: something does not. 2: a file could not be read, or nothing was
given to check. ``schoolrecords-verify signature`` checks one signature, ``… checkpoint`` what
vouches for a checkpoint, ``… package`` the auditor's package: see the modules of these names.
"""

from dataclasses import asdict
from schoolrecords_verify import checkpoint
from schoolrecords_verify import options
from schoolrecords_verify import package
from schoolrecords_verify import signature
from schoolrecords_verify import texts
from schoolrecords_verify.core.verification import judge
from schoolrecords_verify.core.verification import PROOF

import argparse
import json
import sys


HOLDS, BROKEN = 0, 1
_OTHERS = {"signature": signature.main, "checkpoint": checkpoint.main, "package": package.main}


def run():
    """Entry point of the command."""
    sys.exit(main(sys.argv[1:]))


def main(arguments, out=None):
    """Check the files that ``arguments`` name, write the verdicts and return the exit code."""
    out = out or sys.stdout
    name, rest = _command(arguments)
    if name in _OTHERS:
        return _OTHERS[name](rest, out)
    asked = _parser().parse_args(arguments)
    try:
        kept = [options.read_kept(name) for name in asked.checkpoint]
        documents = [one for name in asked.files for one in _documents(options.read_json(name))]
    except options.Unreadable as refusal:
        print(refusal, file=sys.stderr)
        return options.UNREADABLE
    verdicts = judge(documents, kept)
    _print_json(verdicts, out) if asked.json else _print_text(verdicts, out)
    return HOLDS if all(one.holds for one in verdicts) else BROKEN


def _command(arguments):
    """Return (name of the command, its arguments); ``--json`` may stand before the name too."""
    rest = [one for one in arguments if one != "--json"]
    if rest and rest[0] in _OTHERS:
        return rest[0], [*rest[1:], *(["--json"] if len(rest) < len(arguments) else [])]
    return None, arguments


def _parser():
    parser = argparse.ArgumentParser(
        prog="schoolrecords-verify",
        description="Проверяет документы архива по сохранённой контрольной точке. "
        "Подпись файла проверяет «schoolrecords-verify signature ФАЙЛ ПОДПИСЬ», метку времени и "
        "подпись контрольной точки — «schoolrecords-verify checkpoint ФАЙЛ», пакет аудитора — "
        "«schoolrecords-verify package ПАКЕТ».",
    )
    parser.add_argument("files", nargs="+", metavar="ФАЙЛ", help="ответы @proof и …/growth")
    options.add_kept(parser)
    return parser


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
        subject = texts.safe(verdict.subject)
        print(f"{kind} {subject}: {word}".replace(" :", ":"), file=out)
        if verdict.entries:
            said = texts.COVERED.format(entries=verdict.entries, proved=verdict.proved)
            print(f"  {said}", file=out)
        if verdict.kind == PROOF and verdict.holds:
            told = texts.VALUES.format(names=verdict.names) if verdict.values else texts.NO_VALUES
            print(f"  {told}", file=out)
        for finding in (*verdict.findings, *verdict.remarks):
            print(f"  – {texts.said(finding)}", file=out)
    held = sum(one.holds for one in verdicts)
    numbers = {"total": len(verdicts), "held": held, "broken": len(verdicts) - held}
    print(texts.SUMMARY.format(**numbers), file=out)
