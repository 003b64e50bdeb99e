"""Rows of a protocol as JSON: each with its address, state and what became of it."""

from collective.schoolrecords.access.roles import works_with
from collective.schoolrecords.core import protocols as rules
from collective.schoolrecords.core.names import full_name
from collective.schoolrecords.core.names import name_sort_key
from collective.schoolrecords.records.protocol.people import last_day_to_tell
from collective.schoolrecords.records.protocol.words import ROW_STATE_TITLES
from collective.schoolrecords.records.protocol.words import WAY_TITLES
from collective.schoolrecords.school.storage import get_school
from dataclasses import asdict
from plone import api
from plone.restapi.serializer.converters import json_compatible
from zope.i18n import translate


SORTS = {
    "number": lambda pair: pair[0],
    "name": lambda pair: (name_sort_key(*_names(pair[1])), pair[0]),
    "class": lambda pair: (pair[1].label, name_sort_key(*_names(pair[1]))),
    "mark": lambda pair: (pair[1].mark, pair[0]),
}


def _names(row):
    return row.last_name, row.first_name, row.middle_name


class RowsJson:
    """Turns rows of one protocol into JSON; what is the same for many is looked up once."""

    def __init__(self, record, request):
        self.record = record
        self.request = request
        self.url = f"{record.absolute_url()}/@results"
        self.states = record.states()
        self.told = record.told()
        self.rulings = record.rulings()
        self.named = works_with(record)

    def titled(self, titles, name):
        """Return ``{id, title}`` of a word, ``None`` for none."""
        if not name:
            return None
        return {"id": name, "title": translate(titles[name], context=self.request)}

    def page(self, pairs):
        """Return the rows of a page; ``pairs`` are (position, row)."""
        if self.record.is_council:
            return [json_compatible(self._point(*pair)) for pair in pairs]
        files = self._files({row.file for _position, row in pairs if row.file})
        return [json_compatible(self._result(*pair, files)) for pair in pairs]

    def _files(self, uids):
        """Return UID → address of the personal files that the reader may see."""
        if not uids:
            return {}
        catalog = api.portal.get_tool("portal_catalog")
        return {brain.UID: brain.getURL() for brain in catalog(UID=sorted(uids))}

    def _point(self, position, point):
        return {"@id": f"{self.url}/{position}", "number": position, **asdict(point)}

    def _result(self, position, row, files):
        values = asdict(row)
        return {
            "@id": f"{self.url}/{position}",
            "number": position,
            "line": row.line,
            "class": row.label,
            "name": full_name(*_names(row)),
            "last_name": row.last_name,
            "first_name": row.first_name,
            "middle_name": row.middle_name,
            "file": {"uid": row.file, "@id": files.get(row.file)} if row.file else None,
            **{
                name: values[name]
                for name in ("document", "form", "primary", "test", "criteria", "mark", "note")
            },
            "outside": row.outside,
            **{name: values[name] for name in rules.task_fields(self.record.kind)},
            **self._grades(values),
            "state": self.titled(ROW_STATE_TITLES, self.states[position]),
            "counts": self.states[position] in rules.COUNTING,
            "replaces": row.replaces,
            "rulings": [self._ruling(one) for one in self.rulings if one.position == position],
            "familiarised": self._told(self.told.get(position)),
        }

    def _grades(self, values):
        """The marks of the year and its end, and that of the day in words; of some kinds alone."""
        names = rules.grade_fields(self.record.kind)
        if not names:
            return {}
        written = rules.WRITTEN.get(values["mark"])
        return {"mark_in_words": written, **{name: values[name] for name in names}}

    def _ruling(self, ruling):
        return {
            "outcome": self.titled(ROW_STATE_TITLES, ruling.outcome),
            "number": ruling.number,
            "day": ruling.day,
            "replaced_by": ruling.new,
        }

    def _told(self, one):
        if one is None:
            return None
        shown = {"day": one.day, "way": self.titled(WAY_TITLES, one.way), "fact": one.fact}
        if self.named:
            shown["by"] = _person(one.by)
        return shown


def _person(user_id):
    school = get_school()
    person = school.person_of(user_id) if school is not None else None
    return {"id": user_id, "name": person.short_name if person is not None else None}


def head_json(record, viewer, rows):
    """Return what a page of rows says about the whole: counts of what the reader sees."""
    missing = set(record.unfamiliar()) & set(rows)
    due = last_day_to_tell(record)
    return {
        "kind": record.kind,
        "counting": len(set(rows) & _counting(record)),
        "unfamiliar": len(missing),
        "familiarise_by": due.isoformat() if due else None,
        "whole": viewer.everything,
        **({"intact": record.values_intact()} if viewer.everything else {}),
    }


def _counting(record):
    return {at for at, state in record.states().items() if state in rules.COUNTING}
