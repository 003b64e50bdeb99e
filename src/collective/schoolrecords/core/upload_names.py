"""Names of uploaded files: what of a name is kept, and what it says about the content.

A name is shown, stored and handed out again, so it must not lie to the eye: characters that are
not seen (controls, marks that turn the direction of writing, joiners) are taken out, space is
made plain, the rest stays as the person wrote it, with quotation marks, № and brackets. A name
that carries a path is refused, not mended: no honest program sends one.
"""

import re
import unicodedata


#: Longer names do not fit where they are shown and packed; the end of the stem is cut off.
MAX_LENGTH = 200

_KNOWN = """
7z amr apk app asp aspx bat bmp bz2 cab chm cmd com cpl csv dat db djvu dll dmg doc docm dot
dotm dotx dwg dylib eml emf eps epub exe fb2 flv gif gz hta htm html heic heif ico img ini iso
jar java js json jsp key log lnk lzh m3u md mdb mid midi mpeg mpg msg msi mxl numbers odg odf
otp ots ott ova pages php pif pl potx pps ppsx ppt pptm ps ps1 psd pub py rar rb reg rtf scr
sh so sql svg svgz swf sxw tar tgz torrent tsv txt url vbe vbs vsd vsdx wasm wma wmf wmv ws wsf
xht xhtml xla xls xlsb xlsm xltm xltx xml xps xsl xz zip 3gp aac aiff html5 wsh
"""
#: Endings that a person knows as a kind of file, though the archive does not keep it.
KNOWN_ENDINGS = frozenset(_KNOWN.split())

_PATH = re.compile(r"[/\\]|^\.\.$|^[A-Za-z]:")
_SPACE = re.compile(r"\s+")
_ENDING = re.compile(r"\.([A-Za-z0-9]{1,8})$")
#: Invisible, unassigned and half characters; private ones are let stand, they are seen.
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Cn"))


def clean_name(name):
    """Return ``name`` without what is not seen, in NFC, with plain space, at most 200 long."""
    text = unicodedata.normalize("NFC", "".join(_seen(character) for character in name))
    text = _SPACE.sub(" ", text).strip(" .") if text.strip(" .") else ""
    # A name may end in a space before its ending; a person does not see it.
    stem, dot, ending = text.rpartition(".")
    if dot and _ENDING.search(text):
        text = f"{stem.rstrip(' ')}.{ending}" if stem.strip(" ") else text
    return _shortened(text)


def has_path(name):
    """Tell whether ``name`` carries a folder, a drive or a step upwards."""
    return _PATH.search("".join(_seen(character) for character in name).strip()) is not None


def ending_of(name):
    """Return the ending of ``name`` in lower case if it looks like one, else an empty text.

    «Акт от 01.09.2025» and «Приказ № 45.у» have an ending no program knows; the caller decides
    what it means.
    """
    found = _ENDING.search(name)
    return found[1].lower() if found else ""


def with_ending(name, ending):
    """Return ``name`` with ``ending`` added, no longer than a name may be."""
    return _shortened(f"{name}.{ending}")


def _seen(character):
    if character in "\t\n\r\v\f\x85":
        return " "
    return "" if unicodedata.category(character) in _UNSEEN else character


def _shortened(text):
    if len(text) <= MAX_LENGTH:
        return text
    found = _ENDING.search(text)
    tail = found[0] if found else ""
    return text[: MAX_LENGTH - len(tail)].rstrip(" .") + tail
