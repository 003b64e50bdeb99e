"""Opening classes of a school year; another letter for a class, or none; its early end.

What may be opened, renamed and closed is the rule of REST (`@classes`): the pages call the same
functions and show their reasons.
"""

from abc import ABC
from abc import abstractmethod
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core.classes import read_letters
from collective.schoolrecords.core.lifecycle import CURRENT
from collective.schoolrecords.core.school import check_cohort
from collective.schoolrecords.core.school import Cohort
from collective.schoolrecords.core.school import FINAL_GRADES
from collective.schoolrecords.core.school import FIRST_GRADE
from collective.schoolrecords.core.school import LAST_GRADE
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.desk.fields import choice_field
from collective.schoolrecords.desk.form_page import SAVE
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.no_classes import OPEN_CLASS
from collective.schoolrecords.desk.people_form import PeopleForm
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.cohorts import add_cohorts
from collective.schoolrecords.school.cohorts import close_cohort
from collective.schoolrecords.school.cohorts import relabel_cohort
from collective.schoolrecords.school.cohorts import take_back_cohort
from collective.schoolrecords.school.refusals import refuse_if
from collective.schoolrecords.school.refusals import SchoolRefused
from datetime import timedelta
from functools import cached_property
from plone import api
from zExceptions import NotFound
from zope import schema


CLASS_LETTER = _("desk_class_letter", default="Letter")
#: «А Б В Г Д Е Ж З И К»: no school opens more classes of a grade at once.
LONGEST = 40
#: From this many days before 1 September the form begins with the next school year.
AHEAD = 92
#: Names of the rules' fields → names of the form's.
FIELDS = {"base_grade": "grade", "letter": "letters"}


BOTH = _("desk_class_both", default="Give another letter or none, not both.")
ALONE = _(
    "desk_class_alone",
    default="A class that is taken back is not changed: leave the other fields empty.",
)


class ClassForm(PeopleForm, ABC):
    """What the forms of classes share: the way a form is taken."""

    def render(self):
        """Show the form, or do what was sent and go to the list of classes."""
        if self.posted() and self.saves:
            values = self.read_all()
            if self.field_errors or self.other_errors:
                self.judge(lambda: self.take(values))
            else:
                try:
                    self.note(self.take(values))
                except Refusal as refusal:
                    self.keep_refusal(refusal)
                else:
                    return self.go(f"{self.people_url}#classes")
        return self.index()

    @abstractmethod
    def take(self, values):
        """Do it and return what is said of it; raise a `Refusal` with all reasons.

        A value that could not be read is missing from ``values``: the rest is judged by the rules,
        and nothing of it stays.
        """


class OpenClassPage(ClassForm):
    """``open-class``: a school year, a grade and one or several letters."""

    title = OPEN_CLASS

    @cached_property
    def years(self):
        """This school year and the next one."""
        this = SchoolYear.of(self.today)
        return (this, this.next())

    def field_of(self, name):
        """See :class:`FormMixin`."""
        return FIELDS.get(name, name)

    @cached_property
    def fields(self):
        """The fields of the form."""
        return (
            choice_field(
                "year",
                _("desk_open_year", default="School year"),
                [(str(one.start), one.label) for one in self.years],
            ),
            choice_field(
                "grade",
                _("desk_open_grade", default="Grade"),
                [(str(one), str(one)) for one in range(FIRST_GRADE, LAST_GRADE + 1)],
            ),
            schema.TextLine(
                __name__="letters",
                title=CLASS_LETTER,
                description=_(
                    "desk_open_letters_hint",
                    default="Several letters open several classes: А Б В. Leave it empty when the "
                    "grade has one class without a letter.",
                ),
                required=False,
                max_length=LONGEST,
            ),
            choice_field(
                "last_grade",
                _("desk_open_last_grade", default="Ends after grade"),
                [(str(one), str(one)) for one in FINAL_GRADES],
                description=_(
                    "desk_open_last_hint",
                    default="Until then the class goes on to the next grade by itself each "
                    "1 September.",
                ),
            ),
        )

    def form_fields(self):
        """See :class:`FormMixin`."""
        return self.fields

    def take(self, values):
        """See :class:`ClassForm`."""
        letters = read_letters(values.get("letters") or "")
        if not (values.get("year") and values.get("grade")):
            return self._judge_letters(letters)
        year = SchoolYear(int(values["year"]))
        made = add_cohorts(
            self.school,
            year=year.start,
            grade=int(values["grade"]),
            letters=letters,
            last_grade=int(values.get("last_grade") or LAST_GRADE),
        )
        labels = ", ".join(one.name_on(year.first_day) for one in made)
        return _(
            "desk_open_done",
            default="Opened for ${year}: ${classes}. Appoint the class teacher in the list of "
            "classes.",
            mapping={"year": year.label, "classes": labels},
        )

    def _judge_letters(self, letters):
        """Refuse what is no letter of a class in any grade and year: which ones they are is unread."""
        year = self.years[0]
        named = tuple((year.first_day, one) for one in letters)
        found = check_cohort(Cohort("", year.start, FIRST_GRADE, named))
        refuse_if([one for one in found if one.code == "LETTER"], self.school)

    @property
    def form(self):
        """What the template shows."""
        known = {
            "year": str(SchoolYear.of(self.today + timedelta(days=AHEAD)).start),
            "last_grade": str(LAST_GRADE),
        }
        return Values(
            title=self.title,
            texts=[
                _(
                    "desk_open_text",
                    default="A class is opened once: it keeps its pupils and its teacher when it "
                    "goes on to the next grade. The class teacher is appointed by order, from the "
                    "list of classes that opens next.",
                )
            ],
            action=f"{self.site.absolute_url()}/@@open-class",
            groups=[Values(fields=self.inputs(self.fields, known))],
            save=self.title,
            cancel=self.people_url,
        )


class ChangeClassPage(ClassForm):
    """``change-class?class=…``: another letter or none from a day on, the last day, taking back."""

    title = _("desk_class_change_title", default="Change a class")

    @cached_property
    def cohort(self):
        """The class that the address names; 404 for any other."""
        asked = self.request.form.get("class")
        found = self.school.cohorts.get(asked) if isinstance(asked, str) else None
        if found is None:
            raise NotFound("class")
        return found

    def field_of(self, name):
        """See :class:`FormMixin`; the letter of a file is another field, with a hint of its own."""
        return "new_letter" if name == "letter" and not self._drops else name

    @property
    def _drops(self):
        return bool(self.request.form.get("no_letter"))

    @cached_property
    def groups(self):
        """(legend, fields) of the form."""
        return (
            (_("desk_class_rename", default="Another letter"), _letter_fields()),
            (
                _("desk_class_close", default="Close the class"),
                (
                    schema.Date(
                        __name__="closed",
                        title=_("desk_class_closed", default="Last day of the class"),
                        required=False,
                    ),
                ),
            ),
            (
                _("desk_class_mistake_title", default="Opened by mistake"),
                (
                    schema.Bool(
                        __name__="mistake",
                        title=_("desk_class_mistake", default="Take the class back"),
                        description=_(
                            "desk_class_mistake_help",
                            default="Only while no pupil, appointment, record or order ever named it. "
                            "It goes from all lists; the history of the school keeps that it was "
                            "opened.",
                        ),
                        required=False,
                    ),
                ),
            ),
        )

    def form_fields(self):
        """See :class:`FormMixin`."""
        return [field for _legend, fields in self.groups for field in fields]

    def read_all(self, record=None):
        """See :class:`FormMixin`; a letter and its day belong together, and nothing is no change."""
        values = super().read_all(record)
        given = {name for name, value in values.items() if value}
        needed = self.say(_("desk_needed", default="Fill this in."))
        letters = given & {"new_letter", "no_letter"}
        if letters and "since" not in given:
            self.field_errors.setdefault("since", needed)
        if "since" in given and not letters:
            self.field_errors.setdefault("new_letter", needed)
        if len(letters) == 2:
            self.other_errors.append(self.say(BOTH))
        if "mistake" in given and len(given) > 1:
            self.other_errors.append(self.say(ALONE))
        if not given and not self.field_errors:
            self.other_errors.append(
                self.say(
                    _(
                        "desk_class_nothing",
                        default="Give another letter with its day, or the last day of the class, or "
                        "take it back.",
                    )
                )
            )
        return values

    def take(self, values):
        """See :class:`ClassForm`."""
        school, key, reasons = self.school, self.cohort.id, []
        if values.get("mistake"):
            return self._take_back()
        steps = []
        if (values.get("new_letter") or values.get("no_letter")) and values.get("since"):
            letter = " ".join(read_letters(values.get("new_letter") or ""))
            steps.append((relabel_cohort, letter, values["since"]))
        if values.get("closed"):
            steps.append((close_cohort, values["closed"]))
        for step, *given in steps:
            try:
                step(school, key, *given)
            except SchoolRefused as refusal:
                reasons.extend(refusal.core_reasons)
        refuse_if(reasons, school)
        kept = school.cohorts[key]
        return _(
            "desk_class_changed",
            default="Changed: the class ${class}, its last day is ${day}.",
            mapping={"class": kept.nearest_label(self.today), "day": day_text(kept.last_day)},
        )

    def _take_back(self):
        name = self.cohort.dated_label(self.today)
        take_back_cohort(self.school, self.cohort.id)
        return _("desk_class_taken_back", default="Taken back: ${name}.", mapping={"name": name})

    @property
    def form(self):
        """What the template shows."""
        query = {"portal_type": "personal_file", "review_state": CURRENT}
        catalog = api.portal.get_tool("portal_catalog")
        count = catalog(**query, record_cohort=self.cohort.id).actual_result_count
        texts = [
            _(
                "desk_class_change_text",
                default="The letter changes by order; what was written before keeps the old one. "
                "The rights of the class teacher end with the last day of the class.",
            )
        ]
        if count:
            texts.append(
                _(
                    "desk_class_full",
                    default="Pupils of the class: ${n}. Before it is closed they go to another "
                    "class by order.",
                    mapping={"n": number_text(count)},
                )
            )
        return Values(
            title=self.title,
            line=self.cohort.dated_label(self.today),
            texts=texts,
            action=f"{self.site.absolute_url()}/@@change-class",
            hidden=[Values(name="class", value=self.cohort.id)],
            groups=[
                Values(title=legend, fields=self.inputs(fields, {}))
                for legend, fields in self.groups
            ],
            save=SAVE,
            cancel=self.people_url,
        )


def _letter_fields():
    """The new letter of a class, or none, and the day from which it has it."""
    no_letter = _("desk_class_no_letter", default="Without a letter: the only class of its grade")
    since = _("desk_class_since", default="From which day")
    return (
        schema.TextLine(
            __name__="new_letter", title=CLASS_LETTER, required=False, max_length=LONGEST
        ),
        schema.Bool(__name__="no_letter", title=no_letter, required=False),
        schema.Date(__name__="since", title=since, required=False),
    )
