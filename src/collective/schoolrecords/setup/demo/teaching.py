"""Portfolios of 7А and the school's own regulation as a record, each made by who does it."""

from .papers import paper
from .people import acting
from .people import class_of
from .students import CARRIERS
from .students import REGISTER
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.lifecycle.steps import perform
from collective.schoolrecords.records.local_regulation import publication
from collective.schoolrecords.records.portfolio.achievements import achievements_of
from collective.schoolrecords.records.portfolio.opening import open_portfolio
from datetime import date
from datetime import timedelta
from plone.dexterity.utils import createContentInContainer


TEACHER = "teacher7a"
#: The pupils of the class beyond these have no portfolio yet: something waits for the teacher.
PORTFOLIOS = 4
ACHIEVEMENTS = (
    ("Олимпиада по математике", "study", "municipal", "3 место"),
    ("Турнир по шахматам", "sport", "school", "1 место"),
)
#: What stands for a number of minutes that a regulation does not tell.
NO_NUMBER = "б/н"
_ACTS = {"reviewed": "reviewed", "adopted": "adopted", "agreed": "agreed"}


def fill_portfolios(stage, first):
    """Open portfolios of the class; that of ``first``, whose family has accounts, is filled."""
    files = class_of(stage, stage.site[REGISTER], "7А")
    others = [one for one in files if one.UID() != first.UID()]
    first_day = SchoolYear(stage.year).first_day
    day = min(first_day + timedelta(days=20), stage.today)
    with acting(stage, TEACHER):
        for file in others[: PORTFOLIOS - 1]:
            open_portfolio(file, storage_place="Кабинет 31")
        held = achievements_of(open_portfolio(first, storage_place="Кабинет 31"))
        for title, direction, level, result in ACHIEVEMENTS:
            held.enter(
                {
                    "title": title,
                    "direction": direction,
                    "level": level,
                    "day": day,
                    "result": result,
                    "scan": None,
                }
            )
        held.certify(1, f"Диплом от {day:%d.%m.%Y}")
        held.show(day, "Мать", "Родительское собрание")


def file_own_regulation(stage, regulation, text):
    """File the regulation in force as a local regulation: adopted, approved, in force, published."""
    header = regulation.regulation
    day = header.date or date(stage.year, 9, 1)
    with acting(stage, "secretary"):
        record = createContentInContainer(
            stage.site[publication.REGISTER],
            "local_regulation",
            title=header.title[:400],
            dated_on=day,
            registration_number=header.order_no or "1",
            touches_rights=False,
            adopted_by=[_adoption(one, day) for one in header.adopted_by.values()]
            or [_adoption(None, day)],
            order_number=header.order_no or "1",
            order_date=day,
            references=[_reference(one) for one in regulation.references.values()] or None,
            storage_place="Канцелярия, шкаф 2",
            carriers=CARRIERS,
            scan=paper("Положение", text),
        )
        perform(record, "submit")
    with acting(stage, "director"):
        perform(record, "approve")
        perform(record, "enact", {"in_force_from": day})
    with acting(stage, "secretary"):
        publication.publish(record)


def _adoption(adoption, day):
    return {
        "body": adoption.body if adoption is not None else "Педагогический совет",
        "adoption": _ACTS.get(adoption.act if adoption is not None else "", "adopted"),
        "minutes_number": (adoption.protocol_no if adoption is not None else None) or NO_NUMBER,
        "minutes_date": (getattr(adoption, "date", None) or day).isoformat(),
    }


def _reference(reference):
    line = {"act_kind": reference.kind, "act_title": reference.title}
    if reference.number:
        line["act_number"] = reference.number
    if reference.date:
        line["act_date"] = reference.date.isoformat()
    return line
