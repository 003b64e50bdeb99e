"""The act and the commission's minutes as forms of the printing room, and their views.

What is printed is what is true on that day: the rows as they stand, the votes that were cast, the
stages that were reached. Words of the forms are the official Russian ones.
"""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import lifecycle as states
from collective.schoolrecords.core.destruction import DESTROY
from collective.schoolrecords.core.destruction import KEEP
from collective.schoolrecords.core.destruction import REMOVED
from collective.schoolrecords.core.destruction import SKIPPED
from collective.schoolrecords.core.inventories import spans
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.printing import forms
from collective.schoolrecords.printing.answer import PrintView
from collective.schoolrecords.printing.pages import FormRefused
from collective.schoolrecords.printing.school import DIRECTOR
from collective.schoolrecords.printing.school import signature_of
from collective.schoolrecords.printing.stamps import stamps_of
from collective.schoolrecords.retention.act import facts
from collective.schoolrecords.retention.act.empty_years import ASKING
from collective.schoolrecords.retention.act.empty_years import stated_pairs
from collective.schoolrecords.retention.act.gone import backups_until
from collective.schoolrecords.retention.act.gone import is_verified
from collective.schoolrecords.retention.act.overview import row_result
from collective.schoolrecords.retention.act.paper import on_paper
from collective.schoolrecords.retention.act.paper import sheets
from collective.schoolrecords.retention.act.people import authors_of
from collective.schoolrecords.retention.act.people import directors_on
from collective.schoolrecords.retention.interfaces import IInventoriesOf
from collective.schoolrecords.school.regulation import regulation_on
from collective.schoolrecords.school.storage import get_school
from zope.component import queryUtility
from zope.component.hooks import getSite
from zope.globalrequest import getRequest


#: The list of terms that every act of a school rests on, besides the school's own regulation.
BASIS = (
    "Перечень типовых управленческих архивных документов, образующихся в процессе деятельности "
    "государственных органов, органов местного самоуправления и организаций, с указанием сроков "
    "их хранения (приказ Росархива от 20.12.2019 № 236)"
)
ARCHIVIST = "archivist"
STATUSES = {
    states.SIGNED: forms.ACT_APPROVED,
    states.CURRENT: forms.ACT_APPROVED,
    states.CLOSED: forms.ACT_REMOVED,
    states.ANNULLED: forms.ACT_ANNULLED,
}


def act_form(act):
    """Return the ``ActForm`` of an act in its present state."""
    chosen = [row for row in act.rows.values() if _printed(row)]
    inventories = _inventories(act)
    return forms.ActForm(
        school=getSite().Title(),
        dated_on=act.registered_on or school_today(),
        rows=tuple(_line(row) for row in chosen),
        period=period(act),
        approver=_approver(act),
        compiler=_compiler(act),
        number=act.registration_number or "",
        basis=tuple(filter(None, (BASIS, _regulation()))),
        commission=_members(act),
        commission_order=_order(act),
        minutes=_minutes(act),
        permanent=tuple(_approval(one) for one in inventories if one.kind == "permanent"),
        personnel=tuple(_approval(one) for one in inventories if one.kind == "personnel"),
        nothing_permanent=_nothing(act, inventories, "permanent"),
        nothing_personnel=_nothing(act, inventories, "personnel"),
        kept=_kept(act),
        destruction=_destruction(act, chosen),
        status=_status(act),
        backups_until=backups_until(act),
        verified_on=act.stages.get("verified", {}).get("on"),
        annulled_because=act.annulled_because,
    )


def minutes_form(act):
    """Return the ``MinutesForm`` of the commission's decision on an act.

    Raises ``FormRefused`` while the commission has not concluded.
    """
    if act.minutes is None:
        raise FormRefused([Reason("MISSING", "number")])
    chosen = [row for row in act.rows.values() if row.decision == DESTROY]
    units = sum(row.count for row in chosen)
    number, day = act.minutes
    return forms.MinutesForm(
        school=getSite().Title(),
        number=number,
        dated_on=day,
        members=_members(act),
        quorum=act.rules.quorum(len(act.members)),
        act_number=act.registration_number or "",
        period=period(act),
        rows=len(chosen),
        count=units,
        commission_order=_order(act),
        decided=(
            f"Выделить к уничтожению единиц хранения: {units}; остальные оставить на хранение.",
            "Представить акт на утверждение директору.",
        ),
        kept=_kept(act),
    )


def period(act):
    """Return the years of what goes, of all rows when nothing does: «2014–2019»."""
    rows = [row for row in act.rows.values() if row.decision == DESTROY]
    years = sorted(
        {
            day.year
            for row in rows or act.rows.values()
            for day in (row.opened_on, row.closed_on)
            if day is not None
        }
    )
    if not years:
        return ""
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def given_name_first(name):
    """Return «И. О. Фамилия» for «Фамилия И. О.»."""
    words = name.split()
    surname = [word for word in words if not word.endswith(".")]
    initials = [word for word in words if word.endswith(".")]
    return " ".join((*initials, *surname))


def _status(act):
    """What the foot of the act says: «уничтожено» from the verification on."""
    return forms.ACT_DESTROYED if is_verified(act) else STATUSES.get(act.state, forms.ACT_DRAFT)


def _printed(row):
    return row.decision == DESTROY and row.result != SKIPPED


def _line(row):
    return forms.ActLine(
        title=_title(row),
        years=row.years,
        inventory_number=row.inventory_number,
        item_number=row.inventory_item,
        count=row.count,
        term=", ".join(filter(None, (row.term, row.article))),
        note=row.note,
    )


def _title(row):
    """Return column 2 with what tells the unit from its neighbours: index, number, volume."""
    parts = (row.title, row.number and f"№ {row.number}", row.volume and f"том {row.volume}")
    return " ".join(filter(None, (row.case_index, ", ".join(filter(None, parts)))))


def _kept(act):
    """Return what the commission keeps, and what turned out not to be destroyed."""
    found = []
    for position, row in act.rows.items():
        if row.decision == KEEP:
            found.append(forms.KeptLine(_title(row), row.years, row.reason))
        elif row.result == SKIPPED:
            why = row_result(act, position, row, getRequest())["reasons"]
            found.append(forms.KeptLine(_title(row), row.years, " ".join(why) or "—"))
    return tuple(found)


def _members(act):
    members = facts.members_of(act, school_today())
    return tuple(
        forms.Member(
            name=given_name_first(one.name),
            post=one.post,
            chair=one.chair,
            vote=act.votes[one.user_id].value if one.user_id in act.votes else None,
            opinion=act.votes[one.user_id].reason if one.user_id in act.votes else "",
        )
        for one in members
    )


def _order(act):
    named = [f"приказ от {day:%d.%m.%Y} № {number}" for number, day in act.commission_orders]
    return "; ".join(named)


def _minutes(act):
    return forms.Minutes(*act.minutes) if act.minutes is not None else None


def _approver(act):
    user_id = act.signed_by or next(iter(directors_on(get_school(), school_today())), "")
    signed = act.registered_on if act.signed_by else None
    return signature_of(user_id, signed, office=DIRECTOR)


def _compiler(act):
    user_id = (act.creators or authors_of(act) or ("",))[0]
    return signature_of(user_id, office=ARCHIVIST)


def _regulation():
    """Return the title of the school's regulation with its order, as a basis of the act."""
    regulation = regulation_on(getSite(), school_today())
    if regulation is None:
        return ""
    header = regulation.regulation
    if not header.order_no or header.date is None:
        return header.title
    return f"{header.title} (приказ от {header.date:%d.%m.%Y} № {header.order_no})"


def _inventories(act):
    inventories = queryUtility(IInventoriesOf)
    return () if inventories is None else inventories.covering(facts.years_of(act))


def _nothing(act, inventories, kind):
    """Return the years of the act of which it is stated that there is nothing to list."""
    years = set(facts.years_of(act))
    if act.state in ASKING:
        # What was stated is void where a record has been filed since.
        years &= {year for one, year in facts.asked_for(act).empty if one == kind}
    for one in inventories:
        if one.kind == kind:
            years -= set(range(one.first_year, one.last_year + 1))
    return spans(year for one, year in stated_pairs(act) if one == kind and year in years)


def _approval(inventory):
    years = sorted({inventory.first_year, inventory.last_year})
    minutes = None
    if inventory.minutes_number and inventory.minutes_date:
        minutes = forms.Minutes(inventory.minutes_number, inventory.minutes_date)
    return forms.InventoryApproval(
        years="–".join(map(str, years)),
        number=inventory.registration_number or "",
        approved_on=inventory.approved_on or inventory.registered_on,
        minutes=minutes,
    )


def _destruction(act, chosen):
    if act.state not in (states.SIGNED, states.CURRENT, states.CLOSED, states.ARCHIVED):
        return None
    gone = [row for row in chosen if row.result == REMOVED]
    paper = act.paper
    return forms.Destruction(
        destroyed_on=paper.get("destroyed_on"),
        count=sum(row.count for row in chosen if on_paper(row)),
        removed_on=act.stages.get("removed", {}).get("on"),
        sheets=sheets(act),
        weight=paper.get("weight"),
        method=paper.get("method", ""),
        handed_over_by=_signer(paper.get("handed_over_by")),
        received_by=_signer(paper.get("received_by")),
        witnesses=tuple(_signer(name) for name in paper.get("witnesses", ())),
        electronic=sum("electronic" in row.carriers for row in gone),
        media_note=paper.get("media_note", ""),
    )


def _signer(text):
    """Return a signature of «должность, И. О. Фамилия» as people wrote it."""
    if not text:
        return None
    post, _comma, name = text.rpartition(",")
    return forms.Signature(post.strip(), name.strip())


class PrintAct(PrintView):
    """``@@print-act``: the act in eight columns, as it stands today."""

    name = "act"

    def form(self):
        """See :class:`PrintView`."""
        return act_form(self.context)

    def stamps(self):
        """See :class:`PrintView`."""
        return stamps_of(self.context)


class PrintMinutes(PrintView):
    """``@@print-act-protocol``: the commission's minutes on the act."""

    name = "minutes"

    @property
    def offered(self):
        """See :class:`PrintView`; before the vote has ended there are no minutes."""
        return self.context.minutes is not None

    def form(self):
        """See :class:`PrintView`."""
        return minutes_form(self.context)
