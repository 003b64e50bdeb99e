"""Acts of destruction of the demo: one carried out, one before the commission; and an inventory."""

from .job_runs import work_off
from .people import acting
from .students import CARRIERS
from collective.schoolrecords.core import inventories
from collective.schoolrecords.core.destruction import ActRules
from collective.schoolrecords.core.destruction import FOR
from collective.schoolrecords.lifecycle.steps import perform
from collective.schoolrecords.retention.act.candidates import add_candidates
from collective.schoolrecords.retention.act.decisions import vote
from collective.schoolrecords.retention.act.empty_years import state_empty
from collective.schoolrecords.retention.act.facts import asked_for
from collective.schoolrecords.retention.act.handlers import job_of
from collective.schoolrecords.retention.act.paper import enter_paper
from collective.schoolrecords.retention.inventory.rows import compile_rows
from collective.schoolrecords.retention.settings import set_rules
from dataclasses import replace
from datetime import date
from plone import api
from plone.dexterity.utils import createContentInContainer


#: The cases of cases.csv that each act takes: closed so many school years ago.
DESTROYED, VOTED_ON = 11, 10
#: The order that created the commission also says that an approved act does not wait.
ORDER_NUMBER = "113"
CHAIR, MEMBERS = "chair", ("member", "member2")
METHOD = "Передача на переработку"


def fill_acts(stage):
    """Let the school decide on two acts, and list last year's permanent cases."""
    with acting(stage, "director"):
        set_rules(
            stage.site,
            replace(ActRules(), waiting_days=0),
            date(stage.year, 9, 1),
            order_number=ORDER_NUMBER,
            order_date=date(stage.year, 8, 26),
            author=api.user.get_current().getId(),
        )
    act = _handed_in(stage, DESTROYED, "О выделении к уничтожению мониторингов и журналов")
    _vote(act, stage, (CHAIR, *MEMBERS))
    _carry_out(stage, act)
    _vote(_handed_in(stage, VOTED_ON, "О выделении к уничтожению протоколов"), stage, MEMBERS[:1])
    _inventory(stage)


def _handed_in(stage, years_ago, title):
    """An act of the archivist's over the cases closed so long ago, before the commission."""
    year = stage.year - years_ago + 1
    uids = [
        one.UID()
        for one in stage.site["cases"].objectValues()
        if one.closed_on is not None and one.closed_on.year == year
    ]
    with acting(stage, "archivist"):
        act = createContentInContainer(
            stage.site["destruction-acts"], "destruction_act", title=title, carriers=CARRIERS
        )
        add_candidates(act, uids)
        asked = asked_for(act)
        state_empty(act, asked.empty, asked)
        perform(act, "submit")
    return act


def _vote(act, stage, logins):
    for login in logins:
        with acting(stage, login):
            vote(act, FOR)


def _carry_out(stage, act):
    """From the minutes to the removal; storage and backups are still to be cleared."""
    minutes = {"minutes_number": "1", "minutes_date": stage.today}
    with acting(stage, CHAIR):
        perform(act, "conclude", minutes)
    with acting(stage, "director"):
        perform(act, "sign")
        work_off(stage, job_of(act, "act-select"))
    with acting(stage, "archivist"):
        perform(act, "execute", {"method": METHOD})
        work_off(stage, job_of(act, "act-execute"))
        work_off(stage, job_of(act, "act-evidence"))
        enter_paper(
            act,
            weight="4,5",
            handed_over_by="Тихомолова З. Л.",
            received_by="ООО «Вторсырьё», накладная № 8",
            destroyed_on=stage.today,
            witnesses=("Снежкова А. В.", "Берёзкина М. К."),
        )


def _inventory(stage):
    """Last year's permanent cases, listed; the commission has not seen them yet."""
    year = stage.year - 1
    with acting(stage, "archivist"):
        record = createContentInContainer(
            stage.site["inventories"],
            "inventory",
            title=f"Опись дел постоянного хранения за {year} год",
            kind=inventories.PERMANENT,
            first_year=year,
            last_year=year,
        )
        compile_rows(record)
