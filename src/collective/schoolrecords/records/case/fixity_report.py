"""The report of a fixity run, filed as a case file with its day and findings.

It has a document type of its own, so that no register and no count of journal checks shows it.
The sheet for people is the file's own PDF/A. Beside it, as with acts, lie the findings as a table and
as JSON, each with its sum in the chain. The server registers the case itself, whoever had the run
begin: nobody deletes it, and it leaves by act. A run without faults is closed at once and locked; one
with faults stays open until somebody writes down when they were mended, like each report of a check.
"""

from collective.schoolrecords.access.clock import now
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import case_kinds as kinds
from collective.schoolrecords.integrity.fixity.interfaces import IReportFiler
from collective.schoolrecords.jobs.interfaces import SYSTEM
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.interfaces import IDetailsTaker
from collective.schoolrecords.lifecycle.interfaces import RecordSteppedEvent
from collective.schoolrecords.lifecycle.steps import enter_state
from collective.schoolrecords.lifecycle.steps import reasons
from collective.schoolrecords.messages import _
from collective.schoolrecords.printing.fixity_forms import FixityForm
from collective.schoolrecords.printing.page_fixity import KINDS
from collective.schoolrecords.printing.page_fixity import SUBJECTS
from collective.schoolrecords.printing.pages import print_form
from collective.schoolrecords.printing.school import school_name
from collective.schoolrecords.printing.school import signature_of
from collective.schoolrecords.records.case.fixed import fix
from collective.schoolrecords.records.files import examine
from collective.schoolrecords.retention.execution.evidence import CSV
from collective.schoolrecords.retention.execution.evidence import file_evidence
from collective.schoolrecords.retention.execution.evidence import JSON
from collective.schoolrecords.retention.execution.evidence import PDF
from collective.schoolrecords.retention.file_plan import binding_item
from collective.schoolrecords.retention.file_plan import file_plan_of
from dataclasses import asdict
from datetime import timedelta
from plone.dexterity.utils import createContentInContainer
from plone.namedfile.file import NamedBlobFile
from zope.event import notify
from zope.i18n import translate
from zope.interface import implementer

import csv
import io
import json


#: Rows on paper; the table has all of them.
PRINTED = 300
#: Days after which findings must be mended, as the case file of a check asks.
MEND_DAYS = 30
REGISTER, DOC_TYPE = "cases", kinds.INTEGRITY_REPORT
#: Heads of the table, in the order of the values of a finding; the data beside it keeps the codes.
HEADS = (
    "Что найдено",
    "Предмет",
    "Запись (UID)",
    "Адрес записи",
    "Файл",
    "Записано (SHA-256)",
    "Вычислено (SHA-256)",
    "Подробности",
)


@implementer(IReportFiler)
class CaseReports:
    """See :class:`IReportFiler`."""

    def file(self, site, run):
        """See :class:`IReportFiler`."""
        today, faults = school_today(), run.totals.faults
        findings = list(run.findings())
        record = createContentInContainer(
            site[REGISTER],
            "case_file",
            checkConstraints=False,
            title=_say(_title(today)),
            doc_type=DOC_TYPE,
            case_index=_index_of(site, today),
            opened_on=today,
            checked_on=today,
            checked_by=_checker(run),
            checked_what=_say(WHAT),
            findings=_say(_found(faults)) if faults else None,
            mend_until=today + timedelta(days=MEND_DAYS) if faults else None,
            carriers=[{"carrier": "electronic"}],
            scan=_sheet(run, findings, today),
        )
        file_evidence(record, "findings.csv", _table(findings), CSV)
        file_evidence(record, "findings.json", _data(run, findings), JSON)
        fix(record)
        _take(record, "register")
        closing = {"closed_on": today}
        # Under a plan that is still drafted its index may change, and a closed file keeps its own.
        if binding_item(record, site) is not None and not reasons(record, "close", closing):
            _take(record, "close", closing)
        record.reindexObject()
        return record.UID()


def _index_of(site, day):
    """Return the index of such reports in the file plan of a day's year, ``None`` without one.

    People who register a case name it; the server takes what there is.
    """
    plan = file_plan_of(site, day.year)
    if plan is None:
        return None
    # A plan that was drawn up before such reports had a type of their own names the others.
    item = plan.item_for(DOC_TYPE) or plan.item_for(kinds.CHECK_REPORT)
    return item.index if item is not None else None


def _take(record, step_id, details=None):
    """Take a step for the server, which has no office: no role is asked."""
    step, former = record.family.step(step_id), record.state
    IDetailsTaker(record).take(step, dict(details or {}))
    enter_state(record, step.target)
    record_event(record, "transition", transition=step.id, payload=details)
    notify(RecordSteppedEvent(record, step, former, dict(details or {})))


def _sheet(run, findings, today):
    form = FixityForm(
        school=school_name(),
        dated_on=today,
        began=_moment(run.started),
        ended=_moment(run.finished),
        totals=run.totals,
        findings=tuple(findings[:PRINTED]),
        left=max(0, len(findings) - PRINTED),
        compiler=None if run.started_by == SYSTEM else signature_of(run.started_by),
    )
    value = NamedBlobFile(
        data=print_form(form, timestamp=now()),
        contentType=PDF,
        filename=f"{_say(WHAT)} {today:%Y-%m-%d}.pdf",
    )
    # A form's field would have asked the check; code that files asks it itself.
    examine(value)
    return value


def _table(findings):
    """No cell is one that a spreadsheet runs: addresses begin with a stroke, names of files with a dot."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";")
    writer.writerow(HEADS)
    for one in findings:
        writer.writerow((KINDS[one.kind], SUBJECTS[one.subject], *one.row()[2:]))
    return stream.getvalue().encode("utf-8-sig")


def _data(run, findings):
    data = {
        "run": run.uid,
        "started": run.started.isoformat(),
        "finished": run.finished.isoformat(),
        "totals": run.totals.as_dict(),
        "findings": [asdict(one) for one in findings],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def _checker(run):
    if run.started_by == SYSTEM:
        return _say(SERVER)
    line = signature_of(run.started_by)
    return " ".join(part for part in (line.post, line.name) if part) or run.started_by


def _moment(at):
    return f"{at:%d.%m.%Y %H:%M}"


def _say(message):
    """Papers are Russian, whoever starts the run."""
    return translate(message, target_language="ru")


def _title(day):
    return _(
        "fixity_title",
        default="Check of the archive's integrity of ${day}",
        mapping={"day": f"{day:%d.%m.%Y}"},
    )


def _found(faults):
    return _(
        "fixity_found",
        default="Faults found: ${n}. They stand in the report.",
        mapping={"n": str(faults)},
    )


WHAT = _("fixity_what", default="Integrity of files and metadata")
SERVER = _("fixity_server", default="The server, by its schedule")
