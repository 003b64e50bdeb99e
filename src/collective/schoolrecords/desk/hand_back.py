"""Control notebooks go back to the pupils at the year's end: many batches with one fact (N1-2.16)."""

from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core import case_kinds as kinds
from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.due_batch import DueBatch
from collective.schoolrecords.desk.kept_question import kept_question
from collective.schoolrecords.desk.navigation import NAV_KEYS
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.ledger.storage import notice_change
from collective.schoolrecords.lifecycle import steps
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.messages import _
from plone import api
from zExceptions import NotFound
from zope import schema

import transaction


TITLE = _("desk_hand_back", default="Hand out to the pupils")
#: So many refusals are told by name.
MOST_TOLD = 5


def may_hand_back(reader):
    """Whether some role of the reader hands out open case files."""
    roles = rules.FAMILIES["case_file"].roles_for(rules.CURRENT, rules.HAND_OUT)
    return bool(set(roles) & reader.role_names) or kinds.hands_out_some_kind(reader.role_names)


class HandBack(DueBatch):
    """``hand-back`` of the register of cases: each chosen batch is tried by itself."""

    title = TITLE
    current = NAV_KEYS["case_file"]

    def trail(self):
        """See :class:`Page`."""
        return ((TITLES[self.current], self.back),)

    @property
    def back(self):
        """See :class:`DeedsMixin`."""
        return f"{self.context.absolute_url()}{kept_question(self.request.form)}"

    @property
    def action(self):
        """See :class:`DueBatch`."""
        return f"{self.context.absolute_url()}/@@{self.__name__}"

    def render(self):
        """Only the register of cases holds notebooks."""
        if self.context.family != "case_file":
            raise NotFound("hand-back")
        return super().render()

    def deeds(self):
        """See :class:`DeedsMixin`."""
        known = (("handed_out_on", self.today), ("receiver", self.say(RECEIVER)))
        yield Deed("hand_back", self.title, self._hand_back, _fields(), known=known)

    def _hand_back(self, values):
        details = {name: value for name, value in values.items() if value is not None}
        done, left = 0, []
        for uid in self.uids:
            title, why = self._one(uid, details)
            if why is None:
                done += 1
            else:
                left.append(f"{title}: {why}")
        if left:
            told = " ".join(left[:MOST_TOLD])
            data = {"count": len(left), "why": told}
            self.note(
                _("desk_hand_back_left", default="Not done: ${count}. ${why}", mapping=data),
                "warning",
            )
        return _("desk_hand_back_done", default="Handed out: ${count}.", mapping={"count": done})

    def _one(self, uid, details):
        """Return (title, reason or ``None``) of one chosen record."""
        found = api.portal.get_tool("portal_catalog")(UID=uid, portal_type="case_file")
        if not found:
            return uid, self.say(_("desk_batch_gone", default="Not found."))
        record = found[0].getObject()
        if record.doc_type != kinds.NOTEBOOKS:
            return record.title, self.say(NO_NOTEBOOKS)
        notice_change(record)
        before = transaction.savepoint(optimistic=True)
        try:
            steps.perform(record, "hand_out", dict(details))
        except Refusal as refusal:
            before.rollback()
            reasons = [reason["message"] for reason in refusal.reasons] or [refusal.message]
            return record.title, " ".join(reasons)
        return record.title, None


def _fields():
    text = {"max_length": 400}
    return (
        schema.Date(__name__="handed_out_on", title=texts.DETAILS["handed_out_on"]),
        schema.TextLine(__name__="receiver", title=texts.DETAILS["receiver"], **text),
        schema.TextLine(__name__="basis", title=texts.DETAILS["basis"], **text),
        schema.TextLine(__name__="signature_fact", title=texts.DETAILS["signature_fact"], **text),
    )


RECEIVER = _("desk_hand_back_receiver", default="The pupils of the class")
NO_NOTEBOOKS = _("desk_hand_back_only", default="Only control notebooks are handed out this way.")
