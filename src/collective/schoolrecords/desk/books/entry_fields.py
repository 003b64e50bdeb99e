"""Fields of entries as inputs of a form, from the kinds of books alone; and their values as text."""

from collective.schoolrecords.core import book_fields as fields
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.book.words import CHOICES
from zope import schema
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

import re


HINTS = {
    "blank": _("desk_hint_blank", default="14 figures, the leading zero too."),
    "supplement": _(
        "desk_hint_supplement",
        default="14 figures, the leading zero too. An original without it is asked about once more.",
    ),
    "first": _("desk_hint_blank", default="14 figures, the leading zero too."),
    "last": _("desk_hint_blank", default="14 figures, the leading zero too."),
    "marks": _(
        "desk_hint_marks", default="One subject a line, the mark at its end: Russian language 5"
    ),
    "class_label": _("desk_hint_class_label", default="For example 9А."),
}
#: Longest text of the marks; 60 subjects with long names.
MAX_MARKS = 20_000
_MARK = re.compile(r"^(.*?)[\s:;,=—–-]+(\S+)$")


def schema_fields(kind_fields, optional=False):
    """Return fields of a form for fields of an entry; ``optional``: the rules ask later."""
    return [_field(one, one.required and not optional) for one in kind_fields]


def _field(one, required):
    common = {
        "__name__": one.name,
        "title": texts.DETAILS[one.name],
        "description": HINTS.get(one.name, ""),
        "required": required,
    }
    if one.type == fields.DAY:
        return schema.Date(**common)
    if one.type == fields.COUNT:
        return schema.Int(**common)
    if one.type == fields.MARK_LIST:
        return schema.Text(**common, max_length=MAX_MARKS)
    if one.type == fields.CHOICE:
        terms = [SimpleTerm(value, value, CHOICES[one.name][value]) for value in one.choices]
        return schema.Choice(**common, vocabulary=SimpleVocabulary(terms))
    most = 40 if one.type == fields.BLANK else one.most
    return schema.TextLine(**common, max_length=most)


def raw_values(kind_fields, values):
    """Return what a form sent as values of an entry, to be judged; empty ones are left out."""
    raw = {}
    for one in kind_fields:
        value = values.get(one.name)
        if value is None:
            continue
        raw[one.name] = read_marks(value) if one.type == fields.MARK_LIST else value
    return raw


def form_values(kind_fields, values):
    """Return stored values as a form shows them."""
    shown = {}
    for one in kind_fields:
        value = values.get(one.name)
        if one.type == fields.MARK_LIST:
            value = "\n".join(f"{subject} {mark}" for subject, mark in (value or {}).items())
        elif one.type == fields.DAY:
            value = day_text(value)
        shown[one.name] = value
    return shown


def read_marks(text):
    """Return subject → mark of lines «Русский язык 5»; a line without a mark keeps an empty one."""
    marks = {}
    for line in text.splitlines():
        line = line.strip()
        if line:
            found = _MARK.match(line)
            marks[found[1].strip() if found else line] = found[2] if found else ""
    return marks


def text_of(name, value, say):
    """Return a value of an entry as a reader's text."""
    if value is None or value == "":
        return ""
    if name in CHOICES and value in CHOICES[name]:
        return say(CHOICES[name][value])
    if isinstance(value, dict):
        return "; ".join(f"{subject} — {mark}" for subject, mark in value.items())
    if isinstance(value, int):
        return number_text(value)
    return day_text(value) if name in _DAYS else value


_DAYS = frozenset(("birth_date", "order_date", "day", "issued_on", "original_date"))
