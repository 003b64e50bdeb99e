"""Read what a person gives with a step: types and limits, all errors at once."""

from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.messages import _
from datetime import date
from zope.i18n import translate


#: Longest text of one detail, in characters.
MAX_TEXT = 2000

DAYS = (
    "left_on",
    "leaving_order_date",
    "closed_on",
    "handed_out_on",
    "proxy_date",
    "minutes_date",
    "archive_minutes_date",
    "approved_on",
    "in_force_from",
    "stitched_on",
)
TEXTS = (
    "leaving_reason",
    "leaving_order_number",
    "destination",
    "receiver",
    "capacity",
    "identity_kind",
    "identity_number",
    "proxy_number",
    "basis",
    "signature_fact",
    "reason",
    "comment",
    "minutes_number",
    "archive_minutes_number",
    "registration_number",
    "method",
    "seal_fact",
)
#: Whole numbers; a form sends their digits.
NUMBERS = ("sheets",)
MOST = 99999


class DetailsInvalid(Refusal):
    """The details cannot be read (HTTP 400)."""

    status = 400


def read_details(data, request):
    """Return details as plain values from a JSON object or a form's mapping.

    Days are ISO or ДД.ММ.ГГГГ and become ``date``; texts are stripped. Names that no step knows
    are refused. Raises :class:`DetailsInvalid` with every problem.
    """
    details, problems = {}, []
    for name, value in data.items():
        if value is None or value == "":
            continue
        try:
            details[name] = _read(name, value)
        except ValueError:
            problems.append(_problem(name, request))
    if problems:
        message = _("lifecycle_details_invalid", default="The step's details cannot be read.")
        raise DetailsInvalid(translate(message, context=request), problems)
    return details


def _read(name, value):
    if name in NUMBERS:
        return _read_number(value)
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise ValueError(name)
    if name in DAYS:
        return _read_day(value.strip())
    if name in TEXTS:
        return value.strip()
    raise ValueError(name)


def _read_number(value):
    text = str(value).strip()
    if type(value) not in (int, str) or not (text.isascii() and text.isdigit()):
        raise ValueError(value)
    if int(text[:12]) > MOST:
        raise ValueError(value)
    return int(text)


def _read_day(text):
    if "." in text:
        text = "-".join(reversed(text.split(".")))
    return date.fromisoformat(text)


def _problem(name, request):
    title = texts.DETAILS.get(name, name)
    message = _(
        "lifecycle_detail_invalid",
        default="“${field}” cannot be read.",
        mapping={"field": translate(title, context=request)},
    )
    return {"code": "invalid", "field": name, "message": translate(message, context=request)}
