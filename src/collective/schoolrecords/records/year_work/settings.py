"""What the regulation in force says for the year's work, with the product's own values behind it."""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import admission
from collective.schoolrecords.school.regulation import regulation_on
from zope.component.hooks import getSite


def _value(name, default):
    regulation = regulation_on(getSite(), school_today())
    setting = regulation.settings.get(name) if regulation is not None else None
    return default if setting is None else setting.value


def notice_working_days():
    """Return within how many working days the receiving school has to tell (a whole number)."""
    try:
        return int(_value("transfer_notice_working_days", 2))
    except (TypeError, ValueError):
        return 2


def grade_10_file():
    """Return whether a pupil of grade 10 goes on in the former file or gets a new one."""
    return admission.grade_10_file_in(str(_value("grade_10_file", admission.CONTINUE_FILE)))
