"""Packages by BagIt: the library of its authors finds them whole, and finds what was changed."""

from collective.schoolrecords.core.bags import BagWriter
from collective.schoolrecords.core.bags import pieces_of
from datetime import datetime

import bagit
import io
import pytest
import zipfile


AT = datetime(2026, 11, 22, 12)


def unpacked(folder, files):
    stream = io.BytesIO()
    bag = BagWriter(stream, "audit", AT)
    for name, data in files.items():
        bag.add(name, pieces_of(io.BytesIO(data)))
    bag.close({"Source-Organization": "МБОУ\n«Школа № 7»"})
    with zipfile.ZipFile(stream) as found:
        found.extractall(folder)
    return folder / "audit"


def test_the_library_of_bagit_accepts_the_package(tmp_path):
    files = {"ledger/part-0001.jsonl": b"{}\n" * 500_000, "empty": b"", "имя.csv": b"a;b"}
    place = unpacked(tmp_path, files)
    bag = bagit.Bag(str(place))

    assert bag.validate()
    assert bag.info["Source-Organization"] == "МБОУ «Школа № 7»"
    assert bag.info["Bagging-Date"] == "2026-11-22"
    assert {name: (place / "data" / name).read_bytes() for name in files} == files


@pytest.mark.parametrize("change", ["data/a", "bag-info.txt", "manifest-sha256.txt"])
def test_a_changed_package_is_found(tmp_path, change):
    place = unpacked(tmp_path, {"a": b"1", "b": b"2"})
    path = place / change
    path.write_bytes(path.read_bytes() + b" ")

    with pytest.raises(bagit.BagError):
        bagit.Bag(str(place)).validate()


@pytest.mark.parametrize("name", ["", "/etc/passwd", "../a", "a/../../b", "a\nb"])
def test_no_file_leaves_the_bag(name):
    bag = BagWriter(io.BytesIO(), "audit", AT)

    with pytest.raises(ValueError):
        bag.add(name, ())
    bag.close({})
