"""A page of 25: ``python -m benchmarks.bench_register``.

The page of a register as a browser gets it, and ``@search`` restricted to the register, against
``@search`` of 25 Documents of a stock site with as many objects.
"""

from benchmarks.harness import bench
from benchmarks.harness import in_turn
from benchmarks.harness import print_rows
from benchmarks.harness import Row


PARTS = ("lists",)
ROUNDS = 60
TARGET = 1.2
SEARCH = "@search?portal_type={}&sort_on={}&b_size=25"


def measure(bench):
    """Return the rows of the table."""
    ours, stock = bench.client("secretary0"), bench.client("clerk0")
    page = "/school/personal-files"
    text = ours.good("GET", page, accept="text/html")[0].decode()
    calls = {
        "@search of 25 personal files": lambda number: ours.good(
            "GET", f"/school/{SEARCH.format('personal_file', 'record_sort')}"
        )[1],
        "stock": lambda number: stock.good(
            "GET", f"/stock/{SEARCH.format('Document', 'sortable_title')}"
        )[1],
    }
    if "sr-main-register" in text:
        if text.count("<tr") < 25:
            raise AssertionError("the register does not show its rows")
        calls["page of 25 of a register, HTML"] = lambda number: ours.good(
            "GET", page, accept="text/html"
        )[1]
    found, calib = in_turn(calls, ROUNDS)
    base = found.pop("stock")
    return [
        Row(f"{name} / @search of 25", "ms", calib, value, base, TARGET)
        for name, value in sorted(found.items())
    ]


if __name__ == "__main__":
    with bench(PARTS) as running:
        print_rows(measure(running))
