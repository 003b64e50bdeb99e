"""A school with everybody an act of destruction needs, and records whose term has ended."""

from builders import case_file
from builders import step
from collective.schoolrecords.core.inventories import Asked
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now
from collective.schoolrecords.lifecycle import steps
from collective.schoolrecords.retention.act.candidates import add_candidates
from collective.schoolrecords.retention.act.decisions import vote
from collective.schoolrecords.retention.interfaces import IInventoriesOf
from contextlib import contextmanager
from datetime import date
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.dexterity.utils import createContentInContainer
from schoolrecords_town import Town
from zope.component import getGlobalSiteManager
from zope.interface import implementer


#: The day of everything that is not said to be on another one.
DAY = date(2026, 3, 2)
AFTER_WAITING = date(2026, 3, 9)
MINUTES = {"minutes_number": "3", "minutes_date": DAY}
COMMISSION = ("chair", "second", "third")


@implementer(IInventoriesOf)
class NoInventories:
    """Stands in for the inventories: everything approved, nothing listed."""

    def __init__(self, missing=(), empty=()):
        self.missing = list(missing)
        self.empty = list(empty)
        self.marks = []

    def approved_for(self, years, kinds=("permanent", "personnel")):
        return [pair for pair in self.missing if pair[1] in years]

    def asked_for(self, years, kinds=("permanent", "personnel")):
        empty = tuple(pair for pair in self.empty if pair[1] in years)
        return Asked(tuple(self.approved_for(years, kinds)), empty)

    def covering(self, years, kinds=("permanent", "personnel")):
        return []

    def row_of(self, record):
        return None

    def mark(self, uid, way, note, act=None):
        self.marks.append((uid, way, note, act))
        return False

    def mark_many(self, marks):
        self.marks += marks
        return 0


@contextmanager
def inventories(missing=(), empty=()):
    """Let an own utility answer for the inventories of the site."""
    manager = getGlobalSiteManager()
    former = manager.queryUtility(IInventoriesOf)
    found = NoInventories(missing, empty)
    manager.registerUtility(found, IInventoriesOf)
    try:
        yield found
    finally:
        manager.unregisterUtility(found, IInventoriesOf)
        if former is not None:
            manager.registerUtility(former, IInventoriesOf)


def ended_cases(count, state="archived", **values):
    """Closed case files of 2014 whose term of three years has ended, by who is logged in."""
    made = []
    for number in range(1, count + 1):
        case = case_file(
            **{
                "title": f"Протоколы № {number}",
                "doc_type": "internal_monitoring",
                "case_index": f"02-{number}",
                "opened_on": date(2014, 9, 1),
                "sheets": 10,
                **values,
            }
        )
        step(case, "register")
        step(case, "close", closed_on=date(2015, 8, 31))
        if state == "archived":
            step(case, "archive")
        made.append(case)
    return made


class ActTown(Town):
    """Archivist, director, deputy, a commission of three, an auditor and an administrator."""

    def __init__(self, portal):
        super().__init__(portal)
        self.people = {
            "archivist": self.holder("archivist", "archivist"),
            "director": self.holder("director", "director"),
            "deputy": self.holder("deputy", "deputy"),
            "chair": self.holder("chair", "commission_chair"),
            "second": self.holder("second", "commission_member"),
            "third": self.holder("third", "commission_member"),
            "auditor": self.holder("auditor", "auditor"),
            "secretary": self.holder("secretary", "secretary"),
        }
        self.person("manager")
        with api.env.adopt_roles(["Manager"]):
            api.user.grant_roles(username="manager", roles=["Manager"])

    def cases(self, count, state="archived", **values):
        """See :func:`ended_cases`."""
        with self.logged_in("test-user"):
            setRoles(self.portal, TEST_USER_ID, ["Secretary", "Archivist"])
            made = ended_cases(count, state, **values)
            setRoles(self.portal, TEST_USER_ID, [])
        return made

    def act(self, records=(), **values):
        """A draft act of the archivist with the records in it."""
        with self.logged_in("archivist"):
            act = createContentInContainer(
                self.portal["destruction-acts"],
                "destruction_act",
                **{"title": "О выделении к уничтожению", **values},
            )
            if records:
                add_candidates(act, [record.UID() for record in records])
        return act

    def step(self, user_id, act, name, **details):
        """Take a step as somebody."""
        with self.logged_in(user_id):
            steps.perform(act, name, details)
        return act

    def voted(self, act, votes=("for", "for", "for")):
        """Let the commission vote on an act in review."""
        for user_id, value in zip(COMMISSION, votes, strict=True):
            with self.logged_in(user_id):
                vote(act, value, "" if value != "against" else "Возможен спор")
        return act

    def approved(self, act):
        """Hand in, vote for and conclude a draft."""
        self.step("archivist", act, "submit")
        self.voted(act)
        return self.step("chair", act, "conclude", **MINUTES)

    def signed(self, act):
        """Bring a draft to the director's approval; the job of selection waits."""
        self.approved(act)
        return self.step("director", act, "sign")

    def run_jobs(self):
        """Run every job that waits, in the foreground (commits)."""
        jobs = get_jobs(self.portal)
        for job in jobs.open_jobs() if jobs is not None else ():
            run_now(self.portal, job)
