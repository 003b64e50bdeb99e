"""Regulations as data: asking, changing, and the default list."""

from collective.schoolrecords.core import regulation_defaults as defaults
from collective.schoolrecords.core.regulation import from_data
from collective.schoolrecords.core.regulation import load
from collective.schoolrecords.core.regulation_checks import Problem
from collective.schoolrecords.core.regulation_checks import RegulationError
from collective.schoolrecords.core.terms import destroy_from
from collective.schoolrecords.core.terms import Term
from collective.schoolrecords.core.terms import term_text
from dataclasses import FrozenInstanceError
from datetime import date

import csv
import pytest
import regulation_samples as samples
import tomllib


NAMES = tuple(samples.MARKS)
ORDER = "Приказ № 5 от 01.09.2026"
JOURNAL = "documents.class_journal"

MINIMAL = 'format = 1\nname = "own"\nmark = "O"\n'


# The default list


def archive_terms():
    path = samples.ROOT / "tests" / "data" / "archive" / "archive_terms.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.mark.parametrize("row", archive_terms(), ids=lambda row: f"{row['profile']}-{row['type']}")
def test_terms_equal_the_list_of_archive_terms(row):
    """Each profile has the term and the source that the archive's list names."""
    names = {mark: name for name, mark in samples.MARKS.items()}
    term = samples.regulation(names[row["profile"]]).term(row["type"])
    if row["years"] == "permanent":
        assert (term.kind, term.years) == ("permanent", None)
    else:
        minimum = row["source"].endswith("not less than")
        assert (term.kind, term.years) == ("min_years" if minimum else "years", int(row["years"]))
    source = row["source"].partition(",")[0]
    assert term.source == ("default" if source == "default list" else source)


@pytest.mark.parametrize("name", NAMES)
def test_every_type_can_be_filed_under_every_regulation(name):
    """Each type that any of the five names has a label and a term in all of them."""
    named = {key for other in NAMES for key in samples.regulation(other).documents}
    documents = samples.regulation(name).documents
    assert set(documents) == named
    for doc_type in named:
        assert documents[doc_type].label
        assert isinstance(samples.regulation(name).term(doc_type), Term)
        assert documents[doc_type].destroy_by_act is True


# The longest of each range of the default list, from the list of school files: (kind, years).
BEYOND_THE_TWELVE = {
    "medal_book": ("years", 50),
    "study_certificate_book": ("years", 50),
    "blank_ledger": ("years", 50),
    "elective_journal": ("years", 5),
    "home_tuition_journal": ("years", 5),
    "extracurricular_journal": ("years", 5),
    "exam_work": ("years", 3),
    "control_notebook": ("event", None),
    "council_minutes": ("permanent", None),
    "certificate_basic": ("event", 75),
    "consent": ("event", 3),
    "case_nomenclature": ("permanent", None),
    "inventory": ("permanent", None),
    "check_report": ("years", 5),
    "integrity_report": ("years", 5),
    "credential_log": ("years", 5),
    "familiarisation_sheet": ("years", 5),
    "substitution_journal": ("until_needed", 1),
}


@pytest.mark.parametrize("doc_type", BEYOND_THE_TWELVE)
def test_default_terms_beyond_the_twelve(doc_type):
    """A regulation that says nothing at all still has these terms."""
    term = load(MINIMAL).term(doc_type)
    assert (term.kind, term.years) == BEYOND_THE_TWELVE[doc_type]
    assert term.source == "default"
    assert term.article


def test_defaults_that_nobody_checked_say_so():
    """A term that only memory supports is marked, one that a regulation states is not."""
    empty = load(MINIMAL)
    assert empty.source(f"{JOURNAL}.retention").verified is True
    assert empty.source("documents.alphabet_book.retention").verified is False
    assert empty.source("documents.consent.retention").verified is False
    for key in empty.settings:
        assert empty.source(f"settings.{key}").verified is False
    stated = samples.regulation("neman1").source("documents.certificate_book.retention")
    assert stated.verified is True


def test_an_unclaimed_certificate_is_kept_75_years_from_its_closing():
    """S20-3.4 ends the custody at the expulsion order; an original then waits for its owner."""
    for name in NAMES:
        term = samples.regulation(name).term("certificate_basic")
        assert (term.kind, term.event, term.runs_unclaimed) == ("event", "claimed", True)
        assert destroy_from(term, date(2026, 6, 25)) == date(2102, 1, 1)
        assert term_text(term) == "до востребования, невостребованные 75 лет"


def test_a_regulation_of_its_own_wins_over_the_list():
    text = samples.text_of("soch12")
    assert load(text).term("certificate_book").years == 50
    changed = load(text).with_value("documents.certificate_book.retention.value", 75, ORDER)
    assert changed.term("certificate_book").years == 75


# Asking


def test_rows_show_value_label_and_source():
    rows = {row.path: row for row in samples.regulation("neman1").rows()}
    row = rows["documents.exam_protocol.retention.value"]
    assert (row.value, row.label_key) == (5, "documents_retention_value")
    assert (row.source.kind, row.source.clause) == ("stated", "2.10.3")
    assert "не менее 5 лет" in row.source.phrase
    assert rows["regulation.date"].value == date(2021, 12, 15)
    assert rows["regulation.date"].label_key == "regulation_date"
    assert rows["settings.threshold_5.value"].label_key == "settings_value"
    default = rows["documents.order_main.retention.kind"].source
    assert (default.kind, default.clause, default.phrase) == ("default", "", "")
    assert "ст. 19" in default.basis


@pytest.mark.parametrize("name", NAMES)
def test_every_row_has_its_source_under_its_path(name):
    regulation = samples.regulation(name)
    rows = list(regulation.rows())
    assert len({row.path for row in rows}) == len(rows)
    for row in rows:
        assert regulation.source(row.path) == row.source


@pytest.mark.parametrize(
    "path",
    [
        "",
        "documents",
        JOURNAL,
        f"{JOURNAL}.nothing",
        f"{JOURNAL}.retention.nothing",
        f"{JOURNAL}.retention.value.more",
    ],
)
def test_no_source_where_no_value_stands(path):
    with pytest.raises(KeyError):
        samples.regulation("soch90").source(path)


def test_unknown_types_have_no_term():
    with pytest.raises(KeyError):
        samples.regulation("soch90").term("shopping_list")


def test_documents_come_in_the_order_of_the_list():
    found = tuple(samples.regulation("ftl").documents)
    assert found == defaults.DOC_TYPES
    assert found[:3] == ("personal_file", "class_journal", "summary_sheet")


def test_a_regulation_cannot_be_changed_in_place():
    regulation = samples.regulation("soch12")
    with pytest.raises(FrozenInstanceError):
        regulation.name = "other"
    with pytest.raises(TypeError):
        regulation.documents["class_journal"] = None
    with pytest.raises(FrozenInstanceError):
        regulation.documents["class_journal"].label = "other"


# Changing


@pytest.mark.parametrize("name", NAMES)
def test_profiles_are_written_as_the_writer_writes_them(name):
    """So an edited version differs from its profile in the edited lines only."""
    text = samples.text_of(name)
    assert load(text).to_toml() == text
    assert load(load(text).to_toml()) == load(text)


def changed_lines(old, new):
    return set(new.to_toml().splitlines()) - set(old.to_toml().splitlines())


def test_one_change_is_one_line():
    old = samples.regulation("soch90")
    new = old.with_value("marks.forbidden", ["н/а", "осв.", "зач"], ORDER)
    assert new.marks.forbidden == ("н/а", "осв.", "зач")
    assert changed_lines(old, new) == {
        'forbidden = { value = ["н/а", "осв.", "зач"], source = { changed = "' + ORDER + '" } }'
    }
    assert old.marks.forbidden == ("н/а", "осв.")
    assert load(new.to_toml()) == new


def test_a_changed_term_names_the_order():
    """The old clause no longer says what the term is, so neither source nor article keep it."""
    new = samples.regulation("soch90").with_value(f"{JOURNAL}.retention.value", 6, ORDER)
    assert new.term("class_journal") == Term("years", 6, "year_after_close", ORDER, ORDER)
    assert new.source(f"{JOURNAL}.retention.kind").kind == "changed"
    assert new.source(f"{JOURNAL}.label").kind == "stated"


def test_a_default_becomes_the_school_s_own_value():
    old = samples.regulation("ftl")
    new = old.with_value("documents.alphabet_book.retention.value", 75, ORDER)
    assert new.term("alphabet_book").years == 75
    assert load(new.to_toml()).term("alphabet_book") == new.term("alphabet_book")
    assert "alphabet_book" not in old.to_toml()


def test_a_value_taken_out_falls_back_to_the_list():
    new = samples.regulation("neman1").with_value(
        "documents.certificate_book.retention", None, ORDER
    )
    assert (new.term("certificate_book").years, new.term("certificate_book").source) == (
        50,
        "default",
    )
    without = samples.regulation("neman1").with_value(
        "documents.exam_protocol.certification", None, ORDER
    )
    assert without.document("exam_protocol").certification is None


def test_a_school_adds_a_type_of_its_own():
    """Label first, then the term: each step alone is refused, both together stand."""
    old = samples.regulation("soch12")
    with pytest.raises(RegulationError) as caught:
        old.with_value("documents.bus_log.label", "Журнал подвоза", ORDER)
    assert caught.value.errors == (Problem("documents.bus_log.retention", "MISSING"),)
    data = tomllib.loads(old.to_toml())
    source = {"changed": ORDER}
    data["documents"]["bus_log"] = {
        "label": {"value": "Журнал подвоза", "source": source},
        "retention": {
            "kind": "years",
            "value": 1,
            "start": "year_after_close",
            "article": ORDER,
            "source": source,
        },
    }
    new = from_data(data)
    assert new.term("bus_log").years == 1
    assert new.document("bus_log").destroy_by_act is True
    assert tuple(new.documents)[-1] == "bus_log"


def test_a_whole_entry_is_added_at_once():
    """A new deadline or weight has an id of its own and several values under one order."""
    new = samples.regulation("soch90").with_value(
        "weights.control_work", {"label": "Контрольная работа", "weight": 5}, ORDER
    )
    assert new.weights["control_work"].weight == 5
    assert new.source("weights.control_work.weight").basis == ORDER


def test_changes_that_only_stand_together():
    """«5 лет» becomes «постоянно»: another kind and no years. Neither change stands alone."""
    path = f"{JOURNAL}.retention"
    old = samples.regulation("soch90")
    new = old.with_values([(f"{path}.kind", "permanent"), (f"{path}.value", None)], ORDER)
    assert new.term("class_journal") == Term("permanent", None, article=ORDER, source=ORDER)


def test_an_article_given_with_the_change_is_kept():
    path = f"{JOURNAL}.retention"
    changes = [(f"{path}.value", 6), (f"{path}.article", "ст. 1 перечня")]
    new = samples.regulation("soch90").with_values(changes, ORDER)
    assert (new.term("class_journal").years, new.term("class_journal").article) == (
        6,
        "ст. 1 перечня",
    )


def test_a_day_may_come_as_text():
    """JSON has no days."""
    new = samples.regulation("soch90").with_value("regulation.date", "2026-09-01", ORDER)
    assert new.regulation.date == date(2026, 9, 1)
    assert "date = { value = 2026-09-01" in new.to_toml()


@pytest.mark.parametrize(
    ("path", "value", "found"),
    [
        ("nothing", 1, ("nothing", "UNKNOWN_KEY")),
        ("name", "other", ("name", "UNKNOWN_KEY")),
        ("documents", {}, ("documents", "UNKNOWN_KEY")),
        (JOURNAL, {}, (JOURNAL, "UNKNOWN_KEY")),
        (f"{JOURNAL}.colour", "red", (f"{JOURNAL}.colour", "UNKNOWN_KEY")),
        (f"{JOURNAL}.retention.value.x", 1, (f"{JOURNAL}.retention.value.x", "UNKNOWN_KEY")),
        (f"{JOURNAL}.retention", 5, (f"{JOURNAL}.retention", "WRONG_TYPE")),
        (f"{JOURNAL}.retention.value", -1, (f"{JOURNAL}.retention.value", "OUT_OF_RANGE")),
        (f"{JOURNAL}.retention.value", True, (f"{JOURNAL}.retention.value", "WRONG_TYPE")),
        (f"{JOURNAL}.retention.value", None, (f"{JOURNAL}.retention.value", "CONTRADICTION")),
        (f"{JOURNAL}.retention.kind", "permanent", (f"{JOURNAL}.retention.value", "CONTRADICTION")),
        (f"{JOURNAL}.carriers", ["stone"], (f"{JOURNAL}.carriers", "NOT_IN_LIST")),
        (f"{JOURNAL}.carriers", [], (f"{JOURNAL}.carriers", "EMPTY")),
        (f"{JOURNAL}.carriers", ["paper", "paper"], (f"{JOURNAL}.carriers", "DUPLICATE")),
        (f"{JOURNAL}.label", " ", (f"{JOURNAL}.label", "EMPTY")),
        (f"{JOURNAL}.label", "а\x00б", (f"{JOURNAL}.label", "BAD_CHARACTER")),
        (f"{JOURNAL}.label", "а" * 601, (f"{JOURNAL}.label", "TOO_LONG")),
        ("regulation.date", "15.12.2021", ("regulation.date", "BAD_FORMAT")),
        ("regulation.date", "2021-02-30", ("regulation.date", "BAD_FORMAT")),
        ("regulation.date", 20211215, ("regulation.date", "WRONG_TYPE")),
        ("min_marks.Quarter", 3, ("min_marks.'Quarter'", "BAD_ID")),
    ],
)
def test_bad_changes_are_refused_by_path(path, value, found):
    with pytest.raises(RegulationError) as caught:
        samples.regulation("soch90").with_value(path, value, ORDER)
    assert [(problem.path, problem.code) for problem in caught.value.errors] == [found]


def test_a_change_needs_a_basis():
    with pytest.raises(RegulationError) as caught:
        samples.regulation("soch90").with_value("marks.scale", "пятибалльная", " ")
    assert caught.value.errors == (Problem("marks.scale.source.changed", "EMPTY"),)
