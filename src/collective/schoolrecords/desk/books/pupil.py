"""The pupil of an entry: found by the number of the personal file, and what the file fills in."""

from collective.schoolrecords.core.names import clean_text
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.school.storage import get_school
from plone import api

import re


_NUMBER = re.compile(r"([А-ЯЁ])[\s/-]*([0-9]{1,7})")


def find_pupil(text):
    """Return the personal file with a number such as К-25 that the reader sees, or ``None``.

    Two volumes may have one number; then nobody is guessed.
    """
    found = _NUMBER.fullmatch(clean_text(text).upper()) if isinstance(text, str) else None
    if found is None:
        return None
    number = f"{found[1].replace('Ё', 'Е')}-{int(found[2])}"
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog(portal_type="personal_file", SearchableText=f"{found[1]}{int(found[2])}")
    files = [one.getObject() for one in brains if one.Title.startswith(f"{number} ")]
    return files[0] if len(files) == 1 else None


def fill_in(form, today):
    """Fill an empty name of a sent form from the file that it names; whether anything was filled."""
    pupil = find_pupil(form.get("file_number"))
    if pupil is None or (form.get("name") or "").strip():
        return False
    school = get_school()
    cohort = school.cohorts.get(pupil.cohort_id) if school is not None else None
    values = {
        "name": pupil.full_name,
        "birth_date": day_text(pupil.birth_date),
        "class_label": cohort.nearest_label(today) if cohort is not None else "",
    }
    form.update({name: value for name, value in values.items() if value})
    return True
