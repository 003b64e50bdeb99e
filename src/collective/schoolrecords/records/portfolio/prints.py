"""``@@print-achievements``: the achievements of a portfolio that stand, certified or not (N1-2.15)."""

from collective.schoolrecords.access.clock import school_timezone
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.printing.answer import PrintView
from collective.schoolrecords.printing.school import CLASS_TEACHER
from collective.schoolrecords.printing.school import school_name
from collective.schoolrecords.printing.school import signature_of_office
from collective.schoolrecords.printing.school_forms import AchievementLine
from collective.schoolrecords.printing.school_forms import AchievementsForm
from collective.schoolrecords.printing.stamps import stamps_of
from collective.schoolrecords.records.portfolio.achievements import achievements_of
from collective.schoolrecords.records.portfolio.portfolio_json import DIRECTIONS
from collective.schoolrecords.records.portfolio.portfolio_json import LEVELS
from zope.i18n import translate


class PrintAchievements(PrintView):
    """For everybody who sees the portfolio: the family takes the list along."""

    name = "achievements"

    def form(self):
        """See :class:`AchievementsForm`; the oldest achievement first."""
        record, today = self.context, school_today()
        held = achievements_of(record)
        certified = held.certifications()
        return AchievementsForm(
            school=school_name(),
            name=record.pupil_name or "",
            number=record.pupil_number or "",
            grades=(record.cycle or "").replace("-", "–"),
            dated_on=today,
            rows=tuple(
                _line(one, certified.get(one.number))
                for one in sorted(held.live(), key=lambda one: (one.day, one.number))
            ),
            compiler=signature_of_office(CLASS_TEACHER, today, record.cohort_id),
        )

    def stamps(self):
        """See :class:`PrintView`: a signature on a portfolio covers the achievements that stand."""
        return stamps_of(self.context)


def _line(achievement, certification):
    said, day = "", None
    if certification is not None:
        said = certification.basis
        day = certification.at.astimezone(school_timezone()).date()
    return AchievementLine(
        title=achievement.title,
        direction=_russian(DIRECTIONS, achievement.direction),
        level=_russian(LEVELS, achievement.level),
        day=achievement.day,
        result=achievement.result,
        certified=said,
        certified_on=day,
    )


def _russian(titles, value):
    return translate(titles.get(value, value), target_language="ru")
