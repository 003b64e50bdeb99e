"""REST of acts: ``@destruction-acts`` on the site and on an act.

The steps of an act go through ``@workflow``; here are its rows, votes and decisions. Permissions
are asked by the functions of the room, in the act's present state.
"""

from collective.schoolrecords.core.destruction import DECISIONS
from collective.schoolrecords.core.destruction import RESULTS
from collective.schoolrecords.core.inventories import ASKED_BY_ACTS
from collective.schoolrecords.core.lifecycle import FAMILIES
from collective.schoolrecords.lifecycle.words import reasons_in_words
from collective.schoolrecords.retention.act import candidates
from collective.schoolrecords.retention.act import decisions
from collective.schoolrecords.retention.act import handlers
from collective.schoolrecords.retention.act import overview
from collective.schoolrecords.retention.act.empty_years import state_empty
from collective.schoolrecords.retention.act.facts import asked_for
from collective.schoolrecords.retention.act.paper import enter_paper
from collective.schoolrecords.retention.act.permits import require_office
from collective.schoolrecords.retention.due_filters import due_filters
from collective.schoolrecords.retention.due_filters import NAMES
from collective.schoolrecords.retention.execution import stages as execution_stages
from collective.schoolrecords.school.paging import page_of
from collective.schoolrecords.school.paging import Question
from collective.schoolrecords.school.rest import SchoolService
from plone.restapi.serializer.converters import json_compatible
from types import SimpleNamespace
from zExceptions import NotFound


class ActsGet(SchoolService):
    """``GET @destruction-acts?state=&year=&number=`` of the site: the acts, the latest first."""

    endpoint = "@destruction-acts"
    max_path = 0
    names = ("state", "year", "number")

    def reply(self):
        """Return a page of the acts that the reader may see."""
        question = Question(self.request, self.names)
        states = question.texts("state", FAMILIES["destruction_act"].states)
        years, numbers = question.years("year"), question.texts("number")
        sort, descending = question.sort(overview.ACT_SORTS, "created")
        if not self.request.form.get("sort_order") and sort == "created":
            descending = True
        start, size = question.page()
        question.done()
        found = overview.acts(self.context, states=states, years=years, numbers=numbers)
        found.sort(key=overview.ACT_SORTS[sort], reverse=descending)
        rows = [overview.summary(act, self.request) for act in found[start : start + size]]
        return page_of(self.request, len(found), rows)


class ActService(SchoolService):
    """What the methods on one act share."""

    endpoint = "@destruction-acts"
    max_path = 3

    def not_found(self):
        """Raise 404 for the path behind the service's name."""
        raise NotFound("/".join(self.path) or self.endpoint)

    def position(self, text):
        """Return the position of a row that the path names."""
        if not (text.isascii() and text.isdigit() and int(text[:9]) in self.context.rows):
            self.not_found()
        return int(text[:9])


class ActGet(ActService):
    """``GET @destruction-acts`` of an act, ``…/rows``, ``…/rows/<n>``."""

    names = ("decision", "result", "doc_type", "year", "undecided", "held")

    def reply(self):
        """Return the act, a page of its rows, or one row."""
        if not self.path:
            return json_compatible(overview.overview(self.context, self.request))
        if self.path[0] != "rows" or len(self.path) > 2:
            self.not_found()
        if len(self.path) == 2:
            position = self.position(self.path[1])
            pairs = [(position, self.context.rows[position])]
            return json_compatible(overview.rows_data(self.context, pairs, self.request)[0])
        return self._rows()

    def _rows(self):
        question = Question(self.request, self.names)
        filters = [
            ("decision", question.texts("decision", DECISIONS)),
            ("result", question.texts("result", ("open", *RESULTS))),
            ("doc_type", question.texts("doc_type")),
            ("year", question.years("year")),
            ("undecided", question.flag("undecided") or None),
            ("held", question.flag("held") or None),
        ]
        sort, descending = question.sort(overview.ROW_SORTS, "position")
        start, size = question.page()
        question.done()
        filters = [one for one in filters if one[1] is not None]
        pairs = overview.select_rows(self.context, filters)
        pairs.sort(key=overview.ROW_SORTS[sort], reverse=descending)
        rows = overview.rows_data(self.context, pairs[start : start + size], self.request)
        return page_of(self.request, len(pairs), rows, act=self.context.absolute_url())


class ActPost(ActService):
    """Everything that is done with an act besides its steps.

    ``…/candidates`` {records | due, fitting_only} · ``…/rows/remove`` {rows} · ``…/rows/decide``
    {rows | undecided, reason} · ``…/rows/<n>/keep`` {reason} · ``…/rows/<n>/unkeep`` ·
    ``…/rows/<n>/lift`` {vote, reason} · ``…/vote`` {vote, reason} · ``…/empty-years`` {permanent,
    personnel} · ``…/paper`` {…} · ``…/resume`` ·
    after the removal ``…/pack``, ``…/backups`` {on}, ``…/verify``.
    """

    actions = ("candidates", "vote", "paper", "resume", "pack", "backups", "verify")
    on_rows = ("remove", "decide")
    on_row = ("keep", "unkeep", "lift")

    def reply(self):
        """Do it and return what it left."""
        require_office(self.context)
        body = self.body()
        match self.path:
            case [action] if action in self.actions:
                return json_compatible(getattr(self, f"_{action}")(body))
            case ["empty-years"]:
                return json_compatible(self._empty_years(body))
            case ["rows", action] if action in self.on_rows:
                getattr(self, f"_{action}")(body)
                return json_compatible(self.context.totals())
            case ["rows", number, action] if action in self.on_row:
                return self._one_row(body, self.position(number), action)
        self.not_found()

    def _candidates(self, body):
        act = self.context
        uids, due, fitting = body.texts("records"), body.mapping("due"), body.flag("fitting_only")
        body.done()
        if due is None:
            added = candidates.add_candidates(act, uids, fitting_only=fitting)
        else:
            question = Question(SimpleNamespace(form=dict(due)), NAMES)
            filters = due_filters(question)
            question.done()
            added = candidates.add_from_due(act, filters)
        return {
            "added": len(added.positions),
            "first": added.positions.start if added.positions else None,
            "left_out": [
                {"UID": uid, "reasons": reasons_in_words(found, act, self.request)}
                for uid, found in added.left_out[: candidates.MAX_REASONS]
            ],
            "left_out_total": len(added.left_out),
            "totals": act.totals(),
        }

    def _remove(self, body):
        rows = body.numbers("rows")
        body.done()
        candidates.remove_rows(self.context, rows)

    def _decide(self, body):
        rows, everything = body.numbers("rows"), body.flag("undecided")
        reason = body.text("reason")
        body.done()
        if everything:
            rows = [one for one, row in self.context.rows.items() if row.undecided]
        decisions.decide(self.context, rows, reason)

    def _vote(self, body):
        value, reason = body.text("vote"), body.text("reason")
        body.done()
        decisions.vote(self.context, value, reason)
        return overview.commission(self.context, self.request)

    def _empty_years(self, body):
        act = self.context
        pairs = [(kind, year) for kind in ASKED_BY_ACTS for year in body.numbers(kind)]
        body.done()
        state_empty(act, pairs, asked_for(act))
        return overview.empty_years(act, asked_for(act), self.request)

    def _one_row(self, body, position, action):
        act = self.context
        value, reason = body.text("vote"), body.text("reason")
        body.done()
        if action == "keep":
            decisions.keep(act, position, reason)
        elif action == "unkeep":
            decisions.unkeep(act, position)
        else:
            decisions.vote_on_item(act, position, value, reason)
        pairs = [(position, act.rows[position])]
        return json_compatible(overview.rows_data(act, pairs, self.request)[0])

    def _paper(self, body):
        values = {
            name: body.text(name)
            for name in ("method", "weight", "handed_over_by", "received_by", "media_note")
        }
        values["destroyed_on"] = body.day("destroyed_on")
        values["witnesses"] = body.texts("witnesses")
        body.done()
        enter_paper(self.context, **values)
        return self.context.paper

    def _resume(self, body):
        body.done()
        return self._job(handlers.resume(self.context))

    def _pack(self, body):
        body.done()
        return self._job(execution_stages.pack(self.context))

    def _verify(self, body):
        body.done()
        return self._job(execution_stages.verify(self.context))

    def _backups(self, body):
        on = body.day("on", required=True)
        body.done()
        execution_stages.confirm_backups(self.context, on)
        return overview.stages(self.context, self.request)

    def _job(self, job):
        return {"job": f"{self._site_url()}/@jobs/{job.uid}"}

    def _site_url(self):
        return self.context.portal_url()
