"""Marks in a file plan (отметка в учётных документах): how many files of an item left, and how.

The words are computed whenever they are read: those of an act follow its stages.
"""

from collective.schoolrecords.core.inventories import counted_note
from collective.schoolrecords.core.inventories import mark_note
from collective.schoolrecords.retention.act.gone import gone_note
from collective.schoolrecords.retention.inventory.marks import inventory_by_uid
from typing import NamedTuple


class PlanMark(NamedTuple):
    """``files`` of one item left the school by ``way``; ``act`` (or ``None``) destroyed them."""

    way: str
    files: int
    note: str
    act: object = None


def marks_of(plan, index):
    """Return the :class:`PlanMark` values of an item, in the words that are true today."""
    return [_mark(*one) for one in plan.marks(index)]


def note_of(plan, index):
    """Return all marks of an item as one text, empty where nothing has left."""
    return "; ".join(mark.note for mark in marks_of(plan, index))


def _mark(way, uid, files):
    act = inventory_by_uid(uid) if uid else None
    note = mark_note(way) if act is None else gone_note(act)
    return PlanMark(way, files, counted_note(note, files), act)
