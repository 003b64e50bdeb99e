"""The inner inventory against a file bound by hand."""

from collective.schoolrecords.core.inventory import build
from collective.schoolrecords.core.inventory import Paper
from collective.schoolrecords.core.inventory import sheets_held
from collective.schoolrecords.core.inventory import Totals
from collective.schoolrecords.core.inventory import totals
from hypothesis import given
from hypothesis import strategies as st


RECEPTION = "Приёмная, шкаф 2"
MEDICAL = "Медицинский кабинет"

FILE = (
    Paper("a", "Заявление о приёме", "approved", sheets=1),
    Paper("b", "Копия свидетельства о рождении", "approved", sheets=2, place=RECEPTION),
    Paper("c", "Медицинская карта", "approved", sheets=40, place=MEDICAL),
    Paper("d", "Справка", "draft", sheets=1),
    Paper("e", "Аттестат", "handed_out", sheets=3),
    Paper("f", "Скан приказа", "approved", on_paper=False),
    Paper("g", "Характеристика", "approved", sheets=2),
)


def lines(rows):
    return [
        (row.paper.key, row.number, row.first_sheet, row.last_sheet, row.elsewhere) for row in rows
    ]


def test_sheets_run_through_the_papers_that_lie_in_the_file():
    assert lines(build(FILE, RECEPTION)) == [
        ("a", 1, 1, 1, False),
        ("b", 2, 2, 3, False),
        ("c", 3, None, None, True),
        ("e", 4, 4, 6, False),
        ("f", 5, None, None, False),
        ("g", 6, 7, 8, False),
        ("d", None, None, None, False),
    ]


def test_totals_count_what_is_there():
    # Sheets 1 + 2 + 2; the certificate was given back, the card lies in the medical office.
    assert totals(build(FILE, RECEPTION)) == Totals(documents=5, sheets=5, elsewhere=1, drafts=1)


def test_sheets_of_an_act_are_those_of_papers_that_the_school_still_holds():
    """The certificate was given back; the card is the school's wherever it lies."""
    assert sheets_held((one.state, one.sheets, one.on_paper) for one in FILE) == 45
    assert (
        sheets_held([("approved", 3, False), ("draft", 2, True), ("approved", None, True)]) is None
    )


def test_an_empty_file_has_an_empty_inventory():
    assert build(()) == ()
    assert totals(()) == Totals()


papers = st.lists(
    st.builds(
        Paper,
        key=st.text(max_size=3),
        kind=st.just("Документ"),
        state=st.sampled_from(("draft", "approved", "handed_out", "annulled", "destroyed")),
        sheets=st.none() | st.integers(0, 50),
        on_paper=st.booleans(),
        place=st.sampled_from((None, "", RECEPTION, MEDICAL)),
    ),
    max_size=30,
)


@given(papers)
def test_no_sheet_is_numbered_twice_and_none_is_left_out(found):
    rows = build(found, RECEPTION)

    numbered = [
        sheet
        for row in rows
        if row.first_sheet is not None
        for sheet in range(row.first_sheet, row.last_sheet + 1)
    ]
    assert numbered == list(range(1, len(numbered) + 1))
    assert [row.number for row in rows if row.number] == list(
        range(1, sum(paper.state != "draft" for paper in found) + 1)
    )
    assert sorted(row.paper.key for row in rows) == sorted(paper.key for paper in found)


@given(papers)
def test_a_new_paper_moves_no_number(found):
    before = build(found, RECEPTION)
    after = build([*found, Paper("new", "Справка", "approved", sheets=2)], RECEPTION)

    accepted = sum(row.number is not None for row in before)
    assert after[:accepted] == before[:accepted]
    assert after[accepted].paper.key == "new"
