"""Forms that stand on a page beside what they change: one deed each, posted to the page itself.

A deed is offered only to whoever may do it now; a form that was drawn before something changed is
told so and changes nothing. Rules stay with the function that a deed calls: its refusal comes back
to the fields of the same form.
"""

from abc import abstractmethod
from collections.abc import Callable
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.desk.confirm import Confirmation
from collective.schoolrecords.desk.confirm import same_number
from collective.schoolrecords.desk.fields import input_of
from collective.schoolrecords.desk.form_page import FormMixin
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from dataclasses import dataclass
from functools import cached_property
from zope.i18nmessageid import Message


DONE = _("desk_done_deed_noted", default="Done.")
ROW_ADDED = _("desk_done_row_added", default="The row was added.")
ROW_CHANGED = _("desk_done_row_changed", default="The row was changed.")
TAKEN_OUT = _("desk_done_chosen_taken_out", default="The chosen were taken out.")


@dataclass(frozen=True)
class Deed:
    """Something that can be done on a page.

    ``run`` takes name → value of ``fields`` and returns what to tell, or ``None`` for ``done``.
    ``confirmation``: what has to be typed before something that cannot be taken back. ``known``:
    values that the fields begin with. ``judge`` takes the same values when some could not be read
    (they are ``None``) and raises the refusal of all that speaks against the others; it writes
    nothing. ``done``: what is told afterwards, as something that has happened. ``prefix``: what the
    names of the fields have before the names that the rules use for them.
    """

    id: str
    title: Message
    run: Callable
    fields: tuple = ()
    text: Message | None = None
    confirmation: Confirmation | None = None
    css: str = "btn-primary"
    known: tuple = ()
    judge: Callable | None = None
    done: Message = DONE
    prefix: str = ""


class DeedsMixin(FormMixin):
    """A page with deeds; ``back`` is where a deed ends."""

    @abstractmethod
    def deeds(self):
        """Return the deeds that the reader may do now."""

    @property
    def back(self):
        """Address of the page itself."""
        return self.context.absolute_url()

    @cached_property
    def _deeds(self):
        return {deed.id: deed for deed in self.deeds()}

    @cached_property
    def asked(self):
        """The deed that was sent, ``None`` when it is not offered (any more)."""
        # Sent twice it is a list, and no deed.
        return self._deeds.get(str(self.request.form.get("do")))

    def form_fields(self):
        """See :class:`FormMixin`."""
        return list(self.asked.fields) if self.asked is not None else []

    @property
    def errors(self):
        """The summary on top; ids of fields carry the deed's name."""
        found = super().errors
        for error in found:
            if error.href.startswith("#f-"):
                error.href = f"#f-{self.asked.id}-{error.href[3:]}"
        return found

    def render(self):
        """Show the page, or do what was sent; a GET never changes anything."""
        if self.posted() and self._do():
            return self.go(self.back)
        return self.index()

    def _do(self):
        deed = self.asked
        if deed is None:
            stale = _(
                "desk_deed_stale", default="This can no longer be done. The page is fresh now."
            )
            self.note(stale, "warning")
            return True
        values = self.read_all()
        if deed.confirmation is not None and not same_number(
            self.request.form.get("confirm"), deed.confirmation.text
        ):
            self.other_errors.append(deed.confirmation.wrong(self.say))
        if self.field_errors or self.other_errors:
            self._judge(deed, values)
            return False
        try:
            message = deed.run(values)
        except Refusal as refusal:
            self.keep_refusal(refusal)
            return False
        self.note(message or deed.done)
        return True

    def field_of(self, name):
        """See :class:`FormMixin`."""
        return f"{self.asked.prefix}{name}" if self.asked is not None else name

    def _judge(self, deed, values):
        """Tell what speaks against the rest at once, not at the next attempt."""
        unread = dict.fromkeys(self.field_titles)
        try:
            if deed.judge is not None:
                deed.judge({**unread, **values})
        except Refusal as refusal:
            self.keep_refusal(refusal)

    def form_of(self, *ids):
        """Return the bag of a form with a button for each deed named, ``None`` without any.

        Deeds of one form share fields of the same name.
        """
        deeds = [self._deeds[one] for one in ids if one in self._deeds]
        if not deeds:
            return None
        fields, known = {}, {}
        for deed in deeds:
            known.update(deed.known)
            for field in deed.fields:
                fields.setdefault(field.__name__, (deed, field))
        first = deeds[0]
        return Values(
            id=first.id,
            action=self.back,
            texts=[deed.text for deed in deeds if deed.text],
            fields=[self._input(deed, field, known) for deed, field in fields.values()],
            buttons=[Values(value=one.id, title=one.title, css=one.css) for one in deeds],
            danger=self._danger(first),
        )

    def _danger(self, deed):
        asked = deed.confirmation
        if asked is None:
            return None
        return Values(id=f"f-{deed.id}-confirm", ask=asked.ask(self.say), number=asked.text)

    def _input(self, deed, field, known):
        name = field.__name__
        # Fields of two deeds are equal to each other when only their names differ.
        sent = self.asked.fields if self.asked is not None else ()
        mine = any(one.__name__ == name for one in sent)
        bag = input_of(
            field,
            None,
            known.get(name),
            self.say,
            self.request.form if mine else None,
            self.field_errors.get(name) if mine else None,
        )
        shown = self.asked.id if mine else deed.id
        if bag.described:
            bag.described = bag.described.replace("f-", f"f-{shown}-")
        bag.id = f"f-{shown}-{name}"
        bag.label_for = bag.id
        return bag

    def chosen(self, name):
        """Return the texts of the boxes that were chosen in a table."""
        found = self.request.form.get(name) or ()
        found = [found] if isinstance(found, str) else list(found)
        return [one for one in found if isinstance(one, str)]

    def ticked(self, name, rows):
        """Return the bags of a table's rows, those ticked that were before a refusal."""
        chosen = set(self.chosen(name)) if self.posted() else ()
        for row in rows:
            row.ticked = row.pick in chosen or None
        return rows
