"""What graduation and moving up ask of the pupils of a class."""

from collective.schoolrecords.core import year_end as rules
from collective.schoolrecords.core import year_results as results
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import name_in_table
from collective.schoolrecords.desk.guided.year_end_page import YearEndPage
from collective.schoolrecords.desk.guided.year_end_page import YEARS
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.year_work import storage
from collective.schoolrecords.records.year_work import year_end
from zope import schema
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


class GraduationPage(YearEndPage):
    """``graduation``: a class 9 or 11 graduates, all files of the class in one job."""

    title = _("guided_graduation", default="Graduation of a class")
    kind = storage.GRADUATION
    pupils_text = _(
        "guided_graduation_text",
        default="Everybody whose year is certified with the decision “graduated” goes. Mark whom to "
        "leave out.",
    )

    def may_choose(self, cohort):
        """Classes that were in grade 9 or 11 at the end of a year that is offered."""
        start = SchoolYear.of(self.today).start
        ends = (SchoolYear(one).last_day for one in range(start, start - YEARS, -1))
        return any(cohort.grade_on(day) in rules.GRADUATING for day in ends)

    def pupil_fields(self):
        """See :class:`YearEndPage`."""
        return (schema.Date(__name__="left_on", title=texts.DETAILS["left_on"]),)

    def known_pupils(self):
        """See :class:`YearEndPage`."""
        return (("left_on", self.values.get("left_on") or self.today),)

    def check_pupils(self, values):
        """See :class:`YearEndPage`."""
        year_end.check_left_on(values["left_on"])

    def keep_pupils(self, values):
        """See :class:`YearEndPage`."""
        self.work.keep(left_on=values["left_on"])

    def done_button(self, count):
        """The button that begins the job."""
        return _("guided_graduate", default="Graduate: ${n}", mapping={"n": count})


class MovingUpPage(YearEndPage):
    """``moving-up``: a class is promoted; debts and repeated years are said pupil by pupil."""

    title = _("guided_moving_up", default="Moving up a class")
    kind = storage.MOVING_UP
    pupils_text = _(
        "guided_moving_text",
        default="The certified year says who is promoted, who conditionally and who repeats. Mark "
        "whom to leave out.",
    )

    def pupil_fields(self):
        """See :class:`YearEndPage`."""
        found = []
        classes, after = year_end.repeat_classes(self.work)
        terms = [SimpleTerm(one.id, one.id, one.name_on(after)) for one in classes]
        for pupil in self.pupils:
            data = {"name": name_in_table(pupil.record.full_name)}
            if pupil.decision == results.CONDITIONAL:
                subjects = _("guided_debt", default="${name}: subjects of the debt", mapping=data)
                until = _until(data["name"], pupil.council)
                found += [
                    schema.TextLine(
                        __name__=f"subjects.{pupil.uid}",
                        title=subjects,
                        required=False,
                        max_length=2000,
                    ),
                    schema.Date(__name__=f"deadline.{pupil.uid}", title=until, required=False),
                ]
            elif pupil.decision == results.REPEATED:
                title = _("guided_repeat", default="${name}: repeats the year in", mapping=data)
                found.append(
                    schema.Choice(
                        __name__=f"to.{pupil.uid}",
                        title=title,
                        vocabulary=SimpleVocabulary(terms),
                        required=False,
                    )
                )
        return tuple(found)

    def known_pupils(self):
        """See :class:`YearEndPage`; a debt begins with the marks that leave one."""
        known, rows = [], self.values.get("rows", {})
        for pupil in self.pupils:
            row = rows.get(pupil.uid, {})
            if pupil.decision == results.CONDITIONAL:
                subjects = row.get("subjects") or rules.debts_of(pupil.result["marks"])
                known += [
                    (f"subjects.{pupil.uid}", ", ".join(subjects)),
                    (f"deadline.{pupil.uid}", row.get("deadline")),
                ]
            elif pupil.decision == results.REPEATED:
                known.append((f"to.{pupil.uid}", row.get("to")))
        return tuple(known)

    def check_pupils(self, values):
        """See :class:`YearEndPage`."""
        year_end.check_deadlines(
            self.pupils, {pupil.uid: values.get(f"deadline.{pupil.uid}") for pupil in self.pupils}
        )

    def keep_pupils(self, values):
        """See :class:`YearEndPage`."""
        rows = {}
        for name, value in values.items():
            key, _dot, uid = name.partition(".")
            rows.setdefault(uid, {})[key] = (
                rules.read_subjects(value or "") if key == "subjects" else value
            )
        self.work.keep(rows=rows)

    def done_button(self, count):
        """The button that begins the job."""
        return _("guided_move_up", default="Carry the order out: ${n}", mapping={"n": count})


def _until(name, council):
    """Return the title of the day until which a debt is liquidated, with the last one allowed."""
    if council is None:
        return _("guided_debt_until", default="${name}: liquidate until", mapping={"name": name})
    return _(
        "guided_debt_until_last",
        default="${name}: liquidate until (${last} at the latest)",
        mapping={"name": name, "last": day_text(rules.last_deadline(council))},
    )
