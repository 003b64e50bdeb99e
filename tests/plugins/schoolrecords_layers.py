"""Test layers: a Plone site in Russian with the product installed."""

from datetime import date
from importlib.resources import files
from plone.app.testing import applyProfile
from plone.app.testing import FunctionalTesting
from plone.app.testing import IntegrationTesting
from plone.app.testing import PLONE_FIXTURE
from plone.app.testing import PloneSandboxLayer
from plone.testing.zope import WSGI_SERVER_FIXTURE


def put_in_force(name, day=date(2021, 12, 15)):
    """Put one of the five regulations in force since a day, as the site's creation does."""
    from collective.schoolrecords.school.regulation import Basis
    from collective.schoolrecords.school.regulation import new_version
    from collective.schoolrecords.school.storage import get_school

    text = files("collective.schoolrecords") / "profiles" / "regulations" / name
    new_version(
        get_school(),
        (text / "regulation.toml").read_text(encoding="utf-8"),
        in_force_from=day,
        author="admin",
        basis=Basis(order_number="274", order_date=date(2021, 12, 15)),
    )


class SchoolRecordsLayer(PloneSandboxLayer):
    """The product in a site whose language is Russian and whose time is Moscow's."""

    defaultBases = (PLONE_FIXTURE,)

    def setUpZope(self, app, configurationContext):
        import collective.schoolrecords
        import plone.restapi

        self.loadZCML(package=plone.restapi)
        self.loadZCML(package=collective.schoolrecords)

    def setUpPloneSite(self, portal):
        from plone import api

        api.portal.set_registry_record("plone.available_languages", ["ru"])
        api.portal.set_registry_record("plone.default_language", "ru")
        api.portal.set_registry_record("plone.portal_timezone", "Europe/Moscow")
        applyProfile(portal, "collective.schoolrecords:default")
        put_in_force("neman1")


FIXTURE = SchoolRecordsLayer()
INTEGRATION_TESTING = IntegrationTesting(bases=(FIXTURE,), name="SchoolRecords:Integration")
FUNCTIONAL_TESTING = FunctionalTesting(
    bases=(FIXTURE, WSGI_SERVER_FIXTURE), name="SchoolRecords:Functional"
)
