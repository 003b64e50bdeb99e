"""``schoolrecords-verify signature``: what a detached signature over a file proves.

Exit code 0: valid. 1: invalid. 2: not checked, or a file could not be read. 3: the mathematics
hold, but the chain is unchecked.
"""

from dataclasses import asdict
from datetime import datetime
from datetime import time
from datetime import UTC
from importlib import import_module
from schoolrecords_verify import options
from schoolrecords_verify import signature_texts as texts
from schoolrecords_verify.texts import moments
from string import Template

import argparse
import json
import re
import sys


EXIT = {"valid": 0, "invalid": 1, "cannot_check": 2, "chain_unchecked": 3}
_DAY = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})")


def main(arguments, out=None):
    """Check the signature that ``arguments`` name, say what was found, return the exit code."""
    out = out or sys.stdout
    asked = _parser().parse_args(arguments)
    try:
        outcome = _checked(asked)
    except options.Unreadable as refusal:
        print(refusal, file=sys.stderr)
        return options.UNREADABLE
    shown = plain(outcome)
    if asked.json:
        json.dump(shown, out, ensure_ascii=False, indent=2)
        out.write("\n")
    else:
        print_outcome(shown, out)
    return EXIT[outcome.result]


def _parser():
    parser = argparse.ArgumentParser(
        prog="schoolrecords-verify signature",
        description="Проверяет отсоединённую электронную подпись файла.",
    )
    parser.add_argument("file", metavar="ФАЙЛ", help="подписанный файл")
    parser.add_argument("signature", metavar="ПОДПИСЬ", help="файл .sig: DER, PEM или base64")
    add_trust(parser)
    parser.add_argument(
        "--token",
        action="append",
        default=[],
        metavar="ФАЙЛ",
        help="метка времени (RFC 3161, DER); несколько — от первой к последней",
    )
    options.add_json(parser)
    return parser


def add_trust(parser):
    """Add the arguments that say what is trusted, and as of when."""
    for name, told in (
        ("root", "корневой сертификат, которому вы доверяете"),
        ("intermediate", "промежуточный сертификат"),
        ("crl", "список отозванных сертификатов"),
        ("tsa-root", "корневой сертификат службы меток времени"),
    ):
        told = f"{told}; можно несколько"
        parser.add_argument(f"--{name}", action="append", default=[], metavar="ФАЙЛ", help=told)
    parser.add_argument("--at", metavar="КОГДА", help="на какой момент проверять; иначе на сейчас")


def engines():
    """Return the package of the engines; raises :class:`.options.Unreadable` without its libraries."""
    try:
        return import_module("schoolrecords_verify.signing.cms")
    except ImportError:
        raise options.Unreadable(texts.NO_LIBRARIES) from None


def trust_of(asked):
    """Return what the arguments trust; raises :class:`.options.Unreadable`."""
    return engines().Trust(
        roots=certificates(asked.root, {"root"}),
        intermediates=certificates(asked.intermediate, {"root", "intermediate"}),
        crls=certificates(asked.crl, {"crl"}),
        tsa_roots=certificates(asked.tsa_root, {"root"}),
    )


def _checked(asked):
    return engines().verify_detached(
        options.read_bytes(asked.file),
        options.read_bytes(asked.signature),
        trust_of(asked),
        moment_of(asked.at),
        tokens=tuple(map(options.read_bytes, asked.token)),
    )


def certificates(names, kinds):
    """Return the DER of what the files hold, when it is of these kinds."""
    material = import_module("schoolrecords_verify.signing.cms.material")
    found = []
    for name in names:
        try:
            parts = material.read_material(options.read_bytes(name))
        except material.NotTaken as refusal:
            code = refusal.reasons[0][0]
            why = Template(texts.FILES[code]).safe_substitute(limit=material.LIMIT // 2**20)
            raise options.not_read(name, why) from None
        if not {one.kind for one in parts} <= kinds:
            raise options.not_read(name, texts.OTHER_KIND)
        found += [one.der for one in parts]
    return tuple(found)


def moment_of(text):
    """Return the instant of ``--at``: a day means its end, so that what was made on it counts."""
    if text is None:
        return datetime.now(UTC)
    day = _DAY.fullmatch(text)
    written = "-".join(reversed(day.groups())) if day else text
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        raise options.Unreadable(texts.NOT_A_MOMENT.format(text=text)) from None
    if len(written) == len("2026-11-22"):
        found = datetime.combine(found, time(23, 59, 59))
    return (found if found.tzinfo else found.astimezone()).astimezone(UTC)


def plain(outcome):
    """Return the outcome as JSON's own kinds, with the words of its reasons."""
    values = asdict(outcome)
    values["reasons"] = [reason(one) for one in outcome.reasons]
    values["remarks"] = [reason(one) for one in outcome.remarks]
    return _json(values)


def reason(found):
    """Return a reason as its code and its words."""
    data = {name: _text(value) for name, value in found.data.items()}
    return {
        "code": found.code,
        "message": Template(texts.FOUND[found.code]).safe_substitute(data),
    }


def _json(value):
    if isinstance(value, dict):
        return {name: _json(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_json(one) for one in value]
    return value.isoformat() if isinstance(value, datetime) else value


def _text(value):
    return f"{value:%d.%m.%Y}" if isinstance(value, datetime) else value


def print_outcome(shown, out):
    """Say an outcome, as :func:`plain` gave it."""
    print(texts.RESULTS[shown["result"]], file=out)
    for one in (*shown["reasons"], *shown["remarks"]):
        print(f"  – {one['message']}", file=out)
    for names, values in ((texts.OUTCOME, shown), (texts.SIGNER, shown["signer"] or {})):
        for name, title in names:
            if values.get(name):
                print(f"{title}: {moments(str(values[name]))}", file=out)
    for one in shown["chain"]:
        print(f"{texts.CHAIN}: {one}", file=out)
