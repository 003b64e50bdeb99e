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
from plone.dexterity.utils import iterSchemataForType
from schoolrecords_http import DAY
from schoolrecords_http import HttpSchool
from zope.schema import getFieldNames

import pytest


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
