"""Each form still looks as it did when somebody looked at it.

The pages are compared as small grey pictures with those of ``golden/``; UPDATE_GOLDEN=1 draws them
anew, then look at them before they are committed.
"""

from collective.schoolrecords.core.code128 import bars
from collective.schoolrecords.printing.pages import print_form
from dataclasses import replace
from pathlib import Path
from PIL import Image
from PIL import ImageChops
from PIL import ImageStat
from printed_forms import ACT
from printed_forms import COVER
from printed_forms import FORMS
from printed_forms import long_act
from printed_forms import MOMENT
from printed_forms import printed

import itertools
import os
import pytest
import shutil
import subprocess


GOLDEN = Path(__file__).with_name("golden")
DPI = 60
#: Mean difference of grey (of 255) that another version of the renderer may make.
TOLERANCE = 1.5

LOOKS = {
    **FORMS,
    "act-draft": replace(
        ACT,
        status="draft",
        number="",
        destruction=None,
        approver=replace(ACT.approver, signed_on=None),
    ),
    "act-long": long_act(40),
    "cover-replaced": replace(COVER, title="Альбом 王 и 😀 " + "длинное" * 12),
}


@pytest.fixture(scope="module")
def poppler():
    if shutil.which("pdftoppm") is None:
        pytest.skip("no pdftoppm (poppler-utils)")


def pages_of(pdf, folder, dpi=DPI):
    """Return the pages of a PDF as grey pictures."""
    file = folder / "form.pdf"
    file.write_bytes(pdf)
    command = ["pdftoppm", "-gray", "-png", "-r", str(dpi), str(file), str(folder / "page")]
    subprocess.run(command, check=True)
    return [Image.open(path).convert("L") for path in sorted(folder.glob("page-*.png"))]


def difference(one, other):
    """Return the mean difference of two pictures; that of black and white for another size."""
    if one.size != other.size:
        return 255
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0]


@pytest.mark.parametrize("name", LOOKS)
def test_look(name, poppler, tmp_path):
    """Same number of pages, each like its golden one."""
    pages = pages_of(printed(name, LOOKS[name]), tmp_path)
    if os.environ.get("UPDATE_GOLDEN"):
        for number, page in enumerate(pages, 1):
            page.quantize(8).save(GOLDEN / f"{name}-{number}.png", optimize=True)

    golden = [Image.open(path).convert("L") for path in sorted(GOLDEN.glob(f"{name}-[0-9].png"))]
    assert len(pages) == len(golden)
    assert [difference(*pair) < TOLERANCE for pair in zip(pages, golden, strict=True)] == [
        True
    ] * len(pages)


def test_the_bars_of_a_cover_are_read(poppler, tmp_path):
    """As a scanner does it: widths of black and white along one line, in modules of 0.4 mm."""
    page = pages_of(print_form(COVER, timestamp=MOMENT), tmp_path, dpi=600)[0]
    module = 0.4 / 25.4 * 600
    left, right = round(25 / 25.4 * 600), round(78 / 25.4 * 600)
    line = [page.getpixel((x, round(270 / 25.4 * 600))) < 128 for x in range(left, right)]
    runs = [len(list(pixels)) for _black, pixels in itertools.groupby(line)]

    assert not line[0]
    assert not line[-1]
    assert tuple(round(run / module) for run in runs[1:-1]) == bars(COVER.code)
    # The quiet zone of ten modules, without which scanners see no symbol.
    assert min(runs[0], runs[-1]) > 9.5 * module


def test_another_page_is_seen(poppler, tmp_path):
    """The tolerance does not let a changed page through: one line of text less."""
    shorter = replace(ACT, permanent=(), personnel=())
    page = pages_of(print_form(shorter, timestamp=MOMENT), tmp_path)[0]

    assert difference(page, Image.open(GOLDEN / "act-1.png").convert("L")) >= TOLERANCE
