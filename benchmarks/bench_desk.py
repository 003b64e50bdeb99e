"""Pages at 12,000 records: ``python -m benchmarks.bench_desk``.

The page of a register, the page of a record and the desk of the archivist as a browser gets them.
The stock site has a folder of 12,000 Documents that twenty roles may view. Its counterpart of a
register is ``folder_contents`` together with the query for its first 25 rows, which that page
sends at once; of a record and of the desk, the view of a Document.
"""

from benchmarks.harness import bench
from benchmarks.harness import in_turn
from benchmarks.harness import print_rows
from benchmarks.harness import Row
from urllib.parse import urlencode

import json


PARTS = ("crowd",)
ROUNDS = 40
TARGET = 1.3
HTML = "text/html"
COLUMNS = ("Title", "review_state", "ModificationDate", "portal_type", "getURL", "UID")


def measure(bench):
    """Return the rows of the table."""
    ours, stock = bench.client("archivist0"), bench.client("clerk0")
    facts = bench.facts

    def page(client, path):
        return client.good("GET", path, accept=HTML)[1]

    def contents(number):
        spent = page(stock, f"{facts['crowd_stock']}/folder_contents")
        answer, more = stock.good("GET", _rows_of(facts["crowd_stock"]))
        if len(json.loads(answer)["results"]) != 25:
            raise AssertionError("the stock folder does not show its rows")
        return spent + more

    register = "/school/cases"
    text = ours.good("GET", register, accept=HTML)[0].decode()
    if text.count("<tr") < 25:
        raise AssertionError("the register does not show its rows")
    found, calib = in_turn(
        {
            "register": lambda number: page(ours, register),
            "record": lambda number: page(ours, facts["crowd_record"]),
            "desk": lambda number: page(ours, "/school/@@desk"),
            "contents": contents,
            "view": lambda number: page(stock, facts["crowd_document"]),
        },
        ROUNDS,
    )
    return [
        Row(name, "ms", calib, found[mine], found[theirs], TARGET)
        for name, mine, theirs in (
            ("register of 12,000 / folder_contents of 12,000", "register", "contents"),
            ("page of a record / view of a Document", "record", "view"),
            ("desk / view of a Document", "desk", "view"),
        )
    ]


def _rows_of(folder):
    """The address of the query that ``folder_contents`` sends for its first rows."""
    path = "/" + folder.strip("/").partition("/")[2]
    query = {
        "criteria": [
            {"i": "path", "o": "plone.app.querystring.operation.string.path", "v": f"{path}::1"}
        ],
        "sort_on": "getObjPositionInParent",
        "sort_order": "ascending",
    }
    return "/stock/@@getVocabulary?" + urlencode(
        {
            "name": "plone.app.vocabularies.Catalog",
            "query": json.dumps(query),
            "attributes": json.dumps(COLUMNS),
            "batch": json.dumps({"page": 1, "size": 25}),
        }
    )


if __name__ == "__main__":
    with bench(PARTS) as running:
        print_rows(measure(running))
