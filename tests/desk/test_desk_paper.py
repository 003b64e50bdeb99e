"""Previews of prints: what is offered to whom, what is shown instead when a paper lacks something."""

from builders import destruction_act
from builders import portfolio
from builders import step
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from schoolrecords_screens import Screens
from schoolrecords_screens import texts

import pytest
import transaction


@pytest.fixture
def screens(functional):
    return Screens(functional["portal"])


def test_papers_of_a_file(screens):
    """The office is offered statements, the family is not and gets none by the address either."""
    path = screens.path(screens.file)
    offered = texts(screens.page("secretary", path), "a[href*='@@paper']")
    assert "Справка об обучении" in offered
    assert "Справка о периоде обучения" not in offered
    page = screens.page("secretary", f"{path}/@@paper?name=print-statement-studies")
    assert texts(page, "h1") == ["Справка об обучении"]
    address = f"{path}/@@print-statement-studies"
    assert page.select_one("object.sr-paper")["data"].partition("#")[0].endswith(address)
    answer = screens.get("secretary", address)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("inline")
    for key in ("class_teacher", "auditor"):
        links = texts(screens.page(key, path), "a[href*='@@paper']")
        assert links, key
        assert not [one for one in links if "правка" in one], key
        for refused in (address, f"{path}/@@paper?name=print-statement-studies"):
            assert screens.get(key, refused).status_code in (302, 401, 403), key
    for name in ("print-statement-period", "print-book", "print-file-plan", "view", ""):
        assert screens.get("secretary", f"{path}/@@paper?name={name}").status_code == 404
    assert screens.get("anonymous", f"{path}/@@paper?name=print-cover").status_code in (302, 401)
    # What a paper lacks is told where it would stand.
    screens.file.birth_date = None
    transaction.commit()
    page = screens.page("secretary", f"{path}/@@paper?name=print-statement-studies")
    assert texts(page, ".sr-reasons li") == ["Не заполнено: «Дата рождения»."]
    assert page.select("object, .sr-head .btn") == []
    setRoles(screens.portal, TEST_USER_ID, ["Archivist"])
    act = destruction_act()
    setRoles(screens.portal, TEST_USER_ID, ["Member"])
    transaction.commit()
    for name in ("print-act", "print-act-protocol"):
        page = screens.page("archivist", f"{screens.path(act)}/@@paper?name={name}")
        assert texts(page, ".sr-reasons li"), name


def test_papers_of_the_office_are_not_for_families(screens):
    """The reader stands on them as the official; what only the office mends is not told either."""
    setRoles(screens.portal, TEST_USER_ID, ["Manager", "Secretary", "Archivist", "Director"])
    screens.file.snils = "12"
    mine = step(portfolio(screens.file), "register")
    setRoles(screens.portal, TEST_USER_ID, ["Member"])
    transaction.commit()
    warned = "В СНИЛС не 11 цифр. Сверьте номер с документом."
    office = {
        screens.file: (
            "print-cover",
            "print-inner-inventory",
            "print-certifying-sheet",
            "print-receipt",
        ),
        screens.paper: ("print-receipt",),
    }
    for record, names in office.items():
        path = screens.path(record)
        for name in names:
            both = (f"{path}/@@{name}", f"{path}/@@paper?name={name}")
            for address in both:
                for key in ("secretary", "class_teacher", "auditor"):
                    assert screens.get(key, address).status_code == 200, (key, address)
                for key in ("guardian", "pupil"):
                    assert screens.get(key, address).status_code in (302, 401, 403), (key, address)
    for key, told in (("secretary", True), ("guardian", False), ("pupil", False)):
        page = screens.page(key, screens.path(screens.file))
        assert (warned in page.get_text(" ")) is told, key
        assert bool(page.select("a[href*='@@paper?name=print-']")) is told, key
    path = screens.path(mine)
    for key in ("guardian", "pupil"):
        links = [one["href"] for one in screens.page(key, path).select("a[href*='@@paper']")]
        assert [one.rpartition("=")[2] for one in links] == ["print-achievements"]
        for name in ("print-papers-taken", "print-loan"):
            answer = screens.get(key, f"{screens.path(screens.file)}/@@{name}")
            assert answer.status_code in (302, 401, 403), (key, name)
        for name in ("print-receipt", "print-loan"):
            assert screens.get(key, f"{path}/@@{name}").status_code in (302, 401, 403), name


def test_lists_and_plans_of_the_school(screens):
    """The preview asks what the page asked; each print keeps the permission of its own."""
    page = screens.page("class_teacher", "/@@class-list")
    (link,) = page.select("a[href*=print-class-list]")
    preview = screens.page("class_teacher", link["href"].removeprefix(screens.url))
    data = preview.select_one("object.sr-paper")["data"].partition("#")[0]
    assert data.endswith(f"/@@print-class-list?class={screens.cohort.id}")
    answer = screens.get("class_teacher", data.removeprefix(screens.url))
    assert answer.content.startswith(b"%PDF-")
    for path in ("/@@print-class-list", "/@@paper?name=print-class-list"):
        assert screens.get("guardian", path).status_code in (302, 401, 403)

    (link,) = screens.page("archivist", "/@@calendar").select("a[href*=print-calendar]")
    preview = screens.page("archivist", link["href"].removeprefix(screens.url))
    assert texts(preview, "h1") == ["Печать календаря сроков"]
    for path in ("/@@print-calendar", "/@@paper?name=print-calendar"):
        assert screens.get("guardian", path).status_code in (302, 401, 403)
    unknown = "/@@paper?name=print-calendar&type=nothing"
    assert screens.get("archivist", unknown).status_code == 404
