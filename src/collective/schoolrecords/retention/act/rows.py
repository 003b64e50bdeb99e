"""A row of an act: a snapshot of a record that names nobody, and what was decided on it.

The act is kept permanently and its records are not: a row holds no title, no free text and no
place of the record, only what the form asks for and what proves later which record it was.
"""

from collective.schoolrecords.core.destruction import DESTROY
from collective.schoolrecords.core.destruction import KEEP
from collective.schoolrecords.core.destruction import years_text
from collective.schoolrecords.core.terms import term_text
from collective.schoolrecords.core.tombstones import number_of
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.retention.file_plan import item_of as plan_item_of
from collective.schoolrecords.retention.sheets import sheets_of
from dataclasses import dataclass
from dataclasses import fields
from datetime import date
from plone.restapi.serializer.utils import get_portal_type_title


@dataclass(frozen=True)
class ActRow:
    """One row. Columns of the form: ``title`` 2 (group title), ``years`` 3, ``inventory_number``
    4, ``inventory_item`` 5, ``count`` 6 (storage units), ``term`` and ``article`` 7, ``note`` 8.
    ``case_index``, ``number`` and ``volume`` are the record's own where they look like numbers.

    ``questions``: codes of what a person had to decide before the act could take the record
    (``core.destruction.open_questions``); ``decided_by``, ``decided_at`` (ISO) and ``ground`` say
    who did and why, empty while it is open. ``decision``: ``destroy`` or ``keep``, then with
    ``kept_by`` and ``reason``. ``former``: the record's state before it was selected. ``result``:
    ``None`` (nothing done yet), ``removed`` or ``skipped`` with ``result_reason`` (codes).
    ``digest``: that of the record when it was nominated.
    """

    uid: str
    family: str
    doc_type: str
    title: str
    years: str
    term: str
    article: str
    opened_on: date | None = None
    closed_on: date | None = None
    destroy_from: date | None = None
    case_index: str = ""
    number: str = ""
    volume: str = ""
    inventory_number: str = ""
    inventory_item: str = ""
    count: int = 1
    note: str = ""
    sheets: int | None = None
    carriers: tuple[str, ...] = ()
    digest: str = ""
    questions: tuple[str, ...] = ()
    summaries: tuple[str, ...] = ()
    decided_by: str = ""
    decided_at: str = ""
    ground: str = ""
    decision: str = DESTROY
    kept_by: str = ""
    kept_at: str = ""
    reason: str = ""
    former: str = ""
    result: str | None = None
    result_reason: str = ""

    @property
    def undecided(self) -> bool:
        """Whether a person still has to decide before the act may take the record."""
        return bool(self.questions) and not self.decided_by and self.decision != KEEP

    def as_dict(self) -> dict:
        """Everything as plain values."""
        return {name: getattr(self, name) for name in _NAMES}


_NAMES = tuple(field.name for field in fields(ActRow))


def make_row(record, uid, item, questions, labels, inventories):
    """Return the :class:`ActRow` of a record with its UID.

    ``item``: the core ``Item``; ``labels``: document type → the school's label; ``inventories``:
    an ``IInventoriesOf`` or ``None``.
    """
    doc_type = record.doc_type or ""
    plan_item = plan_item_of(record)
    placed = inventories.row_of(uid) if inventories is not None else None
    last = chain_of(record).last()
    return ActRow(
        uid=uid,
        family=record.family_id,
        doc_type=doc_type,
        title=_group_title(record, plan_item, labels),
        years=years_text(record.opened_on, record.closed_on),
        term=term_text(item.term),
        article=item.term.article,
        opened_on=record.opened_on,
        closed_on=record.closed_on,
        destroy_from=item.first,
        case_index=number_of(record.case_index) or "",
        number=number_of(record.registration_number) or "",
        volume=number_of(record.record_volume) or "",
        inventory_number=placed[0] if placed else "",
        inventory_item=str(placed[1]) if placed else "",
        sheets=sheets_of(record),
        carriers=tuple(sorted({one["carrier"] for one in record.carriers or ()})),
        digest=(last.after or "") if last is not None else "",
        questions=questions,
        summaries=item.summaries or (),
    )


def _group_title(record, plan_item, labels):
    """Column 2: the item of the file plan, else the type; never the record's own title."""
    if plan_item is not None:
        return plan_item.title
    return labels.get(record.doc_type) or get_portal_type_title(record.portal_type)
