"""What the last check of files and metadata found, for those whom their desk alerts to it.

The archivist mends it and does not read the page of the whole archive; the report is a sheet of paper.
"""

from collective.schoolrecords.desk.audit.finding_row import FINDING_COLUMNS
from collective.schoolrecords.desk.audit.finding_row import finding_row
from collective.schoolrecords.desk.audit.words import moment_text
from collective.schoolrecords.desk.audit.words import Words
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.integrity.fixity.runs import last_run
from collective.schoolrecords.messages import _
from functools import cached_property
from plone import api


NOTHING = _("audit_findings_none", default="Nothing is amiss.")
NO_RUN = _("audit_findings_no_run", default="Files and metadata were not checked yet.")
#: Findings on the page.
FINDINGS = 100
CLEAN = Values(icon="check", tone="done", title=_("audit_run_clean", default="no faults"))
FAULTS = Values(icon="warning", tone="stop", title=_("audit_run_faults", default="faults"))
UNCHECKED = Values(
    icon="clock", tone="wait", title=_("audit_fact_never", default="there was no check yet")
)


class FindingsPage(Page):
    """``fixity-findings`` of the site."""

    title = _("audit_section_findings", default="Found by the last check")

    @cached_property
    def run(self):
        """The last run that ended, or ``None``."""
        return last_run(self.site)

    @property
    def record(self):
        """What the template shows."""
        run = self.run
        return Values(
            title=self.title,
            state=UNCHECKED if run is None else FAULTS if run.totals.faults else CLEAN,
            line=() if run is None else (moment_text(run.started),),
            steps=(),
            blocked=(),
            links=[*report_link(run)],
            aside=(),
            sections=[findings_section(self, run)],
        )


def findings_section(page, run):
    """Return the section that lists what a run found; ``run`` may be ``None``."""
    found = [] if run is None else list(run.findings(0, FINDINGS))
    titles = Words(page).records(one.uid for one in found)
    rows = [finding_row(one, titles, page.say) for one in found]
    columns = [Values(css=css, title=title) for css, title in FINDING_COLUMNS]
    return Values(
        id="findings",
        title=FindingsPage.title,
        count=number_text(len(run)) if rows else None,
        table=Values(title=page.title, columns=columns, rows=rows) if rows else None,
        empty=None if rows else NOTHING if run is not None else NO_RUN,
        foot=_(
            "audit_findings_more",
            default="The first ${n} are shown; all of them stand in the report.",
            mapping={"n": str(FINDINGS)},
        )
        if rows and len(run) > FINDINGS
        else None,
    )


def report_link(run):
    """Yield the link to the report of a run, where the reader sees it."""
    url = report_url(run) if run is not None else None
    if url is not None:
        title = _("audit_findings_report", default="The report of this check")
        yield Values(icon="paper", url=url, title=title)


def report_url(run):
    """Return the address of the record in which a run's report is filed, ``None`` without one."""
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog(UID=run.report) if run.report else ()
    return brains[0].getURL() if brains else None
