"""A file plan and its items as plain data, for REST and for pages."""

from AccessControl.security import checkPermission
from collective.schoolrecords.retention.plan.editing import totals_of
from collective.schoolrecords.retention.plan.marks import marks_of
from collective.schoolrecords.retention.plan.words import CATEGORY_TITLES
from collective.schoolrecords.retention.plan.words import STATE_TITLES
from zope.i18n import translate


def plan_data(plan, request, url):
    """Return what a plan is, without its items; ``url``: its address."""
    return {
        "@id": url,
        "year": plan.year,
        "state": {"id": plan.state, "title": translate(STATE_TITLES[plan.state], context=request)},
        "drawn_at": plan.drawn_at,
        "drawn_from": plan.drawn_from,
        "approved_on": plan.approved_on,
        "minutes": _minutes(plan),
        "closed_on": plan.closed_on,
        "totals": totals_data(plan, request),
    }


def _minutes(plan):
    if not plan.minutes_number:
        return None
    return {"number": plan.minutes_number, "date": plan.minutes_date}


def totals_data(plan, request):
    """Return the totals: kept ones of a closed plan, else as of today."""
    return [
        {
            "category": one.category,
            "title": translate(CATEGORY_TITLES[one.category], context=request),
            "files": one.total,
            "running": one.running,
            "epk": one.epk,
        }
        for one in totals_of(plan)
    ]


def item_data(plan, item, records, url):
    """Return one item; ``records``: how many stand under it now, ``url``: the plan's address."""
    return {
        "@id": f"{url}/items/{item.index}",
        "index": item.index,
        "unit": item.index.partition("-")[0],
        "title": item.title,
        "doc_type": item.doc_type,
        "term": {**item.term, "text": item.term_text},
        "note": item.note,
        "volumes": item.volumes,
        "added_on": item.added_on,
        "records": records,
        "departed": plan.departures(item.index),
        "marks": [_mark(one) for one in marks_of(plan, item.index)],
    }


def _mark(mark):
    """The address of an act stands only for who may see it."""
    seen = mark.act is not None and checkPermission("zope2.View", mark.act)
    uid = mark.act.UID() if mark.act is not None else None
    return {
        "way": mark.way,
        "files": mark.files,
        "note": mark.note,
        "act": {"UID": uid, "@id": mark.act.absolute_url() if seen else None} if uid else None,
    }
