"""Yearly results as JSON, with the words for states, decisions and signers."""

from collective.schoolrecords.core import year_results as rules
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.personal_file.year_results import plain_year
from collective.schoolrecords.records.personal_file.year_results import years_of
from plone.restapi.serializer.converters import json_compatible
from zope.i18n import translate


STATE_TITLES = {
    rules.DRAFT: _("year_state_draft", default="Being filled in"),
    rules.SIGNED_BY_TEACHER: _("year_state_signed", default="Signed by the class teacher"),
    rules.CERTIFIED: _("year_state_certified", default="Certified with the seal"),
}

DECISION_TITLES = {
    rules.PROMOTED: _("year_promoted", default="Promoted"),
    rules.CONDITIONAL: _("year_conditional", default="Promoted conditionally"),
    rules.REPEATED: _("year_repeated", default="Repeats the year"),
    rules.GRADUATED: _("year_graduated", default="Graduated"),
}

SIGNER_TITLES = {
    "class_teacher": _("year_signer_class_teacher", default="Class teacher"),
    "seal": _("year_signer_seal", default="Seal of the school"),
}


def year_in_path(label):
    """Return the label of a school year as it stands in an address: ``2024-25``."""
    return label.replace("/", "-")


def year_from_path(text):
    """Return the label ``2024/25`` of an address's ``2024-25``; raise ``ValueError``."""
    label = text.replace("-", "/", 1)
    rules.year_start(label)
    return label


def year_json(record, result, request):
    """Return one :class:`YearResult` as JSON-ready data."""
    plain = plain_year(result)
    plain["@id"] = f"{record.absolute_url()}/@year-results/{year_in_path(result.year)}"
    plain["state"] = _titled(STATE_TITLES, result.state, request)
    plain["decision"] = result.decision and _titled(DECISION_TITLES, result.decision, request)
    plain["current_marks"] = result.current_marks()
    for name, signature in plain["signatures"].items():
        signature["title"] = translate(SIGNER_TITLES[name], context=request)
    return json_compatible(plain)


def years_json(record, request):
    """Return all entered years of a personal file, oldest first."""
    years = years_of(record)
    return [year_json(record, years.get(label), request) for label in years.labels()]


def _titled(titles, name, request):
    return {"id": name, "title": translate(titles[name], context=request)}
