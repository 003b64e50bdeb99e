"""The due list and the calendar of 100,000: ``python -m benchmarks.bench_due``.

Time of the server, warm, in process (page and counts) and over HTTP as the archivist gets it from
``@due``, with what stands in the way of each row. The first pages are real records, whose titles and
addresses are looked up; a bare page is the same without what stands in the way.
"""

from benchmarks.harness import bench
from benchmarks.harness import in_turn
from benchmarks.harness import print_rows
from benchmarks.harness import Row
from urllib.parse import urlencode

import json


PARTS = ("due",)
ROUNDS = 30
#: Milliseconds.
LIMIT = 150
QUESTIONS = {
    "first page": "",
    "page 400": "?b_start=10000",
    "one type": "?doc_type=internal_monitoring",
    "by place": "?sort_on=place",
    "bare page": "?blockers=0",
}
CALENDARS = {
    "twenty years": {},
    "one type": {"doc_type": "internal_monitoring"},
    "one term": {"term": "5 лет"},
    "one place": {"place": "шкаф 3"},
}


def measure(bench):
    """Return the rows of the table."""
    client, inside = bench.client("archivist0"), bench.facts["due_inside"]
    calls = {}
    for name, query in QUESTIONS.items():
        path = f"/school/@due{query}"
        answer = json.loads(client.good("GET", path)[0])
        if len(answer["items"]) != 25:
            raise AssertionError(f"{path} shows {len(answer['items'])} rows")
        calls[name] = lambda number, path=path: client.good("GET", path)[1]
    for name, query in CALENDARS.items():
        asked = urlencode({"from": 1990, "to": 2009, **query})
        path = f"/school/@retention-calendar?{asked}"
        if len(json.loads(client.good("GET", path)[0])["items"]) != 20:
            raise AssertionError(f"{path} shows other than 20 years")
        calls[f"calendar, {name}"] = lambda number, path=path: client.good("GET", path)[1]
    found, calib = in_turn(calls, ROUNDS)
    size = f"{inside['total']:,}"
    rows = [
        Row(f"due list of {size}, {name}, REST", "ms", calib, value, limit=LIMIT)
        for name, value in found.items()
    ]
    name = f"due list of {size}, first page, in process"
    return [Row(name, "ms", inside["calib"], inside["warm"], limit=LIMIT), *rows]


if __name__ == "__main__":
    with bench(PARTS) as running:
        print_rows(measure(running))
