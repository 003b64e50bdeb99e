"""What waits by the kind of a case file: certificates to give back, notebooks, findings of checks."""

from collective.schoolrecords.core import case_kinds as kinds
from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.desk.desk_matters import count_of
from collective.schoolrecords.desk.desk_matters import item
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.navigation import REGISTER_IDS
from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import filled
from collective.schoolrecords.records.case.indexers import deadline_of
from dataclasses import dataclass
from datetime import timedelta
from plone import api
from urllib.parse import urlencode
from zope.i18nmessageid import Message


@dataclass(frozen=True)
class KindMatter:
    """Open files of a kind whose day has come; ``late_only``: they wait from the next day on.

    ``soon``: what is said before that day, where it is not the same.
    """

    doc_type: str
    title: Message
    end: Message
    late: Message
    late_only: bool = False
    soon: Message | None = None


CERTIFICATES = KindMatter(
    kinds.CERTIFICATE,
    _("desk_wait_certificates", default="Certificates to give back to pupils who left"),
    _("desk_end_give_back", default="to give back today"),
    _("desk_end_late", default="late"),
)
NOTEBOOKS = KindMatter(
    kinds.NOTEBOOKS,
    _("desk_wait_notebooks", default="Control notebooks to hand out to the pupils"),
    _("desk_end_hand_out", default="to hand out"),
    _("desk_end_hand_out", default="to hand out"),
)
FINDINGS = KindMatter(
    kinds.CHECK_REPORT,
    _("desk_wait_findings", default="Findings of checks not mended in time"),
    _("desk_end_late", default="late"),
    _("desk_end_late", default="late"),
    late_only=True,
    soon=_("desk_soon_findings", default="Findings of checks to be mended"),
)
MATTERS = {
    "certificate_keeper": (CERTIFICATES,),
    "secretary": (CERTIFICATES, NOTEBOOKS),
    "deputy": (NOTEBOOKS, FINDINGS),
    "director": (FINDINGS,),
    "class_teacher": (NOTEBOOKS,),
    "subject_teacher": (NOTEBOOKS,),
}


def case_waiting(reader, today, say):
    """Return the lines of the desk's list "Waits for you" for kinds of case files."""
    matters = dict.fromkeys(one for key in reader.keys for one in MATTERS.get(key, ()))
    found = (_matter(reader, matter, today, say) for matter in matters)
    return [line for line in found if line is not None]


def nearest_days(reader, today, last):
    """Return (day, title, address) of the reader's matters: the first day after today to ``last``.

    What has come already, and what is late, stands under "Waits for you".
    """
    matters = dict.fromkeys(one for key in reader.keys for one in MATTERS.get(key, ()))
    found = []
    for matter in matters:
        # What waits from the day after its own is not late on that day.
        first = today if matter.late_only else today + timedelta(days=1)
        day = _first_day(matter, first, last)
        if day is not None:
            found.append((day, matter.soon or matter.title, _address(reader, matter, day)))
    return found


def _first_day(matter, first, last):
    span = {"query": (first.isoformat(), last.isoformat()), "range": "min:max"}
    brains = api.portal.get_tool("portal_catalog")(
        portal_type="case_file",
        record_doc_type=matter.doc_type,
        review_state=rules.CURRENT,
        record_deadline=span,
        sort_on="record_deadline",
        sort_limit=1,
    )[:1]
    return deadline_of(brains[0].getObject()) if brains else None


def _address(reader, matter, last):
    query = {"type": matter.doc_type, "state": rules.CURRENT, "until": last.isoformat()}
    register = REGISTER_IDS["case_file"]
    return f"{reader.site.absolute_url()}/{register}?{urlencode(query)}"


def _matter(reader, matter, today, say):
    yesterday = today - timedelta(days=1)
    last = yesterday if matter.late_only else today
    count = _count(reader, matter, last)
    if not count:
        return None
    late = _count(reader, matter, yesterday)
    url = _address(reader, matter, last)
    tone = "stop" if late else "wait"
    return item(count, matter.title, url, matter.late if late else matter.end, tone, say)


def _count(reader, matter, day):
    return count_of(
        reader,
        "case_file",
        record_doc_type=matter.doc_type,
        review_state=rules.CURRENT,
        record_deadline={"query": day.isoformat(), "range": "max"},
    )


WARNINGS = {
    kinds.CERTIFICATE: (
        _("desk_certificate_due", default="The pupil left: give the certificate back today."),
        _("desk_certificate_late", default="The pupil left on ${day}: give the certificate back."),
    ),
    kinds.NOTEBOOKS: (
        _(
            "desk_notebooks_due",
            default="Lessons have ended: hand the notebooks out to the pupils.",
        ),
        _(
            "desk_notebooks_due",
            default="Lessons have ended: hand the notebooks out to the pupils.",
        ),
    ),
    kinds.CHECK_REPORT: (
        None,
        _("desk_findings_late", default="The findings were to be mended by ${day}."),
    ),
}


def case_warnings(record, today, say):
    """Return what is to be done with an open case file now, one sentence or none."""
    kind = kinds.kind_of(record.doc_type)
    day = deadline_of(record) if kind is not None and record.state == rules.CURRENT else None
    if day is None or day > today or kind.id not in WARNINGS:
        return []
    message = WARNINGS[kind.id][day < today]
    if message is None:
        return []
    told = filled(message, {"day": day_text(day)})
    return [say(told)]
