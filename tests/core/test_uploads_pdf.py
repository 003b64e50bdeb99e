"""PDF: what runs, what hides and what is cut off; and what only looks like it."""

from collective.schoolrecords.core.uploads import Accepted
from judged import examined
from judged import refusal

import pytest
import sample_files as sample
import zlib


class TestPdf:
    ACTIVE = {
        "script": (b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>", ("JS", "JavaScript")),
        "script in a name tree": (b"<< /Names << /JavaScript 9 0 R >> >>", ("JavaScript",)),
        "script in a rendition": (b"<< /S /Rendition /JS 9 0 R >>", ("JS",)),
        "escaped name": (b"<< /S /J#61vaScrip#74 >>", ("JavaScript",)),
        "program": (b"<< /S /Launch /F (cmd.exe) >>", ("Launch",)),
        "data": (b"<< /S /ImportData /F (a) >>", ("ImportData",)),
        "flash": (b"<< /Type /Annot /Subtype /RichMedia >>", ("RichMedia",)),
        "no space at all": (b"<</S/Launch/Win<</F(cmd.exe)>>>>", ("Launch",)),
        "comment between": (b"<< /S % a comment (\n/Launch >>", ("Launch",)),
    }

    @pytest.mark.parametrize("kind", ACTIVE)
    def test_what_runs_is_refused_and_named(self, kind):
        body, names = self.ACTIVE[kind]
        assert refusal(sample.pdf(sample.CATALOG, body)) == ("active_content", {"names": names})

    @pytest.mark.parametrize("kind", ACTIVE)
    def test_what_runs_is_found_in_packed_objects(self, kind):
        body, names = self.ACTIVE[kind]
        packed = sample.object_stream(b"<< /Type /Font >>", body.replace(b"\n", b"\r"))
        assert refusal(sample.pdf(sample.CATALOG, packed)) == ("active_content", {"names": names})

    @pytest.mark.parametrize("kind", ACTIVE)
    def test_what_runs_is_found_where_a_reader_could_be_sent(self, kind):
        """An object may lie inside a stream, a comment or a text that never ends."""
        body, names = self.ACTIVE[kind]
        inside = b"9 0 obj " + body + b" endobj"
        data = sample.pdf(sample.CATALOG, sample.stream(inside))
        assert refusal(data) == ("active_content", {"names": names})
        for before in (b"% ", b"(", b"<< /A (", b"<"):
            data = sample.pdf().replace(b"xref\n", before + inside + b"\nxref\n", 1)
            assert refusal(data) == ("active_content", {"names": names})

    def test_an_action_on_opening_is_reported_with_what_it_runs(self):
        catalog = b"<< /Type /Catalog /OpenAction << /S /JavaScript /JS <6170> >> >>"
        code, data = refusal(sample.pdf(catalog))
        assert (code, data["names"]) == ("active_content", ("JS", "JavaScript", "OpenAction"))

    HARMLESS = {
        "page on opening": b"<< /Type /Catalog /OpenAction [3 0 R /Fit] >>",
        "view on opening": b"<< /OpenAction << /S /GoTo /D [3 0 R /XYZ 0 0 1] >> >>",
        "link": b"<< /S /URI /URI (https://example.com/JavaScript) >>",
        "title": b"<< /Title (HTML/CSS/JavaScript: /S /Launch /JS \\(x\\)) >>",
        "title in hex": b"<< /Title <2F4A617661536372697074> >>",
        "comment": b"<< /A 1 % /S /JavaScript /JS (x)\n >>",
        "longer name": b"<< /JavaScripts 1 /LaunchPad 2 /EncryptMetadata true >>",
        "name without its key": b"<< /Launch 1 /Role /Launch >>",
        "own font called JS": b"<< /Font << /JS << /Type /Font >> >> >>",
    }

    @pytest.mark.parametrize("kind", HARMLESS)
    def test_what_only_looks_alike_is_accepted(self, kind):
        assert isinstance(examined(sample.pdf(sample.CATALOG, self.HARMLESS[kind])), Accepted)

    @pytest.mark.parametrize("kind", HARMLESS)
    def test_what_only_looks_alike_is_accepted_in_packed_objects(self, kind):
        packed = sample.object_stream(b"<< /A 1 >>", self.HARMLESS[kind], b"[1 2]")
        assert isinstance(examined(sample.pdf(sample.CATALOG, packed)), Accepted)

    def test_the_same_words_in_the_text_of_a_page_are_accepted(self):
        page = b"BT (/S /JavaScript /JS \\(x\\) /Launch) Tj ET"
        assert isinstance(examined(sample.pdf(sample.CATALOG, sample.stream(page))), Accepted)

    HIDDEN = {
        "two filters": (b"/Filter [/ASCIIHexDecode /FlateDecode]", zlib.compress),
        "the same filter twice": (b"/Filter [/FlateDecode /FlateDecode]", zlib.compress),
        "a filter elsewhere": (b"/Filter 9 0 R", zlib.compress),
        "a predictor": (
            b"/Filter /FlateDecode /DecodeParms << /Predictor 12 >>",
            zlib.compress,
        ),
        "another file": (b"/Filter /FlateDecode /F (other)", zlib.compress),
    }

    @pytest.mark.parametrize("kind", HIDDEN)
    def test_objects_packed_so_that_nobody_sees_them_are_refused(self, kind):
        entries, pack = self.HIDDEN[kind]
        packed = sample.object_stream(b"<< /S /Launch >>", entries=entries, pack=pack)
        assert refusal(sample.pdf(sample.CATALOG, packed)) == (
            "active_content",
            {"names": ("hidden_objects",)},
        )

    def test_packed_objects_without_their_type_are_read_all_the_same(self):
        packed = sample.object_stream(b"<< /S /Launch >>").replace(b"/Type /ObjStm", b"")
        assert refusal(sample.pdf(sample.CATALOG, packed))[0] == "active_content"

    def test_packed_objects_without_a_filter_are_read(self):
        packed = sample.object_stream(b"<< /S /Launch >>", entries=b"", pack=bytes)
        assert refusal(sample.pdf(sample.CATALOG, packed))[0] == "active_content"

    def test_a_password_is_refused(self):
        assert refusal(sample.pdf(trailer=b"/Encrypt 5 0 R")) == ("encrypted", {})
        table = sample.stream(b"x", b"/Type /XRef /Encrypt << /Filter /Standard >>")
        assert refusal(sample.pdf(sample.CATALOG, table)) == ("encrypted", {})

    def test_packed_objects_that_burst_are_refused(self):
        bomb = sample.object_stream(b"<< >>" + bytes(20 << 20))
        assert refusal(sample.pdf(sample.CATALOG, bomb))[0] == "zip_bomb"

    def test_an_object_that_is_read_over_and_over_is_refused(self):
        nested = b"<< /A " * 4 + b"9 0 obj [" * 20_000
        assert refusal(sample.pdf(sample.CATALOG, nested))[0] == "damaged"

    def test_what_stands_across_a_block_of_reading_is_found(self):
        body = b"<< /S /Launch >>"
        for place in range((1 << 20) - 60, (1 << 20) + 20, 3):
            filler = place - len(sample.pdf_of(sample.stream(b""))) // 2
            data = sample.pdf(sample.CATALOG, sample.stream(b"x" * filler), body)
            assert refusal(data)[0] == "active_content", place

    @pytest.mark.parametrize("end", [b"", b"startxref\n0\n%%EOF", b"startxref\n99999\n%%EOF"])
    def test_a_file_without_its_own_end_is_truncated(self, end):
        whole = sample.pdf()
        assert refusal(whole[: whole.rindex(b"startxref")] + end) == ("truncated", {})

    def test_a_linearised_file_cut_after_its_first_page_is_truncated(self):
        first = sample.pdf().replace(b"startxref\n", b"startxref\n0 % ", 1)
        assert refusal(first.split(b"0 % ")[0] + b"0\n%%EOF\n") == ("truncated", {})

    def test_a_page_that_calls_itself_pdf_later_is_no_pdf(self):
        assert refusal(b"<html>" + sample.pdf(), "скан.pdf")[0] == "markup"
        assert refusal(b"MZ" + sample.pdf(), "скан.pdf")[0] == "executable"
