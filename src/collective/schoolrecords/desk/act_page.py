"""The guided page of an act: from candidates to what proves that nothing is left."""

from AccessControl import getSecurityManager
from collective.schoolrecords.core import lifecycle as states
from collective.schoolrecords.desk.act_deeds import act_deeds
from collective.schoolrecords.desk.act_deeds import PAPER
from collective.schoolrecords.desk.act_inventories import inventories_part
from collective.schoolrecords.desk.act_inventories import is_settled
from collective.schoolrecords.desk.act_inventories import SHOWN
from collective.schoolrecords.desk.act_inventories import stating_deeds
from collective.schoolrecords.desk.act_rows import ActRows
from collective.schoolrecords.desk.act_rows import PICKS
from collective.schoolrecords.desk.act_traces import found_counts
from collective.schoolrecords.desk.act_traces import trace_deeds
from collective.schoolrecords.desk.act_traces import trace_texts
from collective.schoolrecords.desk.deeds import DeedsMixin
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.formats import size_text
from collective.schoolrecords.desk.held_in_act import held_rows
from collective.schoolrecords.desk.prints import prints_of
from collective.schoolrecords.desk.record import RecordPage
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.jobs.interfaces import DONE
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.act import overview
from collective.schoolrecords.retention.act.gone import gone_title
from collective.schoolrecords.retention.execution.evidence import evidence_of
from collective.schoolrecords.retention.execution.services import may_read
from collective.schoolrecords.retention.execution.stages import evidence_until
from functools import cached_property

import json


#: Step of the path → (title, states in which it is the present one).
PATH = {
    "rows": (_("desk_act_candidates", default="Candidates"), (states.DRAFT,)),
    "commission": (_("desk_act_commission", default="Commission"), (states.IN_REVIEW,)),
    "inventories": (_("desk_act_inventories", default="Inventories"), ()),
    "director": (_("desk_act_director", default="Director"), (states.APPROVED,)),
    "waiting": (_("desk_act_waiting", default="Waiting"), (states.SIGNED,)),
    "execution": (_("desk_act_execution", default="Execution"), (states.CURRENT,)),
    "traces": (_("desk_act_traces", default="Traces"), (states.CLOSED,)),
    "evidence": (_("desk_act_evidence", default="Evidence"), (states.ARCHIVED,)),
}
#: The last kind of job of a state, whose bar is shown.
JOBS = {states.SIGNED: "act-select", states.CURRENT: "act-execute", states.ANNULLED: "act-release"}


class ActPage(DeedsMixin, RecordPage):
    """``view`` of an act; POST does one of its deeds."""

    repeated_names = (PICKS, SHOWN)

    @cached_property
    def told(self):
        """The act as plain data."""
        return overview.overview(self.context, self.request)

    @property
    def record_title(self):
        """Number and title."""
        act = self.context
        if act.registration_number:
            day = day_text(act.registered_on)
            return f"№ {act.registration_number} от {day}. {act.title}"
        return act.title

    def deeds(self):
        """See :class:`DeedsMixin`."""
        yield from act_deeds(self)
        yield from stating_deeds(self)
        yield from trace_deeds(self)

    def said(self, message, **data):
        """Return a message in the reader's language, with its values."""
        return self._said(message, **data)

    @cached_property
    def record(self):
        """See :class:`RecordPage`; with the path."""
        bag = RecordPage.record.func(self)
        bag.path = self._path()
        return bag

    def _warnings(self):
        return held_rows(self.context, self.say)

    def _line(self):
        totals = dict(self.told["totals"])
        # A row that waits for a decision is not yet one to destroy.
        totals["to_destroy"] -= totals["undecided"]
        for name, title in (
            ("rows", _("desk_act_rows_n", default="files: ${n}")),
            ("to_destroy", _("desk_act_left_n", default="to destroy: ${n}")),
            ("undecided", _("desk_act_undecided_n", default="to be decided: ${n}")),
            ("kept", _("desk_act_kept_n", default="kept: ${n}")),
            ("removed", DESTROYED_N if self._verified else REMOVED_N),
            ("skipped", _("desk_act_skipped_n", default="left out: ${n}")),
        ):
            if totals[name]:
                yield self._said(title, n=number_text(totals[name]))

    @property
    def _verified(self):
        return self.context.state == states.ARCHIVED

    def _path(self):
        state, found, passed = self.context.state, [], True
        here = next((name for name, (_t, own) in PATH.items() if state in own), None)
        for name, (title, _own) in PATH.items():
            if name == here:
                passed = False
            done = passed and here is not None
            if name == "inventories" and not done:
                done = is_settled(self)
            found.append(
                Values(
                    title=title,
                    url=f"#{name}",
                    css="sr-path-done" if done else None,
                    current="step" if name == here else None,
                )
            )
        return found

    def _sections(self):
        parts = (
            self._rows,
            self._commission,
            self._inventories,
            self._director,
            self._waiting,
            self._execution,
            self._traces,
            self._evidence,
        )
        for (name, (title, _own)), part in zip(PATH.items(), parts, strict=True):
            yield Values(id=name, title=title, **part())

    def _rows(self):
        rows = ActRows(self.context, self.request, self.say)
        group = self.form_of("keep", "unkeep", "decide", "remove", "lift")
        table, pages, total = rows.table(group is not None)
        if group is not None and table is not None:
            group.table = table
        forms = [group] if group is not None and table is not None else []
        forms += [one for one in (self.form_of("add_due"),) if one]
        return {
            "count": number_text(total),
            "views": rows.views() if self.context.rows else None,
            "table": None if forms and forms[0].table is table else table,
            "empty": None if table else _("desk_act_no_rows", default="No files stand here yet."),
            "pages": pages,
            "forms": forms,
        }

    def _commission(self):
        told = self.told["commission"]
        columns = (
            ("sr-lead", _("desk_col_person", default="Who")),
            ("", _("desk_col_position", default="Position")),
            ("", _("desk_col_vote", default="Vote")),
        )
        rows = [
            Values(
                cells=[
                    Values(text=one["name"], css="sr-lead", sub=CHAIR if one["chair"] else None),
                    Values(text=one["post"] or ""),
                    Values(
                        text=one["vote"]["title"] if one["vote"] else self.say(NOT_YET),
                        css="sr-whole",
                        label=self.say(columns[2][1]),
                        sub=(one["vote"] or {}).get("reason") or None,
                    ),
                ]
            )
            for one in told["members"]
        ]
        minutes = self.told["minutes"]
        line = _(
            "desk_act_votes",
            default="Voted: ${voted}, quorum: ${quorum}; for: ${for}, against: ${against}.",
            mapping={name: told[name] for name in ("voted", "quorum", "for", "against")},
        )
        facts = []
        if minutes is not None:
            facts.append(Values(label=MINUTES, value=_dated(minutes["number"], minutes["date"])))
        return {
            "facts": facts,
            "facts_css": "sr-facts",
            "texts": [line],
            "table": _table(PATH["commission"][0], columns, rows),
            "empty": None
            if rows
            else _("desk_act_nobody", default="No commission is appointed by order."),
            "forms": [one for one in (self.form_of("vote"),) if one],
        }

    def _inventories(self):
        return inventories_part(self)

    def _director(self):
        signed = self.told["signed_by"]
        if signed is None:
            text = _(
                "desk_act_not_signed",
                default="The director approves the act after the commission; the director is "
                "neither its author nor a member of the commission.",
            )
            return {"texts": [text]}
        facts = [
            Values(label=NUMBER, value=_dated(self.told["number"], self.told["registered_on"])),
            Values(label=APPROVED_BY, value=signed["name"] or signed["user_id"]),
        ]
        return {"facts": facts, "facts_css": "sr-facts"}

    def _waiting(self):
        until = self.told["waiting_until"]
        texts = [WAITING_AHEAD]
        if until is not None:
            texts = [self._said(WAITING_UNTIL, day=day_text(until))]
        progress = self._progress() if self.context.state == states.SIGNED else None
        return {
            "texts": texts,
            "progress": progress,
            "forms": [one for one in (self.form_of("resume"),) if one],
        }

    def _execute_link(self):
        if self.context.state != states.SIGNED:
            return {}
        if not getSecurityManager().checkPermission(states.EXECUTE, self.context):
            return {}
        url = f"{self.context.absolute_url()}/@@step?step=execute"
        return {"edit": url, "edit_title": EXECUTE}

    def _execution(self):
        totals, paper = self.told["totals"], self.told["paper"]
        facts = [
            Values(label=title, value=self._paper(paper[name]))
            for name, title in PAPER.items()
            if paper.get(name)
        ]
        if totals["removed"] or totals["skipped"]:
            label = gone_title(self.context)
            facts.insert(0, Values(label=label, value=number_text(totals["removed"])))
            facts.insert(1, Values(label=SKIPPED, value=number_text(totals["skipped"])))
        progress = self._progress() if self.context.state == states.CURRENT else None
        return {
            "facts": facts,
            "facts_css": "sr-facts",
            "progress": progress,
            "empty": None if facts or progress else EXECUTION_AHEAD,
            **self._execute_link(),
            "forms": [one for one in (self.form_of("paper"),) if one],
        }

    @staticmethod
    def _paper(value):
        if isinstance(value, (list, tuple)):
            return ", ".join(value)
        return day_text(value) if hasattr(value, "day") else str(value)

    def _traces(self):
        facts = [
            Values(label=one["title"], value=day_text(one["on"]) or NOT_YET)
            for one in self.told["stages"]
        ]
        backups = self.told["stages"][3]
        removed = self.told["stages"][0]
        texts = []
        if removed["on"] is not None and backups["on"] is None:
            texts = [TRACES_LEFT]
        facts += [Values(label=title, value=count) for title, count in found_counts(self.context)]
        return {
            "facts": facts,
            "facts_css": "sr-facts",
            "texts": [*texts, *trace_texts(self.context)],
            "forms": [one for one in map(self.form_of, ("pack", "backups", "verify")) if one],
        }

    def _evidence(self):
        url, files = self.context.absolute_url(), evidence_of(self.context)
        links = [
            *((one.title, one.url) for one in prints_of(self.context, self.request)),
            (HISTORY, f"{url}/@@sr-history"),
            (ROWS_TABLE, f"{url}/@@act-rows-csv"),
        ]
        facts = [Values(label=label, value=OPEN, url=address) for label, address in links]
        facts += [
            Values(
                label=title,
                value=f"{name}, {size_text(files[name].size)}",
                url=f"{url}/@@evidence-file/{name}",
            )
            for name, title in EVIDENCE.items()
            if name in files and may_read(self.context, name)
        ]
        until = evidence_until(self.context)
        texts = []
        if until is not None:
            texts = [
                _(
                    "desk_act_log_kept",
                    default="The export of the event log is kept until ${day} at least.",
                    mapping={"day": day_text(until)},
                )
            ]
        return {"facts": facts, "facts_css": "sr-facts", "texts": texts}

    @cached_property
    def job(self):
        """The job of the act's present state, ``None`` without one."""
        jobs, kind = get_jobs(self.site), JOBS.get(self.context.state)
        uid = self.context.jobs.get(kind)
        return jobs.get(uid) if jobs is not None and uid else None

    def _progress(self):
        job = self.job
        if job is None or job.state == DONE:
            return None
        said = _("desk_progress_said", default="${done} of ${total}")
        done = number_text(job.done)
        return Values(
            part=int(job.percent() or 0),
            title=PATH["execution"][0],
            said=self._said(said, done=done, total=number_text(job.total or 0)),
            message="",
            url=f"{self.context.absolute_url()}/@@act-progress",
            text=self._said(said, done="{done}", total="{total}"),
        )


class ActProgress(ActPage):
    """``act-progress`` of an act: what its page asks while a job runs, as JSON."""

    def __call__(self):
        job = self.job
        running = job is not None and job.state in ("queued", "running")
        self.request.response.setHeader("Content-Type", "application/json")
        self.request.response.setHeader("Cache-Control", "no-store")
        return json.dumps(
            {
                "state": "running" if running else "done",
                "done": job.done if job is not None else 0,
                "total": (job.total or 0) if job is not None else 0,
                "message": "",
            }
        )


def _dated(number, day):
    return " от ".join(part for part in (f"№ {number}", day_text(day)) if part)


def _table(title, columns, rows):
    if not rows:
        return None
    bags = [Values(css=css, title=text) for css, text in columns]
    return Values(title=title, columns=bags, rows=rows)


#: Files that the act keeps about what it removed.
EVIDENCE = {
    "act.pdf": _("desk_evidence_act", default="The act as it was printed then"),
    "minutes.pdf": _("desk_evidence_minutes", default="The minutes as they were printed then"),
    "rows.csv": _("desk_evidence_rows", default="Rows of the act, a table"),
    "rows.json": _("desk_evidence_rows_json", default="Rows of the act, for programs"),
    "event-log.jsonl": _("desk_evidence_log", default="Export of the event log"),
}
CHAIR = _("desk_act_chair", default="chair")
MINUTES = _("desk_act_minutes", default="Minutes of the commission")
NUMBER = _("desk_act_number", default="Number of the act")
APPROVED_BY = _("desk_act_approved_by", default="Approved by")
REMOVED_N = _("desk_act_removed_n", default="removed: ${n}")
DESTROYED_N = _("desk_act_destroyed_n", default="destroyed: ${n}")
SKIPPED = _("desk_act_skipped", default="Left out")
NOT_YET = _("desk_act_not_yet", default="not yet")
OPEN = _("desk_act_open", default="open")
HISTORY = _("desk_history_all", default="The whole history")
ROWS_TABLE = _("desk_act_rows_table", default="Rows of the act today, a table")
WAITING_AHEAD = _(
    "desk_act_waiting_ahead",
    default="After the approval the act waits some days. Until its execution it can be given up.",
)
WAITING_UNTIL = _(
    "desk_act_waiting_until",
    default="The act may be executed from ${day} on. Until then and after it can be given up.",
)
EXECUTE = _("desk_act_execute", default="Execute the act")
EXECUTION_AHEAD = _(
    "desk_act_execution_ahead", default="Nothing is destroyed before the act is executed."
)
TRACES_LEFT = _(
    "desk_act_traces_left",
    default="Removed from the records; backups may still hold copies until they expire.",
)
