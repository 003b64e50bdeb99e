"""Rows made without a template: every text is escaped, nothing is left out."""

from bs4 import BeautifulSoup
from collective.schoolrecords.desk.desk_lists import _day_of
from collective.schoolrecords.desk.row_html import cell_html
from collective.schoolrecords.desk.row_html import choices_html
from collective.schoolrecords.desk.row_html import rows_html
from collective.schoolrecords.desk.values import Values
from DateTime import DateTime
from datetime import date
from zope.i18nmessageid import Message


STATE = Values(icon="state-draft", tone="plain", title="Черновик")
CELL = {
    "col": "number",
    "css": "sr-first",
    "text": "<К-1> & «Я»",
    "url": '/x?a=1&b="2"',
    "link": "sr-open",
    "label": '№ "дела"',
}


def test_cell():
    """Attributes that were not given are left out; an empty one stays, as CSS asks for it."""
    plain = BeautifulSoup(cell_html({"off": "", "text": "x"}, "/i.svg"), "html.parser").td
    assert plain.attrs == {"data-off": ""}
    assert plain.get_text() == "x"

    more = BeautifulSoup(cell_html({"text": "x", "sub": "<b>&"}, "/i.svg"), "html.parser").td
    assert more.select_one(".sr-cell-sub").get_text() == "<b>&"

    state = BeautifulSoup(cell_html({"col": "state", "state": STATE}, "/i.svg"), "html.parser").td
    assert state.get_text() == "Черновик"
    assert state.use["href"] == "/i.svg#state-draft"
    assert "sr-tone-plain" in state.span["class"]


def test_the_day_of_a_late_change_is_the_school_s():
    late = DateTime("2026-11-22T21:20:00+00:00")
    for moment in (late, late.toZone("Europe/Moscow"), late.toZone("US/Pacific")):
        assert _day_of(moment) == date(2026, 11, 23)
    assert _day_of(DateTime("2026-11-22T20:59:00+00:00")) == date(2026, 11, 22)


def test_a_cell_with_a_list():
    """Each part on a line of its own, with a link where it has one; all of it escaped."""
    parts = [("акт № <3>", '/a?x="1"'), ("Нет <b>описи", None)]
    cell = BeautifulSoup(cell_html({"parts": parts, "text": ""}, "/i.svg"), "html.parser").td
    assert [one.get_text() for one in cell.select("li")] == ["акт № <3>", "Нет <b>описи"]
    assert cell.a["href"] == '/a?x="1"'
    assert cell.find("b") is None


def test_the_name_behind_a_number_leads_where_the_number_leads():
    """The keyboard stops once a row; a name that stands before, or has a link of its own, stays."""
    name = {"text": "<Вера>", "css": "sr-lead"}

    def links(*cells):
        row = Values(uid="1", label="К-1", cells=[Values(**one) for one in cells])
        tree = BeautifulSoup(rows_html([row], "/i.svg", False), "html.parser")
        return [(one["href"], one.get_text(), one.get("tabindex")) for one in tree.select("a")]

    own = (CELL["url"], CELL["text"], None)
    assert links(CELL, name) == [own, (CELL["url"], "<Вера>", "-1")]
    assert links(name, CELL) == [own]
    assert links(CELL, {**name, "url": "/y"}) == [own, ("/y", "<Вера>", None)]
    assert links(CELL, {**name, "text": ""}) == [own]
    assert links({**CELL, "link": None}, name) == [own]


def test_choices():
    """A message is said in the reader's language, a text stays; nothing becomes markup."""
    choices = [
        Values(title=Message("a_word", domain="x", default="Word"), url="?a=1&b=2", count="26"),
        Values(title="<8А>", url="?a=2", current="true"),
    ]
    first, second = BeautifulSoup(choices_html(choices, lambda one: one.default), "html.parser")

    assert first.a["href"] == "?a=1&b=2"
    assert [span.get_text() for span in first.select("span")] == ["Word", "26"]
    assert "aria-current" not in first.a.attrs
    assert second.a["aria-current"] == "true"
    assert second.a.get_text() == "<8А>"


def test_nothing_gets_out_of_its_place():
    """Names from lists may hold anything; none of it becomes markup."""
    row = Values(uid='a"b', label="<i>", cells=[Values(**CELL)])
    tree = BeautifulSoup(rows_html([row], "/i.svg", True), "html.parser")

    assert tree.input["value"] == 'a"b'
    assert tree.input["aria-label"] == "<i>"
    assert tree.a["href"] == CELL["url"]
    assert tree.a.get_text() == CELL["text"]
    assert tree.select("td")[1]["data-label"] == CELL["label"]
    assert tree.find("i") is None
