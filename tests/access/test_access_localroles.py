"""Local roles through stable groups: who sees a child's file, and what is never re-indexed."""

from collective.schoolrecords.access.groups import child_group
from collective.schoolrecords.access.groups import cohort_group
from collective.schoolrecords.access.interfaces import IAccessSubject
from collective.schoolrecords.school import appointments
from collective.schoolrecords.school import cohorts
from collective.schoolrecords.school import families
from collective.schoolrecords.school import staff
from datetime import date
from plone import api
from plone.dexterity.content import Container
from plone.dexterity.fti import DexterityFTI
from plone.uuid.interfaces import IAttributeUUID
from Products.CMFCore.indexing import IndexQueue
from Products.CMFCore.indexing import processQueue
from Products.ZCatalog.Catalog import Catalog
from unittest import mock
from zope.event import notify
from zope.interface import implementer
from zope.lifecycleevent import ObjectCreatedEvent

import contextlib
import pytest
import sys


CLASS_TEACHER = "Class Teacher"
ORDER = {"order_number": "7-К", "order_date": date(2026, 1, 9)}
DAY = date(2026, 2, 2)


@implementer(IAccessSubject, IAttributeUUID)
class ChildFile(Container):
    """A file of a child as the records room makes them: it knows its class and itself."""

    portal_type = "test_child_file"
    cohort_id = None

    def access_grants(self):
        yield cohort_group(self.cohort_id, "class_teacher"), CLASS_TEACHER
        yield cohort_group(self.cohort_id, "subject_teacher"), "Subject Teacher"
        yield child_group(self.UID(), "guardian"), "Guardian"
        yield child_group(self.UID(), "pupil"), "Pupil"


class Counter:
    """Counts what is asked of the index queue and done by catalogs while it is entered."""

    WATCHED = (
        (IndexQueue, "index"),
        (IndexQueue, "reindex"),
        (IndexQueue, "unindex"),
        (Catalog, "catalogObject"),
        (Catalog, "uncatalogObject"),
    )

    def __enter__(self):
        processQueue()
        self.calls = []
        self.stack = contextlib.ExitStack()
        for owner, name in self.WATCHED:
            self.stack.enter_context(mock.patch.object(owner, name, self._counting(owner, name)))
        return self

    def __exit__(self, *args):
        with self.stack:
            processQueue()

    def _counting(self, owner, name):
        original = getattr(owner, name)

        def counted(this, *args, **kwargs):
            self.calls.append(name)
            return original(this, *args, **kwargs)

        return counted


@pytest.fixture
def make_file(portal):
    """Make a child's file in a class, with two documents in it."""
    fti = DexterityFTI(
        "test_child_file",
        klass=f"{ChildFile.__module__}.ChildFile",
        global_allow=True,
        filter_content_types=False,
    )
    with mock.patch.dict("sys.modules", {ChildFile.__module__: sys.modules[__name__]}):
        portal.portal_types._setObject("test_child_file", fti)

        def make(name, cohort_id):
            made = ChildFile(name)
            made.cohort_id = cohort_id
            notify(ObjectCreatedEvent(made))
            portal._setObject(name, made)
            file = portal[name]
            for permission in ("View", "Access contents information"):
                roles = [CLASS_TEACHER, "Guardian", "Pupil", "Secretary", "Manager"]
                file.manage_permission(permission, roles, acquire=0)
            for child in ("paper-1", "paper-2"):
                paper = Container(child, portal_type="test_child_file")
                file._setObject(child, paper)
            file.reindexObjectSecurity()
            return file

        with api.env.adopt_roles(["Manager"]):
            yield make


@pytest.fixture
def classes(town, on_day):
    """7А and 7Б of 2025/26, with a class teacher each."""
    on_day(DAY)
    made = {}
    for letter, user_id in (("А", "teacher_a"), ("Б", "teacher_b")):
        cohort = cohorts.add_cohort(town.school, year=2025, grade=7, letter=letter)
        town.holder(user_id, "class_teacher", cohort_id=cohort.id)
        made[letter] = cohort
    return made


def found_by(town, user_id):
    """Paths below the site that a catalog search of this user finds among the files."""
    with town.logged_in(user_id):
        brains = api.content.find(portal_type="test_child_file")
        return sorted(brain.getPath().split("/", 2)[2] for brain in brains)


def may_view(town, user_id, obj):
    return bool(town.user(user_id).has_permission("View", obj))


class TestBothSides:
    def test_the_class_teacher_opens_and_finds_the_own_class_only(self, town, classes, make_file):
        make_file("file-a", classes["А"].id)
        make_file("file-b", classes["Б"].id)
        portal = town.portal
        assert may_view(town, "teacher_a", portal["file-a"])
        assert may_view(town, "teacher_a", portal["file-a"]["paper-1"])
        assert not may_view(town, "teacher_a", portal["file-b"])
        assert not may_view(town, "teacher_a", portal["file-b"]["paper-1"])
        assert found_by(town, "teacher_a") == ["file-a", "file-a/paper-1", "file-a/paper-2"]
        assert found_by(town, "teacher_b") == ["file-b", "file-b/paper-1", "file-b/paper-2"]

    def test_a_subject_teacher_holds_another_role_than_the_class_teacher(
        self, town, classes, make_file
    ):
        file = make_file("file-a", classes["А"].id)
        town.holder("physics", "subject_teacher", cohort_id=classes["А"].id, subject="Физика")
        assert "Subject Teacher" in town.user("physics").getRolesInContext(file)
        assert not may_view(town, "physics", file)
        assert found_by(town, "physics") == []

    def test_a_guardian_sees_the_own_child_only(self, town, classes, make_file):
        own, other = make_file("own", classes["А"].id), make_file("other", classes["А"].id)
        mother = town.person("mother", kinds=("guardian",))
        families.link_guardian(town.school, own.UID(), mother.id, "mother")
        assert may_view(town, "mother", own)
        assert not may_view(town, "mother", other)
        assert found_by(town, "mother") == ["own", "own/paper-1", "own/paper-2"]

    def test_a_pupil_sees_the_own_file_only(self, town, classes, make_file):
        own, other = make_file("own", classes["А"].id), make_file("other", classes["А"].id)
        pupil = town.person("pupil", kinds=("pupil",))
        families.link_pupil(town.school, own.UID(), pupil.id)
        assert may_view(town, "pupil", own)
        assert not may_view(town, "pupil", other)
        assert found_by(town, "pupil") == ["own", "own/paper-1", "own/paper-2"]

    def test_an_office_of_the_school_sees_all(self, town, classes, make_file):
        make_file("file-a", classes["А"].id)
        make_file("file-b", classes["Б"].id)
        town.holder("secretary", "secretary")
        assert len(found_by(town, "secretary")) == 6

    def test_an_account_without_office_sees_nothing(self, town, classes, make_file):
        file = make_file("file-a", classes["А"].id)
        town.person("stranger")
        assert not may_view(town, "stranger", file)
        assert found_by(town, "stranger") == []

    def test_an_expired_appointment_opens_and_finds_nothing(self, town, classes, make_file, on_day):
        file = make_file("file-a", classes["А"].id)
        extra = town.person("extra")
        days = {"start": date(2026, 1, 12), "end": date(2026, 1, 30)}
        teacher = town.school.person_of("teacher_a")
        town.appoint(
            extra, "class_teacher", cohort_id=classes["А"].id, acting_for=teacher.id, **days
        )
        on_day(date(2026, 1, 30))
        assert may_view(town, "extra", file)
        assert len(found_by(town, "extra")) == 3
        on_day(date(2026, 1, 31))
        assert not may_view(town, "extra", file)
        assert found_by(town, "extra") == []


class TestCatalog:
    def test_the_index_holds_the_groups_and_no_person(self, town, classes, make_file):
        file = make_file("file-a", classes["А"].id)
        catalog = api.portal.get_tool("portal_catalog")
        (brain,) = catalog.unrestrictedSearchResults(UID=file.UID())
        allowed = catalog.getIndexDataForRID(brain.getRID())["allowedRolesAndUsers"]
        assert f"user:{cohort_group(classes['А'].id, 'class_teacher')}" in allowed
        assert f"user:{child_group(file.UID(), 'guardian')}" in allowed
        assert not [one for one in allowed if "teacher_a" in one]


class TestNothingIsIndexedAgain:
    """Design 9: membership and labels change, the catalog does not hear of it."""

    def test_a_change_of_the_class_teacher(self, town, classes, make_file):
        make_file("file-a", classes["А"].id)
        new = town.person("teacher_new")
        (held,) = appointments.holders_of(town.school, "class_teacher", DAY, classes["А"].id)
        with Counter() as counter:
            appointments.dismiss(town.school, held.id, date(2026, 2, 1), **ORDER)
            town.appoint(new, "class_teacher", cohort_id=classes["А"].id, start=DAY)
        assert counter.calls == []
        assert found_by(town, "teacher_a") == []
        assert found_by(town, "teacher_new") == ["file-a", "file-a/paper-1", "file-a/paper-2"]

    def test_a_change_of_the_label(self, town, classes, make_file, on_day):
        make_file("file-a", classes["А"].id)
        with Counter() as counter:
            cohorts.relabel_cohort(town.school, classes["А"].id, "К", date(2026, 2, 2))
        assert counter.calls == []
        assert town.school.cohorts[classes["А"].id].label_on(DAY) == "7К"
        with Counter() as counter:
            on_day(date(2026, 9, 1))
            assert len(found_by(town, "teacher_a")) == 3
        assert counter.calls == []

    def test_a_guardian_comes_and_goes(self, town, classes, make_file):
        file = make_file("file-a", classes["А"].id)
        mother = town.person("mother", kinds=("guardian",))
        with Counter() as counter:
            families.link_guardian(town.school, file.UID(), mother.id, "mother")
            assert len(found_by(town, "mother")) == 3
            families.end_guardianship(town.school, file.UID(), mother.id, date(2026, 2, 1))
        assert counter.calls == []
        assert found_by(town, "mother") == []

    def test_an_account_is_linked_to_the_teacher(self, town, classes, make_file):
        make_file("file-a", classes["А"].id)
        teacher = town.school.person_of("teacher_a")
        town.person("spare")
        staff.link_account(town.school, town.school.person_of("spare").id, None)
        with Counter() as counter:
            staff.link_account(town.school, teacher.id, "spare")
        assert counter.calls == []
        assert len(found_by(town, "spare")) == 3
        assert found_by(town, "teacher_a") == []

    def test_the_counter_hears_what_does_index(self, town, classes, make_file):
        """Moving the pupil is the case that indexes: the file and its two documents, no more."""
        file = make_file("file-a", classes["А"].id)
        make_file("file-b", classes["А"].id)
        with Counter() as counter:
            file.cohort_id = classes["Б"].id
            file.reindexObjectSecurity()
        assert counter.calls.count("catalogObject") == 3
        assert found_by(town, "teacher_b") == ["file-a", "file-a/paper-1", "file-a/paper-2"]
