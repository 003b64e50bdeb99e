"""``schoolrecords-verify package``: the auditor's whole package against kept checkpoints.

Exit code 0: everything holds. 1: something does not. 2: the package or a checkpoint cannot be read.
"""

from dataclasses import asdict
from schoolrecords_verify import signature
from schoolrecords_verify import texts
from schoolrecords_verify.core.whole_archive import judge_archive

import argparse
import hashlib
import json
import sys
import zipfile


HOLDS, BROKEN = 0, 1
_BLOCK = 1 << 20


def main(arguments, out=None):
    """Check the package, say what was found and return the exit code."""
    out = out or sys.stdout
    options = _parser().parse_args(arguments)
    try:
        kept = [_json(name) for name in options.checkpoint]
        with zipfile.ZipFile(options.package) as package:
            names = _Names(package)
            damaged = names.damaged()
            found = judge_archive(
                names.lines("data/log.jsonl"),
                names.lines("data/checkpoints.jsonl"),
                names.lines("data/ledger/"),
                kept,
            )
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, RecursionError) as refusal:
        why = getattr(refusal, "strerror", None) or texts.NOT_A_PACKAGE
        print(texts.NOT_READ.format(name=options.package, why=why), file=sys.stderr)
        return signature.UNREADABLE
    except signature.Unreadable as refusal:
        print(refusal, file=sys.stderr)
        return signature.UNREADABLE
    (_print_json if options.json else _print)(found, damaged, out)
    return HOLDS if found.holds and not damaged else BROKEN


def _parser():
    parser = argparse.ArgumentParser(
        prog="schoolrecords-verify package",
        description="Проверяет пакет аудитора целиком: файлы, журнал, контрольные точки и историю "
        "каждой записи.",
    )
    parser.add_argument("package", metavar="ПАКЕТ", help="файл audit-….zip")
    parser.add_argument(
        "--checkpoint",
        action="append",
        default=[],
        metavar="ФАЙЛ",
        help="контрольная точка, которую вы сохранили; можно указать несколько",
    )
    parser.add_argument("--json", action="store_true", help="вывести результат как JSON")
    return parser


def _json(name):
    try:
        return json.loads(signature.read_bytes(name))
    except (ValueError, RecursionError):
        why = texts.NOT_JSON
        raise signature.Unreadable(texts.NOT_READ.format(name=name, why=why)) from None


class _Names:
    """The files of a package, without the folder around them."""

    def __init__(self, package):
        self.package = package
        self.known = {
            one.filename.partition("/")[2]: one.filename
            for one in package.infolist()
            if not one.is_dir()
        }

    def damaged(self):
        """Return the names of files that the manifest does not know, or knows otherwise."""
        manifest = {}
        for line in self.package.read(self.known["manifest-sha256.txt"]).decode().splitlines():
            digest, _blanks, name = line.partition("  ")
            manifest[name] = digest
        data = {name for name in self.known if name.startswith("data/")}
        wrong = [name for name in data & manifest.keys() if self._sum(name) != manifest[name]]
        return sorted({*wrong, *(data ^ manifest.keys())})

    def lines(self, begin):
        """Yield the values of every line of the files whose names begin so, in their order."""
        for name in sorted(one for one in self.known if one.startswith(begin)):
            with self.package.open(self.known[name]) as stream:
                for line in stream:
                    yield json.loads(line)

    def _sum(self, name):
        found = hashlib.sha256()
        with self.package.open(self.known[name]) as stream:
            while block := stream.read(_BLOCK):
                found.update(block)
        return found.hexdigest()


def _print(found, damaged, out):
    for name in damaged:
        print(f"– {name}: {texts.DAMAGED}", file=out)
    for subject, finding in (*found.findings, *found.remarks):
        place = f"{texts.KINDS['schoolrecords-proof-1']} {subject}: " if subject else ""
        print(f"– {place}{texts.said(finding)}", file=out)
    print(texts.PACKAGE.format(**asdict(found)), file=out)
    holds = found.holds and not damaged
    print(texts.HOLDS if holds else texts.BROKEN, file=out)


def _print_json(found, damaged, out):
    answer = {
        "holds": found.holds and not damaged,
        "damaged": damaged,
        **asdict(found),
        "findings": [{"subject": subject, **asdict(one)} for subject, one in found.findings],
        "remarks": [{"subject": subject, **asdict(one)} for subject, one in found.remarks],
    }
    json.dump(answer, out, ensure_ascii=False, indent=2)
    out.write("\n")
