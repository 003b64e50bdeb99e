"""Hostile requests: every page and service of the registry, every kind of bad value, every role.

Who is let in asks with every kind of bad value, in turns. Families and strangers then ask each address,
open to them or not, and the staff takes turns at that.
Whatever comes is answered without a fault of the server; a GET and what is refused write nothing;
nothing that was sent comes back as a script or as a formula.
"""

from address_book import of_errors
from address_book import READING
from address_book import registered
from bad_input import BAD
from bad_input import BODIES
from collections import Counter
from collective.schoolrecords.interfaces import ISchoolRecordsLayer
from hostile import AT_THE_DOOR
from hostile import Attack
from hostile import LONG
from hostile import mixed
from hostile import same
from itertools import count
from itertools import cycle
from pathlib import Path
from planted_school import Strangers
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.restapi.testing import RelativeSession
from schoolrecords_http import DAY
from schoolrecords_http import EVERYBODY
from zope.interface import alsoProvides

import json
import pytest
import re


EXAMPLES = Path(__file__).parent / "http-examples"
ADMINISTRATOR = "site_administrator"
#: The real roles, in turns.
ROLES = (
    *("secretary", "archivist", "director", "class_teacher", "auditor", "data_officer"),
    *(ADMINISTRATOR, "guardian"),
)
#: Would end the session, or sends a mail to the person of the test.
LEFT_OUT = ("logout", "logged_out")


@pytest.fixture
def school(functional, on_day):
    on_day(DAY)
    return Strangers(functional["portal"])


@pytest.fixture
def attack(school):
    made = Attack(school)
    made.administrator(ADMINISTRATOR)
    # The platform keeps the list of the styles of its own pages when the first one is shown.
    made.session(ADMINISTRATOR).get("/@@export_content")
    yield made
    made.end()


def entries(*, services):
    """Pages or services of ours, except how errors are shown."""
    found = [one for one in registered() if one.ours and not of_errors(one)]
    found = [one for one in found if one.is_service is services and one.name not in LEFT_OUT]
    return sorted(found, key=lambda one: (one.name, one.method, str(one.context)))


def doors(school, found):
    """Return pairs of an entry and a record → the roles that are let in there."""
    request = school.portal.REQUEST
    contexts = [school.file, *school.contexts()]
    alsoProvides(request, ISchoolRecordsLayer)
    opened = {}
    for role in ROLES:
        with school.logged_in(role):
            for entry in found:
                fitting = (one for one in contexts if entry.fits(one))
                record = next((one for one in fitting if entry.lets_in(one, request)), None)
                if record is not None:
                    opened.setdefault((entry, record), []).append(role)
    return opened


#: These ask every address.
OUTSIDE = ("guardian", "pupil", "anonymous")
STAFF = cycle(role for role in (*EVERYBODY, ADMINISTRATOR) if role not in OUTSIDE)
#: Roles and kinds go on from address to address, so that all of them meet.
TURN, WHO = count(), count()


def questions(names, roles):
    """Yield (role, pairs, what) of the questions to one address."""
    turn = next(TURN)
    door = list(AT_THE_DOOR)[turn % len(AT_THE_DOOR)]
    asked = [(same(names, door), door), (same(names, "script"), "script")]
    asked.append((mixed(names, turn), f"mixed {turn}"))
    for pairs, what in asked:
        yield roles[next(WHO) % len(roles)], pairs, what


def others():
    """Yield (role, turn) of those who ask an address, whether it is open to them or not."""
    for role in (*OUTSIDE, next(STAFF)):
        yield role, next(TURN)


def addresses(attack, opened):
    """Yield (address, entry, roles) of what can be read, each asked once without any question."""
    for (entry, record), roles in opened.items():
        if entry.method in ("", *READING):
            path = f"{attack.school.path(record)}/{entry.segment}"
            yield path, entry, roles, attack.get(roles[0], path, entry.is_service)


def test_every_page_and_its_forms(school, attack):
    found = entries(services=False)
    opened = doors(school, found)
    assert len(opened) > 130
    forms = {}
    for path, entry, roles, plain in addresses(attack, opened):
        for address, fields in attack.forms_of(path, plain):
            names = tuple(sorted({re.sub(r"[0-9a-f]{16,}|\d+", "#", one[0]) for one in fields}))
            forms.setdefault((entry.name, names), (address, fields, roles))
        names = attack.asked(path)
        # A paper takes much longer than a page; most of them read nothing at all.
        if not entry.name.startswith("print-") or names:
            for role, pairs, what in questions([*names, "page", "unknown"], roles):
                attack.get(role, path, False, pairs, what)
        for role, turn in others():
            attack.get(role, path, False, mixed([*names, "unknown"], turn), f"mixed {turn}")
    for address, fields, roles in forms.values():
        send_forms(attack, address, fields, roles)
        kept = [one[:2] for one in fields if one[2] != "button"]
        for role, turn in others():
            pairs = mixed([name for name, _value in kept], turn)
            attack.form(role, address, [("save", "1"), *pairs], f"mixed {turn}")
    attack.verdict()
    assert attack.answered() >= set(ROLES)


def send_forms(attack, address, fields, roles):
    """What one sees is filled with every sort of nonsense; sometimes the hidden fields are, too."""
    buttons = [one[:2] for one in fields if one[2] == "button"] or [("save", "1")]
    kept = [one[:2] for one in fields if one[2] in ("hidden", "checkbox", "radio")]
    names = [one[0] for one in fields if one[2] not in ("hidden", "checkbox", "radio", "button")]
    every = [one[0] for one in fields]
    for at, (role, pairs, what) in enumerate(questions(names, roles)):
        name, value = buttons[at % len(buttons)]
        attack.form(role, address, [(name, value or "1"), *kept, *pairs], what)
    for at, kind in enumerate(("twice", "script")):
        attack.form(roles[at % len(roles)], address, same(every, kind), f"{kind}, hidden too")
    for turn in range(2):
        pairs = [*buttons[:1], *kept, *mixed(names, turn, LONG)]
        attack.form(roles[0], address, pairs, f"long {turn}")


def samples():
    """Return (service, method) → tails of its addresses with bodies, from the recorded examples."""
    found = {}
    for path in sorted(EXAMPLES.glob("*.req")):
        head, _blank, body = path.read_text(encoding="utf-8").partition("\n\n")
        method, address = head.split(" ", 2)[:2]
        service = re.search(r"/(@[a-z0-9-]+)([^?]*)", address)
        if service is not None and method not in READING:
            sent = json.loads(body) if body.strip().startswith("{") else {}
            found.setdefault((service[1], method), {}).setdefault(service[2], {}).update(sent)
    return found


DEEP = {"deep": b"[" * 100_000, "deep inside": b'{"title": ' + b"[" * 1500 + b"]" * 1500 + b"}"}


def test_every_service(school, attack):
    found = entries(services=True)
    opened = doors(school, found)
    assert len(opened) > 110
    for path, _entry, roles, _plain in addresses(attack, opened):
        names = attack.asked(path) or ["unknown"]
        for at, (role, pairs, what) in enumerate(questions(names, roles)):
            # A question with an unknown name is refused for it, so each name is asked alone, too.
            name, turn = names[at % len(names)], next(TURN)
            attack.get(role, path, True, pairs, what)
            attack.get(role, path, True, mixed([name], turn), f"{name} {turn}")
        for role, turn in others():
            attack.get(role, path, True, mixed(names[:1], turn), f"mixed {turn}")
    known, turn = samples(), count()
    for (entry, record), roles in opened.items():
        if entry.method in READING:
            continue
        path = f"{school.path(record)}/{entry.name}"
        tails = known.get((entry.name, entry.method), {"": {}})
        for what, body in {**BODIES, **DEEP}.items():
            attack.body(roles[next(turn) % len(roles)], entry.method, path, body, what)
        for tail, sent in {**tails, "/0": {}, "/x/y": {}, "/-1": {}, "/²": {}}.items():
            for name in sent:
                for _time in range(2):
                    what = list(BAD)[next(turn) % len(BAD)]
                    role = roles[next(turn) % len(roles)]
                    body = {**sent, name: BAD[what]}
                    attack.body(role, entry.method, path + tail, body, f"{name}: {what}")
            attack.body(roles[0], entry.method, path + tail, {}, "empty")
        kinds = list({**BODIES, **tails}.items())
        for role, at in others():
            what, body = kinds[at % len(kinds)]
            attack.body(role, entry.method, path, body, what)
    attack.verdict()
    assert attack.answered() >= set(ROLES)


#: Where a browser is led that may not come here.
LED_AWAY = ("/login", "/require_login", "/insufficient-privileges")


def test_pages_of_the_platform_without_a_matter(school):
    """The owner of the server, who is nobody in the school, meets no fault in forms and versions."""
    families = sorted({one.family for one in school.registers()})
    kinds = (*families, "file_document", "tombstone", "Document", "Plone Site", "TempFolder")
    forms = [f"++add++{kind}" for kind in kinds]
    places = [school.portal, school.registers()[0], school.file, school.paper]
    asked = [(place, form) for place in places for form in (*forms, f"{forms[0]}/")]
    for place in [*school.contexts(), school.file]:
        asked += [(place, f"@@history{question}") for question in ("", "?one=1&two=x")]
    statuses = Counter()
    with RelativeSession(school.portal.absolute_url(), test=None) as http:
        http.auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        for place, name in asked:
            path = f"{school.path(place)}/{name}"
            answer = http.get(path, headers={"Accept": "text/html"}, allow_redirects=False)
            statuses[answer.status_code] += 1
            led_to = answer.headers.get("Location", "").partition("?")[0]
            refused = answer.status_code in (200, 403, 404) or led_to.endswith(LED_AWAY)
            assert refused, (path, answer.status_code, led_to)
    # A type that may lie there is still added by its form.
    assert statuses[200] and statuses[404] > 20
