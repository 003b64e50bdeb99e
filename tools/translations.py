"""Compile message catalogues: each ``.po`` gets a ``.mo`` beside it.

Used by ``setup.py`` for wheels and by ``make install`` and ``make i18n`` for a checkout.
It compiles with python-gettext, the library Zope itself compiles catalogues with, so
what a school sees is what ``zope.i18n`` would have made of the same text.

Run as a command it takes the folders to search: ``python tools/translations.py src``.
"""

from pathlib import Path

import sys


def compile_all(root):
    """Compile each ``.po`` below ``root`` that is newer than its ``.mo``.

    Returns the list of ``.mo`` paths written. A catalogue with a syntax error raises
    ``pythongettext.msgfmt.PoSyntaxError``: a broken translation must stop the build.
    """
    # Imported here, so that reading the metadata of setup.py needs no library.
    from pythongettext.msgfmt import Msgfmt

    written = []
    for source in sorted(Path(root).rglob("*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as stream:
            data = Msgfmt(stream, name=str(source)).getAsFile().read()
        target.write_bytes(data)
        written.append(target)
    return written


if __name__ == "__main__":
    for folder in sys.argv[1:]:
        for path in compile_all(folder):
            print(f"compiled {path}")
