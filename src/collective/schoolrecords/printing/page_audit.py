"""The report on the whole archive as data of its template."""

from collective.schoolrecords.printing.audit_forms import AuditForm
from collective.schoolrecords.printing.sentences import day


def audit_data(form: AuditForm) -> dict:
    """See :class:`AuditForm`; the template is ``audit``."""
    return {
        "school": form.school,
        "day": day(form.dated_on),
        "rows": [list(line) for line in form.lines],
    }
