"""``schoolrecords-verify checkpoint``: who and which clock vouch for a checkpoint that was kept.

Reads the answer of ``GET @checkpoints/<number>``. Exit code 0: every timestamp and signature in it
holds. 1: one does not, or the checkpoint itself was changed. 2: a file could not be read or is
something else, or there is nothing to check. 3: the mathematics hold, but a chain is unchecked.
"""

from dataclasses import asdict
from schoolrecords_verify import options
from schoolrecords_verify import signature
from schoolrecords_verify import signature_texts as texts
from schoolrecords_verify.core.checkpoint import Malformed
from schoolrecords_verify.core.checkpoint_files import read_vouched
from schoolrecords_verify.core.verification import Finding
from schoolrecords_verify.texts import moments
from schoolrecords_verify.texts import said
from schoolrecords_verify.vouching import Checks

import argparse
import json
import sys


#: The worst of several exit codes comes first.
_WORST = (1, 2, 3, 0)


def main(arguments, out=None):
    """Check what the named checkpoint carries, say what was found, return the exit code."""
    out = out or sys.stdout
    asked = _parser().parse_args(arguments)
    try:
        data = options.read_kept(asked.file)
        shown, codes = _judged(data, asked)
    except options.Unreadable as refusal:
        print(refusal, file=sys.stderr)
        return options.UNREADABLE
    _print(shown, asked.json, out)
    return min(codes, key=_WORST.index, default=options.UNREADABLE)


def _judged(data, asked):
    """Return (what was found as plain values, exit codes of all that was checked)."""
    shown = {"number": data["number"], "findings": [], "timestamp": None, "signatures": []}
    try:
        vouched = read_vouched(data)
    except Malformed as refusal:
        finding = Finding("malformed", detail=refusal.field)
        shown["findings"] = [{**asdict(finding), "message": said(finding)}]
        return shown, [1]
    return shown, list(_evidence(shown, vouched, asked))


def _evidence(shown, vouched, asked):
    """Check what vouches for the checkpoint, add it to ``shown`` and yield the exit codes."""
    checks, body = Checks(asked), vouched.checkpoint.body()
    if vouched.tokens:
        shown["timestamp"], is_open = checks.stamp(body, vouched.tokens)
        yield 0 if shown["timestamp"]["holds"] else 3 if is_open else 1
    for one in vouched.signatures:
        outcome = checks.signature(body, one)
        shown["signatures"].append(signature.plain(outcome))
        yield signature.EXIT[outcome.result]


def _parser():
    parser = argparse.ArgumentParser(
        prog="schoolrecords-verify checkpoint",
        description="Проверяет метки времени и подписи сохранённой контрольной точки.",
    )
    parser.add_argument("file", metavar="ФАЙЛ", help="ответ @checkpoints/<номер>")
    signature.add_trust(parser)
    options.add_json(parser)
    return parser


def _print(shown, as_json, out):
    if as_json:
        json.dump(shown, out, ensure_ascii=False, indent=2)
        out.write("\n")
        return
    print(texts.CHECKPOINT.format(number=shown["number"]), file=out)
    for one in shown["findings"]:
        print(f"  – {one['message']}", file=out)
    stamp = shown["timestamp"]
    if stamp is not None:
        holds = stamp["holds"]
        told = texts.STAMPED.format(at=moments(stamp["at"])) if holds else stamp["message"]
        print(f"  – {told}", file=out)
    for one in shown["signatures"]:
        signature.print_outcome(one, out)
    if stamp is None and not shown["signatures"] and not shown["findings"]:
        print(f"  – {texts.NOTHING}", file=out)
