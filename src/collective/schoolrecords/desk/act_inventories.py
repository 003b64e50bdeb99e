"""The inventories clause on the page of an act: what is approved, what lacks, what is stated."""

from collective.schoolrecords.access.clock import day_of
from collective.schoolrecords.core.inventories import spans
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.act.empty_years import state_empty
from collective.schoolrecords.retention.act.facts import asked_for


DEED = "state_years"
#: Name of the hidden fields with the years that the page showed: nothing else is stated.
SHOWN = "empty_year"
NOTHING = {
    "permanent": _(
        "desk_act_nothing_permanent", default="There are no permanent records of ${years}."
    ),
    "personnel": _(
        "desk_act_nothing_personnel", default="There are no records on people of ${years}."
    ),
}


def inventories_part(page):
    """Return the section's values; ``page``: the act's, with ``told``."""
    missing, empty = page.told["missing_inventories"], page.told["empty_years"]
    part = {
        "texts": [*_approved(page, missing, empty), *_stated(page, empty)],
        "forms": [one for one in (_form(page, empty),) if one is not None],
    }
    if not missing:
        return part
    return {
        **part,
        "reasons": [Values(text=text) for text in _lacks(page, missing)],
        "facts_css": "sr-facts",
        "facts": [
            Values(
                label=_("desk_act_where", default="Where"),
                value=_("desk_act_to_inventories", default="Compile or register inventories"),
                url=f"{page.site.absolute_url()}/inventories",
            )
        ],
    }


def is_settled(page):
    """Whether nothing is lacking and everything that has to be stated is."""
    told = page.told
    open_ = [one for one in told["empty_years"] if one["stated"] is None]
    return not told["missing_inventories"] and not open_ and bool(page.context.rows)


def stating_deeds(page):
    """Yield the archivist's deed: to state of which years the school has nothing to list."""
    told = page.told
    if not told["can"]["state_years"]:
        return
    if all(one["stated"] is not None for one in told["empty_years"]):
        return
    act = page.context

    def state(values):
        state_empty(act, list(_shown(page)), asked_for(act))
        return _("desk_act_years_stated", default="Your statement is kept with the act.")

    yield Deed(
        DEED,
        _("desk_act_state_years", default="Confirm: there are none"),
        state,
        text=_(
            "desk_act_state_text",
            default="An inventory needs rows, so a year without such records has none. Look whether "
            "that is so and confirm it once: the commission sees it, and the act prints it.",
        ),
    )


def _shown(page):
    for text in page.chosen(SHOWN):
        kind, _dash, year = text.partition("-")
        if kind in NOTHING and year.isascii() and year.isdigit() and len(year) == 4:
            yield kind, int(year)


def _form(page, empty):
    form = page.form_of(DEED)
    if form is not None:
        open_ = [one for one in empty if one["stated"] is None]
        form.texts = [*_sentences(page, open_), *form.texts]
        form.hidden = [
            Values(name=f"{SHOWN}:list", value=f"{one['kind']}-{one['year']}") for one in open_
        ]
    return form


def _approved(page, missing, empty):
    if missing or not page.context.rows:
        return
    if not empty:
        yield _(
            "desk_act_inventories_there",
            default="Inventories of permanent and personnel records of these years are approved.",
        )
    elif {(one["kind"], one["year"]) for one in empty} != _all_pairs(page):
        yield _(
            "desk_act_inventories_rest",
            default="The inventories of the other years are approved.",
        )


def _all_pairs(page):
    return {(kind, year) for kind in NOTHING for year in page.told["years"]}


def _stated(page, empty):
    """Yield a sentence for each kind and each person who stated it."""
    groups = {}
    for one in empty:
        if one["stated"] is not None:
            who = one["stated"]["by"]["name"] or one["stated"]["by"]["user_id"]
            day = day_text(day_of(one["stated"]["at"]))
            groups.setdefault((who, day), []).append(one)
    for (who, day), some in groups.items():
        said = _("desk_act_confirmed_by", default="Confirmed by ${who} on ${day}.")
        yield " ".join((*_sentences(page, some), page.said(said, who=who, day=day)))


def _sentences(page, pairs):
    for kind, message in NOTHING.items():
        years = [one["year"] for one in pairs if one["kind"] == kind]
        if years:
            yield page.said(message, years=_years(page, years))


def _lacks(page, missing):
    message = _("desk_act_inventory_lacks", default="${kind}, ${years}: not approved")
    titles = {one["kind"]: one["title"] for one in missing}
    for kind, title in titles.items():
        years = [one["year"] for one in missing if one["kind"] == kind]
        yield page.said(message, kind=title, years=_years(page, years))


def _years(page, years):
    message = (
        _("desk_years_one", default="the year ${years}")
        if len(set(years)) == 1
        else _("desk_years_many", default="the years ${years}")
    )
    return page.said(message, years=spans(years))
