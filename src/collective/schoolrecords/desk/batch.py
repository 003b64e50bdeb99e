"""One step for many records: each is tried by itself, and each result is told."""

from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.desk.kept_question import kept_question
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.ledger.storage import notice_change
from collective.schoolrecords.lifecycle import steps
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.messages import _
from plone import api
from zExceptions import NotFound

import transaction


#: Steps that ask for nothing and may therefore be taken for many records at once.
STEPS = {
    "personal_file": ("register", "archive"),
    "order": ("submit", "approve", "archive"),
    "case_file": ("register", "archive"),
    "protocol": ("submit", "approve", "archive"),
}
MOST = 500
DONE = Values(icon="check", tone="done", title=_("desk_batch_done", default="Done"))
ALREADY = Values(icon="check", tone="past", title=_("desk_batch_already", default="Done before"))
REFUSED = Values(icon="refused", tone="stop", title=_("desk_batch_refused", default="Not done"))


def batch_steps(family_id, reader):
    """Return (step id, title) of the steps that the reader's roles may take for many."""
    family = rules.FAMILIES[family_id]
    found = []
    for name in STEPS.get(family_id, ()):
        step = family.step(name)
        roles = {
            role for state in step.sources for role in family.roles_for(state, step.permission)
        }
        if roles & reader.role_names:
            found.append((name, texts.step_title(family_id, name)))
    return found


def batch_states(family_id, reader):
    """Return the states from which the reader's roles may take some step for many."""
    family = rules.FAMILIES[family_id]
    steps_for_many = [family.step(name) for name, _title in batch_steps(family_id, reader)]
    return {
        state
        for step in steps_for_many
        for state in step.sources
        if reader.role_names.intersection(family.roles_for(state, step.permission))
    }


class BatchPage(Page):
    """``@@batch`` of a register: takes a step for each chosen record and reports."""

    repeated_names = ("uid",)
    results = ()

    @property
    def title(self):
        """The step's name."""
        return texts.step_title(self.context.family, self.step_id)

    @property
    def step_id(self):
        """The step asked for, or the register's first one when there is no such step."""
        known = STEPS.get(self.context.family)
        if known is None:
            raise NotFound("batch")
        asked = self.request.form.get("action")
        return asked if asked in known else known[0]

    @property
    def back(self):
        """Address of the list with what it was asked."""
        return f"{self.context.absolute_url()}{kept_question(self.request.form)}"

    def trail(self):
        """See :class:`Page`."""
        return ((self.context.title, self.back),)

    def render(self):
        """Take the steps; without a choice go back to the register."""
        uids = self.request.form.get("uid") or ()
        uids = [uids] if isinstance(uids, str) else list(uids)[:MOST]
        if not self.posted() or not uids:
            self.note(_("desk_batch_nothing", default="No record was chosen."), "warning")
            return self.go(self.back)
        self.results = [self._take(uid) for uid in uids if isinstance(uid, str)]
        return self.index()

    def _take(self, uid):
        brain = next(iter(api.portal.get_tool("portal_catalog")(UID=uid)), None)
        if brain is None or brain.portal_type != self.context.family:
            return self._row(uid, None, REFUSED, [_("desk_batch_gone", default="Not found.")])
        record = brain.getObject()
        if record.state == rules.FAMILIES[record.family_id].step(self.step_id).target:
            # The page of a result that is loaded again sends the same choice.
            return self._row(brain.Title, brain.getURL(), ALREADY, ())
        notice_change(record)
        before = transaction.savepoint(optimistic=True)
        try:
            steps.perform(record, self.step_id, seen=self._seen(uid))
        except Refusal as refusal:
            before.rollback()
            why = [reason["message"] for reason in refusal.reasons] or [refusal.message]
            return self._row(brain.Title, brain.getURL(), REFUSED, why)
        return self._row(brain.Title, brain.getURL(), DONE, ())

    def _seen(self, uid):
        """Return the version of the record that the list showed; a list that says none is old."""
        sent = self.request.form.get(f"seen.{uid}")
        return sent if isinstance(sent, str) else ""

    def _row(self, title, url, state, why):
        cells = [
            Values(css="sr-lead", text=title, url=url),
            Values(state=state),
            Values(text=" ".join(self.say(one) for one in why)),
        ]
        return Values(cells=cells, done=state is DONE, already=state is ALREADY)

    @property
    def result(self):
        """What the template shows."""
        done = sum(1 for row in self.results if row.done)
        data = {"done": done, "all": len(self.results)}
        line = _("desk_batch_line", default="Done: ${done} of ${all}", mapping=data)
        already = sum(1 for row in self.results if row.already)
        if already:
            data["already"] = already
            line = _(
                "desk_batch_line_again",
                default="Done: ${done} of ${all}, done before: ${already}",
                mapping=data,
            )
        columns = (
            ("sr-lead", _("desk_col_record", default="Record")),
            ("", _("desk_col_result", default="Result")),
            ("", _("desk_col_why", default="Why")),
        )
        return Values(
            title=self.title,
            line=line,
            tables=[
                Values(
                    title=self.title,
                    columns=[Values(css=css, title=title) for css, title in columns],
                    rows=self.results,
                )
            ],
            links=[
                Values(
                    url=self.back,
                    css="btn-primary",
                    title=_("desk_batch_back", default="Back to the list"),
                )
            ],
        )
