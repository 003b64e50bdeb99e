"""What a year's page says while the year has no results: why, what is missing, who can enter it."""

from AccessControl.security import checkPermission
from collective.schoolrecords.core import late_results as rules
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.core.year_results import was_here
from collective.schoolrecords.desk.desk_lists import school_year_before
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import STATES
from collective.schoolrecords.desk.navigation import MANAGE_SCHOOL
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import filled
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.records.personal_file.year_services import may_correct
from collective.schoolrecords.school.appointments import class_teacher


LATE_TITLE = _("desk_late_year", default="Enter the results of a closed file")
NEEDED = _(
    "desk_year_needed",
    default="What is needed: the marks by subject, the decision of the pedagogical council, number "
    "and date of its minutes.",
)
#: Answer of the rules → what is said.
WHY = {
    rules.NOT_BEGUN: _("desk_year_not_begun", default="The school year ${year} has not begun yet."),
    rules.CAME_LATER: _(
        "desk_year_came_later",
        default="The pupil was admitted on ${admitted}, after the school year ${year}. Its results "
        "are at the former school.",
    ),
    rules.LEFT_BEFORE: _(
        "desk_year_left_before",
        default="The pupil left on ${left}, before the school year ${year} began.",
    ),
    rules.UNREGISTERED: _(
        "desk_year_unregistered",
        default="The personal file is a draft. Results are entered when the secretary has registered "
        "it.",
    ),
    rules.OPEN: _(
        "desk_year_open",
        default="The results of ${year} are not entered. The class teacher (${teacher}) or the "
        "secretary enters them.",
    ),
    rules.LATE: _(
        "desk_year_late",
        default="The file was closed on ${left} without results of ${year}. Only the director enters "
        "them now, with a reason, from the summary sheet of the class.",
    ),
    rules.PAST: _(
        "desk_year_past",
        default="The file has no results of ${year}, and none are entered any more: ${state}. For a "
        "certificate the marks are taken from the summary sheet of the class.",
    ),
}
BEFORE_CLOSING = _(
    "desk_year_before_closing",
    default="The results of ${year} are not entered. Enter and certify them before the file is "
    "closed: afterwards only the director does, with a reason.",
)
NOBODY = _("desk_year_no_teacher", default="nobody is appointed")


#: The same in a word, for tables and forms of other pages.
WAYS = {
    rules.UNREGISTERED: WHY[rules.UNREGISTERED],
    rules.OPEN: _(
        "desk_year_way_open", default="The class teacher or the secretary enters them in the file."
    ),
    rules.LATE: _(
        "desk_year_way_late",
        default="The file is closed: the director alone enters them, on the page of the year, with a "
        "reason.",
    ),
    rules.PAST: _("desk_year_way_past", default="Nothing is entered in the file any more."),
}


def standing_of(record, label, today):
    """Return the answer of `core.late_results.standing` for a personal file."""
    return rules.standing(label, record.state, record.admitted_on, record.left_on, today)


def may_enter_late(record, label, today):
    """Whether the reader enters the year in the closed file: the director."""
    return standing_of(record, label, today) == rules.LATE and may_correct(record)


def empty_year(page):
    """Return what the page of a year without results shows: ``texts`` and ``links``."""
    record, label = page.context, page.year
    answer = standing_of(record, label, page.today)
    texts = [page.say(_said(WHY[answer], _data(page, record, label)))]
    if answer in (rules.OPEN, rules.LATE):
        texts.append(NEEDED)
    return Values(texts=texts, links=list(_links(page, record, label, answer)))


def _said(message, data):
    return filled(message, data)


def _data(page, record, label):
    school = page.reader.school
    teacher = class_teacher(school, record.cohort_id, page.today) if school is not None else None
    return {
        "year": label,
        "admitted": day_text(record.admitted_on),
        "left": day_text(record.left_on),
        "state": page.say(STATES[record.state].title).lower(),
        "teacher": teacher.full_name if teacher is not None else page.say(NOBODY),
    }


def _links(page, record, label, answer):
    base = record.absolute_url()
    if answer == rules.LATE and may_correct(record):
        yield Values(url=f"{base}/@@late-year?year={label}", title=LATE_TITLE, css="btn-primary")
    if answer == rules.OPEN and _has_table(page, record.cohort_id):
        url = f"{page.site.absolute_url()}/@@class-results?class={record.cohort_id}&year={label}"
        yield Values(url=url, title=TITLES["results"], css="btn-secondary")


def _has_table(page, cohort_id):
    """Whether the reader opens the table of the class: its teachers, the office for all."""
    if checkPermission(MANAGE_SCHOOL, page.site):
        return True
    return any(one.id == cohort_id for one in page.reader.own_cohorts())


def year_lacks(record, day):
    """Return a warning where a file is about to be closed without the last results due on a day."""
    label = school_year_before(day)
    if not was_here(label, record.admitted_on) or years_of(record).get(label) is not None:
        return None
    return _said(BEFORE_CLOSING, {"year": label})


def way_to_enter(record, today):
    """Return in words who enters what a pupil's last year here lacks."""
    label = SchoolYear.of(record.left_on or today).label
    return WAYS.get(standing_of(record, label, today), WAYS[rules.PAST])
