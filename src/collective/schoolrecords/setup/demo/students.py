"""Personal files of the demo: drafts, current ones with documents and years, and those that ended."""

from .files import read_rows
from .papers import paper
from .people import acting
from .people import cohort_of
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.lifecycle.steps import perform
from collective.schoolrecords.records.personal_file.alphabet_book import next_number
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.records.personal_file.year_services import mark_rules
from datetime import date
from plone import api
from plone.dexterity.utils import createContentInContainer


REGISTER = "personal-files"
STARTING_AGE = 7
DOCUMENTS = (
    {"kind": "Заявление о приёме", "doc_sheets": 1, "original": True},
    {"kind": "Копия свидетельства о рождении", "doc_sheets": 1},
    {"kind": "Согласие на обработку персональных данных", "doc_sheets": 1, "original": True},
    {
        "kind": "Медицинская карта",
        "doc_sheets": 12,
        "original": True,
        "medical": True,
        "place": "Медицинский кабинет",
    },
)
SCANNED = 2
"""So many of the documents are scanned in a full file; the rest is on paper only."""

MARKS = {"Русский язык": "4", "Литература": "5", "Математика": "4", "История": "5"}
TEACHERS = {"7А": "teacher7a", "5Б": "teacher5b"}
CARRIERS = [{"carrier": "paper", "copies": 1}]
#: The council's decision on which last year's results rest: minutes and point.
YEAR_END_NUMBER, YEAR_END_POINT = "7", 2


def fill_students(stage):
    """File everybody of pupils.csv. Returns the file of the first, whose family has accounts."""
    filed = [_file(stage, row) for row in read_rows("pupils.csv")]
    return filed[0]


def _file(stage, row):
    left = int(row["left_years_ago"]) if row["left_years_ago"] else None
    year = stage.year if left is None else stage.year - left - 1
    with acting(stage, "secretary"):
        record = _draft(stage, row, year)
        if row["state"] == "draft":
            return record
        perform(record, "register")
        full = row["class"] in TEACHERS
        for values in DOCUMENTS if full else DOCUMENTS[:1]:
            _document(record, values, scanned=full and values in DOCUMENTS[:SCANNED])
    if row["state"] == "certified":
        _certify(stage, record, row["class"])
    elif left is not None:
        _leave(stage, record, row["state"], date(year + 1, 6, 25))
    elif row["state"] == "annulled":
        with acting(stage, "director"):
            perform(record, "annul", {"reason": "Заведено дважды по ошибке"})
    return record


def _draft(stage, row, year):
    grade = int(row["class"][:-1])
    first_year = year - grade + 1
    day, month = map(int, row["birthday"].split("."))
    letter = row["last_name"][0].replace("Ё", "Е")
    register = stage.site[REGISTER]
    admitted = SchoolYear(first_year).first_day
    return createContentInContainer(
        register,
        "personal_file",
        letter=letter,
        number=next_number(register, letter),
        last_name=row["last_name"],
        first_name=row["first_name"],
        middle_name=row["middle_name"],
        sex=row["sex"],
        birth_date=date(first_year - STARTING_AGE, month, day),
        cohort_id=cohort_of(stage, row["class"], year).id,
        admitted_on=admitted,
        admission_order_number="41-у",
        admission_order_date=date(first_year, 8, 28),
        study_form="очная",
        storage_place="Приёмная, шкаф 2",
        carriers=CARRIERS,
    )


def _document(record, values, scanned):
    scan = paper(values["kind"], "Образец для учебной школы.") if scanned else None
    dated_on = record.admission_order_date
    document = createContentInContainer(
        record, "file_document", dated_on=dated_on, on_paper=True, scan=scan, **values
    )
    perform(document, "approve")


def year_end_day(stage):
    """The day of the council that decided on last year's results."""
    return date(stage.year, 5, 28)


def _certify(stage, record, label):
    """Last year's results, signed by the class teacher and sealed by the secretary."""
    year = SchoolYear(stage.year - 1).label
    years = years_of(record)
    values = {
        "marks": MARKS,
        "decision": "promoted",
        "minutes_number": YEAR_END_NUMBER,
        "minutes_date": year_end_day(stage),
        "minutes_point": YEAR_END_POINT,
    }
    with acting(stage, TEACHERS[label]):
        actor = api.user.get_current().getId()
        years.enter(year, values, int(label[:-1]) - 1, mark_rules())
        fact = "Подпись в личном деле"
        years.certify(year, "class_teacher", fact, actor, now(), mark_rules())
    with acting(stage, "secretary"):
        actor = api.user.get_current().getId()
        years.certify(year, "seal", "Печать школы", actor, now(), mark_rules())
    record.reindexObject()


def _leave(stage, record, state, left_on):
    """Out of the school, and as far as `state`: closed, archived or handed_out."""
    leaving = {
        "left_on": left_on,
        "leaving_reason": "Окончание школы",
        "leaving_order_number": "77-у",
        "leaving_order_date": left_on,
    }
    with acting(stage, "secretary"):
        perform(record, "close", leaving)
    if state == "archived":
        with acting(stage, "archivist"):
            perform(record, "archive")
    elif state == "handed_out":
        with acting(stage, "secretary"):
            handed = {
                "receiver": "Законный представитель",
                "basis": f"Заявление от {left_on:%d.%m.%Y}",
                "handed_out_on": left_on,
                "signature_fact": "Подпись в книге выдачи",
            }
            perform(record, "hand_out", handed)
