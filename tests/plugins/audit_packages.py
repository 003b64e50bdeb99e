"""What somebody does to an auditor's package who wants to hide something."""

from collective.schoolrecords.core.bags import BagWriter
from datetime import datetime

import io
import json
import zipfile


def exchanged(content, name, data=b"forged"):
    """Return a package in which one file is another, with its manifests made anew."""
    stream = io.BytesIO()
    bag = BagWriter(stream, "audit", datetime(2026, 2, 2))
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        for one in source.namelist():
            inside = one.partition("/data/")[2]
            if inside:
                bag.add(inside, [data if inside == name else source.read(one)])
    bag.close({})
    return stream.getvalue()


def lines_in(content, begin):
    """Return the values of all lines of the files in a package whose paths have ``begin`` in them."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return [
            json.loads(line)
            for name in sorted(source.namelist())
            if begin in name
            for line in source.read(name).splitlines()
        ]
