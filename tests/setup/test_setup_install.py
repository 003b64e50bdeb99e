"""The product installs into a Plone site that has content, through the add-ons panel."""

from collective.schoolrecords.core import shipped
from collective.schoolrecords.records.files import limit_bytes
from collective.schoolrecords.records.files import LIMIT_RECORD
from collective.schoolrecords.school.regulation import latest_version
from collective.schoolrecords.school.regulation import parsed
from collective.schoolrecords.school.storage import get_school
from collective.schoolrecords.setup.handlers import HiddenProfiles
from collective.schoolrecords.setup.regulations import RegulationWithoutOrder
from datetime import date
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.base.utils import get_installer

import pytest


PRODUCT = "collective.schoolrecords"


@pytest.fixture
def stock(portal):
    """A site without the product, with content of its own."""
    setRoles(portal, TEST_USER_ID, ["Manager"])
    get_installer(portal).uninstall_product(PRODUCT)
    folder = api.content.create(portal, "Folder", "news", title="Новости")
    api.content.create(folder, "Document", "first", title="Первая")
    return portal


def apply(portal, name):
    portal.portal_setup.runAllImportStepsFromProfile(f"profile-{PRODUCT}:regulation-{name}")


def test_the_panel_offers_the_product_and_hides_its_steps(stock):
    """Uninstall and the five regulations are parts, not products."""
    hidden = set(HiddenProfiles().getNonInstallableProfiles())

    assert get_installer(stock).is_product_installable(PRODUCT)
    assert hidden == {
        f"{PRODUCT}:uninstall",
        *(f"{PRODUCT}:regulation-{name}" for name in shipped.names()),
    }


def test_content_that_is_there_stays(stock):
    before = stock["news"]["first"].modified()
    get_installer(stock).install_product(PRODUCT)

    assert get_installer(stock).is_product_installed(PRODUCT)
    assert stock["news"]["first"].title == "Первая"
    assert stock["news"]["first"].modified() == before
    assert len(api.content.find(portal_type="Document", id="first")) == 1
    assert get_school(stock) is not None


def test_installing_again_keeps_what_is_there(portal):
    """An upgrade of an add-on is often a second installation."""
    setRoles(portal, TEST_USER_ID, ["Manager"])
    registers = [portal[name] for name in ("personal-files", "orders", "cases")]
    version = latest_version(get_school(portal))
    portal.portal_setup.runAllImportStepsFromProfile(f"profile-{PRODUCT}:default")

    assert [portal[one.getId()].UID() for one in registers] == [one.UID() for one in registers]
    assert latest_version(get_school(portal)) is version


def test_the_size_limit_is_a_setting(portal):
    assert api.portal.get_registry_record(LIMIT_RECORD) == 512
    api.portal.set_registry_record(LIMIT_RECORD, 3)

    assert limit_bytes() == 3 * 1024 * 1024


@pytest.mark.parametrize(
    ("name", "number", "day"),
    [
        ("school20", "313-ОД", date(2020, 11, 2)),
        ("soch90", "252", date(2021, 12, 8)),
        ("neman1", "274", date(2021, 12, 15)),
    ],
)
def test_a_profile_puts_its_regulation_in_force(stock, name, number, day):
    """By the order that stands in the regulation's own heading; a second time changes nothing."""
    get_installer(stock).install_product(PRODUCT)
    apply(stock, name)
    apply(stock, name)
    school = get_school(stock)

    assert len(school.regulations) == 1
    assert parsed(latest_version(school)).name == name
    assert latest_version(school).in_force_from == day
    assert latest_version(school).basis.order_number == number


@pytest.mark.parametrize("name", ["soch12", "ftl"])
def test_a_regulation_without_order_is_not_put_in_force_silently(stock, name):
    get_installer(stock).install_product(PRODUCT)
    with pytest.raises(RegulationWithoutOrder, match="приказ не назван"):
        apply(stock, name)

    assert len(get_school(stock).regulations) == 0
