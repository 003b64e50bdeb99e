"""Printing without Plone: characters, the child process, what a form says and refuses."""

from collective.schoolrecords.printing import fonts
from collective.schoolrecords.printing import forms
from collective.schoolrecords.printing import render as rendering
from collective.schoolrecords.printing.checks import problems
from collective.schoolrecords.printing.page_act import act_data
from collective.schoolrecords.printing.page_act import minutes_data
from collective.schoolrecords.printing.page_file import cover_data
from collective.schoolrecords.printing.page_inventory import file_plan_data
from collective.schoolrecords.printing.page_inventory import inventory_data
from collective.schoolrecords.printing.pages import FormRefused
from collective.schoolrecords.printing.pages import print_form
from collective.schoolrecords.printing.render import PrintFailed
from collective.schoolrecords.printing.render import render
from dataclasses import replace
from datetime import timedelta
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from pathlib import Path
from printed_forms import ACT
from printed_forms import COVER
from printed_forms import FILE_PLAN
from printed_forms import FORMS
from printed_forms import INVENTORY
from printed_forms import KEPT
from printed_forms import MEMBERS
from printed_forms import MINUTES_OF_ACT
from printed_forms import MOMENT

import json
import os
import pytest
import subprocess


def text_of(pdf):
    """The words on the pages of a PDF, one space between them."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    # A word that was hyphenated is one word again.
    return " ".join(done.stdout.decode().replace("\u00ad\n", "").split())


class TestCharacters:
    """What the font lacks is known before the page is set."""

    @pytest.mark.parametrize(
        ("text", "missing"),
        [
            ("Ёлкина Әйгөл Ңұр, Ґанок, № 5 «а» — 10 ₽", set()),
            ("и\u0306 ста\u0301рый", set()),
            ("строка\nвторая\tтретья", set()),
            ("метка\u200b\u202eсправа\ufe0f", set()),
            ("王 и 😀", {"王", "😀"}),
            ("свой знак \ue000", {"\ue000"}),
        ],
    )
    def test_missing(self, text, missing):
        """Russian and its neighbours are there; what shows nothing is not missed."""
        assert fonts.missing_characters(text) == missing

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            (" две\n строки ", ("две строки", False)),
            ("№ 5", ("№\u00a05", False)),
            ("Ван 王", ("Ван □", True)),
            ("А" * 30, ("А" * 12 + "\u200b" + "А" * 12 + "\u200b" + "А" * 6, False)),
        ],
    )
    def test_printable(self, text, shown):
        """One line, a box for what is missing, a place to break in a long word."""
        assert fonts.printable(text) == shown

    @given(st.text())
    def test_any_text(self, text):
        """A text that was made printable lacks nothing but the box itself."""
        shown, replaced = fonts.printable(text)

        assert fonts.missing_characters(shown) <= {fonts.MARK}
        assert replaced == (fonts.MARK in shown)

    @settings(max_examples=15)
    @given(st.text(max_size=40).filter(str.strip))
    def test_any_text_is_printed(self, text):
        """No text stops the page."""
        assert print_form(replace(COVER, title=text), timestamp=MOMENT).startswith(b"%PDF-1.7")

    def test_the_page_says_it(self):
        """A replaced character is told at the foot of the page, and only then."""
        notice = "Символы, которых нет в шрифте, заменены знаком"

        assert notice in text_of(print_form(replace(COVER, title="Ван 王 😀"), timestamp=MOMENT))
        assert notice not in text_of(print_form(COVER, timestamp=MOMENT))


class TestRender:
    """The child process."""

    def test_same_input_same_bytes(self):
        """Only the moment that is given stands in the file."""
        one = print_form(COVER, timestamp=MOMENT)

        assert print_form(COVER, timestamp=MOMENT) == one
        assert print_form(COVER, timestamp=MOMENT + timedelta(days=1)) != one
        assert b"pdfaid:part" in one

    def test_data_are_no_code(self):
        """A text that looks like a template is printed as it is."""
        text = '#panic("x") *a* $x$ #read("/etc/passwd")'

        assert text in text_of(print_form(replace(COVER, title=text), timestamp=MOMENT))

    def test_no_file_of_the_server(self, tmp_path, monkeypatch):
        """Even a template reads nothing outside its own folder."""
        (tmp_path / "spy.typ").write_text('#read("/etc/hostname") #read("../../etc/hostname")')
        monkeypatch.setattr(rendering, "TEMPLATES", tmp_path)

        with pytest.raises(PrintFailed):
            render("spy", {}, timestamp=MOMENT)

    def test_a_package_of_the_network_is_not_fetched(self, tmp_path, monkeypatch):
        """A template that wants a package is refused at once."""
        (tmp_path / "net.typ").write_text('#import "@preview/cetz:0.3.0": *')
        monkeypatch.setattr(rendering, "TEMPLATES", tmp_path)

        with pytest.raises(PrintFailed):
            render("net", {}, timestamp=MOMENT)

    def test_a_hang_is_ended(self, tmp_path, monkeypatch):
        """A template without an end costs the seconds that are allowed."""
        (tmp_path / "hang.typ").write_text(
            "#for a in range(60000) { for b in range(60000) { let c = a + b } }"
        )
        monkeypatch.setattr(rendering, "TEMPLATES", tmp_path)
        monkeypatch.setattr(rendering, "SECONDS", 1)

        with pytest.raises(PrintFailed):
            render("hang", {}, timestamp=MOMENT)

    def test_too_much_memory_is_refused(self, tmp_path, monkeypatch):
        """A template that grows meets the limit, not the server."""
        (tmp_path / "grow.typ").write_text("#let a = range(30000000).map(str)\n#a.len()")
        monkeypatch.setattr(rendering, "TEMPLATES", tmp_path)
        monkeypatch.setattr(rendering, "MEMORY", 512 * 1024**2)

        with pytest.raises(PrintFailed):
            render("grow", {}, timestamp=MOMENT)

    @pytest.mark.parametrize("name", ["nothing", "../templates/act", "common/../act"])
    def test_unknown_template(self, name):
        """Only the names of templates are names."""
        with pytest.raises(PrintFailed):
            render(name, {}, timestamp=MOMENT)

    def test_only_plain_values(self):
        """An object is a fault of the caller."""
        with pytest.raises(TypeError):
            render("cover", {"school": object()}, timestamp=MOMENT)

    def test_the_child_has_no_environment(self):
        """Passwords of the server's environment are not there."""
        seen = {}

        def run(command, **options):
            seen.update(options)
            return subprocess.CompletedProcess(command, 0, b"%PDF-", b"")

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rendering.subprocess, "run", run)
            render("cover", {}, timestamp=MOMENT)

        assert seen["env"] == {}
        assert json.loads(seen["input"])["template"] == "cover.typ"
        assert os.path.basename(seen["cwd"]).startswith("print-")


class TestSentences:
    """Totals in figures and words."""

    def test_act(self):
        """Totals, clause, status."""
        data = act_data(ACT)

        assert data["total"] == "Итого: 21 (двадцать одна) единица хранения за 2018–2020 годы."
        assert data["destruction"]["done"] == (
            "Документы на бумаге, всего 21 (двадцать одна) единица хранения, "
            "1432 (одна тысяча четыреста тридцать два) листа, весом 12,4 кг, "
            "уничтожены 02.04.2026."
        )
        assert data["inventories"][0].startswith(
            "Описи дел постоянного хранения утверждены: опись № 1 за 2018–2020 годы — 01.02.2026"
        )
        assert [len(row) for row in data["rows"]] == [8, 8, 8]

    @pytest.mark.parametrize(
        ("changes", "status"),
        [
            ({"status": forms.ACT_DRAFT}, "проект, не утверждён"),
            ({"status": forms.ACT_APPROVED}, "утверждён, не исполнен"),
            ({}, "удалено, резервные копии до 01.06.2026"),
            (
                {"status": forms.ACT_DESTROYED, "verified_on": ACT.backups_until},
                "уничтожено, проверено 01.06.2026",
            ),
            (
                {"status": forms.ACT_ANNULLED, "annulled_because": "Ошибка в сроках"},
                "аннулирован: Ошибка в сроках",
            ),
        ],
    )
    def test_what_is_true(self, changes, status):
        """Nothing is called destroyed before it is."""
        assert act_data(replace(ACT, **changes))["status"] == status

    def test_the_paper_half_is_a_blank_until_it_is_entered(self):
        """No day, no method and no signature that somebody did not give."""
        half = replace(ACT.destruction, destroyed_on=None, witnesses=(), received_by=None)
        data = act_data(replace(ACT, destruction=half))["destruction"]

        assert (data["done"], data["method"]) == ("", "")
        assert "уничтожены" not in data["amount"]
        assert data["received_by"]["name"] == ""
        assert [one["name"] for one in data["witnesses"]] == ["", ""]
        assert data["electronic"] == "Удалено: 18 (восемнадцать) электронных документов."
        assert not act_data(replace(ACT, destruction=replace(half, sheets=None)))["destruction"][
            "paper"
        ]

    @given(st.integers(1, 2000))
    def test_total_is_of_the_rows(self, count):
        """The figure is the sum of column 6, in words too."""
        line = replace(ACT.rows[0], count=count)

        assert act_data(replace(ACT, rows=(line,)))["total"].startswith(f"Итого: {count} (")

    def test_minutes(self):
        """Votes are counted, those who were not there do not make a quorum."""
        data = minutes_data(MINUTES_OF_ACT)

        assert data["votes"] == "Голосовали: за — 2, против — 1, воздержались — 0."
        assert data["quorum"].endswith("Кворум имеется.")
        two = replace(MINUTES_OF_ACT, members=MEMBERS[2:])
        assert minutes_data(two)["quorum"].endswith("Кворум отсутствует.")

    def test_inventory(self):
        """The final entry; the term stands for temporary files only."""
        entry = (
            "В данный раздел описи внесено 3 (три) дела с № 1 по № 3, "
            "в том числе: литерные номера: 1а; пропущенные номера: 2."
        )
        permanent = inventory_data(replace(INVENTORY, kind=forms.PERMANENT_KIND, years="2019–2020"))

        assert inventory_data(INVENTORY)["entry"] == entry
        assert {len(row) for row in inventory_data(INVENTORY)["rows"]} == {7}
        assert {len(row) for row in permanent["rows"]} == {6}
        assert permanent["heading"] == "дел постоянного хранения за 2019–2020 годы"

    @pytest.mark.parametrize(
        ("sheets", "text"),
        [(1, "На 1 листе"), (11, "На 11 листах"), (21, "На 21 листе"), (None, "")],
    )
    def test_cover(self, sheets, text):
        """The prepositional case."""
        assert cover_data(replace(COVER, sheets=sheets))["sheets"] == text

    def test_file_plan(self):
        """Sums of the totals."""
        assert file_plan_data(FILE_PLAN)["sums"] == ["27", "2", "2"]


class TestRefusals:
    """All reasons at once, before anything is set."""

    @pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
    def test_good_forms(self, form):
        """The samples have nothing against them."""
        assert problems(form) == ()

    def test_all_at_once(self):
        """An empty act that claims to be destroyed."""
        empty = replace(ACT, school=" ", number="", rows=(), basis=(), status=forms.ACT_DESTROYED)

        assert [(one.code, one.field) for one in problems(empty)] == [
            ("MISSING", "school"),
            ("MISSING", "basis"),
            ("MISSING", "number"),
            ("MISSING", "verified_on"),
            ("NO_ROWS", "rows"),
            ("MORE_THAN_SELECTED", "destruction"),
        ]

    @pytest.mark.parametrize(
        ("form", "codes"),
        [
            (replace(ACT, status="gone"), ["UNKNOWN"]),
            (replace(ACT, rows=(replace(ACT.rows[0], count=0),)), ["COUNT", "MORE_THAN_SELECTED"]),
            (replace(ACT, commission=(replace(MEMBERS[0], vote="да"),)), ["UNKNOWN"]),
            (replace(ACT, kept=(replace(KEPT[0], reason=""),)), ["MISSING"]),
            (replace(MINUTES_OF_ACT, members=MEMBERS[1:]), ["MISSING"]),
            (replace(INVENTORY, rows=INVENTORY.rows * 2), ["TWICE"] * 3),
            (replace(INVENTORY, missed=("3",)), ["MISSED_IS_THERE"]),
            (replace(FILE_PLAN, units=()), ["NO_ROWS"]),
        ],
    )
    def test_one_by_one(self, form, codes):
        """Each fault has its code."""
        assert [one.code for one in problems(form)] == codes

    def test_in_words(self):
        """The refusal names the field."""
        with pytest.raises(FormRefused) as caught:
            print_form(replace(COVER, title="", sheets=-1), timestamp=MOMENT)

        assert [one["field"] for one in caught.value.reasons] == ["title", "sheets"]
        assert "${" not in "".join(one["message"] for one in caught.value.reasons)


def test_the_worker_imports_nothing_of_ours():
    """It must start fast and know nothing."""
    source = Path(rendering.WORKER).read_text(encoding="utf-8")

    assert "collective" not in source
    assert "plone" not in source
