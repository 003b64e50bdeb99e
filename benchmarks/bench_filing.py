"""Four people at once: ``python -m benchmarks.bench_filing [--seconds 60]``.

Four secretaries file personal files into one register; four clerks of the stock site create
Documents in four folders of their own. First the stock site, then ours, each for the same time.
"""

from benchmarks.harness import bench
from benchmarks.harness import calibration
from benchmarks.harness import crowd
from benchmarks.harness import percentile
from benchmarks.harness import print_rows
from benchmarks.harness import Row
from random import Random
from statistics import median

import argparse


PARTS = ("filing",)
SECONDS = 60
USERS = 4
#: Of the stock site's 95th percentile.
TARGET = 0.2
#: Each user's own hundred thousand numbers.
BLOCK = 100_000
LETTERS = "АБВГ"
#: Parts of made-up names, as many as a school of a thousand has.
LAST_NAMES = [
    f"{first}{middle}{last}"
    for first in ("Об", "При", "Про", "Уче", "Тес", "По", "Ка", "Ло")
    for middle in ("раз", "мер", "бн", "тов", "каз", "лин")
    for last in ("ова", "ева", "ина")
]
FIRST_NAMES = ("Вера", "Анна", "Мария", "Дарья", "Ольга", "Юлия", "Нина", "Алла", "Инна", "Яна")
MIDDLE_NAMES = ("Ильинична", "Петровна", "Ивановна", "Олеговна", "Марковна")


def name_of(user, number):
    """Return (last, first, middle) of a made-up pupil; the same in every run."""
    chance = Random(user * BLOCK + number)
    return tuple(chance.choice(parts) for parts in (LAST_NAMES, FIRST_NAMES, MIDDLE_NAMES))


def measure(bench, seconds=SECONDS):
    """Return the rows of the table."""
    folders, cohort = bench.facts["filing_stock"], bench.facts["cohort_id"]

    def document(user, number):
        title = f"{LETTERS[user]}-{BLOCK * user + number} {' '.join(name_of(user, number))}"
        body = {"@type": "Document", "title": title, "description": "Личное дело"}
        return "POST", folders[user], body

    def personal_file(user, number):
        last, first, middle = name_of(user, number)
        body = {
            "@type": "personal_file",
            "letter": LETTERS[user],
            "number": BLOCK * user + number + 1,
            "last_name": last,
            "first_name": first,
            "middle_name": middle,
            "birth_date": "2012-05-17",
            "cohort_id": cohort,
            "admitted_on": "2019-09-01",
            "admission_order_number": "41-у",
            "admission_order_date": "2019-08-28",
            "storage_place": "Приёмная, шкаф 2",
            "carriers": [{"carrier": "paper", "copies": 1}],
        }
        return "POST", "/school/personal-files", body

    calibrations = [calibration()]
    stock, stock_wrong = crowd(bench.port, [f"clerk{n}" for n in range(USERS)], document, seconds)
    calibrations.append(calibration())
    logins = [f"secretary{n}" for n in range(USERS)]
    ours, wrong = crowd(bench.port, logins, personal_file, seconds)
    calibrations.append(calibration())
    calib = median(calibrations)
    note = f"{len(ours)} filed, {len(stock)} in the stock site, {seconds:g} s each"
    failed = 100 * sum(stock_wrong.values()) / len(stock)
    return [
        Row(
            "four users filing, p95 / creating Documents in four folders",
            "ms",
            calib,
            percentile(ours, 0.95),
            percentile(stock, 0.95),
            TARGET,
            note=note,
        ),
        Row("four users filing, median", "ms", calib, median(ours), median(stock)),
        Row(
            "four users filing, requests a second",
            "1/s",
            calib,
            len(ours) / seconds,
            len(stock) / seconds,
            more_is_better=True,
        ),
        Row(
            "four users filing, errors",
            "%",
            calib,
            100 * sum(wrong.values()) / len(ours),
            failed,
            target=0,
            note=" ".join(f"{status}: {count}" for status, count in wrong.items()),
        ),
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    options = parser.parse_args()
    with bench(PARTS) as running:
        print_rows(measure(running, options.seconds))
