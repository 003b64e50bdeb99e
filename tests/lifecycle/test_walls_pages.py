"""No page of the site takes away, moves, renames or rewrites a record past draft.

Folder contents, the object's own pages, working copies, WebDAV; the Manager's browser carries the
token of the site's own pages, so that nothing here is refused as a forged request.
"""

from walls_house import BAIT
from walls_house import open_session

import json
import pytest


def parent_of(path):
    return path.rpartition("/")[0]


def id_of(path):
    return path.rpartition("/")[2]


def contents(http, path, uid, action, **form):
    """An action of the folder contents page; ``folder`` is where it works."""
    folder = f"/{form.pop('folder', parent_of(path))}"
    data = {"selection": json.dumps([uid]), "folder": folder, **form}
    return http.post(f"{folder.lstrip('/')}/@@{action}", data=data)


def fc_delete(http, path, uid):
    return contents(http, path, uid, "fc-delete")


def fc_rename(http, path, uid):
    names = {"UID_0": uid, "newid_0": "other", "newtitle_0": "Другое"}
    return contents(http, path, uid, "fc-rename", **names)


def fc_properties(http, path, uid):
    form = {
        "creators": "admin",
        "contributors": "admin",
        "copyright": "Ложь",
        "effectiveDate": "2001-01-01",
        "expirationDate": "2001-01-02",
        "recurse": "yes",
    }
    return contents(http, path, uid, "fc-properties", **form)


def fc_tags(http, path, uid):
    return contents(http, path, uid, "fc-tags", toadd="ложь")


def fc_workflow(http, path, uid):
    return contents(http, path, uid, "fc-workflow", transition="publish", recurse="yes")


def fc_cut_paste(http, path, uid):
    contents(http, path, uid, "fc-cut")
    return contents(http, path, uid, "fc-paste", folder="target")


def fc_copy_paste(http, path, uid):
    contents(http, path, uid, "fc-copy")
    return contents(http, path, uid, "fc-paste", folder="target")


def object_cut(http, path, uid):
    http.get(f"{path}/object_cut", params={"_authenticator": http.token})
    return http.get("target/object_paste", params={"_authenticator": http.token})


def object_copy(http, path, uid):
    http.get(f"{path}/object_copy", params={"_authenticator": http.token})
    return http.get("target/object_paste", params={"_authenticator": http.token})


def object_rename(http, path, uid):
    form = {
        "form.widgets.new_id": "other",
        "form.widgets.new_title": "Другое",
        "form.buttons.Rename": "1",
        "_authenticator": http.token,
    }
    return http.post(f"{path}/object_rename", data=form)


def delete_confirmation(http, path, uid):
    form = {"form.buttons.Delete": "1", "_authenticator": http.token}
    return http.post(f"{path}/delete_confirmation", data=form)


def object_delete(http, path, uid):
    return http.get(f"{path}/object_delete", params={"_authenticator": http.token})


def status_modify(http, path, uid):
    form = {"workflow_action": "publish", "_authenticator": http.token}
    return http.post(f"{path}/content_status_modify", data=form)


def status_history(http, path, uid):
    form = {
        "workflow_action": "publish",
        "paths": [f"/plone/{path}"],
        "effective_date": "2001-01-01",
        "form.submitted": "1",
        "_authenticator": http.token,
    }
    return http.post(f"{path}/content_status_history", data=form)


def folder_publish(http, path, uid):
    form = {"workflow_action": "publish", "paths:list": f"/plone/{path}", "include_children": "1"}
    return http.post("folder_publish", data={**form, "_authenticator": http.token})


def sharing_page(http, path, uid):
    form = {
        "entries.id:records": "AuthenticatedUsers",
        "entries.type:records": "group",
        "entries.role_Editor:records": "True",
        "form.button.Save": "Save",
        "_authenticator": http.token,
    }
    return http.post(f"{path}/@@sharing", data=form)


def choose_layout(http, path, uid):
    form = {"templateId": "listing_view", "_authenticator": http.token}
    return http.post(f"{path}/selectViewTemplate", data=form)


def set_layout(http, path, uid):
    form = {"layout": "listing_view", "_authenticator": http.token}
    return http.post(f"{path}/setLayout", data=form)


def checkout(http, path, uid):
    form = {
        "checkout_location": "plone.app.iterate.parent",
        "form.button.Checkout": "1",
        "_authenticator": http.token,
    }
    return http.post(f"{path}/@@content-checkout", data=form)


def checkin(http, path, uid):
    form = {"form.button.Checkin": "1", "checkin_message": "x", "_authenticator": http.token}
    return http.post(f"{path}/@@content-checkin", data=form)


def webdav_delete(http, path, uid):
    return http.request("DELETE", path)


def webdav_move(http, path, uid):
    head = {"Destination": f"{http.site}/target/other"}
    return http.request("MOVE", path, headers=head)


def webdav_copy(http, path, uid):
    head = {"Destination": f"{http.site}/target/other", "Depth": "infinity"}
    return http.request("COPY", path, headers=head)


def webdav_copy_over(http, path, uid):
    head = {"Destination": f"{http.site}/{path}", "Overwrite": "T", "Depth": "infinity"}
    return http.request("COPY", "folder/spare", headers=head)


def webdav_move_over(http, path, uid):
    head = {"Destination": f"{http.site}/{path}", "Overwrite": "T"}
    return http.request("MOVE", "folder/spare", headers=head)


def webdav_put(http, path, uid):
    return http.request("PUT", path, data="title: x\n\nЛожь".encode())


def webdav_proppatch(http, path, uid):
    body = (
        '<?xml version="1.0"?><d:propertyupdate xmlns:d="DAV:" xmlns:z="urn:zope">'
        "<d:set><d:prop><z:title>x</z:title></d:prop></d:set></d:propertyupdate>"
    )
    return http.request("PROPPATCH", path, data=body, headers={"Content-Type": "text/xml"})


def webdav_lock(http, path, uid):
    body = (
        '<?xml version="1.0"?><d:lockinfo xmlns:d="DAV:"><d:lockscope><d:exclusive/>'
        "</d:lockscope><d:locktype><d:write/></d:locktype></d:lockinfo>"
    )
    return http.request("LOCK", path, data=body, headers={"Content-Type": "text/xml"})


def webdav_mkcol(http, path, uid):
    return http.request("MKCOL", path)


ATTACKS = {
    name: attack
    for name, attack in list(globals().items())
    if getattr(attack, "__module__", None) == __name__ and attack.__code__.co_argcount == 3
}
#: Attacks that stock content of this site does not fall to either: working copies need their
#: behavior, WebDAV is switched off or refuses folders.
NO_BAIT = {
    "checkin",
    "checkout",
    "webdav_copy_over",
    "webdav_lock",
    "webdav_mkcol",
    "webdav_move_over",
    "webdav_proppatch",
    "webdav_put",
}


@pytest.fixture
def http(house, window):
    window.site = house.portal.absolute_url()
    return window


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_record_past_draft_falls(house, http, attack):
    before = house.pictures()

    for name, path in house.paths.items():
        ATTACKS[attack](http, path, before[name].uid)

    assert house.changes(before) == []


@pytest.mark.parametrize("attack", sorted(set(ATTACKS) - NO_BAIT))
def test_the_attack_is_real(house, http, attack):
    before = house.bait_picture()
    uid = house.portal.unrestrictedTraverse(BAIT).UID()

    answer = ATTACKS[attack](http, BAIT, uid)

    assert house.bait_picture() != before, (answer.status_code, answer.text[-600:])


@pytest.mark.parametrize("attack", ("fc-properties", "fc-tags", "fc-workflow", "fc-delete"))
def test_an_action_on_the_whole_site_stops_at_the_records(house, http, attack):
    before = house.pictures()
    form = {
        "selection": json.dumps([house.portal.UID()]),
        "folder": "/",
        "recurse": "yes",
        "creators": "admin",
        "copyright": "Ложь",
        "effectiveDate": "2001-01-01",
        "toadd": "ложь",
        "transition": "publish",
    }

    answer = http.post(f"@@{attack}", data=form)

    assert house.changes(before) == [], answer.text[:300]


def test_whoever_may_work_on_a_file_does_not_reach_its_documents(house, http):
    """The secretary may modify a current file; its accepted papers are locked all the same."""
    before = house.picture("accepted document")
    with house.manager():
        house.portal.acl_users.portal_role_manager.assignRoleToPrincipal(
            "Secretary", "test_user_1_"
        )
    import transaction

    transaction.commit()
    office = open_session(house, "test-user", "secret")
    office.site = http.site

    fc_properties(office, house.paths["current file"], house.picture("current file").uid)

    assert house.picture("accepted document") == before
