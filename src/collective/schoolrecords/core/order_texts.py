"""The text of an order on the movement of pupils, as it is proposed to whoever draws it up.

Orders are written in Russian whatever the language of the pages; the person may change every word.
People stand in numbered lists in the nominative, as in the files: no rule declines every surname
rightly, and an order with a wrong name is an order about nobody.
"""

from collections.abc import Iterable
from datetime import date


ADMISSION = "О зачислении обучающихся"
LEAVING = "Об отчислении обучающегося"
CLASS_CHANGE = "О переводе обучающегося в другой класс"
GRADUATION = "Об отчислении выпускников {label} класса"
MOVING_UP = "О переводе обучающихся {label} класса"
LOCAL_ACT = "Об утверждении локального нормативного акта"
#: One child, several children.
WHOM_TO_ADMIT = ("Зачислить следующего обучающегося:", "Зачислить следующих обучающихся:")

#: Names of schools stay in the nominative, as they were entered.
TRANSFERRED = ", в порядке перевода (прежняя школа: {})"


def numbered(lines: Iterable[str]) -> str:
    """Return the lines of one sentence as «1. …» paragraphs: a semicolon each, a stop at the end."""
    found = [f"{number}. {line}" for number, line in enumerate(lines, 1)]
    return ";\n".join(found) + "."


def admission_text(children: Iterable[tuple[str, str, date, str]]) -> str:
    """Return the text for (name, class, day of admission, former school) of each child.

    The former school is empty for a child that is not transferred from another one.
    """
    lines = [
        f"{name}, в {label} класс с {_day(day)}" + (TRANSFERRED.format(school) if school else "")
        for name, label, day, school in children
    ]
    return f"ПРИКАЗЫВАЮ:\n{WHOM_TO_ADMIT[len(lines) > 1]}\n{numbered(lines)}"


def leaving_text(name: str, label: str, day: date, why: str, application_on: date | None) -> str:
    """Return the text for one pupil; ``why`` is the reason in words."""
    line = f"{name}, {label} класс, с {_day(day)}, причина: {why}"
    return f"ПРИКАЗЫВАЮ:\nОтчислить следующего обучающегося:\n{numbered([line])}" + _asked(
        application_on
    )


def class_change_text(
    name: str, former: str, label: str, application_on: date | None, since: date | None = None
) -> str:
    """Return the text for one pupil who goes from one class to another within the school.

    ``since``: the day from which, where it lies ahead; ``label``: of the class on that day.
    """
    line = f"{name}, из {former} в {label} класс" + (f" с {_day(since)}" if since else "")
    return f"ПРИКАЗЫВАЮ:\nПеревести следующего обучающегося:\n{numbered([line])}" + _asked(
        application_on
    )


def graduation_text(label: str, names: Iterable[str], day: date, minutes: str) -> str:
    """Return the text for the graduates of a class; ``minutes``: «№ 9 от 25.06.2026»."""
    head = f"Отчислить с {_day(day)} в связи с получением образования выпускников {label} класса:"
    return (
        f"ПРИКАЗЫВАЮ:\n{head}\n{numbered(names)}\nОснование: протокол педагогического совета "
        f"{minutes}."
    )


def moving_up_text(promoted, conditional, repeating, minutes: str) -> str:
    """Return the text for a class.

    ``promoted``: names; ``conditional``: (name, subjects, deadline); ``repeating``: (name, class).
    """
    parts = []
    if promoted:
        parts.append("Перевести в следующий класс:\n" + numbered(promoted))
    if conditional:
        parts.append(
            "Перевести в следующий класс условно, с академической задолженностью:\n"
            + numbered(
                f"{name}: {', '.join(subjects)}, ликвидировать до {_day(until)}"
                for name, subjects, until in conditional
            )
        )
    if repeating:
        parts.append(
            "Оставить на повторное обучение:\n"
            + numbered(f"{name}, в {label} класс" for name, label in repeating)
        )
    body = "\n".join(parts)
    return f"ПРИКАЗЫВАЮ:\n{body}\nОснование: протокол педагогического совета {minutes}."


def local_act_text(title: str, ground: str) -> str:
    """Return the text for a local act; ``ground``: what adopted it and when, or nothing.

    The title stays in the nominative, in quotes, as it stands on the act.
    """
    line = numbered([f"Утвердить локальный нормативный акт «{title}»"])
    return f"ПРИКАЗЫВАЮ:\n{line}" + (f"\nОснование: {ground}." if ground else "")


def minutes_text(number: str, day: date, point: int | None = None) -> str:
    """Return how an order names minutes: «№ 9 от 25.06.2026, п. 3»."""
    text = f"№ {number} от {_day(day)}"
    return text if point is None else f"{text}, п. {point}"


def _asked(day):
    return f"\nОснование: заявление от {_day(day)}." if day else ""


def _day(day):
    return f"{day:%d.%m.%Y}"
