"""Why a file was refused, in words: a sentence for each code of core/uploads.py."""

from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import filled
from zope.globalrequest import getRequest
from zope.i18n import translate

import math


TEXTS = {
    "empty": _("file_empty", default="The file is empty (0 bytes)."),
    "too_large": _(
        "file_too_large",
        default="The file is larger than allowed: ${size} MB, the limit is ${limit} MB.",
    ),
    "name_empty": _("file_name_empty", default="The file has no name."),
    "name_path": _("file_name_path", default="The file's name contains a path to a folder."),
    "name_contradicts": _(
        "file_name_contradicts",
        default="The name says “.${ending}”, the content is ${format}. Check whether this is the "
        "right file.",
    ),
    "unknown_content": _(
        "file_unknown_content", default="The content is none of the accepted formats."
    ),
    "executable": _(
        "file_executable",
        default="This is a program or a script (${detected}); such files are not accepted.",
    ),
    "markup": _(
        "file_markup",
        default="This is a web page or markup (${detected}); such files are not accepted.",
    ),
    "format_not_kept": _(
        "file_format_not_kept", default="The format ${detected} is not accepted for keeping."
    ),
    "truncated": _(
        "file_truncated",
        default="The file was not transferred or saved completely: its end is missing.",
    ),
    "damaged": _("file_damaged", default="The file is damaged (${detail})."),
    "encrypted": _(
        "file_encrypted",
        default="The file is protected by a password or encrypted: take the protection off.",
    ),
    "active_content": _(
        "file_active_content", default="The file contains what can be executed: ${names}."
    ),
    "macros": _("file_macros", default="The document contains macros (${entry})."),
    "zip_bomb": _("file_zip_bomb", default="The file unpacks to an excessive size."),
    "zip_path": _(
        "file_zip_path", default="Inside the file a path leads out of its folder: ${entry}."
    ),
    "appended_archive": _("file_appended_archive", default="An archive is appended to the file."),
    "signature_not_detached": _(
        "file_signature_not_detached",
        default="The signature contains the document itself; a detached signature (.sig) is "
        "needed.",
    ),
}

_ARCHIVE = _("file_archive", default="This is an archive: upload the files one by one.")

#: Formats for which the refusal can say how to mend it.
NOT_KEPT = {
    "old_office": _(
        "file_old_office",
        default="An old Office format (doc, xls, ppt) or a file with a password: save it as docx, "
        "xlsx, pptx or as PDF without a password.",
    ),
    "heic": _("file_heic", default="A picture in the format HEIC: save it as JPEG."),
    "zip": _ARCHIVE,
    "rar": _ARCHIVE,
    "7z": _ARCHIVE,
    "gzip": _ARCHIVE,
    "bzip2": _ARCHIVE,
    "xz": _ARCHIVE,
    "cab": _ARCHIVE,
}


def refusal_text(refused):
    """Return one text with the sentence of every reason of a core ``Refused``."""
    return " ".join(reason_text(reason) for reason in refused.reasons)


def reason_text(reason):
    """Return the sentence of one reason, translated for the current request."""
    template = TEXTS[reason.code]
    if reason.code == "format_not_kept":
        template = NOT_KEPT.get(reason.data["detected"], template)
    mapping = {name: _shown(name, value) for name, value in reason.data.items()}
    message = filled(template, mapping)
    return translate(message, context=getRequest())


def _shown(name, value):
    """Return one datum of a reason as staff read it."""
    if name in ("size", "limit"):
        # Rounded up: a file of 1.01 MB is more than one of 1 MB.
        tenths = math.ceil(value / 1024 / 1024 * 10)
        return f"{tenths // 10},{tenths % 10}" if tenths % 10 else str(tenths // 10)
    if isinstance(value, str):
        return value.upper() if name in ("detected", "format") else value
    return ", ".join(value)
