"""An act is drawn up, refused for every reason there is, voted on, approved and aborted."""

from datetime import date
from datetime import timedelta
from tour.server import ADMIN
from tour.telling import see
from tour.telling import step
from tour.town import ARCHIVIST
from tour.town import AUDITOR
from tour.town import CHAIR
from tour.town import DATA_OFFICER
from tour.town import DIRECTOR
from tour.town import MEMBERS
from tour.town import NEW_MEMBER
from tour.town import SECRETARY


SIZE = 200
VOTERS = (CHAIR, *MEMBERS, NEW_MEMBER)
RECORDS_ON_PEOPLE = "personal_file"


@step("put a hold", by="data officer", read_by="auditor")
def put_hold(town):
    """A claim at court suspends the destruction of one of the records that are due."""
    query = f"/@due?status=due&doc_type={RECORDS_ON_PEOPLE}&b_size={SIZE + 1}"
    listed = town.get(ARCHIVIST, query)["items"]
    see(len(listed) == SIZE + 1, f"{len(listed)} records are due")
    town.candidates = [one["UID"] for one in listed[:SIZE]]
    # What they are called before they are gone: the tombstones must not tell it.
    town.titles = {one["UID"]: one["title"] for one in listed[:SIZE]}
    town.held = listed[0]["@id"]
    body = {
        "reason": "Судебный спор о периоде обучения",
        "basis": "Запрос суда",
        "basis_number": "2-117/2026",
        "basis_date": town.today.isoformat(),
    }
    town.hold = town.post(DATA_OFFICER, f"{town.held}/@holds", body)["id"]
    read = town.get(AUDITOR, f"{town.held}/@holds")
    all_held = town.get(AUDITOR, "/@holds?b_size=1")["items_total"]
    see(read["held"] and read["items_total"] == 1, f"the auditor reads {read}")
    return f"«{body['reason']}», {all_held} holds in the school"


@step("refuse what may not enter an act", by="archivist", read_by="auditor")
def refuse_candidates(town):
    """Under hold, before its day, handed out; the act stays empty."""
    body = {"@type": "destruction_act", "title": "О выделении к уничтожению"}
    town.act = town.post(ARCHIVIST, "/destruction-acts", body)["@id"]
    held = _refused_candidates(town, town.candidates, "item_held")
    running = _refused_candidates(town, [_uid(town, town.file)], "item_running")
    _refused_candidates(town, [_uid(town, town.handed)], "item_state")
    rows = town.get(AUDITOR, f"{town.act}/@destruction-acts")["totals"]["rows"]
    see(rows == 0, f"the act has {rows} rows")
    return f"«{held}» «{running}»"


def _uid(town, path):
    return town.get(AUDITOR, path)["UID"]


def _refused_candidates(town, uids, code):
    path = f"{town.act}/@destruction-acts/candidates"
    return town.people.ask(ARCHIVIST, "POST", path, {"records": uids}).refused(code)


@step("lift the hold", by="director", read_by="auditor")
def lift_hold(town):
    """With a reason; the hold stays to be read."""
    path = f"{town.held}/@holds/{town.hold}/lift"
    town.people.ask(DIRECTOR, "POST", path, {}).refused()
    town.post(DIRECTOR, path, {"reason": "Спор окончен, определение от 20.11.2026"})
    read = town.get(AUDITOR, f"{town.held}/@holds")
    see(not read["held"] and read["items_total"] == 1, f"the auditor reads {read}")
    return "lifted with a reason, 1 hold in the record's history"


@step(f"nominate {SIZE} records of the archive", by="archivist", read_by="auditor")
def nominate(town):
    """Each is claimed by this act alone."""
    added = _add(town, town.act)
    other = town.post(ARCHIVIST, "/destruction-acts", {"@type": "destruction_act", "title": "Два"})
    path = f"{other['@id']}/@destruction-acts/candidates"
    first = {"records": town.candidates[:1]}
    town.people.ask(ARCHIVIST, "POST", path, first).refused("item_in_act")
    town.people.ask(ARCHIVIST, "DELETE", other["@id"]).good()
    rows = town.get(AUDITOR, f"{town.act}/@destruction-acts/rows?b_size=1")
    row = rows["items"][0]
    see(rows["items_total"] == SIZE, f"{rows['items_total']} rows")
    return f"{added} rows, the first: {row['title']}, {row['years']}, {row['term']}"


def _add(town, act):
    body = {"records": town.candidates}
    return town.post(ARCHIVIST, f"{act}/@destruction-acts/candidates", body)["added"]


@step("refuse the author in the commission", by="archivist and director", read_by="auditor")
def refuse_author(town):
    """The archivist sits in the commission; by order she leaves it."""
    said = town.refused_step(ARCHIVIST, town.act, "submit", "author_in_commission")
    members = town.get(DIRECTOR, "/@appointments?role=commission_member&b_size=100")["items"]
    mine = [one for one in members if one["person"]["name"].startswith("Осипова")]
    day = town.today.isoformat()
    last = (town.today - timedelta(days=1)).isoformat()
    order = {"end": last, "order_number": "102-о", "order_date": day}
    town.people.ask(DIRECTOR, "PATCH", f"/@appointments/{mine[0]['id']}", order).good()
    _state_empty_years(town, town.act)
    town.step(ARCHIVIST, town.act, "submit")
    commission = town.get(AUDITOR, f"{town.act}/@destruction-acts")["commission"]
    names = [one["name"] for one in commission["members"]]
    see(len(names) == len(VOTERS), f"members are {names}")
    return f"«{said}»; now {', '.join(names)}, quorum {commission['quorum']}"


def _state_empty_years(town, act):
    """The archivist says of which years the school has nothing to list, if there are any."""
    empty = town.get(AUDITOR, f"{act}/@destruction-acts")["empty_years"]
    if not empty:
        return
    codes = sorted({f"{one['kind']}_years_not_stated" for one in empty})
    town.refused_step(ARCHIVIST, act, "submit", *codes)
    body = {}
    for one in empty:
        body.setdefault(one["kind"], []).append(one["year"])
    town.post(ARCHIVIST, f"{act}/@destruction-acts/empty-years", body)
    read = town.get(AUDITOR, f"{act}/@destruction-acts")["empty_years"]
    see(all(one["stated"] for one in read) and len(read) == len(empty), f"the auditor reads {read}")


@step("refuse too few votes", by="chair of the commission", read_by="auditor")
def refuse_few_votes(town):
    """One vote is no quorum; the author has none at all."""
    _vote(town, town.act, CHAIR)
    said = town.refused_step(CHAIR, town.act, "conclude", "no_quorum", **_minutes(town))
    vote = f"{town.act}/@destruction-acts/vote"
    town.people.ask(ARCHIVIST, "POST", vote, {"vote": "for"}).refused()
    town.people.ask(DIRECTOR, "POST", vote, {"vote": "for"}).refused()
    state = town.get(AUDITOR, town.act)["review_state"]
    see(state == "in_review", f"the act is {state}")
    return f"«{said}»"


def _vote(town, act, login, value="for"):
    return town.post(login, f"{act}/@destruction-acts/vote", {"vote": value})


def _minutes(town):
    return {"minutes_number": "4", "minutes_date": town.today.isoformat()}


@step("keep two", by="two members of the commission", read_by="auditor")
def keep_two(town):
    """What a member keeps stays kept, although all vote for the act."""
    _keep_two(town, town.act)
    _conclude(town, town.act)
    totals = town.get(AUDITOR, f"{town.act}/@destruction-acts")["totals"]
    see((totals["kept"], totals["to_destroy"]) == (2, SIZE - 2), f"{totals}")
    return f"{totals['kept']} kept, {totals['to_destroy']} to be destroyed after all votes"


def _keep_two(town, act):
    rows = f"{act}/@destruction-acts/rows"
    for login, row in ((MEMBERS[0], 5), (MEMBERS[1], 6)):
        town.people.ask(login, "POST", f"{rows}/{row}/keep", {}).refused()
        town.post(login, f"{rows}/{row}/keep", {"reason": "Нужно для музея школы"})


def _conclude(town, act):
    for login in VOTERS:
        _vote(town, act, login)
    town.step(CHAIR, act, "conclude", **_minutes(town))


@step("refuse before inventories, then have them", by="director and archivist", read_by="auditor")
def have_inventories(town):
    """Permanent and personnel inventories of the same years; approved on paper they count too."""
    said = town.refused_step(DIRECTOR, town.act, "sign", "no_permanent_inventory")
    town.refused_step(DIRECTOR, town.act, "sign", "no_personnel_inventory")
    missing = town.get(AUDITOR, f"{town.act}/@destruction-acts")["missing_inventories"]
    years = sorted({one["year"] for one in missing})
    for number, kind in enumerate(("permanent", "personnel"), 1):
        body = {
            "@type": "inventory",
            "title": "Опись дел",
            "kind": kind,
            "first_year": years[0],
            "last_year": years[-1],
        }
        path = town.post(ARCHIVIST, "/inventories", body)["@id"]
        paper = {"registration_number": str(number), "approved_on": "2026-03-20"}
        minutes = {"minutes_number": "2", "minutes_date": "2026-03-12"}
        town.step(ARCHIVIST, path, "register_paper", **paper, **minutes)
    missing = town.get(AUDITOR, f"{town.act}/@destruction-acts")["missing_inventories"]
    listed = town.get(AUDITOR, "/@inventories")["items_total"]
    see(not missing and listed == 2, f"{listed} inventories, missing {missing}")
    return f"«{said}»; 2 inventories of {years[0]}–{years[-1]}"


@step("approve", by="director", read_by="auditor")
def approve(town):
    """The number of the year is given here; neither the author nor a member may approve."""
    for login in (ARCHIVIST, CHAIR, ADMIN):
        answer = town.people.ask(login, "POST", f"{town.act}/@workflow/sign", {})
        answer.refused()
    act = _sign(town, town.act)
    see(act["number"] == "1" and act["state"]["id"] == "signed", f"{act['number']} {act['state']}")
    return f"act № {act['number']} of {act['year']}, execution from {act['waiting_until']}"


def _sign(town, act):
    town.step(DIRECTOR, act, "sign")
    job = town.get(ARCHIVIST, f"{act}/@destruction-acts")["jobs"]["act-select"]
    town.finished(ARCHIVIST, job.rpartition("/")[2])
    return town.get(AUDITOR, f"{act}/@destruction-acts")


@step("refuse destruction before the day, by DELETE, by Manager", by="all", read_by="auditor")
def refuse_destruction(town):
    """An approved act waits; the selected records stand in nobody's reach."""
    method = {"method": "Передача на переработку"}
    said = town.refused_step(ARCHIVIST, town.act, "execute", "act_waiting", **method)
    selected = town.get(AUDITOR, "/@search?review_state=selected&b_size=1")
    record = selected["items"][0]["@id"]
    see(selected["items_total"] == SIZE - 2, f"{selected['items_total']} records are selected")
    attempts = [("DELETE", record), ("DELETE", town.act)]
    attempts += [("POST", f"{record}/@workflow/{name}") for name in ("destroy", "release")]
    attempts += [("POST", f"{town.act}/@workflow/complete")]
    everybody = (SECRETARY, ARCHIVIST, CHAIR, DIRECTOR, ADMIN)
    for login in everybody:
        for verb, path in attempts:
            town.people.ask(login, verb, path, {} if verb == "POST" else None).refused()
    town.people.ask(ADMIN, "POST", f"{town.act}/@workflow/execute", method).refused()
    read = town.get(AUDITOR, f"{record}/@record-history?verify=1")
    see(not town.faults(read), f"{town.faults(read)}")
    count = len(everybody) * len(attempts) + 1
    return f"«{said}»; {count} attempts on a selected record and on the act, all refused"


@step("abort once", by="director", read_by="auditor")
def abort(town):
    """The act keeps its number; its records are what they were."""
    town.step(DIRECTOR, town.act, "abort", reason="Уточнить состав дел")
    job = town.get(ARCHIVIST, f"{town.act}/@destruction-acts")["jobs"]["act-release"]
    town.finished(ARCHIVIST, job.rpartition("/")[2])
    selected = town.get(AUDITOR, "/@search?review_state=selected&b_size=1")["items_total"]
    act = town.get(AUDITOR, f"{town.act}/@destruction-acts")
    see(selected == 0 and act["state"]["id"] == "annulled", f"{selected} selected, {act['state']}")
    town.aborted = town.act
    return f"act № {act['number']} is {act['state']['title']}, no record is selected"


@step("draw it up again and approve it", by="archivist, commission, director", read_by="auditor")
def approve_again(town):
    """The same records, the same two kept; the waiting time is what the director has set."""
    order = {"order_number": "103-о", "order_date": town.today.isoformat()}
    values = {"waiting_days": 0, "backup_days": 0}
    town.people.ask(DIRECTOR, "PATCH", "/@act-rules", {**values, **order}).good()
    body = {"@type": "destruction_act", "title": "О выделении к уничтожению"}
    town.act = town.post(ARCHIVIST, "/destruction-acts", body)["@id"]
    _add(town, town.act)
    _state_empty_years(town, town.act)
    town.step(ARCHIVIST, town.act, "submit")
    _keep_two(town, town.act)
    _conclude(town, town.act)
    act = _sign(town, town.act)
    waits = date.fromisoformat(act["waiting_until"])
    see(act["number"] == "2" and waits <= town.today, f"{act['number']}, {act['waiting_until']}")
    return (
        f"act № {act['number']}, waiting time set to 0 days by order 103-о, execution from {waits}"
    )
