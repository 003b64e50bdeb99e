"""The auditor reads the whole archive: its entries, page by page and as lines, and its status."""

import json


def play(say, school):
    """The order went on; the auditor looks for everything that was done to orders."""
    query = "type=order&school_year=2026/27&b_size=1"
    path = school.path(school.order)
    school.ask("secretary", "POST", f"{path}/@workflow/submit", {})
    say("audit-report-get", "auditor", "GET", "/@audit-report")
    say("audit-report-forbidden", "archivist", "GET", "/@audit-report", None, 401)
    first = say("ledger-get", "auditor", "GET", f"/@ledger?{query}").json()
    following = first["next"].partition("/@ledger")[2]
    rest = school.ask("auditor", "GET", f"/@ledger{following}").json()
    assert rest["items"][0]["seq"] == first["items"][0]["seq"] + 1
    say(
        "ledger-refused", "auditor", "GET", "/@ledger?event=looked&school_year=26&from=x", None, 400
    )
    say("ledger-forbidden", "secretary", "GET", "/@ledger", None, 401)
    pages_and_lines_agree(school)
    assert school.who("GET", "/@ledger?b_size=1") == {"auditor", "director", "data_officer"}


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
