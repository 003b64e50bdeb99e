"""Changing one section of a record in place, and filing a new record or document."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core.form_marks import marks_text
from collective.schoolrecords.core.form_marks import merge
from collective.schoolrecords.core.form_marks import read_marks
from collective.schoolrecords.core.protocols import KIND_FIELDS
from collective.schoolrecords.core.states import DRAFT
from collective.schoolrecords.desk.beginnings import known_before
from collective.schoolrecords.desk.change_name import NAMES
from collective.schoolrecords.desk.correct_identity import refuse_in_section
from collective.schoolrecords.desk.fixed_fields import fixed_text
from collective.schoolrecords.desk.form_page import FormMixin
from collective.schoolrecords.desk.form_page import KIND
from collective.schoolrecords.desk.form_page import SAVE
from collective.schoolrecords.desk.navigation import NAV_KEYS
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.next_number import numbers_of
from collective.schoolrecords.desk.next_number import TAKE
from collective.schoolrecords.desk.no_classes import lacking
from collective.schoolrecords.desk.others_saved import clash_text
from collective.schoolrecords.desk.others_saved import kept_note
from collective.schoolrecords.desk.others_saved import stored_mark
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.record import RecordBase
from collective.schoolrecords.desk.register import ADD_TITLES
from collective.schoolrecords.desk.regulations.order_choice import with_orders
from collective.schoolrecords.desk.sections import ADDING
from collective.schoolrecords.desk.sections import fields_of
from collective.schoolrecords.desk.sections import KIND_FIELD
from collective.schoolrecords.desk.sections import may_read
from collective.schoolrecords.desk.sections import section_of
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.case.filing import judge_kind
from collective.schoolrecords.records.personal_file.names import name_is_fixed
from functools import cached_property
from plone.dexterity.utils import createContentInContainer
from zExceptions import NotFound
from zope.event import notify
from zope.lifecycleevent import Attributes
from zope.lifecycleevent import ObjectModifiedEvent


#: Field of the form that carries the marks of what was shown, see :mod:`..core.form_marks`.
WAS = "was"
KIND_TITLE = _("desk_kind_show", default="Show the fields of this kind")


def chosen_kind(family, form):
    """Return the kind that a form names, ``None`` when it names none."""
    asked = form.get(KIND_FIELD.get(family))
    return asked if isinstance(asked, str) and asked else None


def offer_kind(family, bags):
    """Give the field of the kind the button that shows its fields: it works without a script."""
    for bag in bags:
        if bag.name == KIND_FIELD.get(family):
            bag.offer = Values(name=KIND, title=KIND_TITLE)
    return bags


class EditSection(FormMixin, RecordBase):
    """``edit-section?section=…`` of a record."""

    @property
    def form_family(self):
        """See :class:`FormMixin`."""
        return self.family

    @cached_property
    def section(self):
        """The section that the address names; 404 for any other."""
        section = section_of(
            self.family, self.request.form.get("section"), self.chosen, self.filled
        )
        if section is None:
            raise NotFound(self.request.form.get("section") or "section")
        return section

    @property
    def chosen(self):
        """The kind that was chosen on the form, or that of the record."""
        name = KIND_FIELD.get(self.family)
        kept = getattr(self.context, name, None) if name else None
        return chosen_kind(self.family, self.request.form) or kept

    @property
    def filled(self):
        """Fields of other kinds that a protocol has values in: a changed kind hides nothing."""
        if self.family != "protocol":
            return ()
        return [name for name in KIND_FIELDS if getattr(self.context, name, None) is not None]

    @property
    def form_facts(self):
        """See :class:`FormMixin`; what a protocol in draft needs follows from its kind."""
        drawn_up = self.family == "protocol" and self.context.state == DRAFT
        return {"kind": self.chosen} if drawn_up else {}

    @property
    def title(self):
        """See :class:`Page`."""
        return self.section.title

    def trail(self):
        """See :class:`Page`."""
        return self.under_record()

    @property
    def fixed(self):
        """Fields that no form changes, and the names of a registered file: another page does."""
        named = self.family == "personal_file" and name_is_fixed(self.context)
        return (*self.context.fixed_fields, *(NAMES if named else ()))

    @cached_property
    def known(self):
        """Name → (schema, field) of what may be changed here."""
        known = fields_of(self.context.portal_type)
        return {
            name: known[name]
            for name in self.section.fields
            if name in known
            and not known[name][1].readonly
            and name not in self.fixed
            and may_read(self.context, known[name][0], name)
        }

    def form_fields(self):
        """See :class:`FormMixin`."""
        return [field for _schema, field in self.known.values()]

    def render(self):
        """Show the form, or save what was sent and go back to the section."""
        if self.posted() and self.request.form.get(TAKE) and self.numbered():
            self.take_number()
        elif self.posted() and self.saves and self._save():
            self.note(
                _(
                    "desk_saved",
                    default="Saved: ${section}.",
                    mapping={"section": self.say(self.section.title).lower()},
                )
            )
            return self.go(f"{self.context.absolute_url()}#{self.section.id}")
        return self.index()

    def numbered(self):
        """A file has its number to choose until it is registered, the others until they are given."""
        record = self.context
        if record.state != DRAFT:
            return None
        return numbers_of(
            self.family,
            aq_parent(aq_inner(record)),
            self.today,
            kind=getattr(record, "kind", None),
            surname=getattr(record, "last_name", ""),
        )

    @cached_property
    def stored(self):
        """Name → value of each field as it is stored now."""
        return {name: getattr(self.context, name, None) for name in self.known}

    @cached_property
    def marks(self):
        """Name → mark of the value that the person has seen; of a fresh form what is stored."""
        fresh = {name: stored_mark(value) for name, value in self.stored.items()}
        return fresh if self.sent is None else {**fresh, **read_marks(self.sent.get(WAS))}

    def _merged(self, values):
        """Return what is to be written; a field that others changed meanwhile is told beside it.

        Who sends the form once more has then seen what the others wrote.
        """
        seen = read_marks(self.request.form.get(WAS))
        merged = merge(seen, self.stored, values, stored_mark)
        for name in merged.clashes:
            self.field_errors[name] = clash_text(self.known[name][1], self.stored[name], self.say)
            self.marks[name] = stored_mark(self.stored[name])
        return merged

    def _save(self):
        record = self.context
        merged = self._merged(self.read_all(record))
        if self.field_errors:
            self.judge(lambda: self._write(record, merged.write))
            return False
        try:
            self._write(record, merged.write)
        except Refusal as refusal:
            self.keep_refusal(refusal)
            return False
        if merged.kept:
            self.note(kept_note([self.known[name][1] for name in merged.kept], self.say), "warning")
        return True

    def _write(self, record, values):
        refuse_in_section(record, self.request.form)
        if not values:
            return
        by_schema = {}
        former = self.stored.get("doc_type")
        for name, value in values.items():
            setattr(record, name, value)
            by_schema.setdefault(self.known[name][0], []).append(name)
        if self.family == "case_file" and "doc_type" in values:
            judge_kind(record, former)
        notify(
            ObjectModifiedEvent(
                record, *(Attributes(one, *names) for one, names in by_schema.items())
            )
        )

    def inputs(self, fields, values):
        """See :class:`FormMixin`; another kind of a protocol shows other fields."""
        bags = super().inputs(fields, values)
        return offer_kind(self.family, bags) if self.family == "protocol" else bags

    @property
    def form(self):
        """What the template shows."""
        return Values(
            title=self.section.title,
            line=self.record_title,
            action=f"{self.context.absolute_url()}/@@edit-section",
            hidden=[
                Values(name="section", value=self.section.id),
                Values(name=WAS, value=marks_text(self.marks)),
            ],
            groups=[
                Values(
                    note=fixed_text(self.context, self.section, self.say),
                    fields=self.inputs(self.form_fields(), self.stored),
                )
            ],
            offers=self.numbered() is not None,
            save=SAVE,
            cancel=self.context.absolute_url(),
        )


class Adding(FormMixin, Page):
    """What filing a record and filing a document share."""

    #: Portal type of what is filed.
    adds = None
    #: Values that the form begins with.
    begins_with = {}

    @property
    def chosen(self):
        """The kind that was chosen already: it has fields of its own."""
        return chosen_kind(self.adds, self.request.form)

    @property
    def form_facts(self):
        """See :class:`FormMixin`."""
        name = KIND_FIELD.get(self.adds)
        return {name: self.chosen} if name else {}

    @property
    def form_family(self):
        """See :class:`FormMixin`."""
        return self.adds

    @cached_property
    def groups(self):
        """(section, its fields) of the form."""
        known = fields_of(self.adds)
        found = []
        for section_id in ADDING[self.adds]:
            section = section_of(self.adds, section_id, self.chosen)
            if section is None:
                continue
            fields = [known[name][1] for name in section.fields if name in known]
            found.append((section, [one for one in fields if not one.readonly]))
        return found

    def form_fields(self):
        """See :class:`FormMixin`."""
        return [field for _section, fields in self.groups for field in fields]

    def render(self):
        """Show the form, or file what was sent and open it."""
        if self.posted() and self.request.form.get(TAKE) and self.numbered():
            self.take_number()
        elif self.posted() and self.saves:
            made = self._file()
            if made is not None:
                self.note(_("desk_filed", default="Filed as a draft."))
                return self.go(self.landing(made))
        return self.index()

    def given(self):
        """Return name → value of what was filled in; errors are kept by field."""
        return {name: value for name, value in self.read_all().items() if value is not None}

    def make(self, values):
        """File a draft with ``values`` and return it."""
        return createContentInContainer(self.context, self.adds, **values)

    def landing(self, made):
        """Return the address to go to after ``made`` was filed."""
        return made.absolute_url()

    def _file(self):
        values = self.given()
        if self.field_errors:
            self.judge(lambda: self.make(values))
            return None
        try:
            return self.make(values)
        except Refusal as refusal:
            self.keep_refusal(refusal)
            return None

    @property
    def form(self):
        """What the template shows."""
        return Values(
            title=self.title,
            action=f"{self.context.absolute_url()}/@@{self.__name__}",
            groups=[
                Values(title=section.title, fields=self.inputs(fields, self.begins_with))
                for section, fields in self.groups
            ],
            offers=self.numbered() is not None,
            save=SAVE,
            cancel=self.context.absolute_url(),
        )


class AddRecord(Adding):
    """``add-record`` of a register."""

    def numbered(self):
        """See :class:`FormMixin`; the surname is what was typed."""
        surname = self.request.form.get("last_name")
        return numbers_of(
            self.adds,
            self.context,
            self.today,
            kind=self.chosen,
            surname=surname if isinstance(surname, str) else "",
        )

    @property
    def adds(self):
        """The register's family is the type's id."""
        return self.context.family

    def make(self, values):
        """See :class:`Adding`; what has a register of its own is filed there."""
        made = super().make(values)
        if self.adds == "case_file":
            judge_kind(made)
        return made

    @property
    def begins_with(self):
        """Fields' own defaults and what is known today."""
        known = fields_of(self.adds)
        values = {name: field.default for name, (_schema, field) in known.items()}
        values.update(dated_on=self.today, opened_on=self.today)
        name = KIND_FIELD.get(self.adds)
        if name:
            values[name] = self.chosen
        return {**values, **known_before(self.adds, self.request.form)}

    @property
    def form(self):
        """See :class:`Adding`; who chooses a class is told while there is none."""
        form = super().form
        if any(field.__name__ == "cohort_id" for field in self.form_fields()):
            vars(form).update(lacking(self))
        return form

    def inputs(self, fields, values):
        """See :class:`FormMixin`; the kind is chosen before its fields are shown."""
        fields = with_orders(fields, self.request.form.get("title") or values.get("title"))
        return offer_kind(self.adds, super().inputs(fields, values))

    @property
    def title(self):
        """See :class:`Page`."""
        return ADD_TITLES[self.adds]

    @property
    def current(self):
        """See :class:`Page`."""
        return NAV_KEYS[self.adds]

    def trail(self):
        """See :class:`Page`."""
        return ((TITLES[self.current], self.context.absolute_url()),)
