"""The pupil of an entry: found by the number of the personal file, and what the file fills in."""

from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.records.search.everything import of_number
from collective.schoolrecords.school.storage import get_school


def find_pupil(text):
    """Return the personal file with a number in any spelling that the reader sees, or ``None``.

    Two volumes may have one number; then nobody is guessed.
    """
    found = of_number(text, "personal_file")
    return found[0].getObject() if len(found) == 1 else None


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
