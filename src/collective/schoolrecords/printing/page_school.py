"""Papers about pupils, as data of their templates: class list, achievements, statement (справка)."""

from collective.schoolrecords.core.plural import count_in_words
from collective.schoolrecords.printing import school_forms as forms
from collective.schoolrecords.printing.sentences import day
from collective.schoolrecords.printing.sentences import signature


HEADINGS = {
    forms.STUDIES: "об обучении в образовательной организации",
    forms.ADMITTED: "о зачислении в образовательную организацию",
    forms.PERIOD: "об обучении (о периоде обучения)",
}
NOT_CERTIFIED = "не заверено"


def class_list_data(form: forms.ClassListForm) -> dict:
    """See :class:`ClassListForm`; the template is ``class-list``."""
    return {
        "school": form.school,
        "day": day(form.dated_on),
        "school_year": form.school_year,
        "classes": [_class(page) for page in form.classes if page.rows],
        "director": signature(form.director),
    }


def _class(page):
    return {
        "label": page.label,
        "rows": [
            [str(number), line.name, day(line.born), line.number, day(line.admitted), ""]
            for number, line in enumerate(page.rows, 1)
        ],
        "total": f"Всего в классе: {_pupils(len(page.rows))}.",
        "teacher": signature(page.teacher),
    }


def _pupils(number):
    return count_in_words(number, "обучающийся", "обучающихся", "обучающихся")


def achievements_data(form: forms.AchievementsForm) -> dict:
    """See :class:`AchievementsForm`; the template is ``achievements``."""
    certified = [line for line in form.rows if line.certified]
    return {
        "school": form.school,
        "name": form.name,
        "number": form.number,
        "grades": form.grades,
        "day": day(form.dated_on),
        "rows": [_achievement(number, line) for number, line in enumerate(form.rows, 1)],
        "total": f"Всего: {_achievements(len(form.rows))}, "
        f"из них заверено: {_achievements(len(certified))}.",
        "compiler": signature(form.compiler),
    }


def _achievement(number, line):
    said = ", ".join(filter(None, (line.certified, day(line.certified_on))))
    return [
        str(number),
        line.title,
        line.direction,
        line.level,
        line.result,
        day(line.day),
        said if line.certified else NOT_CERTIFIED,
    ]


def _achievements(number):
    return count_in_words(number, "достижение", "достижения", "достижений", "n")


def statement_data(form: forms.StatementForm) -> dict:
    """See :class:`StatementForm`; the template is ``statement``."""
    marks = form.marks if form.kind == forms.PERIOD else None
    return {
        "school": form.school,
        "number": form.number,
        "day": day(form.dated_on),
        "heading": HEADINGS[form.kind],
        "sentences": [one for one in _SENTENCES[form.kind](form) if one],
        "marks_title": _marks_title(marks) if marks is not None else "",
        "marks": [list(pair) for pair in marks.marks] if marks is not None else [],
        "exams": [list(pair) for pair in form.exams] if form.kind == forms.PERIOD else [],
        "director": signature(form.director),
    }


def _person(form):
    return f"Дана в том, что {form.name}, {day(form.born)} года рождения,"


def _by_sex(form, he, she, either):
    return {True: she, False: he}.get(form.female, either)


def _admission(form):
    """«зачислена с 01.09.2019 (приказ № 41-у от 28.08.2019)»."""
    verb = _by_sex(form, "зачислен", "зачислена", "зачислен(а)")
    label = ""
    if form.kind == forms.ADMITTED:
        label = f" в {form.label} класс данной образовательной организации"
    return f"{verb}{label} с {day(form.admitted_on)}{_order(form.admission)}."


def _order(order):
    parts = (f"№ {order.number}" if order.number else "", _from(order.dated_on))
    said = " ".join(filter(None, parts))
    return f" (приказ {said})" if said else ""


def _from(value):
    return f"от {day(value)}" if value else ""


def _studies(form):
    yield (
        f"{_person(form)} обучается в данной образовательной организации "
        f"в {form.label} классе в {form.school_year} учебном году."
    )
    if form.admitted_on:
        said = _admission(form)
        yield said[0].upper() + said[1:]
    yield f"Форма обучения: {form.study_form}." if form.study_form else ""


def _admitted(form):
    yield f"{_person(form)} {_admission(form)}"
    yield f"Форма обучения: {form.study_form}." if form.study_form else ""


def _period(form):
    verb = _by_sex(form, "обучался", "обучалась", "обучался (обучалась)")
    yield (
        f"{_person(form)} {verb} в данной образовательной организации "
        f"с {day(form.admitted_on)}{_order(form.admission)} по {day(form.left_on)}"
        f"{_order(form.leaving)}."
    )
    if form.label:
        yield f"Класс на день выбытия: {form.label}."
    yield f"Причина выбытия: {form.reason}." if form.reason else ""


_SENTENCES = {forms.STUDIES: _studies, forms.ADMITTED: _admitted, forms.PERIOD: _period}


def _marks_title(marks):
    grade = f", {marks.grade} класс" if marks.grade else ""
    return f"Годовые отметки за {marks.year} учебный год{grade}"
