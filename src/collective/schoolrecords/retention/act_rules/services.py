"""REST: ``@act-rules``, how the school decides on acts of destruction.

GET asks for "School Records: View Due", PATCH for "School Records: Manage Regulation".
"""

from AccessControl import getSecurityManager
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.act_rules import change
from collective.schoolrecords.core.act_rules import FLAGS
from collective.schoolrecords.core.act_rules import RANGES
from collective.schoolrecords.core.destruction import ActRules
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.retention.settings import changes_of
from collective.schoolrecords.retention.settings import dated_rules_on
from collective.schoolrecords.retention.settings import DatedRules
from collective.schoolrecords.retention.settings import rules_on
from collective.schoolrecords.retention.settings import set_rules
from collective.schoolrecords.school.rest import SchoolService
from dataclasses import asdict
from plone.restapi.serializer.converters import json_compatible


class ActRulesService(SchoolService):
    """What both methods share."""

    endpoint = "@act-rules"
    max_path = 0

    def answer(self, day):
        """Return the rules of a day and all changes, the latest first."""
        dated = dated_rules_on(self.context, day) or DatedRules(ActRules(), None)
        changes = reversed(changes_of(self.context))
        return json_compatible(
            {
                "@id": self.url(),
                "on": day,
                **_told(dated),
                "changes": [_told(one) for one in changes],
            }
        )


def _told(dated):
    """One change as plain values; the product's own rules rest on no order."""
    return {
        **asdict(dated.rules),
        "since": dated.since,
        "order_number": dated.order_number,
        "order_date": dated.order_date,
        "author": dated.author,
    }


class ActRulesGet(ActRulesService):
    """``GET @act-rules?on=``."""

    def reply(self):
        """Return the rules of the day."""
        return self.answer(self.query_day())


class ActRulesPatch(ActRulesService):
    """``PATCH @act-rules`` {values that change, order_number, order_date, since}."""

    def reply(self):
        """Keep the rules as changed; what is not given stays as it is on that day."""
        today, body = school_today(), self.body()
        numbers = {name: body.number(name) for name in RANGES if body.given(name)}
        flags = {name: body.flag(name) for name in FLAGS if body.given(name)}
        order = {
            "order_number": body.text("order_number", required=True),
            "order_date": body.day("order_date", required=True),
        }
        since = body.day("since") or today
        rules, reasons = change(rules_on(self.context, since), {**numbers, **flags})
        unread = {reason.field for reason in body.reasons}
        body.reasons += [reason for reason in reasons if reason.field not in unread]
        if since < today:
            body.reasons.append(Reason("VALUE", "since", {"value": since.isoformat()}))
        body.done(self.school)
        author = getSecurityManager().getUser().getId() or ""
        set_rules(self.context, rules, since, author=author, **order)
        return self.answer(since)
