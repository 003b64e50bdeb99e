"""Jobs in a Plone site: a chunk acts as its starter, and REST shows and steers."""

from AccessControl import getSecurityManager
from collective.schoolrecords.interfaces import ISchoolRecordsLayer
from collective.schoolrecords.jobs import storage
from collective.schoolrecords.jobs import worker
from collective.schoolrecords.jobs.environment import ZopeAccess
from collective.schoolrecords.jobs.interfaces import SYSTEM
from collective.schoolrecords.jobs.worker import run_now
from collective.schoolrecords.jobs.worker import Worker
from collective.schoolrecords.ledger.actor import actor_now
from datetime import timedelta
from jobs_support import KIND
from jobs_support import Marks
from jobs_support import registered
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from zope.component.hooks import getSite
from zope.globalrequest import getRequest
from zope.processlifetime import ProcessStarting

import App.config
import pytest
import requests
import time
import transaction


PASSWORD = "Long-enough-12"
PEOPLE = {"teacher": "Class Teacher", "secretary": "Secretary", "auditor": "Auditor"}


class Notes(Marks):
    """Does its items in the site and notes who does them and where."""

    title = "Note who acts"
    permission = "collective.schoolrecords.Import"

    def __init__(self):
        super().__init__()
        self.surroundings = []

    def step(self, site, job, budget):
        self.surroundings.append(
            (
                getSite().getPhysicalPath(),
                ISchoolRecordsLayer.providedBy(getRequest()),
                actor_now(getRequest()),
            )
        )
        site.notes = (*getattr(site, "notes", ()), job.cursor)
        job.cursor += 1
        count = job.parameters["count"]
        return self.progress(job, count)

    def progress(self, job, count):
        from collective.schoolrecords.jobs.interfaces import Progress

        return Progress(job.cursor, count, finished=job.cursor == count)


@pytest.fixture
def notes():
    with registered(Notes()) as kind:
        yield kind


@pytest.fixture
def portal(functional):
    """A site with a teacher, a secretary (who may import) and an auditor."""
    portal = functional["portal"]
    with api.env.adopt_roles(["Manager"]):
        for name, role in PEOPLE.items():
            api.user.create(email=f"{name}@example.org", username=name, password=PASSWORD)
            portal.acl_users.portal_role_manager.assignRoleToPrincipal(role, name)
    transaction.commit()
    return portal


@pytest.fixture
def submit(portal, notes):
    """Queues a job and commits; returns it."""

    def make(started_by="secretary", count=2):
        job = storage.submit(portal, KIND, {"count": count}, started_by=started_by)
        transaction.commit()
        return job

    return make


def test_a_chunk_finds_the_site_the_layer_and_its_starter(portal, notes, submit):
    job = submit()
    before = getSite(), getRequest(), getSecurityManager().getUser().getId()

    assert run_now(portal, job) == "done"

    assert len(notes.surroundings) == 2
    for path, layered, actor in notes.surroundings:
        assert path == portal.getPhysicalPath()
        assert layered
        assert (actor.actor, actor.source) == ("secretary", "job")
        assert "Secretary" in actor.roles
    assert portal.notes == (0, 1)
    assert (getSite(), getRequest(), getSecurityManager().getUser().getId()) == before


def messages_of(job):
    return [str(text) for _at, _level, text in job.messages.values()]


def test_a_starter_without_the_permission_gets_nothing_done(portal, submit):
    job = submit(started_by="teacher")

    assert run_now(portal, job) == "failed"

    assert messages_of(job) == ["job_no_permission"]
    assert not hasattr(portal, "notes")


def test_a_starter_who_loses_the_role_stops_the_job_at_the_next_chunk(portal, notes, submit):
    job = submit(count=3)
    roles = portal.acl_users.portal_role_manager
    plain = notes.progress

    def dismissed(job, count):
        roles.removeRoleFromPrincipal("Secretary", "secretary")
        return plain(job, count)

    notes.progress = dismissed

    assert run_now(portal, job) == "failed"

    assert (job.done, messages_of(job)) == (1, ["job_no_permission"])


def test_a_starter_whose_account_is_gone_stops_the_job(portal, submit):
    job = submit()
    with api.env.adopt_roles(["Manager"]):
        api.user.delete(username="secretary")

    assert run_now(portal, job) == "failed"

    assert messages_of(job) == ["job_starter_gone"]


def test_the_administrator_of_the_zope_root_may_start_jobs_too(portal, notes, submit):
    notes.permission = "collective.schoolrecords.ManageSchool"
    job = submit(started_by=SITE_OWNER_NAME)

    assert run_now(portal, job) == "done"
    assert notes.surroundings[0][2].actor == SITE_OWNER_NAME


def test_a_job_of_the_server_runs_as_the_system(portal, notes, submit):
    notes.system = True
    job = submit(started_by=SYSTEM)

    assert run_now(portal, job) == "done"
    assert "System Processes" in notes.surroundings[0][2].actor


def test_the_thread_finds_the_site_and_runs_its_job(functional, portal, notes, submit):
    thread = Worker(functional["zodbDB"], ZopeAccess(), poll=0.1)
    thread.start()
    try:
        job = submit()
        end = time.monotonic() + 20
        while job.state != "done" and time.monotonic() < end:
            time.sleep(0.05)
            transaction.begin()
    finally:
        thread.stop()

    assert job.state == "done"
    assert portal.notes == (0, 1)


# -- asking for a worker --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "environment, section, answer",
    [
        (None, {}, False),
        ("1", {}, True),
        ("0", {"worker": "on"}, False),
        ("", {"worker": "on"}, False),
        (None, {"worker": "on"}, True),
        (None, {"worker": "off"}, False),
        (" ON ", {}, True),
    ],
)
def test_an_operator_asks_for_the_worker(monkeypatch, environment, section, answer):
    class Configuration:
        product_config = {"collective.schoolrecords": section}

    monkeypatch.setattr(App.config, "getConfiguration", Configuration)
    monkeypatch.delenv(worker.ENVIRONMENT_KEY, raising=False)
    if environment is not None:
        monkeypatch.setenv(worker.ENVIRONMENT_KEY, environment)

    assert worker.wanted() is answer


def test_a_server_that_starts_begins_one_worker_if_asked(functional, portal, monkeypatch, submit):
    from zope.event import notify

    import Zope2

    monkeypatch.setattr(worker, "_worker", None)
    monkeypatch.setattr(Zope2, "DB", functional["zodbDB"])
    monkeypatch.setenv(worker.ENVIRONMENT_KEY, "0")
    notify(ProcessStarting())
    assert worker._worker is None

    monkeypatch.setenv(worker.ENVIRONMENT_KEY, "1")
    notify(ProcessStarting())
    first = worker._worker
    try:
        assert first.is_alive()
        assert first.daemon
        notify(ProcessStarting())
        assert worker._worker is first
    finally:
        first.stop()
    assert not first.is_alive()


# -- REST -----------------------------------------------------------------------------------------


@pytest.fixture
def call(portal):
    """Speaks HTTP to the site as one of its people (or nobody)."""

    def request(method, path, user=None, **options):
        auth = (user, SITE_OWNER_PASSWORD if user == SITE_OWNER_NAME else PASSWORD)
        headers = {"Accept": "application/json", **options.pop("headers", {})}
        return requests.request(
            method,
            f"{portal.absolute_url()}{path}",
            auth=auth if user else None,
            headers=headers,
            timeout=60,
            **options,
        )

    return request


def uids(response):
    assert response.status_code == 200, response.text
    return [item["uid"] for item in response.json()["items"]]


def test_nobody_without_an_account_sees_jobs(call, submit):
    job = submit()

    assert call("GET", "/@jobs").status_code == 401
    assert call("GET", f"/@jobs/{job.uid}").status_code == 401
    assert call("POST", f"/@jobs/{job.uid}/cancel", json={}).status_code == 401


def test_people_see_their_own_jobs_and_those_of_work_they_may_do(call, submit):
    teachers = submit(started_by="teacher")
    secretarys = submit(started_by="secretary")

    assert uids(call("GET", "/@jobs", "teacher")) == [teachers.uid]
    assert uids(call("GET", "/@jobs", "secretary")) == [secretarys.uid, teachers.uid]
    assert uids(call("GET", "/@jobs", "auditor")) == [secretarys.uid, teachers.uid]
    assert call("GET", f"/@jobs/{secretarys.uid}", "teacher").status_code == 404


def test_an_empty_site_has_an_empty_list(call, portal):
    assert call("GET", "/@jobs", "auditor").json()["items_total"] == 0


def test_a_job_reads_as_numbers_and_russian_words(call, portal, submit):
    job = submit(count=3)
    job.done, job.total, job.state = 1, 3, "running"
    job.take_lease("a worker", storage.utcnow() + timedelta(seconds=60))
    job.say("warning", storage._("job_stuck", default="stuck"))
    transaction.commit()

    shown = call("GET", f"/@jobs/{job.uid}", "secretary", headers={"Accept-Language": "ru"}).json()

    assert shown["@id"] == f"{portal.absolute_url()}/@jobs/{job.uid}"
    assert (shown["done"], shown["total"], shown["percent"]) == (1, 3, 33)
    assert (shown["state"], shown["state_title"]) == ("running", "Выполняется")
    assert shown["messages"][0]["level"] == "warning"
    assert shown["messages"][0]["text"] == "Задание остановлено: работа не продвигается."
    assert shown["created"].endswith("+00:00")
    assert shown["waited_seconds"] >= 0
    assert shown["can_control"] is True

    # The worker was killed: nothing moves until its lease runs out, and the page says so.
    job.take_lease("a worker", storage.utcnow() + timedelta(seconds=20))
    transaction.commit()
    shown = call("GET", f"/@jobs/{job.uid}", "secretary", headers={"Accept-Language": "ru"}).json()
    assert (shown["state"], shown["state_title"]) == ("running", "Ждёт продолжения")


def test_long_logs_are_read_in_pages(call, submit):
    job = submit()
    for number in range(250):
        job.say("info", f"row {number}")
    transaction.commit()

    last = call("GET", f"/@jobs/{job.uid}", "secretary").json()
    first = call("GET", f"/@jobs/{job.uid}?messages_start=0", "secretary").json()

    assert (last["messages_start"], last["messages_total"]) == (50, 250)
    assert last["messages"][-1]["text"] == "row 249"
    assert [message["text"] for message in first["messages"]] == [f"row {n}" for n in range(200)]


def test_the_list_is_paged_and_filtered(call, submit):
    made = [submit().uid for _ in range(5)]
    newest_first = made[::-1]

    page = call("GET", "/@jobs?b_size=2&b_start=2", "secretary").json()

    assert [item["uid"] for item in page["items"]] == newest_first[2:4]
    assert page["items_total"] == 5
    assert {"first", "last", "next", "prev"} <= set(page["batching"])
    assert uids(call("GET", "/@jobs?state=done", "secretary")) == []
    assert len(uids(call("GET", f"/@jobs?state=queued&kind={KIND}", "secretary"))) == 5
    assert uids(call("GET", "/@jobs?kind=other", "secretary")) == []
    assert call("GET", "/@jobs?state=asleep", "secretary").status_code == 400


@pytest.mark.parametrize(
    "user, status",
    [("secretary", 200), (SITE_OWNER_NAME, 200), ("auditor", 403), ("teacher", 404)],
)
def test_the_starter_and_managers_cancel(call, submit, user, status):
    job = submit()

    answer = call("POST", f"/@jobs/{job.uid}/cancel", user, json={})

    assert answer.status_code == status
    transaction.begin()
    assert job.state == ("cancelled" if status == 200 else "queued")


def test_a_job_is_paused_resumed_and_refuses_what_its_state_forbids(call, submit):
    job = submit()

    assert call("POST", f"/@jobs/{job.uid}/pause", "secretary", json={}).json()["state"] == "paused"
    assert call("POST", f"/@jobs/{job.uid}/resume", "secretary", json={}).json()["state"] == (
        "queued"
    )
    call("POST", f"/@jobs/{job.uid}/cancel", "secretary", json={})
    refused = call("POST", f"/@jobs/{job.uid}/resume", "secretary", json={})

    assert refused.status_code == 409
    body = refused.json()
    assert body["type"] == "JobRefused"
    assert body["message"] == "Это действие невозможно: состояние задания уже другое."
    assert [reason["code"] for reason in body["reasons"]] == ["JOB_STATE"]


def test_a_foreign_page_cannot_cancel(call, submit):
    """A form of another site can post text, and the browser adds the person's log-in."""
    job = submit()

    answer = call(
        "POST",
        f"/@jobs/{job.uid}/cancel",
        "secretary",
        data="x=1",
        headers={"Content-Type": "text/plain"},
    )

    assert answer.status_code == 403
    transaction.begin()
    assert job.state == "queued"


@pytest.mark.parametrize(
    "method, path",
    [
        ("GET", "/@jobs/no-such-job"),
        ("GET", "/@jobs/no-such-job/messages"),
        ("POST", "/@jobs"),
        ("POST", "/@jobs/no-such-job/cancel"),
        ("POST", "/@jobs/no-such-job/destroy"),
    ],
)
def test_what_is_not_there_answers_404(call, submit, method, path):
    submit()

    assert call(method, path, "secretary", json={}).status_code == 404
