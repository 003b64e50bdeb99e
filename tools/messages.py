"""Find every message of our domain and compare it with the Russian catalogues.

Where messages come from:

* Python: ``_("id", default="…", mapping=…)``; the id is a literal;
* ZCML: titles, descriptions and labels under our ``i18n_domain``;
* page templates: ``i18n:translate`` and ``i18n:attributes`` under our ``i18n:domain``;
* GenericSetup XML: the same two attributes. What Plone keeps there is the text itself, so
  the text is the id, except in the registry, which keeps an id that is given.

Run as a command it takes the folders to search, lists what is wrong and fails on it:
``python tools/messages.py src profiles``.
"""

from babel.messages.pofile import read_po
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import ast
import re
import sys


DOMAIN = "collective.schoolrecords"
I18N = "{http://xml.zope.org/namespaces/i18n}"
ZCML_TEXTS = ("title", "description", "label")
# Their titles are the ids by which Zope knows them, not texts.
ZCML_IDS = ("permission", "role", "adapter", "utility", "vocabulary")
VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
VARIABLE = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True)
class Use:
    """A message where it is used; ``id`` is None when the place names no literal id."""

    id: str | None
    default: str | None
    place: str


def in_python(text, name):
    """Yield the messages of a module."""
    for node in ast.walk(ast.parse(text)):
        if not (isinstance(node, ast.Call) and getattr(node.func, "id", None) == "_"):
            continue
        place = f"{name}:{node.lineno}"
        default = None
        for keyword in node.keywords:
            if keyword.arg == "default" and isinstance(keyword.value, ast.Constant):
                default = keyword.value.value
        first = node.args[0] if node.args else None
        literal = isinstance(first, ast.Constant) and isinstance(first.value, str)
        yield Use(first.value if literal else None, default, place)


def in_zcml(text, name):
    """Yield the messages of a ZCML file; a shown title outside our domain has id None."""

    def walk(element, domain):
        domain = element.get("i18n_domain", domain)
        local = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        for attribute in ZCML_TEXTS:
            value = element.get(attribute)
            if value is None or local in ZCML_IDS:
                continue
            given = re.match(r"\[([^\]]+)\]\s*(.*)", value, re.DOTALL)
            identifier, default = given.groups() if given else (value, value)
            place = f"{name}: <{local} {attribute}={value!r}>"
            yield Use(identifier if domain == DOMAIN else None, default, place)
        for child in element:
            yield from walk(child, domain)

    yield from walk(ElementTree.fromstring(text), None)


def in_profile(text, name):
    """Yield the messages of a GenericSetup file."""

    def content(element):
        return " ".join("".join(element.itertext()).split())

    def walk(element, domain, keeps_ids):
        domain = element.get(f"{I18N}domain", domain)
        if domain == DOMAIN:
            translate = element.get(f"{I18N}translate")
            shown = content(element)
            if translate is not None and shown:
                yield Use((keeps_ids and translate) or shown, shown, name)
            for attribute in re.split(r"[;\s]+", element.get(f"{I18N}attributes", "")):
                value = element.get(attribute) if attribute else None
                if value:
                    yield Use(value, value, name)
        for child in element:
            yield from walk(child, domain, keeps_ids)

    root = ElementTree.fromstring(text)
    yield from walk(root, None, root.tag == "registry")


class Template(HTMLParser):
    """Collects the messages of one page template into ``uses``."""

    def __init__(self, name):
        super().__init__(convert_charrefs=True)
        self.name = name
        self.uses = []
        # One item per open element: tag, domain, where its own text is collected, i18n:name.
        self.open = [("", None, None, None)]

    def handle_starttag(self, tag, attrs):
        attributes = {key: value or "" for key, value in attrs}
        domain = attributes.get("i18n:domain", self.open[-1][1])
        place = f"{self.name}:{self.getpos()[0]}"
        collected = None
        if "i18n:translate" in attributes:
            collected = [attributes["i18n:translate"], domain, place]
        for part in filter(None, map(str.strip, attributes.get("i18n:attributes", "").split(";"))):
            attribute, _space, identifier = part.partition(" ")
            default = attributes.get(attribute)
            self.add(identifier.strip() or default, domain, default, place)
        name = attributes.get("i18n:name")
        if tag not in VOID:
            self.open.append((tag, domain, collected, name))
        elif name:
            self.collect("${" + name + "}")

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        while len(self.open) > 1:
            opened, _domain, collected, name = self.open.pop()
            if collected:
                identifier, domain, place, *texts = collected
                default = " ".join("".join(texts).split()) or None
                self.add(identifier or default, domain, default, place)
            if name:
                self.collect("${" + name + "}")
            if opened == tag:
                break

    def handle_data(self, data):
        self.collect(data)

    def collect(self, text):
        """Give ``text`` to the innermost message, unless it stands in a named part of it."""
        for _tag, _domain, collected, name in reversed(self.open):
            if collected:
                collected.append(text)
                return
            if name:
                return

    def add(self, identifier, domain, default, place):
        if domain == DOMAIN or domain is None:
            self.uses.append(Use(identifier if domain else None, default, place))


def in_template(text, name):
    """Return the messages of a page template; one without any domain has id None."""
    parser = Template(name)
    parser.feed(text)
    parser.close()
    return parser.uses


READERS = {".py": in_python, ".zcml": in_zcml, ".pt": in_template, ".xml": in_profile}


def files(roots, suffix):
    """Yield the files below ``roots``, none of them twice: links that lead out are left."""
    for root in roots:
        for path in sorted(Path(root).rglob(f"*{suffix}")):
            if path.resolve().is_relative_to(Path(root).resolve()):
                yield path


def used(roots):
    """Return every ``Use`` below ``roots``."""
    found = []
    for suffix, reader in READERS.items():
        for path in files(roots, suffix):
            found.extend(reader(path.read_text(encoding="utf-8"), str(path)))
    return found


def catalogues(roots):
    """Return {catalogue: [babel message]} of the Russian catalogues, without their headers."""
    found = {}
    for path in files(roots, f"{DOMAIN}.po"):
        if path.parent.parent.name == "ru":
            with path.open("rb") as stream:
                found[str(path)] = [entry for entry in read_po(stream, locale="ru") if entry.id]
    return found


def flaw_of(entry):
    """Why a catalogue's entry is no Russian translation, or None."""
    if entry.fuzzy:
        return "is marked fuzzy"
    if not entry.string:
        return "has no translation"
    words = VARIABLE.sub("", entry.string)
    if re.search("[A-Za-z]", words) and not re.search("[А-Яа-яЁё]", words):
        return f"is not in Russian: {entry.string!r}"
    return None


def problems(uses, translations):
    """Return one line per flaw: a message without Russian, a broken or a doubled entry."""
    lines, entries = [], {}
    for path, messages in translations.items():
        for entry in messages:
            flaw = flaw_of(entry)
            if flaw:
                lines.append(f"{path}: {entry.id!r} {flaw}")
            if entry.id in entries:
                lines.append(f"{path}: {entry.id!r} stands in {entries[entry.id][0]} too")
            entries[entry.id] = (path, entry.string)
    for use in uses:
        if use.id is None:
            lines.append(f"{use.place}: no literal message id in the domain {DOMAIN}")
        elif use.id not in entries:
            lines.append(f"{use.place}: {use.id!r} is in no Russian catalogue")
        elif use.default:
            unknown = set(VARIABLE.findall(entries[use.id][1])) - set(VARIABLE.findall(use.default))
            if unknown:
                lines.append(f"{use.place}: {use.id!r} has no {', '.join(sorted(unknown))}")
    return lines


if __name__ == "__main__":
    found = problems(used(sys.argv[1:]), catalogues(sys.argv[1:]))
    for line in found:
        print(line)
    sys.exit(1 if found else 0)
