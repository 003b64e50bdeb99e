"""The check of all signatures on one page: which need a look, when all were checked, check now."""

from AccessControl.security import checkPermission
from collective.schoolrecords.access.clock import school_timezone
from collective.schoolrecords.core import signature_standing as rules
from collective.schoolrecords.core.signatures import CANNOT_CHECK
from collective.schoolrecords.core.signatures import CHAIN_UNCHECKED
from collective.schoolrecords.core.signatures import INVALID
from collective.schoolrecords.desk.audit.taking import checkpoint_deed
from collective.schoolrecords.desk.audit.taking import checkpoint_section
from collective.schoolrecords.desk.audit.taking import MAY_READ
from collective.schoolrecords.desk.audit.taking import where_begun
from collective.schoolrecords.desk.audit.words import moment_text
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.deeds import DeedsMixin
from collective.schoolrecords.desk.desk_matters import item
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.formats import state_badge
from collective.schoolrecords.desk.job_progress import progress_bar
from collective.schoolrecords.desk.job_progress import progress_json
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.signing import check_services as checks
from collective.schoolrecords.signing import outcome_words
from collective.schoolrecords.signing.check_job import job_under_way
from collective.schoolrecords.signing.check_runs import last_run
from collective.schoolrecords.signing.check_runs import newest_first
from collective.schoolrecords.signing.form import form_of
from collective.schoolrecords.signing.indexers import INDEX
from collective.schoolrecords.signing.storage import made_on
from collective.schoolrecords.signing.words import RESULT_TITLES
from collective.schoolrecords.signing.words import SIGNING_TITLES
from functools import cached_property
from zExceptions import Unauthorized


#: Rows and runs on the page; REST has all of them.
ROWS, RUNS = 100, 10
OFFICES = frozenset(("archivist", "director", "auditor"))
UNDER_WAY = _("desk_checks_under_way", default="A check of all signatures is under way")
CHANGED_BADGE = ("warning", "stop")
RESULT_BADGES = {
    INVALID: ("refused", "stop"),
    CHAIN_UNCHECKED: ("clock", "wait"),
    CANNOT_CHECK: ("clock", "wait"),
}
RESTS = _("desk_checks_rests", default="The record rests on another signature of the same office.")
COLUMNS = (
    ("sr-lead", _("desk_col_record", default="Record")),
    ("", _("desk_col_state", default="State")),
    ("", _("desk_facet_signing", default="Signatures")),
    ("sr-nowrap", _("desk_checks_col_found", default="Found on")),
)
RUN_COLUMNS = (
    ("sr-nowrap", _("audit_col_begun", default="Begun")),
    ("sr-num", _("audit_col_checked", default="Records")),
    ("sr-num", _("desk_checks_col_checkpoints", default="Checkpoints")),
    ("sr-num", _("desk_facet_signing", default="Signatures")),
    ("sr-num", _("desk_checks_col_news", default="With news")),
    ("sr-num", _("desk_checks_col_amiss", default="To look into")),
)


class ChecksPage(DeedsMixin, Page):
    """``signature-checks`` of the site."""

    title = TITLES["signature_checks"]
    current = "signature_checks"

    @property
    def back(self):
        """See :class:`DeedsMixin`."""
        return f"{self.site.absolute_url()}/@@signature-checks"

    def render(self):
        """Show the page to those who answer for the archive."""
        if not checks.may_read(self.site):
            raise Unauthorized("signature-checks")
        return super().render()

    @cached_property
    def job(self):
        """The job of the check that has not ended, ``None`` without one."""
        return job_under_way(self.site)

    def deeds(self):
        """See :class:`DeedsMixin`."""
        yield from checkpoint_deed(self)
        if self.job is None and checkPermission(checks.MAY_START, self.site):
            yield Deed(
                "check",
                _("desk_checks_start", default="Check all signatures now"),
                self._check,
                text=_(
                    "desk_checks_text",
                    default="All signatures, and those on checkpoints with their timestamps, are "
                    "checked once a week and after each change of what the school trusts. A new "
                    "result is kept with its day; none is replaced.",
                ),
                css="btn-secondary",
            )

    def go(self, url):
        """See the base; after a checkpoint was begun to how far it is."""
        return super().go(where_begun(self, url))

    def _check(self, values):
        checks.start_checks(self.site)
        return _("audit_queued", default="It is queued.")

    @property
    def record(self):
        """What the template shows."""
        found = checks.counts(restricted=True)
        sections = (
            self._amiss(found),
            self._checkpoints(),
            self._runs(),
            checkpoint_section(self),
        )
        return Values(
            title=self.title,
            state=self._state(found),
            line=[day_text(self.today)],
            sections=[one for one in sections if one],
            aside=(),
        )

    def _state(self, found):
        last = last_run(self.site)
        if any(found[one] for one in rules.AMISS) or (last and last.checkpoints_failed):
            return Values(
                icon="warning",
                tone="stop",
                title=_("audit_status_bad", default="to be looked into"),
            )
        if any(found[one] for one in checks.TO_LOOK_INTO):
            some = _("desk_checks_some", default="not every signature is confirmed")
            return Values(icon="clock", tone="wait", title=some)
        if not any(one.finished for one in newest_first(self.site)):
            never = _("audit_fact_never", default="there was no check yet")
            return Values(icon="clock", tone="wait", title=never)
        good = _("audit_status_good", default="nothing amiss")
        return Values(icon="check", tone="done", title=good)

    def _none(self):
        if not newest_first(self.site):
            return _("desk_checks_unknown", default="There are no such signatures.")
        return _("desk_checks_none", default="Every signature stands.")

    def _amiss(self, found):
        total = sum(found[one] for one in checks.TO_LOOK_INTO)
        brains = [
            brain
            for standing in checks.TO_LOOK_INTO
            if found[standing]
            for brain in checks.records_that_stand((standing,))[:ROWS]
        ][:ROWS]
        rows = [row for brain in brains for row in self._rows(brain)]
        more = _(
            "desk_checks_more", default="The first ${n} are shown.", mapping={"n": str(len(brains))}
        )
        return Values(
            id="amiss",
            title=_("desk_checks_amiss", default="Signatures to look into"),
            count=number_text(total) if total else None,
            table=_table(COLUMNS, rows) if rows else None,
            empty=None if rows else self._none(),
            foot=more if total > len(brains) else None,
        )

    def _rows(self, brain):
        """Return a row for each signature of the record that is not valid, or of another edition."""
        record, standing = brain.getObject(), checks.standing_in(brain[INDEX])
        found = [(one, _result(one)) for one in checks.not_valid_on(record)]
        if standing == rules.CHANGED:
            found.insert(0, (_stale(record), _badge(CHANGED_BADGE, SIGNING_TITLES[standing])))
        rests = self.say(RESTS) if rules.BESIDE in brain[INDEX] else None
        return [self._row(brain, made, badge, rests) for made, badge in found]

    def _row(self, brain, made, badge, rests):
        why = " ".join(one for one in (made and _why(made), rests) if one)
        return Values(
            cells=[
                Values(
                    text=brain.Title,
                    css="sr-lead",
                    url=f"{brain.getURL()}/@@signing",
                    sub=made and made.signature.name,
                ),
                Values(state=state_badge(brain.review_state, brain.portal_type)),
                Values(state=badge, sub=why or None),
                Values(text=_day(made), css="sr-nowrap"),
            ]
        )

    def _checkpoints(self):
        """Checkpoints that the last check named, ``None`` where all stand."""
        last, url = last_run(self.site), f"{self.site.absolute_url()}/@@checkpoint?number="
        reads = checkPermission(MAY_READ, self.site)
        facts = [
            Values(
                label=SIGNING_TITLES[standing],
                value=f"№ {number}",
                url=f"{url}{number}" if reads else None,
            )
            for standing in (rules.FAILED, rules.UNCHECKED)
            for number in (getattr(last, f"checkpoints_{standing}") if last else ())
        ]
        return facts and Values(
            id="checkpoints",
            title=_("desk_checks_checkpoints", default="Checkpoints to look into"),
            count=number_text(len(facts)),
            facts=facts,
            facts_css="sr-facts",
        )

    def _runs(self):
        runs = newest_first(self.site)[:RUNS]
        rows = [self._run(one) for one in runs]
        form = self.form_of("check")
        return Values(
            id="runs",
            title=_("desk_checks_runs", default="Checks of all signatures"),
            progress=self._progress(),
            table=_table(RUN_COLUMNS, rows) if rows else None,
            empty=None if rows else _("audit_runs_none", default="There was no check yet."),
            forms=[form] if form is not None else [],
        )

    def _run(self, run):
        amiss = run.failed + run.changed + run.unchecked + run.beside
        amiss += len(run.checkpoints_failed) + len(run.checkpoints_unchecked)
        numbers = (run.records, run.checkpoints, run.signatures, run.news, amiss)
        open_ = _("audit_run_cancelled", default="not ended")
        return Values(
            cells=[
                Values(
                    text=moment_text(run.started),
                    css="sr-nowrap",
                    sub=None if run.finished else self.say(open_),
                ),
                *(
                    Values(text=number_text(number), css=css, label=self.say(title))
                    for number, (css, title) in zip(numbers, RUN_COLUMNS[1:], strict=True)
                ),
            ]
        )

    def _progress(self):
        url = f"{self.site.absolute_url()}/@@signature-checks-progress"
        return progress_bar(self.job, url, self.say, UNDER_WAY)


class ChecksProgress(ChecksPage):
    """``signature-checks-progress``: what the page asks while a check runs, as JSON."""

    def __call__(self):
        if not checks.may_read(self.site):
            raise Unauthorized("signature-checks")
        return progress_json(self.job, self.request.response)


def signing_alert(reader, say):
    """Return the line of the desk about signatures that do not hold any more, at most one."""
    if not OFFICES.intersection(reader.keys):
        return []
    count = len(checks.records_that_stand(rules.AMISS))
    if not count:
        return []
    title = _("desk_wait_signatures", default="Records whose signatures do not hold any more")
    end = _("desk_end_look", default="to look into")
    url = f"{reader.site.absolute_url()}/@@signature-checks"
    return [item(count, title, url, end, "stop", say)]


def _stale(record):
    """Return the signature (``Made``) of another edition, or ``None``."""
    made = made_on(record)
    digest = form_of(record).digest if made else ""
    return next((one for one in made if one.stale(digest)), None)


def _result(made):
    result = made.outcome.result
    return _badge(RESULT_BADGES[result], RESULT_TITLES[result])


def _badge(look, title):
    icon, tone = look
    return Values(icon=icon, tone=tone, title=title)


def _why(made):
    found = made.outcome.reasons if made.outcome is not None else ()
    return " ".join(outcome_words.in_words(one)["message"] for one in found) or None


def _day(made):
    if made is None or made.outcome is None:
        return ""
    return f"{made.outcome.checked_at.astimezone(school_timezone()):%d.%m.%Y}"


def _table(columns, rows):
    return Values(
        title=TITLES["signature_checks"],
        columns=[Values(css=css, title=text) for css, text in columns],
        rows=rows,
    )
