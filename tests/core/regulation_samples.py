"""What the regulation tests share: the profiles, the schools' texts cut into clauses, the checks.

A text comes from a scan or a PDF: words are broken over lines, spaces are doubled. `normal` undoes
both, in the same way for a text and for the phrase that is looked for in it.
"""

from collective.schoolrecords.core.regulation import load
from pathlib import Path

import functools
import re


ROOT = Path(__file__).parents[2]
PROFILES = ROOT / "profiles" / "regulations"
SEEDS = ROOT / "tests" / "data" / "seeds"
MARKS = {"soch12": "S12", "school20": "S20", "soch90": "S90", "neman1": "N1", "ftl": "FTL"}

# Parts of a text that have no number.
UNNUMBERED = ("титульный лист", "гриф утверждения", "лист подписей")

_CLAUSE = re.compile(r"^[\s\-–·*]*([1-9](?:\.[1-9][0-9]?){0,2})(?:\.|\s)(?!\d)\s*")
_BROKEN_WORD = re.compile(r"(?<=[а-яёА-ЯЁ])-\s*\n\s*(?=[а-яё])")


def text_of(name):
    """The profile's `regulation.toml`."""
    return (PROFILES / name / "regulation.toml").read_text(encoding="utf-8")


@functools.cache
def regulation(name):
    return load(text_of(name))


def rows_of(name):
    """{path: Row} of a profile, defaults included."""
    return {row.path: row for row in regulation(name).rows()}


def normal(text):
    """The text with broken words joined and every run of white space as one space."""
    return " ".join(_BROKEN_WORD.sub("", text).split())


@functools.cache
def seed(mark):
    return (SEEDS / f"{mark}.txt").read_text(encoding="utf-8")


@functools.cache
def clauses(mark):
    """{number: text} of a school's regulation; a number used twice has both texts."""
    found, number = {}, ""
    for line in seed(mark).splitlines(keepends=True):
        match = _CLAUSE.match(line)
        if match:
            number = match[1]
        found[number] = found.get(number, "") + line
    return {key: normal(value) for key, value in found.items()}


def phrase_faults(name):
    """Stated values whose phrase is not in the text of the clause they name."""
    mark = MARKS[name]
    whole = normal(seed(mark))
    faults = []
    for row in regulation(name).rows():
        source = row.source
        if source.kind != "stated":
            continue
        text = whole if source.clause in UNNUMBERED else clauses(mark).get(source.clause, "")
        if normal(source.phrase) not in text:
            faults.append((row.path, source.clause, source.phrase))
    return faults


def label_faults(name):
    """Labels of documents with a word that the school's own clause does not have.

    Russian words bend, so the first letters are compared, five at most.
    """
    faults = []
    for row in regulation(name).rows():
        if row.label_key != "documents_label" or row.source.kind != "stated":
            continue
        text = clauses(MARKS[name])[row.source.clause].lower()
        words = re.findall(r"[а-яё]{3,}", row.value.lower())
        faults += [(row.path, word) for word in words if word[: min(5, len(word) - 1)] not in text]
    return faults


def table_faults(name, documents, other):
    """Where the profile differs from a table in a test.

    `documents`: (doc_type, key, expected, clause); `other`: (path, expected, clause).
    """
    rows = rows_of(name)
    table = [(f"documents.{doc}.{key}", *rest) for doc, key, *rest in documents] + list(other)
    faults = []
    for path, expected, clause in table:
        row = rows.get(path)
        found = row and (row.value, row.source.kind, row.source.clause)
        if found != (expected, "stated", clause):
            faults.append((path, (expected, clause), found))
    return faults


def uncovered(name, documents, other):
    """Stated values that the tables do not hold.

    Titles of acts and labels of deadlines and the like only name what stands beside them; the
    start and article of a term go with its years.
    """
    covered = {f"documents.{doc}.{key}" for doc, key, *_ in documents} | {row[0] for row in other}
    aside = ("article", "title", "body", "kind", "start", "roles")
    named = [
        row.path
        for row in regulation(name).rows()
        if row.source.kind == "stated"
        and row.path not in covered
        and row.path.rpartition(".")[2] not in aside
    ]
    return [path for path in named if path.startswith("documents.") or not path.endswith(".label")]
