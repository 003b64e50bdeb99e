"""Building an act of 1,000 records: ``python -m benchmarks.bench_act``.

Over HTTP as the archivist does it, from the request to the committed answer: every record is
judged, claimed and written down as a row. The draft is deleted after each round, which frees its
records for the next one.
"""

from benchmarks.harness import bench
from benchmarks.harness import calibration
from benchmarks.harness import print_rows
from benchmarks.harness import Row
from statistics import median

import json


PARTS = ("act",)
ROUNDS = 5
#: Milliseconds.
LIMIT = 2000
ACTS = "/school/destruction-acts"


def measure(bench):
    """Return the rows of the table."""
    client, uids = bench.client("archivist0"), bench.facts["act_records"]
    found = {"built": [], "read": [], "deleted": []}
    calibrations = []
    for _ in range(ROUNDS):
        calibrations.append(calibration())
        body = {"@type": "destruction_act", "title": "О выделении к уничтожению"}
        url = json.loads(client.good("POST", ACTS, body)[0])["@id"]
        path = url[url.index("/school/") :]
        service = f"{path}/@destruction-acts"
        answer, spent = client.good("POST", f"{service}/candidates", {"records": uids})
        if json.loads(answer)["added"] != len(uids):
            raise AssertionError(answer[:500])
        found["built"].append(spent)
        found["read"].append(client.good("GET", f"{service}/rows?b_size=25")[1])
        found["deleted"].append(client.good("DELETE", path)[1])
    size, calib = f"{len(uids):,}", median(calibrations)
    return [
        Row(f"act of {size} built, REST", "ms", calib, median(found["built"]), limit=LIMIT),
        Row(f"act of {size}, a page of rows, REST", "ms", calib, median(found["read"])),
        Row(f"act of {size} deleted as a draft, REST", "ms", calib, median(found["deleted"])),
    ]


if __name__ == "__main__":
    with bench(PARTS) as running:
        print_rows(measure(running))
