"""Achievements and showings as JSON-ready data, as much as the reader may see."""

from collective.schoolrecords.access.roles import works_with
from collective.schoolrecords.core import portfolio as rules
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.history import Reader
from collective.schoolrecords.records.portfolio.achievements import achievements_of
from plone.restapi.serializer.converters import json_compatible
from zope.i18n import translate


DIRECTIONS = {
    "study": _("achievement_study", default="study"),
    "research": _("achievement_research", default="research"),
    "sport": _("achievement_sport", default="sport"),
    "art": _("achievement_art", default="art"),
    "civic": _("achievement_civic", default="civic work"),
    "labour": _("achievement_labour", default="labour and vocation"),
    "other": _("achievement_other", default="other"),
}
LEVELS = {
    "school": _("achievement_level_school", default="school"),
    "municipal": _("achievement_level_municipal", default="municipal"),
    "regional": _("achievement_level_regional", default="regional"),
    "national": _("achievement_level_national", default="national"),
    "international": _("achievement_level_international", default="international"),
}
PLACES = {
    rules.CLASSROOM: _("portfolio_in_classroom", default="in the classroom"),
    rules.WITH_PUPIL: _("portfolio_with_pupil", default="with the pupil"),
}
#: What an achievement is now: it stands (certified or not), was corrected, or was taken back.
STATES = {
    "certified": _("achievement_state_certified", default="Certified"),
    "entered": _("achievement_state_entered", default="Not certified"),
    "replaced": _("achievement_state_replaced", default="Corrected"),
    "withdrawn": _("achievement_state_withdrawn", default="Taken back"),
}


def state_of(achievement, replaced, certified, values):
    """Return the id of what an achievement is now, one of :data:`STATES`.

    ``values``: number → achievement.
    """
    if achievement.withdrawn:
        return "withdrawn"
    successor = replaced.get(achievement.number)
    if successor is not None:
        return "withdrawn" if values[successor].withdrawn else "replaced"
    return "certified" if achievement.number in certified else "entered"


def achievements_json(record, request):
    """Return every achievement of a portfolio, replaced ones too, by number."""
    held = achievements_of(record)
    known, certified = held.all(), held.certifications()
    values = {one.number: one for one in known}
    replaced = rules.replaced_by(known)
    documents, reader = held.documents(), Reader(record)
    found = []
    for one in known:
        state = state_of(one, replaced, certified, values)
        found.append(
            {
                "@id": f"{record.absolute_url()}/@achievements/{one.number}",
                "number": one.number,
                "title": one.title,
                "direction": _term(DIRECTIONS, one.direction, request),
                "level": _term(LEVELS, one.level, request),
                "day": one.day.isoformat(),
                "result": one.result,
                "scan": _scan(documents.get(one.scan)),
                "state": _term(STATES, state, request),
                "certified": _certified(certified.get(one.number), reader),
                "replaces": one.replaces,
                "replaced_by": replaced.get(one.number),
                "reason": one.reason or None,
            }
        )
    return found


def showings_json(record):
    """Return on which days the portfolio was shown to the family; who did it is for the staff."""
    named = works_with(record)
    return [
        {
            "day": one.day.isoformat(),
            "to_whom": one.to_whom,
            "occasion": one.occasion or None,
            "actor": one.actor if named else None,
        }
        for one in achievements_of(record).showings()
    ]


def place_json(record, request):
    """Return where the portfolio is and who has it."""
    return {
        "@id": f"{record.absolute_url()}/@place",
        "kept_by": _term(PLACES, record.kept_by, request),
        "storage_place": record.storage_place,
        "holder": record.holder,
    }


def _term(titles, value, request):
    return {"id": value, "title": translate(titles.get(value, value), context=request)}


def _scan(document):
    if document is None:
        return None
    return {"@id": document.absolute_url(), "UID": document.UID(), "title": document.title}


def _certified(certification, reader):
    if certification is None:
        return None
    shown = {"at": json_compatible(certification.at), "basis": certification.basis}
    if reader.names:
        shown["actor"] = certification.actor
        shown["actor_name"] = reader.name_of_account(certification.actor)
    return shown
