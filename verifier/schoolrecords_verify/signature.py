"""``schoolrecords-verify signature``: what a detached signature over a file proves.

Exit code 0: valid. 1: invalid. 2: not checked, or a file could not be read. 3: the mathematics
hold, but the chain is unchecked.
"""

from dataclasses import asdict
from datetime import datetime
from datetime import time
from datetime import UTC
from importlib import import_module
from pathlib import Path
from schoolrecords_verify import signature_texts as texts
from string import Template

import argparse
import json
import re
import sys


EXIT = {"valid": 0, "invalid": 1, "cannot_check": 2, "chain_unchecked": 3}
UNREADABLE = 2
#: A signed document is kept in memory once.
LIMIT_MB = 1024
_DAY = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})")


class Unreadable(Exception):
    """A file or a value that cannot be read; the text says why."""


def main(arguments, out=None):
    """Check the signature that ``arguments`` name, say what was found, return the exit code."""
    out = out or sys.stdout
    options = _parser().parse_args(arguments)
    try:
        outcome = _checked(options)
    except Unreadable as refusal:
        print(refusal, file=sys.stderr)
        return UNREADABLE
    shown = _plain(outcome)
    if options.json:
        json.dump(shown, out, ensure_ascii=False, indent=2)
        out.write("\n")
    else:
        _print(shown, out)
    return EXIT[outcome.result]


def _parser():
    parser = argparse.ArgumentParser(
        prog="schoolrecords-verify signature",
        description="Проверяет отсоединённую электронную подпись файла.",
    )
    parser.add_argument("file", metavar="ФАЙЛ", help="подписанный файл")
    parser.add_argument("signature", metavar="ПОДПИСЬ", help="файл .sig: DER, PEM или base64")
    for name, told in (
        ("root", "корневой сертификат, которому вы доверяете"),
        ("intermediate", "промежуточный сертификат"),
        ("crl", "список отозванных сертификатов"),
        ("tsa-root", "корневой сертификат службы меток времени"),
        ("token", "метка времени (RFC 3161, DER); несколько — от первой к последней"),
    ):
        parser.add_argument(
            f"--{name}",
            action="append",
            default=[],
            metavar="ФАЙЛ",
            help=f"{told}; можно несколько",
        )
    parser.add_argument("--at", metavar="КОГДА", help="на какой момент проверять; иначе на сейчас")
    parser.add_argument("--json", action="store_true", help="вывести результат как JSON")
    return parser


def _checked(options):
    try:
        cms = import_module("schoolrecords_verify.signing.cms")
    except ImportError:
        raise Unreadable(texts.NO_LIBRARIES) from None
    trust = cms.Trust(
        roots=_certificates(options.root, {"root"}),
        intermediates=_certificates(options.intermediate, {"root", "intermediate"}),
        crls=_certificates(options.crl, {"crl"}),
        tsa_roots=_certificates(options.tsa_root, {"root"}),
    )
    return cms.verify_detached(
        _read(options.file),
        _read(options.signature),
        trust,
        _moment(options.at),
        tokens=tuple(map(_read, options.token)),
    )


def _read(name):
    path = Path(name)
    try:
        if path.stat().st_size > LIMIT_MB * 2**20:
            raise Unreadable(_not_read(name, texts.TOO_LARGE.format(limit=LIMIT_MB)))
        return path.read_bytes()
    except OSError as refusal:
        raise Unreadable(_not_read(name, refusal.strerror)) from None


def _certificates(names, kinds):
    """Return the DER of what the files hold, when it is of these kinds."""
    material = import_module("schoolrecords_verify.signing.cms.material")
    found = []
    for name in names:
        try:
            parts = material.read_material(_read(name))
        except material.NotTaken as refusal:
            code = refusal.reasons[0][0]
            why = Template(texts.FILES[code]).safe_substitute(limit=material.LIMIT // 2**20)
            raise Unreadable(_not_read(name, why)) from None
        if not {one.kind for one in parts} <= kinds:
            raise Unreadable(_not_read(name, texts.OTHER_KIND))
        found += [one.der for one in parts]
    return tuple(found)


def _not_read(name, why):
    return texts.NOT_READ.format(name=name, why=why)


def _moment(text):
    """Return the instant of ``--at``: a day means its end, so that what was made on it counts."""
    if text is None:
        return datetime.now(UTC)
    day = _DAY.fullmatch(text)
    written = "-".join(reversed(day.groups())) if day else text
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        raise Unreadable(texts.NOT_A_MOMENT.format(text=text)) from None
    if len(written) == len("2026-11-22"):
        found = datetime.combine(found, time(23, 59, 59))
    return (found if found.tzinfo else found.astimezone()).astimezone(UTC)


def _plain(outcome):
    """Return the outcome as JSON's own kinds, with the words of its reasons."""
    values = asdict(outcome)
    values["reasons"] = [_reason(one) for one in outcome.reasons]
    values["remarks"] = [_reason(one) for one in outcome.remarks]
    return _json(values)


def _reason(reason):
    data = {name: _text(value) for name, value in reason.data.items()}
    return {
        "code": reason.code,
        "message": Template(texts.FOUND[reason.code]).safe_substitute(data),
    }


def _json(value):
    if isinstance(value, dict):
        return {name: _json(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_json(one) for one in value]
    return value.isoformat() if isinstance(value, datetime) else value


def _text(value):
    return f"{value:%d.%m.%Y}" if isinstance(value, datetime) else value


def _print(shown, out):
    print(texts.RESULTS[shown["result"]], file=out)
    for one in (*shown["reasons"], *shown["remarks"]):
        print(f"  – {one['message']}", file=out)
    for names, values in ((texts.OUTCOME, shown), (texts.SIGNER, shown["signer"] or {})):
        for name, title in names:
            if values.get(name):
                print(f"{title}: {values[name]}", file=out)
    for one in shown["chain"]:
        print(f"{texts.CHAIN}: {one}", file=out)
