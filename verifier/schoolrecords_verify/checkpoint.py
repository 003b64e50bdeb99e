"""``schoolrecords-verify checkpoint``: who and which clock vouch for a checkpoint that was kept.

Reads the answer of ``GET @checkpoints/<number>``. Exit code 0: every timestamp and signature in it
holds. 1: one does not. 2: a file could not be read, or there is nothing to check. 3: the
mathematics hold, but a chain is unchecked.
"""

from importlib import import_module
from schoolrecords_verify import signature
from schoolrecords_verify import signature_texts as texts
from schoolrecords_verify.core import checkpoint as rules

import argparse
import base64
import json
import sys


#: The worst of several exit codes comes first.
_WORST = (1, 2, 3, 0)


def main(arguments, out=None):
    """Check what the named checkpoint carries, say what was found, return the exit code."""
    out = out or sys.stdout
    options = _parser().parse_args(arguments)
    try:
        checkpoint, tokens, signatures = _document(options.file)
        cms, trust = signature.engines(), signature.trust_of(options)
        moment = signature.moment_of(options.at)
    except signature.Unreadable as refusal:
        print(refusal, file=sys.stderr)
        return signature.UNREADABLE
    body = checkpoint.body()
    codes, shown = [], {"number": checkpoint.number, "timestamp": None, "signatures": []}
    if tokens:
        shown["timestamp"] = _stamped(body, tokens, trust, moment)
        codes.append(0 if shown["timestamp"]["holds"] else 1)
    for one in signatures:
        outcome = cms.verify_detached(body, one, trust, moment)
        shown["signatures"].append(signature.plain(outcome))
        codes.append(signature.EXIT[outcome.result])
    _print(shown, options.json, out)
    return min(codes, key=_WORST.index, default=signature.UNREADABLE)


def _parser():
    parser = argparse.ArgumentParser(
        prog="schoolrecords-verify checkpoint",
        description="Проверяет метки времени и подписи сохранённой контрольной точки.",
    )
    parser.add_argument("file", metavar="ФАЙЛ", help="ответ @checkpoints/<номер>")
    signature.add_trust(parser)
    parser.add_argument("--at", metavar="КОГДА", help="на какой момент проверять; иначе на сейчас")
    parser.add_argument("--json", action="store_true", help="вывести результат как JSON")
    return parser


def _document(name):
    """Return (checkpoint, tokens, signatures) of a file."""
    try:
        data = json.loads(signature.read_bytes(name))
        checkpoint = rules.read_checkpoint(data)
        tokens = [_bytes(one) for one in data.get("timestamps", ())]
        signatures = [_bytes(one["signature"]) for one in data.get("signatures", ())]
    except (ValueError, TypeError, KeyError, RecursionError):
        why = texts.NOT_A_CHECKPOINT
        raise signature.Unreadable(texts.NOT_READ.format(name=name, why=why)) from None
    return checkpoint, tokens, signatures


def _bytes(text):
    return base64.b64decode(text, validate=True)


def _stamped(body, tokens, trust, moment):
    timestamps = import_module("schoolrecords_verify.signing.cms.timestamps")
    try:
        found = timestamps.verify(body, tokens, trust, moment)
    except timestamps.NoTimestamp as refusal:
        return {"holds": False, "code": refusal.code, "message": texts.FOUND[refusal.code]}
    return {"holds": True, "at": found.at.isoformat(), "root": found.root}


def _print(shown, as_json, out):
    if as_json:
        json.dump(shown, out, ensure_ascii=False, indent=2)
        out.write("\n")
        return
    print(texts.CHECKPOINT.format(number=shown["number"]), file=out)
    stamp = shown["timestamp"]
    if stamp is not None:
        said = texts.STAMPED.format(at=stamp["at"]) if stamp["holds"] else stamp["message"]
        print(f"  – {said}", file=out)
    for one in shown["signatures"]:
        signature.print_outcome(one, out)
    if stamp is None and not shown["signatures"]:
        print(f"  – {texts.NOTHING}", file=out)
