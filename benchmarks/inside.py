"""Runs inside Zope: makes and fills both sites, and measures what needs no HTTP.

``python -m benchmarks.inside FOLDER ORDER`` is called by the harness; what the other benchmarks
have to know (addresses, figures taken in process) is left in ``facts.json`` of the folder.
"""

from benchmarks.harness import calibration
from benchmarks.harness import PASSWORD
from contextlib import contextmanager
from datetime import date
from importlib.resources import files
from pathlib import Path
from statistics import median

import gc
import json
import logging
import random
import sys
import time
import transaction


SCANS = Path(__file__).parent.parent / "tests" / "data" / "scans"
#: Of Plone's own distribution with server-side pages, and REST.
PROFILES = (
    "plone.app.contenttypes:default",
    "plone.app.layout:default",
    "plonetheme.barceloneta:default",
    "plone.restapi:default",
)
REGULATION = "neman1"
IN_FORCE = date(2021, 12, 15)
OFFICES = {"secretary": 4, "archivist": 1, "director": 1}
CLERKS = 4
#: Records of one family, and stock Documents, that lists are taken from.
LIST_SIZE = 400
#: Drafts of each kind that wait for a transition over HTTP, and in process.
WAITING = 60
YEARS = [f"{year}/{(year + 1) % 100:02}" for year in range(2016, 2025)]
SUBJECTS = (
    "Русский язык",
    "Литература",
    "Родной язык",
    "Английский язык",
    "Математика",
    "Информатика",
    "История",
    "Обществознание",
    "География",
    "Физика",
    "Биология",
    "Музыка",
    "Технология",
    "Физическая культура",
)
LAST_NAMES = ("Образцова", "Примерова", "Пробная", "Учебная", "Тестова", "Показная")
LETTERS = "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ"
#: Records of one register, stock Documents of one folder, and how many are made at a time.
CROWD = 12_000
CROWD_CHUNK = 500
#: Roles that may view each of the stock Documents, as many as a school has.
CROWD_ROLES = 20
DUE_RECORDS = 100_000
DUE_SHOWN = 1_000
#: Records of one act.
ACT_ROWS = 1_000


def pupil(number, **values):
    """Return the fields of a made-up pupil's file, ready to be registered."""
    return {
        "letter": LETTERS[number % len(LETTERS)],
        "number": 1000 + number,
        "last_name": LAST_NAMES[number % len(LAST_NAMES)],
        "first_name": "Вера",
        "middle_name": "Ильинична",
        "birth_date": date(2009, 1 + number % 12, 1 + number % 28),
        "admitted_on": date(2016, 9, 1),
        "admission_order_number": "41-у",
        "admission_order_date": date(2016, 8, 28),
        "storage_place": "Приёмная, шкаф 2",
        "carriers": [{"carrier": "paper", "copies": 1}],
        **values,
    }


def case(number, **values):
    """Return the fields of a case file."""
    return {
        "title": f"Сводная ведомость № {number}",
        "doc_type": "summary_sheet",
        "case_index": "02-14",
        "opened_on": date(2024, 9, 1),
        "storage_place": "Архив, стеллаж 3",
        "carriers": [{"carrier": "paper"}],
        **values,
    }


def _let_roles_view(site):
    """Let twenty roles more view what is private in a stock site."""
    names = [f"Role {number}" for number in range(CROWD_ROLES)]
    for name in names:
        site.acl_users.portal_role_manager.addRole(name)
        site._addRole(name)
    private = site.portal_workflow.simple_publication_workflow.states.private
    for permission in ("View", "Access contents information"):
        held = private.getPermissionInfo(permission)["roles"]
        private.setPermission(permission, 0, [*held, *names])


class Sites:
    """Both sites, and ways to fill them as the code of a page would."""

    def __init__(self, app):
        self.app = app
        self.facts = {}

    # -- making the sites -----------------------------------------------------------------------

    def make(self):
        """Make a stock site and a school with its accounts."""
        from Products.CMFPlone.factory import addPloneSite

        for name in ("stock", "school"):
            addPloneSite(
                self.app,
                name,
                title=name,
                extension_ids=PROFILES,
                default_language="ru",
                portal_timezone="Europe/Moscow",
            )
            self.app[name].portal_workflow.setDefaultChain("simple_publication_workflow")
            transaction.commit()
        with self.at("stock") as site:
            self._clerks(site)
        with self.at("school") as site:
            site.portal_setup.runAllImportStepsFromProfile("collective.schoolrecords:default")
            self._school(site)

    @contextmanager
    def at(self, name):
        """Work in a site as the administrator; commit at the end."""
        from AccessControl.SecurityManagement import newSecurityManager
        from plone.browserlayer.layer import mark_layer
        from zope.component.hooks import setSite
        from zope.globalrequest import setRequest
        from zope.traversing.interfaces import BeforeTraverseEvent

        site = self.app[name]
        setSite(site)
        setRequest(self.app.REQUEST)
        mark_layer(site, BeforeTraverseEvent(site, self.app.REQUEST))
        newSecurityManager(None, self.app.acl_users.getUserById("admin").__of__(self.app.acl_users))
        yield site
        transaction.commit()

    def _clerks(self, site):
        from plone import api

        api.group.create("clerks", roles=["Editor", "Reviewer", "Contributor"])
        for number in range(CLERKS):
            name = f"clerk{number}"
            api.user.create(email=f"{name}@example.org", username=name, password=PASSWORD)
            api.group.add_user(groupname="clerks", username=name)

    def _school(self, site):
        from collective.schoolrecords.school.appointments import appoint
        from collective.schoolrecords.school.regulation import Basis
        from collective.schoolrecords.school.regulation import new_version
        from collective.schoolrecords.school.staff import add_person
        from collective.schoolrecords.school.staff import link_account
        from collective.schoolrecords.school.storage import get_school
        from plone import api

        school = get_school(site)
        text = files("collective.schoolrecords") / "profiles" / "regulations" / REGULATION
        new_version(
            school,
            (text / "regulation.toml").read_text(encoding="utf-8"),
            in_force_from=IN_FORCE,
            author="admin",
            basis=Basis(order_number="274", order_date=IN_FORCE),
        )
        for role, count in OFFICES.items():
            for number in range(count):
                name = f"{role}{number}"
                api.user.create(email=f"{name}@example.org", username=name, password=PASSWORD)
                person = add_person(school, "Образцова", "Анна")
                link_account(school, person.id, name)
                order = {"order_number": "1", "order_date": date(2025, 8, 25)}
                appoint(school, person.id, role, start=date(2025, 9, 1), **order)
        self._cohort(school)

    def _cohort(self, school):
        from collective.schoolrecords.school.cohorts import add_cohort

        self.cohort_id = add_cohort(school, year=2025, grade=9, letter="А").id

    # -- seeds ----------------------------------------------------------------------------------

    def seed_read(self):
        """A file of nine years with twelve documents; a folder with twelve files."""
        from collective.schoolrecords.lifecycle import steps
        from collective.schoolrecords.records.personal_file.year_results import years_of
        from plone.dexterity.utils import createContentInContainer

        scan = sorted(SCANS.glob("01_*.pdf"))[0].read_bytes()
        with self.at("school") as site, self.as_user(site, "secretary0"):
            record = createContentInContainer(
                site["personal-files"], "personal_file", **pupil(0, cohort_id=self.cohort_id)
            )
            steps.perform(record, "register")
            for number in range(12):
                paper = createContentInContainer(
                    record,
                    "file_document",
                    kind=f"Заявление {number}",
                    dated_on=date(2016, 8, 1 + number),
                    doc_sheets=1,
                    on_paper=True,
                    scan=_scan(scan, number),
                )
                steps.perform(paper, "approve")
            self._years(years_of(record))
            self.facts["read_ours"] = _path(record)
        with self.at("stock") as site, self.as_user(site, "clerk0"):
            folder = createContentInContainer(
                site, "Folder", title="Личное дело", description="Девять лет"
            )
            for number in range(12):
                createContentInContainer(
                    folder, "File", title=f"Заявление {number}", file=_scan(scan, number)
                )
            self.facts["read_stock"] = _path(folder)

    def _years(self, years):
        from collective.schoolrecords.core.year_results import MarkRules
        from datetime import datetime
        from datetime import UTC

        rules = MarkRules()
        for number, year in enumerate(YEARS):
            day = date(2017 + number, 5, 30)
            values = {
                "marks": dict.fromkeys(SUBJECTS, "5"),
                "decision": "promoted",
                "minutes_number": "8",
                "minutes_date": day,
            }
            years.enter(year, values, number + 1, rules)
            at = datetime(2017 + number, 6, 1, tzinfo=UTC).isoformat()
            for signer in ("class_teacher", "seal"):
                years.certify(year, signer, "лист 3", "secretary0", at, rules)

    def seed_lists(self):
        """As many records as stock documents, for the pages of 25."""
        from collective.schoolrecords.lifecycle.bulk import BulkFiling
        from plone.dexterity.utils import createContentInContainer

        with self.at("school") as site, self.as_user(site, "secretary0"):
            filing = BulkFiling(site["personal-files"], "personal_file")
            for number in range(LIST_SIZE):
                record = filing.file(pupil(5000 + number, cohort_id=self.cohort_id))
                filing.take_step(record, "register")
            filing.finish()
        with self.at("stock") as site, self.as_user(site, "clerk0"):
            folder = createContentInContainer(site, "Folder", title="Register")
            for number in range(LIST_SIZE):
                createContentInContainer(
                    folder, "Document", title=f"Документ {number}", description="Описание"
                )
                if number % 100 == 99:
                    transaction.commit()
            self.facts["list_stock"] = _path(folder)

    def seed_crowd(self):
        """A register of 12,000 and a stock folder of as many, which twenty roles may view."""
        from collective.schoolrecords.core.lifecycle import CLOSED
        from collective.schoolrecords.lifecycle.bulk import BulkFiling
        from plone import api
        from plone.dexterity.utils import createContentInContainer

        with self.at("school") as site, self.as_user(site, "archivist0"):
            for first in range(0, CROWD, CROWD_CHUNK):
                filing = BulkFiling(site["cases"], "case_file")
                for number in range(first, first + CROWD_CHUNK):
                    values = case(100_000 + number, closed_on=date(2024, 8, 31))
                    record = filing.file(values, state=CLOSED)
                filing.finish()
                transaction.commit()
                site._p_jar.cacheMinimize()
            self.facts["crowd_record"] = _path(record)
        with self.at("stock") as site:
            _let_roles_view(site)
            # As stock Plone comes, each of its pages would list all 12,000 in its menu.
            api.portal.set_registry_record("plone.navigation_depth", 1)
            with self.as_user(site, "clerk0"):
                folder = createContentInContainer(site, "Folder", title="Crowd")
                for number in range(CROWD):
                    createContentInContainer(
                        folder, "Document", title=f"Документ {number}", description="Описание"
                    )
                    if number % CROWD_CHUNK == CROWD_CHUNK - 1:
                        transaction.commit()
                        site._p_jar.cacheMinimize()
                self.facts["crowd_stock"] = _path(folder)
                alone = createContentInContainer(site, "Folder", title="Alone")
                one = createContentInContainer(alone, "Document", title="Документ")
                transaction.commit()
                self.facts["crowd_document"] = _path(one)

    def seed_transition(self):
        """Drafts that wait, for HTTP and for the measurement in process."""
        self._in_process_transition()
        self.facts["waiting"] = {
            name: [_path(one) for one in records] for name, records in self._waiting().items()
        }
        transaction.commit()

    def _sheet(self, number):
        """Fields of a summary sheet that lacks nothing for its closing."""
        drawn = {
            "cohort_id": self.cohort_id,
            "school_year": "2024/25",
            "drawn_on": date(2025, 6, 2),
        }
        certified = {"certified_on": date(2025, 6, 3), "certified_by": "Заместитель директора"}
        return case(number, **drawn, **certified, carriers=[{"carrier": "electronic"}])

    def _waiting(self):
        from collective.schoolrecords.lifecycle import steps
        from plone.dexterity.utils import createContentInContainer

        self._round = getattr(self, "_round", 0) + 1
        first = 20_000 * self._round
        with self.at("school") as site, self.as_user(site, "secretary0"):
            drafts = [
                createContentInContainer(
                    site["personal-files"],
                    "personal_file",
                    **pupil(first + number, cohort_id=self.cohort_id),
                )
                for number in range(WAITING)
            ]
            cases = [
                createContentInContainer(site["cases"], "case_file", **self._sheet(number))
                for number in range(WAITING)
            ]
            for one in cases:
                steps.perform(one, "register")
        with self.at("stock") as site, self.as_user(site, "clerk0"):
            folder = createContentInContainer(site, "Folder", title="Waiting")
            documents = [
                createContentInContainer(
                    folder, "Document", title=f"Документ {number}", description="Описание"
                )
                for number in range(WAITING)
            ]
        return {"register": drafts, "close": cases, "publish": documents}

    def _in_process_transition(self):
        from collective.schoolrecords.lifecycle import steps

        waiting = self._waiting()

        def register(number):
            steps.perform(waiting["register"][number], "register")

        def close(number):
            steps.perform(waiting["close"][number], "close", {"closed_on": date(2025, 8, 31)})

        def publish(number):
            document = waiting["publish"][number]
            document.portal_workflow.doActionFor(document, "publish")

        found, calib = {}, calibration()
        # In blocks of ten, so that what the machine does meanwhile hits all three.
        for block in range(0, WAITING, 10):
            for name, site_name, user, call in (
                ("register", "school", "secretary0", register),
                ("close", "school", "archivist0", close),
                ("publish", "stock", "clerk0", publish),
            ):
                with self.at(site_name) as site, self.as_user(site, user):
                    for number in range(block, block + 10):
                        started = time.perf_counter()
                        call(number)
                        transaction.commit()
                        spent = (time.perf_counter() - started) * 1000
                        found.setdefault(name, []).append(spent)
        self.facts["transition_inside"] = {
            "calib": calib,
            **{name: median(values[5:]) for name, values in found.items()},
        }

    def seed_filing(self):
        """Four folders for four clerks of the stock site."""
        from plone.dexterity.utils import createContentInContainer

        with self.at("stock") as site, self.as_user(site, "clerk0"):
            folders = [
                createContentInContainer(site, "Folder", title=f"Filing {number}")
                for number in range(CLERKS)
            ]
            self.facts["filing_stock"] = [_path(folder) for folder in folders]
        self.facts["cohort_id"] = self.cohort_id

    def seed_due(self):
        """A due list of 100,000: the first rows are records, the others stand in the index."""
        from collective.schoolrecords.core.lifecycle import CLOSED
        from collective.schoolrecords.lifecycle.bulk import BulkFiling
        from collective.schoolrecords.retention.due import due_index
        from collective.schoolrecords.retention.due import put_records
        from collective.schoolrecords.retention.due_facts import Facts

        chance = random.Random(7)
        with self.at("school") as site, self.as_user(site, "archivist0"):
            filing = BulkFiling(site["cases"], "case_file")
            for number in range(DUE_SHOWN):
                values = case(number, closed_on=date(1930, 6, 1), doc_type="interim_protocol")
                filing.file(values, state=CLOSED)
            put_records(filing.finish())
            transaction.commit()
            types = ("interim_protocol", "internal_monitoring", "written_work", "control_notebook")
            pairs = [
                (
                    f"{chance.getrandbits(128):032x}",
                    Facts(
                        chance.choice(types),
                        "due",
                        date(chance.randint(1990, 2026), 1, 1),
                        None,
                        chance.randint(1950, 2020),
                        f"шкаф {chance.randint(1, 12)}",
                        "paper",
                        "5 лет",
                        int(chance.random() < 0.01),
                    ),
                )
                for _ in range(DUE_RECORDS - DUE_SHOWN)
            ]
            due_index(site).put_many(pairs)
            transaction.commit()
            site._p_jar.cacheMinimize()
            self.facts["due_inside"] = self._due_inside(site)

    def _due_inside(self, site):
        from collective.schoolrecords.retention import overview

        times = []
        for _ in range(12):
            started = time.perf_counter()
            total, rows = overview.due_page(self.app.REQUEST, {}, size=25)
            overview.due_counts()
            times.append((time.perf_counter() - started) * 1000)
        if total < DUE_RECORDS * 0.95 or len(rows) != 25 or rows[0]["title"] is None:
            raise AssertionError(f"the due list has {total} rows, {rows[:1]}")
        return {"total": total, "cold": times[0], "warm": median(times[1:]), "calib": calibration()}

    def seed_act(self):
        """Records whose term has ended, for one act."""
        from collective.schoolrecords.core.lifecycle import CLOSED
        from collective.schoolrecords.lifecycle.bulk import BulkFiling
        from collective.schoolrecords.retention.due import put_records

        with self.at("school") as site, self.as_user(site, "archivist0"):
            filing = BulkFiling(site["cases"], "case_file")
            for number in range(ACT_ROWS):
                values = case(
                    900_000 + number,
                    opened_on=date(2009, 9, 1),
                    closed_on=date(2010, 8, 31),
                    doc_type="internal_monitoring",
                )
                filing.file(values, state=CLOSED)
            records = filing.finish()
            put_records(records)
            self.facts["act_records"] = [record.UID() for record in records]

    def seed_execution(self):
        """Carry an act of 1,000 records out, each of them in the due list and the catalog."""
        from benchmarks.execution_inside import execute
        from benchmarks.execution_inside import selected_act

        with self.at("school") as site:
            with self.as_user(site, "archivist0"):
                act = selected_act(site, ACT_ROWS)
            self.facts["execution_inside"] = execute(site, act)

    # -- small helpers --------------------------------------------------------------------------

    @contextmanager
    def as_user(self, site, name):
        """Act as an account of the site."""
        from collective.schoolrecords.access.plugin import forget_groups
        from plone import api

        forget_groups()
        with api.env.adopt_user(username=name):
            yield
            transaction.commit()


def _scan(data, number):
    """A PDF that has passed the check, as after a form or a REST call."""
    from collective.schoolrecords.records.files import examine
    from plone.namedfile.file import NamedBlobFile

    value = NamedBlobFile(data=data, contentType="application/pdf", filename=f"scan{number}.pdf")
    examine(value)
    return value


def _path(obj):
    return "/".join(obj.getPhysicalPath())


PARTS = ("read", "lists", "crowd", "transition", "filing", "due", "act", "execution")


def main(home, order):
    """Make and fill the sites in ``home`` by ``order``; leave the facts there."""
    from Testing.makerequest import makerequest
    from Zope2.Startup.run import configure_wsgi

    import Zope2

    # Making a site warns of things that mean nothing here.
    logging.getLogger().setLevel(logging.ERROR)
    configure_wsgi(str(home / "zope.conf"))
    app = makerequest(Zope2.app())
    if app.acl_users.getUserById("admin") is None:
        app.acl_users._doAddUser("admin", PASSWORD, ["Manager"], [])
        transaction.commit()
    sites = Sites(app)
    sites.make()
    for part in PARTS:
        if part in order["parts"]:
            getattr(sites, f"seed_{part}")()
            gc.collect()
    (home / "facts.json").write_text(json.dumps(sites.facts))
    app._p_jar.close()
    Zope2.DB.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
