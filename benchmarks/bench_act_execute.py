"""Carrying out an act of 1,000 records: ``python -m benchmarks.bench_act_execute``.

The job as the server runs it, in its own chunks: every record is judged once more, replaced by a
tombstone, taken out of catalog and due list, with its row and its chain written in one transaction.
Every tenth record holds three documents.
"""

from benchmarks.harness import bench
from benchmarks.harness import print_rows
from benchmarks.harness import Row


PARTS = ("execution",)
#: Records in a second, at least.
LIMIT = 100


def measure(bench):
    """Return the rows of the table."""
    inside = bench.facts["execution_inside"]
    name = f"act of {inside['items']:,} carried out, job in {inside['chunks']} chunks"
    rate = inside["items"] / inside["seconds"]
    worked = inside["items"] / inside["worked"]
    return [
        Row(name, "1/s", inside["calib"], rate, limit=LIMIT, more_is_better=True),
        Row("the same, by processor time", "1/s", inside["calib"], worked),
    ]


if __name__ == "__main__":
    with bench(PARTS) as running:
        print_rows(measure(running))
