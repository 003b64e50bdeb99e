"""The text of an order on the movement of pupils, as it is proposed to whoever draws it up.

Orders are written in Russian whatever the language of the pages; the person may change every word.
"""

from collections.abc import Iterable
from datetime import date


ADMISSION = "О зачислении обучающихся"
LEAVING = "Об отчислении обучающегося"
GRADUATION = "Об отчислении выпускников {label} класса"
MOVING_UP = "О переводе обучающихся {label} класса"


def numbered(lines: Iterable[str]) -> str:
    """Return lines as «1. …» paragraphs."""
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def admission_text(children: Iterable[tuple[str, str, date]]) -> str:
    """Return the text for (name, class, day of admission) of each child."""
    lines = [f"Зачислить {name} в {label} класс с {_day(day)}." for name, label, day in children]
    return f"ПРИКАЗЫВАЮ:\n{numbered(lines)}"


def leaving_text(name: str, label: str, day: date, why: str, application_on: date | None) -> str:
    """Return the text for one pupil; ``why`` is the reason in words."""
    basis = f"\nОснование: заявление от {_day(application_on)}." if application_on else ""
    line = f"Отчислить {name}, {label} класс, с {_day(day)}: {why}."
    return f"ПРИКАЗЫВАЮ:\n{numbered([line])}{basis}"


def graduation_text(label: str, names: Iterable[str], day: date, minutes: str) -> str:
    """Return the text for the graduates of a class; ``minutes``: «№ 9 от 25.06.2026»."""
    lines = [f"{name};" for name in names]
    head = f"Отчислить с {_day(day)} в связи с получением образования выпускников {label} класса:"
    return (
        f"ПРИКАЗЫВАЮ:\n{head}\n{numbered(lines)}\nОснование: протокол педагогического совета "
        f"{minutes}."
    )


def moving_up_text(promoted, conditional, repeating, minutes: str) -> str:
    """Return the text for a class.

    ``promoted``: names; ``conditional``: (name, subjects, deadline); ``repeating``: (name, class).
    """
    parts = []
    if promoted:
        parts.append("Перевести в следующий класс:\n" + numbered(f"{one};" for one in promoted))
    if conditional:
        parts.append(
            "Перевести в следующий класс условно, с академической задолженностью:\n"
            + numbered(
                f"{name}: {', '.join(subjects)}, ликвидировать до {_day(until)};"
                for name, subjects, until in conditional
            )
        )
    if repeating:
        parts.append(
            "Оставить на повторное обучение:\n"
            + numbered(f"{name}, в {label} класс;" for name, label in repeating)
        )
    body = "\n".join(parts)
    return f"ПРИКАЗЫВАЮ:\n{body}\nОснование: протокол педагогического совета {minutes}."


def _day(day):
    return f"{day:%d.%m.%Y}"
