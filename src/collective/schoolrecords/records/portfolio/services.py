"""REST of a portfolio: ``@achievements``, ``@showings``, ``@place``; ``@portfolio`` of a file.

Who may: entering, correcting what is not certified, showing and moving ask for "Modify portal
content" on the portfolio; certifying, and correcting what is certified, for "Certify" (class
teacher of this very class, deputy).
"""

from AccessControl import getSecurityManager
from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.core import portfolio as rules
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.lifecycle.refusals import StepForbidden
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.bodies import RecordService
from collective.schoolrecords.records.portfolio import handing
from collective.schoolrecords.records.portfolio import portfolio_json
from collective.schoolrecords.records.portfolio.achievements import achievements_of
from collective.schoolrecords.records.portfolio.claims import portfolios_of_file
from collective.schoolrecords.records.portfolio.opening import open_portfolio
from collective.schoolrecords.records.portfolio.pupils import file_of
from collective.schoolrecords.school.paging import page_of
from collective.schoolrecords.school.paging import Question
from plone.restapi.serializer.converters import json_compatible
from zExceptions import NotFound
from zope.i18n import translate


def born(record):
    """Return the birthday of the pupil, if the personal file knows it."""
    file = file_of(record.pupil_file)
    return file.birth_date if file is not None else None


def may_correct(record, number):
    """Whether the current user may correct an achievement: a certified one is for who certifies."""
    certified = number in achievements_of(record).certifications()
    permission = life.CERTIFY if certified else life.MODIFY
    return bool(getSecurityManager().checkPermission(permission, record))


def may_certify(record):
    """Whether the current user may certify achievements of this portfolio."""
    return bool(getSecurityManager().checkPermission(life.CERTIFY, record))


class AchievementService(RecordService):
    """What the methods share: the number in the address."""

    max_path = 2

    def number(self):
        """Return the number in the address; 404 for what the portfolio does not have."""
        text = self.path[0] if self.path else ""
        plain = text.isascii() and text.isdigit() and len(text) < 6
        if not plain or achievements_of(self.context).get(int(text)) is None:
            raise NotFound(text)
        return int(text)

    def shown(self, number):
        """Return one achievement as JSON."""
        return portfolio_json.achievements_json(self.context, self.request)[number - 1]

    def values(self, body):
        """Return what a body says of an achievement."""
        found = {name: body.text(name) for name in ("title", "direction", "level", "result")}
        return {**found, "day": body.day("day"), "scan": body.text("scan") or None}

    def forbid(self):
        """Refuse for want of the role."""
        message = _(
            "achievement_role_missing",
            default="Your role may not certify or correct this achievement.",
        )
        raise StepForbidden(translate(message, context=self.request))


class AchievementsGet(AchievementService):
    """``GET @achievements?state=&level=&direction=``, ``GET @achievements/<number>``."""

    max_path = 1

    def reply(self):
        """Return one achievement, or a page of them by number."""
        if self.path:
            return self.shown(self.number())
        question = Question(self.request, ("state", "level", "direction"))
        asked = {
            "state": question.texts("state", portfolio_json.STATES),
            "level": question.texts("level", rules.LEVELS),
            "direction": question.texts("direction", rules.DIRECTIONS),
        }
        _sort, descending = question.sort(("number",), "number")
        start, size = question.page()
        question.done()
        found = [
            one
            for one in portfolio_json.achievements_json(self.context, self.request)
            if all(ids is None or one[name]["id"] in ids for name, ids in asked.items())
        ]
        if descending:
            found.reverse()
        return page_of(self.request, len(found), found[start : start + size])


class AchievementsPost(AchievementService):
    """``POST @achievements``; ``POST @achievements/<number>/certify|correct|withdraw``."""

    def reply(self):
        """Enter an achievement, or do something with the one in the address."""
        if not self.path:
            return self._enter()
        actions = {"certify": self._certify, "correct": self._correct, "withdraw": self._withdraw}
        number = self.number()
        if len(self.path) != 2 or self.path[1] not in actions:
            raise NotFound("/".join(self.path))
        return self.shown(actions[self.path[1]](number, self.body()))

    def _enter(self):
        if not getSecurityManager().checkPermission(life.MODIFY, self.context):
            self.forbid()
        body = self.body()
        values = self.values(body)
        body.done()
        made = achievements_of(self.context).enter(values, born(self.context))
        self.request.response.setStatus(201)
        return self.shown(made.number)

    def _certify(self, number, body):
        basis = body.text("basis")
        body.done()
        if not may_certify(self.context):
            self.forbid()
        achievements_of(self.context).certify(number, basis)
        return number

    def _correct(self, number, body):
        values, reason = self.values(body), body.text("reason")
        body.done()
        if not may_correct(self.context, number):
            self.forbid()
        return (
            achievements_of(self.context).correct(number, values, reason, born(self.context)).number
        )

    def _withdraw(self, number, body):
        reason = body.text("reason")
        body.done()
        if not may_correct(self.context, number):
            self.forbid()
        return achievements_of(self.context).correct(number, None, reason).number


class ShowingsGet(RecordService):
    """``GET @showings``."""

    def reply(self):
        """Return on which days the family saw the portfolio."""
        return _showings(self.context)


class ShowingsPost(RecordService):
    """``POST @showings`` {day, to_whom, occasion}."""

    def reply(self):
        """Note a showing and return all of them."""
        body = self.body()
        day, to_whom = body.day("day"), body.text("to_whom")
        occasion = body.text("occasion")
        body.done()
        achievements_of(self.context).show(day, to_whom, occasion)
        self.request.response.setStatus(201)
        return _showings(self.context)


class PlaceGet(RecordService):
    """``GET @place``."""

    def reply(self):
        """Return where the portfolio is."""
        return portfolio_json.place_json(self.context, self.request)


class PlacePost(RecordService):
    """``POST @place`` {kept_by: classroom|pupil, storage_place}."""

    def reply(self):
        """Note that it went to the pupil or came back; return where it is."""
        body = self.body()
        kept_by = body.text("kept_by", required=True)
        if kept_by and kept_by not in rules.PLACES:
            body.reasons.append(Reason("VALUE", "kept_by", {"value": kept_by[:80]}))
        place = body.text("storage_place")
        body.done()
        if kept_by == rules.WITH_PUPIL:
            handing.give_to_pupil(self.context)
        else:
            handing.take_into_classroom(self.context, place)
        return portfolio_json.place_json(self.context, self.request)


class PortfoliosGet(RecordService):
    """``GET @portfolio`` of a personal file: its portfolios that the reader may see."""

    def reply(self):
        """Return the portfolios, the lower grades first."""
        check = getSecurityManager().checkPermission
        items = [_summary(one) for one in portfolios_of_file(self.context) if check(life.VIEW, one)]
        url = f"{self.context.absolute_url()}/@portfolio"
        return {"@id": url, "items": items, "items_total": len(items)}


class PortfolioPost(RecordService):
    """``POST @portfolio`` of a personal file {cycle, opened_on, storage_place}: open one."""

    def reply(self):
        """Open the portfolio and return it in short."""
        body = self.body()
        cycle, day = body.text("cycle") or None, body.day("opened_on")
        place = body.text("storage_place") or None
        body.done()
        made = open_portfolio(self.context, cycle, day, place)
        self.request.response.setStatus(201)
        self.request.response.setHeader("Location", made.absolute_url())
        return _summary(made)


def _showings(record):
    items = portfolio_json.showings_json(record)
    url = f"{record.absolute_url()}/@showings"
    return {"@id": url, "items": items, "items_total": len(items)}


def _summary(record):
    return {
        "@id": record.absolute_url(),
        "@type": "portfolio",
        "UID": record.UID(),
        "title": record.title,
        "cycle": record.cycle,
        "review_state": record.state,
        "kept_by": record.kept_by,
        "opened_on": json_compatible(record.opened_on),
        "closed_on": json_compatible(record.closed_on),
    }
