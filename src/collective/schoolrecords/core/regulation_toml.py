"""Write a regulation's entries as TOML, always the same text for the same values.

Only what `regulation.toml` needs is written: texts, whole numbers, true and false, days, lists.
Values with a source of their own stand on one line, values that share a source in a table of
their own, so that a person who compares two versions sees the changed line only.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date


HEADER = """\
# A school's regulation as data. Every value names its source: the clause and the words of the
# regulation, or the order that changed it. What is not here comes from the default list.
"""

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n"}


def write(plain: Mapping, sections: Mapping) -> str:
    """The whole file: plain keys first, then every section, each entry as `{field: value, …,
    "source": {…}}`.
    """
    lines = [HEADER, *(f"{key} = {literal(value)}" for key, value in plain.items())]
    for name, content in sections.items():
        lines.extend(_table(name, content))
    return "\n".join(lines) + "\n"


def literal(value) -> str:
    """One value as TOML. Raises TypeError for what a regulation cannot hold."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return '"' + "".join(_ESCAPES.get(c, c) for c in value) + '"'
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(literal(one) for one in value) + "]"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{k} = {literal(v)}" for k, v in value.items()) + " }"
    raise TypeError(f"not a value of a regulation: {type(value).__name__}")


def _table(path: str, content: Mapping) -> Iterator[str]:
    """The lines of one table: its one-line entries, then its own tables."""
    simple = {key: value for key, value in content.items() if _on_one_line(value)}
    if simple:
        yield f"\n[{path}]"
        yield from (f"{key} = {literal(value)}" for key, value in simple.items())
    for key, value in content.items():
        if key not in simple:
            yield from _table(f"{path}.{key}", value)


def _on_one_line(value) -> bool:
    """Plain values, sources, and entries whose only field is `value`."""
    if not isinstance(value, Mapping):
        return True
    return set(value) == {"value", "source"} or not any(
        isinstance(one, Mapping) for one in value.values()
    )
