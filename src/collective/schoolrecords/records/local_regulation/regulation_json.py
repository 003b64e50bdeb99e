"""Local regulations as JSON-ready data: for the staff, and what everybody may see."""

from collective.schoolrecords.core import local_regulations as rules
from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import filled
from collective.schoolrecords.records.local_regulation import publication
from collective.schoolrecords.records.local_regulation import repealed
from collective.schoolrecords.records.local_regulation.content import former_of
from collective.schoolrecords.records.local_regulation.content import order_of
from plone.restapi.serializer.converters import json_compatible
from zope.component.hooks import getSite
from zope.i18n import translate


KINDS = {
    "law": _("act_kind_law", default="federal law"),
    "government": _("act_kind_government", default="decree of the government"),
    "order": _("act_kind_order", default="order of a ministry or agency"),
    "letter": _("act_kind_letter", default="letter"),
    "standard": _("act_kind_standard", default="standard"),
    "method": _("act_kind_method", default="methodical recommendations"),
    "local_act": _("act_kind_local_act", default="local act"),
}
ADOPTIONS = {
    rules.REVIEWED: _("adoption_reviewed", default="reviewed"),
    rules.ADOPTED: _("adoption_adopted", default="adopted"),
    rules.AGREED: _("adoption_agreed", default="agreed"),
}
COUNCILS = {
    "parents": _("council_parents", default="parents' council"),
    "pupils": _("council_pupils", default="pupils' council"),
}
OPINIONS = {
    "for": _("opinion_for", default="for"),
    "with_remarks": _("opinion_with_remarks", default="for, with remarks"),
    "against": _("opinion_against", default="against"),
}
CERTAINTY = {
    rules.OUTDATED: _(
        "reference_outdated", default="Outdated reference: no longer in force, replaced by ${act}"
    ),
    rules.DOUBTFUL: _(
        "reference_doubtful",
        default="Check this reference: an act of this number no longer holds, replaced by ${act}",
    ),
}
TO_CHECK = _("reference_to_check", default="(not checked against the text of the act)")


def outdated_text(finding, request):
    """Return the sentence about a reference that no longer holds."""
    template = CERTAINTY[finding.certainty]
    message = filled(template, {"act": finding.act.replaced_by})
    text = translate(message, context=request)
    if finding.act.verified:
        return text
    return f"{text} {translate(TO_CHECK, context=request)}"


def references_json(record, request):
    """Return the references of a version, each with what is known against it."""
    findings = {one.position: one for one in repealed.outdated_of(record)}
    return [
        _reference(one, findings.get(position), request)
        for position, one in enumerate(record.references or ())
    ]


def _reference(line, finding, request):
    kind = line.get("act_kind")
    shown = {
        "kind": {"id": kind, "title": translate(KINDS.get(kind, kind), context=request)},
        "number": line.get("act_number"),
        "date": line.get("act_date"),
        "title": line.get("act_title"),
        "outdated": None,
    }
    if finding is not None:
        shown["outdated"] = {
            "certainty": finding.certainty,
            "replaced_by": finding.act.replaced_by,
            "source": finding.act.source,
            "verified": finding.act.verified,
            "message": outdated_text(finding, request),
        }
    return shown


def publication_json(record):
    """Return whether everybody sees a version, since when and at which address."""
    there = publication.is_published(record)
    url = f"{getSite().absolute_url()}/@@local-acts/{record.getId()}"
    return {
        "@id": f"{record.absolute_url()}/@publication",
        "published": there,
        "published_on": json_compatible(record.published_on),
        "public_url": url if there else None,
    }


def public_json(record, url, request):
    """Return what everybody may see of a version: no people, no place, no history."""
    order, former = order_of(record), former_of(record)
    number = order.registration_number if order is not None else record.order_number
    day = order.dated_on if order is not None else record.order_date
    return {
        "@id": url,
        "title": record.title,
        "number": record.registration_number,
        "dated_on": json_compatible(record.dated_on),
        "version": record.version,
        "in_force_from": json_compatible(record.in_force_from),
        "adopted_by": [
            {
                "body": one["body"],
                "adoption": translate(
                    ADOPTIONS.get(one.get("adoption"), one.get("adoption") or ""), context=request
                ),
                "minutes_number": one.get("minutes_number"),
                "minutes_date": one.get("minutes_date"),
                "minutes_point": one.get("minutes_point"),
            }
            for one in record.adopted_by or ()
        ],
        "order": {"number": number, "date": json_compatible(day)},
        "replaces": former.registration_number if former is not None else None,
        "file": file_json(record),
    }


def file_json(record):
    """Return address, name, size and SHA-256 of the published file."""
    scan = record.scan
    if scan is None:
        return None
    return {
        "@id": f"{getSite().absolute_url()}/@@local-acts/{record.getId()}/file",
        "content_type": scan.contentType,
        "size": scan.checked.size,
        "sha256": scan.checked.sha256,
    }


def repealed_json(url):
    """Return every known repealed act; the school's own can be taken out."""
    own = {one.key for one in repealed.own_acts()}
    return [act_json(one, url, one.key in own) for one in repealed.known_acts()]


def act_json(act, url, own):
    """Return one repealed act."""
    act_id = repealed.act_id(act)
    return {
        "@id": url(act_id),
        "id": act_id,
        "kind": act.kind,
        "number": act.number,
        "dated_on": act.dated_on.isoformat(),
        "title": act.title,
        "replaced_by": act.replaced_by,
        "since": json_compatible(act.since),
        "source": act.source,
        "verified": act.verified,
        "own": own,
    }
