"""A school's regulation (Положение) as data: read, checked, asked, changed.

`load(text)` reads `regulation.toml` into frozen dataclasses (regulation_model.py) and reports all
faults at once. Every value has a source: the clause and phrase of the regulation, the order that
changed it, or the default list (regulation_defaults.py) where the regulation is silent. Every
document type of the default list has a label and a term under every regulation, so that a school
can file any of them.
"""

from . import regulation_defaults as defaults
from .regulation_checks import Problem
from .regulation_checks import RegulationError
from .regulation_model import Content
from .regulation_model import Document
from .regulation_model import Source
from .regulation_reader import check_meaning
from .regulation_reader import Entry
from .regulation_reader import read
from .regulation_toml import write
from .terms import Term
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import fields
from types import MappingProxyType
from typing import NamedTuple

import tomllib


FORMAT = 1
"""The version of the file's own form; a later form gets a new number and a reader of the old."""

MAX_LETTERS = 400_000
"""Four times the largest of the five regulations. More is not a regulation."""

_EMPTY: Mapping = MappingProxyType({})


class Row(NamedTuple):
    """One value for display: its path, the value, the key of its label, and its source.

    `label_key` is the path without the ids that a school may choose, dots as `_`:
    «documents.portfolio.retention.value» has the key «documents_retention_value».
    """

    path: str
    value: object
    label_key: str
    source: Source


@dataclass(frozen=True)
class Regulation(Content):
    """A regulation in force or to be: the sections of Content, and where each value is from."""

    name: str = ""
    mark: str = ""
    own: Mapping = field(default_factory=dict, repr=False)
    whole: Mapping = field(default_factory=dict, repr=False)

    def document(self, doc_type: str) -> Document:
        """The rules of one document type. Raises KeyError for a type nobody named."""
        return self.documents[doc_type]

    def term(self, doc_type: str) -> Term:
        """The term of storage of one document type; its source is «S12 3.11» or «default».

        Raises KeyError for a type that neither the regulation nor the default list names.
        """
        retention = self.documents[doc_type].retention
        return Term(
            kind=retention.kind,
            years=retention.value,
            start=retention.start,
            article=retention.article,
            source=self._short(self.source(f"documents.{doc_type}.retention")),
            before_2003=retention.before_2003,
            event=retention.event,
        )

    def source(self, path: str) -> Source:
        """Where a value comes from; `path` as in `rows`, or of the block it stands in.

        Raises KeyError when no value stands at that path.
        """
        found, *keys = self.whole, *path.split(".")
        while keys and not isinstance(found, Entry):
            found = found.get(keys.pop(0), _EMPTY)
        # What is left over must be one field of the entry, or nothing.
        if not isinstance(found, Entry) or (
            keys and (len(keys) > 1 or keys[0] not in found.values)
        ):
            raise KeyError(path)
        return found.source

    def rows(self) -> Iterator[Row]:
        """Every value, also the defaults, in the order of the sections."""
        for path, key, entry in _walk(Content, self.whole, "", ""):
            for name, value in entry.values.items():
                if name == "value" and len(entry.values) == 1:
                    yield Row(path, value, key, entry.source)
                else:
                    yield Row(f"{path}.{name}", value, f"{key}_{name}", entry.source)

    def with_value(self, path: str, value, basis: str) -> "Regulation":
        """The regulation with one value changed on the word of `basis` (an order of the school).

        `path` is a path of `rows`, of a block (then `value` is a mapping of its fields), or of a
        value that is not there yet. Other fields of the same block are kept, and take `basis` as
        their source too, because the order states the block anew. `None` takes a field out, or
        the whole block when the path is the block's: the default list fills in again. Raises
        RegulationError with every fault of the outcome; the regulation itself never changes.
        """
        return self.with_values([(path, value)], basis)

    def with_values(self, changes: Iterable[tuple[str, object]], basis: str) -> "Regulation":
        """As `with_value`, for several changes that only stand together («5 лет» to «постоянно»:
        another kind, and no years). They are made in order and judged at the end.
        """
        sections = _plain(self.own)
        for path, value in changes:
            self._change(sections, path, value, basis)
        return from_data({"format": FORMAT, "name": self.name, "mark": self.mark, **sections})

    def _change(self, sections, path, value, basis):
        """Write one change into `sections`."""
        place, node, name = _locate(path)
        *parents, last = place
        here = sections
        for key in parents:
            here = here.setdefault(key, {})
        if value is None and name is None:
            here.pop(last, None)
            return
        stated = {key: one for key, one in here.get(last, _EMPTY).items() if key != "source"}
        known = stated or _entry_at(self.whole, place)
        changed = _changed(path, node, name, known, value)
        if "article" in known and name not in (None, "article"):
            # The old article no longer says what the term is; the order does.
            changed["article"] = basis
        here[last] = {**changed, "source": {"changed": basis}}

    def to_toml(self) -> str:
        """The text of this version: everything but the defaults. `load` reads it back."""
        plain = {"format": FORMAT, "name": self.name, "mark": self.mark}
        return write(plain, _plain(self.own))

    def _short(self, source):
        if source.kind == "stated":
            return f"{self.mark} {source.clause}"
        return source.basis if source.kind == "changed" else "default"


def load(text: str) -> Regulation:
    """Read the text of a `regulation.toml`.

    Raises RegulationError, and nothing else, whatever the text: its `errors` name every wrong key
    with a code (see Problem).
    """
    if not isinstance(text, str):
        raise RegulationError([Problem("", "NOT_TEXT", type(text).__name__)])
    if len(text) > MAX_LETTERS:
        raise RegulationError([Problem("", "TOO_LARGE", str(MAX_LETTERS))])
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        # TOMLDecodeError is a ValueError; so are days and numbers that Python cannot hold.
        raise RegulationError([Problem("", "NOT_TOML", str(error)[:200])]) from error
    return from_data(data)


def from_data(data: Mapping) -> Regulation:
    """A regulation from what `tomllib` reads. Raises RegulationError as `load` does."""
    problems: list[Problem] = []
    if not isinstance(data, Mapping):
        raise RegulationError([Problem("", "WRONG_TYPE", "table")])
    sections = {key: value for key, value in data.items() if key not in ("format", "name", "mark")}
    name, mark = _identity(data, problems)
    own = read(Content, sections, problems)
    whole = _in_order(defaults.fill(own))
    check_meaning(whole, problems)
    if problems:
        raise RegulationError(problems)
    return _assemble(name, mark, _in_order(own), whole)


def _identity(data, problems):
    """The three keys before the sections: the form's version, the profile's name, its mark."""
    found = data.get("format")
    if type(found) is not int or found != FORMAT:
        problems.append(Problem("format", "NOT_IN_LIST" if "format" in data else "MISSING", "1"))
    for key in ("name", "mark"):
        value = data.get(key)
        if value is None:
            problems.append(Problem(key, "MISSING"))
        elif not isinstance(value, str):
            problems.append(Problem(key, "WRONG_TYPE", "text"))
        elif not (value.isascii() and value.isalnum() and len(value) <= 20):
            problems.append(Problem(key, "BAD_ID"))
    return data.get("name"), data.get("mark")


def _in_order(tree: Mapping) -> dict:
    """Document types in the order of the default list, a school's own ones after them."""
    documents = tree.get("documents", _EMPTY)
    known = [key for key in defaults.DOC_TYPES if key in documents]
    rest = [key for key in documents if key not in defaults.DOC_TYPES]
    ordered = {key: documents[key] for key in known + rest}
    return {key: ordered if key == "documents" else value for key, value in tree.items()}


def _assemble(name, mark, own, whole) -> Regulation:
    """The frozen dataclasses of a checked tree of entries."""
    content = _build(Content, whole)
    sections = {f.name: getattr(content, f.name) for f in fields(Content)}
    return Regulation(**sections, name=name, mark=mark, own=_freeze(own), whole=_freeze(whole))


def _build(cls, tree):
    """An instance of the dataclass `cls` from the entries of its fields."""
    values = {}
    for spec in fields(cls):
        found = tree.get(spec.name)
        if not found:
            continue
        node = spec.metadata["node"]
        if node == "group":
            values[spec.name] = MappingProxyType(
                {
                    key: _value(spec.metadata["of"], spec.metadata["what"], one)
                    for key, one in found.items()
                }
            )
        else:
            values[spec.name] = _value(node, spec.metadata.get("cls"), found)
    return cls(**values)


def _value(node, cls, found):
    if node == "leaf":
        return found.values["value"]
    return cls(**found.values) if node == "block" else _build(cls, found)


def _freeze(tree):
    """The same tree, read-only at every level."""
    if isinstance(tree, Entry):
        return tree
    return MappingProxyType({key: _freeze(value) for key, value in tree.items()})


def _walk(cls, tree, path, key):
    """(path, label key, entry) of every entry below `tree`, in the order of the fields."""
    for spec in fields(cls):
        found = tree.get(spec.name)
        if not found:
            continue
        here = f"{path}.{spec.name}".lstrip(".")
        label = f"{key}_{spec.name}".lstrip("_")
        if spec.metadata["node"] == "group":
            for identifier, one in found.items():
                yield from _walk_one(spec.metadata["what"], one, f"{here}.{identifier}", label)
        else:
            yield from _walk_one(spec.metadata.get("cls"), found, here, label)


def _walk_one(cls, found, path, label):
    if isinstance(found, Entry):
        yield path, label, found
    else:
        yield from _walk(cls, found, path, label)


def _plain(tree) -> dict:
    """A tree of entries as `tomllib` would read it."""
    return {
        key: value.as_data() if isinstance(value, Entry) else _plain(value)
        for key, value in tree.items()
    }


def _entry_at(tree, place) -> dict:
    """The values of the entry at `place`, empty when there is none."""
    for key in place:
        tree = tree.get(key, _EMPTY)
    return dict(tree.values) if isinstance(tree, Entry) else {}


def _changed(path, node, name, known, value) -> dict:
    """The fields of an entry after a change: a mapping states the whole block anew, a single
    value its field only.
    """
    if node == "block" and name is None:
        if not isinstance(value, Mapping):
            raise RegulationError([Problem(path, "WRONG_TYPE", "table")])
        fresh = dict(value)
    else:
        fresh = {**known, name or "value": value}
    return {key: one for key, one in fresh.items() if one is not None}


def _locate(path: str) -> tuple[list[str], str, str | None]:
    """The keys of the entry that `path` lies in, its node (leaf or block), and the field inside
    it (None: the entry itself).

    Raises RegulationError for a path that no regulation can have.
    """
    keys = path.split(".") if isinstance(path, str) else []
    node, what, place = "table", Content, []
    while keys and node in ("table", "group"):
        place.append(keys.pop(0))
        if node == "group":
            node, what = what
            continue
        spec = {f.name: f for f in fields(what)}.get(place[-1])
        if spec is None:
            raise RegulationError([Problem(str(path), "UNKNOWN_KEY")])
        node, what = spec.metadata["node"], spec.metadata.get("cls")
        if node == "group":
            what = (spec.metadata["of"], spec.metadata["what"])
    if node in ("table", "group") or len(keys) > 1:
        raise RegulationError([Problem(str(path), "UNKNOWN_KEY")])
    return place, node, keys[0] if keys else None
