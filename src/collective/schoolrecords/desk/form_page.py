"""What all forms share: values and errors of one request, and the summary on top."""

from abc import ABC
from abc import abstractmethod
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.desk.fields import input_of
from collective.schoolrecords.desk.fields import read
from collective.schoolrecords.desk.fields import Wrong
from collective.schoolrecords.desk.hints import needed_later
from collective.schoolrecords.desk.next_number import TAKE
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from Products.CMFCore.indexing import getQueue

import transaction


SAVE = _("desk_save", default="Save")
#: Name of the button that shows a form anew with the fields of what was chosen.
KIND = "show_kind"


class FormMixin(ABC):
    """Reads fields, keeps their errors by name, and draws them again."""

    #: Family whose lists of choices the fields use.
    form_family = None
    #: What is known of the record already, for the marks of what will be needed.
    form_facts = {}

    def __init__(self, context, request):
        super().__init__(context, request)
        self.field_errors = {}
        self.other_errors = []

    @property
    def sent(self):
        """The form that was sent, ``None`` for a fresh page."""
        form = self.request.form
        return form if any(form.get(name) for name in ("save", TAKE, KIND)) else None

    @property
    def saves(self):
        """True when what was sent is to be kept, not only to be filled further."""
        form = self.request.form
        return form.get("save") is not None and not form.get(TAKE) and not form.get(KIND)

    def numbered(self):
        """Return the numbers that are offered, see :mod:`.next_number`, ``None`` without any."""
        return None

    def take_number(self):
        """Fill the next free number into what was sent, or keep the reason why not."""
        fault = self.numbered().take(self.request.form)
        if fault is not None:
            name, text = fault
            self.field_errors[name] = self.say(text)

    @property
    def errors(self):
        """The summary on top: every error with a link to its field."""
        titles = {name: self.say(self.field_titles[name]) for name in self.field_errors}
        found = [
            Values(href=f"#f-{name}", text=_with_title(titles[name], text))
            for name, text in self.field_errors.items()
        ]
        return [*found, *(Values(href="#main", text=text) for text in self.other_errors)]

    @property
    def field_titles(self):
        """Field name → its title."""
        return {field.__name__: field.title for field in self.form_fields()}

    @abstractmethod
    def form_fields(self):
        """Return the fields of the form, in order."""

    def read_all(self, record=None):
        """Return name → value of what was sent; errors are kept by field."""
        values = {}
        for field in self.form_fields():
            try:
                values[field.__name__] = read(field, self.request.form, record)
            except Wrong as wrong:
                self.field_errors[field.__name__] = self.say(wrong.args[0])
        return values

    def keep_refusal(self, refusal: Refusal):
        """Turn a refusal into errors of the form; nothing of this request is written.

        A field that could not be read has said so: the rules would only add that it is missing.
        Several reasons about one field are told one after the other.
        """
        transaction.doom()
        known, unread = self.field_titles, set(self.field_errors)
        for reason in refusal.reasons:
            name, message = self.field_of(reason["field"]), reason["message"]
            if name not in known:
                if message not in self.other_errors:
                    self.other_errors.append(message)
            elif name not in unread:
                told = self.field_errors.get(name)
                self.field_errors[name] = f"{told} {message}" if told else message
        if not refusal.reasons:
            self.other_errors.append(refusal.message)

    def field_of(self, name):
        """Return the name of the field that the rules call ``name``."""
        return name

    def judge(self, write):
        """Tell what the rules say of the rest where a field could not be read.

        ``write`` does what a whole form would do; nothing of it stays. Both kinds of reasons then
        stand in one summary, and nobody is refused twice.
        """
        before = transaction.savepoint()
        try:
            write()
        except Refusal as refusal:
            self.keep_refusal(refusal)
        before.rollback()
        # The catalog would index what is no longer there before the page asks it anything.
        getQueue().clear()
        transaction.doom()

    def inputs(self, fields, values):
        """Return the bags of ``fields``; ``values`` are what is stored."""
        bags = [
            input_of(
                field,
                self.form_family,
                values.get(field.__name__),
                self.say,
                self.sent,
                self.field_errors.get(field.__name__),
            )
            for field in fields
        ]
        for bag in bags:
            if self.form_facts and not bag.required and bag.later is None:
                bag.later = needed_later(self.form_family, bag.name, self.form_facts)
        numbers = self.numbered()
        for bag in bags:
            if numbers is not None and bag.name == numbers.field:
                bag.offer = numbers.offer({one.name: _chosen(one) for one in bags})
        return bags


def _with_title(title, text):
    """Return an error with the title of its field, which some sentences say themselves."""
    named = f"«{title}»" in text or text.startswith(f"{title}:")
    return text if named else f"{title}: {text}"


def _chosen(bag):
    """Return the text of a field on a form, that of the chosen one of a list."""
    if bag.is_select:
        return next((one.value for one in bag.options if one.selected), None)
    return bag.value
