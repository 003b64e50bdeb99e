"""Yearly results as JSON, with the words for states, decisions and signers."""

from collective.schoolrecords.access.roles import works_with
from collective.schoolrecords.core import year_results as rules
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.personal_file.year_results import plain_year
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.records.protocol.council import minutes_url
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


def year_json(record, result, request, *, staff, words=None):
    """Return one :class:`YearResult` as JSON-ready data.

    ``staff``: whether it is for somebody who works with the record, who is told the people's
    ids. ``words`` keeps what was translated for the next year. Values are turned by hand: most of a
    file's JSON is marks, which are texts already.
    """
    words = {} if words is None else words
    plain = plain_year(result)
    day = plain["minutes_date"]
    plain.update(
        {
            "@id": f"{record.absolute_url()}/@year-results/{year_in_path(result.year)}",
            "state": _titled(STATE_TITLES, result.state, request, words),
            "decision": result.decision
            and _titled(DECISION_TITLES, result.decision, request, words),
            "minutes_date": day and day.isoformat(),
            "minutes_point": result.minutes_point,
            "version": result.version(),
            "current_marks": result.current_marks(),
            **({"current_half_years": halves} if (halves := result.current_halves()) else {}),
            "corrections": json_compatible(plain["corrections"]),
        }
    )
    cited = minutes_url(result.minutes_number, day) if staff else None
    if cited is not None:
        plain["minutes"] = {"@id": cited}
    if not staff:
        for fact in (*plain["signatures"].values(), *plain["corrections"]):
            del fact["actor"]
    for name, signature in plain["signatures"].items():
        signature["title"] = _titled(SIGNER_TITLES, name, request, words)["title"]
        signature["at"] = json_compatible(signature["at"])
    return plain


def years_json(record, request):
    """Return all entered years of a personal file, oldest first."""
    years, words, staff = years_of(record), {}, works_with(record)
    return [
        year_json(record, years.get(label), request, staff=staff, words=words)
        for label in years.labels()
    ]


def _titled(titles, name, request, words):
    if name not in words:
        words[name] = translate(titles[name], context=request)
    return {"id": name, "title": words[name]}
