"""The state of the whole archive on one page: what is proved, what was checked, what is amiss."""

from AccessControl.security import checkPermission
from collective.schoolrecords.core.signature_standing import AMISS
from collective.schoolrecords.core.signature_standing import BESIDE
from collective.schoolrecords.desk.audit.findings_page import findings_section
from collective.schoolrecords.desk.audit.findings_page import report_url
from collective.schoolrecords.desk.audit.findings_page import UNCHECKED
from collective.schoolrecords.desk.audit.package import package_deeds
from collective.schoolrecords.desk.audit.package import package_section
from collective.schoolrecords.desk.audit.package import taken_package
from collective.schoolrecords.desk.audit.proof import proof_section
from collective.schoolrecords.desk.audit.proof import take_deed
from collective.schoolrecords.desk.audit.proof import taken_checkpoint
from collective.schoolrecords.desk.audit.taking import checkpoint_deed
from collective.schoolrecords.desk.audit.taking import checkpoint_progress
from collective.schoolrecords.desk.audit.taking import where_begun
from collective.schoolrecords.desk.audit.words import moment_text
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.deeds import DeedsMixin
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.formats import state_badge
from collective.schoolrecords.desk.job_progress import progress_bar
from collective.schoolrecords.desk.job_progress import progress_json
from collective.schoolrecords.desk.navigation import NAV_KEYS
from collective.schoolrecords.desk.navigation import REGISTER_IDS
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.integrity.fixity import runs
from collective.schoolrecords.integrity.fixity.services import run_under_way
from collective.schoolrecords.integrity.fixity.services import start_run
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.audit_report import audit_status
from functools import cached_property
from urllib.parse import quote


MAY_CHECK = "collective.schoolrecords.TakeCheckpoint"
#: Runs on the page.
RUNS = 10
GOOD = Values(icon="check", tone="done", title=_("audit_status_good", default="nothing amiss"))
BAD = Values(icon="warning", tone="stop", title=_("audit_status_bad", default="to be looked into"))


class AuditPage(DeedsMixin, Page):
    """``audit``."""

    title = TITLES["archive_status"]
    current = "archive_status"
    #: The view of the site that gives the file which a deed hands out.
    download = None

    @property
    def back(self):
        """See :class:`DeedsMixin`."""
        return f"{self.site.absolute_url()}/@@audit"

    def deeds(self):
        """See :class:`DeedsMixin`."""
        yield from package_deeds(self)
        yield from take_deed(self)
        yield from checkpoint_deed(self)
        if not checkPermission(MAY_CHECK, self.site):
            return
        if run_under_way(self.site) is None:
            yield Deed(
                "check",
                _("audit_deed_check", default="Check now"),
                self._check,
                text=_(
                    "audit_deed_check_text",
                    default="All files and metadata of the archive are read; this may take "
                    "hours. Work can go on meanwhile.",
                ),
                css="btn-secondary",
            )

    def go(self, url):
        """See the base; the fresh page begins the download of what was taken away."""
        if self.download:
            return super().go(f"{url}?download={quote(self.download)}")
        return super().go(where_begun(self, url))

    def __call__(self):
        """Show the page; browsers fetch what it refreshes to beside it, since it is a file."""
        asked = self.request.form.get("download")
        if self.request.method == "GET" and asked in self._downloads():
            self.request.response.setHeader(
                "Refresh", f"0; url={self.site.absolute_url()}/@@{asked}"
            )
        return super().__call__()

    def _downloads(self):
        """Return what the reader has taken away and may fetch."""
        return {*taken_checkpoint(self), *taken_package(self)}

    def _check(self, values):
        start_run(self.site)
        return QUEUED

    @cached_property
    def status(self):
        """The whole archive's status, plain values."""
        return audit_status(self.site, self.request)

    @cached_property
    def run(self):
        """The last run that ended, or ``None``."""
        return runs.last_run(self.site)

    @property
    def record(self):
        """What the template shows."""
        faults = self.run.totals.faults if self.run is not None else 0
        sections = [proof_section(self, checkpoint_progress(self)), self._amiss(), self._runs()]
        if faults:
            sections.append(findings_section(self, self.run))
        forms = [self.form_of(one) for one in ("take_package", "package")]
        package = package_section(self, *forms)
        return Values(
            title=self.title,
            state=self._state(faults),
            line=[day_text(self.today)],
            steps=(),
            blocked=(),
            links=(),
            aside=(),
            sections=[one for one in (*sections, package, self._kept()) if one is not None],
        )

    def _state(self, faults):
        signatures = self.status["signatures"]
        if faults or self.status["access_log"]["degraded"] or self.status["terms"]["to_mend"]:
            return BAD
        last = signatures["last"]
        if any(signatures[one] for one in AMISS) or (last and last["checkpoints_failed"]):
            return BAD
        # What nobody has checked is not in order.
        return UNCHECKED if self.run is None else GOOD

    def _amiss(self):
        terms, base = self.status["terms"], self.site.absolute_url()
        faults = number_text(self.run.totals.faults) if self.run is not None else NEVER
        facts = [
            (_("audit_fact_faults", default="Faults of the last check"), faults, None),
            (
                _("audit_fact_mend", default="Records whose dates are to be mended"),
                number_text(terms["to_mend"]),
                f"{base}/@@due?status=error",
            ),
            (
                _("audit_fact_due", default="Terms that have ended"),
                number_text(terms["due"]),
                f"{base}/@@due",
            ),
            (
                _("audit_fact_holds", default="Holds in force"),
                number_text(self.status["holds"]["in_force"]),
                f"{base}/@@holds",
            ),
            (
                _("audit_fact_signatures", default="Records whose signatures do not hold any more"),
                number_text(sum(self.status["signatures"][one] for one in AMISS)),
                f"{base}/@@signature-checks",
            ),
            (
                _(
                    "audit_fact_beside",
                    default="Records that rest on another signature, one of theirs not confirmed",
                ),
                number_text(self.status["signatures"][BESIDE]),
                f"{base}/@@signature-checks",
            ),
        ]
        return Values(
            id="amiss",
            title=_("audit_section_order", default="What is out of order"),
            facts=_facts(facts),
            facts_css="sr-facts",
        )

    def _runs(self):
        found = runs.find_runs(self.site)
        uids = found.newest_first()[:RUNS] if found is not None else ()
        rows = [self._run_row(found.by_uid[uid]) for uid in uids]
        form = self.form_of("check")
        return Values(
            id="fixity",
            title=_("audit_section_fixity", default="Checks of files and metadata"),
            progress=self._progress(),
            table=_table(self.title, RUN_COLUMNS, rows) if rows else None,
            empty=None if rows else _("audit_runs_none", default="There was no check yet."),
            forms=[form] if form is not None else [],
        )

    def _progress(self):
        url = f"{self.site.absolute_url()}/@@audit-progress"
        return progress_bar(run_under_way(self.site), url, self.say)

    def _run_row(self, run):
        title, icon, tone = RUN_STATES[
            "open" if run.finished is None else "faults" if run.totals.faults else "clean"
        ]
        url = report_url(run)
        return Values(
            cells=[
                Values(text=moment_text(run.started), css="sr-nowrap"),
                Values(state=Values(icon=icon, tone=tone, title=title)),
                *(
                    Values(text=number_text(number), css=css, label=self.say(title))
                    for number, (css, title) in zip(
                        (run.totals.records, run.totals.files, run.totals.faults),
                        RUN_COLUMNS[2:5],
                        strict=True,
                    )
                ),
                Values(
                    text=self.say(_("audit_report_open", default="open")) if url else "", url=url
                ),
            ]
        )

    def _kept(self):
        families = {**self.status["records"], "destruction_act": self.status["acts"]}
        rows = []
        for family, states in families.items():
            if family not in NAV_KEYS:
                continue
            register = f"{self.site.absolute_url()}/{REGISTER_IDS[family]}"
            for state, count in states.items():
                rows.append(
                    Values(
                        cells=[
                            Values(text=self.say(TITLES[NAV_KEYS[family]]), css="sr-lead"),
                            Values(state=state_badge(state, family)),
                            Values(
                                text=number_text(count),
                                css="sr-num",
                                url=f"{register}?state={state}",
                            ),
                        ]
                    )
                )
        return Values(
            id="kept",
            title=_("audit_section_kept", default="What is kept"),
            table=_table(self.title, KEPT_COLUMNS, rows) if rows else None,
            empty=None if rows else "—",
        )


class AuditProgress(AuditPage):
    """``audit-progress``: what the page asks while a check runs, as JSON."""

    def __call__(self):
        return progress_json(run_under_way(self.site), self.request.response)


def _facts(facts):
    return [
        Values(label=label, value=value, url=more[0] if more else None)
        for label, value, *more in facts
    ]


def _table(title, columns, rows):
    return Values(
        title=title, columns=[Values(css=css, title=text) for css, text in columns], rows=rows
    )


QUEUED = _("audit_queued", default="It is queued.")
NEVER = UNCHECKED.title
RUN_STATES = {
    "clean": (_("audit_run_clean", default="no faults"), "check", "done"),
    "faults": (_("audit_run_faults", default="faults"), "warning", "stop"),
    "open": (_("audit_run_cancelled", default="not ended"), "clock", "wait"),
}
RUN_COLUMNS = (
    ("sr-nowrap", _("audit_col_begun", default="Begun")),
    ("", _("desk_col_state", default="State")),
    ("sr-num", _("audit_col_checked", default="Records")),
    ("sr-num", _("audit_col_files", default="Files")),
    ("sr-num", _("audit_col_faults", default="Faults")),
    ("", _("audit_col_report", default="Report")),
)
KEPT_COLUMNS = (
    ("sr-lead", _("audit_col_family", default="Kind")),
    ("", _("desk_col_state", default="State")),
    ("sr-num", _("audit_col_count", default="How often")),
)
