"""What comes in is judged by its content: every format kept, everything else refused with reasons."""

from collective.schoolrecords.core import uploads
from collective.schoolrecords.core.uploads import Accepted
from collective.schoolrecords.core.uploads import examine
from collective.schoolrecords.core.uploads import FORMATS
from collective.schoolrecords.core.uploads import REASONS
from collective.schoolrecords.core.uploads import Refused
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from judged import examined
from judged import LIMIT
from judged import refusal
from pathlib import Path

import base64
import hashlib
import io
import pytest
import sample_files as sample
import struct
import tracemalloc


SCANS = Path(__file__).parent.parent / "data" / "scans"
SAMPLES = sample.every_format()

LONG_NAME = (
    "Приказ о зачислении обучающихся в порядке перевода из другой образовательной организации "
    "«копия» № 45-у (исправленный"
)

BAD_SCANS = {
    "bad_zero_bytes.pdf": ("empty", {}),
    "bad_exe_renamed.pdf": ("executable", {"detected": "exe"}),
    "bad_html_renamed.jpg": ("markup", {"detected": "html"}),
    "bad_truncated.pdf": ("truncated", {}),
}


class TestScans:
    def sums(self):
        lines = (SCANS / "SHA256SUMS").read_text("utf-8").splitlines()
        return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}

    def test_all_scans_are_here_unchanged(self):
        files = {path.name for path in SCANS.iterdir()} - {"SHA256SUMS"}
        assert files == set(self.sums())
        assert len(files) == 17
        for name, digest in self.sums().items():
            assert hashlib.sha256((SCANS / name).read_bytes()).hexdigest() == digest

    def test_every_good_scan_is_accepted_with_its_sum(self):
        good = set(self.sums()) - set(BAD_SCANS)
        assert len(good) == 13
        for name in good:
            path = SCANS / name
            with path.open("rb") as file:
                result = examine(file, name, limit=LIMIT)
            assert isinstance(result, Accepted), (name, result)
            assert result.format == {".pdf": "pdf", ".jpg": "jpeg"}[path.suffix]
            assert (result.size, result.sha256) == (path.stat().st_size, self.sums()[name])

    @pytest.mark.parametrize("name", BAD_SCANS)
    def test_every_bad_scan_is_refused_with_its_reason(self, name):
        assert refusal((SCANS / name).read_bytes(), name) == BAD_SCANS[name]

    def test_the_long_name_keeps_its_quotation_marks_number_sign_and_bracket(self):
        (name,) = (name for name in self.sums() if name.startswith("Приказ"))
        result = examined((SCANS / name).read_bytes(), name)
        assert result.clean_name == LONG_NAME + ".pdf"

    def test_four_letters_in_compressed_pixels_are_no_name(self):
        """One of the scans holds ``/AA`` among its pixels."""
        data = (SCANS / "04_protokol_promezhutochnoy_attestacii_3_str.pdf").read_bytes()
        assert b"/AA" in data
        assert isinstance(examined(data), Accepted)


class TestFormats:
    def test_there_is_a_sample_of_every_format(self):
        assert set(SAMPLES) == set(FORMATS)

    @pytest.mark.parametrize("format_id", SAMPLES)
    def test_every_format_is_told_by_its_content(self, format_id):
        result = examined(SAMPLES[format_id], f"работа.{FORMATS[format_id].endings[0].upper()}")
        assert isinstance(result, Accepted), result
        assert result.format == format_id
        assert result.media_type == FORMATS[format_id].media_type
        assert result.size == len(SAMPLES[format_id])
        assert result.sha256 == hashlib.sha256(SAMPLES[format_id]).hexdigest()
        assert result.clean_name == f"работа.{FORMATS[format_id].endings[0].upper()}"

    OTHER_FORMS = {
        "mp3 without a tag": (sample.mp3(tag=False), "mp3"),
        "mp3 of two frames": (sample.mp3(frames=2), "mp3"),
        "big-endian tiff": (sample.tiff(">"), "tiff"),
        "bigtiff": (sample.tiff(big=True), "tiff"),
        "tiff of forty pages": (sample.tiff(pages=40), "tiff"),
        "opus": (sample.ogg(b"OpusHead" + bytes(11)), "ogg"),
        "film without sound": (sample.mp4(handlers=(b"vide",)), "mp4"),
        "dictaphone that calls itself a film": (sample.mp4(handlers=(b"soun",)), "m4a"),
        "webm that was streamed": (sample.matroska(length=(0xFF,)), "webm"),
        "picture with a film after it": (sample.jpeg(sample.mp4()), "jpeg"),
        "signature in BER": (sample.signature(wrap=sample.ber), "sig"),
        "signature in base64": (base64.b64encode(sample.signature()), "sig"),
        "signature in lines": (base64.encodebytes(sample.signature()), "sig"),
        "signature in PEM": (
            b"-----BEGIN CMS-----\n"
            + base64.encodebytes(sample.signature())
            + b"-----END CMS-----\n",
            "sig",
        ),
        "pdf with a byte order mark": (b"\xef\xbb\xbf" + sample.pdf(), "pdf"),
        "pdf with zeros after its end": (sample.pdf() + bytes(500), "pdf"),
        "docx with a drawing": (sample.ooxml("docx", ("word/media/i.png", sample.png())), "docx"),
        "odt with an empty library": (
            sample.odf(b"text", ("Basic/Standard/script-lb.xml", b"<library/>")),
            "odt",
        ),
    }

    @pytest.mark.parametrize("form", OTHER_FORMS)
    def test_other_forms_of_the_formats_are_accepted(self, form):
        data, format_id = self.OTHER_FORMS[form]
        result = examined(data)
        assert isinstance(result, Accepted), result
        assert result.format == format_id

    #: Sound without a length in its head, and a streamed film, have no end to look for.
    ENDLESS = ("mp3", "flac")

    @pytest.mark.parametrize("format_id", sorted(set(SAMPLES) - set(ENDLESS)))
    def test_a_file_cut_anywhere_is_refused(self, format_id):
        whole = SAMPLES[format_id].rstrip(b"\n") if format_id == "pdf" else SAMPLES[format_id]
        kept = [n for n in range(len(whole)) if isinstance(examined(whole[:n]), Accepted)]
        assert kept == []

    @pytest.mark.parametrize("format_id", sorted(set(SAMPLES) - set(ENDLESS)))
    def test_a_file_cut_near_its_end_is_called_truncated(self, format_id):
        data = SAMPLES[format_id]
        assert refusal(data[: len(data) - 9]) == ("truncated", {})

    @pytest.mark.parametrize("format_id", ENDLESS)
    def test_sound_cut_in_its_beginning_is_refused(self, format_id):
        assert refusal(SAMPLES[format_id][:40])[0] == "truncated"


NOT_KEPT = {
    "zip": (sample.zipped([("a.txt", b"a")]), "zip"),
    "empty zip": (sample.zipped([]), "zip"),
    "jar": (sample.zipped([("META-INF/MANIFEST.MF", b"a"), ("A.class", b"a")]), "zip"),
    "epub": (sample.zipped([("mimetype", b"application/epub+zip")]), "zip"),
    "odf template": (sample.odf(b"text-template"), "zip"),
    "word template": (
        sample.zipped(
            [
                (
                    "[Content_Types].xml",
                    sample.content_types(
                        "word/document.xml",
                        sample.OPC + "wordprocessingml.template.main+xml",
                    ),
                ),
                ("word/document.xml", b"<d/>"),
            ]
        ),
        "ooxml_other",
    ),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_office"),
    "rtf": (b"{\\rtf1\\ansi}", "rtf"),
    "gif": (b"GIF89a\x01\x00\x01\x00", "gif"),
    "bmp": (b"BM\x46\x00\x00\x00" + bytes(60), "bmp"),
    "rar": (b"Rar!\x1a\x07\x01\x00", "rar"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(20), "7z"),
    "gzip": (b"\x1f\x8b\x08" + bytes(20), "gzip"),
    "heic": (sample.mp4(b"heic"), "heic"),
    "3gp": (sample.mp4(b"3gp4"), "3gp"),
    "theora": (sample.ogg(b"\x80theora" + bytes(20)), "ogg_video"),
    "windows media": (b"0&\xb2u\x8ef\xcf\x11\xa6\xd9\x00\xaa\x00b\xcel", "windows_media"),
    "certificate": (
        b"-----BEGIN CERTIFICATE-----\nTUlJ\n-----END CERTIFICATE-----\n",
        "pem_other",
    ),
}


@pytest.mark.parametrize("kind", NOT_KEPT)
def test_what_is_known_and_not_kept_is_named(kind):
    data, detected = NOT_KEPT[kind]
    assert refusal(data) == ("format_not_kept", {"detected": detected})


HARMFUL = {
    "windows program": (b"MZ\x90\x00" + bytes(60), "executable", "exe"),
    "linux program": (b"\x7fELF\x02\x01", "executable", "elf"),
    "mac program": (b"\xcf\xfa\xed\xfe", "executable", "mach_o_or_java"),
    "java class": (b"\xca\xfe\xba\xbe\x00\x00", "executable", "mach_o_or_java"),
    "shortcut": (b"L\x00\x00\x00\x01\x14\x02\x00", "executable", "shortcut"),
    "shell script": (b"#!/bin/sh\nrm", "executable", "script"),
    "script after a mark": (b"\xef\xbb\xbf#!/bin/sh", "executable", "script"),
    "page": (b"<html><script>1</script></html>", "markup", "html"),
    "page after space": (b"\n \t<!DOCTYPE HTML>", "markup", "html"),
    "page in UTF-16": ("\ufeff<html>".encode("utf-16-le"), "markup", "html"),
    "page in big-endian UTF-16": ("\ufeff<html>".encode("utf-16-be"), "markup", "html"),
    "drawing": (b'<?xml version="1.0"?><svg onload="x()"/>', "markup", "svg"),
    "xml": (b'<?xml version="1.0"?><a/>', "markup", "xml"),
    "php": (b"<?php system($x);", "markup", "script"),
    "other markup": (b"<a href='x'>", "markup", "markup"),
}


@pytest.mark.parametrize("kind", HARMFUL)
def test_programs_and_pages_are_refused_whatever_they_are_called(kind):
    data, code, detected = HARMFUL[kind]
    for name in ("скан.pdf", "фото.jpg", "файл"):
        assert refusal(data, name) == (code, {"detected": detected})


@pytest.mark.parametrize("data", [b"\x00", b"text", "Просто текст".encode(), b"a;b\n1;2\n", b"%"])
def test_what_is_not_known_is_refused(data):
    assert refusal(data, "список.pdf") == ("unknown_content", {})


class TestDamage:
    DAMAGED = {
        "png without header": sample.PNG_MARK + sample.png_chunk(b"IEND"),
        "png without pixels": (
            sample.PNG_MARK
            + sample.png_chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
            + sample.png_chunk(b"IEND")
        ),
        "jpeg without picture": b"\xff\xd8\xff\xd9",
        "jpeg with noise": b"\xff\xd8\xff\xe0\x00\x02noise",
        "jpeg with an impossible length": b"\xff\xd8\xff\xe0\x00\x00\xff\xd9",
        "webp of nothing": sample.riff(b"WEBP", (b"ABCD", b"1234")),
        "tiff that turns in a circle": struct.pack("<2sHIHI", b"II", 42, 8, 0, 8),
        "tiff without strips": struct.pack("<2sHIHI", b"II", 42, 8, 0, 0),
        "wav without format": sample.riff(b"WAVE", (b"data", b"1234")),
        "avi without frames": sample.riff(b"AVI ", (b"LIST", b"hdrl")),
        "film of nothing": sample.mp4(handlers=(b"text",)),
        "box of four bytes": sample.box(b"ftyp", b"isom") + struct.pack(">I4s", 4, b"moov"),
        "matroska of another kind": sample.matroska(b"other"),
        "matroska without numbers": b"\x1a\x45\xdf\xa3\x00\x00\x00",
        "mp3 with noise": sample.mp3(frames=1) + b"noise, only noise",
        "flac with noise": sample.flac()[:42] + b"\x00" * 40,
        "flac without header": b"fLaC\x84\x00\x00\x00\xff\xf8",
        "ogg with noise": sample.ogg() + b"noise",
        "signature with something after it": sample.signature() + b"more",
        "signature of another shape": sample.der(
            0x30, sample.SIGNED_DATA, sample.der(0xA0, b"\x02\x01\x01")
        ),
    }

    @pytest.mark.parametrize("kind", DAMAGED)
    def test_a_file_that_breaks_its_own_rules_is_damaged(self, kind):
        assert refusal(self.DAMAGED[kind])[0] == "damaged"

    def test_a_film_whose_recorder_was_switched_off_is_truncated(self):
        data = sample.box(b"ftyp", b"isom", bytes(4)) + sample.box(b"mdat", bytes(50))
        assert refusal(data) == ("truncated", {})

    def test_a_file_of_countless_parts_is_refused(self):
        assert refusal(
            sample.PNG_MARK
            + sample.png_chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
            + sample.png_chunk(b"tEXt") * 100_001
        ) == ("damaged", {"detail": "too_many_parts"})


class TestSignatures:
    def test_a_signature_with_the_document_inside_is_refused(self):
        for wrap in (sample.der, sample.ber):
            data = sample.signature(b"document", wrap)
            assert refusal(data) == ("signature_not_detached", {})
            assert refusal(base64.b64encode(data)) == ("signature_not_detached", {})

    def test_text_that_begins_like_base64_is_not_known(self):
        assert refusal(b"MIT License") == ("unknown_content", {})
        assert refusal(b"MIIBIjANBgkqhkiG9w0BAQEF" * 3) == ("unknown_content", {})

    def test_base64_that_does_not_add_up_is_damaged(self):
        data = base64.b64encode(sample.signature()).rstrip(b"=")
        cut = data[: len(data) // 4 * 4 - 3]
        assert refusal(cut)[0] in ("damaged", "truncated")

    def test_a_signature_of_endless_depth_is_refused(self):
        inside = sample.SIGNED_DATA + b"\xa0\x80\x30\x80" + b"\x30\x80" * 5000
        assert refusal(b"\x30\x80" + inside)[0] == "damaged"


class TestSize:
    def test_the_limit_is_the_largest_size_that_is_kept(self):
        data = sample.pdf()
        assert isinstance(examined(data, limit=len(data)), Accepted)
        assert refusal(data, limit=len(data) - 1) == (
            "too_large",
            {"size": len(data), "limit": len(data) - 1},
        )

    def test_a_large_file_is_not_taken_into_memory(self, tmp_path):
        path = tmp_path / "film.mp4"
        with path.open("wb") as file:
            file.write(sample.mp4() + struct.pack(">I4s", 64 << 20, b"free"))
            file.truncate(len(sample.mp4()) + (64 << 20))
        with path.open("rb") as file:
            tracemalloc.start()
            result = examine(file, path.name, limit=LIMIT)
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        assert isinstance(result, Accepted)
        assert peak < 8 << 20

    def test_the_file_is_left_at_its_beginning(self):
        for data in (sample.pdf(), b"MZ", b""):
            file = io.BytesIO(data)
            file.seek(0, 2)
            examine(file, "скан.pdf", limit=LIMIT)
            assert file.tell() == 0

    def test_a_disk_that_cannot_be_read_is_no_refusal(self):
        class Broken(io.BytesIO):
            def read(self, size=-1):
                raise OSError(5, "Input/output error")

        for data in (sample.pdf(), sample.ooxml("docx")):
            with pytest.raises(OSError, match="Input/output"):
                examine(Broken(data), "скан", limit=LIMIT)


MARKS = sorted({mark for mark, _ in (*uploads._MARKS, *uploads._NOT_KEPT, *uploads._PROGRAMS)})
STARTS = st.sampled_from(
    [
        b"",
        b"%PDF-1.7\n1 0 obj<<",
        b"RIFF\x10\x00\x00\x00WAVE",
        b"RIFF\xff\x00\x00\x00AVI ",
        b"RIFF\x10\x00\x00\x00WEBP",
        b"\x00\x00\x00\x14ftypisom",
        b"\xff\xfb\x90\x64",
        b"\x30\x80" + sample.SIGNED_DATA,
        b"-----BEGIN CMS-----\n",
        b"MII",
        b"\xff\xfe<",
        *MARKS,
    ]
)


def is_judged(data, name):
    """A file is accepted or refused with documented reasons; nothing is raised."""
    result = examined(data, name)
    if isinstance(result, Accepted):
        assert result.format in FORMATS
        assert result.sha256 == hashlib.sha256(data).hexdigest()
        return
    assert result.reasons
    for reason in result.reasons:
        assert set(REASONS[reason.code]) <= set(reason.data)


@given(STARTS, st.binary(max_size=400), st.text(max_size=12))
@settings(max_examples=300, deadline=None)
def test_random_bytes_are_judged_and_never_crash(start, data, name):
    is_judged(start + data, name)


@given(st.binary(max_size=64))
@settings(max_examples=200, deadline=None)
def test_random_bytes_alone_are_never_accepted(data):
    assert isinstance(examined(data), Refused)


@given(st.sampled_from(sorted(SAMPLES)), st.data())
@settings(max_examples=300, deadline=None)
def test_damaged_files_are_judged_and_never_crash(format_id, data):
    damaged = bytearray(SAMPLES[format_id])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place] = data.draw(st.sampled_from((0, 1, 0x7F, 0x80, 0xFF, 0x28, 0x3C, 0x50)))
    if data.draw(st.booleans()):
        place = data.draw(st.integers(0, len(damaged)))
        damaged[place:place] = data.draw(st.binary(max_size=12))
    is_judged(bytes(damaged), f"работа.{FORMATS[format_id].endings[0]}")


@given(st.text(max_size=300))
@settings(deadline=None)
def test_a_clean_name_is_clean_and_short(name):
    result = examined(sample.png(), name)
    clean = result.clean_name
    assert len(clean) <= 200
    assert clean.isprintable() or any("\ue000" <= c <= "\U0010ffff" for c in clean)
    if isinstance(result, Accepted):
        assert clean.lower().endswith(".png")
        assert not {"/", "\\", "\u202e", "\x00"} & set(clean)
        assert examined(sample.png(), clean).clean_name == clean
