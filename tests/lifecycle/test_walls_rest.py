"""No REST path takes away, moves, copies or overwrites a record past draft, not even for Manager."""

from base64 import b64encode
from pathlib import Path
from walls_house import BAIT
from walls_house import LOCKED

import pytest


SCAN = Path(__file__).resolve().parent.parent / "data" / "scans" / "05_spravka_medicinskaya.jpg"
REFUSED = (400, 401, 403, 404, 405, 409, 412, 501)
TUS = {"Tus-Resumable": "1.0.0"}


def parent_of(path):
    return path.rpartition("/")[0]


def id_of(path):
    return path.rpartition("/")[2]


def delete(http, path, url):
    return http.delete(path)


def move(http, path, url):
    return http.post("target/@move", json={"source": url})


def copy_out(http, path, url):
    return http.post("target/@copy", json={"source": url})


def copy_beside(http, path, url):
    return http.post(f"{parent_of(path)}/@copy", json={"source": url})


def copy_into(http, path, url):
    return http.post(f"{path}/@copy", json={"source": f"{http.site}/folder/spare"})


def move_into(http, path, url):
    return http.post(f"{path}/@move", json={"source": f"{http.site}/folder/spare"})


def patch(http, path, url):
    values = {"title": "Другое", "note": "стёрто", "last_name": "Ложь", "description": "Ложь"}
    return http.patch(path, json=values)


def rename(http, path, url):
    return http.patch(path, json={"id": "other"})


def layout(http, path, url):
    return http.patch(path, json={"layout": "summary_view"})


def reorder(http, path, url):
    body = {"ordering": {"obj_id": id_of(path), "delta": "top"}}
    return http.patch(parent_of(path), json=body)


def history(http, path, url):
    return http.patch(f"{path}/@history", json={"version": 0})


def sharing(http, path, url):
    entries = [{"id": "AuthenticatedUsers", "type": "group", "roles": {"Editor": True}}]
    return http.post(f"{path}/@sharing", json={"entries": entries, "inherit": False})


def foreign_transition(http, path, url):
    return http.post(f"{path}/@workflow/publish", json={"include_children": True})


def unknown_transition(http, path, url):
    return http.post(f"{path}/@workflow/destroy", json={"include_children": True})


def lock(http, path, url):
    return http.post(f"{path}/@lock", json={"stealable": False, "timeout": 9999})


def working_copy(http, path, url):
    return http.post(f"{path}/@workingcopy")


def take_working_copy_in(http, path, url):
    return http.patch(f"{path}/@workingcopy")


def comment(http, path, url):
    return http.post(f"{path}/@comments/", json={"text": "Чужая запись"})


def change_comment(http, path, url):
    return http.patch(f"{path}/@comments/1", json={"text": "Чужая запись"})


def delete_comment(http, path, url):
    return http.delete(f"{path}/@comments/1")


def content_rule(http, path, url):
    return http.post(f"{path}/@content-rules/rule-1")


def tus_create(http, path, url):
    head = {**TUS, "Upload-Length": "8", "Upload-Metadata": "filename YS50eHQ="}
    return http.post(f"{path}/@tus-upload", headers=head)


def tus_replace(http, path, url):
    head = {**TUS, "Upload-Length": "8", "Upload-Metadata": "filename YS50eHQ="}
    return http.post(f"{path}/@tus-replace", headers=head)


def create_over(http, path, url):
    body = {"@type": "Document", "id": id_of(path), "title": "Подмена"}
    return http.post(parent_of(path), json=body)


def create_inside(http, path, url):
    return http.post(path, json={"@type": "Document", "id": "stranger", "title": "Чужое"})


def put(http, path, url):
    return http.put(path, json={"title": "Другое"})


ATTACKS = {
    name: attack
    for name, attack in list(globals().items())
    if getattr(attack, "__module__", None) == __name__ and attack.__code__.co_argcount == 3
}
#: Attacks that stock content of this site does not fall to either: nothing there has comments,
#: versions, files or such a rule, and no name is given twice.
NO_BAIT = {
    "reorder",
    "history",
    "unknown_transition",
    "take_working_copy_in",
    "comment",
    "change_comment",
    "delete_comment",
    "tus_create",
    "tus_replace",
    "create_over",
    "put",
    "working_copy",
}


@pytest.fixture
def http(house, rest):
    rest.site = house.portal.absolute_url()
    return rest


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_record_past_draft_falls(house, http, attack):
    before = house.pictures()

    answers = {
        name: ATTACKS[attack](http, path, f"{http.site}/{path}")
        for name, path in house.paths.items()
    }

    assert house.changes(before) == []
    for name, answer in answers.items():
        assert answer.status_code in REFUSED, (name, answer.text[:600])


@pytest.mark.parametrize("attack", sorted(set(ATTACKS) - NO_BAIT))
def test_the_attack_is_real(house, http, attack):
    before = house.bait_picture()
    assert before is not None

    answer = ATTACKS[attack](http, BAIT, f"{http.site}/{BAIT}")

    assert house.bait_picture() != before, (answer.status_code, answer.text[:600])


@pytest.mark.parametrize("name", LOCKED)
def test_a_file_is_not_slipped_into_a_locked_record(house, http, name):
    before = house.picture(name)
    data = {"data": b64encode(SCAN.read_bytes()).decode(), "encoding": "base64"}
    scan = {**data, "filename": SCAN.name, "content-type": "image/jpeg"}
    path = house.paths[name]

    answers = (
        http.patch(path, json={"scan": scan}),
        http.patch(path, json={"scan": None}),
        http.post(path, json={"@type": "file_document", "kind": "Справка", "scan": scan}),
    )

    assert house.picture(name) == before
    assert {answer.status_code for answer in answers} <= set(REFUSED)


def test_the_registers_do_not_fall_with_what_they_hold(house, http):
    before = house.pictures()

    for register in ("personal-files", "orders", "cases"):
        source = {"source": f"{http.site}/{register}"}
        assert http.delete(register).status_code in REFUSED
        assert http.post("target/@move", json=source).status_code in REFUSED
        assert http.post("target/@copy", json=source).status_code in REFUSED
        assert http.patch(register, json={"id": "other"}).status_code in (*REFUSED, 204)

    assert house.changes(before) == []


def test_transactions_are_not_undone_over_rest(house, http):
    before = house.pictures()
    listing = http.get("@transactions")
    tids = [row["id"] for row in listing.json()] if listing.status_code == 200 else ["AA=="]

    answer = http.patch("@transactions", json={"transaction_ids": tids[:3]})

    assert answer.status_code in (*REFUSED, 500), answer.text[:300]
    assert house.changes(before) == []


def test_an_alias_does_not_take_a_record_s_address(house, http):
    before = house.pictures()
    path = house.paths["closed file"]
    item = {"path": f"/{path}", "target": "/folder", "redirect-to": "/folder"}

    answers = (
        http.post("@aliases", json={"items": [item]}),
        http.post("folder/@aliases", json={"items": [{"path": f"/{path}"}]}),
    )

    assert {answer.status_code for answer in answers} <= {200, 201, 204, *REFUSED}
    assert house.changes(before) == []
    shown = http.get(path, allow_redirects=False)
    assert shown.status_code == 200
    assert shown.json()["UID"] == before["closed file"].uid


def test_deleting_a_person_s_account_leaves_the_records(house, http):
    before = house.pictures()

    answer = http.delete("@users/test_user_1_", params={"delete_localroles": 1})

    assert answer.status_code in (204, *REFUSED), answer.text[:900]
    assert house.changes(before) == []
