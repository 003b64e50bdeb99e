"""The half-year marks of a class of grade 10 or 11 as one table."""

from bs4 import BeautifulSoup
from builders import personal_file
from builders import step
from collective.schoolrecords.core.year_results import MarkRules
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.school.cohorts import add_cohort
from datetime import date
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from schoolrecords_screens import Screens
from schoolrecords_screens import texts

import pytest
import transaction


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


def corrects_a_half_year(screens, file, table):
    """After the seal the director corrects a mark; both stay visible, the certificate has the new one."""
    years = years_of(screens.fresh(file))
    cited = {"decision": "promoted", "minutes_number": "5", "minutes_date": date(2026, 5, 25)}
    years.enter(YEAR, cited, 10, MarkRules())
    path = screens.path(file)
    transaction.commit()
    correct = f"{path}/@@correct-mark?year={YEAR}"
    # Before the seal the year is changed, not corrected.
    assert screens.get("director", correct).status_code in (302, 403)
    years = years_of(screens.fresh(file))
    for signer in ("class_teacher", "seal"):
        years.certify(YEAR, signer, "лист 5", "x", "2026-05-26T10:00:00+03:00", MarkRules())
    transaction.commit()
    shown = screens.page("director", f"{path}/@@year?year={YEAR}")
    assert shown.select_one("a[href*=correct-mark]")["href"] == screens.url + correct
    assert (
        screens.page("senior_teacher", f"{path}/@@year?year={YEAR}").select("a[href*=correct-mark]")
        == []
    )
    for who in ("senior_teacher", "secretary", "guardian", "pupil", "archivist", "anonymous"):
        assert screens.get(who, correct).status_code in (302, 401, 403), who
    assert screens.get("director", f"{path}/@@correct-mark?year=1999/00").status_code == 404
    form = {"year": YEAR, "save": "1", "subject": "Химия", "which": "1", "mark": "5"}
    refused = screens.post("director", f"{path}/@@correct-mark", {**form, "mark": "н/я"})
    told = texts(BeautifulSoup(refused.text, "html.parser"), ".sr-errors li")
    assert len(told) == 2
    refused = screens.post("director", f"{path}/@@correct-mark", {**form, "reason": "Описка"})
    assert "отметка и так «5»" in refused.text
    form |= {"mark": "4", "reason": "Описка <b>, приказ 5-у"}
    answer = screens.post("director", f"{path}/@@correct-mark", form)
    assert answer.headers["Location"].endswith(f"/@@year?year={YEAR}")
    shown = screens.page("director", f"{path}/@@year?year={YEAR}").get_text(" ", strip=True)
    assert "5, I полугодие 4, II полугодие 4" in shown
    assert "I полугодие: 4 вместо 5, исправлено" in shown
    assert "Описка <b>, приказ 5-у" in shown
    kept = year_of(screens, file)
    assert kept.half_years["1"] == {"Химия": "5"}
    assert kept.current_halves() == {"1": {"Химия": "4"}, "2": {"Химия": "4"}}
    assert kept.current_marks() == {"Химия": "5"}
    assert not chain_of(screens.fresh(file)).verify()
    assert "4" in texts(screens.page("director", table), "tbody tr")[0]
    form |= {"which": "year", "mark": "4"}
    assert screens.post("director", f"{path}/@@correct-mark", form).status_code == 302
    assert year_of(screens, file).current_marks() == {"Химия": "4"}


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
    shown = page.get_text()
    # Half-years are signed with the year: nothing waits for a signature on this page.
    assert "Без подписи" not in shown
    assert shown.count("Подписывают вместе с годом") == 1
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

    corrects_a_half_year(screens, files[0], parts[0])

    seven = parts[0].replace(ten.id, screens.cohort.id)
    table_of_seven = table.replace(ten.id, screens.cohort.id)
    assert screens.get("class_teacher", seven).headers["Location"] == screens.url + table_of_seven
    assert screens.page("class_teacher", table_of_seven).select(".sr-inpage a[href*=half]") == []
    for who in ("guardian", "pupil", "archivist", "auditor", "anonymous"):
        assert screens.get(who, parts[0]).status_code in (302, 401, 403), who
    assert screens.post("senior_teacher", parts[0], form, token=False).status_code == 403
