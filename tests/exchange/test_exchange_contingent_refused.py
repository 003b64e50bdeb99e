"""Who may load a list of pupils, and what is refused before anything is written."""

from collective.schoolrecords.exchange import journal
from collective.schoolrecords.exchange.starting import dry_run
from collective.schoolrecords.exchange.starting import ImportInvalid
from collective.schoolrecords.exchange.starting import ImportRefused
from collective.schoolrecords.exchange.starting import start_import
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now
from imports_help import codes
from imports_help import load_pupils as load
from imports_help import run_import
from imports_help import SIBLINGS
from imports_help import snapshot
from lists_data import data_of
from lists_data import pupil_book
from lists_data import table_of
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from zExceptions import Unauthorized

import pytest
import transaction


@pytest.fixture
def office(functional):
    portal = functional["portal"]
    setRoles(portal, TEST_USER_ID, ["Secretary"])
    transaction.commit()
    return portal


class TestWhoMay:
    @pytest.mark.parametrize("role", ["Secretary", "Archivist", "Deputy", "Director"])
    def test_the_office(self, office, role):
        setRoles(office, TEST_USER_ID, [role])

        assert load(SIBLINGS[0]).numbers["filed"] == 1

    @pytest.mark.parametrize(
        "role", ["Auditor", "Method Head", "Manager", "Site Administrator", "Member"]
    )
    def test_nobody_else(self, office, role):
        setRoles(office, TEST_USER_ID, [role])
        before = snapshot(office)

        with pytest.raises(Unauthorized):
            load(SIBLINGS[0])
        with pytest.raises(Unauthorized):
            dry_run(office, "contingent", pupil_book(SIBLINGS[0]), "a.xlsx")
        assert snapshot(office) == before

    def test_the_right_is_asked_again_when_the_job_runs(self, office):
        one = start_import(office, "contingent", pupil_book(SIBLINGS[0]), "a.xlsx")
        setRoles(office, TEST_USER_ID, ["Auditor"])

        assert run_now(office, get_jobs(office).get(one.job)) == "failed"
        assert office["personal-files"].objectCount() == 0


class TestRefusedOrders:
    @pytest.mark.parametrize(
        "kind, filename, options, field",
        [
            ("pupils", "a.xlsx", {}, "kind"),
            ("contingent", "../a.xlsx", {}, "filename"),
            ("contingent", "", {}, "filename"),
            ("contingent", "a.xlsx", {"colour": "red"}, "colour"),
            ("contingent", "a.xlsx", {"year": 99999}, "year"),
            ("contingent", "a.xlsx", {"year": "2025"}, "year"),
            ("contingent", "a.xlsx", {"register": "yes"}, "register"),
            ("contingent", "a.xlsx", {"volume": "1" * 61}, "volume"),
        ],
    )
    def test_what_makes_no_sense(self, office, kind, filename, options, field):
        with pytest.raises(ImportInvalid) as refused:
            start_import(office, kind, pupil_book(SIBLINGS[0]), filename, options)
        assert [reason["field"] for reason in refused.value.reasons] == [field]
        assert journal.imports_of(office) is None

    @pytest.mark.parametrize("case", table_of("broken/expected.csv"), ids=lambda one: one["file"])
    def test_every_broken_file(self, office, case):
        name = case["file"]
        data = data_of(f"broken/{name}")
        if case["result"].startswith("refuse file"):
            with pytest.raises(ImportRefused) as refused:
                start_import(office, "contingent", data, name)
            assert case["code"] in [reason["code"] for reason in refused.value.reasons]
            assert journal.imports_of(office) is None
            return
        one = run_import("contingent", data, name)
        found = [finding.code for finding in one.noted()]
        assert case["code"] in found
        refused_rows = {"02": 2, "03": 1, "05": 1}.get(name[:2], 0)
        assert one.numbers["filed"] == 40 - refused_rows

    def test_a_value_that_does_not_fit_is_told_and_the_row_is_left_out(self, office):
        one = load({"Адрес проживания": "ул. " + "М" * 500}, SIBLINGS[1])

        assert codes(one.noted()) == [(2, "VALUE_INVALID")]
        assert one.noted()[0].detail == "address"
        assert one.numbers["filed"] == 1
