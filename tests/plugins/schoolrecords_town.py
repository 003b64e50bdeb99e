"""People with accounts and offices, for the tests of who may do what."""

from collective.schoolrecords.access.plugin import forget_groups
from collective.schoolrecords.school.appointments import appoint
from collective.schoolrecords.school.install import install
from collective.schoolrecords.school.staff import add_person
from collective.schoolrecords.school.staff import link_account
from datetime import date
from datetime import datetime
from datetime import UTC
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from unittest import mock

import contextlib
import pytest


PASSWORD = "Secret-word-123"
ORDER = {"order_number": "12-К", "order_date": date(2025, 8, 25)}


class Town:
    """Makes accounts with persons behind them, and asks as one of them."""

    def __init__(self, portal):
        self.portal = portal
        self.school = install(portal)

    def person(self, user_id, **more):
        """A person of the staff with an account."""
        accounts = self.portal.acl_users
        with api.env.adopt_roles(["Manager"]):
            # What `api.user.create` ends in; it looks the account up four times on the way.
            accounts._doAddUser(user_id, PASSWORD, ["Member"], [])
            member = self.portal.portal_membership.getMemberById(user_id)
            member.setMemberProperties({"email": f"{user_id}@example.org"})
        person = add_person(self.school, "Образцова", "Анна", **more)
        return link_account(self.school, person.id, user_id)

    def appoint(self, person, role, **more):
        """An appointment since 1 September 2025."""
        return appoint(self.school, person.id, role, **{"start": date(2025, 9, 1), **ORDER, **more})

    def holder(self, user_id, role, **more):
        """An account that holds an office; returns the person."""
        person = self.person(user_id)
        self.appoint(person, role, **more)
        return person

    def user(self, user_id):
        """The user as PAS makes them at the beginning of a request."""
        forget_groups()
        return self.portal.acl_users.getUserById(user_id)

    @contextlib.contextmanager
    def logged_in(self, user_id):
        """Act as somebody; nobody is logged in afterwards."""
        forget_groups()
        login(self.portal, user_id)
        try:
            yield
        finally:
            logout()


@pytest.fixture
def town(portal):
    return Town(portal)


@pytest.fixture
def on_day():
    """Set the school's day: `on_day(date(...))`; 1 September 2025 until then."""
    with mock.patch("collective.schoolrecords.access.clock.now") as clock:

        def set_day(day):
            clock.return_value = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
            forget_groups()

        set_day(date(2025, 9, 1))
        yield set_day
