"""The half-year marks of a class of grade 10 or 11 as one table."""

from bs4 import BeautifulSoup
from builders import personal_file
from builders import step
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.school.cohorts import add_cohort
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from schoolrecords_screens import Screens
from schoolrecords_screens import texts

import pytest


YEAR = "2025/26"


@pytest.fixture
def screens(functional):
    return Screens(functional["portal"])


def form_of(page):
    """Name → value of the fields of the table."""
    fields = page.select("form.sr-marks input[name]:not([name=_authenticator])")
    return {field["name"]: field.get("value", "") for field in fields}


def year_of(screens, record):
    return years_of(screens.fresh(record)).get(YEAR)


def test_the_half_years_of_a_senior_class_are_entered_on_one_page(screens):
    """Beside the marks of the year, for grades 10 and 11 alone; an old page and a word are refused."""
    setRoles(screens.portal, TEST_USER_ID, ["Manager", "Secretary"])
    ten = add_cohort(screens.town.school, year=2025, grade=10, letter="А")
    files = [
        step(personal_file(number=90 + n, last_name=name, cohort_id=ten.id), "register")
        for n, name in enumerate(("Калинина", "Краснова"))
    ]
    setRoles(screens.portal, TEST_USER_ID, ["Member"])
    screens.join("senior_teacher", "class_teacher", cohort_id=ten.id)
    first, second = (one.UID() for one in files)
    year = f"class={ten.id}&year={YEAR}"
    page = screens.page("senior_teacher", f"/@@class-results?{year}")
    parts = [one["href"][len(screens.url) :] for one in page.select(".sr-inpage a[href*=half]")]
    assert parts == [f"/@@class-half-years?half={half}&{year}" for half in "12"]

    for path, marks in zip(parts, (("5", "зач"), ("4", "")), strict=True):
        page = screens.page("senior_teacher", path)
        assert page.select("select.sr-decision, .sr-results-bar a") == []
        form = {**form_of(page), "subject.0": "Химия", "save": "1"}
        form |= {f"mark.{first}.0": marks[0], f"mark.{second}.0": marks[1]}
        assert screens.post("senior_teacher", path, form).status_code == 302
    assert year_of(screens, files[0]).half_years == {"1": {"Химия": "5"}, "2": {"Химия": "4"}}
    assert year_of(screens, files[1]).half_years == {"1": {"Химия": "зачёт"}}
    page = screens.page("senior_teacher", parts[1])
    assert texts(page, ".sr-results-bar p") == ["Внесено: 1 из 2."]
    assert "2025/26 · II полугодие" in page.get_text()

    # Only the first pupil has changed since that page; the other is not kept either.
    old = {**form, f"mark.{first}.0": "3", f"mark.{second}.0": "3"}
    late = screens.post("senior_teacher", parts[1], old)
    assert len(texts(BeautifulSoup(late.text, "html.parser"), ".sr-errors li")) == 1
    form = {**form_of(page), f"mark.{first}.0": "7", f"mark.{second}.0": "3", "save": "1"}
    wrong = BeautifulSoup(screens.post("senior_teacher", parts[1], form).text, "html.parser")
    assert wrong.select_one(f'[name="mark.{first}.0"]')["value"] == "7"
    assert "2" not in year_of(screens, files[1]).half_years

    table = f"/@@class-results?{year}"
    form = {**form_of(screens.page("senior_teacher", table)), "more": "Физика", "save": "1"}
    form |= {"subject.0": "Химия", f"mark.{first}.0": "5", f"decision.{first}": ""}
    assert screens.post("senior_teacher", table, form).status_code == 302
    kept = year_of(screens, files[0])
    assert (kept.marks, kept.half_years["2"]) == ({"Химия": "5"}, {"Химия": "4"})

    seven = parts[0].replace(ten.id, screens.cohort.id)
    table_of_seven = table.replace(ten.id, screens.cohort.id)
    assert screens.get("class_teacher", seven).headers["Location"] == screens.url + table_of_seven
    assert screens.page("class_teacher", table_of_seven).select(".sr-inpage a[href*=half]") == []
    for who in ("guardian", "pupil", "archivist", "auditor", "anonymous"):
        assert screens.get(who, parts[0]).status_code in (302, 401, 403), who
    assert screens.post("senior_teacher", parts[0], form, token=False).status_code == 403
