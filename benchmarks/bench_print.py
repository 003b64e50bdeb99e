"""A printed act of 1,000 rows: ``python -m benchmarks.bench_print``.

From the form to the bytes, child process and all, in this process: no server takes part. The
one-page form beside it shows what starting the child costs.
"""

from benchmarks.harness import in_turn
from benchmarks.harness import print_rows
from benchmarks.harness import Row
from collective.schoolrecords.printing import forms
from collective.schoolrecords.printing.pages import print_form
from datetime import date
from datetime import datetime
from datetime import UTC
from time import perf_counter


PARTS = ()
ROUNDS = 5
ROWS = 1000
#: Milliseconds.
LIMIT = 3000
MOMENT = datetime(2026, 3, 5, tzinfo=UTC)


def act():
    """Return the form of an act of ROWS rows, each with a text of its own."""
    rows = tuple(
        forms.ActLine(
            f"Журнал факультативных занятий группы {number} по учебному предмету",
            "2018/2019",
            "2-вр",
            str(number),
            1,
            "5 лет, п. 2.8.11 регламента",
            "Бумажный",
        )
        for number in range(1, ROWS + 1)
    )
    return forms.ActForm(
        school="Школа № 0",
        dated_on=date(2026, 3, 5),
        rows=rows,
        period="2018–2019",
        approver=forms.Signature("Директор"),
        compiler=forms.Signature("Архивариус"),
        basis=("Перечень",),
    )


def measure(_bench):
    """Return the rows of the table."""
    cover = forms.CoverForm(school="Школа № 0", title="Журнал 5А", term="5 лет")
    calls = {
        f"a printed act of {ROWS:,} rows": lambda number: _milliseconds(act()),
        "a printed cover, one page": lambda number: _milliseconds(cover),
    }
    found, calib = in_turn(calls, ROUNDS)
    limits = (LIMIT, None)
    return [
        Row(name, "ms", calib, value, limit=limit)
        for (name, value), limit in zip(found.items(), limits, strict=True)
    ]


def _milliseconds(form):
    start = perf_counter()
    print_form(form, timestamp=MOMENT)
    return (perf_counter() - start) * 1000


if __name__ == "__main__":
    print_rows(measure(None))
