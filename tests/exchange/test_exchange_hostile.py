"""Workbooks made to do harm are refused before they grow, or read without their harm."""

from collective.schoolrecords.exchange.contingent import read_contingent
from collective.schoolrecords.exchange.limits import Limits
from collective.schoolrecords.exchange.staff import read_staff
from collective.schoolrecords.exchange.workbooks import read_book
from collective.schoolrecords.exchange.workbooks import UnreadableBook
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from lists_data import data_of
from lists_data import Formula
from lists_data import pupil_book
from lists_data import pupils
from lists_data import repacked
from lists_data import workbook

import io
import pytest
import re
import struct
import tracemalloc
import zipfile


SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
WORKBOOK = "xl/workbook.xml"
ONE = pupil_book({})


def with_sheet(change, data=ONE):
    """The workbook with the XML of its sheet changed by a function of text."""
    return with_part(SHEET, change, data)


def with_part(name, change, data=ONE):
    def mend(parts):
        parts[name] = change(parts[name].decode()).encode()

    return repacked(data, mend)


def code_of(data, limits=None):
    """The one code of the refusal of a file."""
    reading = read_contingent(data, "a.xlsx", **({"limits": limits} if limits else {}))
    assert reading.refused
    assert reading.rows == ()
    assert len(reading.findings) == 1
    return reading.findings[0].code


def in_sheet_data(text):
    """A change that puts text before the end of the rows."""
    return lambda xml: xml.replace("</sheetData>", f"{text}</sheetData>")


def read_one(data):
    """The reading of a workbook that must still give its one pupil."""
    reading = read_contingent(data, "a.xlsx")
    assert [row.full_name for row in reading.rows] == ["Иванов Пётр Сергеевич"]
    return reading


def test_changing_nothing_gives_the_pupil():
    assert read_one(with_sheet(lambda xml: xml)).findings == ()


class TestSize:
    def test_two_hundred_megabytes_of_nothing_are_refused_unpacked(self):
        content = io.BytesIO(ONE)
        with (
            zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive,
            archive.open("xl/worksheets/sheet2.xml", "w", force_zip64=True) as part,
        ):
            for _ in range(200):
                part.write(b" " * 1024 * 1024)
        data = content.getvalue()
        assert len(data) < 1024 * 1024
        tracemalloc.start()
        code = code_of(data)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert code == "TOO_LARGE"
        assert peak < 8 * 1024 * 1024

    def test_a_directory_that_lies_about_the_size_is_found_out(self):
        """The part unpacks to 20 MB, the directory says 1000 bytes."""
        data = with_sheet(in_sheet_data("<!--" + "x" * 20_000_000 + "-->"))
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            real = struct.pack("<L", archive.getinfo(SHEET).file_size)
        lying = data.replace(real, struct.pack("<L", 1000))
        assert lying != data
        assert code_of(lying) == "DAMAGED_FILE"

    def test_a_file_beyond_the_limit_is_not_even_opened(self):
        assert code_of(ONE, Limits(file_bytes=100)) == "TOO_LARGE"

    @pytest.mark.parametrize(
        "limits",
        [
            Limits(unpacked_bytes=1000),
            Limits(parts=3),
            Limits(sheets=0),
            Limits(rows=1),
            Limits(columns=5),
            Limits(cells=20),
            Limits(text_chars=50),
            Limits(cell_chars=10),
        ],
    )
    def test_each_limit_counts(self, limits):
        assert code_of(ONE, limits) == "TOO_LARGE"

    def test_a_million_empty_rows_are_only_a_long_file(self):
        rows = "".join(f'<row r="{number}"/>' for number in range(3, 1_000_003))
        read_one(with_sheet(in_sheet_data(rows)))

    def test_a_far_cell_without_a_value_does_not_count(self):
        far = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
        read_one(with_sheet(in_sheet_data(far)))

    @pytest.mark.parametrize(
        "far",
        [
            '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
            '<row r="1048576"><c r="A1048576"><v>1</v></c></row>',
            '<row r="3"><c r="XFD3"><v>1</v></c></row>',
            '<row r="1048576"><c><v>1</v></c></row>',  # the row tells, the cell is silent
            '<row r="1048576"><c r="A1"><v>1</v></c></row>',  # row and cell disagree
            '<x:row xmlns:x="u" r="1048576"><x:c r="A1048576"><x:v>1</x:v></x:c></x:row>',
        ],
    )
    def test_a_far_cell_with_a_value_is_refused(self, far):
        assert code_of(with_sheet(in_sheet_data(far))) == "TOO_LARGE"

    @pytest.mark.parametrize("claim", ["A1:XFD1048576", "A1:A1", "B5"])
    def test_what_a_sheet_claims_as_its_size_does_not_matter(self, claim):
        book = pupil_book({"Примечание": Formula("=1+1")})
        data = with_sheet(
            lambda xml: re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="{claim}"', xml), book
        )
        reading = read_one(data)
        assert reading.rows[0].note == "=1+1"

    def test_one_long_text_shown_in_many_cells_is_refused(self):
        """A text of 30,000 letters in 3,000 cells would be 90 million letters."""
        text = "<si><t>" + "а" * 30_000 + "</t></si>"
        book = with_part(STRINGS, lambda xml: xml.replace("</sst>", f"{text}</sst>"))
        index = book_strings(book) - 1
        cells = "".join(
            f'<row r="{row}"><c r="A{row}" t="s"><v>{index}</v></c></row>' for row in range(3, 3003)
        )
        assert code_of(with_sheet(in_sheet_data(cells), book)) == "TOO_LARGE"

    def test_a_text_longer_than_a_cell_may_hold_is_refused(self):
        long = "а" * 32_768
        cell = f'<row r="3"><c r="A3" t="inlineStr"><is><t>{long}</t></is></c></row>'
        assert code_of(with_sheet(in_sheet_data(cell))) == "TOO_LARGE"


def book_strings(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(STRINGS).count(b"<si>")


class TestXml:
    ENTITIES = (
        '<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa">'
        + "".join(
            f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
        )
        + "]>"
    )

    @pytest.mark.parametrize(
        "part", [SHEET, STRINGS, WORKBOOK, "[Content_Types].xml", "_rels/.rels"]
    )
    @pytest.mark.parametrize("doctype", [ENTITIES, '<!DOCTYPE a SYSTEM "file:///etc/passwd">'])
    def test_a_document_type_is_refused_in_every_part(self, part, doctype):
        data = with_part(part, lambda xml: re.sub(r"(<\?xml[^>]*>)", rf"\1{doctype}", xml))
        assert code_of(data) == "UNSAFE_FILE"

    @pytest.mark.parametrize("part,end", [(SHEET, "</worksheet>"), (STRINGS, "</sst>")])
    def test_deep_nesting_is_refused(self, part, end):
        deep = "<a>" * 200_000 + "</a>" * 200_000
        assert code_of(with_part(part, lambda xml: xml.replace(end, deep + end))) == "UNSAFE_FILE"

    @pytest.mark.parametrize("part", [SHEET, STRINGS, WORKBOOK])
    def test_xml_that_breaks_off_is_refused(self, part):
        assert code_of(with_part(part, lambda xml: xml[: len(xml) // 2])) == "DAMAGED_FILE"

    @pytest.mark.parametrize(
        "cell",
        [
            '<row r="3"><c r="A99999999"><v>1</v></c></row>',
            '<row r="3"><c r="AAAA3"><v>1</v></c></row>',
            '<row r="3"><c r="3A"><v>1</v></c></row>',
            '<row r="3"><c r=""><v>1</v></c></row>',
            '<row r="-3"><c><v>1</v></c></row>',
            '<row r="0"><c><v>1</v></c></row>',
            '<row r="99999999999"><c><v>1</v></c></row>',
        ],
    )
    def test_addresses_that_no_sheet_has_are_refused(self, cell):
        assert code_of(with_sheet(in_sheet_data(cell))) == "DAMAGED_FILE"

    @pytest.mark.parametrize(
        "cell",
        [
            '<row r="3"><c r="A3" t="s"><v>999999</v></c></row>',
            '<row r="3"><c r="A3" t="n"><v>не число</v></c></row>',
            '<row r="3"><c r="A3" s="99999"><v>1</v></c></row>',
        ],
    )
    def test_cells_that_lie_about_themselves_never_raise(self, cell):
        reading = read_contingent(with_sheet(in_sheet_data(cell)), "a.xlsx")
        assert reading.codes() in (("DAMAGED_FILE",), ("ROW_SKIPPED",), ())


class TestParts:
    def test_macros_are_left_behind_and_told(self):
        def add(parts):
            parts["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 macro"
            types = parts["[Content_Types].xml"].decode()
            parts["[Content_Types].xml"] = types.replace(
                "spreadsheetml.sheet.main+xml", "ms-excel.sheet.macroEnabled.main+xml"
            ).encode()

        assert read_one(repacked(ONE, add)).codes() == ("MACROS_IGNORED",)

    def test_links_to_other_files_are_left_behind_and_told(self):
        def add(parts):
            parts["xl/externalLinks/externalLink1.xml"] = b"<externalLink/>"
            rels = parts["xl/_rels/workbook.xml.rels"].decode()
            link = (
                '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument'
                '/2006/relationships/externalLink" Target="externalLinks/externalLink1.xml"/>'
            )
            parts["xl/_rels/workbook.xml.rels"] = rels.replace(
                "</Relationships>", f"{link}</Relationships>"
            ).encode()
            book = parts[WORKBOOK].decode()
            parts[WORKBOOK] = book.replace(
                "</sheets>",
                '</sheets><externalReferences><externalReference r:id="rId99"/></externalReferences>',
            ).encode()

        formula = pupil_book({"Примечание": Formula("=[1]Лист1!A1")})
        for data in (ONE, formula):
            reading = read_one(repacked(data, add))
            assert "LINKS_IGNORED" in reading.codes()
        assert reading.rows[0].note == "=[1]Лист1!A1"

    def test_two_parts_of_one_name_are_refused(self):
        content = io.BytesIO(ONE)
        with zipfile.ZipFile(content, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(SHEET, b"<worksheet/>")
        assert code_of(content.getvalue()) == "DAMAGED_FILE"

    def test_names_that_differ_in_case_only_are_refused(self):
        data = repacked(ONE, lambda parts: parts.update({SHEET.upper(): b"<worksheet/>"}))
        assert code_of(data) == "DAMAGED_FILE"

    @pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "xl/../../a.xml"])
    def test_parts_that_point_outside_are_never_unpacked(self, name, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        read_one(repacked(ONE, lambda parts: parts.update({name: b"<a/>"})))
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("missing", [WORKBOOK, SHEET, "xl/_rels/workbook.xml.rels"])
    def test_a_workbook_without_a_needed_part_is_refused(self, missing):
        data = repacked(ONE, lambda parts: parts.pop(missing))
        expected = {WORKBOOK: ("NOT_XLSX",)}.get(missing, ("DAMAGED_FILE", "NO_DATA"))
        assert code_of(data) in expected

    @pytest.mark.parametrize(
        "parts",
        [
            {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"},
            {"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"},
            {"[Content_Types].xml": b"<a/>", "xl/workbook.bin": b"\x00"},
            {"readme.txt": b"text"},
        ],
    )
    def test_other_archives_are_no_workbooks(self, parts):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            for name, part in parts.items():
                archive.writestr(name, part)
        assert code_of(content.getvalue()) == "NOT_XLSX"

    @pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.csv"])
    def test_old_and_encrypted_office_files_are_no_workbooks(self, name):
        data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
        reading = read_contingent(data, name)
        assert reading.codes() == ("NOT_XLSX",)

    @pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
    def test_a_file_that_breaks_off_is_refused(self, share):
        assert code_of(ONE[: int(len(ONE) * share)]) == "DAMAGED_FILE"


class TestFormulas:
    def test_the_last_result_of_a_formula_is_never_taken(self):
        cell = Formula("=A1&B1")
        cell.result = "из семьи"
        assert read_one(pupil_book({"Откуда прибыл": cell})).rows[0].came_from == "=A1&B1"

    def test_a_formula_in_a_key_column_refuses_the_row(self):
        number, birth = Formula("=11+1"), Formula("=TODAY()")
        number.result, birth.result = 12, 41408
        reading = read_contingent(
            pupil_book({"Номер личного дела": number, "Дата рождения": birth}), "a.xlsx"
        )
        assert reading.rows == ()
        assert {(one.code, one.cell) for one in reading.findings} == {
            ("FORMULA", "F2"),
            ("FORMULA", "I2"),
            ("BAD_DATE", "F2"),
            ("BAD_FILE_NUMBER", "I2"),
        }

    def test_formulas_that_number_the_lines_are_not_read_at_all(self):
        number = Formula("=ROW()-1")
        number.result = 1
        assert read_one(pupil_book({"№ п/п": number})).findings == ()

    def test_shared_and_array_formulas_are_text_too(self):
        rows = pupils({}, {})
        data = workbook(("А", rows))
        note = rows[0].index("Примечание")
        column = chr(ord("A") + note)
        cells = (
            f'<c r="{column}2"><f t="shared" ref="{column}2:{column}3" si="0">A2+1</f><v>2</v></c>',
            f'<c r="{column}3"><f t="array" ref="{column}3">SUM(A2:A3)</f><v>3</v></c>',
        )

        def mend(xml):
            first, second, rest = xml.partition('<row r="3"')[0], *xml.partition('<row r="3"')[1:]
            first = first[: first.rindex("</row>")] + cells[0] + "</row>"
            return first + second + rest.replace("</row>", cells[1] + "</row>", 1)

        reading = read_contingent(with_sheet(mend, data), "a.xlsx")
        assert [row.note for row in reading.rows] == ["=A2+1", "=SUM(A2:A3)"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_random_damage_never_raises(data):
    """Whatever byte is changed: pupils or a refusal, never an exception."""
    damaged = bytearray(ONE)
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place] = data.draw(st.integers(0, 255))
    reading = read_contingent(bytes(damaged), "a.xlsx")
    assert reading.refused == (
        not reading.rows and any(one.level == "refuse_file" for one in reading.findings)
    )


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_random_damage_of_the_xml_never_raises(data):
    part = data.draw(
        st.sampled_from([SHEET, STRINGS, WORKBOOK, "xl/styles.xml", "[Content_Types].xml"])
    )

    def damage(parts):
        content = bytearray(parts[part])
        place = data.draw(st.integers(0, len(content) - 1))
        length = data.draw(st.integers(0, 30))
        content[place : place + length] = data.draw(st.binary(max_size=12))
        parts[part] = bytes(content)

    reading = read_contingent(repacked(ONE, damage), "a.xlsx")
    assert reading.refused or len(reading.rows) <= 1


def test_lists_of_staff_are_guarded_alike():
    data = data_of("staff.xlsx")
    assert read_staff(data[:5000], "a.xlsx").codes() == ("DAMAGED_FILE",)
    assert read_staff(b"", "a.xlsx").codes() == ("EMPTY_FILE",)
    assert read_staff(data, "a.xlsx", limits=Limits(rows=10)).codes() == ("TOO_LARGE",)


def test_nothing_of_a_refused_file_stays_open():
    with pytest.raises(UnreadableBook) as unreadable:
        read_book(ONE[:200], "a.xlsx")
    assert unreadable.value.finding.code == "DAMAGED_FILE"
