"""GET of a personal file: ``python -m benchmarks.bench_read``.

A file of nine years with twelve documents as the secretary reads it over REST, against a stock
Folder with twelve Files.
"""

from benchmarks.harness import bench
from benchmarks.harness import in_turn
from benchmarks.harness import print_rows
from benchmarks.harness import Row

import json


PARTS = ("read",)
ROUNDS = 120
TARGET = 1.2


def measure(bench):
    """Return the rows of the table."""
    ours, stock = bench.client("secretary0"), bench.client("clerk0")
    answer = json.loads(ours.good("GET", bench.facts["read_ours"])[0])
    if (answer["items_total"], len(answer["year_results"])) != (12, 9):
        raise AssertionError("the personal file is not as it was made")
    found, calib = in_turn(
        {
            "ours": lambda number: ours.good("GET", bench.facts["read_ours"])[1],
            "stock": lambda number: stock.good("GET", bench.facts["read_stock"])[1],
        },
        ROUNDS,
    )
    name = "GET personal file, 9 years, 12 documents / Folder with 12 Files"
    return [Row(name, "ms", calib, found["ours"], found["stock"], TARGET)]


if __name__ == "__main__":
    with bench(PARTS) as running:
        print_rows(measure(running))
