"""Writers take turns: nobody conflicts with a neighbour, nobody waits for ever."""

from collective.schoolrecords.access import turns as module
from collective.schoolrecords.access.turns import give_turn_back
from collective.schoolrecords.access.turns import take_turn
from collective.schoolrecords.access.turns import Turns
from collective.schoolrecords.interfaces import ISchoolRecordsLayer
from types import SimpleNamespace
from zope.interface import alsoProvides
from zope.publisher.browser import TestRequest as Request

import pytest
import threading
import time
import transaction


@pytest.fixture
def turns(monkeypatch):
    made = Turns(patience=20)
    monkeypatch.setattr(module, "turns", made)
    return made


def asked(method, *layers):
    request = Request()
    request.method = method
    if layers:
        alsoProvides(request, *layers)
    return SimpleNamespace(request=request)


def in_thread(function, *args):
    done = threading.Event()
    thread = threading.Thread(target=lambda: (function(*args), done.set()), daemon=True)
    thread.start()
    return done


def test_the_second_writer_waits_for_the_first(turns):
    first, second = asked("POST", ISchoolRecordsLayer), asked("PATCH", ISchoolRecordsLayer)
    take_turn(first)
    done = in_thread(take_turn, second)
    assert not done.wait(0.2)
    give_turn_back(first)
    assert done.wait(5)
    third = in_thread(take_turn, asked("DELETE", ISchoolRecordsLayer))
    assert not third.wait(0.2)
    give_turn_back(second)
    assert third.wait(5)


def test_readers_and_other_sites_never_wait(turns):
    take_turn(asked("POST", ISchoolRecordsLayer))
    assert in_thread(take_turn, asked("GET", ISchoolRecordsLayer)).wait(5)
    assert in_thread(take_turn, asked("POST")).wait(5)


def test_a_turn_that_was_lost_is_taken_over_and_cannot_be_given_back_later():
    turns = Turns(patience=0.2)
    lost, heir = object(), object()
    turns.take(lost)
    started = time.monotonic()
    turns.take(heir)
    assert time.monotonic() - started >= 0.2
    turns.give_back(lost)
    waiting = in_thread(turns.take, object())
    assert not waiting.wait(0.05)
    turns.give_back(heir)
    assert waiting.wait(5)


def test_a_writer_begins_anew_when_the_turn_comes(turns):
    former = transaction.begin()
    take_turn(asked("GET", ISchoolRecordsLayer))
    assert transaction.get() is former
    take_turn(asked("POST", ISchoolRecordsLayer))
    assert transaction.get() is not former
