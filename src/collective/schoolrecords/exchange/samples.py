"""What columns a list needs, and a sample of it: both from the columns that its reader looks for.

A sample is a list of one invented line. It is made anew each time, so a column that the reader
learns stands in it at once, and a test reads every sample back.
"""

from .contingent_columns import COLUMNS as CONTINGENT_COLUMNS
from .contingent_columns import PARENTS
from .journal import BACKLOG
from .journal import CONTINGENT
from .journal import PROTOCOLS
from .journal import STAFF
from .protocol_rows import COLUMNS as PROTOCOL_COLUMNS
from .staff import COLUMNS as STAFF_COLUMNS
from collective.schoolrecords.core import backlog
from collective.schoolrecords.core.tables import Column
from dataclasses import dataclass


@dataclass(frozen=True)
class Wanted:
    """A column as people are told of it; `instead` are titles that may stand for it together."""

    title: str
    required: bool
    instead: tuple[str, ...] = ()


_COLUMNS = {
    CONTINGENT: CONTINGENT_COLUMNS,
    STAFF: STAFF_COLUMNS,
    PROTOCOLS: PROTOCOL_COLUMNS,
    BACKLOG: tuple(
        Column(key, titles[0].capitalize(), (), required=key in backlog.REQUIRED_COLUMNS)
        for key, titles in backlog.COLUMN_TITLES.items()
    ),
}
#: Columns of pupils that say otherwise what stands in those of the two representatives.
_PARENTS = tuple(f"{key}_" for key in PARENTS)
_PERSON = {
    "last_name": "Образцова",
    "first_name": "Анна",
    "middle_name": "Ивановна",
}
_EXAMPLES = {
    CONTINGENT: {
        **_PERSON,
        "sex": "Ж",
        "birth_date": "01.02.2017",
        "school_class": "1А",
        "file_letter": "О",
        "file_number": "1",
        "admission_date": "01.09.2024",
        "order_number": "1-у",
        "order_date": "26.08.2024",
        "study_form": "очная",
        "guardian_1_name": "Образцова Мария Петровна",
        "guardian_1_relation": "мать",
        "guardian_1_phone": "8 900 000-00-00",
    },
    STAFF: {**_PERSON, "position": "Учитель", "subjects": "Математика; Физика"},
    PROTOCOLS: {**_PERSON, "label": "9А", "primary": "21", "mark": "4"},
    BACKLOG: {
        "number": "1",
        "doc_type": backlog.TYPE_NAMES["class_journal"][0],
        "title": "Классный журнал 9А",
        "index": "02-05",
        "opened": "2018",
        "closed": "31.05.2019",
        "sheets": "96",
        "place": "Шкаф 2, полка 3",
        "carrier": "бумажный",
    },
}
#: What stands above the table of a protocol.
_HEADS = {
    PROTOCOLS: (
        ("Протокол результатов ГИА-9 №", "101"),
        ("Предмет", "Математика"),
        ("Дата экзамена", "03.06.2024"),
    )
}


def columns_wanted(kind: str) -> tuple[Wanted, ...]:
    """Return the columns of a kind of list, those that are needed first, else as the reader's.

    What may stand instead of a needed column is told with it and not again.
    """
    columns = _told(kind)
    titles = {one.key: one.title for one in _COLUMNS[kind]}
    found = [
        Wanted(one.title, one.required, tuple(titles[key] for key in one.instead))
        for one in columns
    ]
    return tuple(sorted(found, key=lambda one: not one.required))


def sample_rows(kind: str) -> list[list[str]]:
    """Return the rows of a sample: what stands above, the titles, one line."""
    columns, example = _told(kind), _EXAMPLES[kind]
    head = [list(row) for row in _HEADS.get(kind, ())]
    line = [example.get(one.key, "") for one in columns]
    return [*head, [one.title for one in columns], line]


def _told(kind):
    """The columns of a sample, without those that another one says already."""
    columns = _COLUMNS[kind]
    others = {key for one in columns for key in one.instead}
    return [
        one
        for one in columns
        if one.key not in others and one.key != "serial" and not one.key.startswith(_PARENTS)
    ]
