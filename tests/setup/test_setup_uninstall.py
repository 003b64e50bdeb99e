"""Uninstalling takes everything away, and is refused while records past draft exist."""

from collective.schoolrecords.setup.handlers import UNINSTALL
from collective.schoolrecords.setup.handlers import UninstallRefused
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.app.testing import TEST_USER_ID
from plone.base.utils import get_installer
from plone.browserlayer.utils import registered_layers
from plone.registry.interfaces import IRegistry
from zope.annotation.interfaces import IAnnotations
from zope.component import getUtility

import builders
import pytest
import requests
import transaction


PRODUCT = "collective.schoolrecords"


def snapshot(portal):
    """All of a site that an add-on may leave traces in, as plain values."""
    acl, catalog, flow = portal.acl_users, portal.portal_catalog, portal.portal_workflow
    permissions = {
        name: value
        for name, value in portal.__dict__.items()
        if name.startswith("_") and name.endswith("_Permission")
    }
    return {
        "objects": sorted(portal.objectIds()),
        "permissions": permissions,
        "roles": sorted(portal.valid_roles()),
        "role manager": sorted(acl.portal_role_manager.listRoleIds()),
        "groups": sorted(acl.source_groups.listGroupIds()),
        "plugins": sorted(acl.objectIds()),
        "types": sorted(portal.portal_types.objectIds()),
        "workflows": sorted(flow.objectIds()),
        "chains": dict(flow._chains_by_type),
        "indexes": sorted(catalog.indexes()),
        "columns": sorted(catalog.schema()),
        "annotations": sorted(IAnnotations(portal)),
        "registry": sorted(getUtility(IRegistry).records.keys()),
        "configlets": sorted(one.id for one in portal.portal_controlpanel.listActions()),
        "layers": sorted(layer.__identifier__ for layer in registered_layers()),
        "rows": len(catalog.unrestrictedSearchResults()),
    }


@pytest.fixture
def site(portal):
    setRoles(portal, TEST_USER_ID, ["Manager"])
    return portal


def test_nothing_is_left_behind(site):
    """A site that had the product is as one that never had it; install and uninstall again."""
    installer = get_installer(site)
    installer.uninstall_product(PRODUCT)
    bare = snapshot(site)
    text = repr(bare)
    assert "schoolrecords" not in text
    assert "School Records" not in text
    assert "School_Records" not in text
    assert "Director" not in bare["roles"]
    assert not installer.is_product_installed(PRODUCT)

    installer.install_product(PRODUCT)
    assert {"personal-files", "orders", "cases"} <= set(site.objectIds())
    assert "schoolrecords" in repr(snapshot(site))
    installer.uninstall_product(PRODUCT)

    assert snapshot(site) == bare


def test_a_stock_site_is_given_back_as_it_was(site):
    """What Plone itself has set, the product must not take along: undo at the site."""
    get_installer(site).uninstall_product(PRODUCT)
    settings = {one["name"] for one in site.rolesOfPermission("Undo changes") if one["selected"]}

    assert settings == {"Manager", "Owner", "Site Administrator"}


def test_drafts_go_with_it(site):
    """A draft may vanish; so it does not keep the product."""
    setRoles(site, TEST_USER_ID, ["Manager", "Secretary"])
    builders.personal_file()
    get_installer(site).uninstall_product(PRODUCT)

    assert "personal-files" not in site.objectIds()
    assert len(api.content.find(portal_type="personal_file")) == 0


@pytest.fixture
def kept(site):
    """Two records past draft."""
    setRoles(site, TEST_USER_ID, ["Manager", "Secretary"])
    for _number in range(2):
        builders.step(builders.personal_file(), "register")
    return site


def uninstall_by_installer(site):
    get_installer(site).uninstall_product(PRODUCT)


def uninstall_by_all_steps(site):
    site.portal_setup.runAllImportStepsFromProfile(f"profile-{UNINSTALL}")


def uninstall_by_steps_of_the_page(site):
    site.portal_setup.manage_importSelectedSteps(
        ids=["catalog"], run_dependencies=False, context_id=f"profile-{UNINSTALL}"
    )


@pytest.mark.parametrize("step", ["catalog", "typeinfo", "workflow", "browserlayer", "rolemap"])
def test_no_single_step_of_the_profile_runs(kept, step):
    """portal_setup lets a manager choose a step; handlers of the profile are not asked then."""
    before = snapshot(kept)
    with pytest.raises(UninstallRefused, match="2"):
        kept.portal_setup.runImportStepFromProfile(
            f"profile-{UNINSTALL}", step, run_dependencies=False
        )

    assert snapshot(kept) == before


@pytest.mark.parametrize(
    "way", [uninstall_by_installer, uninstall_by_all_steps, uninstall_by_steps_of_the_page]
)
def test_it_is_refused_with_the_count(kept, way):
    """The refusal says how many; nothing is changed, and nothing of the request can be committed."""
    before = snapshot(kept)
    with pytest.raises(UninstallRefused, match=r"\(2\)"):
        way(kept)

    assert snapshot(kept) == before
    assert transaction.isDoomed()


class TestOverHTTP:
    """The two ways of a real administrator: the add-ons panel and REST."""

    @pytest.fixture
    def served(self, functional_portal, functional_http_request):
        setRoles(functional_portal, TEST_USER_ID, ["Manager", "Secretary"])
        builders.step(builders.personal_file(), "register")
        transaction.commit()
        return functional_portal

    def test_rest_is_refused(self, served):
        answer = requests.post(
            f"{served.absolute_url()}/@addons/{PRODUCT}/uninstall",
            auth=(SITE_OWNER_NAME, SITE_OWNER_PASSWORD),
            headers={"Accept": "application/json"},
            timeout=60,
        )
        transaction.begin()

        assert answer.status_code == 409
        assert answer.json()["type"] == "UninstallRefused"
        assert "(1)" in answer.json()["message"]
        assert get_installer(served).is_product_installed(PRODUCT)
        assert "personal-files" in served.objectIds()

    def test_the_add_ons_panel_is_refused(self, served):
        with requests.Session() as session:
            session.auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
            answer = session.post(
                f"{served.absolute_url()}/uninstall_products",
                data={"uninstall_product": PRODUCT},
                timeout=60,
            )
        transaction.begin()

        assert answer.url.endswith("/prefs_install_products_form")
        assert "вышедшие из черновика (1)" in answer.text
        assert get_installer(served).is_product_installed(PRODUCT)
        assert "personal-files" in served.objectIds()
