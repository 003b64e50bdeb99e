"""Sheets for the demo's records: a title and a text as PDF/A, set with typst."""

from collective.schoolrecords.records.files import examine
from functools import lru_cache
from importlib.resources import as_file
from importlib.resources import files
from plone.namedfile.file import NamedBlobFile

import json
import re
import typst


#: List marks of old word processors have no letter in any other font.
_PRIVATE = re.compile("[\ue000-\uf8ff]")


def paper(title, text):
    """A file value with one document, checked and ready to be filed."""
    value = NamedBlobFile(
        data=_pdf(title, text), contentType="application/pdf", filename=f"{title}.pdf"
    )
    # A form's field would have asked the check; code that files asks it itself.
    examine(value)
    return value


@lru_cache(maxsize=16)
def _pdf(title, text):
    lines = _PRIVATE.sub("–", text).splitlines()
    inputs = {"title": title, "lines": json.dumps(lines, ensure_ascii=False)}
    with as_file(files(__package__).joinpath("paper.typ")) as template:
        return typst.compile(str(template), sys_inputs=inputs, pdf_standards=["a-2b"])
