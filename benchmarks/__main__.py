"""``make bench``: every benchmark in one run, one server, one table.

``python -m benchmarks [NAME ...] [--seconds 60] [--records 1000000]`` runs all of them or those
named (``bench_read``, ``due_sweep``). A target that is missed stands in the table; the exit code
is non-zero only when a benchmark breaks.
"""

from benchmarks.harness import bench
from benchmarks.harness import calibration
from benchmarks.harness import print_rows
from benchmarks.harness import Row
from importlib import import_module
from importlib.util import find_spec

import argparse
import os
import sys
import traceback


#: In this order: what loads the server most comes last, and its memory is read after all.
NAMES = (
    "bench_read",
    "bench_register",
    "bench_desk",
    "bench_transition",
    "bench_due",
    "bench_act",
    "bench_act_execute",
    "bench_print",
    "bench_filing",
    "bench_import",
    "bench_protocol",
    "bench_signatures",
    "bench_access_log",
    "bench_fixity",
    "bench_ledger",
)
SWEEP = "due_sweep"
SWEEP_RECORDS = 1_000_000
RESIDENT_MB = 600


def main(names, seconds, records):
    """Run the benchmarks and print the table; return how many broke."""
    known = [name for name in NAMES if find_spec(f"benchmarks.{name}")]
    served = [name for name in known if not names or name in names]
    rows, broken = [], 0
    if served:
        found, broken = measure(served, seconds)
        rows += found
    if not names or SWEEP in names:
        rows += sweep(records)
    cores = len(os.sched_getaffinity(0))
    load = os.getloadavg()[0]
    print(f"\n{cores} cores, load {load:.1f} at the end; compare ratios, not milliseconds\n")
    print_rows(rows)
    return broken


def measure(names, seconds):
    """Run the benchmarks that need the server; return (rows, how many broke)."""
    modules = [import_module(f"benchmarks.{name}") for name in names]
    parts = sorted({part for module in modules for part in module.PARTS})
    rows, broken = [], 0
    with bench(parts) as running:
        for name, module in zip(names, modules, strict=True):
            print(f"{name} …", flush=True)
            options = {"seconds": seconds} if name == "bench_filing" else {}
            try:
                rows += module.measure(running, **options)
            except Exception:
                traceback.print_exc()
                broken += 1
        rows.append(
            Row(
                "resident memory of the server after all of it",
                "MB",
                calibration(),
                running.resident(),
                limit=RESIDENT_MB,
            )
        )
    return rows, broken


def sweep(records):
    """Sweep ``records`` due dates in fresh processes; return rows."""
    module = import_module(f"benchmarks.{SWEEP}")
    calib, found = calibration(), module.measure(records)
    return [
        Row(f"{records:,} due dates: {name}", unit, calib, found[figure], limit=limit)
        for figure, (name, unit, limit) in module.SUMMARY.items()
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--records", type=int, default=SWEEP_RECORDS)
    options = parser.parse_args()
    sys.exit(min(1, main(options.names, options.seconds, options.records)))
