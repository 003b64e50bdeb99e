"""What people do with a file plan on its page: edit a draft, approve, close, draw the next one."""

from AccessControl.security import checkPermission
from collective.schoolrecords.core import file_plan as rules
from collective.schoolrecords.core.terms import EPK
from collective.schoolrecords.core.terms import MIN_YEARS
from collective.schoolrecords.core.terms import PERMANENT
from collective.schoolrecords.core.terms import UNTIL_NEEDED
from collective.schoolrecords.core.terms import YEAR_AFTER_CLOSE
from collective.schoolrecords.core.terms import YEARS
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.deeds import ROW_ADDED
from collective.schoolrecords.desk.deeds import ROW_CHANGED
from collective.schoolrecords.desk.deeds import TAKEN_OUT
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention import file_plan
from collective.schoolrecords.retention.overview import type_labels
from collective.schoolrecords.retention.plan import editing
from zope import schema
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


MANAGE_ARCHIVE = "collective.schoolrecords.ManageArchive"
MANAGE_SCHOOL = "collective.schoolrecords.ManageSchool"
APPROVE = "collective.schoolrecords.ApproveFilePlan"
PICKS = "item"
KINDS = {
    YEARS: _("desk_plan_years", default="years"),
    MIN_YEARS: _("desk_plan_min_years", default="not less than … years"),
    EPK: _("desk_plan_epk", default="years, ЭПК"),
    PERMANENT: _("desk_plan_permanent", default="permanently"),
    UNTIL_NEEDED: _("desk_plan_until_needed", default="as long as needed"),
}


def plan_deeds(page):
    """Yield the :class:`Deed` values that the reader of a year's plan may do now."""
    plan, site = page.plan, page.site
    archive = checkPermission(MANAGE_ARCHIVE, site)
    if plan is None:
        if archive or checkPermission(MANAGE_SCHOOL, site):
            yield Deed(
                "draw",
                _("desk_plan_draw", default="Draw the plan from the regulation"),
                lambda values: _drawn(page, page.today.year),
            )
        return
    if archive and plan.state in (rules.DRAFT, rules.APPROVED):
        yield _add(page)
    if archive and plan.state == rules.DRAFT:
        yield _change(page)
        yield Deed(
            "remove",
            _("desk_plan_remove", default="Take the chosen out"),
            lambda values: _remove(page),
            css="btn-secondary",
            done=TAKEN_OUT,
        )
    if plan.state == rules.DRAFT and checkPermission(APPROVE, site):
        yield _approve(plan)
    if archive and plan.state == rules.APPROVED:
        yield Deed(
            "close",
            _("desk_plan_close", default="Close with the totals of the year"),
            lambda values: editing.close(plan) and None,
            css="btn-secondary",
            done=_("desk_done_plan_closed", default="The file plan is closed."),
        )
    if archive and file_plan.file_plan_of(site, plan.year + 1) is None:
        yield Deed(
            "next",
            _("desk_plan_next", default="Draw the plan of the next year from this one"),
            lambda values: _next(page),
            css="btn-secondary",
        )


def _drawn(page, year):
    if file_plan.draft_from_regulation(page.site, year) is None:
        return _("desk_due_no_regulation", default="No regulation is in force.")
    return _shown(page, year)


def _next(page):
    return _shown(page, editing.next_year(page.plan).year)


def _shown(page, year):
    """Let the page go on to the plan of ``year``; return what was done, with the year's name."""
    page.year = year
    data = {"year": str(year)}
    return _(
        "desk_plan_drawn", default="The file plan of ${year} is drawn. It is a draft.", mapping=data
    )


def _term_fields(required):
    kinds = [SimpleTerm(key, key, title) for key, title in KINDS.items()]
    return (
        schema.Choice(
            __name__="term_kind",
            title=_("desk_plan_kind", default="Term"),
            vocabulary=SimpleVocabulary(kinds),
            required=False,
        ),
        schema.Int(
            __name__="years",
            title=_("desk_plan_years_n", default="Years"),
            required=False,
            min=0,
            max=200,
        ),
        schema.TextLine(
            __name__="article",
            title=_("desk_plan_article", default="Article"),
            required=required,
            max_length=rules.MAX_ARTICLE,
        ),
        schema.TextLine(
            __name__="note",
            title=_("desk_col_note", default="Note"),
            required=False,
            max_length=rules.MAX_NOTE,
        ),
    )


def _term(values, former):
    """Return the term that a form names, ``None`` for that of the regulation (or the former)."""
    kind, years, article = values["term_kind"], values["years"], values["article"]
    if not (kind or years or article):
        return None
    found = {"start": YEAR_AFTER_CLOSE, "kind": YEARS, **former}
    if kind:
        found["kind"] = kind
        found["years"] = years if kind in (YEARS, MIN_YEARS, EPK) else None
    elif years is not None:
        found["years"] = years
    if article:
        found["article"] = article
    return found


def _add(page):
    types = type_labels(page.site, page.today).items()
    fields = (
        schema.TextLine(
            __name__="index",
            title=_("desk_col_index", default="Index"),
            description=_("desk_plan_index_hint", default="Unit and number: 02-14."),
            max_length=10,
        ),
        schema.TextLine(
            __name__="title",
            title=_("desk_col_case_title", default="Title of the case"),
            max_length=rules.MAX_TITLE,
        ),
        schema.Choice(
            __name__="doc_type",
            title=_("desk_col_kind", default="Kind"),
            vocabulary=SimpleVocabulary([SimpleTerm(key, key, label) for key, label in types]),
        ),
        *_term_fields(False),
    )

    def add(values):
        editing.add_item(
            page.plan,
            index=values["index"],
            title=values["title"],
            doc_type=values["doc_type"],
            note=values["note"] or "",
            term=_term(values, {}),
        )

    text = _(
        "desk_plan_add_text",
        default="Without a term of its own an item takes that of the regulation; it may be longer, "
        "never shorter.",
    )
    title = _("desk_plan_add", default="Add an item")
    return Deed("add", title, add, fields, text, done=ROW_ADDED)


def _chosen(page):
    return [one for one in page.chosen(PICKS) if one in page.plan.items]


def _change(page):
    fields = (
        schema.TextLine(
            __name__="title",
            title=_("desk_col_case_title", default="Title of the case"),
            required=False,
            max_length=rules.MAX_TITLE,
        ),
        *_term_fields(False),
    )

    def change(values):
        chosen = _chosen(page)
        if len(chosen) != 1:
            return _("desk_plan_one", default="Choose one item to change.")
        term = _term(values, page.plan.items[chosen[0]].term)
        given = {name: values[name] for name in ("title", "note") if values[name]}
        if term is not None:
            given["term"] = term
        editing.change_item(page.plan, chosen[0], **given)
        return None

    return Deed(
        "change",
        _("desk_plan_change", default="Change the chosen item"),
        change,
        fields,
        css="btn-secondary",
        done=ROW_CHANGED,
    )


def _remove(page):
    chosen = _chosen(page)
    for index in chosen:
        editing.remove_item(page.plan, index)
    return None if chosen else _("desk_batch_nothing", default="No record was chosen.")


def _approve(plan):
    return Deed(
        "approve",
        _("desk_plan_approve", default="Approve the plan"),
        lambda values: editing.approve(plan, values["minutes_number"], values["minutes_date"]),
        (
            schema.TextLine(
                __name__="minutes_number",
                title=_("desk_plan_minutes", default="Minutes of the commission, number"),
                max_length=60,
            ),
            schema.Date(
                __name__="minutes_date",
                title=_("desk_plan_minutes_date", default="Minutes of the commission, date"),
            ),
        ),
        _(
            "desk_plan_approve_text",
            default="From then on its indexes bind whoever registers a record of the year.",
        ),
        done=_("desk_done_plan_approved", default="The file plan is approved."),
    )
