"""Office documents: macros, passwords, bombs and paths inside the container."""

from collective.schoolrecords.core.uploads import Accepted
from judged import examined
from judged import refusal

import pytest
import sample_files as sample
import struct
import zipfile


SAMPLES = sample.every_format()


class TestContainers:
    def test_macros_are_refused_and_named(self):
        for entry in ("word/vbaProject.bin", "word/VBAPROJECT.BIN", "xl/macrosheets/sheet1.xml"):
            data = sample.ooxml("docx", (entry, b"x"))
            assert refusal(data) == ("macros", {"entry": entry})

    def test_a_document_whose_type_allows_macros_is_refused(self):
        kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
        types = sample.content_types("word/document.xml", kind)
        data = sample.zipped([("[Content_Types].xml", types), ("word/document.xml", b"<d/>")])
        assert refusal(data) == ("macros", {"entry": "[Content_Types].xml"})

    @pytest.mark.parametrize("entry", ["Basic/Standard/Module1.xml", "Scripts/python/a.py"])
    def test_macros_in_odf_are_refused(self, entry):
        assert refusal(sample.odf(b"text", (entry, b"x"))) == ("macros", {"entry": entry})

    def test_a_password_is_refused(self):
        manifest = sample.MANIFEST % b"<manifest:encryption-data/>"
        assert refusal(sample.odf(b"text", manifest=manifest)) == ("encrypted", {})
        assert refusal(sample.odf(b"text", ("encrypted-package", b"x"))) == ("encrypted", {})

    def test_an_entry_with_a_password_is_refused(self):
        data = bytearray(sample.ooxml("docx"))
        data[data.index(b"PK\x01\x02") + 8] |= 1
        assert refusal(bytes(data)) == ("encrypted", {})

    OUTSIDE = ("../evil.txt", "word/../../evil", "/etc/cron", "C:\\evil", "..\\evil", "\\\\host\\a")

    @pytest.mark.parametrize("entry", OUTSIDE)
    def test_an_entry_that_leaves_its_folder_is_refused(self, entry):
        assert refusal(sample.ooxml("docx", (entry, b"x"))) == ("zip_path", {"entry": entry})

    @pytest.mark.parametrize("entry", ["word/a..b.xml", "word/...", "word/Схема 1: вид.xml"])
    def test_dots_and_colons_in_a_name_are_no_path(self, entry):
        assert isinstance(examined(sample.ooxml("docx", (entry, b"x"))), Accepted)

    def test_a_bomb_is_refused_by_what_it_declares(self):
        data = sample.ooxml("docx", ("word/media/a.bin", bytes(30 << 20)))
        assert len(data) < 100_000
        assert refusal(data) == ("zip_bomb", {"detail": "ratio", "entry": "word/media/a.bin"})

    def test_many_middling_entries_are_a_bomb_too(self):
        """Each packs within the ratio; together they declare more than 1 GiB."""
        data = bytearray(sample.ooxml("docx", *((f"word/{n}", b"x") for n in range(130))))
        declared = 9 << 20
        at = data.index(b"PK\x01\x02")
        while at >= 0:
            struct.pack_into("<I", data, at + 24, declared)
            at = data.find(b"PK\x01\x02", at + 4)
        assert refusal(bytes(data)) == ("zip_bomb", {"detail": "size"})

    def test_entries_that_share_their_bytes_are_a_bomb(self):
        data = bytearray(sample.ooxml("docx", ("word/a", b"x" * 90), ("word/b", b"y" * 90)))
        last = data.rindex(b"PK\x01\x02")
        before = data.rindex(b"PK\x01\x02", 0, last)
        data[last + 42 : last + 46] = data[before + 42 : before + 46]
        code, told = refusal(bytes(data))
        assert (code, told["detail"]) == ("zip_bomb", "overlap")

    def test_a_list_of_countless_entries_is_not_even_read(self):
        data = bytearray(sample.ooxml("docx"))
        end = data.rindex(b"PK\x05\x06")
        struct.pack_into("<HH", data, end + 8, 60_000, 60_000)
        assert refusal(bytes(data)) == ("zip_bomb", {"detail": "entries"})

    def test_declared_entities_are_refused(self):
        types = b'<!DOCTYPE t [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Types>&b;</Types>'
        data = sample.zipped([("[Content_Types].xml", types), ("word/document.xml", b"<d/>")])
        assert refusal(data) == ("active_content", {"names": ("xml_entity",)})

    BROKEN = {
        "no xml": [("[Content_Types].xml", b"not xml"), ("word/document.xml", b"<d/>")],
        "no manifest": [("mimetype", b"application/vnd.oasis.opendocument.text")],
        "huge list": [("[Content_Types].xml", b"<Types>" + b" " * (5 << 20) + b"</Types>")],
    }

    @pytest.mark.parametrize("kind", BROKEN)
    def test_a_container_without_its_order_is_damaged(self, kind):
        assert refusal(sample.zipped(self.BROKEN[kind]))[0] == "damaged"

    def test_the_main_part_must_be_there(self):
        (types, _document) = sample.ooxml_entries("docx")
        assert refusal(sample.zipped([types])) == (
            "format_not_kept",
            {"detected": "ooxml_other"},
        )

    def test_an_entry_packed_in_a_way_no_office_program_uses_is_refused(self):
        data = sample.zipped(sample.ooxml_entries("docx"), zipfile.ZIP_BZIP2)
        assert refusal(data) == ("damaged", {"detail": "compression"})

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    def test_an_entry_standing_twice_is_refused(self):
        data = sample.ooxml("docx", ("word/document.xml", b"<other/>"))
        assert refusal(data) == ("damaged", {"detail": "entry_twice"})

    @pytest.mark.parametrize("format_id", ["pdf", "png", "jpeg", "tiff", "wav", "mp4", "mp3"])
    def test_a_file_that_is_an_archive_as_well_is_refused(self, format_id):
        archive = sample.zipped([("evil.class", b"x")])
        assert refusal(SAMPLES[format_id] + archive) == ("appended_archive", {})
