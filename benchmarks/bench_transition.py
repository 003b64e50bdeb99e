"""A step of a record's life: ``python -m benchmarks.bench_transition``.

Each transition is taken on an object of its own. Ours writes its event into the record's chain,
claims the number (``register``) or keeps the term and fills the due list (``close``); stock
publishes a Document.
"""

from benchmarks.harness import bench
from benchmarks.harness import in_turn
from benchmarks.harness import print_rows
from benchmarks.harness import Row


PARTS = ("transition",)
TARGET = 1.3
WARM_UP = 5
TITLES = {"register": "registering a personal file", "close": "closing a case file"}


def measure(bench):
    """Return the rows of the table."""
    inside = bench.facts["transition_inside"]
    waiting = bench.facts["waiting"]
    users = {"register": "secretary0", "close": "archivist0", "publish": "clerk0"}
    bodies = {"register": {}, "close": {"closed_on": "2025-08-31"}, "publish": {}}
    clients = {step: bench.client(login) for step, login in users.items()}

    def taking(step):
        def take(number):
            path = f"{waiting[step][number]}/@workflow/{step}"
            return clients[step].good("POST", path, bodies[step])[1]

        return take

    rounds = len(waiting["publish"]) - WARM_UP
    calls = {step: taking(step) for step in users}
    found, calib = in_turn(calls, rounds, warm_up=WARM_UP)
    rows = []
    for step, title in TITLES.items():
        over = Row(f"{title} / publish, REST", "ms", calib, found[step], found["publish"], TARGET)
        within = Row(
            f"{title} / publish, in process",
            "ms",
            inside["calib"],
            inside[step],
            inside["publish"],
            TARGET,
        )
        rows += [over, within]
    return rows


if __name__ == "__main__":
    with bench(PARTS) as running:
        print_rows(measure(running))
