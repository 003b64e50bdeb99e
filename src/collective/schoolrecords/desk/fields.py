"""Fields of a schema as inputs of a form and as lines of a page, by their type alone."""

from collective.schoolrecords.core.dates import read_date
from collective.schoolrecords.desk.choices import headed
from collective.schoolrecords.desk.choices import options
from collective.schoolrecords.desk.choices import title_of
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import size_text
from collective.schoolrecords.desk.formats import YES_NO
from collective.schoolrecords.desk.hints import hint_of
from collective.schoolrecords.desk.hints import needed_later
from collective.schoolrecords.desk.lists_in_fields import lines
from collective.schoolrecords.desk.lists_in_fields import LineWrong
from collective.schoolrecords.desk.lists_in_fields import number_of
from collective.schoolrecords.desk.lists_in_fields import read_lines
from collective.schoolrecords.desk.lists_in_fields import uid_of
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.files import UploadRefused
from datetime import date
from plone.namedfile.field import NamedBlobFile as FileField
from plone.namedfile.file import NamedBlobFile
from plone.namedfile.interfaces import INamedBlobFile
from plone.schema import JSONField
from zope import schema
from zope.i18nmessageid import Message
from zope.schema.interfaces import RequiredMissing
from zope.schema.interfaces import TooLong
from zope.schema.interfaces import ValidationError
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


DAY_HINT = _("desk_day_hint", default="DD.MM.YYYY")
SPANS = {
    "letter": 3,
    "number": 3,
    "book_volume": 3,
    "doc_sheets": 3,
    "sheets": 3,
    "last_name": 4,
    "first_name": 4,
    "middle_name": 4,
    "sex": 4,
    "snils": 4,
}
#: What a browser's own keeper of passwords is told of a field.
SECRETS = {"current": "current-password", "new": "new-password", "repeated": "new-password"}
#: No bounded field takes more characters; a browser stands still over millions of them.
MOST_SHOWN = 200_000
WIDE = ("title", "address", "note", "kind")


class Wrong(ValueError):
    """What was sent cannot be a value of the field; the argument is a message."""


def choice_field(name, title, pairs, **more):
    """Return a field of a form that takes one of ``pairs`` (value, title)."""
    terms = [SimpleTerm(value, value, text) for value, text in pairs]
    return schema.Choice(__name__=name, title=title, vocabulary=SimpleVocabulary(terms), **more)


def text_of(name, value):
    """Return a stored value as a message or text for a page."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, date):
        return day_text(value)
    if INamedBlobFile.providedBy(value):
        return f"{value.filename} ({size_text(value.getSize())})"
    if name == "pupil_file":
        return number_of(value)
    return title_of(name, value) if isinstance(value, str) else str(value)


def input_of(field, family, value, say, form=None, error=None):
    """Return the bag that form.pt draws for a field.

    ``form`` is what was sent, ``None`` for a fresh form; ``error`` the sentence beside the field.
    """
    name = field.__name__
    bag = Values(
        id=f"f-{name}",
        label_for=f"f-{name}",
        name=name,
        title=field.title,
        required=field.required,
        later=None if field.required else needed_later(family, name),
        hint=_hint(family, field),
        error=error,
        span=_span(field),
        wrong="sr-field-wrong" if error else "",
        invalid="true" if error else None,
        css="form-control is-invalid" if error else "form-control",
        type="text",
    )
    if bag.error or bag.hint:
        ids = [f"f-{name}-{part}" for part in ("hint", "error") if getattr(bag, part)]
        bag.described = " ".join(ids)
    _fill(bag, field, family, value, say, form)
    return bag


def _hint(family, field):
    if isinstance(field, schema.Date):
        return DAY_HINT
    return hint_of(family, field)


def _span(field):
    name = field.__name__
    if isinstance(field, (JSONField, schema.Text, FileField)) and not isinstance(
        field, schema.TextLine
    ):
        return 12
    if name in WIDE:
        return 12
    return SPANS.get(name, 4 if isinstance(field, schema.Date) else 6)


def _fill(bag, field, family, value, say, form):
    name = field.__name__
    sent = form.get(name) if form is not None else None
    choices = _choices_of(field, family, value)
    if isinstance(field, FileField):
        bag.is_file = True
        bag.kept = text_of(name, value) or None
    elif isinstance(field, JSONField):
        bag.is_lines = True
        bag.label_for = None
        bag.lines = lines(field, value, form, say)
    elif isinstance(field, schema.Bool):
        bag.is_choice = True
        chosen = bool(sent) if form is not None else bool(value)
        bag.value = "checked" if chosen else None
    elif choices is not None:
        bag.is_select = True
        chosen = sent if form is not None else value
        bag.options = [
            Values(value=key, title=title, selected="selected" if key == (chosen or "") else None)
            for key, title in [("", ""), *choices]
        ]
        groups = headed(name, family, bag.options)
        bag.groups = groups and [Values(title=say(title), options=found) for title, found in groups]
        bag.first_options = bag.options[:1] if groups else bag.options
    else:
        _fill_typed(bag, field, value, form)


def _choices_of(field, family, value):
    """Return (value, title) of what a field is chosen from, ``None`` when it is typed."""
    vocabulary = field.vocabulary if isinstance(field, schema.Choice) else None
    own = [] if vocabulary is None else [(one.value, one.title) for one in vocabulary]
    # A form that words its own choices means these and no others.
    if own and all(title for _value, title in own):
        return own
    choices = options(field.__name__, family, value)
    if choices is None and vocabulary is not None:
        return [(key, title or key) for key, title in own]
    return choices


def _fill_typed(bag, field, value, form):
    name = field.__name__
    sent = form.get(name) if form is not None else None
    # A line of ASCII is a text of bytes that Zope keeps as str, and still one line.
    one_line = isinstance(field, (schema.TextLine, schema.ASCIILine))
    bag.is_text = isinstance(field, schema.Text) and not one_line
    bag.is_input = not bag.is_text
    plain = text_of(name, value) if isinstance(value, date) or name == "pupil_file" else value
    bounded = 0 < (getattr(field, "max_length", None) or 0) <= MOST_SHOWN
    sent = sent[:MOST_SHOWN] if bounded and isinstance(sent, str) else sent
    bag.value = sent if form is not None else ("" if plain is None else str(plain))
    # One more than is taken: the end of a text that is pasted is refused, not lost unseen.
    bag.most = MOST_SHOWN + 1 if bag.is_text and bounded else None
    if isinstance(field, schema.Password):
        bag.type, bag.value, bag.autocomplete = "password", "", SECRETS.get(name)
    if isinstance(field, (schema.Int, schema.Date)):
        bag.inputmode = "numeric"


def read(field, form, record=None):
    """Return the value that a form sent for a field.

    Raises :class:`Wrong` with a message. A file that was not sent keeps the stored one.
    """
    name = field.__name__
    if isinstance(field, FileField):
        return _file(field, form, record)
    if isinstance(field, schema.Bool):
        return bool(form.get(name))
    if isinstance(field, JSONField):
        try:
            return _valid(field, read_lines(field, form), record)
        except LineWrong as wrong:
            raise Wrong(wrong.args[0]) from wrong
    text = form.get(name)
    text = text if isinstance(text, str) else ""
    if not isinstance(field, schema.Password):
        text = text.strip()
    if not text:
        return _valid(field, None, record)
    return _valid(field, _convert(field, text), record)


def _convert(field, text):
    if field.__name__ == "pupil_file":
        try:
            return uid_of(text)
        except LineWrong as wrong:
            raise Wrong(wrong.args[0]) from wrong
    if isinstance(field, schema.Date):
        day = read_date(text)
        if day.value is None:
            raise Wrong(_("desk_not_day", default="There is no such day. Write DD.MM.YYYY."))
        return day.value
    if isinstance(field, schema.Int):
        digits = text.replace(" ", "").replace("\u2009", "")
        if not (digits.isascii() and digits.isdigit() and len(digits) < 12):
            raise Wrong(_("desk_not_number", default="Give a whole number."))
        return int(digits)
    return text.replace("\r\n", "\n")


def _file(field, form, record):
    kept = getattr(record, field.__name__, None) if record is not None else None
    sent = form.get(field.__name__)
    if not getattr(sent, "filename", ""):
        return None if form.get(f"{field.__name__}.drop") else kept
    value = NamedBlobFile(data=sent.read(), filename=sent.filename)
    return _valid(field, value, record)


def _valid(field, value, record):
    bound = field.bind(record) if record is not None else field
    try:
        bound.validate(value)
    except RequiredMissing as fault:
        raise Wrong(_("desk_needed", default="Fill this in.")) from fault
    except TooLong as fault:
        if isinstance(value, str) and bound.max_length <= MOST_SHOWN < len(value):
            data = {"n": bound.max_length, "shown": MOST_SHOWN}
            raise Wrong(
                _(
                    "desk_too_long_cut",
                    default="At most ${n} characters. So long a text is not shown whole: what "
                    "comes after the first ${shown} was left out here.",
                    mapping=data,
                )
            ) from fault
        raise Wrong(
            _(
                "desk_too_long",
                default="At most ${n} characters.",
                mapping={"n": bound.max_length},
            )
        ) from fault
    except UploadRefused as fault:
        raise Wrong(fault.doc()) from fault
    except ValidationError as fault:
        told = fault.doc()
        known = isinstance(told, Message)
        raise Wrong(told if known else _("desk_wrong", default="This does not fit.")) from fault
    return value
