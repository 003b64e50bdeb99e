"""«Создать сайт школы»: over REST and the pages of Zope's root, and what the site then has."""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import shipped
from collective.schoolrecords.retention.file_plan import file_plan_of
from collective.schoolrecords.school.regulation import latest_version
from collective.schoolrecords.school.regulation import parsed
from collective.schoolrecords.school.storage import get_school
from collective.schoolrecords.setup.distribution import basis_of
from collective.schoolrecords.setup.distribution import check_answers
from datetime import date
from datetime import datetime
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.base.utils import get_installer
from plone.distribution.api.distribution import get as get_distribution
from zExceptions import BadRequest
from zoneinfo import ZoneInfo
from zope.component.hooks import setSite

import pytest
import requests
import transaction


OWNER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
ANSWERS = {
    "site_id": "lyceum",
    "title": "Лицей на берегу",
    "regulation": "soch12",
    "regulation_order": "88-ОД",
    "regulation_date": "2024-09-02",
    "portal_timezone": "Asia/Yakutsk",
    "setup_content": False,
}


@pytest.fixture
def root(functional_portal):
    """The address of Zope's root."""
    return functional_portal.absolute_url().rpartition("/")[0]


def post(root, answers, auth=OWNER):
    return requests.post(
        f"{root}/@sites/school",
        json=answers,
        auth=auth,
        headers={"Accept": "application/json"},
        timeout=300,
    )


class TestForm:
    """What the form asks."""

    def test_it_asks_what_the_school_must_decide(self):
        properties = get_distribution("school").schema["properties"]

        assert list(properties) == [
            "site_id",
            "title",
            "regulation",
            "regulation_order",
            "regulation_date",
            "portal_timezone",
            "setup_content",
            "default_language",
        ]
        assert {one["enum"][0] for one in properties["regulation"]["anyOf"]} == set(shipped.names())

    def test_the_language_is_not_asked(self):
        """The page of Plone puts it into every form; it must find a place there, a hidden one."""
        form = get_distribution("school")

        assert form.schema["properties"]["default_language"]["default"] == "ru"
        assert form.uischema["default_language"] == {"ui:widget": "hidden"}
        assert set(form.uischema["ui:order"]) == set(form.schema["properties"])

    def test_every_time_zone_is_one_of_russia(self):
        """From UTC+2 to UTC+12, all eleven of them."""
        zones = get_distribution("school").schema["properties"]["portal_timezone"]["anyOf"]
        day = datetime(2026, 1, 15, 12)
        hours = {ZoneInfo(one["enum"][0]).utcoffset(day).total_seconds() / 3600 for one in zones}

        assert hours == set(range(2, 13))

    def test_texts_are_russian(self):
        schema = get_distribution("school").schema
        texts = [schema["title"], *(one["title"] for one in schema["properties"].values())]

        assert [text for text in texts if not any("а" <= char <= "я" for char in text)] == []


class TestAnswers:
    """What is wrong is told before anything is made."""

    @pytest.mark.parametrize("name", ["school20", "soch90", "neman1"])
    def test_a_regulation_that_names_its_order_needs_none(self, name):
        answers = check_answers({"regulation": name})

        assert answers["default_language"] == "ru"
        assert basis_of(answers).order_number

    @pytest.mark.parametrize("name", ["soch12", "ftl"])
    def test_a_regulation_without_order_asks_for_one(self, name):
        with pytest.raises(BadRequest, match="номер и дату приказа"):
            check_answers({"regulation": name})

    def test_an_order_needs_both_number_and_day(self):
        with pytest.raises(BadRequest, match="номер и дату приказа"):
            check_answers({"regulation": "neman1", "regulation_order": "5"})

    def test_all_faults_are_told_at_once(self):
        answers = {"regulation": "ftl", "regulation_order": "5", "regulation_date": "2025-02-30"}
        with pytest.raises(BadRequest) as refused:
            check_answers(answers)

        assert "номер и дату приказа" in str(refused.value)
        assert "Такого дня нет: 2025-02-30" in str(refused.value)

    def test_an_unknown_regulation_is_refused(self):
        with pytest.raises(BadRequest, match="Выберите положение"):
            check_answers({"regulation": "../neman1"})


class TestOverHTTP:
    """The two doors."""

    def test_anonymous_makes_no_site(self, root, functional_app):
        answer = post(root, ANSWERS, auth=None)
        transaction.begin()

        assert answer.status_code == 401
        assert "lyceum" not in functional_app.objectIds()

    def test_the_page_is_for_the_owner_of_the_server(self, root):
        assert requests.get(f"{root}/@@ploneAddSite", timeout=60).status_code == 401
        page = requests.get(f"{root}/@@ploneAddSite", auth=OWNER, timeout=60)
        assert page.status_code == 200
        assert "plone-overview" in page.text

    def test_the_overview_offers_it_with_its_picture(self, root):
        headers = {"Accept": "application/json"}
        offered = requests.get(f"{root}/@sites", headers=headers, timeout=60).json()
        school = {one["name"]: one for one in offered["distributions"]}["school"]
        picture = requests.get(school["image"], timeout=60)

        assert school["title"] == "Школьный архив"
        assert picture.headers["Content-Type"] == "image/png"
        assert picture.content.startswith(b"\x89PNG")

    def test_bad_answers_are_refused_in_russian_and_nothing_is_made(self, root, functional_app):
        answers = {**ANSWERS, "regulation_date": ""}
        answer = post(root, answers)
        transaction.begin()

        assert answer.status_code == 400
        assert "номер и дату приказа" in answer.json()["message"]
        assert "lyceum" not in functional_app.objectIds()

    def test_a_site_is_made(self, root, functional_app):
        """Language, time zone, regulation with its basis, the year's file plan, no accounts."""
        answer = post(root, ANSWERS)
        transaction.begin()
        assert answer.status_code == 200, answer.text
        site = functional_app["lyceum"]
        setSite(site)
        version = latest_version(get_school(site))
        registry = site.portal_registry

        assert site.title == "Лицей на берегу"
        assert registry["plone.default_language"] == "ru"
        assert registry["plone.portal_timezone"] == "Asia/Yakutsk"
        assert get_installer(site).is_product_installed("collective.schoolrecords")
        assert parsed(version).name == "soch12"
        assert version.basis.order_number == "88-ОД"
        assert version.in_force_from == version.basis.order_date == date(2024, 9, 2)
        assert len(file_plan_of(site, school_today().year).items) > 40
        assert [len(site[name]) for name in ("personal-files", "orders", "cases")] == [0, 0, 0]
        assert list(site.acl_users.source_users.listUserIds()) == []

    def test_undo_is_taken_from_the_root_too(self, root, functional_app):
        post(root, ANSWERS)
        transaction.begin()

        assert [
            one["name"]
            for one in functional_app.rolesOfPermission("Undo changes")
            if one["selected"]
        ] == []
