"""Bad input to every type over REST: each bad value in every field, and bodies that are none.

The fields come from the schemas: what is added later is tried by itself.
"""

from bad_input import BAD
from bad_input import BODIES
from bad_input import Sender
from builders import book
from builders import case_file
from builders import destruction_act
from builders import document
from builders import inventory
from builders import local_regulation
from builders import order
from builders import personal_file
from builders import portfolio
from builders import protocol
from collective.schoolrecords.access.json_bodies import holds_unreadable
from collective.schoolrecords.lifecycle.refusals import RecordProtected
from plone.dexterity.utils import iterSchemataForType
from schoolrecords_http import DAY
from schoolrecords_http import HttpSchool
from zope.schema import getFieldNames

import pytest
import re
import transaction


OFFICE = ("Secretary", "Archivist", "Deputy", "Certificate Keeper", "Class Teacher")


@pytest.fixture
def school(functional, on_day):
    on_day(DAY)
    return HttpSchool(functional["portal"])


@pytest.fixture
def sender(school):
    made = Sender(school)
    yield made
    made.close()


def drafts(school):
    """Return portal type → a draft of it."""
    with school.as_test_user(*OFFICE):
        file = personal_file(cohort_id=school.cohort.id)
        made = [order(), case_file(), inventory(), destruction_act(), protocol(), book()]
        made += [file, document(file), portfolio(school.file), local_regulation()]
    return {one.portal_type: one for one in made}


def names_of(portal_type):
    """Return the names of all fields of a type."""
    return sorted(
        {name for schema in iterSchemataForType(portal_type) for name in getFieldNames(schema)}
    )


def test_no_type_breaks_on_bad_values(school, sender):
    """What is refused is refused in words and writes nothing; what is kept is shown as text."""
    found = drafts(school)
    assert len(found) == 10
    for portal_type, record in found.items():
        path, names = school.path(record), names_of(portal_type)
        for what, body in BODIES.items():
            sender.rest("PATCH", path, body, what)
        for what, value in BAD.items():
            every = dict.fromkeys(names, value)
            sender.rest("PATCH", path, every, what)
            sender.rest("POST", path.rpartition("/")[0], {"@type": portal_type, **every}, what)
            if what in ("script", "formula", "backwards", "two alphabets", "null sign"):
                for name in names:
                    sender.rest("PATCH", path, {name: value}, f"{name}: {what}")
        page = sender.judge("GET", path, "page", headers={"Accept": "text/html"})
        if "<script>alert(1)" in page.text:
            sender.note("GET", path, "page", page, "runs a script")
    sender.verdict()


def test_nobody_chooses_the_id_of_a_record(school):
    """An id puts no name into an address and no record in the place of a page (design 7 and 14)."""
    case = {"@type": "case_file", "doc_type": "summary_sheet", "title": "Проба id"}
    paper = {"@type": "file_document", "kind": "Справка", "title": "Бумага"}
    child = {"@type": "personal_file", "last_name": "Иванов", "first_name": "Иван"}
    file = school.path(school.file)
    ids = ("index_html", "@year-results", "@search", "Иванов", "0123456789abcdef", "я" * 100_000)
    for chosen in ids:
        for user, path, body in (
            ("archivist", "/cases", case),
            ("class_teacher", file, paper),
            ("secretary", "/personal-files", child),
        ):
            answer = school.ask(user, "POST", path, {**body, "id": chosen})
            assert answer.status_code == 400, (path, chosen[:20], answer.text)
            if not chosen.startswith("я"):
                assert f"«{chosen}» не принимается" in answer.json()["message"]

    made = school.ask("archivist", "POST", "/cases", case)
    assert made.status_code == 201
    assert re.fullmatch(r"[0-9a-f]{16}", made.json()["id"])
    path = school.path(school.portal["cases"][made.json()["id"]])
    for body in ({"id": "index_html"}, {"@id": "/cases/x"}):
        school.ask("archivist", "PATCH", path, body)
    assert school.ask("archivist", "GET", path).status_code == 200
    with school.as_test_user("Manager"), pytest.raises(RecordProtected):
        school.portal["cases"].manage_renameObject(made.json()["id"], "fedcba9876543210")
    transaction.abort()


#: Bodies of JSON and whether a sign in them is none of a text.
WRITTEN = {
    rb'{"title": "a\u0000"}': True,
    rb'{"title": "\ud800"}': True,
    rb'{"title": "\udc00\ud83d"}': True,
    rb'{"title": "\u007f"}': True,
    b'{"title": "\x7f"}': True,
    rb'{"title": "\b"}': True,
    rb'{"title": "\\\u001f"}': True,
    rb'{"title": "\\u0000"}': False,
    rb'{"title": "\ud83d\ude00 \n\t\r\f\/\""}': False,
    "{'title': 'мяг\u00adкий \u202aтекст\u202c'}".encode(): False,
    rb"no json \u0000": False,
}


@pytest.mark.parametrize("body", WRITTEN)
def test_signs_that_no_text_has_are_seen_in_a_body(body):
    assert holds_unreadable(body) is WRITTEN[body]


def test_what_no_text_holds_is_refused_before_a_service_reads_it(school):
    """The services and forms of the platform too; what Word pastes passes."""
    for sign in ("\ud800", "\x00", "\x1b", "\x7f"):
        for user, method, path, body in (
            ("archivist", "PATCH", school.path(school.case), {"title": f"а{sign}"}),
            ("secretary", "POST", "/cases", {"@type": "case_file", "title": sign}),
            ("secretary", "POST", "/orders", {"@type": "order", "registration_number": f"1{sign}"}),
        ):
            answer = school.ask(user, method, path, body)
            assert answer.status_code == 400, (sign, path, answer.text)
            assert "управляющие символы" in answer.json()["message"]
    form = {"form.widgets.IBasic.title": b"\xed\xa0\x80", "form.buttons.save": "1"}
    for name in ("/cases/++add++case_file", f"{school.path(school.case)}/edit"):
        answer = school.ask("archivist", "POST", name, data=form, headers={"Accept": "text/html"})
        assert answer.status_code in (400, 403, 404), (name, answer.status_code)
    pasted = {"title": "Свод\u00adная \u202aведомость\u202c\u200d"}
    assert school.ask("archivist", "PATCH", school.path(school.case), pasted).status_code == 204
