"""The auditor reads the whole archive: its entries, page by page and as lines, and its status."""

from Acquisition import aq_base
from builders import order
from Products.BTreeFolder2.BTreeFolder2 import BTreeFolder2Base

import json
import transaction


def play(say, school):
    """The order went on; the auditor looks for everything that was done to orders."""
    query = "type=order&school_year=2026/27&b_size=1"
    path = school.path(school.order)
    school.ask("secretary", "POST", f"{path}/@workflow/submit", {})
    say("audit-report-get", "auditor", "GET", "/@audit-report")
    say("audit-report-forbidden", "archivist", "GET", "/@audit-report", None, 403)
    first = say("ledger-get", "auditor", "GET", f"/@ledger?{query}").json()
    following = first["next"].partition("/@ledger")[2]
    rest = school.ask("auditor", "GET", f"/@ledger{following}").json()
    assert rest["items"][0]["seq"] == first["items"][0]["seq"] + 1
    say(
        "ledger-refused", "auditor", "GET", "/@ledger?event=looked&school_year=26&from=x", None, 400
    )
    for query in ("type=ordre", "since=2026-02-03&until=2026-02-02"):
        assert school.ask("auditor", "GET", f"/@ledger?{query}").status_code == 400
        assert school.ask("auditor", "GET", f"/@verify?{query}").status_code == 400
    say("ledger-forbidden", "secretary", "GET", "/@ledger", None, 403)
    counted = say("ledger-total", "auditor", "GET", "/@ledger?type=order&b_size=1&total=1").json()
    pages_and_lines_agree(school)
    lines = school.ask("auditor", "GET", "/@ledger?type=order&format=ndjson").text.splitlines()
    assert counted["items_total"] == len(lines) > 1
    assert "total=" not in counted["next"]
    readers = {"auditor", "director", "data_officer"}
    assert school.who("GET", "/@ledger?b_size=1") == readers
    verify(say, school, path)
    for address in ("/@verify?b_size=1", f"{path}/@verify"):
        assert school.who("GET", address) == readers
    assert school.who("POST", "/@verify", {"documents": []}) == readers
    what_is_gone(say, school)


def what_is_gone(say, school):
    """A draft is deleted and its entries stay; another one is taken out past the server."""
    with school.logged_in("secretary"):
        draft, victim = (order(registration_number=f"{one}-у") for one in (39, 40))
    transaction.commit()
    path, uid, gone = school.path(draft), draft.UID(), victim.UID()
    school.ask("auditor", "DELETE", path)
    assert "title" in school.ask("secretary", "GET", path).json()
    say("draft-delete", "secretary", "DELETE", path, None, 204)
    say("ledger-deletions", "auditor", "GET", "/@ledger?event=drafts_deleted")
    left = say("ledger-of-deleted", "auditor", "GET", f"/@ledger?from=gone:{uid}.0").json()["items"]
    assert {(one["uid"], one["path"], one["event"]) for one in left} == {(uid, None, "filed")}
    assert school.ask("auditor", "GET", "/@verify?broken=1&b_size=500").json()["items"] == []

    catalog = school.portal.portal_catalog._catalog
    catalog.uncatalogObject("/".join(victim.getPhysicalPath()))
    BTreeFolder2Base._delOb(school.portal["orders"], victim.getId())
    transaction.commit()
    pages_and_lines_agree(school)
    found = say("verify-absent", "auditor", "GET", f"/@verify?broken=1&from=absent:{gone}.0").json()
    (one,) = found["items"]
    assert (one["uid"], one["findings"][0]["code"]) == (gone, "chain_absent")
    following, seen = "/@verify?b_size=1", []
    while following is not None:
        answer = school.ask("auditor", "GET", following).json()
        seen += [one for one in answer["items"] if not one["holds"]]
        following = answer["next"] and answer["next"].partition("/plone")[2]
    assert [one["uid"] for one in seen] == [gone]
    BTreeFolder2Base._setOb(school.portal["orders"], victim.getId(), aq_base(victim))
    victim.reindexObject()
    transaction.commit()


def verify(say, school, path):
    """The server judges itself: nothing is amiss, then a record is rewritten past its chain."""
    say("verify-record", "auditor", "GET", f"{path}/@verify")
    first = school.ask("auditor", "GET", "/@verify?b_size=2").json()
    found, following = [*first["items"]], first["next"]
    while following is not None:
        answer = school.ask("auditor", "GET", following.partition("/plone")[2]).json()
        found, following = [*found, *answer["items"]], answer["next"]
    lines = school.ask("auditor", "GET", "/@verify?format=ndjson").text.splitlines()
    assert found == [json.loads(one) for one in lines]
    assert len(found) > 5
    assert all(one["holds"] for one in found), [one for one in found if not one["holds"]]
    assert (found[0]["type"], found[0]["entries"] > 3) == ("school", True)
    former, school.order.title = school.order.title, "Переписан в базе"
    transaction.commit()
    say("verify-broken", "auditor", "GET", "/@verify?type=order&school_year=2026/27&broken=1")
    assert school.ask("auditor", "GET", "/@verify?broken=1&until=1990-01-01").json()["items"] == []
    (line,) = school.ask("auditor", "GET", "/@verify?broken=1&format=ndjson").text.splitlines()
    (finding,) = json.loads(line)["findings"]
    assert finding["code"] == "metadata_changed"
    # Lines are made after the request, and say the same as a page in the same language.
    assert finding["message"] == "сведения записи изменены мимо её истории"
    school.order.title = former
    transaction.commit()
    say("verify-refused", "auditor", "GET", "/@verify?broken=yes&actors=x", None, 400)
    say("verify-malformed", "auditor", "POST", "/@verify", {"documents": "x", "proof": 1}, 400)


def pages_and_lines_agree(school):
    """Every entry comes once by either way, and filters leave what they name."""
    lines = school.ask("auditor", "GET", "/@ledger?format=ndjson")
    assert lines.headers["Content-Type"].startswith("application/x-ndjson")
    everything = [json.loads(line) for line in lines.text.splitlines()]
    found, following = [], "?b_size=3"
    while following is not None:
        answer = school.ask("auditor", "GET", f"/@ledger{following}").json()
        found += answer["items"]
        following = answer["next"] and answer["next"].partition("/@ledger")[2]
    assert found == everything
    assert len({(one["uid"], one["seq"]) for one in everything}) == len(everything) > 10
    steps = school.ask("auditor", "GET", "/@ledger?event=transition&actor=secretary&b_size=500")
    assert steps.json()["items"] == [
        one for one in everything if (one["event"], one["actor"]) == ("transition", "secretary")
    ]
    assert "payload" not in everything[0]
    assert "Козлова" not in lines.text
    early = school.ask("auditor", "GET", "/@ledger?until=1990-01-01").json()
    assert (early["items"], early["next"]) == ([], None)
