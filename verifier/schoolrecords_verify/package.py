"""``schoolrecords-verify package``: the auditor's whole package against kept checkpoints.

Exit code 0: everything holds. 1: something does not. 2: a file cannot be read. 3: everything holds,
but who stands behind a timestamp or a signature of a checkpoint is unchecked.
"""

from dataclasses import asdict
from schoolrecords_verify import options
from schoolrecords_verify import signature
from schoolrecords_verify import texts
from schoolrecords_verify.core.checkpoint_files import judge_files
from schoolrecords_verify.core.package_parts import Parts
from schoolrecords_verify.core.package_parts import UNCOVERED
from schoolrecords_verify.core.verification import Finding
from schoolrecords_verify.core.whole_archive import judge_archive
from schoolrecords_verify.vouching import checks_of
from schoolrecords_verify.vouching import Vouchers

import argparse
import hashlib
import json
import sys
import zipfile
import zlib


HOLDS, BROKEN, UNCHECKED = 0, 1, 3
_BLOCK = 1 << 20
#: What a file raises that is no ZIP, is encrypted or broken, or has no manifest.
_NOT_READ = (OSError, EOFError, RuntimeError, ValueError, KeyError, zipfile.BadZipFile, zlib.error)


def main(arguments, out=None):
    """Check the package, say what was found and return the exit code."""
    out = out or sys.stdout
    asked = _parser().parse_args(arguments)
    try:
        kept = [options.read_kept(name) for name in asked.checkpoint]
        checks = checks_of(asked)
        with zipfile.ZipFile(asked.package) as package:
            names = _Names(package)
            damaged = names.damaged()
            found, parts = _judged(names, kept)
            vouchers = _vouched(names, found, parts, checks)
            places = _places(names, found)
    except _NOT_READ as why:
        said = options.why_not(why) if isinstance(why, OSError) else texts.NOT_A_PACKAGE
        print(texts.NOT_READ.format(name=asked.package, why=said), file=sys.stderr)
        return options.UNREADABLE
    except options.Unreadable as refusal:
        print(refusal, file=sys.stderr)
        return options.UNREADABLE
    (_print_json if asked.json else _print)(found, parts, vouchers, damaged, places, out)
    if not found.holds or damaged:
        return BROKEN
    return UNCHECKED if vouchers.unchecked else HOLDS


def _judged(names, kept):
    """Return the judgement on the ledger and all that lies beside it, and what was opened."""
    parts = Parts()
    found = judge_archive(
        names.lines("data/log.jsonl"),
        names.lines("data/checkpoints.jsonl"),
        names.lines("data/ledger/"),
        kept,
        parts.hear,
        names.lines("data/opened/"),
    )
    opened = names.lines("data/opened/")
    beside = parts.judge(opened, names.sums, names.read, lambda name: names.lines(f"data/{name}"))
    for subject, one in beside:
        found.fault(subject, one)
    if later := parts.opened - parts.covered:
        found.remark("", Finding(UNCOVERED, detail=str(later)))
    return found, parts


def _vouched(names, found, parts, checks):
    """Add to the judgement what vouches for the checkpoints of the package, and return it counted."""
    vouchers, listed = Vouchers(), names.lines("data/checkpoints.jsonl")
    for one in judge_files(listed, names.sums, names.read, parts.signed, parts.stamped):
        findings = [one] if isinstance(one, Finding) else vouchers.look(one, checks)
        for finding in findings:
            found.fault("", finding)
    for one in vouchers.remarks():
        found.remark("", one)
    return vouchers


def _parser():
    parser = argparse.ArgumentParser(
        prog="schoolrecords-verify package",
        description="Проверяет пакет аудитора целиком: журнал, контрольные точки и историю "
        "каждой записи, подписи, материалы актов и отчёт.",
    )
    parser.add_argument("package", metavar="ПАКЕТ", help="файл audit-….zip")
    options.add_kept(parser)
    signature.add_trust(parser)
    return parser


class _Names:
    """The files of a package, without the folder around them."""

    def __init__(self, package):
        self.package = package
        #: SHA-256 of every file of the data, by its name in there.
        self.sums = {}
        self.known, self.strange = {}, set()
        files = [one for one in package.infolist() if not one.is_dir()]
        for one in files:
            folder, _slash, name = one.filename.partition("/")
            if name in self.known or folder != files[0].filename.partition("/")[0]:
                # Programs differ in which of two they take.
                self.strange.add(name or folder)
            else:
                self.known[name] = one

    def damaged(self):
        """Return the names of files that the manifest does not know, or knows otherwise."""
        manifest = {}
        for line in self.package.read(self.known["manifest-sha256.txt"]).decode().splitlines():
            digest, _blanks, name = line.partition("  ")
            manifest[name] = digest
        data = {name for name in self.known if name.startswith("data/")}
        self.sums = {name.removeprefix("data/"): self._sum(name) for name in data}
        wrong = [
            name
            for name in data & manifest.keys()
            if self.sums[name.removeprefix("data/")] != manifest[name]
        ]
        return sorted({*wrong, *self.strange, *(data ^ manifest.keys())})

    def read(self, name):
        """Return the bytes of a file of the data."""
        return self.package.read(self.known[f"data/{name}"])

    def lines(self, begin):
        """Yield the values of every line of the files whose names begin so, in their order.

        A line that is no JSON is ``None``, which is nothing that could stand there.
        """
        for name in sorted(one for one in self.known if one.startswith(begin)):
            with self.package.open(self.known[name]) as stream:
                yield from map(_value, stream)

    def _sum(self, name):
        found = hashlib.sha256()
        with self.package.open(self.known[name]) as stream:
            while block := stream.read(_BLOCK):
                found.update(block)
        return found.hexdigest()


def _value(line):
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _print(found, parts, vouchers, damaged, places, out):
    for name in damaged:
        print(f"– {texts.safe(name)}: {texts.DAMAGED}", file=out)
    for subject, finding in (*found.findings, *found.remarks):
        place = f"{_named(subject, places)}: " if subject else ""
        print(f"– {place}{texts.said(finding)}", file=out)
    for note in _notes(found, places):
        print(note, file=out)
    numbers = {"opened": parts.opened, "covered": parts.covered}
    print(texts.PACKAGE.format(**asdict(found), **numbers), file=out)
    if vouchers.stamps or vouchers.signatures:
        print(texts.VOUCHED.format(**asdict(vouchers)), file=out)
    holds = found.holds and not damaged
    told = texts.CHAIN_OPEN if vouchers.unchecked else texts.HOLDS
    print(told if holds else texts.BROKEN, file=out)


def _print_json(found, parts, vouchers, damaged, places, out):
    answer = {
        "holds": found.holds and not damaged,
        "damaged": damaged,
        **asdict(found),
        "opened": parts.opened,
        "opened_covered": parts.covered,
        "stamps": vouchers.stamps,
        "signatures": vouchers.signatures,
        "vouchers_hold": vouchers.hold,
        "vouchers_unchecked": vouchers.unchecked.total(),
        "findings": [_plain(*one, places) for one in found.findings],
        "remarks": [_plain(*one, places) for one in found.remarks],
        "notes": _notes(found, places),
    }
    json.dump(answer, out, ensure_ascii=False, indent=2)
    out.write("\n")


def _notes(found, places):
    """Return what findings of a kind mean, once for each kind, and whose word the places are."""
    kinds = {one.code for _subject, one in found.findings}
    told = [told for code, told in texts.NOTES.items() if code in kinds]
    return [*told, texts.PLACES] if places else told


def _places(names, found):
    """Return UID → (type, path) of the records that findings tell of, as the package names them.

    A line of the ledger says both; no chain covers them, so that they only help to find the record.
    """
    wanted = {subject for subject, _one in (*found.findings, *found.remarks) if subject}
    places = {}
    for line in names.lines("data/ledger/") if wanted else ():
        uid = line.get("uid") if isinstance(line, dict) else None
        if isinstance(uid, str) and uid in wanted and uid not in places:
            told = texts.safe(line.get("type")), texts.safe(line.get("path"))
            if any(told):
                places[uid] = told
    return places


def _named(subject, places):
    kind, path = places.get(subject, ("", ""))
    hint = ", ".join(one for one in (texts.TYPES.get(kind, kind), path) if one)
    name = f"{texts.KINDS['schoolrecords-proof-1']} {texts.safe(subject)}"
    return f"{name} ({hint})" if hint else name


def _plain(subject, finding, places):
    kind, path = places.get(subject, (None, None))
    told = {"subject": subject, "type": kind, "path": path, **asdict(finding)}
    return {**told, "message": texts.said(finding)}
