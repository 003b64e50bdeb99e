"""Names of files: what nobody sees goes, what lies is refused, what says nothing is completed."""

from collective.schoolrecords.core.uploads import Accepted
from collective.schoolrecords.core.uploads import FORMATS
from collective.schoolrecords.core.uploads import Refused
from judged import examined
from judged import refusal

import pytest
import sample_files as sample


SAMPLES = sample.every_format()


class TestNames:
    CLEANED = {
        "скан.pdf": "скан.pdf",
        "  скан .PDF ": "скан.PDF",
        "Приказ\u00a0№\u00a045-у.pdf": "Приказ № 45-у.pdf",
        "и\u0306.pdf": "\u0439.pdf",
        "отчёт\u202efdp.exe.pdf": "отчётfdp.exe.pdf",
        "\u200eскан\u200b\ufeff\u2066.pdf": "скан.pdf",
        "скан\x00\r\n\tстр. 2\x7f.pdf": "скан стр. 2.pdf",
        "скан\ud800.pdf": "скан.pdf",
        'Приказ "О зачислении" (копия) [2] №5.pdf': 'Приказ "О зачислении" (копия) [2] №5.pdf',
        "скан": "скан.pdf",
        "Акт от 01.09.2025": "Акт от 01.09.2025.pdf",
        "Приказ № 45.у": "Приказ № 45.у.pdf",
        "скан.рdf": "скан.рdf.pdf",
        "скан...": "скан.pdf",
        "Я" * 300 + ".pdf": "Я" * 196 + ".pdf",
        "Я" * 300: "Я" * 196 + ".pdf",
    }

    @pytest.mark.parametrize("name", CLEANED, ids=ascii)
    def test_what_is_not_seen_is_taken_out_and_the_ending_added(self, name):
        result = examined(sample.pdf(), name)
        assert isinstance(result, Accepted), result
        assert result.clean_name == self.CLEANED[name]

    PATHS = (
        "../скан.pdf",
        "a/скан.pdf",
        "C:\\Users\\секретарь\\скан.pdf",
        "C:скан.pdf",
        "..\\скан.pdf",
        "/etc/passwd",
        ".\u200b.",
        "..",
    )

    @pytest.mark.parametrize("name", PATHS, ids=ascii)
    def test_a_name_with_a_path_is_refused(self, name):
        result = examined(sample.pdf(), name)
        assert isinstance(result, Refused)
        assert result.reasons[0].code == "name_path"

    @pytest.mark.parametrize("name", ["", " ", "\u200b", "...", " . "], ids=ascii)
    def test_a_name_of_nothing_is_refused(self, name):
        assert refusal(sample.pdf(), name) == ("name_empty", {})

    CONTRADICTIONS = [
        ("pdf", "скан.jpg", "jpg"),
        ("pdf", "скан.pdf.exe", "exe"),
        ("pdf", "скан.HTML", "html"),
        ("jpeg", "скан.pdf", "pdf"),
        ("docx", "список.xlsx", "xlsx"),
        ("docx", "приказ.docm", "docm"),
        ("xlsx", "список.xls", "xls"),
        ("mp4", "ответ.m4a", "m4a"),
        ("sig", "приказ.pdf", "pdf"),
        ("png", "письмо.\u202egnp.txt", "txt"),
    ]

    @pytest.mark.parametrize("format_id,name,ending", CONTRADICTIONS, ids=ascii)
    def test_a_name_that_says_another_format_is_refused_with_both(self, format_id, name, ending):
        assert refusal(SAMPLES[format_id], name) == (
            "name_contradicts",
            {"ending": ending, "format": format_id},
        )

    @pytest.mark.parametrize("format_id", FORMATS)
    def test_every_ending_of_a_format_is_its_own(self, format_id):
        for ending in FORMATS[format_id].endings:
            assert isinstance(examined(SAMPLES[format_id], f"работа.{ending}"), Accepted)

    def test_a_signature_may_carry_the_name_of_its_document(self):
        result = examined(sample.signature(), "Приказ № 45-у.pdf.sig")
        assert result.clean_name == "Приказ № 45-у.pdf.sig"

    def test_all_reasons_come_at_once(self):
        result = examined(b"MZ", "../\u200b")
        assert [reason.code for reason in result.reasons] == ["name_path", "executable"]
        result = examined(b"", "")
        assert [reason.code for reason in result.reasons] == ["name_empty", "empty"]

    def test_a_refused_file_has_a_clean_name_for_the_message(self):
        result = examined(b"MZ", "отчёт\u202efdp.exe")
        assert result.clean_name == "отчётfdp.exe"
