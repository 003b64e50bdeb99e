"""Read the sections of a regulation into entries, and check what they mean together.

Nothing here raises for a fault of the file: every fault becomes a Problem in the list that the
caller passes, so that a person mends them all in one go.
"""

from .regulation_checks import Fault
from .regulation_checks import is_identifier
from .regulation_checks import Problem
from .regulation_checks import text
from .regulation_model import Source
from .terms import ON_EVENT
from .terms import Term
from .terms import TermError
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import fields
from types import MappingProxyType


@dataclass(frozen=True)
class Entry:
    """Values that share one source. A leaf has the one value «value»."""

    values: Mapping[str, object]
    source: Source

    def as_data(self) -> dict:
        """The entry as `tomllib` would read it."""
        if self.source.kind == "changed":
            source = {"changed": self.source.basis}
        else:
            source = {"clause": self.source.clause, "phrase": self.source.phrase}
        return {**self.values, "source": source}


def read(cls, raw, problems: list, path: str = "") -> dict:
    """The entries of a table: {key: Entry or table of entries}, in the order of the fields."""
    if not isinstance(raw, Mapping):
        problems.append(Problem(path, "WRONG_TYPE", "table"))
        return {}
    known = {spec.name: spec.metadata for spec in fields(cls)}
    _refuse_unknown(raw, known, problems, path)
    tree = {}
    for key, metadata in known.items():
        if key not in raw:
            continue
        here = _join(path, key)
        if metadata["node"] == "group":
            found = _read_group(metadata, raw[key], problems, here)
        else:
            what = metadata.get("cls", metadata.get("check"))
            found = _read_one(metadata["node"], what, raw[key], problems, here)
        if found:
            tree[key] = found
    return tree


def _read_group(metadata, raw, problems, path):
    if not isinstance(raw, Mapping):
        problems.append(Problem(path, "WRONG_TYPE", "table"))
        return {}
    tree = {}
    for key, value in raw.items():
        here = _join(path, key)
        if not is_identifier(key):
            problems.append(Problem(here, "BAD_ID"))
            continue
        found = _read_one(metadata["of"], metadata["what"], value, problems, here)
        if found:
            tree[key] = found
    return tree


def _read_one(node, what, raw, problems, path):
    """A table of entries, or an Entry, or None when it is too broken to be either."""
    if node == "table":
        return read(what, raw, problems, path)
    if not isinstance(raw, Mapping):
        problems.append(Problem(path, "WRONG_TYPE", "table with value and source"))
        return None
    if node == "leaf":
        specs = {"value": {"check": what, "required": True}}
    else:
        specs = {spec.name: spec.metadata for spec in fields(what)}
    _refuse_unknown(raw, {*specs, "source"}, problems, path)
    before = len(problems)
    values = _read_values(specs, raw, problems, path)
    source = _read_source(raw.get("source"), problems, _join(path, "source"))
    if len(problems) > before:
        return None
    return Entry(MappingProxyType(values), source)


def _read_values(specs, raw, problems, path):
    values = {}
    for key, metadata in specs.items():
        if key in raw:
            try:
                values[key] = metadata["check"](raw[key])
            except Fault as fault:
                # The path of a leaf is the path of its value: «…carriers», not «…carriers.value».
                here = path if list(specs) == ["value"] else _join(path, key)
                problems.append(Problem(here, fault.code, fault.detail))
        elif metadata["required"]:
            problems.append(Problem(_join(path, key), "MISSING"))
    if not any(key in raw for key in specs) and not any(m["required"] for m in specs.values()):
        problems.append(Problem(path, "EMPTY"))
    return values


def _read_source(raw, problems, path):
    """`{ clause, phrase }` or `{ changed }`; the default list is never named in a file."""
    if raw is None:
        problems.append(Problem(path, "NO_SOURCE"))
        return None
    if not isinstance(raw, Mapping) or set(raw) not in ({"clause", "phrase"}, {"changed"}):
        problems.append(Problem(path, "BAD_SOURCE", "clause and phrase, or changed"))
        return None
    clean = {}
    for key, value in raw.items():
        try:
            clean[key] = text(value)
        except Fault as fault:
            problems.append(Problem(_join(path, key), fault.code, fault.detail))
    if len(clean) < len(raw):
        return None
    if "changed" in clean:
        return Source("changed", basis=clean["changed"])
    return Source("stated", clause=clean["clause"], phrase=clean["phrase"])


def check_meaning(tree: Mapping, problems: list) -> None:
    """What no single value shows: contradictions inside a block and links to nowhere."""
    documents = tree.get("documents", {})
    for doc_type, document in documents.items():
        path = f"documents.{doc_type}"
        _check_document(document, path, problems)
        for key in ("basis_for", "handout"):
            _check_links(document.get(key), documents, f"{path}.{key}", problems)
    for key in tree.get("repealed", {}):
        if key not in tree.get("references", {}):
            problems.append(Problem(f"repealed.{key}", "UNKNOWN_REFERENCE"))
    for key, entry in tree.get("deadlines", {}).items():
        _check_deadline(entry.values, f"deadlines.{key}", problems)
    for key, entry in tree.get("control", {}).items():
        _check_links(entry, documents, f"control.{key}", problems)
        if ("times" in entry.values) != ("per" in entry.values):
            problems.append(Problem(f"control.{key}.times", "CONTRADICTION", "times and per"))


def _check_document(document, path, problems):
    for key in ("label", "retention"):
        # A broken value is reported where it stands; here only types of the school's own count.
        if key not in document and not any(p.path.startswith(f"{path}.{key}") for p in problems):
            problems.append(Problem(f"{path}.{key}", "MISSING"))
    if "retention" in document:
        _check_retention(document["retention"].values, f"{path}.retention", problems)
    cycles = document.get("cycles")
    if cycles and len(cycles.values["years"]) != len(cycles.values["grades"]):
        problems.append(Problem(f"{path}.cycles", "CONTRADICTION", "years and grades"))


def _check_retention(values, path, problems):
    try:
        Term(
            kind=values["kind"],
            years=values.get("value"),
            start=values["start"],
            before_2003=values.get("before_2003"),
        )
    except TermError as error:
        key = {"years": "value"}.get(error.field, error.field)
        problems.append(Problem(f"{path}.{key}", "CONTRADICTION", error.code))
    if (values["start"] == ON_EVENT) != ("event" in values):
        problems.append(Problem(f"{path}.event", "CONTRADICTION", "start and event"))


def _check_deadline(values, path, problems):
    """A deadline says when: a rhythm, a time, a day, or a whole span."""
    span = [key in values for key in ("amount", "unit", "side", "event")]
    if "amount" in values and not all(span):
        problems.append(Problem(f"{path}.amount", "CONTRADICTION", "amount, unit, side, event"))
    elif not any(key in values for key in ("rhythm", "time", "day", "amount", "event")):
        problems.append(Problem(path, "CONTRADICTION", "no time"))


def _check_links(entry, documents, path, problems):
    if entry is None:
        return
    for key in ("value", "documents", "records", "together_with"):
        for doc_type in entry.values.get(key) or ():
            if doc_type not in documents:
                problems.append(Problem(path, "UNKNOWN_DOCUMENT", doc_type))


def _refuse_unknown(raw, known, problems, path):
    problems.extend(Problem(_join(path, key), "UNKNOWN_KEY") for key in raw if key not in known)


def _join(path, key):
    # A key from a damaged file may be anything; what goes into messages is short and printable.
    shown = key if is_identifier(key) else ascii(key)[:80]
    return f"{path}.{shown}".lstrip(".")
