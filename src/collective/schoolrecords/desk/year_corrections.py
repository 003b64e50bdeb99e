"""A certified year: its marks with what was corrected in them, and the page that corrects one."""

from collective.schoolrecords.access.clock import day_of
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.core import year_results as rules
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.record_deed import RecordDeed
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.records.personal_file.year_services import mark_rules
from collective.schoolrecords.records.personal_file.year_services import may_correct
from datetime import datetime
from functools import cached_property
from zExceptions import NotFound
from zope import schema
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


TITLE = _("desk_correct_mark", default="Correct a mark")
MOST_REASON = 400
#: Key of the year's own mark on the form, beside those of the half-years.
YEAR = "year"
WHICH = {
    YEAR: _("desk_correct_of_year", default="Mark of the year"),
    **{half: texts.DETAILS[f"half_year_{half}"] for half in rules.HALVES},
}
#: The form's names of what the rules call otherwise.
FIELDS = {"marks": "mark", "half_years": "mark"}


def correction_link(record, result):
    """Return the link to the page that corrects a mark of a year, for whoever may; else ``None``."""
    if result is None or result.state != rules.CERTIFIED or not may_correct(record):
        return None
    return Values(url=f"{record.absolute_url()}/@@correct-mark?year={result.year}", title=TITLE)


def mark_facts(result, say):
    """Return the subjects of a locked year with their marks, half-years and corrections."""
    halves = result.current_halves()
    return [
        Values(
            label=subject,
            value=", ".join(marks),
            subs=[say(_told(one, say)) for one in result.corrections if one["subject"] == subject],
        )
        for subject in result.subjects()
        if (marks := list(_marks(result, halves, subject, say)))
    ]


def _marks(result, halves, subject, say):
    mark = result.current_marks().get(subject)
    if mark:
        yield mark
    for half, marks in halves.items():
        if subject in marks:
            yield f"{say(WHICH[half])} {marks[subject]}"


def _told(one, say):
    """A correction in words: which mark, what stood there, since when and why."""
    # Programs keep the moment, pages its text.
    at = one["at"].isoformat() if isinstance(one["at"], datetime) else one["at"]
    data = {
        "which": say(WHICH[one.get("half") or YEAR]),
        "mark": one["mark"],
        "former": one["former"] or "—",
        "day": day_text(day_of(at)),
        "reason": one["reason"],
    }
    return _(
        "desk_corrected_mark",
        default="${which}: ${mark} instead of ${former}, corrected on ${day}: ${reason}",
        mapping=data,
    )


class CorrectMark(RecordDeed):
    """``correct-mark?year=2025/26`` of a personal file: the director, in a certified year."""

    title = TITLE

    @cached_property
    def result(self):
        """The year that the address names; 404 for one that is not entered."""
        asked = self.request.form.get("year")
        found = years_of(self.context).get(asked) if isinstance(asked, str) else None
        if found is None:
            raise NotFound("correct-mark")
        return found

    @property
    def anchor(self):
        """See :class:`RecordDeed`: back to the year."""
        return f"/@@year?year={self.result.year}"

    def may(self):
        """See :class:`RecordDeed`."""
        return correction_link(self.context, self.result) is not None

    def text(self):
        """See :class:`RecordDeed`."""
        return _(
            "desk_correct_mark_text",
            default="Results of ${year}. The former mark stays visible, with the reason and the day; "
            "the history says who corrected it.",
            mapping={"year": self.result.year},
        )

    def deed_fields(self):
        """See :class:`RecordDeed`; only grades 10 and 11 have half-years."""
        subjects = {one: one for one in self.result.subjects()}
        which = WHICH if self.result.grade in rules.HALF_YEAR_GRADES else {YEAR: WHICH[YEAR]}
        return [
            _choice("subject", _("desk_year_subject", default="Subject"), subjects),
            _choice("which", _("desk_correct_which", default="Which mark"), which),
            _choice(
                "mark",
                _("desk_correct_right", default="The right mark"),
                {one: one for one in rules.MARKS},
            ),
            schema.TextLine(
                __name__="reason", title=texts.DETAILS["reason"], max_length=MOST_REASON
            ),
        ]

    def known(self):
        """See :class:`RecordDeed`."""
        return {"which": YEAR}

    def field_of(self, name):
        """See :class:`FormMixin`."""
        return FIELDS.get(name, name)

    def do(self, values):
        """See :class:`RecordDeed`."""
        half = None if values["which"] == YEAR else values["which"]
        years_of(self.context).correct(
            self.result.year,
            values["subject"],
            values["mark"],
            values["reason"],
            self.reader.id,
            now(),
            mark_rules(),
            half,
        )
        return _("desk_done_mark_corrected", default="The mark is corrected.")

    @property
    def form(self):
        """See :class:`RecordDeed`; the year goes with the form."""
        found = super().form
        found.hidden = [Values(name="year", value=self.result.year)]
        found.cancel = self.context.absolute_url() + self.anchor
        return found


def _choice(name, title, words):
    terms = [
        SimpleTerm(key, f"{name}-{number}", word)
        for number, (key, word) in enumerate(words.items())
    ]
    return schema.Choice(__name__=name, title=title, vocabulary=SimpleVocabulary(terms))
