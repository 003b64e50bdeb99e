"""Checks of detached signatures a second: ``python -m benchmarks.bench_signatures``.

RSA and curves in this process, GOST with its child process, each with its chain of three and two
lists of revoked certificates, over a document of 10 KB; and a timestamp beside. OpenSSL makes the
certificates first. Without the GOST engine its rows are left out, and that is said.
"""

from benchmarks.harness import in_turn
from benchmarks.harness import print_rows
from benchmarks.harness import Row
from collective.schoolrecords.signing.cms import timestamps
from collective.schoolrecords.signing.cms import Trust
from collective.schoolrecords.signing.cms import verify_detached
from collective.schoolrecords.signing.cms.parsed import parse
from datetime import datetime
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import sys


sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "plugins"))

from signature_pki import Family
from signature_pki import GOST
from signature_pki import has_gost
from signature_pki import PLAIN


PARTS = ()
ROUNDS = 15
DATA = b"0123456789abcdef" * 640
#: Milliseconds of one check; signing.md measured 8 to 15 and 15 to 17 for the mathematics alone.
LIMITS = {"rsa": 60, "ec": 60, "gost256": 80, "gost512": 80}


def measure(_bench):
    """Return the rows of the table."""
    if not has_gost():
        print("without the GOST engine: its rows are left out", file=sys.stderr)
    names = (*PLAIN, *(GOST if has_gost() else ()))
    with TemporaryDirectory() as folder:
        calls, limits = {}, []
        for name in names:
            place = Path(folder) / name
            place.mkdir()
            for what, call in _calls(Family(name, place)):
                calls[f"{what}, {name}"] = call
                limits.append(LIMITS[name] if what == "a check" else None)
        found, calib = in_turn(calls, ROUNDS)
    return [
        Row(name, "ms", calib, value, limit=limit, note=f"{1000 / value:.0f} a second")
        for (name, value), limit in zip(found.items(), limits, strict=True)
    ]


def _calls(family):
    """Return (what, call) for a signature and for one with a timestamp; each is proved first."""
    sig = family.sign(DATA)
    trust = Trust((family.root,), (family.authority,), family.lists, (family.root,))
    query = timestamps.query(parse(sig).value)
    token = timestamps.answered(family.stamp(query), query, trust.tsa_roots, datetime.now(UTC))

    def check(tokens):
        def call(_number):
            start = perf_counter()
            outcome = verify_detached(DATA, sig, trust, datetime.now(UTC), tokens=tokens)
            spent = (perf_counter() - start) * 1000
            if outcome.result != "valid":
                raise AssertionError(outcome.reasons)
            return spent

        return call

    return (("a check", check(())), ("a check with a timestamp", check((token,))))


if __name__ == "__main__":
    print_rows(measure(None))
