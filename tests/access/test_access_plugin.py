"""Groups computed from appointments reach users, roles and Plone's own tools."""

from collective.schoolrecords.access.groups import child_group
from collective.schoolrecords.access.groups import cohort_group
from collective.schoolrecords.access.plugin import forget_groups
from collective.schoolrecords.school import appointments
from collective.schoolrecords.school.cohorts import add_cohort
from collective.schoolrecords.school.families import link_guardian
from collective.schoolrecords.school.staff import change_person
from datetime import date
from datetime import datetime
from datetime import UTC
from plone import api
from plone.restapi.interfaces import ISerializeToJson
from unittest import mock
from zExceptions import Forbidden
from zope.component import getMultiAdapter

import pytest
import transaction


CHILD = "0123456789abcdef0123456789abcdef"


def school_roles(user):
    """The roles of a user that are not everybody's."""
    return set(user.getRoles()) - {"Authenticated", "Member"}


@pytest.fixture
def cohort(town):
    return add_cohort(town.school, year=2025, grade=7, letter="А")


class TestRoles:
    @pytest.mark.parametrize(
        "key,role",
        [
            ("director", "Director"),
            ("deputy", "Deputy"),
            ("method_head", "Method Head"),
            ("secretary", "Secretary"),
            ("journal_admin", "Journal Administrator"),
            ("archivist", "Archivist"),
            ("certificate_keeper", "Certificate Keeper"),
            ("commission_chair", "Commission Chair"),
            ("commission_member", "Commission Member"),
            ("data_officer", "Data Officer"),
            ("auditor", "Auditor"),
        ],
    )
    def test_an_office_gives_its_role_in_the_whole_site(self, town, on_day, key, role):
        town.holder("anna", key)
        on_day(date(2025, 9, 1))
        assert school_roles(town.user("anna")) == {role}
        on_day(date(2025, 8, 31))
        assert school_roles(town.user("anna")) == set()

    def test_a_class_teacher_has_a_group_and_no_role_in_the_site(self, town, on_day, cohort):
        town.holder("anna", "class_teacher", cohort_id=cohort.id)
        on_day(date(2025, 9, 1))
        user = town.user("anna")
        assert cohort_group(cohort.id, "class_teacher") in user.getGroups()
        assert school_roles(user) == set()

    def test_an_expired_appointment_gives_no_role(self, town, on_day):
        town.holder("anna", "archivist", end=date(2026, 5, 31))
        on_day(date(2026, 5, 31))
        assert school_roles(town.user("anna")) == {"Archivist"}
        on_day(date(2026, 6, 1))
        assert school_roles(town.user("anna")) == set()
        assert "office-archivist" not in town.user("anna").getGroups()

    def test_the_acting_director_is_director_within_the_dates_of_the_order(self, town, on_day):
        director = town.holder("director", "director")
        deputy = town.holder("deputy", "deputy")
        town.appoint(
            deputy,
            "director",
            start=date(2026, 7, 1),
            end=date(2026, 7, 28),
            acting_for=director.id,
        )
        for day, expected in (
            (date(2026, 6, 30), {"Deputy"}),
            (date(2026, 7, 1), {"Deputy", "Director"}),
            (date(2026, 7, 28), {"Deputy", "Director"}),
            (date(2026, 7, 29), {"Deputy"}),
        ):
            on_day(day)
            assert school_roles(town.user("deputy")) == expected
            assert school_roles(town.user("director")) == {"Director"}

    def test_a_director_who_is_replaced_is_none_meanwhile(self, town, on_day):
        director = town.holder("director", "director")
        deputy = town.person("deputy")
        days = {"start": date(2026, 7, 1), "end": date(2026, 7, 28)}
        town.appoint(deputy, "director", acting_for=director.id, replaces=True, **days)
        on_day(date(2026, 7, 10))
        assert school_roles(town.user("director")) == set()
        on_day(date(2026, 7, 29))
        assert school_roles(town.user("director")) == {"Director"}

    @pytest.mark.parametrize(
        "timezone,expected",
        [("Europe/Moscow", {"Secretary"}), ("Europe/Kaliningrad", set())],
    )
    def test_the_day_is_the_school_s_own(self, town, timezone, expected):
        """21:30 UTC on 31 August is 1 September in Moscow, and not yet in Kaliningrad."""
        town.holder("anna", "secretary")
        api.portal.set_registry_record("plone.portal_timezone", timezone)
        moment = datetime(2025, 8, 31, 21, 30, tzinfo=UTC)
        with mock.patch("collective.schoolrecords.access.clock.now", return_value=moment):
            assert school_roles(town.user("anna")) == expected


class TestMemo:
    def test_groups_are_computed_once_a_request(self, town):
        town.holder("anna", "secretary")
        forget_groups()
        with mock.patch(
            "collective.schoolrecords.school.membership.SchoolMembership.groups_of",
            autospec=True,
            return_value=("office-secretary",),
        ) as asked:
            for _ in range(3):
                town.portal.acl_users.getUserById("anna").getRoles()
        assert [call.args[1] for call in asked.call_args_list].count("anna") == 1

    def test_a_new_appointment_is_seen_in_the_same_request(self, town, on_day):
        person = town.person("anna")
        on_day(date(2026, 1, 12))
        assert school_roles(town.portal.acl_users.getUserById("anna")) == set()
        made = town.appoint(person, "secretary")
        assert school_roles(town.portal.acl_users.getUserById("anna")) == {"Secretary"}
        order = {"order_number": "1", "order_date": date(2026, 1, 11)}
        appointments.dismiss(town.school, made.id, date(2026, 1, 11), **order)
        assert school_roles(town.portal.acl_users.getUserById("anna")) == set()

    def test_reading_groups_writes_nothing(self, town):
        town.holder("anna", "secretary")
        transaction.savepoint()
        before = len(town.portal._p_jar._registered_objects)
        town.user("anna").getRoles()
        assert len(town.portal._p_jar._registered_objects) == before


class TestPloneTools:
    def test_plone_finds_an_object_for_every_group_of_a_user(self, town, cohort):
        person = town.holder("anna", "class_teacher", cohort_id=cohort.id)
        change_person(town.school, person.id, kinds=("staff", "guardian"))
        link_guardian(town.school, CHILD, person.id, "mother")
        forget_groups()
        groups = town.portal.portal_groups.getGroupsByUserId("anna")
        ids = {group.getId() for group in groups}
        assert {
            cohort_group(cohort.id, "class_teacher"),
            child_group(CHILD, "guardian"),
        } <= ids
        assert all(group.getProperty("title") for group in groups)

    def test_the_rest_api_shows_a_user_with_computed_groups(self, town, cohort, on_day):
        town.holder("anna", "class_teacher", cohort_id=cohort.id)
        on_day(date(2026, 9, 1))
        member = api.user.get(userid="anna")
        request = town.portal.REQUEST
        data = getMultiAdapter((member, request), ISerializeToJson)()
        group_id = cohort_group(cohort.id, "class_teacher")
        assert group_id in [group["id"] for group in data["groups"]["items"]]
        group = town.portal.portal_groups.getGroupById(group_id)
        assert group.getProperty("title") == "Классный руководитель, 8А"

    def test_computed_groups_are_never_listed(self, town, cohort):
        town.holder("anna", "class_teacher", cohort_id=cohort.id)
        ids = town.portal.portal_groups.getGroupIds()
        assert not [one for one in ids if one.startswith(("cohort-", "child-"))]

    def test_plone_shows_who_holds_an_office_today(self, town, on_day):
        town.holder("anna", "secretary")
        on_day(date(2025, 9, 1))
        assert town.portal.portal_groups.getGroupMembers("office-secretary") == ["anna"]
        on_day(date(2025, 8, 31))
        assert town.portal.portal_groups.getGroupMembers("office-secretary") == []


class TestReservedNames:
    NAMES = ("office-director", "office-x", f"child-{CHILD}-guardian", "cohort-c1-class_teacher")

    @pytest.mark.parametrize("name", [*NAMES, "Office-Director", "COHORT-x"])
    def test_no_account_takes_one_of_our_ids(self, town, name):
        with pytest.raises(Forbidden):
            town.portal.acl_users.userFolderAddUser(name, "Проверка-123", ["Member"], [])

    @pytest.mark.parametrize("name", ["office-x", *NAMES[2:]])
    def test_no_group_takes_one_of_our_ids(self, town, name):
        with pytest.raises(Forbidden):
            town.portal.acl_users.source_groups.addGroup(name)

    @pytest.mark.parametrize("name", ["office-director", *NAMES[2:]])
    def test_plone_tells_that_the_id_is_taken(self, town, name):
        assert town.portal.acl_users.searchPrincipals(id=name, exact_match=True)
        assert not town.portal.acl_users.searchPrincipals(id="choir", exact_match=True)

    def test_nobody_is_put_into_an_office_by_hand(self, town):
        town.person("anna")
        with api.env.adopt_roles(["Manager"]), pytest.raises(Forbidden):
            api.group.add_user(groupname="office-director", username="anna")

    def test_other_groups_and_users_are_as_free_as_before(self, town):
        with api.env.adopt_roles(["Manager"]):
            api.group.create(groupname="choir")
            town.person("officer")
            api.group.add_user(groupname="choir", username="officer")
        assert "choir" in town.user("officer").getGroups()

    def test_a_deleted_account_leaves_its_offices_behind(self, town, on_day):
        person = town.holder("anna", "director")
        on_day(date(2026, 1, 12))
        with api.env.adopt_roles(["Manager"]):
            api.user.delete(username="anna")
            assert town.school.people[person.id].user_id is None
            api.user.create(email="a@example.org", username="anna", password="Проверка-123")
        assert school_roles(town.user("anna")) == set()
