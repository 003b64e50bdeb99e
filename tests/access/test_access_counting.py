"""Real files of pupils: what a change of people or labels indexes again, counted."""

from builders import document
from builders import personal_file
from builders import step
from collective.schoolrecords.records.personal_file.moves import move_to_class
from collective.schoolrecords.school import appointments
from collective.schoolrecords.school import cohorts
from datetime import date
from plone import api
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from Products.CMFCore.indexing import IndexQueue
from Products.CMFCore.indexing import processQueue
from Products.ZCatalog.Catalog import Catalog
from unittest import mock

import contextlib
import pytest


DAY = date(2026, 2, 2)
ORDER = {"order_number": "7-К", "order_date": date(2026, 1, 9)}


@contextlib.contextmanager
def counted():
    """Paths that catalogs index while it is entered, in order; the queue is empty before."""
    processQueue()
    paths = []
    original = Catalog.catalogObject

    def catalog_object(catalog, obj, uid, *args, **kwargs):
        paths.append(uid)
        return original(catalog, obj, uid, *args, **kwargs)

    with mock.patch.object(Catalog, "catalogObject", catalog_object):
        yield paths
        processQueue()


@pytest.fixture
def classes(town, on_day):
    """7А with two files of two documents each, 7Б, a teacher in each."""
    on_day(DAY)
    setRoles(town.portal, TEST_USER_ID, ["Secretary", "Deputy"])
    made = []
    for letter, teacher in (("А", "teacher_a"), ("Б", "teacher_b")):
        cohort = cohorts.add_cohort(town.school, year=2025, grade=7, letter=letter)
        town.holder(teacher, "class_teacher", cohort_id=cohort.id)
        made.append(cohort)
    login(town.portal, TEST_USER_NAME)
    return made


@pytest.fixture
def files(classes):
    made = []
    for _number in range(2):
        file = step(personal_file(cohort_id=classes[0].id), "register")
        for kind in ("Заявление о приёме", "Копия свидетельства"):
            step(document(file, kind=kind), "approve")
        made.append(file)
    return made


def found_by(town, user_id):
    with town.logged_in(user_id):
        types = ("personal_file", "file_document")
        found = {brain.getPath() for brain in api.content.find(portal_type=types)}
    login(town.portal, TEST_USER_NAME)
    return found


def paths_of(file):
    inside = {"/".join(paper.getPhysicalPath()) for paper in file.objectValues()}
    return {"/".join(file.getPhysicalPath())} | inside


def test_a_change_of_the_class_teacher_indexes_nothing(town, classes, files):
    both = paths_of(files[0]) | paths_of(files[1])
    assert found_by(town, "teacher_a") == both
    new = town.person("teacher_new")
    (held,) = appointments.holders_of(town.school, "class_teacher", DAY, classes[0].id)

    with counted() as indexed, mock.patch.object(IndexQueue, "reindex") as queued:
        appointments.dismiss(town.school, held.id, date(2026, 2, 1), **ORDER)
        town.appoint(new, "class_teacher", cohort_id=classes[0].id, start=DAY)

    assert indexed == []
    assert not queued.called
    assert found_by(town, "teacher_a") == set()
    assert found_by(town, "teacher_new") == both


def test_a_new_label_indexes_nothing(town, classes, files):
    with counted() as indexed, mock.patch.object(IndexQueue, "reindex") as queued:
        cohorts.relabel_cohort(town.school, classes[0].id, "К", DAY)

    assert indexed == []
    assert not queued.called
    assert town.school.cohorts[classes[0].id].label_on(DAY) == "7К"
    assert len(found_by(town, "teacher_a")) == 6


def test_a_pupil_who_moves_indexes_the_own_file_and_its_documents_once(town, classes, files):
    moved, other = files
    with counted() as indexed:
        move_to_class(moved, classes[1].id, "Приказ № 8-у от 02.02.2026")

    assert sorted(indexed) == sorted(paths_of(moved))
    assert len(indexed) == 3
    assert found_by(town, "teacher_a") == paths_of(other)
    assert found_by(town, "teacher_b") == paths_of(moved)
