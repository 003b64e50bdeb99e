"""The management interface of Zope opens no way past the walls: objects, security, undo, the site."""

from html import unescape
from walls_house import BAIT

import pytest


def parent_of(path):
    return path.rpartition("/")[0]


def id_of(path):
    return path.rpartition("/")[2]


def delete(http, path):
    return http.post(f"{parent_of(path)}/manage_delObjects", data={"ids:list": id_of(path)})


def delete_all(http, path):
    return http.post(f"{parent_of(path)}/manage_delAllObjects", data={})


def rename_many(http, path):
    form = {"ids:list": id_of(path), "new_ids:list": "other"}
    return http.post(f"{parent_of(path)}/manage_renameObjects", data=form)


def rename_one(http, path):
    form = {"id": id_of(path), "new_id": "other"}
    return http.post(f"{parent_of(path)}/manage_renameObject", data=form)


def cut(http, path):
    http.post(f"{parent_of(path)}/manage_cutObjects", data={"ids:list": id_of(path)})
    return http.post("target/manage_pasteObjects", data={})


def copy(http, path):
    http.post(f"{parent_of(path)}/manage_copyObjects", data={"ids:list": id_of(path)})
    return http.post("target/manage_pasteObjects", data={})


def paste_into(http, path):
    http.post("folder/manage_copyObjects", data={"ids:list": "spare"})
    return http.post(f"{path}/manage_pasteObjects", data={})


def add_inside(http, path):
    return http.post(f"{path}/manage_addProduct/OFSP/manage_addFolder", data={"id": "stranger"})


def add_over(http, path):
    url = f"{parent_of(path)}/manage_addProduct/OFSP/manage_addFolder"
    return http.post(url, data={"id": id_of(path)})


def permission(http, path):
    form = {"permission_to_manage": "View", "roles:list": "Anonymous", "acquire:int": "1"}
    return http.post(f"{path}/manage_permission", data=form)


def permissions(http, path):
    return http.post(f"{path}/manage_changePermissions", data={"p0r0": "on"})


def role(http, path):
    form = {"role_to_manage": "Manager", "permissions:list": "Delete objects"}
    return http.post(f"{path}/manage_role", data=form)


def acquired(http, path):
    return http.post(f"{path}/manage_acquiredPermissions", data={"permissions:list": "View"})


def local_roles(http, path):
    form = {"userid": "test_user_1_", "roles:list": "Manager"}
    return http.post(f"{path}/manage_setLocalRoles", data=form)


def more_local_roles(http, path):
    form = {"userid": "test_user_1_", "roles:list": "Manager"}
    return http.post(f"{path}/manage_addLocalRoles", data=form)


def fewer_local_roles(http, path):
    return http.post(f"{path}/manage_delLocalRoles", data={"userids:list": "test_user_1_"})


def ownership(http, path):
    return http.post(f"{path}/manage_takeOwnership", data={"recursive": "1"})


def ownership_type(http, path):
    return http.post(f"{path}/manage_changeOwnershipType", data={"explicit": ""})


def change_properties(http, path):
    return http.post(f"{path}/manage_changeProperties", data={"title": "Другое"})


def edit_properties(http, path):
    return http.post(f"{path}/manage_editProperties", data={"title": "Другое"})


def add_property(http, path):
    form = {"id": "state", "value": "draft", "type": "string"}
    return http.post(f"{path}/manage_addProperty", data=form)


def delete_properties(http, path):
    return http.post(f"{path}/manage_delProperties", data={"ids:list": "title"})


def proxy_roles(http, path):
    return http.post(f"{path}/manage_proxy", data={"roles:list": "Manager"})


def import_object(http, path):
    form = {"file": "stranger.zexp", "set_owner:int": "1"}
    return http.post(f"{parent_of(path)}/manage_importObject", data=form)


def title(http, path):
    return http.post(f"{path}/setTitle", data={"title": "Другое"})


def site_manager(http, path):
    return http.post(f"{path}/setSiteManager", data={"components": "x"})


def clean_up(http, path):
    return http.post(f"{path}/manage_cleanup", data={})


def creators(http, path):
    return http.post(f"{path}/setCreators", data={"creators:list": "admin"})


ATTACKS = {
    name: attack
    for name, attack in list(globals().items())
    if getattr(attack, "__module__", None) == __name__ and attack.__code__.co_argcount == 2
}
#: Attacks that stock content does not fall to either: an id is given once, there is nothing to
#: import, the form needs names that only its page knows, content has no such property, nothing is
#: to clean up.
NO_BAIT = {
    "add_over",
    "change_properties",
    "clean_up",
    "delete_properties",
    "edit_properties",
    "import_object",
    "ownership_type",
    "proxy_roles",
    "site_manager",
}


@pytest.fixture
def http(house, window):
    window.site = house.portal.absolute_url()
    window.server = window.site.rpartition("/")[0]
    return window


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_record_past_draft_falls(house, http, attack):
    before = house.pictures()

    for path in house.paths.values():
        ATTACKS[attack](http, path)

    assert house.changes(before) == []


@pytest.mark.parametrize("attack", sorted(set(ATTACKS) - NO_BAIT))
def test_the_attack_is_real(house, http, attack):
    before = house.bait_picture()

    answer = ATTACKS[attack](http, BAIT)

    assert house.bait_picture() != before, (answer.status_code, answer.text[-600:])


@pytest.mark.parametrize("register", ("personal-files", "orders", "cases"))
def test_registers_stay(house, http, register):
    before = house.pictures()

    http.post("manage_delObjects", data={"ids:list": register})
    http.post("manage_renameObjects", data={"ids:list": register, "new_ids:list": "other"})
    http.post("manage_cutObjects", data={"ids:list": register})
    http.post("target/manage_pasteObjects", data={})
    http.post("manage_copyObjects", data={"ids:list": register})
    http.post("target/manage_pasteObjects", data={})

    assert house.changes(before) == []
    assert house.portal["target"].objectIds() == []


def test_the_site_stays_in_its_place(house, http):
    before = house.pictures()
    http.headers.update({"Accept-Language": "ru"})

    answers = [
        http.post(f"{http.server}/manage_delObjects", data={"ids:list": "plone"}),
        http.post(
            f"{http.server}/manage_renameObjects",
            data={"ids:list": "plone", "new_ids:list": "other"},
        ),
    ]
    http.post(f"{http.server}/manage_cutObjects", data={"ids:list": "plone"})
    http.post("target/manage_pasteObjects", data={})

    assert [answer.status_code for answer in answers] == [403, 403]
    for answer in answers:
        assert "text/html" in answer.headers["Content-Type"]
        told = unescape(answer.text)
        assert "нельзя удалить, переместить или переименовать" in told
        assert "Всё осталось как было." in told
    assert house.changes(before) == []


def test_the_root_answers_rest_in_json(house, http):
    before = house.pictures()
    headers = {"Accept": "application/json", "Accept-Language": "ru"}
    answer = http.delete(f"{http.server}/plone", headers=headers)

    assert 400 <= answer.status_code < 500
    assert answer.json()["type"]
    assert house.changes(before) == []


def test_the_site_s_ownership_and_roles_do_not_reach_the_records(house, http):
    before = house.pictures()

    http.post("manage_takeOwnership", data={"recursive": "1"})
    http.post("portal_workflow/updateRoleMappings", data={})

    assert house.changes(before) == []


def test_the_catalog_cleared_is_filled_again(house, http):
    before = house.pictures()

    http.post("portal_catalog/manage_catalogClear", data={})
    assert house.picture("current file").row == ()
    http.post("portal_catalog/manage_catalogRebuild", data={})

    assert house.changes(before) == []


def test_undo_reaches_no_record(house, http):
    """The storage that refuses undo as a whole is tried in tests/setup/test_setup_storage.py."""
    before = house.pictures()
    log = http.get("manage_UndoForm")
    form = {"transaction_info:list": "AAAA 0 admin /plone"}

    for url in (http.server, http.site, f"{http.site}/{house.paths['current file']}"):
        answer = http.post(f"{url}/manage_undo_transactions", data=form)
        assert answer.status_code >= 400, (url, answer.text[:300])

    assert log.status_code in (200, 401, 403, 404)
    assert house.changes(before) == []
