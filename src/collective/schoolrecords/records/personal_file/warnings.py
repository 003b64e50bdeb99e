"""What is kept in a personal file and looks wrong: told to the school's people, never refused.

Only they compare it with the paper: a family is told nothing that it cannot mend.

Paper may carry the mistake: a list that is imported warns in the same words and keeps the value.
"""

from collective.schoolrecords.access.roles import works_with
from collective.schoolrecords.core import snils
from collective.schoolrecords.messages import _
from zope.i18n import translate


TEXTS = {
    snils.CHECKSUM: _(
        "pf_warning_snils_checksum",
        default="The check digits of the SNILS are wrong. Compare it with the paper.",
    ),
    snils.FORMAT: _(
        "pf_warning_snils_format",
        default="The SNILS does not have 11 digits. Compare it with the paper.",
    ),
}


def warnings_of(record, request):
    """Return the warnings of a personal file as a list of ``{code, field, message}``.

    Empty for the family.
    """
    if not works_with(record):
        return []
    code = snils.read_snils(record.snils).code if record.snils else None
    if code is None:
        return []
    return [{"code": code, "field": "snils", "message": translate(TEXTS[code], context=request)}]
