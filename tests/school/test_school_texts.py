"""Every reason that can be given has words, in English and in Russian."""

from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.core.working_days import CODES as WORKING_DAYS
from collective.schoolrecords.school.texts import FAULTS
from collective.schoolrecords.school.texts import reason_in_words
from collective.schoolrecords.school.texts import REASONS
from collective.schoolrecords.school.texts import RELATIONS
from datetime import date
from importlib.resources import files
from zope.i18n import translate

import ast
import pytest
import re


PACKAGE = files("collective.schoolrecords")


def first_arguments(source, *names):
    """Upper-case texts given as an argument to calls of these functions."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names:
            for argument in node.args:
                value = getattr(argument, "value", None)
                if isinstance(value, str) and re.fullmatch(r"[A-Z][A-Z_]+", value):
                    yield value


def sources(*places):
    for place in places:
        found = PACKAGE.joinpath(*place.split("/"))
        modules = [found] if found.is_file() else found.iterdir()
        for module in modules:
            if module.name.endswith(".py"):
                yield module.read_text()


def test_every_reason_of_the_room_has_words():
    given = {
        code
        # Services of the checkpoints refuse with the words of this room.
        for source in sources(
            "core/school.py",
            "core/class_end.py",
            "core/offices.py",
            "school",
            "integrity/services.py",
        )
        for code in first_arguments(source, "Reason")
    }
    kinds = {"NOT_STAFF", "NOT_GUARDIAN", "NOT_PUPIL"}  # made from the kind of person
    assert given | kinds | set(WORKING_DAYS) == set(REASONS)


def test_every_fault_of_a_regulation_has_words():
    modules = [f"core/{one.name}" for one in PACKAGE.joinpath("core").iterdir()]
    modules = [one for one in modules if one.startswith("core/regulation")]
    given = {
        code for source in sources(*modules) for code in first_arguments(source, "Fault", "Problem")
    }
    assert len(given) > 8
    assert given <= set(FAULTS)


@pytest.mark.parametrize("message", [*REASONS.values(), *FAULTS.values(), *RELATIONS.values()])
def test_every_message_is_russian(portal, message):
    assert re.search("[а-яё]", translate(message, target_language="ru").replace("${", ""))


def test_days_are_written_as_staff_write_them():
    reason = Reason(
        "COHORT_NOT_LIVING", "start", {"since": date(2025, 9, 1), "until": date(2030, 8, 31)}
    )
    message = reason_in_words(reason)["message"]
    assert "01.09.2025" in message and "31.08.2030" in message
